"""The oracle's scoring rules and tiers: each method by its meaning, for one employee.

`setting` gives the number of a setting, `note` keeps an error by its code.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from appraise.policy.model import ByFormula, Linear, Pass, PerStep, PerUnit, Rating, Ratio, Steps
from appraise.policy.values import LOWEST
from tests.oracle_values import (
    constant,
    divided,
    half_up,
    largest,
    on_lines,
    product,
    reached,
    smallest,
    total,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

    from appraise.data.periods import Period
    from appraise.formula.grammar import Formula
    from appraise.policy.model import Rule, Tiers
    from appraise.policy.values import Constant, Setting
    from tests.oracle_values import Number, Value

    Settings = Callable[[Setting], Number]
    Compute = Callable[[Formula], Value]
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


def bounds_of(constants: Sequence[Constant]) -> list[Fraction | None]:
    """Bounds as decimals; None for `lowest`."""
    return [None if c.value == LOWEST else constant(c) for c in constants]


def scored(rule: Rule, own: Mapping[str, Value], setting: Settings, compute: Compute, note: Note, *,
           lower: bool) -> Number:  # fmt: skip
    """The score of a rule before anything is said of missing ones; `own` are value, target, attainment."""
    match rule:
        case Ratio():
            return limited(product(Fraction(100), own["attainment"]), rule.floor, rule.cap, setting)
        case Linear():
            x = own[rule.of]
            heights = [setting(score) for _, score in rule.points]
            places = [constant(at) for at, _ in rule.points]
            return None if x is None else on_lines(x, places, heights, rule.boundary, extend=rule.extend)
        case Steps():
            return _step(rule, own[rule.of], setting, note)
        case Pass():
            reach = own.get("attainment")
            holds = compute(rule.when) if rule.when is not None else None if reach is None else reach >= 1
            return None if holds is None or own["value"] is None else Fraction(100 if holds else 0)
        case PerStep():
            return _stepwise(rule, own, setting, note, lower=lower)
        case PerUnit():
            return _per_unit(rule, own["value"], setting)
        case Rating():
            return _rating(rule, own["value"], setting, note)
        case ByFormula():
            given = compute(rule.formula)  # what a formula is made of counts also where there is no value
            return limited(None if own["value"] is None else given, rule.floor, rule.cap, setting)


def limited(value: Number, floor: Setting | None, cap: Setting | None, setting: Settings) -> Number:
    """At least the floor, then at most the cap; a limit that is missing makes it missing."""
    low, high = (None if limit is None else setting(limit) for limit in (floor, cap))
    if floor is not None:
        value = largest(value, low)
    if cap is not None:
        value = smallest(value, high)
    return value


def _step(rule: Steps, x: Number, setting: Settings, note: Note) -> Number:
    """The score of the last bound that is reached; below the first nothing is stated, which is an error."""
    if x is None:
        return None
    at = reached(x, bounds_of(rule.bounds), rule.boundary)
    if at < 0:
        note("below-lowest")
        return None
    return setting(rule.scores[at])


def _per_unit(rule: PerUnit, value: Number, setting: Settings) -> Number:
    """Points for each unit of the value beyond `free`, parts of a unit in proportion."""
    free = setting(rule.free)
    beyond = None if value is None or free is None else max(value - free, Fraction(0))
    points = product(setting(rule.points), divided(beyond, setting(rule.unit)))
    if rule.sign > 0:
        return limited(points, None, rule.limit, setting)
    return limited(None if points is None else 100 - points, rule.limit, None, setting)


def _stepwise(rule: PerStep, own: Mapping[str, Value], setting: Settings, note: Note, *, lower: bool) -> Number:
    """`start`, and points for each step (whole ones, or parts too) to the better or the worse side of the target."""
    value, target, attained = (own.get(name) for name in ("value", "target", "attainment"))
    if rule.of == "attainment":
        distance = None if attained is None else attained - 1
    else:
        distance = None if value is None or target is None else (target - value if lower else value - target)
    start = setting(rule.start)  # counts also where there is no value
    step, side = setting(rule.step), rule.up if distance is not None and distance > 0 else rule.down
    if step is not None and step <= 0:
        note("no-amount")
        return None
    if distance == 0:
        return start  # on target, steps do not matter
    steps = divided(None if distance is None else abs(distance), step)
    if steps is None:
        return None
    points = limited(
        product(Fraction(steps // 1) if rule.whole else steps, setting(side.points)), None, side.at_most, setting
    )
    return total([start, points if side is rule.up else product(points, Fraction(-1))])


def _rating(rule: Rating, value: Value, setting: Settings, note: Note) -> Number:
    """The score of the equal mark; a number without one is an error."""
    if value is None:
        return None
    for mark, score in rule.values.items():
        if (Fraction(mark) == value) if rule.numeric else (mark == value):
            return setting(score)
    note("below-lowest")
    return None


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
