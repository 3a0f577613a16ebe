"""The lines of a source, once read: a table of checked values in DuckDB.

The table has a column for each field (`columns` leads there), `line` (which line of the file), and `pkey`, the number
of the period in which a line counts, where lines have a date. A line whose employee is NULL is a blank row, or one of
those that `keyless` names.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from appraise.data.arrow import array_of, pa, texts_of
from appraise.data.periods import MONTHS
from appraise.formula.vectors import UNDECIDED, YES, Text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from appraise.data.lines.database import Database
    from appraise.formula.vectors import Column
    from appraise.policy.model import LineSource, PeriodKind

EMPLOYEE, SHARE, FIRST = "employee_", "share_", "first_"  # columns of lines with several owners
Groups = list[tuple[str, Any, int]]  # employee and period as they stand in the lines, and how many lines


@dataclass(frozen=True, slots=True)
class Keyless:
    """The lines without an owner, a date or a period: `owner` and `when` are SQL of who and when; `there`: of lines at all."""

    owner: str
    when: str
    there: str = ""

    def __str__(self) -> str:
        """Write the condition in SQL."""
        lacking = f"({self.owner} IS NULL OR {self.when} IS NULL)"
        return f"({self.there} AND {lacking})" if self.there else lacking


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
    keyless: Keyless | None = None  # those without an owner, a date or a period, where there may be any
    alike: Callable[[], list[list[int]]] = list  # groups of lines that are the same in every column of the file
    label: str = ""  # the file with its sheet, where it has sheets
    left_out: int = 0  # people whom the other ruleset, whose results these are, does not appraise

    def once_each(self) -> str:
        """Write the condition that gives each line with an owner once."""
        there = f"{self.columns[self.source.employee]} IS NOT NULL"
        return there if self.source.owners is None else f"{there} AND {FIRST}"

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


def owner(source: LineSource, columns: Mapping[str, str]) -> str:
    """Write SQL for whose a line is; of several owners, as long as a line is one row, the first who is named."""
    if source.employee in columns:
        return columns[source.employee]
    return f"coalesce({', '.join(columns[name] for name in source.named_by)})"


def full_columns(lines: Lines, database: Database) -> set[str]:
    """The columns in which no line lacks a value."""
    columns = list(dict.fromkeys(lines.columns.values()))
    counted = ", ".join(f"count({column})" for column in columns)
    there = f"{lines.columns[lines.source.employee]} IS NOT NULL"
    there = f"({there} OR {lines.keyless})" if lines.keyless else there
    most, *counts = database.rows(f"SELECT count(*), {counted} FROM {lines.table} WHERE {there}")[0]
    return {column for column, count in zip(columns, counts, strict=True) if count == most}


def groups_of(source: LineSource, table: str, columns: Mapping[str, str], database: Database) -> Groups:
    """Look at whom and when the lines of a table are of."""
    who, when = owner(source, columns), columns.get(source.period or "", "pkey")
    return database.rows(
        f"SELECT {who}, {when}, count(*) FROM {table} WHERE {who} IS NOT NULL AND {when} IS NOT NULL GROUP BY ALL"
    )


def period_kind(source: LineSource) -> Any:
    """The Arrow type of what says when a line counts: the number of a period, a text or a date."""
    if source.period is None:
        return pa.int32()
    return pa.string() if source.fields[source.period].type == "text" else pa.float64()


def arrow_of(column: Column) -> Any:
    """A column as Arrow holds it: texts, numbers, or yes and no, null where missing."""
    if isinstance(column, Text):
        return texts_of(column.labels).take(array_of(np.maximum(column.codes, 0), column.codes < 0))
    if column.dtype == np.int8:
        return array_of(column == YES, column == UNDECIDED)
    return array_of(column, np.isnan(column))
