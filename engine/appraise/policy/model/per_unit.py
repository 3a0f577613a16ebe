"""Scoring methods that count: points for each unit of the value (`deduct`, `add`), for each step from the target (`per_step`)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from appraise.diagnostics import Where
from appraise.policy.model.facts import (
    ATTAINMENT,
    POINTS,
    POINTS_UP,
    Like,
    NumberOf,
    Stated,
    stated,
)
from appraise.policy.model.method import MEASURED, By, Limits, Method, cap_in_words, floor_in_words
from appraise.policy.values import Constant, Setting
from appraise.policy.words import inner
from appraise.texts import NOTHING, Message, clauses, msg


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
            return Limits(cap=self.limit)
        return Limits(self.limit, Constant(100.0, "100", self.where), msg("{indicator}, which begins at 100"))

    def highest(self, number_of: NumberOf) -> float | None:
        return 100.0 if self.sign < 0 else number_of(self.limit)

    def sentence(self) -> Message:
        points, unit = inner(self.points), inner(self.unit)
        if self.sign < 0:
            begin = msg("100, less {points} for each {unit} of the value", "policy", points=points, unit=unit)
        else:
            begin = msg("0, plus {points} for each {unit} of the value", "policy", points=points, unit=unit)
        nothing_free = isinstance(self.free, Constant) and self.free.value == 0
        free = NOTHING if nothing_free else msg("only what is beyond {free} counts", "policy", free=inner(self.free))
        limit = floor_in_words(self.limit) if self.sign < 0 else cap_in_words(self.limit)
        return clauses(begin, msg("part of a unit in proportion", "policy"), free, limit)


@dataclass(frozen=True, slots=True)
class StepSide:
    """What a step is worth on one side of the target: `points` each, no more than `at_most` in all."""

    points: Setting
    at_most: Setting | None
    where: Where

    def most_in_words(self) -> Message:
        """Say how many points there are at most."""
        if self.at_most is None:
            return msg("without limit", "policy")
        return msg("at most {points}", "points of a side", points=inner(self.at_most))


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
        return Limits()

    def highest(self, number_of: NumberOf) -> float | None:
        start, most = number_of(self.start), number_of(self.up.at_most)
        return None if start is None or most is None else start + most

    def sentence(self) -> Message:
        step = inner(self.step)
        return clauses(
            msg("{score} on target, by the distance of {measure} from it", "policy",
                score=inner(self.start), measure=MEASURED[self.of]),
            msg("for each whole {step}", "policy", step=step) if self.whole
            else msg("for each {step}, parts in proportion", "policy", step=step),
            msg("plus {points} above ({most})", "policy", points=inner(self.up.points), most=self.up.most_in_words()),
            msg("less {points} below ({most})", "policy", points=inner(self.down.points), most=self.down.most_in_words()),
        )  # fmt: skip

    @property
    def needs_target(self) -> bool:
        return True
