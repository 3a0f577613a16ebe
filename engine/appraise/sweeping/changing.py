"""A policy loaded again and again with other numbers in it: what they do not touch is not read or checked again."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from appraise.diagnostics import Diagnostics, errors, in_order
from appraise.policy.keys.numbers import as_number
from appraise.policy.lint import OF_NUMBERS, OF_WORDS, check_meaning
from appraise.policy.load import Loaded, Others, load_changed
from appraise.policy.reading.build import build
from appraise.policy.shape.schema import ruleset_schema
from appraise.policy.text.tree import Document, Node
from appraise.policy.variants.merging import changed
from appraise.sweeping.shapes import Shapes

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from appraise.policy.keys.reader import Formulas
    from appraise.policy.model import Ruleset
    from appraise.policy.variants.merging import Change


class Changing:
    """Loads `base`, a resolved policy, with changes. The rulesets have no digest: they stand in no file."""

    def __init__(self, base: Document):
        self._base = base
        self._plain: Any = base.root.plain()
        self._shapes = Shapes(ruleset_schema(), self._plain)
        self._formulas: Formulas = {}
        self._named: dict[Path, Ruleset | None] = {}  # other rulesets that this one names
        said = Diagnostics()
        self._first: Ruleset | None = None
        self._first = ruleset = self._build(base, said)
        check_meaning(ruleset, set(), said, OF_WORDS)
        self._said = None if errors(said.found) else said.found  # the same whatever numbers the policy has

    @property
    def root(self) -> Node:
        """The policy without changes."""
        return self._base.root

    def load(self, changes: Sequence[Change]) -> Loaded:
        """Check what becomes of the policy with some changes, see `load_changed`."""
        return self._with_numbers(changes) or load_changed(self._base, changes)

    def _with_numbers(self, changes: Sequence[Change]) -> Loaded | None:
        """Load the policy with other numbers; None where more than numbers changes, or what is written cannot be read."""
        if self._said is None or not all(_is_number(c.old) and _is_number(c.new) for c in changes):
            return None
        plain, root = self._plain, self.root
        for change in changes:
            assert change.new is not None  # noqa: S101 - it is a number
            plain = _with(plain, change.path, change.new.value)
            root = changed(root, change)
        if not self._shapes.fits(plain):
            return None
        diagnostics = Diagnostics()
        ruleset = self._build(replace(self._base, root=root), diagnostics)
        if errors(diagnostics.found):  # after which some of the meaning is not checked
            return None
        check_meaning(ruleset, set(), diagnostics, OF_NUMBERS)
        found = tuple(in_order([*self._said, *diagnostics.found]))
        return Loaded(None if errors(found) else ruleset, found, ruleset.texts)

    def _build(self, document: Document, diagnostics: Diagnostics) -> Ruleset:
        others = Others(diagnostics, ())

        def open_(path: Path, node: Node) -> Ruleset | None:
            if path not in self._named:
                self._named[path] = others.open(path, node)
            return self._named[path]

        return build(document, set(), diagnostics, open_, self._formulas, self._first)[0]


def _is_number(node: Node | None) -> bool:
    return node is not None and not isinstance(node.value, (dict, list, bool)) and as_number(node.text) is not None


def _with(plain: dict[str, Any], path: Sequence[str], value: Any) -> dict[str, Any]:
    """Plain dicts with another value at a path; what lies beside it are the same objects."""
    return {**plain, path[0]: _with(plain[path[0]], path[1:], value) if len(path) > 1 else value}
