"""Puts measures onto a table: who a line counts for, in which period, and which lines count for nobody."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from appraise.data.arrow import column_of, compute, pa
from appraise.data.columns.cells import of_arrow
from appraise.data.findings import ColumnPlace, diagnostics_of
from appraise.data.keys import read_periods
from appraise.data.lines.aggregate import Aggregation
from appraise.data.lines.alike import told_alike
from appraise.data.lines.findings import SourceRead, in_trouble
from appraise.data.lines.left import left
from appraise.data.lines.owners import divided
from appraise.data.lines.people import Known, People
from appraise.data.lines.required import beyond_whole, unmet
from appraise.data.lines.table import period_kind
from appraise.data.periods import MONTHS, Period
from appraise.diagnostics import Diagnostic, errors, place_of
from appraise.formula.vectors import Column
from appraise.texts import Listed, msg, plain

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from appraise.data.columns.cells import Cells
    from appraise.data.keys import Keyed
    from appraise.data.lines.database import Database
    from appraise.data.lines.table import Lines
    from appraise.data.table import Table
    from appraise.policy.model import LineSource, PeriodKind, Ruleset


def period_of(number: int, kind: PeriodKind) -> Period:
    """The period of a number."""
    year, at = divmod(number, 12 // MONTHS[kind])
    return Period(kind, year, at + 1)


def survey(lines: Lines, kind: PeriodKind, database: Database) -> tuple[Known, list[Diagnostic]]:
    """Look at whom and when the lines are of."""
    source = lines.source
    groups = lines.groups
    found = _repeated(lines, database)
    different = list({group[1]: None for group in groups})
    if source.period is None:
        return Known(lines, groups, {n: period_of(int(n), kind) for n in different}), found
    keyed, cells = _read(different, source, kind)
    for problem in (keyed.findings, keyed.blank):
        place = ColumnPlace(lines.called, lines.headings[source.period], np.zeros(len(different), np.int64))
        said = diagnostics_of(problem, cells.shown, place, "data-period")
        column = place_of(lines.called, heading=lines.headings[source.period])
        found += [replace(d, place=column) for d in said]
    known = dict(zip(different, keyed.codes.tolist(), strict=True))
    periods = {when: keyed.periods[code] for when, code in known.items() if code >= 0}
    return Known(lines, groups, _of_nobody(lines, kind, database) | periods), found


def _read(whens: Sequence[object], source: LineSource, kind: PeriodKind) -> tuple[Keyed, Cells]:
    """Read what stands for periods in the lines."""
    days = source.fields[str(source.period)].type == "date"
    held = compute.cast(column_of(whens, pa.int32()), pa.date32()) if days else column_of(whens, period_kind(source))
    cells = of_arrow(held, True)
    return read_periods(cells, kind), cells


def _of_nobody(lines: Lines, kind: PeriodKind, database: Database) -> dict[object, Period]:
    """The periods of lines without an owner, as far as they can be read: nobody need mend what counts for nobody."""
    when = lines.columns[str(lines.source.period)]
    asked = f"SELECT DISTINCT {when} FROM {lines.table} WHERE ({lines.keyless}) AND {when} IS NOT NULL"
    whens = [when for (when,) in database.rows(asked)] if lines.keyless else []
    if not whens:
        return {}
    keyed, _ = _read(whens, lines.source, kind)
    return {when: keyed.periods[code] for when, code in zip(whens, keyed.codes.tolist(), strict=True) if code >= 0}


def _repeated(lines: Lines, database: Database) -> list[Diagnostic]:
    unique = lines.source.unique
    if not unique:
        return []
    columns = ", ".join(lines.columns[name] for name in unique)
    twice = database.rows(f"SELECT list(line ORDER BY line)[:5], count(*) FROM {lines.table} WHERE "
                          f"{lines.once_each()} GROUP BY {columns} HAVING count(*) > 1 "
                          "ORDER BY min(line) LIMIT 1000")  # fmt: skip
    found = []
    for some, count in twice:
        rows = lines.row_of(some)
        named = plain(Listed(tuple(rows)))
        if count > len(rows):
            named = msg("{rows} and more", "rows of a file", rows=named)
        found.append(
            Diagnostic(
                "data-duplicate",
                msg(
                    "{count} lines have the same {headings}: rows {rows}.",
                    count=count,
                    headings=Listed(tuple(lines.headings[name] for name in unique)),
                    rows=named,
                ),
                hint=msg("keep one of them"),
                place=place_of(lines.called, rows[0]),
            )
        )
    return found


def attach(table: Table, ruleset: Ruleset, known: Mapping[str, Known], database: Database,
           wanted: Sequence[Period]) -> tuple[Table | None, list[Diagnostic]]:  # fmt: skip
    """Compute all measures and add them to a table as columns.

    `wanted` are the periods that were asked for; then lines of other periods in force are no cause for a warning.
    """
    columns: dict[str, Column] = dict(table.columns)
    counts: dict[str, NDArray[np.int64]] = {}
    reads: list[SourceRead] = []
    lines: dict[str, NDArray[np.int64]] = {}
    found: list[Diagnostic] = []
    for id_, one in known.items():
        measures = [m for m in ruleset.measures.values() if m.source == id_]
        if not measures:
            continue
        people = People(table, one, ruleset.data)
        found += people.register(database, measures)
        work = Aggregation(ruleset, one.lines, measures, database, len(table), one.periods)
        figures, troubles = work.figures()
        found += in_trouble(work, troubles)
        columns |= {f.measure.id: f.values for f in figures}
        counts |= {f.measure.id: f.lines for f in figures}
        read, told = left(people, work, ruleset, wanted)
        reads.append(read)
        there = sorted({p.ordinal for p in table.periods})
        found += [
            *told,
            *unmet(work, ruleset, there),
            *divided(work, there),
            *told_alike(work, there),
            *beyond_whole(work),
        ]
        lines[id_] = people.lines()
    if errors(found):
        return None, found
    return replace(table, columns=columns, counts=counts, lines=lines, sources_read=tuple(reads)), found
