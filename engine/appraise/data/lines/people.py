"""Who of the table stands behind the employees of the lines, and which row each of their lines counts for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from appraise.data.arrow import array_of, column_of, pa, texts_of
from appraise.data.lines.findings import Left
from appraise.data.lines.misspelt import CREDITED, written_apart
from appraise.data.lines.table import period_kind
from appraise.data.writings import near_misses, same
from appraise.diagnostics import Diagnostic
from appraise.formula.vectors import Text
from appraise.texts import msg

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from appraise.data.lines.database import Database
    from appraise.data.lines.table import Groups, Lines
    from appraise.data.periods import Period
    from appraise.data.table import Table
    from appraise.policy.model import Data, Measure


@dataclass(frozen=True, slots=True, eq=False)
class Known:
    """The lines of a source, with the different employees and periods in them.

    groups: employee as written, number of the period (None where unknown), count of lines. periods: by what stands in
    the lines (a period as written, or its number).
    """

    lines: Lines
    groups: Groups
    periods: Mapping[object, Period]


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
            kind = period_kind(self.known.lines.source)
            held = pa.table({"employee": texts_of(employees), "period": column_of(periods, kind),
                             "row": array_of(np.array(rows, np.int32))})  # fmt: skip
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
            return [written_apart(misspelt, counts, CREDITED.given(credit=credit), self.known.lines.source.id,
                                  self.table.file, [(credit, self.data.fields[credit])], self.data)]  # fmt: skip
        lines = Left(sum(counts.values()), tuple(sorted(counts)), ())
        return [
            Diagnostic(
                "lines-unmatched",
                msg(
                    "{lines} of {source} count for nobody by {credit}: the data have no row for {employees}.",
                    lines=lines.said(),
                    source=self.known.lines.source.id,
                    credit=credit,
                    employees=lines.names(),
                ),
                None,
                "warning",
                msg("add these employees to the data, or correct {credit}, if they are to be appraised", credit=credit),
                place=self.table.file,
            )
        ]

    def lines(self) -> NDArray[np.int64]:
        """How many lines each row of the table has of its own [n]."""
        found = np.zeros(len(self.table), np.int64)
        for who, when, n in self.known.groups:
            row = self.row(who, when)
            if row is not None:
                found[row] += n
        return found

    def row(self, who: str, when: object) -> int | None:
        """The row of the table for an employee and a period as they stand in the lines."""
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
