"""Single values of a ruleset: formulas, settings, dates. A stand-in takes the place of what cannot be read."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from appraise.diagnostics import errors
from appraise.formula.syntax.grammar import Formula, parse
from appraise.formula.syntax.text import RESERVED, Typed, fold
from appraise.formula.syntax.words import ENGLISH
from appraise.formula.written_dates import are_dates, as_date
from appraise.policy.keys.numbers import as_number, is_percent, number_instead
from appraise.policy.model import Conventions, Rounding
from appraise.policy.shape.headings import Headings
from appraise.policy.values import LOWEST, OTHERWISE, ByLabel, Constant, Dated, Setting
from appraise.texts import Listed, msg

if TYPE_CHECKING:
    from pathlib import Path

    from appraise.diagnostics import Diagnostics, Where
    from appraise.policy.model import Ruleset, Scoring
    from appraise.policy.shape.schema import Path as KeyPath
    from appraise.policy.text.tree import Document, Node

    OpenRuleset = Callable[[Path, Node], Ruleset | None]

T = TypeVar("T")
Formulas = dict[int, "tuple[Node, Formula]"]  # by the identity of the node, which is held so that it stays its own
_TOO_LARGE = 1e15
_UNKNOWN = Conventions("lower", Rounding(2, 2), "error")  # as if these were the conventions that could not be read
BROKEN = "broken!"  # the name in the stand-in of a formula that could not be read
_CUT = re.compile(r"\s*,[^:{}\n]*\)")  # the rest of a formula that a comma inside { } has cut in two


def _no_other(_path: Path, _node: Node) -> None:
    return None


@dataclass
class Reading:
    """What the reading of one ruleset needs to know everywhere."""

    document: Document
    diagnostics: Diagnostics
    currency: str = ""
    cohorts: tuple[str, ...] = ()
    conventions: Conventions = _UNKNOWN
    scales: Mapping[str, Scoring] = field(default_factory=dict)
    paths: set[KeyPath] = field(default_factory=set)  # of what is broken and cannot be read
    open: OpenRuleset = _no_other  # loads another ruleset that this one names, and reports what is wrong with it
    begins: date = date.min
    ends: date = date.max
    choices: dict[str, tuple[str, ...]] = field(default_factory=dict)  # names with the labels they can have
    files: dict[str, str] = field(default_factory=dict)  # name to text of what was read beside the ruleset
    formulas: Formulas = field(default_factory=dict)  # that were read before, of nodes that are there again
    broken: set[str] = field(default_factory=set)  # sections and names of which something could not be read
    unread: list[Where] = field(default_factory=list)  # places of stand-ins

    def apart(self, nodes: Mapping[str, Node]) -> None:
        """See that ids are apart also as formulas spell them, where full-width letters are plain ones."""
        seen: dict[str, str] = {}
        for id_, node in nodes.items():
            name = fold(id_)
            if name in seen:
                self.diagnostics.error(
                    "duplicate-key",
                    msg("{name!r} and {other!r} are the same name.", name=id_, other=seen[name]),
                    node.key or node.where,
                    msg("rename one of them"),
                )
            seen[name] = id_

    def usable(self, id_: str, node: Node) -> None:
        """See that an id can be used as a name in formulas."""
        name = fold(id_)
        if not name.isidentifier():
            headings = Headings(self.document.root)
            hint = headings.field_instead(id_, node)
            self.broken.add(headings.name_for(id_))  # by which it may be called elsewhere
            self.diagnostics.error(
                "name-not-usable",
                msg("{name!r} cannot be a name in formulas: it has other signs than letters, digits and _.", name=id_),
                node.key or node.where,
                hint,
            )
        elif name in (*RESERVED, "lowest", "otherwise", "none"):
            self.diagnostics.error(
                "name-not-usable",
                msg("{name!r} cannot be a name in formulas: it is a word of the formula language.", name=id_),
                node.key or node.where,
                msg("choose another name, such as `{name}_`", name=name),
            )

    def formula(self, node: Node) -> Formula:
        """Read a formula."""
        if id(node) in self.formulas:
            return self.formulas[id(node)][1]
        text = node.text
        cut = text.count("(") > text.count(")") and _CUT.match(self.document.text_at(node.where), node.end)
        if cut:  # by a comma inside { }: the strange key that follows is reported, and says so
            return self.stand_in(node.where)
        keywords = self.document.keywords.get(node.where.file)
        words = keywords.formulas if keywords else ENGLISH
        found = parse(
            text, partial(self.document.place_of, node), self.diagnostics, Headings(self.document.root).told, words
        )
        if found is None:
            return self.stand_in(node.where)
        self.formulas[id(node)] = (node, found)
        return found

    def account(self) -> None:
        """See that what was left out or replaced by a stand-in has been told; whatever has not is told here.

        So no ruleset with something missing in it can pass for a sound one.
        """
        if (self.broken or self.unread) and not errors(self.diagnostics.found):
            where = self.unread[0] if self.unread else self.document.root.where
            self.diagnostics.error(
                "wrong-value",
                msg("Something here cannot be read: {names}.", names=Listed(tuple(sorted(self.broken))))
                if self.broken
                else msg("Something here cannot be read."),
                where,
                msg("write it in another way"),
            )

    def stand_in(self, where: Where) -> Formula:
        """A formula that fits everywhere, in place of one that could not be read."""
        self.unread.append(where)
        tree = ast.Name(BROKEN, ast.Load())
        return Formula("", tree, Typed("", (0,)), lambda _begin, _end: where, BROKEN)

    def optional(self, node: Node | None, read: Callable[[Node], T]) -> T | None:
        """Read what may be absent."""
        return None if node is None else read(node)

    def constant(self, node: Node) -> Constant | None:
        """Read a plain number or percent; None where it is neither."""
        constant = self.number(node.text, node.where)
        if constant is not None and not abs(constant.value) < _TOO_LARGE:
            self.diagnostics.error(
                "wrong-value",
                msg("{number} is out of range.", number=node.text),
                node.where,
                msg("up to 15 digits are exact"),
            )
        return constant

    def number(self, text: str, where: Where) -> Constant | None:
        """Read a number or percent from text, such as a key."""
        value = as_number(text)
        return None if value is None else Constant(value, text, where, percent=is_percent(text))

    def bound(self, key: str, node: Node) -> Constant:
        """Read the key of a tier: a number, a percent, or `lowest`."""
        where = node.key or node.where
        if key == "lowest":
            return Constant(LOWEST, key, where)
        constant = self.number(key, where)
        if constant is None:
            self.diagnostics.error(
                "wrong-value",
                msg("{key!r} is not the bound of a tier.", key=key),
                where,
                number_instead(key, msg("a number, a percent such as 80%, or `lowest`")),
            )
        return constant or Constant(0.0, key, where)

    def setting(self, node: Node) -> Setting:
        """Read a number in any of its forms."""
        constant = self.constant(node)
        if constant is not None:
            return constant
        if not isinstance(node.value, dict):
            return self.formula(node)
        if "by" in node.mapping:
            return self.by_label(node, self.setting)
        if are_dates(node.mapping):
            return self._dated(node)
        if node.mapping and all(k in (*self.cohorts, OTHERWISE) for k in node.mapping):
            values = {k: self.setting(v) for k, v in node.mapping.items() if k != OTHERWISE}
            return ByLabel(self.named("cohort", node.where), values,
                          self.optional(node.get(OTHERWISE), self.setting), node.where)  # fmt: skip
        if "cohorts" not in self.broken:
            self._unclear(node)
        return self.stand_in(node.where)

    def _dated(self, node: Node) -> Dated:
        days = sorted((as_date(k) or date.min, k) for k in node.mapping)
        if days[0][0] > self.begins:
            self.diagnostics.error(
                "dates-order",
                msg(
                    "The first of these values holds from {first}, the ruleset from {begins}.",
                    first=days[0][0],
                    begins=self.begins,
                ),
                node.where,
                msg("add a value from {begins}", begins=self.begins),
            )
        for day, key in days:
            if day > self.ends:
                self.diagnostics.warn(
                    "unused",
                    msg("A value from {day} on is never used: the ruleset ends on {ends}.", day=day, ends=self.ends),
                    node.mapping[key].where,
                    msg("remove it, or mend the date"),
                )
        return Dated(tuple((day, self.setting(node.mapping[key])) for day, key in days), node.where)

    def _unclear(self, node: Node) -> None:
        strange = [k for k in node.mapping if k not in self.cohorts and not as_date(k)]
        first = node.mapping[strange[0]].key if strange else None
        if strange and any(k in self.cohorts for k in node.mapping):
            message = msg("There is no cohort {name!r}.", name=strange[0])
            hint = msg("the cohorts are {names}", names=Listed(self.cohorts))
        else:
            message = msg("It is not clear by what these values are chosen.")
            hint = msg("by cohort {{new: 1, senior: 2}}, by dates {{2026-01-01: 1}}, or {{by: NAME, values: {{…}}}}")
        chosen = [name for name, labels in self.choices.items() if set(node.mapping) <= {*labels, OTHERWISE}]
        if chosen:
            hint = msg(
                "write {{by: {name}, values: {{{labels}: …}}}}",
                name=chosen[0],
                labels=", ".join(node.mapping),  # as it is typed
            )
        if any(node.mapping[k].value is None for k in strange):
            hint = msg("a comma inside {{ }} ends a text that is not quoted; put formulas with commas in quotes")
        self.diagnostics.error("setting-not-clear", message, first or node.where, hint)

    def named(self, name: str, where: Where) -> Formula:
        """The formula that is just a name."""
        tree = ast.Name(name, ast.Load())
        return Formula(name, tree, Typed(name, tuple(range(len(name) + 1))), lambda _begin, _end: where, ast.dump(tree))

    def by_label(self, node: Node, read: Callable[[Node], T]) -> ByLabel[T]:
        """Read {by: …, values: {…}} of anything."""
        by, values = node.get("by"), node.get("values")
        items = values.mapping if values else {}
        for key, child in node.mapping.items():
            if key not in ("by", "values"):
                self.diagnostics.error(
                    "unknown-key",
                    msg("There is no key `{key}` here.", key=key),
                    child.key or child.where,
                    msg("a lookup has `by` and `values`"),
                )
        if not items:
            self.diagnostics.error(
                "missing-key",
                msg("A lookup needs `values`: one for each label."),
                node.where,
                msg("{{by: cohort, values: {{new: 1, senior: 2}}}}"),
            )
        if by is None or not isinstance(by.value, str):
            self.diagnostics.error(
                "wrong-value",
                msg("`by` names what decides."),
                (by or node).where,
                msg("for example `by: cohort` or `by: grade`"),
            )
        formula = self.formula(by) if by is not None and isinstance(by.value, str) else self.stand_in(node.where)
        return ByLabel(
            formula,
            {k: read(v) for k, v in items.items() if k != OTHERWISE},
            self.optional(items.get(OTHERWISE), read),
            node.where,
        )

    def varying(self, node: Node, read: Callable[[Node], T]) -> T | ByLabel[T]:
        """Read a whole value, or a lookup of whole values."""
        return self.by_label(node, read) if "by" in node.mapping else read(node)
