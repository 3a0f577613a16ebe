"""A policy is in force for at least one whole period, or at the end of one: else it appraises nothing."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from appraise.texts import msg

if TYPE_CHECKING:
    from appraise.diagnostics import Diagnostics
    from appraise.policy.meaning.scope import Scope
    from appraise.policy.model import PeriodKind, Ruleset
    from appraise.texts import Message

_MONTHS: dict[PeriodKind, int] = {"month": 1, "quarter": 3, "half-year": 6, "year": 12}
_NONE: dict[PeriodKind, Message] = {
    "month": msg("From {begins} to {ends} there is no whole month: a month is a calendar month."),
    "quarter": msg("From {begins} to {ends} there is no whole quarter: a quarter is a calendar quarter."),
    "half-year": msg("From {begins} to {ends} there is no whole half-year: a half-year is a half of a calendar year."),
    "year": msg("From {begins} to {ends} there is no whole year: a year is a calendar year."),
}


def check(ruleset: Ruleset, scope: Scope, diagnostics: Diagnostics) -> None:
    """Look for a whole period between the dates; a shorter time may take over a period that ends inside it."""
    begins, ends, kind = ruleset.begins, ruleset.ends, ruleset.period
    months = _MONTHS.get(kind)  # a period that is none was told when it was read
    if "effective" in scope.broken or begins.year <= 1 or ends.year >= date.max.year or ends < begins or months is None:
        return
    first = -(-_month_after(begins) // months) * months
    after = ends + timedelta(days=1)
    end = _day((after.year * 12 + after.month - 1) // months * months) - timedelta(days=1)
    long = ends >= _day(begins.year * 12 + begins.month - 1 + months) - timedelta(days=1)
    if _day(first) <= end or (begins <= end and not long):
        return
    near = _day(first), _day(first + months) - timedelta(days=1)
    diagnostics.error(
        "dates-order",
        _NONE[kind].given(begins=begins, ends=ends),
        ruleset.in_force,
        msg(
            "state whole ones, such as from {first} to {last}, or appraise by a shorter period",
            first=near[0],
            last=near[1],
        ),
    )


def _month_after(day: date) -> int:
    """The first month that begins on a day or after it, counted from the year 0."""
    return day.year * 12 + day.month - 1 + (day.day > 1)


def _day(month: int) -> date:
    return date(month // 12, month % 12 + 1, 1)
