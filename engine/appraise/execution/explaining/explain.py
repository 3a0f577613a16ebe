"""Why a result came about: the same compiled steps on one employee's row, with every column kept.

There is no second computation here. A trail follows a result back through the steps that made it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from appraise.execution.execute import execute
from appraise.execution.explaining.behind import Fact, Value, fact_of, reached, value_of
from appraise.execution.explaining.lookup_trace import Looked, looked_up
from appraise.execution.explaining.reach import Reach, reaches
from appraise.execution.kernels.peers import peers_of
from appraise.execution.run import rows_of
from appraise.plan import operations as op
from appraise.policy import columns as col
from appraise.policy.meaning.scope import Scope
from appraise.policy.values import ByLabel

if TYPE_CHECKING:
    from appraise.execution.worksheet import Worksheet
    from appraise.plan.steps import Plan, Step
    from appraise.policy.columns import Column
    from appraise.policy.model import Indicator, Rule

__all__ = ["Explanation", "Fact", "UnknownColumn", "Value", "WrongPlan", "explain", "explain_row", "trail", "value_of"]


T = TypeVar("T")


class WrongPlan(ValueError):  # noqa: N818 - a mistake of the program that calls
    """A worksheet was to be explained by a plan that did not make it."""


class UnknownColumn(KeyError):  # noqa: N818 - as above
    """A column was asked for that the plan does not have."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """One employee's result in one period.

    `values` holds every named value, `trails` the steps behind a name, first cause first. `next_grade` is the
    grade above, None for the best or where there are no grades; `reaches` the indicators that alone could
    lead there, with the value needed. `lookups` are the rows of tables that took part, `lines` how
    many lines are behind each measure. `facts` are the steps that led to the results, by column, in the order in which
    they were computed; `peers` how many people each step looked at, where that is known. Of somebody who is not
    appraised there are only the data and a `reason`.
    """

    plan: Plan
    employee: str
    name: str
    period: str
    file: str
    row: int
    values: Mapping[str, Value]
    trails: Mapping[str, tuple[Fact, ...]]
    next_grade: str | None
    reaches: tuple[Reach, ...]
    lookups: tuple[Looked, ...]
    as_of: date | None = None
    lines: Mapping[str, int] = field(default_factory=dict)
    facts: Mapping[str, Fact] = field(default_factory=dict)
    peers: Mapping[str, int] = field(default_factory=dict)

    @property
    def reason(self) -> str | None:
        """Why the employee is not appraised, None for those who are."""
        return str(self.values["reason"]) if self.values["reason"] is not None else None

    def value(self, name: Column) -> Value:
        """The value of a column; raises UnknownColumn where no plan of this policy has it."""
        try:
            return self.values[name]
        except KeyError:
            raise UnknownColumn(name) from None

    def has(self, name: Column) -> bool:
        """Whether the plan has a column."""
        return name in self.values

    def maybe(self, name: Column) -> Value:
        """The value of a column that only some policies have, None in others."""
        return self.values.get(name)

    def chosen(self, whole: T | ByLabel[T] | None) -> T | None:
        """The one of several whole values (bands, tiers) that holds for the employee."""
        return whole.of(self.label_of(whole)) if isinstance(whole, ByLabel) else whole

    def rule_of(self, indicator: Indicator) -> Rule | None:
        """The scoring rule that holds for the employee."""
        scoring = indicator.scoring
        return scoring.of(self.label_of(scoring)) if isinstance(scoring, ByLabel) else scoring

    def label_of(self, lookup: ByLabel[object]) -> str:
        """The label by which a whole value is chosen for the employee."""
        return str(self.values.get(lookup.by.name))


def explain(plan: Plan, sheet: Worksheet, employee: str, period: str | None = None) -> list[Explanation]:
    """Explain an employee's results in a worksheet, one per period (or the one that is named).

    `plan` is the worksheet's own, `sheet.plan`, or one compiled from the same policy in the same way. Raises WrongPlan
    for any other (a variant's, or the whole period's for a worksheet as of a day), which would tell of figures that
    the worksheet does not have. `employee` is the number, or the name where the data has a field `name`. Raises
    KeyError, with a suggestion, for somebody whom the data does not have.

    >>> import pandas as pd
    >>> from appraise import compile_plan, load
    >>> from appraise.shipped import shipped_rulesets
    >>> plan = compile_plan(load(shipped_rulesets()["published/ratio-score"]).ruleset)
    >>> from appraise import run
    >>> done = run(plan, pd.DataFrame({"工号": ["01"], "考核期": "2026-03", "实际": [70]}))
    >>> (reasons,) = explain(plan, done.worksheet, "01")
    >>> reasons.values["exact.points"], reasons.values["rounded.points"]
    (43.75, 44.0)
    """
    if not plan.computes_as(sheet.plan):
        raise WrongPlan(_wrong_plan(plan, sheet))
    rows, nobody = rows_of(sheet.table, employee, period)
    if nobody is not None:
        raise KeyError(f"{nobody.message} {nobody.hint}".strip())
    return [explain_row(plan, sheet, int(row)) for row in rows]


def _wrong_plan(plan: Plan, sheet: Worksheet) -> str:
    given, own = plan.ruleset, sheet.plan.ruleset
    if given.digest != own.digest:
        what = f"was made by {own.title!r} {own.version}, and the plan is of {given.title!r} {given.version}"
        what += "" if (given.title, given.version) != (own.title, own.version) else " with other clauses"
    elif sheet.table.as_of is not None:
        what = f"is as of {sheet.table.as_of}, and the plan is for whole periods"
    else:
        what = "was made by another plan of the same policy"
    return f"the worksheet {what}; explain it by its own, worksheet.plan"


def explain_row(plan: Plan, sheet: Worksheet, row: int) -> Explanation:
    """Explain one row of a worksheet by the plan that made it. Who is not appraised has a reason, and no results."""
    only = np.array([row])
    table = sheet.table.part(only)
    closer = execute(plan, table, override=sheet.given(only))
    values = {name: value_of(closer, name) for name in (*plan.names, *plan.inputs)}
    appraised = values["reason"] is None
    wanted = _wanted(plan) if appraised else ()
    behind = reached(plan, closer, wanted)
    facts = {step.name: fact_of(closer, step) for step in plan.steps if step.name in behind}
    named = [n for n in plan.names if n.endswith(".score") or n in ("score", "grade", *plan.ruleset.rewards)]
    next_grade, found = reaches(closer) if appraised else (None, ())
    name = values.get("name")
    return Explanation(
        plan, str(values["employee"]), str(name) if isinstance(name, str) else "", str(values["period"]),
        table.file, int(table.rows[0]), values if appraised else _without_results(plan, values),
        {n: trail(plan, facts, n) for n in named} if appraised else {}, next_grade, found,
        looked_up(plan, closer, behind), table.as_of, {name: int(count[0]) for name, count in table.counts.items()},
        facts, {name: n for name, fact in facts.items() if (n := _peers(sheet, row, fact.step)) is not None},
    )  # fmt: skip


def _wanted(plan: Plan) -> tuple[str, ...]:
    gates, outcomes = (col.gate(g) for g in plan.ruleset.gates), (col.outcome(o) for o in plan.ruleset.outcomes)
    return (*(n for n in plan.results if n in plan.names), *gates, *outcomes)


def _peers(sheet: Worksheet, row: int, step: Step) -> int | None:
    """Count the people whom a step compares somebody with; None where it compares nobody, or they are not known."""
    everybody = sheet.whole or sheet
    if not isinstance(step.operation, op.Peers):
        return None
    try:
        columns = [np.float64(i) if isinstance(i, float) else everybody.column(i) for i in step.inputs]
    except KeyError:  # the worksheet was made with fewer columns
        return None
    period = everybody.table.period
    own = np.flatnonzero(everybody.table.rows == sheet.table.rows[row])
    return peers_of(columns, period.codes == period.codes[own[0]], int(own[0])) if len(own) == 1 else None


def _without_results(plan: Plan, values: Mapping[str, Value]) -> dict[str, Value]:
    """Leave what the data say of somebody who is not appraised, and why; the results table has no more either."""
    r, scope = plan.ruleset, Scope(plan.ruleset, set())
    made = {n for n in (*r.derive, *r.parameters) if not scope.is_result(n)}
    kept = {"reason", *plan.inputs, *made}
    return {name: value if name in kept else None for name, value in values.items()}


def trail(plan: Plan, facts: Mapping[str, Fact], name: str) -> tuple[Fact, ...]:
    """Follow a name back through the steps that modify it to the one where it begins."""
    found: list[Fact] = []
    at = plan.names[name]
    while isinstance(at, str) and at in facts:
        fact = facts[at]
        found.append(fact)
        modifies = isinstance(fact.step.operation, _MODIFIERS) or (
            isinstance(fact.step.operation, op.Minus) and name in plan.ruleset.rewards
        )
        if not modifies or not fact.step.inputs:
            break
        at = fact.step.inputs[0]
    return tuple(reversed(found))


_MODIFIERS = (
    op.Rounded, op.Clamp, op.AtMostWhere, op.FactorWhere, op.OnlyWhere, op.Times, op.GradeGate, op.Fill,
    op.Guaranteed, op.ShareOut, op.WithBanked,
)  # fmt: skip
