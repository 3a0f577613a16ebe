"""A plan and HR's data to a worksheet, or to everything that stands in the way of one."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from engine.data.periods import parse_period
from engine.data.table import Table, read_table, table_of
from engine.diagnostics import Diagnostic, capped, errors, suggest
from engine.execution.execute import execute
from engine.execution.problems import diagnose

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    import pandas as pd

    from engine.data.periods import Period
    from engine.execution.worksheet import Worksheet
    from engine.plan.steps import Plan


@dataclass(frozen=True, slots=True)
class Run:
    """`worksheet` is None where `diagnostics` holds an error; warnings may stand beside a worksheet."""

    worksheet: Worksheet | None
    diagnostics: tuple[Diagnostic, ...]


def run(plan: Plan, data: str | Path | pd.DataFrame | Table, periods: Sequence[str] = (), sheet: str | None = None,
        keep: Iterable[str] | None = None, progress: Callable[[int, int], None] = lambda _done, _all: None) -> Run:  # fmt: skip
    """Appraise everybody in the data.

    `data` is a file (CSV, .xlsx, Parquet), a DataFrame with HR's headings, or a table read before. `periods`
    such as "2026Q1" choose among those in the data (all, if none are given; a table without a period column
    needs exactly one). `keep` are the names whose columns are wanted, the result columns if None. `progress`
    is told (rows done, rows in all). Bad data never raises: see Run.
    """
    table, found = as_table(plan, data, periods, sheet)
    if table is None:
        return Run(None, tuple(capped(found)))
    done = 0

    def advance(rows: int) -> None:
        nonlocal done
        done += rows
        progress(done, len(table))

    r = plan.ruleset
    shown = [*plan.results, *(f"gate {g}" for g in r.gates), *(f"outcome {o}" for o in r.outcomes)]
    sheet_ = execute(plan, table, shown if keep is None else keep, progress=advance)
    found += diagnose(sheet_)
    return Run(None if errors(found) else sheet_, tuple(found))


def as_table(plan: Plan, data: str | Path | pd.DataFrame | Table, periods: Sequence[str] = (),
             sheet: str | None = None) -> tuple[Table | None, list[Diagnostic]]:  # fmt: skip
    """Read and check the data that a plan needs."""
    if isinstance(data, Table):
        return data, []
    r = plan.ruleset
    chosen: list[Period] = []
    for text in periods:
        period = parse_period(text, r.period)
        if period is None:
            example = {"month": "2026-03", "quarter": "2026Q1", "half-year": "2026H1", "year": "2026"}[r.period]
            return None, [Diagnostic("data-period", f"{text!r} is not a {r.period}.", hint=f"write it as {example}")]
        chosen.append(period)
    if isinstance(data, (str, Path)):
        return read_table(r.data, r.begins, r.ends, r.period, Path(data), periods=chosen, sheet=sheet)
    return table_of(data, r.data, r.begins, r.ends, r.period, periods=chosen)


def rows_of(table: Table, employee: str, period: str | None) -> tuple[list[int], Diagnostic | None]:
    """Find an employee's rows, or say that there are none and who is near."""
    codes = {label: i for i, label in enumerate(table.employee.labels)}
    if employee not in codes:
        names = table.columns.get("name")
        texts = names.strings() if names is not None and hasattr(names, "strings") else []
        rows = [i for i, shown in enumerate(texts) if shown == employee]
    else:
        rows = [int(i) for i in (table.employee.codes == codes[employee]).nonzero()[0]]
    if period is not None:
        rows = [i for i in rows if table.period.labels[table.period.codes[i]] == period]
    if rows:
        return rows, None
    where = f" in {period}" if period else ""
    return [], Diagnostic("no-such-employee", f"{table.file} has no employee {employee!r}{where}.",
                          hint=suggest(employee, codes))  # fmt: skip
