"""Appraisal periods: a month, quarter, half-year or year; how people write them; their first and last day."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from appraise.texts import Message, msg

if TYPE_CHECKING:
    from collections.abc import Iterable

    from appraise.policy.model import PeriodKind

FIRST_YEAR, LAST_YEAR = 1900, 2199  # years outside are taken for slips of the pen
MONTHS: dict[PeriodKind, int] = {"month": 1, "quarter": 3, "half-year": 6, "year": 12}
_NAMES: dict[PeriodKind, Message] = {
    "month": msg("month", "a kind of period"),
    "quarter": msg("quarter", "a kind of period"),
    "half-year": msg("half-year", "a kind of period"),
    "year": msg("year", "a kind of period"),
}
_CHINESE = {"一": 1, "二": 2, "三": 3, "四": 4, "上": 1, "下": 2}
_YEAR = r"(?P<year>[0-9]{4})"
_FORMS: dict[PeriodKind, tuple[str, ...]] = {
    "month": (
        _YEAR + r"[-/](?P<number>[0-9]{1,2})",
        _YEAR + r"(?P<number>[0-9]{2})",
        _YEAR + r"\s*年\s*(?P<number>[0-9]{1,2})\s*月份?",
        _YEAR + r"\s*-?\s*M(?P<number>[0-9]{1,2})",
    ),
    "quarter": (
        _YEAR + r"\s*年?\s*-?\s*Q(?P<number>[1-4])",
        r"Q(?P<number>[1-4])\s*-?\s*" + _YEAR,
        _YEAR + r"\s*年?\s*第?\s*(?P<number>[1-4一二三四])\s*季度?",
    ),
    "half-year": (
        _YEAR + r"\s*年?\s*-?\s*H(?P<number>[12])",
        r"H(?P<number>[12])\s*-?\s*" + _YEAR,
        _YEAR + r"\s*年?\s*(?P<number>[上下])半年",
    ),
    "year": (_YEAR + r"\s*(?:年度?)?",),
}
_PATTERNS = {kind: tuple(re.compile(form, re.IGNORECASE) for form in forms) for kind, forms in _FORMS.items()}


def kind_named(kind: PeriodKind) -> Message:
    """Name a kind of period in a sentence: "month"."""
    return _NAMES[kind]


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """One period; `number` counts from 1 within the year (a year is 1). Sorts by time within a kind."""

    kind: PeriodKind
    year: int
    number: int

    def __post_init__(self) -> None:
        if not 1 <= self.number <= 12 // MONTHS[self.kind]:
            raise ValueError(f"there is no {self.kind} {self.number} in a year")

    @property
    def start(self) -> date:
        """The first day."""
        return date(self.year, (self.number - 1) * MONTHS[self.kind] + 1, 1)

    @property
    def end(self) -> date:
        """The last day."""
        month = self.number * MONTHS[self.kind]
        following = date(self.year + 1, 1, 1) if month == 12 else date(self.year, month + 1, 1)
        return following - timedelta(days=1)

    @property
    def days(self) -> int:
        """How many days it has, both ends counted."""
        return (self.end - self.start).days + 1

    @property
    def ordinal(self) -> int:
        """Its number among all periods of the kind, so that neighbours differ by 1."""
        return self.year * (12 // MONTHS[self.kind]) + self.number - 1

    @property
    def label(self) -> str:
        """How it is written everywhere in the product: 2026-03, 2026Q1, 2026H1, 2026."""
        if self.kind == "month":
            return f"{self.year}-{self.number:02}"
        letter = {"quarter": "Q", "half-year": "H"}.get(self.kind)
        return f"{self.year}{letter}{self.number}" if letter else str(self.year)


def parse_period(text: str, kind: PeriodKind) -> Period | None:
    """Read a period of the kind as people write it; None if the text is none or is one of another kind."""
    folded = unicodedata.normalize("NFKC", text).strip()
    for pattern in _PATTERNS[kind]:
        found = pattern.fullmatch(folded)
        if not found:
            continue
        parts = found.groupdict()
        year, written = int(parts["year"]), parts.get("number", "1")
        number = _CHINESE[written] if written in _CHINESE else int(written)
        if FIRST_YEAR <= year <= LAST_YEAR and 1 <= number <= 12 // MONTHS[kind]:
            return Period(kind, year, number)
    return None


def parse_periods(texts: Iterable[str], kind: PeriodKind) -> tuple[list[Period], list[str]]:
    """Read the periods that are asked for; also give the texts that are none of the kind."""
    read = [(text, parse_period(text, kind)) for text in texts]
    return [p for _, p in read if p is not None], [text for text, p in read if p is None]


def period_containing(day: date, kind: PeriodKind) -> Period:
    """The period of the kind that a day lies in.

    >>> from datetime import date
    >>> period_containing(date(2026, 8, 31), "quarter").label
    '2026Q3'
    """
    return Period(kind, day.year, (day.month - 1) // MONTHS[kind] + 1)


def period_of_date(day: date, kind: PeriodKind) -> Period | None:
    """Read a date that stands for a period: its first or last day. Any other day names no period."""
    period = period_containing(day, kind)
    inside = FIRST_YEAR <= day.year <= LAST_YEAR
    return period if inside and day in (period.start, period.end) else None
