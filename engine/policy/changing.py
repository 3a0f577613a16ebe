"""A policy loaded again and again with other numbers in it: what they do not touch is not read again.

A number that stands in a policy is a Constant of its Ruleset, or several. Such a Constant is replaced in the Ruleset
that was read before. That this gives what reading everything anew gives is seen the first time that a number is
changed; where it does not, and for changes of anything but numbers, everything is read anew.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from typing import TYPE_CHECKING, Any

from engine.diagnostics import Report, errors, in_order
from engine.policy.content import content
from engine.policy.lint import OF_NUMBERS, OF_WORDS, check_meaning
from engine.policy.load import Loaded, load_changed
from engine.policy.model import Ruleset
from engine.policy.reading import Reading
from engine.policy.schema import Shapes, ruleset_schema
from engine.policy.values import Constant

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from engine.diagnostics import Where
    from engine.policy.source import Node, Source
    from engine.policy.variants import Change

Steps = tuple[str | int, ...]  # from the Ruleset to something in it: fields, keys, positions
_ABOUT = ("digest", "sources")  # of a Ruleset: what says where it comes from


class Changing:
    """Loads `base`, a resolved policy, with changes. The rulesets have no digest: they stand in no file."""

    def __init__(self, base: Source):
        self._base = base
        self._reading = Reading(base, Report())
        self._ruleset = load_changed(base, ()).ruleset
        self._plain: Any = base.root.plain()
        self._shapes = Shapes(ruleset_schema(), self._plain)
        self._places: dict[Where, list[Steps]] = {}
        for steps, where in _constants(self._ruleset, ()) if self._ruleset is not None else ():
            self._places.setdefault(where, []).append(steps)
        self._said = Report()  # what is said of the policy whatever numbers it has
        if self._ruleset is not None:
            check_meaning(self._ruleset, set(), self._said, OF_WORDS)
        self._sound: dict[tuple[str, ...], bool] = {}  # paths: whether a number may be replaced there

    @property
    def root(self) -> Node:
        """The policy without changes."""
        return self._base.root

    def load(self, changes: Sequence[Change]) -> Loaded:
        """Check what becomes of the policy with some changes, see `load_changed`."""
        seen = [self._sound.get(change.path) for change in changes]
        ruleset = None if False in seen else self._replaced(changes)
        if ruleset is None or None in seen:
            loaded = load_changed(self._base, changes)
            if ruleset is not None and loaded.ruleset is not None:
                alike = _says(ruleset) == _says(loaded.ruleset)
                self._sound |= {change.path: alike for change in changes}
            return replace(loaded, ruleset=replace(loaded.ruleset, digest="") if loaded.ruleset else None)
        report = Report()
        check_meaning(ruleset, set(), report, OF_NUMBERS)
        found = tuple(in_order([*self._said.found, *report.found]))
        return Loaded(None if errors(found) else ruleset, found, self._base.texts)

    def _replaced(self, changes: Sequence[Change]) -> Ruleset | None:
        """Replace numbers; None where something else is changed, or is no sound number."""
        ruleset: Any = self._ruleset
        plain: Any = self._plain
        for change in changes:
            places = self._places.get(change.old.where, []) if change.old is not None else []
            number = self._number(change.new) if places else None
            if number is None or change.new is None:
                return None
            plain = _with(plain, change.path, change.new.plain())
            for steps in places:
                ruleset = _with(ruleset, steps, number)
        if not self._shapes.fits(plain):
            return None
        return replace(ruleset, digest="") if ruleset is not None else None

    def _number(self, node: Node | None) -> Constant | None:
        number = self._reading.constant(node) if node is not None and not node.mapping and not node.items else None
        if self._reading.report.found:
            self._reading.report.found.clear()  # it is told when everything is read
            return None
        return number


def _says(ruleset: Ruleset) -> list[object]:
    return [content(getattr(ruleset, f.name)) for f in fields(ruleset) if f.name not in _ABOUT]


def _constants(it: Any, steps: Steps) -> Iterator[tuple[Steps, Where]]:
    """Find all constants of a policy; other rulesets that it names are their own."""
    if isinstance(it, Constant):
        yield steps, it.where
    elif is_dataclass(it) and not (isinstance(it, Ruleset) and steps):
        for f in fields(it):
            yield from _constants(getattr(it, f.name), (*steps, f.name))
    elif isinstance(it, Mapping):
        for key, value in it.items():
            yield from _constants(value, (*steps, key))
    elif isinstance(it, tuple):
        for i, value in enumerate(it):
            yield from _constants(value, (*steps, i))


def _with(it: Any, steps: Steps, new: Any) -> Any:
    """Give it with something else at the end of some steps; what lies beside them is the same."""
    if not steps:
        return new
    step, rest = steps[0], steps[1:]
    if isinstance(it, Mapping):
        return {**it, step: _with(it[step], rest, new)}
    if isinstance(it, (tuple, list)):
        at = int(step)
        return type(it)([*it[:at], _with(it[at], rest, new), *it[at + 1 :]])
    return replace(it, **{str(step): _with(getattr(it, str(step)), rest, new)})
