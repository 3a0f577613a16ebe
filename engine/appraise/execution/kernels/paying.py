"""Money: marginal tiers, shares of the period, and what gates do to amounts."""

from __future__ import annotations

from typing import Any

import numpy as np

from appraise.formula import arithmetic
from appraise.formula.vectors import NO, YES, Column
from appraise.plan import operations as op


def marginal(o: op.Marginal, inputs: list[Any]) -> Column:
    """Price each slice of the measure, from `start` on, at the rate of its own tier; missing below the first bound.

    Where the measure is not the base (say, attainment), every unit of it is worth base / measure.
    """
    base, measure, start, rates = inputs[0], inputs[1], inputs[2], inputs[3:]
    start = np.asarray(start, dtype=np.float64)
    total: Any = np.zeros(np.broadcast_shapes(np.shape(start), np.shape(measure)))
    for i, (bound, rate) in enumerate(zip(o.bounds, rates, strict=True)):
        # bounds are counted from where the measure starts, so that no digits are lost in a large start
        high = arithmetic.subtract(o.bounds[i + 1], start) if i + 1 < len(o.bounds) else np.inf
        low = arithmetic.subtract(bound, start) if i > 0 else -np.inf  # the first tier takes what is below it
        slice_ = arithmetic.subtract(np.clip(measure, low, high), np.clip(0.0, low, high))
        total = total + np.where(slice_ == 0, 0.0, slice_ * rate)  # a rate that is not reached does not matter
    if base is not measure:
        total = np.where(np.asarray(measure) == 0, 0.0 * base, arithmetic.divide(np.multiply(total, base), measure))
    if np.isfinite(o.bounds[0]):
        total = np.where(start + np.minimum(0.0, measure) < arithmetic.below(o.bounds[0]), np.nan, total)
    return np.asarray(total)


def day_share(o: op.DayShare, inputs: list[Any]) -> Column:
    """The share of the period's days, both ends counted; no last day means still there."""
    first, last, start, end = inputs
    last = np.where(np.isnan(last), end, last)
    days = np.minimum(last, end) - np.maximum(first, start) + 1
    days = np.where(np.isnan(first), np.nan, np.maximum(days, 0.0))
    return arithmetic.round_half_up(np.divide(days, end - start + 1), o.places)


def at_most_where(o: op.AtMostWhere, inputs: list[Any]) -> Column:  # noqa: ARG001 - kernels share one form
    """Limit a number where the condition holds."""
    number, condition, limit = inputs
    return np.where(_holds(condition), np.minimum(number, limit), number)


def factor_where(o: op.FactorWhere, inputs: list[Any]) -> Column:  # noqa: ARG001
    """Multiply what is positive where the condition holds."""
    number, condition, factor = inputs
    return np.where(_holds(condition) & (np.asarray(number) > 0), np.multiply(number, factor), number)


def only_where(o: op.OnlyWhere, inputs: list[Any]) -> Column:  # noqa: ARG001
    """The number where the condition holds, 0 where not, missing where undecided."""
    number, condition = inputs
    return np.where(_holds(condition), number, np.where(condition == NO, 0.0, np.nan))


def _holds(condition: Any) -> Any:
    return np.asarray(condition) == YES
