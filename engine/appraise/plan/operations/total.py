"""From scores to the total and the grade."""

from __future__ import annotations

from dataclasses import dataclass

from appraise.plan.operations.base import Operation
from appraise.policy.model import Boundary


@dataclass(frozen=True)
class Product(Operation):
    """A percent of a percent. Inputs: two numbers."""


@dataclass(frozen=True)
class Present(Operation):
    """A weight where the score is there, 0 where it is missing. Inputs: weight, score."""


@dataclass(frozen=True)
class Points(Operation):
    """Score x weight / 100; 0 where the weight is 0, whether there is a score or not. Inputs: score, weight."""


@dataclass(frozen=True)
class Spread(Operation):
    """What weights that are left are multiplied by, so that they make up the whole. Inputs: whole, left.

    Where nothing is left: 0 inside a category, missing where it is `final`.
    """

    final: bool


@dataclass(frozen=True)
class Count(Operation):
    """In how many groups at least one input is there. Inputs: numbers; `groups` numbers them."""

    groups: tuple[int, ...]


@dataclass(frozen=True)
class Band(Operation):
    """The grade. Inputs: score, the bounds from the lowest to the highest. Labels rise from worst to best."""

    labels: tuple[str, ...]
    boundary: Boundary


@dataclass(frozen=True)
class GradeGate(Operation):
    """A grade changed where a condition holds. Inputs: grade, condition. Positions count from the worst grade."""

    at_most: int | None
    at_least: int | None
    shift: int
