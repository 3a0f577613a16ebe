"""A data file as checked columns, one row for each employee and period; no table if anything is wrong."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import numpy as np

from appraise.data.columns.decimal_signs import decided_by_cells
from appraise.data.columns.fields import holds_text, read_field
from appraise.data.files.frame import raw_of_frame
from appraise.data.files.raw_table import RawTable, damage_told
from appraise.data.files.read import read_raw
from appraise.data.findings import ColumnPlace, diagnostics_of
from appraise.data.keys import (
    choose,
    duplicates,
    last_rows,
    not_in_force,
    read_employees,
    read_periods,
    total_rows,
    widened,
)
from appraise.data.matching import match_columns
from appraise.data.periods import Period, kind_named
from appraise.data.writings import writings_told
from appraise.diagnostics import Diagnostic, Diagnostics, errors
from appraise.formula.vectors import Column, Text, part
from appraise.policy.model import PERIOD_EXAMPLES
from appraise.texts import msg

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    import pandas as pd
    from numpy.typing import NDArray

    from appraise.data.columns.cells import Cells
    from appraise.data.lines.findings import SourceRead
    from appraise.policy.model import Data, PeriodKind


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """The checked rows [n] of a file.

    columns: by field id, as appraise.formula.vectors holds them; the employee and period fields as Text.
    employee, period: who and when in each row, never missing; the labels of `period` are in time order.
    periods: the periods by code of `period`. rows: int64 [n], row numbers in the file as a spreadsheet shows
    them. digest: SHA-256 of the bytes of the file, in hexadecimal. as_of: the day inside the
    last period up to which the figures are, None where the periods are over. counts: by measure, how many lines
    are behind it in each row. lines: by source, how many each row has of its own. sources_read: how
    the lines were used.
    """

    file: str
    columns: Mapping[str, Column]
    employee: Text
    period: Text
    periods: tuple[Period, ...]
    rows: NDArray[np.int64]
    digest: str
    as_of: date | None = None
    counts: Mapping[str, NDArray[np.int64]] = dataclasses.field(default_factory=dict)
    sources_read: tuple[SourceRead, ...] = ()
    lines: Mapping[str, NDArray[np.int64]] = dataclasses.field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.rows)

    def part(self, rows: slice | NDArray[Any]) -> Table:
        """Some of the rows, by a slice, positions or a mask."""
        columns = {name: part(column, rows) for name, column in self.columns.items()}
        counts = {name: count[rows] for name, count in self.counts.items()}
        lines = {name: count[rows] for name, count in self.lines.items()}
        return replace(self, columns=columns, counts=counts, lines=lines, employee=self.employee.part(rows),
                       period=self.period.part(rows), rows=self.rows[rows])  # fmt: skip

    def of_periods(self, wanted: Collection[int]) -> tuple[Table, NDArray[np.int64]]:
        """The rows of some periods, by their codes, without a trace of the others; and which rows these are."""
        codes = sorted(wanted)
        rows = np.flatnonzero(np.isin(self.period.codes, codes))
        some = self.part(rows)
        labels = tuple(self.periods[code].label for code in codes)
        period = Text(np.searchsorted(codes, some.period.codes), labels, ordered=True)
        columns = {name: period if whole is self.period else some.columns[name] for name, whole in self.columns.items()}
        periods = tuple(self.periods[code] for code in codes)
        return replace(some, columns=columns, period=period, periods=periods), rows


def read_table(
    ruleset_data: Data,
    begins: date,
    ends: date,
    kind: PeriodKind,
    path: Path,
    *,
    periods: Sequence[Period] = (),
    before: bool = False,
    sheet: str | None = None,
) -> tuple[Table | None, list[Diagnostic]]:
    """Read a file as the ruleset's data describe it, and check every cell that is used.

    begins, ends: the dates between which the ruleset is in force. kind: the ruleset's kind of period.
    periods: only rows of these are read; for a file without a period column, the one period that it is of.
    before: rows of earlier periods are read too, also from before the ruleset was in force.
    sheet: of a workbook, in place of the ruleset's. Gives the table, or None if there is any error, and all
    diagnostics.
    """
    diagnostics = Diagnostics()
    expected = {name for field in ruleset_data.fields.values() for name in field.columns or (field.id,)}
    raw = read_raw(Path(path), sheet or ruleset_data.sheet, diagnostics, expected, encoding=ruleset_data.encoding)
    if raw is None or errors(diagnostics.found):
        return None, diagnostics.found
    with damage_told(raw.file, diagnostics):
        table, found = _checked(raw, _Rules(ruleset_data, begins, ends, kind, tuple(dict.fromkeys(periods)), before))
        return table, diagnostics.found + found
    return None, diagnostics.found


def table_of(
    frame: pd.DataFrame,
    ruleset_data: Data,
    begins: date,
    ends: date,
    kind: PeriodKind,
    *,
    periods: Sequence[Period] = (),
    before: bool = False,
) -> tuple[Table | None, list[Diagnostic]]:
    """Read a DataFrame as `read_table` reads a file called "data"; its first row is called row 2."""
    diagnostics = Diagnostics()
    expected = {name for field in ruleset_data.fields.values() for name in field.columns or (field.id,)}
    raw = raw_of_frame(frame, diagnostics, expected)
    if raw is None or errors(diagnostics.found):
        return None, diagnostics.found
    table, found = _checked(raw, _Rules(ruleset_data, begins, ends, kind, tuple(dict.fromkeys(periods)), before))
    return table, diagnostics.found + found


@dataclass(frozen=True, slots=True)
class _Rules:
    data: Data
    begins: date
    ends: date
    kind: PeriodKind
    periods: tuple[Period, ...]
    before: bool


def _checked(raw: RawTable, rules: _Rules) -> tuple[Table | None, list[Diagnostic]]:
    data = rules.data
    matched, found = match_columns(data.fields.values(), raw)
    wrong = _wrong_periods(rules, raw.label)
    apart = bool(found) and bool(raw.elsewhere)  # the headings stand in several rows: the first rows are no data
    found += [*wrong, *raw.problems]
    if wrong or apart or {data.employee, data.period or data.employee} - matched.keys():
        return None, found
    period, periods, kept, parts, problems = _periods(raw, rules, matched)
    found += problems
    rows = raw.rows if kept is None else raw.rows[kept]
    columns: dict[str, Column] = {}
    held: dict[str, Cells] = {}
    for name, field in data.fields.items():
        if name != data.period and name in matched:
            cells = raw.columns[matched[name]](holds_text(field) or name == data.employee)
            held[name] = cells if kept is None else cells.part(kept)
    fields, undecided = decided_by_cells(data.fields, held, matched, raw.label, raw.delimiter, raw.decimal)
    found += undecided
    for name, field in fields.items():
        if name == data.period:
            columns[name] = period
            continue
        if name not in held:
            continue
        cells = held[name]
        if name == data.employee:
            columns[name], findings = read_employees(field, cells)
        else:
            columns[name], findings = read_field(field, cells)
            if isinstance(columns[name], Text) and not findings.bad.any():
                findings = total_rows(field, cast("Text", columns[name]))
        found += diagnostics_of(findings, cells.shown, ColumnPlace(raw.label, matched[name], rows))
    employee = columns[data.employee]
    assert isinstance(employee, Text)  # noqa: S101  the field of the employee is read as one
    found += writings_told(employee.labels, raw.label)
    found += duplicates(employee, parts or period, rows, raw.label, roster=data.period is None)
    if errors(found):
        return None, found
    table = Table(raw.file, columns, employee, period, periods, rows, raw.digest)
    return (table if parts is None else table.part(last_rows(employee, period, parts))), found


def checked_table(raw: RawTable, data: Data, kind: PeriodKind) -> tuple[Table | None, list[Diagnostic]]:
    """Check the rows of a file of any periods, whenever a ruleset was in force."""
    return _checked(raw, _Rules(data, date.min, date.max, kind, (), before=False))


def _wrong_periods(rules: _Rules, file: str) -> list[Diagnostic]:
    """Check the periods that were asked for against the kind of the ruleset and of the file."""
    example = PERIOD_EXAMPLES[rules.kind]
    found = [
        Diagnostic(
            "data-period",
            msg(
                "{period} is a {kind}, but the ruleset appraises by {own}.",
                period=period.label,
                kind=kind_named(period.kind),
                own=kind_named(rules.kind),
            ),
            hint=msg("write it as {example}", example=example),
        )
        for period in rules.periods
        if period.kind != rules.kind
    ]
    if rules.data.period is None and len(rules.periods) != 1:
        given = msg("{n} periods were given", n=len(rules.periods)) if rules.periods else msg("no period was given")
        found.append(
            Diagnostic(
                "data-period",
                msg("The data have no column of periods, so the rows are of one period; {given}.", given=given),
                hint=msg("say which: --period {example}", example=example),
                place=file,
            )
        )
    return found


def _periods(
    raw: RawTable, rules: _Rules, matched: Mapping[str, str]
) -> tuple[Text, tuple[Period, ...], NDArray[np.bool_] | None, Text | None, list[Diagnostic]]:
    """The period of each kept row, the periods, a mask of the kept rows (None: all), own shorter periods, the problems."""
    parts: Text | None = None
    if rules.data.period is None:
        codes, known, kept = np.zeros(len(raw.rows), np.intp), rules.periods, None
        found: list[Diagnostic] = []
    else:
        heading = matched[rules.data.period]
        cells = raw.columns[heading](False)
        keyed = own = read_periods(cells, rules.data.rows or rules.kind)
        keyed = keyed if rules.data.rows is None else widened(keyed, rules.kind)
        source = ColumnPlace(raw.label, heading, raw.rows)
        found = diagnostics_of(keyed.blank, cells.shown, source)
        found += diagnostics_of(keyed.findings, cells.shown, source, "data-period")
        mask, absent = choose(keyed, rules.periods, raw.label)
        found += absent
        if rules.before and rules.periods:
            mask |= (keyed.codes >= 0) & (keyed.codes <= keyed.codes[mask].max(initial=-1))
        kept = None if mask.all() else mask
        if rules.data.rows is not None:
            parts = Text(own.codes[mask], tuple(p.label for p in own.periods), ordered=True)
        old = keyed.codes[mask]
        used = np.unique(old)
        codes, known = np.searchsorted(used, old), tuple(keyed.periods[code] for code in used.tolist())
    counts = dict(zip(known, np.bincount(codes, minlength=len(known)).tolist(), strict=True))
    if rules.before and rules.periods:
        counts = {period: count for period, count in counts.items() if period in rules.periods}
    found += not_in_force(counts, rules.begins, rules.ends, raw.label)
    text = Text(codes.astype(np.intp), tuple(period.label for period in known), ordered=True)
    return text, known, kept, parts, found
