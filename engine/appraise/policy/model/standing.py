"""Scoring methods that score the standing among peers: by place, by percentile, by the distance from the mean."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

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
from appraise.policy.words import inner, number_in_words, peers_in_words
from appraise.texts import Message, clauses, msg, series


def mark_in_words(mark: str, score: Setting) -> Message:
    """Say what a mark or a place scores."""
    return msg("{mark} scores {score}", "policy", mark=mark, score=inner(score))


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
        return Limits()

    def highest(self, number_of: NumberOf) -> float | None:
        return most_of(self.scores, number_of)

    def sentence(self) -> Message:
        scores = (mark_in_words(places, score) for places, score in zip(self._ranges(), self.scores, strict=True))
        return msg(
            "by place among {peers}: {scores}",
            "policy",
            peers=peers_in_words(self.within),
            scores=series(tuple(scores)),
        )

    def _ranges(self) -> Iterator[Message]:
        """Yield the places of each step in words."""
        firsts = [int(place.value) for place in self.places]
        for first, after in pairwise(firsts):
            if after == first + 1:
                yield msg("place {place}", "policy", place=first)
            else:
                yield msg("places {first} to {last}", "policy", first=first, last=after - 1)
        yield msg("place {place} and after", "policy", place=firsts[-1])

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
        return Limits()

    def highest(self, number_of: NumberOf) -> float | None:
        return most_of((score for _, score in self.points), number_of)

    def sentence(self) -> Message:
        points = (
            msg("{score} at {place}", "policy", place=number_in_words(at), score=inner(score))
            for at, score in self.points
        )
        return msg("by percentile among {peers} (the share of the others with less) in straight lines: {points}", "policy",
                   peers=peers_in_words(self.within), points=clauses(*points))  # fmt: skip

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
    limited: Limits
    where: Where

    @property
    def by(self) -> By:
        return "deviation"

    def settings(self) -> Iterator[Stated]:
        yield from stated(POINTS, mean=self.mean)
        yield from stated(POINTS_UP, spread=self.spread)
        yield from self.limited.settings()

    @property
    def limits(self) -> Limits:
        return self.limited

    def highest(self, number_of: NumberOf) -> float | None:
        return number_of(self.limited.cap)

    def sentence(self) -> Message:
        return self.limited.around(
            msg("{score} for the mean of {peers}, and {points} more for each standard deviation above it", "policy",
                score=inner(self.mean), points=inner(self.spread), peers=peers_in_words(self.within)))  # fmt: skip

    def formulas(self) -> Iterator[Asked]:
        yield from asked("text", *self.within)

    @property
    def peers(self) -> tuple[Formula, ...]:
        return self.within


Standing = ByPlace | ByPercentile | ByDeviation
