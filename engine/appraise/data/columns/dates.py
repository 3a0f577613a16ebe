"""Columns of dates as days since 1970-01-01, in writings that have one meaning only, or as the field says; nothing is guessed."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

import numpy as np

from appraise.data.columns.cells import BLANK, DAY, EPOCH, NUMBER, OTHER, TEXT, TRUTH, Cells
from appraise.data.columns.number_text import LEAVE_EMPTY, NO_VALUE, excel_error, fold
from appraise.data.findings import Findings, Reason, stated
from appraise.data.periods import FIRST_YEAR, LAST_YEAR
from appraise.formula.written_dates import with_name_of_month
from appraise.texts import Listed, msg

if TYPE_CHECKING:
    from collections.abc import Sequence

    from appraise.formula.vectors import Numbers
    from appraise.policy.model import Field

_FORMS = re.compile(
    r"(?:(?P<y1>[0-9]{4})(?P<sep>[-/.])(?P<m1>[0-9]{1,2})(?P=sep)(?P<d1>[0-9]{1,2})"
    r"|(?P<y2>[0-9]{4})\s*年\s*(?P<m2>[0-9]{1,2})\s*月\s*(?P<d2>[0-9]{1,2})\s*[日号]"
    r"|(?P<y3>[0-9]{4})(?P<m3>[0-9]{2})(?P<d3>[0-9]{2}))"
    r"(?:[ T]+0{1,2}:00(?::00(?:\.0+)?)?)?"
)
_YEAR_LAST = re.compile(r"([0-9]{1,2})(?P<sep>[-/.])([0-9]{1,2})(?P=sep)([0-9]{4})(?:[ T]+0{1,2}:00(?::00(?:\.0+)?)?)?")
WRITE = msg("write the date with the year first, for example 2026-03-01")
_CLOCK = re.compile(
    r"(?P<day>.*?[0-9日号])[ T]+(?P<h>[0-9]{1,2}):(?P<m>[0-9]{2})(?::(?P<s>[0-9]{2})(?:\.(?P<f>[0-9]{1,6})[0-9]*)?)?"
)
_ORDER = Reason(msg("{value} is ambiguous: which is the day and which the month?"), WRITE)
_SERIAL = Reason(
    msg("{value} is not a date; it may be the inner number of a date in a workbook."),
    msg("format the column as a date in the workbook and save it again"),
)
WRITE_MOMENT = msg("write the date with the year first, then the time, for example 2026-03-01 09:30")
_TIME = Reason(
    msg("{value} has a time of day, but the column holds dates."), msg("write the date only, without a time")
)
_YEAR = Reason(
    msg("{value} is outside the years {first} to {last}.", first=FIRST_YEAR, last=LAST_YEAR),
    msg("check the year"),
)


def parse_date(text: str, order: str | None = None) -> dt.date | Reason:
    """Read one text as a date: 2026-03-01, 2026/3/1, 2026.3.1, 2026年3月1日, 20260301 or 1-Mar-2026; else say why not.

    `order`, such as "d/m/y", says how dates are written whose year stands last.
    """
    plain = fold(text)
    parts = _parts(plain, order)
    if parts is None:
        return _why_not(plain)
    if not FIRST_YEAR <= parts[0] <= LAST_YEAR:
        return _YEAR
    try:
        return dt.date(*parts)
    except ValueError:
        mend = msg("correct the date") if order is None else msg("correct the date, or `format`")
        return Reason(msg("There is no such day as {value}."), mend)


def _parts(text: str, order: str | None) -> tuple[int, int, int] | None:
    """Year, month and day of a text that is written as a date; None for another."""
    if found := _FORMS.fullmatch(text):
        year, month, day = (int(part) for name in "123" for part in
                            (found["y" + name], found["m" + name], found["d" + name]) if part)  # fmt: skip
        return year, month, day
    if named := with_name_of_month(text):
        return named
    found = _YEAR_LAST.fullmatch(text)
    if found and order is not None and found["sep"] == order[1]:
        first, second, year = int(found[1]), int(found[3]), int(found[4])
        return (year, second, first) if order[0] == "d" else (year, first, second)
    return None


def parse_moment(text: str, order: str | None = None) -> float | Reason:
    """Read one text as a moment, in days since 1970-01-01: a date, alone or with a time such as 09:30 or 09:30:15."""
    plain = fold(text)
    found = _CLOCK.fullmatch(plain)
    day = parse_date(found["day"] if found else plain, order)
    if isinstance(day, Reason):
        return Reason(msg("{value} is not a date with a time of day."), WRITE_MOMENT) if found or day is _TIME else day
    if not found:
        return days_of(day)
    hours, minutes, seconds = int(found["h"]), int(found["m"]), int(found["s"] or 0)
    if hours > 23 or minutes > 59 or seconds > 59:
        return Reason(msg("There is no such time of day as in {value}."), WRITE_MOMENT)
    return days_of(day) + (hours * 3600 + minutes * 60 + seconds + float("0." + (found["f"] or "0"))) / 86400


def _why_not(text: str) -> Reason:
    if error := excel_error(text):
        return error
    if text.casefold() in NO_VALUE:
        return Reason(msg("{value} is not a date."), LEAVE_EMPTY)
    if re.fullmatch(r"[0-9]{5}(\.[0-9]+)?", text):
        return _SERIAL
    if re.fullmatch(r"[0-9]{1,2}[-/.][0-9]{1,2}[-/.][0-9]{4}.*", text):
        return _ORDER
    if re.fullmatch(r"[0-9]{1,2}([-/.年])[0-9]{1,2}([-/.月])[0-9]{1,2}日?", text):
        return Reason(msg("{value} has a year of two digits."), WRITE)
    if re.fullmatch(r"[0-9]{4}.*[0-9]:[0-9]{2}.*", text):
        return _TIME
    return Reason(msg("{value} is not a date."), WRITE)


def read_dates(field: Field, cells: Cells) -> tuple[Numbers, Findings]:
    """Read a column of dates [n] as days since 1970-01-01; blank cells are NaN (or the field's `missing`).

    A column of the type datetime may hold times of day, which are fractions of days.
    """
    timed = field.type == "datetime"
    findings = Findings.none(len(cells))
    findings.mark(cells.kinds == TRUTH, Reason(msg("{value} is a yes/no value, not a date."), WRITE))
    findings.mark(cells.kinds == OTHER, Reason(msg("{value} is not a date."), WRITE))
    is_day, is_number, is_text = (cells.kinds == kind for kind in (DAY, NUMBER, TEXT))
    days = np.where(is_day, cells.values, np.nan)
    if not timed:
        findings.mark(is_day & (cells.values != np.floor(cells.values)), _TIME)
    first, last = (days_of(dt.date(year, month, day)) for year, month, day in
                   ((FIRST_YEAR, 1, 1), (LAST_YEAR, 12, 31)))  # fmt: skip
    findings.mark(is_day & ((cells.values < first) | (cells.values >= last + 1)), _YEAR)
    different, at = np.unique(cells.values[is_number], return_inverse=True)
    texts = [f"{v:.0f}" if v == np.floor(v) and 1e7 <= v < 1e8 else None for v in different.tolist()]
    _place(days, findings, np.flatnonzero(is_number), at, texts, field)
    codes = np.unique(cells.codes[is_text])
    at = np.searchsorted(codes, cells.codes[is_text])
    _place(days, findings, np.flatnonzero(is_text), at, [cells.labels[c].as_py() for c in codes.tolist()], field)  # fmt: skip
    days = np.where(findings.bad, np.nan, days)
    if isinstance(field.missing, str):
        missing = parse_moment(field.missing)
        days[cells.kinds == BLANK] = np.nan if isinstance(missing, Reason) else missing
    return days, findings


def _which_order(texts: Sequence[str | None], field: Field) -> Reason:
    """Say which order of day and month fits all dates of a column whose year stands last, and what to write then."""
    if field.format is not None:
        return Reason(
            msg("{value} is not written as the field says, `format: {format}`.", format=field.format),
            msg("correct the cell, or `format`"),
        )
    found = [one for text in texts if text is not None and (one := _YEAR_LAST.match(fold(text)))]
    seps = {one["sep"] for one in found}
    fitting = [o for o in "dm" if all(int(one[3 if o == "d" else 1]) <= 12 for one in found)]
    if len(seps) > 1 or not fitting:
        return _ORDER
    forms = [f"{o}{sep}{'m' if o == 'd' else 'd'}{sep}y" for o in fitting for sep in seps]
    if len(forms) == 1:
        return Reason(
            msg("{value} has its year last; all dates of the column fit {format}, and only that.", format=forms[0]),
            msg("write `{field}` under `fields`; or {write}", field=stated(field, f"format: {forms[0]}"), write=WRITE),
        )
    either = Listed(tuple(f"`{stated(field, f'format: {form}')}`" for form in forms), "or")
    return Reason(_ORDER.message, msg("say which under `fields`, {either}; or {write}", either=either, write=WRITE))


def days_of(day: dt.date) -> float:
    """Count days since 1970-01-01."""
    return float(day.toordinal() - EPOCH.toordinal())


def _place(days: Numbers, findings: Findings, rows: np.ndarray[tuple[int, ...], np.dtype[np.intp]],
           at: np.ndarray[tuple[int, ...], np.dtype[np.intp]], texts: list[str | None], field: Field) -> None:  # fmt: skip
    """Read each different text (None: a number that is no date) and give the result to its rows."""
    value, which = np.full(len(texts), np.nan), np.zeros(len(texts), np.int32)
    known: dict[Reason, int] = {}
    parse, ambiguous = (parse_moment if field.type == "datetime" else parse_date), _which_order(texts, field)
    for i, text in enumerate(texts):
        read = _SERIAL if text is None else parse(text, field.format)
        read = ambiguous if read == _ORDER else read
        if isinstance(read, Reason):
            which[i] = known[read] if read in known else known.setdefault(read, findings.number(read))
        else:
            value[i] = read if isinstance(read, float) else days_of(read)
    days[rows], findings.which[rows] = value[at], which[at]
