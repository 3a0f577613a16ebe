"""The names that formulas may use, and the type of each."""

from __future__ import annotations

import ast
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from appraise.diagnostics import suggest
from appraise.formula.amounts import plain_number
from appraise.formula.grammar import FormulaError, table_of, values_of
from appraise.formula.kinds import DATE, NUMBER, TEXT, UNKNOWN, Type
from appraise.formula.types import TypeAlgebra
from appraise.formula.walker import Walker
from appraise.policy.keys.reader import BROKEN
from appraise.policy.meaning.divided import divided
from appraise.policy.meaning.field_types import type_of_field
from appraise.policy.meaning.line_scope import type_of_measure
from appraise.policy.meaning.parts import ADJUSTMENT, CATEGORY_PARTS, parts_of, score_columns_of
from appraise.policy.meaning.uses import uses
from appraise.policy.model import Indicator, Ruleset
from appraise.policy.values import Constant, ends

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from appraise.formula.grammar import Formula
    from appraise.formula.kinds import Measured
    from appraise.policy.values import Lookup, Setting

Keys = tuple[tuple[str, Type], ...]  # what stands for each key of a table in a lookup, and its type
PARTS = ("value", "target", "attainment", "score", "weight", "points")
PACE = ("due", "projection")  # the share of the target due by the day, and the value if it goes on like that
BUILT_IN: dict[str, Type] = {
    "employee": TEXT, "period": TEXT, "period_start": DATE, "period_end": DATE, "days_in_period": NUMBER,
    "as_of": DATE, "days_gone": NUMBER,
    "year": NUMBER, "quarter": NUMBER, "month": NUMBER,
}  # fmt: skip
RESULTS: dict[str, Type] = {
    "score": NUMBER, "total_reward": Type("number", "money"), "scored_indicators": Type("number", "count"),
    "scored_categories": Type("number", "count"), "cohort": TEXT, "grade": TEXT,
}  # fmt: skip
_UNITS: dict[str, Measured] = {"percent": "percent", "money": "money", "count": "count", "rating": "rating"}
_NO_VALUE = {"missing", "null", "none", "nan", "na", "blank", "empty", "缺失", "空", "空值"}


class Scope:
    """Gives the type of every name of a ruleset; `broken` names fit everywhere."""

    def __init__(self, ruleset: Ruleset, broken: set[str]):
        self.ruleset, self.broken = ruleset, broken
        self._found: dict[str, Type] = {}
        self._asking: list[str] = []
        self.asked: dict[str, set[Keys]] = {}  # with what each table was looked up in the formulas seen so far

    @classmethod
    def of(cls, ruleset: Ruleset) -> Scope:
        """Give the names of a ruleset that is sound."""
        return cls(ruleset, set())

    def names(self) -> list[str]:
        """All plain names, for suggestions."""
        r = self.ruleset
        plain = [*r.data.fields, *r.measures, *r.derive, *r.parameters, *r.rewards, *BUILT_IN, *RESULTS]
        return [
            *filter(str.isidentifier, plain),
            *(f"{i}.{part}" for i in r.indicators for part in ("value", "score", "attainment")),
        ]

    def infer(self, formula: Formula, local: Mapping[str, str] | None = None,
              warn: Callable[[str, str, ast.expr, str], None] | None = None) -> Type:  # fmt: skip
        """Give the type of a formula; raises FormulaError where it has none."""
        local = local or {}

        def look_up(name: str, node: ast.expr) -> Type:
            return self.type_of(local.get(name, name), node)

        def quietly(_code: str, _message: str, _node: ast.expr, _hint: str) -> None:
            return None

        algebra = TypeAlgebra(look_up, warn or quietly, tuple(self.ruleset.functions), self._look_in)
        return Walker(algebra, self.ruleset.functions).walk(formula)

    def type_of(self, name: str, node: ast.expr | None = None) -> Type:
        """Give the type of a name; raises FormulaError with a suggestion where there is none."""
        if name not in self._found:
            kind = self._look_up(name, node)
            self._found[name] = kind if divided(name, self.ruleset) else _measured(name, kind)
        return self._found[name]

    def _look_up(self, name: str, node: ast.expr | None) -> Type:
        r = self.ruleset
        head, dot, part = name.partition(".")
        if name == BROKEN or (head in self.broken and head not in BUILT_IN and head not in RESULTS):
            return UNKNOWN
        if dot:
            return self._part(head, part, node)
        if name in r.data.fields or name in r.measures:
            return self._given(name)
        if name in r.derive:
            return self._derived(name)
        if name == "cohort" and "cohorts" not in self.broken:
            return Type("text", labels=tuple(r.cohorts))
        if name == "grade" and r.grades is not None:
            return Type("text", labels=tuple(reversed(r.grades.labels)), ordered=True)
        if name == "grade" and "grades" not in self.broken:
            raise FormulaError("unknown-name", "The ruleset has no grades.", node, "add `grades: {bands: …}`")
        if name in r.parameters:
            return Type("number", measured="percent") if in_percent(r.parameters[name]) else NUMBER
        if name in r.rewards:
            return Type("number", "money")
        if name in BUILT_IN:
            return BUILT_IN[name]
        if name in RESULTS:
            return RESULTS[name]
        if "data" in self.broken:
            return UNKNOWN
        if name in r.indicators:
            raise FormulaError("unknown-name", f"{name} is an indicator: which of its figures is meant?", node,
                               f"write {name}.value, {name}.score or {name}.attainment")  # fmt: skip
        if name in r.tables:
            raise FormulaError("unknown-name", f"{name} is a table: for which {' and '.join(r.tables[name].keys)}?", node,
                               f"write lookup({name}, {', '.join(r.tables[name].keys)})")  # fmt: skip
        if name in r.functions:
            raise FormulaError("unknown-name", f"{name} is a function and needs its values in brackets.", node)
        raise FormulaError("unknown-name", f"There is no {name!r}.", node, self._instead(name))

    def _look_in(self, node: ast.Call, given: Sequence[Type]) -> Type:
        """Give the type of `lookup(…)`; raises FormulaError."""
        name = table_of(node)
        if not name:
            raise FormulaError("wrong-arguments", "lookup begins with the name of a table.", node,
                               "write lookup(table, key)")  # fmt: skip
        if name in self.broken or "tables" in self.broken:
            return UNKNOWN
        table = self.ruleset.tables.get(name)
        if table is None:
            raise FormulaError("unknown-reference", f"There is no table {name!r}.", node.args[0],
                               suggest(name, self.ruleset.tables))  # fmt: skip
        if len(given) != len(table.keys):
            raise FormulaError("wrong-arguments", f"The table {name} has {len(table.keys)} keys: {', '.join(table.keys)}.",
                               node, f"write lookup({name}, {', '.join(table.keys)})")  # fmt: skip
        for key, ranged, kind, part in zip(table.keys, table.ranged, given, values_of(node), strict=True):
            if kind.kind not in (("number",) if ranged else ("number", "text")) and kind != UNKNOWN:
                wanted = "ranges of numbers" if ranged else "a text or a number"
                raise FormulaError(
                    "type-mismatch", f"{key} of the table {name} goes by {wanted}, and this is {kind}.", part
                )
        if UNKNOWN not in given:
            self.asked.setdefault(name, set()).add(
                tuple((ast.unparse(p), t) for p, t in zip(values_of(node), given, strict=True))
            )
        if table.kind == "number":
            return Type("number", table.unit)
        return Type("text", labels=tuple(dict.fromkeys(map(str, table.values()))))

    def _given(self, name: str) -> Type:
        """Give the type of a field, or of a measure, which is made of lines."""
        fields, measures = self.ruleset.data.fields, self.ruleset.measures
        return (
            type_of_field(fields[name]) if name in fields else type_of_measure(measures[name], self.ruleset, Scope.of)
        )

    def _instead(self, name: str) -> str:
        r = self.ruleset
        labels = {label for f in r.data.fields.values() for label in f.values or ()} | set(r.cohorts)
        if name in labels | set(r.grades.labels if r.grades else ()):
            return f"if the label is meant, put it in quotes: write `'{name}'`"
        if name == "none":
            return "`none` stands for an open `floor` or `cap`; elsewhere leave the key out"
        if name.casefold() in _NO_VALUE:
            return ("a formula cannot take a value away: leave the cell empty, or let the indicator's weight be 0 for a cohort, "
                    "as in `weight: {some: 0, otherwise: 50}`; or x / (1 if condition else 0)")  # fmt: skip
        if plain := plain_number(name):
            return f"write `{plain}`"
        headed = [f.id for f in r.data.fields.values() if name in f.columns]
        return f"{name} is a heading: write `{headed[0]}`" if headed else suggest(name, self.names())

    def _part(self, head: str, part: str, node: ast.expr | None) -> Type:
        r = self.ruleset
        if part == "factor" and head in r.rewards:
            return NUMBER
        if part == ADJUSTMENT or part in CATEGORY_PARTS:
            return self._part_of_score(head, part, node)
        if head in r.rewards and part in parts_of(r.rewards[head], r):
            return Type("number", "count" if part == "place" else "money")
        if head in r.rewards and head not in r.indicators:
            has = ", ".join(f"{head}.{p}" for p in parts_of(r.rewards[head], r))
            raise FormulaError("unknown-name", f"The reward {head} has no {part!r}.", node,
                               f"it has {has}" if has else f"write {head} for the money itself")  # fmt: skip
        if head not in r.indicators:
            of_category = f"write {head}.category_score" if head in r.categories else ""
            raise FormulaError(
                "unknown-name", f"There is no indicator {head!r}.", node, of_category or suggest(head, r.indicators)
            )
        if part in PACE:
            return self._paced(r.indicators[head], part, node)
        if part not in PARTS:
            raise FormulaError("unknown-name", f"An indicator has no {part!r}.", node, "it has " + ", ".join(PARTS))
        indicator = r.indicators[head]
        if part in ("target", "attainment") and indicator.target is None:
            raise FormulaError("target-needed", f"{head} has no target.", node, f"add `target:` to {head}")
        if part == "value":
            return self.quiet(indicator.value)
        return Type("number", "percent") if part == "attainment" else NUMBER

    def _part_of_score(self, head: str, part: str, node: ast.expr | None) -> Type:
        r, what = self.ruleset, "adjustment" if part == ADJUSTMENT else "category"
        known = (
            list(r.adjustments)
            if part == ADJUSTMENT
            else [c for c in r.categories if f"{c}.{part}" in score_columns_of(r)]
        )
        if head not in known:
            raise FormulaError("unknown-name", f"There is no {what} {head!r}.", node, suggest(head, known))
        return NUMBER

    def _paced(self, indicator: Indicator, part: str, node: ast.expr | None) -> Type:
        if indicator.pace is None:
            raise FormulaError("unknown-name", f"{indicator.id} has no pace, so no {part}.", node,
                               f"add `pace: days` to {indicator.id}")  # fmt: skip
        return Type("number", "percent") if part == "due" else self.quiet(indicator.value)

    def made_of_results(self, formula: Formula) -> bool:
        """Whether a formula has to do with results, which only those who are appraised have."""
        names = {*formula.names, *(n for f in formula.called for n in self._made_of.get(f, ()))}
        return any(self.is_result(name) for name in names)

    def is_result(self, name: str) -> bool:
        """Whether a name is a result, or made of one."""
        r, todo, seen = self.ruleset, [name], set[str]()
        while todo:
            name = todo.pop()
            if "." in name or name in RESULTS or name in r.rewards:
                return True
            if name not in seen:
                seen.add(name)
                todo += self._made_of.get(name, ())
        return False

    @cached_property
    def _made_of(self) -> dict[str, set[str]]:
        """The names and functions that stand in the formulas behind each name or function."""
        found: dict[str, set[str]] = {}
        for use in uses(self.ruleset):
            found.setdefault(use.owner, set()).update(use.formula.names, use.formula.called)
        for name, function in self.ruleset.functions.items():
            found[name] = {*function.body.names, *function.body.called} - set(function.arguments)
        return found

    def _derived(self, name: str) -> Type:
        if name in self._asking:
            return UNKNOWN  # a cycle, which has a message of its own
        self._asking.append(name)
        try:
            return self.quiet(self.ruleset.derive[name])
        finally:
            self._asking.pop()

    def quiet(self, formula: Formula) -> Type:
        """Give the type of a formula, unknown where it has an error that is reported elsewhere."""
        try:
            return self.infer(formula)
        except FormulaError:
            return UNKNOWN


_POINTS = ("score", "points", "weight")


def _measured(name: str, kind: Type) -> Type:
    """Say of a name in what its numbers are counted."""
    if kind.kind != "number" or kind.measured:
        return kind
    head, _, part = name.rpartition(".")
    if (part in _POINTS and head) or name == "score":
        return replace(kind, measured="points")
    return replace(kind, measured=_UNITS[kind.unit]) if kind.unit in _UNITS and not kind.literal else kind


def in_percent(setting: Setting | None) -> bool:
    """Whether all numbers that a setting may be are written as percents; a 0 goes with any."""
    parts = list(ends(setting))
    return all(isinstance(p, Constant) and (p.percent or not p.value) for p in parts) and any(
        isinstance(p, Constant) and p.percent for p in parts
    )


def labels_of(lookup: Lookup[object], scope: Scope) -> tuple[str, ...] | None:
    """Give the labels that a lookup must have values for; None where they are not known beforehand."""
    kind = scope.quiet(lookup.by)
    return kind.labels if kind.kind == "text" else None
