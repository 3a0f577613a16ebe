"""The lines of a source, once read: a table of checked values in DuckDB.

The table has a column for each field (`columns` leads there), `line` (which line of the file), and `pkey`, the number
of the period in which a line counts, where lines have a date. A line whose employee is NULL is a blank row, or one of
those that `keyless` names.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from engine.data.arrow import pa
from engine.data.periods import MONTHS
from engine.formula.vectors import UNDECIDED, YES, Text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from engine.data.lines.database import Database
    from engine.formula.vectors import Column
    from engine.policy.model import LineSource, PeriodKind

Groups = list[tuple[str, Any, int]]  # employee and period as they stand in the lines, and how many lines


@dataclass(frozen=True, slots=True, eq=False)
class Lines:
    """A table of lines: its name in the database, the column and the heading of each field that it holds."""

    source: LineSource
    file: str
    table: str
    columns: Mapping[str, str]
    headings: Mapping[str, str]
    row_of: Callable[[Sequence[int]], list[int]]
    digest: Callable[[], str]
    groups: Groups
    once: str = ""  # the table in which they are grouped already, where there is no table of lines
    numbered: str = ""  # the same with `line`, where the table has none
    keyless: str = ""  # SQL of the lines without an owner, a date or a period, where there may be any
    label: str = ""  # the file with its sheet, where it has sheets
    left_out: int = 0  # people whom the other ruleset, whose results these are, does not appraise

    @property
    def called(self) -> str:
        """The file as messages call it, with its sheet."""
        return self.label or self.file


def pkey(date: str, kind: PeriodKind) -> str:
    """Write SQL for the number of the period of a date."""
    return f"((year({date}) * 12 + month({date}) - 1) // {MONTHS[kind]})::INTEGER"


def date_of(day: str) -> str:
    """Write SQL for the date of a day, given as days since 1970-01-01."""
    return f"(DATE '1970-01-01' + floor({day})::INTEGER)"


def groups_of(source: LineSource, table: str, columns: Mapping[str, str], database: Database) -> Groups:
    """Look at whom and when the lines of a table are of."""
    who, when = columns[source.employee], columns.get(source.period or "", "pkey")
    return database.rows(
        f"SELECT {who}, {when}, count(*) FROM {table} WHERE {who} IS NOT NULL AND {when} IS NOT NULL GROUP BY ALL"
    )


def arrow_of(column: Column) -> Any:
    """Give a column as Arrow holds it: texts, numbers, or yes and no, null where missing."""
    if isinstance(column, Text):
        return pa.array(column.strings(), pa.string())
    if column.dtype == np.int8:
        return pa.array(column == YES, pa.bool_(), mask=column == UNDECIDED)
    return pa.array(column, pa.float64(), mask=np.isnan(column))
