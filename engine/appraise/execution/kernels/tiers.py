"""Finding tiers, bands and places on a line; an exact hit is recognised to twelve digits."""

from __future__ import annotations

from typing import Any

import numpy as np

from appraise.formula import arithmetic
from appraise.formula.vectors import NO, YES, Column, Numbers, Text
from appraise.plan import operations as op
from appraise.policy.model import Boundary


def reached(value: Any, bound: Any, boundary: Boundary) -> Any:
    """Whether a value has reached a bound: exact hits belong above it (lower) or below it (upper)."""
    if boundary == "lower":
        return value >= arithmetic.below(bound)
    return value > arithmetic.above(bound)


def position(value: Any, bounds: tuple[Any, ...], boundary: Boundary) -> Any:
    """Count how many of the rising bounds are reached; 0 for a missing value."""
    narrow = np.min_scalar_type(-len(bounds) - 1)  # int8 up to 127 bounds: a quarter of the memory that passes through
    count: Any = np.zeros(np.shape(value), dtype=narrow)
    for bound in bounds:
        count = np.add(count, reached(value, bound, boundary), dtype=narrow)
    return count


def is_in_tier(o: op.IsInTier, inputs: list[Any]) -> Column:
    """Whether the value lies in the tier; a missing one lies in none."""
    inside = reached(inputs[0], o.low, o.boundary)
    if np.isfinite(o.high):
        inside = inside & ~reached(inputs[0], o.high, o.boundary)
    return np.where(inside, np.int8(YES), np.int8(NO))


def tier_value(o: op.TierValue, inputs: list[Any]) -> Column:
    """The value of the tier that is reached; missing below the first."""
    value, pays = inputs[0], inputs[1:]
    if all(np.ndim(p) == 0 for p in pays):
        table = np.array([np.nan, *pays], dtype=np.float64)
        return np.take(table, position(value, o.bounds, o.boundary))
    result: Any = np.full(np.shape(value), np.nan)
    for bound, pay in zip(o.bounds, pays, strict=True):
        result = np.where(reached(value, bound, o.boundary), pay, result)
    return np.asarray(result)


def linear(o: op.LinearScore, inputs: list[Any]) -> Column:
    """Go along straight lines between points; two points at one place are a jump."""
    value, scores = np.asarray(inputs[0], dtype=np.float64), inputs[1:]
    places = o.places
    result: Any = np.where(np.isnan(value), np.nan, scores[0])
    for i, place in enumerate(places):
        jump = i > 0 and place == places[i - 1]
        at = reached(value, place, o.boundary if jump else "lower")
        result = np.where(at, _line(value, i, places, scores), result)
    if o.extend and places[0] != places[1]:
        result = np.where(value < places[0], _along(value, places[0], places[1], scores[0], scores[1]), result)
    if o.extend and places[-2] != places[-1]:
        end = _along(value, places[-2], places[-1], scores[-2], scores[-1])
        result = np.where(value > places[-1], end, result)
    return np.asarray(result)


def _line(value: Numbers, i: int, places: tuple[float, ...], scores: list[Any]) -> Any:
    """The score of values from point i up to the next one."""
    if i + 1 == len(places) or places[i] == places[i + 1]:
        return scores[i]
    return _along(value, places[i], places[i + 1], scores[i], scores[i + 1])


def _along(value: Numbers, left: float, right: float, low: Any, high: Any) -> Any:
    way = arithmetic.subtract(value, np.float64(left))
    further = arithmetic.add(low, np.divide(np.multiply(way, high - low), right - left))
    return np.where(way == 0, low, further)  # exactly at a point the other one does not matter, even if it is missing


def band(o: op.Band, inputs: list[Any]) -> Column:
    """The grade whose lower bound is reached; none for a missing score."""
    score = np.asarray(inputs[0])
    codes = np.asarray(position(score, tuple(inputs[1:]), o.boundary), dtype=np.intp)
    gone = np.isnan(score)
    if gone.any():
        codes = np.where(gone, -1, codes)
    return Text(codes, o.labels, ordered=True)


def grade_gate(o: op.GradeGate, inputs: list[Any]) -> Column:
    """Shift and limit grades where the condition holds, within the scale."""
    grade, condition = inputs
    codes = grade.codes + o.shift
    codes = np.clip(codes, 0, len(grade.labels) - 1)
    if o.at_most is not None:
        codes = np.minimum(codes, o.at_most)
    if o.at_least is not None:
        codes = np.maximum(codes, o.at_least)
    changed = (condition == YES) & (grade.codes >= 0)
    return Text(np.where(changed, codes, grade.codes), grade.labels, ordered=True)
