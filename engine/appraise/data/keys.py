"""Whose row it is and of which period: reading periods, choosing among them, finding rows that are twice."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from appraise.data.columns.cells import BLANK, DAY, EPOCH, NUMBER, OTHER, TEXT, TRUTH, Cells, number_text
from appraise.data.columns.dates import parse_date
from appraise.data.columns.labels import read_texts
from appraise.data.findings import MOST_PER_FIELD, Findings, Reason
from appraise.data.periods import Period, kind_named, parse_period, period_containing, period_of_date
from appraise.data.totals import is_named_total, is_total
from appraise.diagnostics import Diagnostic, place_of
from appraise.policy.model import PERIOD_EXAMPLES
from appraise.texts import Listed, Message, msg, msgs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from appraise.formula.vectors import Text
    from appraise.policy.model import Field, PeriodKind

_LATEST = 24  # periods of the data that a message names
MERGED = msg("merged cells fill only their first row; write the value in every row, and remove rows of totals")


class Keyed(NamedTuple):
    """The period of each row: codes [n] (-1 where unreadable) into `periods`, which are in time order."""

    codes: NDArray[np.intp]
    periods: tuple[Period, ...]
    findings: Findings  # cells that cannot be read, to be reported as data-period
    blank: Findings  # blank cells, to be reported as data-value


def read_employees(field: Field, cells: Cells, *, blank: bool = False) -> tuple[Text, Findings]:
    """Read the column that says whose row it is [n]: any text but the name of a total, and not blank unless it may be."""
    column, findings = read_texts(replace(field, values=None, missing=None), cells)
    if not blank:
        findings.mark(cells.kinds == BLANK, Reason(msg("The employee is blank."), MERGED))
    totals = [at for at, label in enumerate(column.labels) if is_total(label)]
    findings.mark(
        np.isin(column.codes, np.array(totals, np.intp)),
        Reason(
            msg("{value} is not an employee: the row looks like a total."),
            msg("remove the row: what it adds up is counted already"),
        ),
    )
    return column, findings


def total_rows(field: Field, column: Text) -> Findings:
    """Refuse rows that a text of another column [n] calls a total, whatever stands for the employee."""
    findings = Findings.none(len(column.codes))
    totals = [at for at, label in enumerate(column.labels) if field.values is None and is_named_total(label)]
    findings.mark(
        np.isin(column.codes, np.array(totals, np.intp)),
        Reason(
            msg("{value} is the label of a total, so the row is of no employee."), msg("remove the row from the file")
        ),
    )
    return findings


def read_periods(cells: Cells, kind: PeriodKind) -> Keyed:
    """Read the column of periods: texts, whole numbers (2026, 202603) and first or last days of a period."""
    findings, blank = Findings.none(len(cells)), Findings.none(len(cells))
    blank.mark(cells.kinds == BLANK, Reason(msg("The period is blank."), MERGED))
    reason = Reason(
        msg("{value} is not a {kind}.", kind=kind_named(kind)),
        msg("write it as {example}", example=PERIOD_EXAMPLES[kind]),
    )
    read: list[Period | None] = []
    at = np.full(len(cells), -1, np.intp)
    for cell_kind in (TEXT, NUMBER, DAY):
        rows = cells.kinds == cell_kind
        held = cells.codes[rows] if cell_kind == TEXT else cells.values[rows]
        different, inverse = np.unique(held, return_inverse=True)
        at[rows] = inverse + len(read)
        for value in different.tolist():
            if cell_kind == TEXT:
                read.append(_period_of_text(cells.labels[value].as_py(), kind))
            elif cell_kind == NUMBER:
                read.append(_period_of_text(number_text(value), kind))
            else:
                day = EPOCH + dt.timedelta(days=int(np.floor(value)))
                read.append(period_of_date(day, kind) if value == np.floor(value) else None)
    periods = tuple(sorted({period for period in read if period is not None}))
    order = {period: code for code, period in enumerate(periods)}
    codes = np.array([order[p] if p is not None else -1 for p in read] + [-1], np.intp)[at]
    odd = (cells.kinds == OTHER) | (cells.kinds == TRUTH)
    findings.mark(((codes < 0) & (cells.kinds != BLANK)) | odd, reason)
    return Keyed(codes, periods, findings, blank)


def widened(keyed: Keyed, kind: PeriodKind) -> Keyed:
    """The longer periods in which the periods of rows lie."""
    whole = [period_containing(period.start, kind) for period in keyed.periods]
    periods = tuple(sorted(set(whole)))
    codes = np.array([periods.index(p) for p in whole] + [-1], np.intp)[keyed.codes]
    return keyed._replace(codes=codes, periods=periods)


def last_rows(employee: Text, period: Text, part: Text) -> NDArray[np.int64]:
    """The rows of which `part` is the latest for their employee and period, in the order of the file."""
    order = np.lexsort((part.codes, period.codes, employee.codes))
    keys = employee.codes.astype(np.int64) * max(1, len(period.labels)) + period.codes
    last = np.append(keys[order][1:] != keys[order][:-1], True) if len(order) else np.zeros(0, bool)
    return np.sort(order[last]).astype(np.int64)


def _period_of_text(text: str, kind: PeriodKind) -> Period | None:
    period = parse_period(text, kind)
    if period is None:
        day = parse_date(text)
        period = period_of_date(day, kind) if isinstance(day, dt.date) else None
    return period


def choose(keyed: Keyed, wanted: Sequence[Period], file: str) -> tuple[NDArray[np.bool_], list[Diagnostic]]:
    """Say which rows are of the wanted periods (none named: all readable ones); absent ones are errors."""
    if not wanted:
        return keyed.codes >= 0, []
    chosen = [code for code, period in enumerate(keyed.periods) if period in wanted]
    there = _labels(keyed.periods)
    absent = [period for period in dict.fromkeys(wanted) if period not in keyed.periods]
    found = [
        Diagnostic(
            "data-period",
            msg("The data have no rows for {period}.", period=period.label),
            hint=there,
            place=file,
        )
        for period in absent
    ]
    return np.isin(keyed.codes, np.array(chosen, np.intp)), found


def _labels(periods: Sequence[Period]) -> Message:
    labels, earlier = Listed(tuple(period.label for period in periods[-_LATEST:])), len(periods) - _LATEST
    if not periods:
        return msg("periods in the data: none")
    if earlier > 0:
        return msg("periods in the data: {labels} and {earlier} earlier ones", labels=labels, earlier=earlier)
    return msg("periods in the data: {labels}", labels=labels)


def not_in_force(counts: dict[Period, int], begins: dt.date, ends: dt.date, file: str) -> list[Diagnostic]:
    """One error for each period that does not end within the ruleset's dates; `counts` are its rows."""
    return [
        Diagnostic(
            "not-in-force",
            msgs(
                "{period} ends on {end}, but the ruleset is in force from {begins} to {ends}; the data "
                "have {n:,} row of that period.",
                "{period} ends on {end}, but the ruleset is in force from {begins} to {ends}; the data "
                "have {n:,} rows of that period.",
                count,
                period=period.label,
                end=period.end,
                begins=begins,
                ends=ends,
            ),
            hint=msg("choose periods with --period, or extend `effective` in the ruleset"),
            place=file,
        )
        for period, count in counts.items()
        if not begins <= period.end <= ends
    ]


def duplicates(employee: Text, period: Text, rows: NDArray[np.int64], file: str, roster: bool) -> list[Diagnostic]:
    """One error for each employee with more than one row in a period, naming the rows."""
    known = np.flatnonzero(employee.codes >= 0)
    keys = employee.codes[known].astype(np.int64) * max(1, len(period.labels)) + period.codes[known]
    order = np.argsort(keys, kind="stable")
    keys, known = keys[order], known[order]
    starts = np.flatnonzero(np.concatenate([[True], keys[1:] != keys[:-1]])) if len(keys) else keys
    sizes = np.diff(np.append(starts, len(keys)))
    groups = sorted((known[start : start + size].tolist() for start, size in
                     zip(starts[sizes > 1].tolist(), sizes[sizes > 1].tolist(), strict=True)))  # fmt: skip
    hint = msg("keep one row for each employee and period")
    if roster:
        hint = msg("keep one row for each employee; if the file has several periods, name the column under `period`")
    found = []
    for group in groups[:MOST_PER_FIELD]:
        *first, last = rows[group[:10]].tolist()
        named = msg("{rows} and {last}", "rows of a file", rows=Listed(tuple(first)), last=last)
        if len(group) > 10:
            named = msg("{rows} and more", "rows of a file", rows=Listed((*first, last)))
        who, when = employee.labels[employee.codes[group[0]]], period.labels[period.codes[group[0]]]
        found.append(
            Diagnostic(
                "data-duplicate",
                msg(
                    "Employee {employee} has {n} rows for {period}: rows {rows}.",
                    employee=who,
                    n=len(group),
                    period=when,
                    rows=named,
                ),
                hint=hint,
                place=place_of(file, rows[group[0]], ""),
            )
        )
    if len(groups) > MOST_PER_FIELD:
        more = msg(
            "{more:,} more employees have several rows ({all:,} in all).",
            more=len(groups) - MOST_PER_FIELD,
            all=len(groups),
        )
        found.append(Diagnostic("more-of-the-same", more, place=file))
    return found
