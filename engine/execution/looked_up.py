"""Which rows of tables took part in one person's result."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from engine.formula.vectors import YES, Text
from engine.plan.operations import Choose, FindRow

if TYPE_CHECKING:
    from collections.abc import Iterable

    from engine.execution.worksheet import Worksheet
    from engine.plan.steps import Operand, Plan, Step
    from engine.policy.model import Table
    from engine.policy.model.tables import Row

Key = float | str


@dataclass(frozen=True, slots=True)
class Looked:
    """One look-up: the value of each key, and the row that fits."""

    table: Table
    keys: tuple[Key, ...]
    row: Row


def looked_up(plan: Plan, sheet: Worksheet, names: Iterable[str]) -> tuple[Looked, ...]:
    """Give the rows behind named values of the one person of a worksheet that kept every column, each once."""
    steps = {s.name: s for s in plan.steps}
    reached: set[str] = set()
    todo: list[Operand] = [plan.names[name] for name in names]
    while todo:
        at = todo.pop()
        if isinstance(at, str) and at in steps and at not in reached:
            reached.add(at)
            todo += _deciding(steps[at], sheet)
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


def _deciding(step: Step, sheet: Worksheet) -> tuple[Operand, ...]:
    """Give the inputs of a step; of a choice by label only the one that was chosen."""
    if isinstance(step.operation, Choose):
        by = _value(sheet, step.inputs[0])
        if by in step.operation.labels:
            return (step.inputs[0], step.inputs[1 + step.operation.labels.index(str(by))])
    return step.inputs


def _concerns(plan: Plan, step: Step, sheet: Worksheet) -> bool:
    """Whether the place where something is looked up counts for this person."""
    checks = [c for c in plan.checks if c.code == "no-table-row" and c.inputs == (step.name,)]
    return not checks or any(all(_value(sheet, where) == YES for where in c.where) for c in checks)
