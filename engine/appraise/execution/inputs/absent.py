"""Who has no line of a source of which everybody, or everybody of a kind, must have one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from appraise.diagnostics import Diagnostic
from appraise.execution.people import people_of
from appraise.formula.vectors import YES
from appraise.policy import columns as col
from appraise.texts import msg, msgs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from appraise.execution.worksheet import Worksheet


def without_lines(sheet: Worksheet) -> Iterator[Diagnostic]:
    """An error for each source and period of which somebody who is appraised lacks the line that must be there."""
    table = sheet.table
    for source in sheet.plan.ruleset.line_sources.values():
        if source.everyone is False or source.id not in table.lines:
            continue
        needed = sheet.appraised & (table.lines[source.id] == 0)
        if source.everyone is not True:
            needed &= np.asarray(sheet.column(col.everyone(source.id))) == YES
        for code, period in enumerate(table.periods):
            rows = np.flatnonzero(needed & (table.period.codes == code))
            if not len(rows):
                continue
            yield Diagnostic(
                "no-lines",
                msgs(
                    "{people} has no line of {source} in {period}, and must have one.",
                    "{people} have no line of {source} in {period}, and must have one.",
                    len(rows),
                    people=people_of(table, rows, 10),
                    source=source.id,
                    period=period.label,
                ),
                source.where,
                "error",
                msg(
                    "add the line; if none is due, let `everyone` of the source be a condition that leaves "
                    "such people out"
                ),
                place=next((r.file for r in table.sources_read if r.id == source.id), table.file),
            )
