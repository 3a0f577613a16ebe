"""Which clauses of a policy the cases reach: those that concern at least one of their people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from appraise.formula.vectors import YES
from appraise.plan.operations import FindRow
from appraise.plan.steps import Branch, Clause

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from appraise.execution.worksheet import Worksheet
    from appraise.plan.steps import Plan
    from appraise.policy.model import Table
    from appraise.policy.model.tables import Row

_Key = tuple[str, str]  # subject and label of a branch


@dataclass(frozen=True, slots=True)
class Coverage:
    """The clauses that concern only some people, in the order of the file, and those that nobody was met by."""

    clauses: tuple[Branch, ...]
    missed: tuple[Branch, ...]

    @property
    def percent(self) -> float:
        """The share that is reached, 0 to 100; a policy that treats everybody alike is reached as a whole."""
        return 100.0 * (1 - len(self.missed) / len(self.clauses)) if self.clauses else 100.0


def reached(plan: Plan, worksheets: Iterable[Worksheet]) -> Coverage:
    """Tell which clauses hold for somebody in some worksheet; the worksheets are of the plan's ruleset and keep every step.

    A clause inside another (the value of a date inside that of a cohort) is reached where both hold. Only appraised
    people count, except for the reasons why somebody is not. Rows of tables count where they stand in the ruleset itself.
    """
    seen: set[_Key] = set()
    for sheet in worksheets:
        seen.update((b.subject, b.label) for b in sheet.plan.branches if _holds(b, sheet))
        seen.update(_rows_met(sheet))
    every = [*plan.branches, *(b for _, table in _lookups(plan) for b in _rows_of(table))]
    clauses = {(b.subject, b.label): b for b in reversed(every)}.values()
    ordered = tuple(sorted(clauses, key=lambda b: (b.clause.where.line, b.clause.where.column)))
    return Coverage(ordered, tuple(b for b in ordered if (b.subject, b.label) not in seen))


def _holds(branch: Branch, sheet: Worksheet) -> bool:
    return bool(_all(branch.conditions, sheet, appraised=branch.subject != "reason").any())


def _all(conditions: Iterable[str], sheet: Worksheet, *, appraised: bool = True) -> NDArray[np.bool_]:
    """The rows in which all conditions hold."""
    rows = sheet.appraised if appraised else np.ones(len(sheet), np.bool_)
    for name in conditions:
        rows = rows & (sheet.column(name) == YES)
    return rows


def _lookups(plan: Plan) -> Iterator[tuple[str, Table]]:
    """The columns of row numbers of tables that stand in the ruleset, each with its table."""
    for step in plan.steps:
        if isinstance(step.operation, FindRow) and step.operation.table.file is None:
            yield step.name, step.operation.table


def _rows_of(table: Table) -> Iterator[Branch]:
    rows = [*table.rows, *([table.otherwise] if table.otherwise is not None else [])]
    return (Branch(f"table {table.id}", _label(row, table), Clause(table.id, row.where), ()) for row in rows)


def _label(row: Row, table: Table) -> str:
    """The keys of a row as they are written."""
    if row is table.otherwise:
        return "otherwise"
    cells = ("*" if cell is None else ", ".join(part.text for part in cell) or "otherwise" for cell in row.cells)
    return " / ".join(cells)


def _rows_met(sheet: Worksheet) -> Iterator[_Key]:
    """The rows of tables that somebody was met by whom the look-up concerns."""
    for column, table in _lookups(sheet.plan):
        concerned = np.zeros(len(sheet), np.bool_)
        for check in sheet.plan.checks:
            if check.code == "no-table-row" and check.inputs == (column,):
                concerned |= _all(check.where, sheet)
        found = sheet.numbers(column)[concerned]
        for number in np.unique(found[found >= 0]).astype(int).tolist():
            yield f"table {table.id}", _label(table.row(number), table)
