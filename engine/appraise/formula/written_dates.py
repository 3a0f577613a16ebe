"""Dates as the language writes them, and as people write them elsewhere."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from typing import TYPE_CHECKING

from appraise.texts import Listed, Message, msg

if TYPE_CHECKING:
    from collections.abc import Collection

_FULL = re.compile(r"^(\d{4})\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})\s*日?$|^(\d{4})(\d\d)(\d\d)$")
_SHORT = re.compile(r"^(\d{1,2})\s*[-./]\s*(\d{1,2})\s*[-./]\s*(\d{4})$")
_NAMED = re.compile(
    r"(?:(\d{1,2})(?:st|nd|rd|th)?[-/.\s]+([A-Za-z]{3,9})\.?,?|([A-Za-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?)[-/\s]+(\d{4})"
)
_MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
           "december")  # fmt: skip


def as_date(text: str) -> date | None:
    """Read an ISO date, or give None.

    >>> as_date("2026-03-31"), as_date("31/03/2026")
    (datetime.date(2026, 3, 31), None)
    """
    try:
        return date.fromisoformat(text) if re.fullmatch(r"\d{4}-\d\d-\d\d", text) else None
    except ValueError:
        return None


def are_dates(keys: Collection[str]) -> bool:
    """Whether there are keys, and all of them are ISO dates: what stands under them holds from these days on."""
    return bool(keys) and all(as_date(key) for key in keys)


def with_name_of_month(text: str) -> tuple[int, int, int] | None:
    """Year, month and day of a date whose month is an English word, as in 5-Apr-2026 or April 5, 2026."""
    found = _NAMED.fullmatch(text)
    word = (found[2] or found[3]).lower() if found else ""
    months = [n for n, name in enumerate(_MONTHS, 1) if word in (name, name[:3], name[:4] if n == 9 else name)]
    return (int(found[5]), months[0], int(found[1] or found[4])) if found and months else None


def readings(text: str) -> list[date]:
    """The days that a date written in another way may mean: none, one, or two where day and month may change places."""
    plain = unicodedata.normalize("NFKC", text).strip().strip("'\"")
    found: list[date | None] = []
    if full := _FULL.match(plain):
        year, month, day = (int(part) for part in full.groups() if part)
        found = [_day(year, month, day)]
    elif short := _SHORT.match(plain):
        one, other, year = (int(part) for part in short.groups())
        found = [_day(year, one, other), _day(year, other, one)]
    elif named := with_name_of_month(plain):
        found = [_day(*named)]
    return list(dict.fromkeys(day for day in found if day is not None))


def how_to_write(text: str) -> Message:
    """Say how a date is written, with the day that was meant where that is certain."""
    days = readings(text)
    if len(days) == 1:
        return msg("write `{day}`", day=days[0])
    if days:
        each = (msg("{day} for {day:%B} {day.day}", day=day) for day in days)
        return msg("write {days}", days=Listed(tuple(each), "or"))
    plain = unicodedata.normalize("NFKC", text).strip()
    if _FULL.match(plain) or _SHORT.match(plain):
        return msg("there is no such day; write year-month-day, as in 2026-01-31")
    return msg("write year-month-day, as in 2026-01-31")


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
