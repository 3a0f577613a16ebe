"""The results of another ruleset as lines: it is run on its own data, and each appraised person gives a line."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from appraise.data.arrow import array_of, pa
from appraise.data.lines.cell_tables import table_of_columns
from appraise.data.lines.table import Lines, arrow_of
from appraise.formula.vectors import Text
from appraise.plan.compile import compile_plan
from appraise.texts import msg

if TYPE_CHECKING:
    from collections.abc import Callable

    from appraise.data.lines.database import Database
    from appraise.diagnostics import Diagnostic
    from appraise.execution.worksheet import Run
    from appraise.plan.steps import Plan
    from appraise.policy.model import LineSource, Ruleset

    RunOther = Callable[[Plan, list[str]], Run]


def result_lines(
    source: LineSource, ruleset: Ruleset, run_other: RunOther, db: Database
) -> tuple[Lines | None, list[Diagnostic]]:
    """Run the other ruleset and take its results as lines, with the names that the measures use.

    What is wrong with it is said as its own; what is wrong with the data, which both may read, as it stands. Who has
    not handed in what was said when that appraisal was due.
    """
    other = source.results_of
    assert other is not None  # noqa: S101 - asked by the caller
    mine = [m for m in ruleset.measures.values() if m.source == source.id]
    used = {n for m in mine for f in (m.of, m.condition) if f is not None for n in f.names}
    used |= {m.weights.by for m in mine if m.weights is not None}
    names = [source.employee, str(source.date), *sorted(used - {source.employee, str(source.date)})]
    result = run_other(compile_plan(other), names)
    told = [d for d in result.diagnostics if d.code != "not-handed-in"]
    found = [
        d
        if d.code.startswith("data-")
        else replace(d, message=msg("{policy}: {said}", policy=other.id, said=d.message))
        for d in told
    ]
    sheet = result.worksheet
    if sheet is None:
        return None, found
    reason = sheet.column("reason")
    assert isinstance(reason, Text)  # noqa: S101 - made by FirstThatFails
    appraised = reason.codes < 0
    columns = {name: f"f{i}" for i, name in enumerate(names)}
    held = {"line": array_of(np.arange(len(sheet)))} | {c: arrow_of(sheet.column(n)) for n, c in columns.items()}
    rows = sheet.table.rows
    lines = table_of_columns(
        source, sheet.table.file, pa.table(held).filter(array_of(appraised)), columns, {n: n for n in names},
        ruleset.period, db, lambda at: [int(rows[n]) for n in at], lambda: sheet.table.digest,
    )  # fmt: skip
    return replace(lines, left_out=int((~appraised).sum())), found
