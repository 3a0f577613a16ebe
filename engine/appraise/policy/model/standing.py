"""Scoring methods that score the standing among peers: by place, by percentile, by the distance from the mean."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from appraise.diagnostics import Where
from appraise.formula.syntax.grammar import Formula
from appraise.policy.model.data import Boundary
from appraise.policy.model.facts import (
    PERCENTILE,
    POINTS,
    POINTS_UP,
    Asked,
    NumberOf,
    Stated,
    all_stated,
    asked,
    most_of,
    stated,
)
from appraise.policy.model.method import By, Limits, Method, Scale
from appraise.policy.values import Constant, Setting
from appraise.texts import NOTHING, msg


@dataclass(frozen=True, slots=True)
class ByPlace(Method):
    """The score of the place among peers, by steps: `places` are the first places of each."""

    within: tuple[Formula, ...]
    places: tuple[Constant, ...]
    scores: tuple[Setting, ...]
    where: Where

    @property
    def by(self) -> By:
        return "place"

    def settings(self) -> Iterator[Stated]:
        yield from all_stated(msg("the scores"), self.scores, POINTS)

    @property
    def limits(self) -> Limits:
        return None, None, NOTHING

    def highest(self, number_of: NumberOf) -> float | None:
        return most_of(self.scores, number_of)

    def formulas(self) -> Iterator[Asked]:
        yield from asked("text", *self.within)

    @property
    def scale(self) -> Scale:
        return Scale(tuple(zip(self.places, self.scores, strict=True)), "lower", steps=True)

    @property
    def peers(self) -> tuple[Formula, ...]:
        return self.within


@dataclass(frozen=True, slots=True)
class ByPercentile(Method):
    """Straight lines between points (percentile among peers, score)."""

    within: tuple[Formula, ...]
    points: tuple[tuple[Constant, Setting], ...]
    boundary: Boundary
    where: Where

    @property
    def by(self) -> By:
        return "percentile"

    def settings(self) -> Iterator[Stated]:
        yield from all_stated(msg("the percentiles"), (place for place, _ in self.points), PERCENTILE)
        yield from all_stated(msg("the scores"), (score for _, score in self.points), POINTS)

    @property
    def limits(self) -> Limits:
        return None, None, NOTHING

    def highest(self, number_of: NumberOf) -> float | None:
        return most_of((score for _, score in self.points), number_of)

    def formulas(self) -> Iterator[Asked]:
        yield from asked("text", *self.within)

    @property
    def scale(self) -> Scale:
        return Scale(self.points, self.boundary)

    @property
    def peers(self) -> tuple[Formula, ...]:
        return self.within


@dataclass(frozen=True, slots=True)
class ByDeviation(Method):
    """`mean` for the mean of the peers, and `spread` more for each standard deviation."""

    within: tuple[Formula, ...]
    mean: Setting
    spread: Setting
    floor: Setting | None
    cap: Setting | None
    where: Where

    @property
    def by(self) -> By:
        return "deviation"

    def settings(self) -> Iterator[Stated]:
        yield from stated(POINTS, mean=self.mean)
        yield from stated(POINTS_UP, spread=self.spread)
        yield from stated(POINTS, floor=self.floor, cap=self.cap)

    @property
    def limits(self) -> Limits:
        return self.floor, self.cap, NOTHING

    def highest(self, number_of: NumberOf) -> float | None:
        return number_of(self.cap)

    def formulas(self) -> Iterator[Asked]:
        yield from asked("text", *self.within)

    @property
    def peers(self) -> tuple[Formula, ...]:
        return self.within


Standing = ByPlace | ByPercentile | ByDeviation
