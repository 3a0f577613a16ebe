"""The names that formulas may use, and the type of each."""

from __future__ import annotations

import ast
from functools import cached_property
from typing import TYPE_CHECKING

from appraise.diagnostics import suggest
from appraise.formula.kinds import DATE, NUMBER, TEXT, UNKNOWN, Type
from appraise.formula.syntax.grammar import FormulaError, table_of, values_of
from appraise.formula.types import TypeAlgebra
from appraise.formula.walker import Walker
from appraise.policy.columns import ADJUSTMENT, CATEGORY_PARTS, PACE, PARTS
from appraise.policy.keys.reader import BROKEN
from appraise.policy.meaning.counted import in_percent, measured
from appraise.policy.meaning.divided import divided
from appraise.policy.meaning.field_types import type_of_field
from appraise.policy.meaning.instead import instead
from appraise.policy.meaning.line_scope import type_of_measure
from appraise.policy.meaning.parts import parts_of, score_columns_of
from appraise.policy.meaning.table_keys import see_keys, written
from appraise.policy.meaning.uses import uses
from appraise.policy.model import Indicator, Ruleset
from appraise.texts import NOTHING, Listed, msg

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from appraise.formula.syntax.grammar import Formula
    from appraise.formula.types import Warn
    from appraise.policy.values import ByLabel

Keys = tuple[tuple[str, Type], ...]  # what stands for each key of a table in a lookup, and its type
BUILT_IN: dict[str, Type] = {
    "employee": TEXT, "period": TEXT, "period_start": DATE, "period_end": DATE, "days_in_period": NUMBER,
    "as_of": DATE, "days_gone": NUMBER,
    "year": NUMBER, "quarter": NUMBER, "month": NUMBER,
}  # fmt: skip
RESULTS: dict[str, Type] = {
    "score": NUMBER, "total_reward": Type("number", "money"), "scored_indicators": Type("number", "count"),
    "scored_categories": Type("number", "count"), "cohort": TEXT, "grade": TEXT,
}  # fmt: skip


class Scope:
    """The type of every name of a ruleset; `broken` names fit everywhere."""

    def __init__(self, ruleset: Ruleset, broken: set[str]):
        self.ruleset, self.broken = ruleset, broken
        self._found: dict[str, Type] = {}
        self._asking: list[str] = []
        self.asked: dict[str, set[Keys]] = {}  # with what each table was looked up in the formulas seen so far

    @classmethod
    def of(cls, ruleset: Ruleset) -> Scope:
        """The names of a ruleset that is sound."""
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
              warn: Warn | None = None) -> Type:  # fmt: skip
        """The type of a formula; raises FormulaError where it has none."""
        local = local or {}

        def look_up(name: str, node: ast.expr) -> Type:
            return self.type_of(local.get(name, name), node)

        algebra = TypeAlgebra(look_up, warn or (lambda *_: None), tuple(self.ruleset.functions), self._look_in)
        return Walker(algebra, self.ruleset.functions).walk(formula)

    def type_of(self, name: str, node: ast.expr | None = None) -> Type:
        """The type of a name; raises FormulaError with a suggestion where there is none."""
        if name not in self._found:
            kind = self._look_up(name, node)
            self._found[name] = kind if divided(name, self.ruleset) else measured(name, kind)
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
            raise FormulaError(
                "unknown-name", msg("The ruleset has no grades."), node, msg("add `grades: {{bands: …}}`")
            )
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
            raise FormulaError(
                "unknown-name",
                msg("{name} is an indicator: which of its figures is meant?", name=name),
                node,
                msg("write {name}.value, {name}.score or {name}.attainment", name=name),
            )
        if name in r.tables:
            raise FormulaError(
                "unknown-name",
                msg("{name} is a table: for which {keys}?", name=name, keys=Listed(tuple(r.tables[name].keys), "and")),
                node,
                msg("write {plain}", plain=written(r.tables[name])),
            )
        if name in r.functions:
            raise FormulaError(
                "unknown-name", msg("{name} is a function and needs its values in brackets.", name=name), node
            )
        raise FormulaError(
            "unknown-name", msg("There is no {name!r}.", name=name), node, instead(name, r, self.names())
        )

    def _look_in(self, node: ast.Call, given: Sequence[Type]) -> Type:
        """The type of `lookup(…)`; raises FormulaError."""
        name = table_of(node)
        if not name:
            raise FormulaError(
                "wrong-arguments", msg("lookup begins with the name of a table."), node, msg("write lookup(table, key)")
            )
        if name in self.broken or "tables" in self.broken:
            return UNKNOWN
        table = self.ruleset.tables.get(name)
        if table is None:
            raise FormulaError(
                "unknown-reference",
                msg("There is no table {name!r}.", name=name),
                node.args[0],
                suggest(name, self.ruleset.tables),
            )
        see_keys(table, node, given)
        if UNKNOWN not in given:
            self.asked.setdefault(name, set()).add(
                tuple((ast.unparse(p), t) for p, t in zip(values_of(node), given, strict=True))
            )
        if table.kind == "number":
            return Type("number", table.unit)
        return Type("text", labels=tuple(dict.fromkeys(map(str, table.values()))))

    def _given(self, name: str) -> Type:
        """The type of a field, or of a measure, which is made of lines."""
        fields, measures = self.ruleset.data.fields, self.ruleset.measures
        return (
            type_of_field(fields[name]) if name in fields else type_of_measure(measures[name], self.ruleset, Scope.of)
        )

    def _part(self, head: str, part: str, node: ast.expr | None) -> Type:
        r = self.ruleset
        if part == "factor" and head in r.rewards:
            return NUMBER
        if part == ADJUSTMENT or part in CATEGORY_PARTS:
            return self._part_of_score(head, part, node)
        if head in r.rewards and part in parts_of(r.rewards[head], r):
            return Type("number", "count" if part == "place" else "money")
        if head in r.rewards and head not in r.indicators:
            has = tuple(f"{head}.{p}" for p in parts_of(r.rewards[head], r))
            raise FormulaError(
                "unknown-name",
                msg("The reward {reward} has no {part!r}.", reward=head, part=part),
                node,
                msg("it has {parts}", parts=Listed(has))
                if has
                else msg("write {reward} for the money itself", reward=head),
            )
        if head not in r.indicators:
            of_category = msg("write {plain}", plain=f"{head}.category_score") if head in r.categories else NOTHING
            raise FormulaError(
                "unknown-name",
                msg("There is no indicator {name!r}.", name=head),
                node,
                of_category or suggest(head, r.indicators),
            )
        if part in PACE:
            return self._paced(r.indicators[head], part, node)
        if part not in PARTS:
            raise FormulaError(
                "unknown-name",
                msg("An indicator has no {part!r}.", part=part),
                node,
                msg("it has {parts}", parts=Listed(PARTS)),
            )
        indicator = r.indicators[head]
        if part in ("target", "attainment") and indicator.target is None:
            raise FormulaError(
                "target-needed",
                msg("{indicator} has no target.", indicator=head),
                node,
                msg("add `target:` to {indicator}", indicator=head),
            )
        if part == "value":
            return self.quiet(indicator.value)
        return Type("number", "percent") if part == "attainment" else NUMBER

    def _part_of_score(self, head: str, part: str, node: ast.expr | None) -> Type:
        r = self.ruleset
        known = (
            list(r.adjustments)
            if part == ADJUSTMENT
            else [c for c in r.categories if f"{c}.{part}" in score_columns_of(r)]
        )
        if head not in known:
            absent = (
                msg("There is no adjustment {name!r}.", name=head)
                if part == ADJUSTMENT
                else msg("There is no category {name!r}.", name=head)
            )
            raise FormulaError("unknown-name", absent, node, suggest(head, known))
        return NUMBER

    def _paced(self, indicator: Indicator, part: str, node: ast.expr | None) -> Type:
        if indicator.pace is None:
            raise FormulaError(
                "unknown-name",
                msg("{indicator} has no pace, so no {part}.", indicator=indicator.id, part=part),
                node,
                msg("add `pace: days` to {indicator}", indicator=indicator.id),
            )
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
        """The type of a formula, unknown where it has an error that is reported elsewhere."""
        try:
            return self.infer(formula)
        except FormulaError:
            return UNKNOWN


def labels_of(lookup: ByLabel[object], scope: Scope) -> tuple[str, ...] | None:
    """The labels that a lookup must have values for; None where they are not known beforehand."""
    kind = scope.quiet(lookup.by)
    return kind.labels if kind.kind == "text" else None
