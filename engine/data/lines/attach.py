"""Puts measures onto a table: who a line counts for, in which period, and which lines count for nobody."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from engine.data.arrow import pa
from engine.data.cells import of_arrow
from engine.data.findings import Source, diagnostics_of
from engine.data.keys import read_periods
from engine.data.lines.aggregate import Aggregation, period_kind
from engine.data.lines.findings import Left, SourceRead, in_trouble
from engine.data.lines.left import left, written_apart
from engine.data.lines.required import beyond_whole, unmet
from engine.data.periods import MONTHS, Period
from engine.data.writings import near_misses, same
from engine.diagnostics import Diagnostic, errors
from engine.formula.vectors import Column, Text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from engine.data.lines.database import Database
    from engine.data.lines.table import Groups, Lines
    from engine.data.table import Table
    from engine.policy.model import Data, Measure, PeriodKind, Ruleset


def period_of(number: int, kind: PeriodKind) -> Period:
    """Give the period of a number."""
    year, at = divmod(number, 12 // MONTHS[kind])
    return Period(kind, year, at + 1)


@dataclass(frozen=True, slots=True, eq=False)
class Known:
    """The lines of a source, with the different employees and periods in them.

    groups: employee as written, number of the period (None where unknown), count of lines. periods: by what stands in
    the lines (a period as written, or its number).
    """

    lines: Lines
    groups: Groups
    periods: Mapping[object, Period]


def survey(lines: Lines, kind: PeriodKind, database: Database) -> tuple[Known, list[Diagnostic]]:
    """Look at whom and when the lines are of."""
    source = lines.source
    groups = lines.groups
    found = _repeated(lines, database)
    different = list({group[1]: None for group in groups})
    if source.period is None:
        return Known(lines, groups, {n: period_of(int(n), kind) for n in different}), found
    days = source.fields[source.period].type == "date"
    cells = of_arrow(pa.array(different).cast(pa.int32()).cast(pa.date32()) if days else pa.array(different), True)
    keyed = read_periods(cells, kind)
    for problem in (keyed.findings, keyed.blank):
        place = Source(lines.file, lines.headings[source.period], np.zeros(len(different), np.int64))
        said = diagnostics_of(problem, cells.shown, place, "data-period")
        found += [replace(d, place=f"{lines.file}, {lines.headings[source.period]}") for d in said]
    return Known(
        lines, groups, {d: keyed.periods[c] for d, c in zip(different, keyed.codes.tolist(), strict=True) if c >= 0}
    ), found


def _repeated(lines: Lines, database: Database) -> list[Diagnostic]:
    unique = lines.source.unique
    if not unique:
        return []
    columns = ", ".join(lines.columns[name] for name in unique)
    twice = database.rows(f"SELECT list(line ORDER BY line)[:5], count(*) FROM {lines.table} WHERE "
                          f"{lines.columns[lines.source.employee]} IS NOT NULL GROUP BY {columns} HAVING count(*) > 1 "
                          "ORDER BY min(line) LIMIT 1000")  # fmt: skip
    found = []
    for some, count in twice:
        rows = lines.row_of(some)
        listed = ", ".join(map(str, rows)) + (" and more" if count > len(rows) else "")
        headings = ", ".join(lines.headings[name] for name in unique)
        found.append(Diagnostic("data-duplicate", f"{count} lines have the same {headings}: rows {listed}.",
                                hint="keep one of them", place=f"{lines.file}, row {rows[0]}"))  # fmt: skip
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
        work = Aggregation(ruleset, one.lines, measures, database, len(table))
        figures, troubles = work.figures()
        found += in_trouble(work, troubles)
        columns |= {f.measure.id: f.values for f in figures}
        counts |= {f.measure.id: f.lines for f in figures}
        read, told = left(people, work, ruleset, wanted)
        reads.append(read)
        found += [*told, *unmet(work, ruleset, sorted({p.ordinal for p in table.periods})), *beyond_whole(work)]
        lines[id_] = people.lines()
    if errors(found):
        return None, found
    return replace(table, columns=columns, counts=counts, lines=lines, sources=tuple(reads)), found


class People:
    """Who of the table stands behind the employees of the lines."""

    def __init__(self, table: Table, known: Known, data: Data):
        self.table, self.known, self.data = table, known, data
        own = {label: code for code, label in enumerate(table.employee.labels)}
        written = dict.fromkeys(group[0] for group in known.groups)
        alike = {} if written.keys() <= own.keys() else {same(label): code for label, code in own.items()}
        self.codes = {text: own.get(text, alike.get(same(text), -1)) for text in written}
        self.reached: set[int] = set()  # rows for which some line counts
        numbers = np.array([p.ordinal for p in table.periods], np.int64)
        self.numbers = numbers[table.period.codes] if len(table) else np.zeros(0, np.int64)
        self.rows = {
            (int(c), int(n)): i for i, (c, n) in enumerate(zip(table.employee.codes, self.numbers, strict=True))
        }

    def register(self, database: Database, measures: Sequence[Measure]) -> list[Diagnostic]:
        """Tell the database which row each employee and period of the lines counts for; warn of those who have none."""
        found: list[Diagnostic] = []
        for credit in dict.fromkeys(m.credit_to for m in measures):
            to = self._credited(credit) if credit else None
            employees, periods, rows = [], [], []
            nobody: dict[int, int] = {}
            for who, when, lines in self.known.groups:
                row = own = self.row(who, when)
                if to is not None and own is not None:
                    row = to[own]
                    if row < 0:
                        nobody[own] = nobody.get(own, 0) + lines
                if row is not None and row >= 0:
                    employees.append(who)
                    periods.append(when)
                    rows.append(row)
            self.reached.update(rows)
            name = f"asked_{credit}" if credit else "asked"
            kind = period_kind(self.known.lines)
            held = pa.table({"employee": pa.array(employees, pa.string()), "period": pa.array(periods, kind),
                             "row": pa.array(rows, pa.int32())})  # fmt: skip
            database.register(f"{name}_held", held)
            database.run(f'CREATE OR REPLACE TABLE "{name}" AS SELECT * FROM "{name}_held"')
            found += self._not_there(credit, nobody) if credit else []
        return found

    def _not_there(self, credit: str, rows: Mapping[int, int]) -> list[Diagnostic]:
        """Warn of lines whose credit goes to somebody without a row; `rows` with how many lines each has."""
        field = self.table.columns[credit]
        assert isinstance(field, Text)  # noqa: S101 - checked when the ruleset was loaded
        named = {row: field.labels[field.codes[row]] for row in rows if field.codes[row] >= 0}
        if not named:
            return []
        counts: dict[str, int] = {}
        for row, name in named.items():
            counts[name] = counts.get(name, 0) + rows[row]
        misspelt = near_misses(counts, self.table.employee.labels)
        if misspelt:
            return [written_apart(misspelt, counts, f"are credited by {credit} to", self.known.lines.source.id,
                                  self.table.file, [(credit, self.data.fields[credit])], self.data)]  # fmt: skip
        lines = Left(sum(counts.values()), tuple(sorted(counts)), ())
        return [Diagnostic(
            "lines-unmatched", f"{lines.said()} of {self.known.lines.source.id} count for nobody by {credit}: "
            f"the data have no row for {lines.names()}.", None, "warning",
            f"add these employees to the data, or correct {credit}, if they are to be appraised", place=self.table.file,
        )]  # fmt: skip

    def lines(self) -> NDArray[np.int64]:
        """Give how many lines each row of the table has of its own [n]."""
        found = np.zeros(len(self.table), np.int64)
        for who, when, n in self.known.groups:
            row = self.row(who, when)
            if row is not None:
                found[row] += n
        return found

    def row(self, who: str, when: object) -> int | None:
        """Give the row of the table for an employee and a period as they stand in the lines."""
        period = self.known.periods.get(when)
        return None if period is None else self.rows.get((self.codes[who], period.ordinal))

    def _credited(self, field: str) -> NDArray[np.int64]:
        """Give, for each row, the row of the one whom a field names, -1 where there is none."""
        named = self.table.columns[field]
        assert isinstance(named, Text)  # noqa: S101 - checked when the ruleset was loaded
        own = {same(label): code for code, label in enumerate(self.table.employee.labels)}
        codes = np.array([own.get(same(label), -1) for label in named.labels] + [-1], np.int64)[named.codes]
        return np.array(
            [self.rows.get((int(c), int(n)), -1) for c, n in zip(codes, self.numbers, strict=True)], np.int64
        )
