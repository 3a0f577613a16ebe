"""Which rows of tables took part in one person's result."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from appraise.formula.vectors import YES, Text
from appraise.plan.operations import FindRow

if TYPE_CHECKING:
    from collections.abc import Container

    from appraise.execution.worksheet import Worksheet
    from appraise.plan.steps import Operand, Plan, Step
    from appraise.policy.model import Table
    from appraise.policy.model.tables import Row

Key = float | str


@dataclass(frozen=True, slots=True)
class Looked:
    """One look-up: the value of each key, and the row that fits."""

    table: Table
    keys: tuple[Key, ...]
    row: Row


def looked_up(plan: Plan, sheet: Worksheet, reached: Container[str]) -> tuple[Looked, ...]:
    """The rows behind the one person of a worksheet that kept every column, each once; see `reached`."""
    found: dict[tuple[str, float], Looked] = {}
    for step in plan.steps:
        if step.name in reached and isinstance(step.operation, FindRow) and _concerns(plan, step, sheet):
            row = _value(sheet, step.name)
            if isinstance(row, float) and row >= 0:
                table = step.operation.table
                keys = tuple(_value(sheet, i) for i in step.inputs)
                found.setdefault((table.id, row), Looked(table, keys, table.row(int(row))))
    return tuple(found.values())


def _value(sheet: Worksheet, operand: Operand) -> Key:
    if isinstance(operand, float):
        return operand
    column = sheet.column(operand)
    return column.strings()[0] or "" if isinstance(column, Text) else float(np.asarray(column)[0])


def _concerns(plan: Plan, step: Step, sheet: Worksheet) -> bool:
    """Whether the place where something is looked up counts for this person."""
    checks = [c for c in plan.checks if c.code == "no-table-row" and c.inputs == (step.name,)]
    return not checks or any(all(_value(sheet, where) == YES for where in c.where) for c in checks)
