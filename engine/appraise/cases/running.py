"""Runs cases: the values that were typed become tables like HR's, and go the way that real data goes."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from appraise.cases.comparing import difference
from appraise.cases.lines import fields_of, frames, of_heading, table, typed
from appraise.data.periods import period_containing
from appraise.diagnostics import Diagnostic, errors
from appraise.execution.inputs.history import History
from appraise.execution.run import as_table, run
from appraise.execution.worksheet import Run
from appraise.formula.syntax.grammar import FormulaError
from appraise.formula.vectors import Text
from appraise.plan.compile import compile_plan
from appraise.policy.meaning.line_scope import type_of_measure
from appraise.policy.meaning.scope import Scope
from appraise.policy.model import Field
from appraise.policy.reading.data.source_files import needed_sources

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from appraise.cases.comparing import Difference
    from appraise.cases.model import Case
    from appraise.data.table import Table
    from appraise.diagnostics import Where
    from appraise.execution.worksheet import Worksheet
    from appraise.formula.vectors import Column
    from appraise.plan.steps import Plan
    from appraise.policy.model import Data, Measure, Ruleset

_CELL = re.compile(r"(.+), row (\d+)(?:, (.+))?")  # the place of a cell, as diagnostics of data name it


@dataclass(frozen=True, slots=True)
class Plans:
    """A ruleset compiled with the columns that cases promise: for whole periods, and as of a day inside one."""

    whole: Plan
    provisional: Plan


@dataclass(frozen=True, slots=True, eq=False)
class Result:
    """What became of a case. `worksheet` is None where the data was refused, for the reasons in `refused`."""

    case: Case
    worksheet: Worksheet | None
    refused: tuple[Diagnostic, ...]
    warnings: tuple[Diagnostic, ...]
    differences: tuple[Difference, ...]

    @property
    def passed(self) -> bool:
        """Whether everything came out as promised: the results, or the one error that was expected."""
        if self.case.error:
            return {d.code for d in self.refused} == {self.case.error}
        return not self.refused and not self.differences


def plans_of(ruleset: Ruleset, cases: Sequence[Case]) -> Plans:
    """Compile a ruleset with the columns that cases promise, which the results need not show."""
    scope = Scope(ruleset, set())

    def plan(of: list[Case], *, provisional: bool) -> Plan:
        also = {p.column: None for case in of for p in case.promises if _is_name(p.column, scope)}
        return compile_plan(ruleset, also, provisional=provisional)

    return Plans(
        plan([c for c in cases if c.as_of is None], provisional=False),
        plan([c for c in cases if c.as_of is not None], provisional=True),
    )


def _is_name(column: str, scope: Scope) -> bool:
    try:
        scope.type_of(column)
    except FormulaError:  # reason, gates, outcomes: no names of the formula language, but always computed
        return False
    return True


def run_case(plans: Plans, case: Case) -> Result:
    """Run one case by itself: its people are nobody else's peers."""
    plan = plans.whole if case.as_of is None else plans.provisional
    done = _run(plan, case)
    placed = [_placed(d, case, plan.ruleset) for d in done.diagnostics]
    sheet = done.worksheet
    found = (
        () if sheet is None or case.error else [difference(p, sheet, row_of(case, p.at, sheet)) for p in case.promises]
    )
    began = "" if case.history else "history"  # what a case does not give does not exist, so balances do begin at 0
    warnings = tuple(d for d in placed if d.severity == "warning" and d.code != began)
    return Result(case, sheet, tuple(errors(placed)), warnings, tuple(d for d in found if d is not None))


def row_of(case: Case, at: int, sheet: Worksheet) -> int | None:
    """Find the row of a worksheet for a position in `Case.given`; None where that period was not appraised."""
    given = case.given[at]
    keys = zip(sheet.table.employee.strings(), sheet.table.period.strings(), strict=True)
    return next((row for row, key in enumerate(keys) if key == (given.employee, given.period)), None)


def _run(plan: Plan, case: Case) -> Run:
    data = _by_id(plan.ruleset.data)
    described = replace(plan, ruleset=_with_lines(replace(plan.ruleset, data=data), case))
    periods = [] if case.as_of is None else [period_containing(case.as_of, plan.ruleset.period).label]
    sources = frames(described.ruleset, case)
    read, found = as_table(described, _frame(data, case), periods, None, sources, case.as_of)
    if read is None:
        return Run(None, tuple(found))
    read = _with_figures(read, case, plan.ruleset)
    every = [*plan.names, *(step.name for step in plan.steps)]
    done = run(plan, replace(read, as_of=case.as_of), keep=every, history=_history(plan.ruleset, case))
    return replace(done, diagnostics=(*found, *done.diagnostics))


def _with_lines(ruleset: Ruleset, case: Case) -> Ruleset:
    """Leave out results of another ruleset, and their measures, of which the case gives figures only."""
    figures = {ruleset.measures[name].source for given in case.given for name in given.figures}
    sources = {
        s.id: replace(s, others=True, repeats=True)  # an example may give lines of others alone, and the same ones
        for s in ruleset.line_sources.values()
        if s.results_of is None or s.id in case.lines or s.id not in figures
    }
    measures = {m.id: m for m in ruleset.measures.values() if m.source in sources}
    return replace(ruleset, line_sources=sources, measures=measures)


def _with_figures(read: Table, case: Case, ruleset: Ruleset) -> Table:
    """Put the measures that a case gives as such in place of what its lines make."""
    columns = {m.id: _without_lines(m, ruleset, len(read)) for m in ruleset.measures.values()} | dict(read.columns)
    rows = {key: row for row, key in enumerate(zip(read.employee.strings(), read.period.strings(), strict=True))}
    for given in case.given:
        for measure, figure in given.figures.items():
            row = rows.get((given.employee, given.period))
            if row is not None:
                figures = np.array(columns[measure], dtype=np.float64)
                figures[row] = figure
                columns[measure] = figures
    return replace(read, columns=columns)


def _without_lines(measure: Measure, ruleset: Ruleset, n: int) -> Column:
    if type_of_measure(measure, ruleset, Scope.of).kind == "text":
        return Text(np.full(n, -1, np.intp), ())
    return np.full(n, 0.0 if measure.how in ("sum", "count", "count_distinct") else np.nan)


def _by_id(data: Data) -> Data:
    """Describe data whose headings are the ids of the fields, with a column of the ruleset's periods in any case."""
    fields = {f.id: replace(f, columns=(f.id,)) for f in data.fields.values()}
    period = data.period or "period"
    fields.setdefault(period, Field(period, "text", (period,), data.fields[data.employee].where))
    return replace(data, fields=fields, period=period, rows=None)


def _frame(data: Data, case: Case) -> pd.DataFrame:
    rows: list[dict[str, str | None]] = []
    for given in case.given:
        row: dict[str, str | None] = {id_: typed(given.values.get(id_)) for id_ in data.fields}
        row[data.employee], row[str(data.period)] = given.employee, given.period
        rows.append(row)
    return table(rows, list(data.fields))


def _history(ruleset: Ruleset, case: Case) -> list[History]:
    """The earlier results of a case, under the headings that their columns have in HR's data."""
    if not case.history:
        return []
    fields = ruleset.data.fields
    names = dict.fromkeys(name for row in case.history for name in ("employee", *row))
    rows = [{name: typed(row.get(name)) for name in names} for row in case.history]
    for row in rows:
        row["employee"] = row["employee"] or case.given[0].employee
    return [History(table(rows, [fields[n].columns[0] if n in fields else n for n in names]))]


def _placed(problem: Diagnostic, case: Case, ruleset: Ruleset) -> Diagnostic:
    """Point a problem of the data at the value in the file of cases."""
    cell = _CELL.match(problem.place)
    where = _place(cell[1], int(cell[2]) - 2, cell[3] or "", case, ruleset) if cell is not None else None
    return replace(problem, where=where or case.where, place="")


def _place(file: str, at: int, heading: str, case: Case, ruleset: Ruleset) -> Where | None:
    """Find the value in row `at` under a heading of what messages call `file`: the data, history or a source."""
    if file == "data" and at < len(case.given):
        value = case.given[at].values.get(heading)
        return value.where if value is not None else case.given[at].where
    source = needed_sources(ruleset).get(file)
    rows = case.lines.get(file, ()) if source is not None else case.history if file == "history" else ()
    if at >= len(rows):
        return None
    fields = fields_of(source)[0] if source is not None else ruleset.data.fields
    value = of_heading(rows[at], heading, fields)
    return value.where if value is not None else next(iter(rows[at].values())).where
