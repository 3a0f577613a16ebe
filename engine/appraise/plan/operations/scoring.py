"""From a value to an indicator's score."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from appraise.plan.operations.base import Operation
from appraise.policy.model import AttainmentFormula, Boundary


@dataclass(frozen=True)
class Due(Operation):
    """The share of a target that is due by a day, 1 once the period is over. Inputs: the day, the last day, the share."""


@dataclass(frozen=True)
class Quotient(Operation):
    """One number over another, missing where that is 0 or less. Inputs: the two."""


@dataclass(frozen=True)
class Attain(Operation):
    """Value against target, missing where there is no meaning in it. Inputs: value, target."""

    formula: AttainmentFormula


@dataclass(frozen=True)
class RatioScore(Operation):
    """100 x attainment. Inputs: attainment."""


@dataclass(frozen=True)
class LinearScore(Operation):
    """Straight lines between points. Inputs: value, one score per point."""

    places: tuple[float, ...]
    extend: bool
    boundary: Boundary


@dataclass(frozen=True)
class TierValue(Operation):
    """The value of the tier that is reached, missing below the first. Inputs: value, one value per tier."""

    bounds: tuple[float, ...]
    boundary: Boundary


@dataclass(frozen=True)
class PassScore(Operation):
    """100 where it holds, 0 where not, missing where undecided. Inputs: a condition, or attainment."""


@dataclass(frozen=True)
class UnitScore(Operation):
    """Start plus (or minus) points per unit beyond the free ones. Inputs: value, points, unit, free."""

    sign: Literal[-1, 1]


@dataclass(frozen=True)
class StepScore(Operation):
    """Points for each step of a distance, whole steps only or in proportion.

    Inputs: distance, size of a step, score where there is none, points and most points above 0, and below.
    """

    whole: bool


@dataclass(frozen=True)
class MarkScore(Operation):
    """The score of a numeric mark, missing for a mark that has none. Inputs: value, one score per mark."""

    marks: tuple[float, ...]


@dataclass(frozen=True)
class WhereValued(Operation):
    """A score where there is a value, missing where there is none. Inputs: score, value."""


@dataclass(frozen=True)
class Fill(Operation):
    """A number in place of missing ones. Inputs: value, the number."""
