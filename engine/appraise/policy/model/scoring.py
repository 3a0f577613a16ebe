"""Indicators: what is measured, against what, how it is scored, how much it counts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from appraise.diagnostics import Where
from appraise.formula.grammar import Formula
from appraise.policy.model.data import Boundary, Missing
from appraise.policy.model.ranking import Standing
from appraise.policy.values import Constant, Lookup, Setting


@dataclass(frozen=True, slots=True)
class Category:
    """A family of indicators with its share of the total score, in percent."""

    id: str
    title: str
    weight: Setting
    where: Where


@dataclass(frozen=True, slots=True)
class Ratio:
    """100 x attainment."""

    floor: Setting | None
    cap: Setting | None
    where: Where


@dataclass(frozen=True, slots=True)
class Linear:
    """Straight lines between points (place, score), flat or extended outside them."""

    of: Literal["value", "attainment"]
    points: tuple[tuple[Constant, Setting], ...]
    extend: bool
    boundary: Boundary
    where: Where


@dataclass(frozen=True, slots=True)
class Steps:
    """The score of the step that is reached; bounds rise, the first may be LOWEST."""

    of: Literal["value", "attainment"]
    bounds: tuple[Constant, ...]
    scores: tuple[Setting, ...]
    boundary: Boundary
    where: Where


@dataclass(frozen=True, slots=True)
class Pass:
    """100 or 0, by a condition or by reaching the target."""

    when: Formula | None
    where: Where


@dataclass(frozen=True, slots=True)
class PerUnit:
    """Points lost (sign -1, from 100 to `limit`) or gained (+1, from 0) per `unit` of the value beyond `free`."""

    sign: Literal[-1, 1]
    points: Setting
    unit: Setting
    free: Setting
    limit: Setting | None
    where: Where


@dataclass(frozen=True, slots=True)
class StepSide:
    """What a step is worth on one side of the target: `points` each, no more than `at_most` in all."""

    points: Setting
    at_most: Setting | None
    where: Where


@dataclass(frozen=True, slots=True)
class PerStep:
    """`start` on target, and points for each step away from it: `up` on the better side, `down` on the worse.

    The distance is attainment - 100%, or value - target (target - value where less is better).
    """

    start: Setting
    of: Literal["value", "attainment"]
    step: Setting
    whole: bool
    up: StepSide
    down: StepSide
    where: Where


@dataclass(frozen=True, slots=True)
class Rating:
    """A score for each mark; the marks are numbers or labels."""

    values: Mapping[str, Setting]
    numeric: bool
    where: Where


@dataclass(frozen=True, slots=True)
class ByFormula:
    """Any formula of value, target and attainment."""

    formula: Formula
    floor: Setting | None
    cap: Setting | None
    where: Where


Rule = Ratio | Linear | Steps | PerStep | Pass | PerUnit | Rating | Standing | ByFormula
Scoring = Rule | Lookup[Rule]
AttainmentFormula = Literal["value/target", "target/value", "2 - value/target"]


@dataclass(frozen=True, slots=True)
class OwnRounding:
    """Decimal places of an indicator's attainment and score, None where they are not rounded; `where` if it says so itself."""

    attainment: int | None
    score: int | None
    where: Where | None = None


@dataclass(frozen=True, slots=True)
class Indicator:
    """What is measured, against what, how it is scored, and how much it counts (percent of its category)."""

    id: str
    title: str
    category: str | None
    value: Formula
    target: Setting | None
    attainment: AttainmentFormula
    scoring: Scoring
    weight: Setting
    missing: Missing
    where: Where
    improve: str = ""
    scale: str = ""
    pace: Formula | Literal["days"] | None = None
    rounding: OwnRounding = OwnRounding(None, None)


@dataclass(frozen=True, slots=True)
class Adjustment:
    """Points added to (or taken from) the total score."""

    id: str
    title: str
    points: Setting
    minimum: Setting | None
    maximum: Setting | None
    where: Where
