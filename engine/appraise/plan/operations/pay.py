"""Money, and what gates do to amounts."""

from __future__ import annotations

from dataclasses import dataclass

from appraise.plan.operations.base import Operation


@dataclass(frozen=True)
class AtMostWhere(Operation):
    """A number limited where a condition holds. Inputs: number, condition, limit."""


@dataclass(frozen=True)
class FactorWhere(Operation):
    """A positive number multiplied where a condition holds. Inputs: number, condition, factor."""


@dataclass(frozen=True)
class OnlyWhere(Operation):
    """A number where a condition holds, else 0. Inputs: number, condition."""


@dataclass(frozen=True)
class Marginal(Operation):
    """Each slice at its own rate. Inputs: base, measure, start, one rate per tier.

    The measure decides the slices; where it is not the base, a slice is worth its part of the base.
    """

    bounds: tuple[float, ...]


@dataclass(frozen=True)
class DayShare(Operation):
    """Days employed over days of the period. Inputs: first day, last day (missing: still), period start, end."""

    places: int
