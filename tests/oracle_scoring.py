"""The oracle's attainment, tiers and shares of a period; tests/methods has the scoring methods.

`setting` gives the number of a setting, `note` keeps an error by its code.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from tests.oracle_values import bounds_of, divided, half_up, on_lines, product, reached, total

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from appraise.data.periods import Period
    from appraise.policy.model import Tiers
    from appraise.policy.values import Setting
    from tests.oracle_values import Number

    Settings = Callable[[Setting], Number]
    Note = Callable[[str], None]


def attainment(how: str, value: Number, target: Number, places: int | None) -> Number:
    """Missing where the target is not above 0, or the value where it divides; rounded where it is stated."""
    if value is None or target is None or target <= 0:
        return None
    if how == "value/target":
        result: Number = value / target
    elif how == "2 - value/target":
        result = 2 - value / target
    else:
        result = target / value if value > 0 else None
    return half_up(result, places)


def tiers_pay(tiers: Tiers, base: Number, measure: Number, setting: Settings, note: Note) -> Number:
    """What tiers pay; `measure` decides the tier. Rates are multiplied by the base, amounts stand alone."""
    bounds = bounds_of(tiers.bounds)
    if tiers.method == "marginal":
        return _marginal(tiers, base, measure, setting, note)
    if measure is None:
        return None
    if tiers.method == "whole":
        at = reached(measure, bounds, tiers.boundary)
        if at < 0:
            note("below-lowest")
            return None
        pay = setting(tiers.pays[at])
    else:
        places = [b for b in bounds if b is not None]
        pay = on_lines(measure, places, [setting(p) for p in tiers.pays], tiers.boundary)
    return product(pay, base) if tiers.rates else pay


def _marginal(tiers: Tiers, base: Number, measure: Number, setting: Settings, note: Note) -> Number:
    """From `start` (0) on, each slice at its own rate; with `of` the rates' mean is paid on the base (0 on no measure).

    What lies below the first bound is an error; below `lowest` nothing lies, so its rate takes all of it.
    """
    start = Fraction(0) if tiers.start is None else setting(tiers.start)
    if start is None or measure is None:
        return None
    end = start + measure
    low, high = min(start, end), max(start, end)
    bounds = bounds_of(tiers.bounds)
    if bounds[0] is not None and low < bounds[0]:
        note("below-lowest")
        return None
    if tiers.of is not None and measure == 0:
        setting(tiers.pays[0])
        return product(base, Fraction(0))
    slices: list[Number] = []
    for i, pay in enumerate(tiers.pays):
        begin = low if i == 0 else max(low, bounds[i])
        finish = min(high, bounds[i + 1]) if i + 1 < len(bounds) else high
        reached = i == 0 or end > bounds[i] or finish > begin
        rate = setting(pay) if reached else None  # a rate that is not reached does not matter
        if finish > begin:
            slices.append(product(rate, finish - begin))
    paid = product(total(slices), Fraction(1 if end >= start else -1))
    return paid if tiers.of is None else product(paid, divided(base, measure))


def prorated(begins: date | None, ends: date | None, period: Period, places: int) -> Number:
    """The share of the period's days from one date to another, both counted; no end means to its end."""
    if begins is None:
        return None
    last = period.end if ends is None else min(ends, period.end)
    days = max((last - max(begins, period.start)).days + 1, 0)
    return half_up(Fraction(days, period.days), places)
