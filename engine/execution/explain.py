"""Why a result came about: the same compiled steps on one employee's row, with every column kept.

There is no second computation here. A trail follows a result back through the steps that made it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from engine.execution.execute import execute
from engine.execution.looked_up import Looked, looked_up
from engine.execution.reach import Reach, reaches
from engine.execution.run import rows_of
from engine.formula.vectors import NO, YES, Text
from engine.plan import operations as op

if TYPE_CHECKING:
    from engine.execution.worksheet import Worksheet
    from engine.plan.steps import Operand, Plan, Step

Value = float | str | bool | None


@dataclass(frozen=True, slots=True)
class Fact:
    """One step for one person: what went in and what came out (None where missing or undecided)."""

    step: Step
    inputs: tuple[Value, ...]
    output: Value


@dataclass(frozen=True, slots=True)
class Explanation:
    """One employee's result in one period.

    `values` holds every named value, `trails` the steps behind a name, first cause first. `next_grade` is the
    grade above, None for the best or where there are no grades; `reaches` the indicators that alone could
    lead there, with the value needed. `lookups` are the rows of tables that took part, `lines` how
    many lines are behind each measure.
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

    @property
    def reason(self) -> str | None:
        """Why the employee is not appraised, None for those who are."""
        return str(self.values["reason"]) if self.values["reason"] is not None else None


def explain(plan: Plan, sheet: Worksheet, employee: str, period: str | None = None) -> list[Explanation]:
    """Explain an employee's results in a worksheet, one per period (or the one that is named).

    `employee` is the number, or the name where the data has a field `name`. Raises KeyError, with a
    suggestion, for somebody whom the data does not have.
    """
    rows, nobody = rows_of(sheet.table, employee, period)
    if nobody is not None:
        raise KeyError(f"{nobody.message} {nobody.hint}".strip())
    return [explain_row(plan, sheet, int(row)) for row in rows]


def explain_row(plan: Plan, sheet: Worksheet, row: int) -> Explanation:
    """Explain one row of a worksheet."""
    only = np.array([row])
    table = sheet.table.part(only)
    closer = execute(plan, table, override=sheet.given(only))
    values = {name: value_of(closer, name) for name in (*plan.names, *plan.sources)}
    named = [n for n in plan.names if n.endswith(".score") or n in ("score", "grade", *plan.ruleset.rewards)]
    next_grade, found = (None, ()) if values["reason"] is not None else reaches(closer)
    name = values.get("name")
    gates, outcomes = (f"gate {g}" for g in plan.ruleset.gates), (f"outcome {o}" for o in plan.ruleset.outcomes)
    lookups = looked_up(plan, closer, (*(n for n in plan.results if n in plan.names), *gates, *outcomes))
    return Explanation(
        plan, str(values["employee"]), str(name) if isinstance(name, str) else "", str(values["period"]),
        table.file, int(table.rows[0]), values, {n: trail(plan, closer, n) for n in named}, next_grade, found, lookups,
        table.as_of, {name: int(count[0]) for name, count in table.counts.items()},
    )  # fmt: skip


def value_of(sheet: Worksheet, operand: Operand, row: int = 0) -> Value:
    """Give one value of a column as a plain Python value."""
    if isinstance(operand, float):
        return operand
    column = sheet.column(operand)
    if isinstance(column, Text):
        code = int(column.codes[row])
        return column.labels[code] if code >= 0 else None
    value = column[row]
    if column.dtype == np.int8:
        return {NO: False, YES: True}.get(int(value))
    return None if np.isnan(value) else float(value)


def trail(plan: Plan, sheet: Worksheet, name: str) -> tuple[Fact, ...]:
    """Follow a name back through the steps that modify it to the one where it begins."""
    steps = {s.name: s for s in plan.steps}
    facts: list[Fact] = []
    at = plan.names[name]
    while isinstance(at, str) and at in steps:
        step = steps[at]
        facts.append(Fact(step, tuple(value_of(sheet, i) for i in step.inputs), value_of(sheet, at)))
        modifies = isinstance(step.operation, _MODIFIERS) or (
            isinstance(step.operation, op.Minus) and name in plan.ruleset.rewards
        )
        if not modifies or not step.inputs:
            break
        at = step.inputs[0]
    return tuple(reversed(facts))


_MODIFIERS = (
    op.Rounded, op.Clamp, op.AtMostWhere, op.FactorWhere, op.OnlyWhere, op.Times, op.GradeGate, op.Fill,
    op.Guaranteed, op.ShareOut, op.WithBanked,
)  # fmt: skip
