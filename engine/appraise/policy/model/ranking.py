"""Grades by the standing among peers: by shares of a group, or under ceilings."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from appraise.diagnostics import Where
from appraise.formula.syntax.grammar import Formula
from appraise.policy.model.facts import SHARE, Asked, Stated, all_stated, asked
from appraise.policy.values import Setting


@dataclass(frozen=True, slots=True)
class Ties:
    """Whoever is equal is told apart by `by`, one after the other; those still equal have one grade together."""

    by: tuple[Formula, ...]
    then: Literal["better", "worse"]


@dataclass(frozen=True, slots=True)
class SmallGroups:
    """Groups of fewer than `size` people: graded by the bands, or pooled inside `wider` (positions of `within`)."""

    size: int
    wider: tuple[int, ...] | None
    where: Where


class Placing(ABC):
    """The facts that checks, compiler, words and tests ask of a way in which places among peers become grades."""

    __slots__ = ()

    @abstractmethod
    def settings(self) -> Iterator[Stated]:
        """Yield the shares that it states."""

    @abstractmethod
    def formulas(self) -> Iterator[Asked]:
        """Yield what ranks, what makes groups, what tells equals apart, and what grades demand besides."""


@dataclass(frozen=True, slots=True)
class Shares(Placing):
    """Grades with their shares of each group, best first; what a grade demands besides the place."""

    by: Formula
    within: tuple[Formula, ...]
    shares: Mapping[str, Setting]
    counts: Literal["down", "nearest", "largest-remainder"]
    ties: Ties
    small: SmallGroups | None
    require: Mapping[str, Formula]
    where: Where

    def settings(self) -> Iterator[Stated]:
        yield from all_stated("shares", self.shares.values(), SHARE)

    def formulas(self) -> Iterator[Asked]:
        yield from _of_ranking(self.by, self.within, self.ties)
        yield from asked("yes-no", *self.require.values())


@dataclass(frozen=True, slots=True)
class Ceiling:
    """The largest share of some neighbouring grades together."""

    grades: tuple[str, ...]
    share: Setting
    where: Where


@dataclass(frozen=True, slots=True)
class Ceilings(Placing):
    """Limits of the grades that the bands give, in each group."""

    by: Formula
    within: tuple[Formula, ...]
    ceilings: tuple[Ceiling, ...]
    counts: Literal["down", "up", "nearest"]
    ties: Ties
    hand_down: bool
    where: Where

    def settings(self) -> Iterator[Stated]:
        yield from all_stated("at_most", (ceiling.share for ceiling in self.ceilings), SHARE)

    def formulas(self) -> Iterator[Asked]:
        yield from _of_ranking(self.by, self.within, self.ties)


def _of_ranking(by: Formula, within: tuple[Formula, ...], ties: Ties) -> Iterator[Asked]:
    yield from asked("number", by)
    yield from asked("text", *within)
    yield from asked("number", *ties.by)


Ranking = Shares | Ceilings
