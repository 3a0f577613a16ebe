"""The policy as objects: frozen, ids to elements, every element with the place it was written at.

A Ruleset that was loaded without errors has nothing left to check. It knows nothing of data.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from engine.diagnostics import Where
from engine.formula.grammar import Formula
from engine.policy.values import Constant, Lookup, Setting

PeriodKind = Literal["month", "quarter", "half-year", "year"]
FieldType = Literal["text", "date", "count", "number", "money", "percent", "rating", "yes-no"]
Missing = Literal["error", "zero", "reweight", "full"]
Boundary = Literal["lower", "upper"]


@dataclass(frozen=True, slots=True)
class Field:
    """A column of the data. `columns` are the headings it may have; `values` maps labels to their aliases."""

    id: str
    type: FieldType
    columns: tuple[str, ...]
    where: Where
    minimum: float | None = None
    maximum: float | None = None
    values: Mapping[str, tuple[str, ...]] | None = None
    scale: tuple[float, float] = (0.0, 1.0)
    missing: float | str | bool | None = None


@dataclass(frozen=True, slots=True)
class Data:
    """How the rows are keyed, and their fields."""

    employee: str
    period: str | None
    fields: Mapping[str, Field]
    sheet: str | None = None


@dataclass(frozen=True, slots=True)
class Rounding:
    """Decimal places, always half-up; None where a value is not rounded."""

    score: int
    money: int
    attainment: int | None = None
    indicator: int | None = None


@dataclass(frozen=True, slots=True)
class Conventions:
    """What a reader would otherwise have to guess."""

    boundary: Boundary
    rounding: Rounding
    missing: Missing


@dataclass(frozen=True, slots=True)
class Function:
    """A named formula with arguments."""

    id: str
    arguments: tuple[str, ...]
    body: Formula
    where: Where


@dataclass(frozen=True, slots=True)
class Condition:
    """A named condition: who is appraised, who belongs to a cohort. `when` is None for `otherwise`."""

    id: str
    when: Formula | None
    where: Where
    reason: str = ""


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


Rule = Ratio | Linear | Steps | Pass | PerUnit | Rating | ByFormula
Scoring = Rule | Lookup[Rule]
AttainmentFormula = Literal["value/target", "target/value", "2 - value/target"]


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


@dataclass(frozen=True, slots=True)
class Adjustment:
    """Points added to (or taken from) the total score."""

    id: str
    title: str
    points: Setting
    minimum: Setting | None
    maximum: Setting | None
    where: Where


@dataclass(frozen=True, slots=True)
class Gate:
    """A condition and what it does to the result; effects that are not stated are None."""

    id: str
    title: str
    when: Formula
    where: Where
    grade_at_most: str | None = None
    grade_at_least: str | None = None
    grade_shift: int | None = None
    score_at_most: Setting | None = None
    reward_factor: Setting | None = None
    reward_at_most: Setting | None = None
    covers: tuple[str, ...] = ()
    indicator_at_most: Mapping[str, Setting] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Bands:
    """Grades from best to worst with their lower bounds; the last grade is open below."""

    grades: tuple[str, ...]
    bounds: tuple[Setting, ...]  # one fewer than grades
    where: Where


@dataclass(frozen=True, slots=True)
class Grades:
    """The names of the grades from best to worst, and the bands, for everybody or by a lookup."""

    labels: tuple[str, ...]
    bands: Bands | Lookup[Bands]
    where: Where


@dataclass(frozen=True, slots=True)
class Tiers:
    """What each tier pays: `rates` of the base, or amounts; bounds are in units of `of` (the base itself if None)."""

    method: Literal["marginal", "whole", "interpolate"]
    of: Formula | None
    bounds: tuple[Constant, ...]
    pays: tuple[Setting, ...]
    rates: bool
    start: Setting | None
    boundary: Boundary
    where: Where


@dataclass(frozen=True, slots=True)
class Prorate:
    """The share of the period from one date to another, both ends counted, rounded before use."""

    begins: Formula
    ends: Formula | None
    places: int


@dataclass(frozen=True, slots=True)
class Reward:
    """Money (positive or negative): an amount, or a base with tiers, or so much for each of a count."""

    id: str
    title: str
    where: Where
    amount: Setting | None = None
    base: Formula | None = None
    tiers: Tiers | Lookup[Tiers] | None = None
    each: Setting | None = None
    count: Formula | None = None
    factor: Setting | None = None
    when: Formula | None = None
    minimum: Setting | None = None
    maximum: Setting | None = None
    prorate: Prorate | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """A consequence that is not money."""

    id: str
    title: str
    kind: str
    message: str
    when: Formula
    where: Where


@dataclass(frozen=True, slots=True)
class Ruleset:
    """A whole policy. Mappings keep the order of the file."""

    id: str
    title: str
    version: str
    language: Literal["zh", "en"]
    begins: date
    ends: date
    period: PeriodKind
    currency: str
    conventions: Conventions
    data: Data
    parameters: Mapping[str, Setting]
    derive: Mapping[str, Formula]
    functions: Mapping[str, Function]
    eligible: Mapping[str, Condition]
    cohorts: Mapping[str, Condition]
    categories: Mapping[str, Category]
    indicators: Mapping[str, Indicator]
    adjustments: Mapping[str, Adjustment]
    score_minimum: Setting | None
    score_maximum: Setting | None
    gates: Mapping[str, Gate]
    grades: Grades | None
    rewards: Mapping[str, Reward]
    outcomes: Mapping[str, Outcome]
    where: Where
    sources: Mapping[str, str]  # file name to text, for messages
    digest: str  # SHA-256 of the resolved policy
