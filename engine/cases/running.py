"""Runs cases: the values that were typed become a table like HR's, and go the way that real data goes."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from engine.cases.comparing import difference
from engine.cases.model import is_none
from engine.data.table import table_of
from engine.diagnostics import Diagnostic, errors
from engine.execution.history import History
from engine.execution.run import Run, run
from engine.formula.grammar import FormulaError
from engine.plan.compile import compile_plan
from engine.policy.model import Field
from engine.policy.scope import Scope

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

    from engine.cases.comparing import Difference
    from engine.cases.model import Case
    from engine.data.table import Table
    from engine.execution.worksheet import Worksheet
    from engine.plan.steps import Plan
    from engine.policy.model import Data, Ruleset
    from engine.policy.source import Node

_CELL = re.compile(r"(data|history), row (\d+)(?:, (.+))?")  # the place of a cell, as diagnostics name it


@dataclass(frozen=True, slots=True, eq=False)
class Result:
    """What became of a case. `worksheet` is None where the data was refused, for the reasons in `refused`."""

    case: Case
    worksheet: Worksheet | None
    refused: tuple[Diagnostic, ...]
    differences: tuple[Difference, ...]

    @property
    def passed(self) -> bool:
        """Whether everything came out as promised: the results, or the one error that was expected."""
        if self.case.error:
            return {d.code for d in self.refused} == {self.case.error}
        return not self.refused and not self.differences


def plan_of(ruleset: Ruleset, cases: Sequence[Case]) -> Plan:
    """Compile a ruleset with the columns that cases promise, which the results need not show."""
    scope = Scope(ruleset, set())
    also = {p.column: None for case in cases for p in case.promises if _is_name(p.column, scope)}
    return compile_plan(ruleset, also)


def _is_name(column: str, scope: Scope) -> bool:
    try:
        scope.type_of(column)
    except FormulaError:  # reason, gates, outcomes: no names of the formula language, but always computed
        return False
    return True


def run_case(plan: Plan, case: Case) -> Result:
    """Run one case by itself: its people are nobody else's peers."""
    done = _run(plan, case)
    refused = tuple(_placed(d, case) for d in errors(done.diagnostics))
    sheet = done.worksheet
    found = () if sheet is None or case.error else [difference(p, sheet) for p in case.promises]
    return Result(case, sheet, refused, tuple(d for d in found if d is not None))


def _run(plan: Plan, case: Case) -> Run:
    table, found = _table(plan.ruleset, case)
    if table is None:
        return Run(None, tuple(found))
    every = [*plan.names, *(step.name for step in plan.steps)]
    return run(plan, table, keep=every, history=_history(plan.ruleset, case))


def _table(ruleset: Ruleset, case: Case) -> tuple[Table | None, list[Diagnostic]]:
    """Give the rows of a case in the order of `given`, checked as HR's own are."""
    data = _by_id(ruleset.data)
    return table_of(_frame(data, case), data, ruleset.begins, ruleset.ends, ruleset.period)


def _by_id(data: Data) -> Data:
    """Describe data whose headings are the ids of the fields, with a column of periods in any case."""
    fields = {f.id: replace(f, columns=(f.id,)) for f in data.fields.values()}
    period = data.period or "period"
    fields.setdefault(period, Field(period, "text", (period,), data.fields[data.employee].where))
    return replace(data, fields=fields, period=period)


def _frame(data: Data, case: Case) -> pd.DataFrame:
    rows: list[dict[str, str | None]] = []
    for given in case.given:
        row: dict[str, str | None] = {id_: _typed(given.values.get(id_)) for id_ in data.fields}
        row[data.employee], row[str(data.period)] = given.employee, given.period
        rows.append(row)
    return _table_of(rows, list(data.fields))


def _history(ruleset: Ruleset, case: Case) -> History | None:
    """Give the earlier results of a case, under the headings that their columns have in HR's data."""
    if not case.history:
        return None
    fields = ruleset.data.fields
    names = dict.fromkeys(name for row in case.history for name in ("employee", *row))
    rows = [{name: _typed(row.get(name)) for name in names} for row in case.history]
    for row in rows:
        row["employee"] = row["employee"] or case.given[0].employee
    return History(_table_of(rows, [fields[n].columns[0] if n in fields else n for n in names]))


def _table_of(rows: Sequence[Mapping[str, str | None]], headings: list[str]) -> pd.DataFrame:
    import pandas as pd  # noqa: PLC0415 - only where cases are run

    return pd.DataFrame([list(row.values()) for row in rows], columns=headings, dtype=object)


def _typed(node: Node | None) -> str | None:
    """Give a value as it was typed; nothing, and the plain word `none`, is an empty cell."""
    return None if node is None or node.value is None or is_none(node) else node.text


def _placed(problem: Diagnostic, case: Case) -> Diagnostic:
    """Point a problem of the data at the value in the file of cases."""
    cell = _CELL.match(problem.place)
    where = case.where
    if cell is not None and cell[1] == "data":
        given = case.given[int(cell[2]) - 2]
        value = given.values.get(cell[3] or "")
        where = value.where if value is not None else given.where
    elif cell is not None:
        row = case.history[int(cell[2]) - 2]
        value = row.get(cell[3] or "")
        where = value.where if value is not None else next(iter(row.values())).where
    return replace(problem, where=where, place="")
