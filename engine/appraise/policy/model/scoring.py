"""Scoring methods: how a value becomes a score. Each class is one method with all that others ask of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from appraise.diagnostics import Where
from appraise.formula.syntax.grammar import Formula
from appraise.policy.model.data import Boundary
from appraise.policy.model.facts import (
    ATTAINMENT,
    POINTS,
    Asked,
    Like,
    NumberOf,
    Stated,
    all_stated,
    most_of,
)
from appraise.policy.model.method import MEASURED, By, Limits, Method, Scale
from appraise.policy.model.per_unit import PerStep, PerUnit
from appraise.policy.model.standing import Standing, mark_in_words
from appraise.policy.values import ByLabel, Constant, Setting
from appraise.policy.words import inner, number_in_words, ranges
from appraise.texts import Message, clauses, msg, series


@dataclass(frozen=True, slots=True)
class Ratio(Method):
    """100 x attainment."""

    limited: Limits
    where: Where

    @property
    def by(self) -> By:
        return "attainment"

    def settings(self) -> Iterator[Stated]:
        yield from self.limited.settings()

    @property
    def limits(self) -> Limits:
        return self.limited

    def highest(self, number_of: NumberOf) -> float | None:
        return number_of(self.limited.cap)

    def sentence(self) -> Message:
        return self.limited.around(msg("attainment × 100", "policy"))


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
        return Limits()

    def highest(self, number_of: NumberOf) -> float | None:
        return None if self.extend else most_of((score for _, score in self.points), number_of)

    def sentence(self) -> Message:
        outside = msg("straight on outside", "policy") if self.extend else msg("flat outside", "policy")
        return msg("by {measure} in straight lines: {points}; {outside}", "policy",
                   measure=MEASURED[self.of], points=clauses(*self._points()), outside=outside)  # fmt: skip

    def _points(self) -> Iterator[Message]:
        """Yield a sentence for each place; two scores at one place are a jump."""
        for _, points in groupby(self.points, key=lambda point: point[0].value):
            (at, left), *more = points
            if more:
                at, right = more[-1]
                there = right if self.boundary == "lower" else left
                yield msg("a jump from {left} to {right} at {place} ({score} exactly there)", "policy", place=number_in_words(at),
                          left=inner(left), right=inner(right), score=inner(there))  # fmt: skip
            else:
                yield msg("{score} at {place}", "policy", place=number_in_words(at), score=inner(left))

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
        return Limits()

    def highest(self, number_of: NumberOf) -> float | None:
        return most_of(self.scores, number_of)

    def sentence(self) -> Message:
        steps = (msg("{step}: {score}", "score of a step", step=step, score=inner(score))
                 for step, score in zip(ranges(self.bounds, self.boundary), self.scores, strict=True))  # fmt: skip
        return msg("by {measure} in steps: {steps}", "policy", measure=MEASURED[self.of], steps=series(tuple(steps)))

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
        return Limits()

    def highest(self, number_of: NumberOf) -> float | None:  # noqa: ARG002 - the same in every case
        return 100.0

    def sentence(self) -> Message:
        if self.when is None:
            return msg("100 if the target is reached, otherwise 0", "policy")
        return msg("100 if {condition}, otherwise 0", "policy", condition=self.when.text.strip())

    def formulas(self) -> Iterator[Asked]:
        if self.when is not None:
            yield Asked(self.when, "yes-no", own=True)


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
        return Limits()

    def highest(self, number_of: NumberOf) -> float | None:
        return most_of(self.values.values(), number_of)

    def sentence(self) -> Message:
        scores = (mark_in_words(mark, score) for mark, score in self.values.items())
        return msg("by mark: {scores}", "policy", scores=series(tuple(scores)))

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
    limited: Limits
    where: Where

    @property
    def by(self) -> By:
        return "value"

    def settings(self) -> Iterator[Stated]:
        yield from self.limited.settings()

    @property
    def limits(self) -> Limits:
        return self.limited

    def highest(self, number_of: NumberOf) -> float | None:
        return number_of(self.limited.cap)

    def sentence(self) -> Message:
        return self.limited.around(msg("by the formula {formula}", "policy", formula=self.formula.text.strip()))

    def formulas(self) -> Iterator[Asked]:
        yield Asked(self.formula, "number", own=True)


Rule = Ratio | Linear | Steps | PerStep | Pass | PerUnit | Rating | Standing | ByFormula
Scoring = Rule | ByLabel[Rule]
