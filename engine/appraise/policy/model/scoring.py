"""Scoring methods: how a value becomes a score. Each class is one method with all that others ask of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from appraise.diagnostics import Where
from appraise.formula.syntax.grammar import Formula
from appraise.policy.model.data import Boundary
from appraise.policy.model.facts import (
    ATTAINMENT,
    POINTS,
    POINTS_UP,
    Asked,
    Like,
    NumberOf,
    Stated,
    all_stated,
    most_of,
    stated,
)
from appraise.policy.model.method import By, Limits, Method, Scale
from appraise.policy.model.standing import Standing
from appraise.policy.values import ByLabel, Constant, Setting
from appraise.texts import NOTHING, msg


@dataclass(frozen=True, slots=True)
class Ratio(Method):
    """100 x attainment."""

    floor: Setting | None
    cap: Setting | None
    where: Where

    @property
    def by(self) -> By:
        return "attainment"

    def settings(self) -> Iterator[Stated]:
        yield from stated(POINTS, floor=self.floor, cap=self.cap)

    @property
    def limits(self) -> Limits:
        return self.floor, self.cap, NOTHING

    def highest(self, number_of: NumberOf) -> float | None:
        return number_of(self.cap)


@dataclass(frozen=True, slots=True)
class Linear(Method):
    """Straight lines between points (place, score), flat or extended outside them."""

    of: Literal["value", "attainment"]
    points: tuple[tuple[Constant, Setting], ...]
    extend: bool
    boundary: Boundary
    where: Where

    @property
    def by(self) -> By:
        return self.of

    def settings(self) -> Iterator[Stated]:
        at = ATTAINMENT if self.of == "attainment" else Like()
        yield from all_stated(msg("the scale"), (place for place, _ in self.points), at)
        yield from all_stated(msg("the scores"), (score for _, score in self.points), POINTS)

    @property
    def limits(self) -> Limits:
        return None, None, NOTHING

    def highest(self, number_of: NumberOf) -> float | None:
        return None if self.extend else most_of((score for _, score in self.points), number_of)

    @property
    def scale(self) -> Scale:
        return Scale(self.points, self.boundary)


@dataclass(frozen=True, slots=True)
class Steps(Method):
    """The score of the step that is reached; bounds rise, the first may be LOWEST."""

    of: Literal["value", "attainment"]
    bounds: tuple[Constant, ...]
    scores: tuple[Setting, ...]
    boundary: Boundary
    where: Where

    @property
    def by(self) -> By:
        return self.of

    def settings(self) -> Iterator[Stated]:
        yield from all_stated(msg("the scale"), self.bounds, ATTAINMENT if self.of == "attainment" else Like())
        yield from all_stated(msg("the scores"), self.scores, POINTS)

    @property
    def limits(self) -> Limits:
        return None, None, NOTHING

    def highest(self, number_of: NumberOf) -> float | None:
        return most_of(self.scores, number_of)

    @property
    def scale(self) -> Scale:
        return Scale(tuple(zip(self.bounds, self.scores, strict=True)), self.boundary, steps=True)


@dataclass(frozen=True, slots=True)
class Pass(Method):
    """100 or 0, by a condition or by reaching the target."""

    when: Formula | None
    where: Where

    @property
    def by(self) -> By:
        return "attainment" if self.when is None else "value"

    def settings(self) -> Iterator[Stated]:
        yield from ()

    @property
    def limits(self) -> Limits:
        return None, None, NOTHING

    def highest(self, number_of: NumberOf) -> float | None:  # noqa: ARG002 - the same in every case
        return 100.0

    def formulas(self) -> Iterator[Asked]:
        if self.when is not None:
            yield Asked(self.when, "yes-no", own=True)


@dataclass(frozen=True, slots=True)
class PerUnit(Method):
    """Points lost (sign -1, from 100 to `limit`) or gained (+1, from 0) per `unit` of the value beyond `free`."""

    sign: Literal[-1, 1]
    points: Setting
    unit: Setting
    free: Setting
    limit: Setting | None
    where: Where

    @property
    def by(self) -> By:
        return "value"

    def settings(self) -> Iterator[Stated]:
        yield from stated(POINTS_UP, points=self.points)
        yield from stated(Like(use="distance"), unit=self.unit)
        yield from stated(Like(use="part"), free=self.free)
        yield from stated(POINTS, floor=self.limit) if self.sign < 0 else stated(POINTS, cap=self.limit)

    @property
    def limits(self) -> Limits:
        if self.sign > 0:
            return None, self.limit, NOTHING
        return self.limit, Constant(100.0, "100", self.where), msg("{indicator}, which begins at 100")

    def highest(self, number_of: NumberOf) -> float | None:
        return 100.0 if self.sign < 0 else number_of(self.limit)


@dataclass(frozen=True, slots=True)
class StepSide:
    """What a step is worth on one side of the target: `points` each, no more than `at_most` in all."""

    points: Setting
    at_most: Setting | None
    where: Where


@dataclass(frozen=True, slots=True)
class PerStep(Method):
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

    @property
    def by(self) -> By:
        return self.of

    def settings(self) -> Iterator[Stated]:
        yield from stated(POINTS, start=self.start)
        yield from stated(ATTAINMENT.size if self.of == "attainment" else Like(use="distance"), step=self.step)
        for side in (self.up, self.down):
            yield from stated(POINTS_UP, points=side.points, at_most=side.at_most)

    @property
    def limits(self) -> Limits:
        return None, None, NOTHING

    def highest(self, number_of: NumberOf) -> float | None:
        start, most = number_of(self.start), number_of(self.up.at_most)
        return None if start is None or most is None else start + most

    @property
    def needs_target(self) -> bool:
        return True


@dataclass(frozen=True, slots=True)
class Rating(Method):
    """A score for each mark; the marks are numbers or labels."""

    values: Mapping[str, Setting]
    numeric: bool
    where: Where

    @property
    def by(self) -> By:
        return "value"

    def settings(self) -> Iterator[Stated]:
        yield from all_stated(msg("the scores"), self.values.values(), POINTS)

    @property
    def limits(self) -> Limits:
        return None, None, NOTHING

    def highest(self, number_of: NumberOf) -> float | None:
        return most_of(self.values.values(), number_of)

    @property
    def marks(self) -> tuple[str, ...]:
        return tuple(self.values)

    @property
    def labelled(self) -> bool:
        return not self.numeric


@dataclass(frozen=True, slots=True)
class ByFormula(Method):
    """Any formula of value, target and attainment."""

    formula: Formula
    floor: Setting | None
    cap: Setting | None
    where: Where

    @property
    def by(self) -> By:
        return "value"

    def settings(self) -> Iterator[Stated]:
        yield from stated(POINTS, floor=self.floor, cap=self.cap)

    @property
    def limits(self) -> Limits:
        return self.floor, self.cap, NOTHING

    def highest(self, number_of: NumberOf) -> float | None:
        return number_of(self.cap)

    def formulas(self) -> Iterator[Asked]:
        yield Asked(self.formula, "number", own=True)


Rule = Ratio | Linear | Steps | PerStep | Pass | PerUnit | Rating | Standing | ByFormula
Scoring = Rule | ByLabel[Rule]
