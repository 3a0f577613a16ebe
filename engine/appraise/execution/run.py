"""A plan and HR's data to a worksheet, or to everything that stands in the way of one."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from appraise.data.periods import parse_periods, period_containing
from appraise.data.table import Table, read_table, table_of
from appraise.data.writings import near_misses, same
from appraise.diagnostics import Diagnostic, capped, errors, suggest
from appraise.execution.budgets import nobody_to_pay
from appraise.execution.execute import execute_together
from appraise.execution.inputs.absent import without_lines
from appraise.execution.inputs.history import History, memory_of
from appraise.execution.inputs.measured import Asked, read_measured
from appraise.execution.inputs.missing_inputs import not_handed_in
from appraise.execution.inputs.opening_balances import gap_before, nothing_known_before
from appraise.execution.problems import diagnose
from appraise.execution.worksheet import Run
from appraise.formula.vectors import Text
from appraise.plan.compile import compile_plan
from appraise.plan.operations import Peers
from appraise.plan.together import together
from appraise.policy import columns as col
from appraise.policy.model import PERIOD_EXAMPLES
from appraise.texts import Message, msg

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import date

    import pandas as pd
    from numpy.typing import NDArray

    from appraise.execution.kernels.memory import MemoryStore
    from appraise.execution.worksheet import Worksheet
    from appraise.plan.steps import Plan
    from appraise.policy.model import PeriodKind


def run(plan: Plan, data: str | Path | pd.DataFrame | Table, periods: Sequence[str] = (), sheet: str | None = None,
        keep: Iterable[str] | None = None, progress: Callable[[int, int], None] = lambda _done, _all: None,
        history: Sequence[History] = (), employee: str | None = None, as_of: date | None = None,
        sources: Mapping[str, str | Path | pd.DataFrame] | None = None) -> Run:  # fmt: skip
    """Appraise everybody in the data.

    `data` is a file (CSV, .xlsx, Parquet), a DataFrame with HR's headings, or a table read before. `periods`
    such as "2026Q1" choose among those in the data (all, if none are given; a table without a period column
    needs exactly one). `keep` are the names whose columns are wanted, the result columns if None. `progress`
    is told (rows done, rows in all). `history` holds results of periods before the data. `employee` (number or
    name) alone is wanted; only where something goes across rows are the others computed. `as_of` is a day inside
    a period up to which the figures are: that period alone is appraised, provisionally, with the targets due by
    the day. `sources` are the lines of the ruleset's sources by name, files or DataFrames, in place of the files
    that the ruleset names. Bad data never raises: see Run.

    >>> import pandas as pd
    >>> from appraise import compile_plan, load
    >>> from appraise.shipped import shipped_rulesets
    >>> plan = compile_plan(load(shipped_rulesets()["published/ratio-score"]).ruleset)
    >>> done = run(plan, pd.DataFrame({"工号": ["01", "02"], "考核期": "2026-03", "实际": [70, 80]}))
    >>> done.worksheet.frame()["score"].tolist()
    [87.75, 100.0]
    >>> refused = run(plan, pd.DataFrame({"工号": ["01"], "考核期": "2026-03", "实际": ["about 70"]}))
    >>> refused.worksheet, str(refused.diagnostics[0].message)
    (None, '"about 70" is not a number.')
    """
    if as_of is not None:
        plan = compile_plan(plan.ruleset, provisional=True)
        periods = [period_containing(as_of, plan.ruleset.period).label]
    table, found = as_table(plan, data, periods, sheet, sources, as_of)
    if table is not None and as_of is not None:
        table = replace(table, as_of=as_of)
    if table is not None and employee is not None:
        rows, nobody = rows_of(table, employee)
        found += [nobody] if nobody is not None else []
        table = table if plan.across else table.part(rows)
    if table is None:
        return Run(None, tuple(capped(found)))
    return run_on([plan], table, found, periods, keep, progress, history, employee)[0]


def run_on(plans: Sequence[Plan], table: Table, found: Sequence[Diagnostic] = (), periods: Sequence[str] = (),
           keep: Iterable[str] | None = None, progress: Callable[[int, int], None] = lambda _done, _all: None,
           history: Sequence[History] = (), employee: str | None = None, *, bare: bool = False) -> list[Run]:  # fmt: skip
    """Run plans that read the same data together on its table; `found` is what reading found. See `run`.

    `bare`: only errors are told, and only what is in `keep` is computed.
    """
    chosen, _ = parse_periods(periods, plans[0].ruleset.period)
    first = plans[0].ruleset
    owed = list(not_handed_in(first, table, chosen))
    found_by = [
        [*found, *(owed if plan.ruleset.cycle == first.cycle else not_handed_in(plan.ruleset, table, chosen))]
        for plan in plans
    ]
    memories: list[MemoryStore] = []
    for plan, own in zip(plans, found_by, strict=True) if history else ():
        memory, problems = memory_of(plan, table, history)
        memories.append(memory)
        own.extend(problems or gap_before(plan, table, memory))
    sound = [i for i, own in enumerate(found_by) if not errors(own)]
    runs = [Run(None, tuple(capped(own))) for own in found_by]
    if not sound:
        return runs
    done = 0

    def advance(rows: int) -> None:
        nonlocal done
        done += rows
        progress(done, len(table))

    joined = together([plans[i] for i in sound], apart=bool(history), bare=bare)
    names = keep if keep is None else list(keep)
    wanted = [_shown(plans[i]) if names is None else [*names, *([] if bare else _demanded(plans[i]))] for i in sound]
    known = [memories[i] for i in sound] if history else None
    for i, sheet in zip(sound, execute_together(joined, table, wanted, advance, known), strict=True):
        own = found_by[i] + diagnose(sheet)
        if errors(own):
            runs[i] = Run(None, tuple(own))
            continue
        shown = only(sheet, periods, employee)
        absent = [] if bare else list(without_lines(shown))
        if absent:
            runs[i] = Run(None, tuple(capped([*own, *absent])))
            continue
        own += nobody_to_pay(shown) if keep is None and employee is None else []
        own += [] if history or bare else nothing_known_before(sheet.plan, table)
        runs[i] = Run(shown, tuple(own))
    return runs


def _shown(plan: Plan) -> list[str]:
    """The names that results, summaries and explanations need."""
    r = plan.ruleset
    shown = [
        *plan.results,
        *plan.told,
        *_demanded(plan),
        *(col.gate(g) for g in r.gates),
        *(col.outcome(o) for o in r.outcomes),
    ]
    for step in plan.steps:  # what explanations say of others
        if step.operation.across:
            shown += [step.name, *(step.reads() if isinstance(step.operation, Peers) else ())]
    return shown


def _demanded(plan: Plan) -> list[str]:
    """The names of the conditions that say who must have lines of a source."""
    return [col.everyone(s.id) for s in plan.ruleset.line_sources.values() if not isinstance(s.everyone, bool)]


def only(sheet: Worksheet, periods: Sequence[str], employee: str | None = None) -> Worksheet:
    """Leave out the rows that were only computed because others look at them."""
    table, kind = sheet.table, sheet.plan.ruleset.period
    chosen = [table.periods.index(p) for p in parse_periods(periods, kind)[0] if p in table.periods]
    if chosen and len(chosen) < len(table.periods):
        of_periods, rows = table.of_periods(chosen)
        sheet = replace(sheet.part(rows), table=of_periods)
    if employee is not None:
        rows = rows_of(sheet.table, employee)[0]
        sheet = sheet if len(rows) == len(sheet) else replace(sheet.part(rows), whole=sheet)
    return sheet


def as_table(plan: Plan, data: str | Path | pd.DataFrame | Table, periods: Sequence[str] = (),
             sheet: str | None = None, sources: Mapping[str, str | Path | pd.DataFrame] | None = None,
             until: date | None = None) -> tuple[Table | None, list[Diagnostic]]:  # fmt: skip
    """Read and check the data that a plan needs; of lines with a date, those up to the day `until`."""
    if isinstance(data, Table):
        return data, []
    r = plan.ruleset
    chosen, wrong = parse_periods(periods, r.period)
    if wrong:
        return None, [not_a_period(wrong[0], r.period)]
    if r.line_sources or sources:
        return read_measured(r, Asked(data, sources or {}, chosen, sheet, until, run, bool(plan.memories)))
    if isinstance(data, (str, Path)):
        return read_table(
            r.data, r.begins, r.ends, r.period, Path(data), periods=chosen, before=bool(plan.memories), sheet=sheet
        )
    return table_of(data, r.data, r.begins, r.ends, r.period, periods=chosen, before=bool(plan.memories))


_NO_PERIOD: dict[PeriodKind, Message] = {
    "month": msg("{text!r} is not a month."),
    "quarter": msg("{text!r} is not a quarter."),
    "half-year": msg("{text!r} is not a half-year."),
    "year": msg("{text!r} is not a year."),
}


def not_a_period(text: str, kind: PeriodKind) -> Diagnostic:
    """Say that what was asked for is no period of the kind."""
    return Diagnostic(
        "data-period",
        _NO_PERIOD[kind].given(text=text),
        hint=msg("write it as {example}", example=PERIOD_EXAMPLES[kind]),
    )


def rows_of(table: Table, employee: str, period: str | None = None) -> tuple[NDArray[np.int64], Diagnostic | None]:
    """Find an employee's rows by number (or name, where there is a field `name`), or say who is near."""
    rows = _equal(table.employee, employee)
    name = table.columns.get("name")
    if not len(rows) and isinstance(name, Text):
        rows = _equal(name, employee)
    if period is not None:
        rows = np.intersect1d(rows, _equal(table.period, period))
    if len(rows):
        return rows, None
    near = [*table.employee.labels, *(name.labels if isinstance(name, Text) else ())]
    message = (
        msg("{file} has no employee {employee!r} in {period}.", file=table.file, employee=employee, period=period)
        if period
        else msg("{file} has no employee {employee!r}.", file=table.file, employee=employee)
    )
    close = near_misses([employee], table.employee.labels)
    hint = msg("did you mean {names}?", names=close[employee]) if close else suggest(employee, near)
    return rows, Diagnostic("no-such-employee", message, hint=hint)


def _equal(column: Text, text: str) -> NDArray[np.int64]:
    code = column.labels.index(text) if text in column.labels else -2
    if code < 0:
        code = next((i for i, label in enumerate(column.labels) if same(label) == same(text)), -2)
    return np.flatnonzero(column.codes == code).astype(np.int64)
