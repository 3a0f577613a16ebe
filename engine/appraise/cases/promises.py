"""Reads what a case promises: columns that the policy has, and values that they can have."""

from __future__ import annotations

import datetime as dt
import math
from typing import TYPE_CHECKING

from appraise.cases.keys import RoomKeys
from appraise.cases.model import Promise, is_none
from appraise.data.columns.labels import NO_WORDS, YES_WORDS
from appraise.data.periods import parse_period
from appraise.diagnostics import suggest
from appraise.formula.kinds import TEXT, Type
from appraise.formula.syntax.grammar import FormulaError
from appraise.formula.syntax.text import fold
from appraise.formula.vectors import EPOCH
from appraise.formula.written_dates import as_date
from appraise.policy.keys.reader import Reading
from appraise.policy.meaning.scope import Scope
from appraise.policy.shape.keys import nearest
from appraise.policy.text.rawtext import slip_of_key
from appraise.texts import NOTHING, Listed, Message, msg

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from appraise.cases.model import Given, Promised
    from appraise.diagnostics import Diagnostics
    from appraise.policy.model import Ruleset
    from appraise.policy.text.tree import Document, Node

_LISTS = ("gates", "outcomes")
_ABOUT = tuple(RoomKeys.keys())
_NO_SUCH = {"gates": msg("There is no gate {id!r}."), "outcomes": msg("There is no outcome {id!r}.")}
_ROOM = "{about: 333.33, within: 0.01}"
_NO_VALUE = msg("write `none` where there must be no value")
_OR_NONE = {
    "number": msg("write a number such as 18000 or 95%; write `none` where there must be no value"),
    "yes-no": msg("write yes or no; write `none` where there must be no value"),
}


class Promises:
    """Reads `expect` of the cases of one file."""

    def __init__(self, document: Document, ruleset: Ruleset, diagnostics: Diagnostics):
        self.ruleset, self.diagnostics = ruleset, diagnostics
        self.reading = Reading(document, diagnostics)
        self.scope = Scope(ruleset, set())

    def by_employee(self, expect: Node, given: Sequence[Given]) -> list[Promise]:
        """Read {A: {bonus: 1000}, B 2026Q1: {…}}."""
        found: list[Promise] = []
        for key, node in expect.mapping.items():
            at = self._row_of(key, node, given)
            if at is not None and node.mapping:
                found += self.of_row(node, at)
            elif at is not None:
                self.diagnostics.error(
                    "wrong-value",
                    msg("What is promised to {key}?", key=key),
                    node.where,
                    msg("write `{key}: {{score: 100}}`", key=key),
                )
        return found

    def _row_of(self, key: str, node: Node, given: Sequence[Given]) -> int | None:
        """Find whom a key means: "A", or "A 2026Q1" where A has several periods."""
        who, _, when = key.strip().rpartition(" ")
        period = parse_period(when, self.ruleset.period)
        rows = [i for i, g in enumerate(given) if g.employee == key.strip()]
        rows += [i for i, g in enumerate(given) if period and (g.employee, g.period) == (who.strip(), period.label)]
        if len(rows) == 1:
            return rows[0]
        spot = node.key or node.where
        several = [f"{given[i].employee} {given[i].period}" for i in rows]
        if rows and len(set(several)) > 1:
            self.diagnostics.error(
                "wrong-value",
                msg("{key} has several periods here; which one is meant?", key=key),
                spot,
                msg("write {names}", names=Listed(tuple(several), "or")),
            )
        elif not rows:
            names = list(dict.fromkeys([g.employee for g in given] + [f"{g.employee} {g.period}" for g in given]))
            self.diagnostics.error(
                "unknown-reference",
                msg("The case gives no employee {key!r}.", key=key),
                spot,
                msg("{near}; where `given` is a list, `expect` says first whom it means", near=suggest(key, names)),
            )
        return rows[0] if rows else None

    def of_row(self, expect: Node, at: int) -> list[Promise]:
        """Read {score: 100, bonus: {about: 333.33, within: 0.01}} of one employee in one period."""
        found = (self._promise(fold(key), node, at) for key, node in expect.mapping.items())
        return [promise for promise in found if promise is not None]

    def _promise(self, column: str, node: Node, at: int) -> Promise | None:
        if column in _LISTS:
            return self._ids(column, node, at)
        kind = self.type_of(column, node)
        if kind is None:
            return None
        within = 0.0
        stated = node
        if node.mapping:
            pair = self._about(column, node, kind)
            if pair is None:
                return None
            stated, within = pair
        if stated.value is None or stated.mapping or stated.items:
            self.diagnostics.error("wrong-value", msg("{column} is one value.", column=column), stated.where, _NO_VALUE)
            return None
        value, hint = self._value(stated, kind)
        if hint:
            self.diagnostics.error(
                "wrong-value",
                msg("{column} can never be {stated!r}.", column=column, stated=stated.text),
                stated.where,
                hint,
            )
            return None
        return Promise(at, column, kind, value, within, stated)

    def figure(self, measure: str, node: Node) -> float | None:
        """Read the value that is given in place of a measure's lines, NaN for `none`; None if it is no number."""
        kind = self.scope.type_of(measure)
        stated = self.reading.number(node.text.strip(), node.where) if kind.kind == "number" else None
        if stated is not None:
            return stated.value
        return math.nan if is_none(node) and kind.kind == "number" else None

    def type_of(self, column: str, node: Node) -> Type | None:
        """The type of a column; None, and an error at the node, where there is no such column."""
        if column == "reason":
            return Type("text", labels=tuple(c.reason for c in self.ruleset.eligible.values()))
        try:
            return self.scope.type_of(column)
        except FormulaError as unknown:
            near = suggest(column, [*self.scope.names(), "reason", *_LISTS])
            hint = near if near.endswith("?") else unknown.hint
            self.diagnostics.error(unknown.code, unknown.message, node.key or node.where, hint)
            return None

    def _about(self, column: str, node: Node, kind: Type) -> tuple[Node, float] | None:
        """Read {about: 333.33, within: 0.01}."""
        if kind.kind == "number" and self._misspelt(node):
            return None
        about, within = RoomKeys.about_.of(node), RoomKeys.within.of(node)
        if about is None or within is None or len(node.mapping) > 2 or kind.kind != "number":
            hint = msg("for a number {room}; employees are named here only where `given` is a list", room=_ROOM)
            self.diagnostics.error(
                "wrong-value", msg("{column} is one value.", column=column), node.key or node.where, hint
            )
            return None
        room = self.reading.number(within.text, within.where)
        if room is None or room.value <= 0:
            self.diagnostics.error(
                "wrong-value", msg("`within` is a number above 0."), within.where, msg("for example `within: 0.01`")
            )
            return None
        return about, room.value

    def _misspelt(self, node: Node) -> bool:
        """Report the keys beside `about` or `within`, or that are meant for them, each at its own place."""
        strange = {key: child for key, child in node.mapping.items() if key not in _ABOUT}
        free = [key for key in _ABOUT if key not in node.mapping]
        if len(free) == len(_ABOUT) and not any(nearest(key, free) for key in strange):
            return False
        for key, child in strange.items():
            if slip := slip_of_key(key, child):
                code, message, hint, _ = slip
            else:
                meant = nearest(key, free) or (free[0] if len(free) == len(strange) == 1 else "")
                hint = (
                    msg("did you mean {meant}?", meant=meant)
                    if meant
                    else msg("a number that need not be met exactly is {room}", room=_ROOM)
                )
                code, message = "unknown-key", msg("There is no key `{key}` here.", key=key)
            self.diagnostics.error(code, message, child.key or child.where, hint)
        return bool(strange)

    def _value(self, node: Node, kind: Type) -> tuple[Promised, Message]:
        """The value as columns hold it, or a hint why it can be none."""
        text = node.text.strip()
        if is_none(node):
            return None, NOTHING
        if kind.kind == "number":
            constant = self.reading.number(text, node.where)
            return (constant.value, NOTHING) if constant else (None, _OR_NONE["number"])
        if kind.kind == "date":
            day = as_date(text)
            if day:
                return float(day.toordinal() - EPOCH), NOTHING
            return None, msg("write a date such as {day}", day=dt.date.min)
        if kind.kind == "yes-no":
            word = fold(text).casefold()
            known = word in YES_WORDS | NO_WORDS
            return (word in YES_WORDS, NOTHING) if known else (None, _OR_NONE["yes-no"])
        if kind.labels is not None and text not in kind.labels:
            return None, suggest(text, kind.labels) or _NO_VALUE
        return text, NOTHING

    def _ids(self, column: str, node: Node, at: int) -> Promise | None:
        """Read which gates or outcomes hold: a list of ids, empty or `none` where none does."""
        known: Mapping[str, object] = self.ruleset.gates if column == "gates" else self.ruleset.outcomes
        items = node.items if isinstance(node.value, list) else [] if is_none(node) else [node]
        strange = [item for item in items if fold(item.text) not in known]
        for item in strange:
            self.diagnostics.error(
                "unknown-reference",
                _NO_SUCH[column].given(id=item.text),
                item.where,
                suggest(item.text, known) or msg("write `[]` where none holds"),
            )
        ids = tuple(id_ for id_ in known if id_ in [fold(item.text) for item in items])
        return None if strange else Promise(at, column, TEXT, ids, 0.0, node)
