"""From the score to a grade, and what conditions do to either."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar, Literal, TypeVar

from appraise.diagnostics import Where
from appraise.formula.syntax.grammar import Formula
from appraise.policy.model.facts import FACTOR, MONEY, POINTS, Asked, Stated, all_stated, decider, stated
from appraise.policy.model.ranking import Ranking
from appraise.policy.values import ByLabel, Setting, variants


class Effect(ABC):
    """The facts that checks, compiler, words and tests ask of what a gate does.

    A new effect is a class with these facts. `key` is the key of the language that states it, `on` is what it changes.
    """

    __slots__ = ()
    key: ClassVar[str]
    on: ClassVar[Literal["grade", "score", "indicator", "reward"]]

    @abstractmethod
    def settings(self) -> Iterator[Stated]:
        """Yield the numbers that it states and that may be settings."""


@dataclass(frozen=True, slots=True)
class GradeAtMost(Effect):
    """The grade is not better than one."""

    key, on = "grade_at_most", "grade"

    grade: str

    def settings(self) -> Iterator[Stated]:
        yield from ()


@dataclass(frozen=True, slots=True)
class GradeAtLeast(Effect):
    """The grade is not worse than one."""

    key, on = "grade_at_least", "grade"

    grade: str

    def settings(self) -> Iterator[Stated]:
        yield from ()


@dataclass(frozen=True, slots=True)
class GradeShift(Effect):
    """The grade is better by so many (below 0: worse)."""

    key, on = "grade_shift", "grade"

    by: int

    def settings(self) -> Iterator[Stated]:
        yield from ()


@dataclass(frozen=True, slots=True)
class ScoreAtMost(Effect):
    """The total score is limited."""

    key, on = "score_at_most", "score"

    limit: Setting

    def settings(self) -> Iterator[Stated]:
        yield from stated(POINTS, score_at_most=self.limit)


@dataclass(frozen=True, slots=True)
class IndicatorAtMost(Effect):
    """The score of an indicator is limited."""

    key, on = "indicator_at_most", "indicator"

    indicator: str
    limit: Setting

    def settings(self) -> Iterator[Stated]:
        yield from stated(POINTS, indicator_at_most=self.limit)


@dataclass(frozen=True, slots=True)
class RewardFactor(Effect):
    """The rewards that the gate covers are multiplied, penalties are not."""

    key, on = "reward_factor", "reward"

    factor: Setting

    def settings(self) -> Iterator[Stated]:
        yield from stated(FACTOR, reward_factor=self.factor)


@dataclass(frozen=True, slots=True)
class RewardAtMost(Effect):
    """Each reward that the gate covers is limited."""

    key, on = "reward_at_most", "reward"

    limit: Setting

    def settings(self) -> Iterator[Stated]:
        yield from stated(MONEY, reward_at_most=self.limit)


GateEffect = GradeAtMost | GradeAtLeast | GradeShift | ScoreAtMost | IndicatorAtMost | RewardFactor | RewardAtMost
E = TypeVar("E", bound=Effect)


@dataclass(frozen=True, slots=True)
class Gate:
    """A condition and what it does to the result. `covers` are the rewards it concerns, all where none is named."""

    id: str
    title: str
    when: Formula
    where: Where
    effects: tuple[GateEffect, ...]
    covers: tuple[str, ...] = ()

    def only(self, kind: type[E]) -> E | None:
        """Its effect of one kind, None where it has none."""
        return next((effect for effect in self.effects if isinstance(effect, kind)), None)

    def limit_of(self, indicator: str) -> Setting | None:
        """The limit that it sets to the score of an indicator."""
        limits = (e.limit for e in self.effects if isinstance(e, IndicatorAtMost) and e.indicator == indicator)
        return next(limits, None)

    def acts_on(self, what: str) -> bool:
        """Whether it changes the grade, the score, an indicator or a reward."""
        return any(effect.on == what for effect in self.effects)

    def covers_reward(self, reward: str) -> bool:
        """Whether a reward is among those it concerns."""
        return not self.covers or reward in self.covers


@dataclass(frozen=True, slots=True)
class Bands:
    """Grades from best to worst with their lower bounds; the last grade is open below."""

    grades: tuple[str, ...]
    bounds: tuple[Setting, ...]  # one fewer than grades
    where: Where

    def settings(self) -> Iterator[Stated]:
        """Yield the lower bounds."""
        yield from all_stated("bounds", self.bounds, POINTS)


@dataclass(frozen=True, slots=True)
class Grades:
    """The names of the grades from best to worst; the bands, for everybody or by a lookup; the ranking.

    A score becomes a grade by the bands, by the place among peers, or by both: there is at least one of them.
    """

    labels: tuple[str, ...]
    bands: Bands | ByLabel[Bands] | None
    ranking: Ranking | None
    where: Where

    def settings(self) -> Iterator[Stated]:
        """Yield the bounds of all bands; the shares of a ranking are its own."""
        for bands in variants(self.bands):
            yield from bands.settings()

    def formulas(self) -> Iterator[Asked]:
        """Yield what decides between bands, and the formulas of the ranking."""
        yield from decider(self.bands)
        yield from self.ranking.formulas() if self.ranking is not None else ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """A consequence that is not money."""

    id: str
    title: str
    kind: str
    message: str
    when: Formula
    where: Where
