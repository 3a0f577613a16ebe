"""The oracle's values: exact fractions, texts, dates, yes or no, and None for what is missing or undecided.

Nothing here is shared with the engine; every rule is written down again from its meaning.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING

from appraise.policy.values import LOWEST

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from appraise.policy.model import Field
    from appraise.policy.values import Constant, Setting

Value = Fraction | str | date | bool | None
Number = Fraction | None


class OracleError(Exception):
    """The employee cannot be appraised: `code` is the first cause, `codes` all that was found."""

    def __init__(self, codes: Sequence[str]):
        super().__init__(", ".join(codes))
        self.code, self.codes = codes[0], tuple(codes)


def decimal(value: float) -> Fraction:
    """A constant is the decimal that a person wrote, not the binary float nearest to it."""
    return Fraction(repr(value))


def constant(written: Constant) -> Fraction:
    """As `decimal`; a percent is a hundredth of what stands before its sign, in decimal."""
    return Fraction(written.text.strip().rstrip("%").strip()) / 100 if written.percent else decimal(written.value)


def half_up(value: Number, places: int | None) -> Number:
    """Rounded to so many decimal places, halves away from zero; as it is where no places are stated."""
    if value is None or places is None:
        return value
    scaled = abs(value) * 10**places
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return Fraction(whole if value >= 0 else -whole, 10**places)


def divided(a: Number, b: Number) -> Number:
    """Division by zero is missing, and so is anything with a missing side."""
    return None if a is None or b is None or b == 0 else a / b


def product(*values: Number) -> Number:
    """Missing where one of them is missing."""
    result = Fraction(1)
    for value in values:
        if value is None:
            return None
        result *= value
    return result


def total(values: Iterable[Number]) -> Number:
    """Missing where one of them is missing."""
    result = Fraction(0)
    for value in values:
        if value is None:
            return None
        result += value
    return result


def smallest(*values: Number) -> Number:
    """Missing where one of them is missing."""
    known = [v for v in values if v is not None]
    return min(known) if len(known) == len(values) else None


def largest(*values: Number) -> Number:
    """Missing where one of them is missing."""
    known = [v for v in values if v is not None]
    return max(known) if len(known) == len(values) else None


def every(truths: Sequence[bool | None]) -> bool | None:
    """Kleene's `and`: one false decides, otherwise one undecided leaves it undecided."""
    return False if False in truths else None if None in truths else True


def some(truths: Sequence[bool | None]) -> bool | None:
    """Kleene's `or`: one true decides, otherwise one undecided leaves it undecided."""
    return True if True in truths else None if None in truths else False


def months_between(a: date, b: date) -> int:
    """Whole months, as DATEDIF(…, "m"): a month counts once its day has come; backwards it mirrors."""
    months = (b.year - a.year) * 12 + b.month - a.month
    if b < a:
        return months + (b.day > a.day)
    return months - (b.day < a.day)


def calendar_months_between(a: date, b: date, last: Fraction = Fraction(31)) -> int:
    """The difference of the calendar months; a first date after the day `last` belongs to the month after it."""
    begins = a.year * 12 + a.month + (1 if a.day > last else 0)
    return b.year * 12 + b.month - begins


def reached(value: Fraction, bounds: Sequence[Fraction | None], boundary: str) -> int:
    """Position of the last bound that is reached (lower: from the bound on, upper: beyond it), else -1.

    A bound of None is `lowest`, which every value reaches.
    """
    at = -1
    for i, bound in enumerate(bounds):
        if bound is None or value > bound or (boundary == "lower" and value == bound):
            at = i
    return at


def on_lines(x: Fraction, places: Sequence[Fraction], heights: Sequence[Number], boundary: str, *,
             extend: bool = False) -> Number:  # fmt: skip
    """The height at x of straight lines through points in rising order.

    Outside them it stays flat, or goes on along the first or last segment. Two points at one place are a
    jump: exactly there the boundary `lower` takes the second, `upper` the first.
    """
    hits = [height for place, height in zip(places, heights, strict=True) if place == x]
    if hits:
        return hits[-1] if boundary == "lower" else hits[0]
    if not extend and x < places[0]:
        return heights[0]
    if not extend and x > places[-1]:
        return heights[-1]
    segments = list(zip(pairwise(places), pairwise(heights), strict=True))
    inside = [s for s in segments if s[0][0] < x < s[0][1]]
    (left, right), (low, high) = inside[0] if inside else segments[0] if x < places[0] else segments[-1]
    return None if low is None or high is None else low + (high - low) * (x - left) / (right - left)


def read_cell(field: Field, text: str) -> Value:
    """What a cell of the generator's CSV says; a blank one is missing."""
    if text == "":
        return None
    if field.type == "text" or field.values is not None:
        return text
    if field.type == "date":
        return date.fromisoformat(text)
    if field.type == "yes-no":
        return text == "yes"
    if text.endswith("%"):
        return Fraction(text[:-1]) / 100
    return Fraction(text) / (100 if field.type == "percent" and field.scale[1] == 100 else 1)


def bounds_of(constants: Sequence[Constant]) -> list[Fraction | None]:
    """Bounds as decimals; None for `lowest`."""
    return [None if c.value == LOWEST else constant(c) for c in constants]


def limited(value: Number, floor: Setting | None, cap: Setting | None, setting: Callable[[Setting], Number]) -> Number:
    """At least the floor, then at most the cap; a limit that is missing makes it missing."""
    low, high = (None if limit is None else setting(limit) for limit in (floor, cap))
    if floor is not None:
        value = largest(value, low)
    if cap is not None:
        value = smallest(value, high)
    return value
