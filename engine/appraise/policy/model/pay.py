"""Money: the ways in which a reward is computed, shares of a period, what it is settled with; budgets."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar, Literal

from appraise.diagnostics import Where
from appraise.formula.syntax.grammar import Formula
from appraise.policy.model.data import Boundary
from appraise.policy.model.facts import (
    MONEY,
    MONEY_UP,
    SHARE,
    Asked,
    Like,
    Stated,
    all_stated,
    asked,
    decider,
    stated,
)
from appraise.policy.values import ByLabel, Constant, Setting, variants
from appraise.texts import msg


class Way(ABC):
    """The facts that checks, compiler, words and tests ask of a way in which a reward is computed.

    A new way is a class with these facts. `key` is the key of the language that states it.
    """

    __slots__ = ()
    key: ClassVar[str]
    names_factor: ClassVar[bool] = False  # the factor is a name in its formula, and multiplies nothing by itself
    looks_at_peers: ClassVar[bool] = False  # only those who are appraised take part, and have a `place`
    looks_back: ClassVar[bool] = False  # at what was paid in earlier periods

    @abstractmethod
    def settings(self) -> Iterator[Stated]:
        """Yield every number that it states, in the order of its keys."""

    @abstractmethod
    def formulas(self) -> Iterator[Asked]:
        """Yield the formulas that stand beside its settings."""


@dataclass(frozen=True, slots=True)
class Amount(Way):
    """A number or formula; in the formula `factor` may stand."""

    key = "amount"
    names_factor = True

    amount: Setting

    def settings(self) -> Iterator[Stated]:
        yield from stated(MONEY, amount=self.amount)

    def formulas(self) -> Iterator[Asked]:
        yield from ()


@dataclass(frozen=True, slots=True)
class Each(Way):
    """So much for each of what is counted."""

    key = "each"

    each: Setting
    count: Formula

    def settings(self) -> Iterator[Stated]:
        yield from stated(MONEY, each=self.each)

    def formulas(self) -> Iterator[Asked]:
        yield from asked("number", self.count)


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
class Tiered(Way):
    """What the tiers pay of a base, or for it."""

    key = "tiers"

    base: Formula
    tiers: Tiers | ByLabel[Tiers]

    def settings(self) -> Iterator[Stated]:
        for tiers in variants(self.tiers):
            by = Like(tiers.of or self.base)
            yield from all_stated(msg("the tiers"), tiers.bounds, by)
            yield from stated(by, start=tiers.start)
            rate = Like(self.base, "rate") if tiers.rates else MONEY
            yield from all_stated("rates" if tiers.rates else "amounts", tiers.pays, rate)

    def formulas(self) -> Iterator[Asked]:
        yield from asked("number", self.base)
        yield from decider(self.tiers)
        yield from asked("number", *(tiers.of for tiers in variants(self.tiers)))


@dataclass(frozen=True, slots=True)
class Prorate:
    """The share of the period from one date to another, both ends counted, rounded before use."""

    begins: Formula
    ends: Formula | None
    places: int


@dataclass(frozen=True, slots=True)
class Contest(Way):
    """Prizes by place. `prizes` are (first place, last place, prize) from the best place on, without overlaps."""

    key = "contest"
    looks_at_peers = True

    by: Formula
    within: tuple[Formula, ...]
    best: Literal["highest", "lowest"]
    prizes: tuple[tuple[int, int, Setting], ...]
    ties: Literal["share", "repeat"]
    where: Where

    def settings(self) -> Iterator[Stated]:
        yield from all_stated("prizes", (prize for _, _, prize in self.prizes), MONEY_UP)

    def formulas(self) -> Iterator[Asked]:
        yield from asked("number", self.by)
        yield from asked("text", *self.within)


@dataclass(frozen=True, slots=True)
class Clawback(Way):
    """Takes back a share of what some rewards paid in the periods before this one, and of no payment twice."""

    key = "clawback"
    looks_back = True

    of: tuple[str, ...]
    share: Setting
    periods: int
    where: Where

    def settings(self) -> Iterator[Stated]:
        yield from stated(SHARE, share=self.share)

    def formulas(self) -> Iterator[Asked]:
        yield from ()


Pay = Amount | Tiered | Each | Contest | Clawback


@dataclass(frozen=True, slots=True)
class TrueUp:
    """The amount is due for the year so far, less what was paid earlier in the year."""

    below_zero: Literal["take_back", "carry"]
    where: Where


@dataclass(frozen=True, slots=True)
class Recover:
    """How an advance is recovered: a share of what is earned above the draw, where `when` holds."""

    share: Setting
    when: Formula | None


@dataclass(frozen=True, slots=True)
class Draw:
    """At least `amount` is paid where `when` holds. `recover` is None where the advance is not owed."""

    amount: Setting
    when: Formula | None
    recover: Recover | None
    where: Where

    def settings(self) -> Iterator[Stated]:
        """Yield the amount, and the share that is recovered."""
        yield from stated(MONEY_UP, draw=self.amount)
        yield from stated(SHARE, share=self.recover.share if self.recover is not None else None)

    def formulas(self) -> Iterator[Asked]:
        """Yield the conditions of the draw, and of its recovery."""
        yield from asked("yes-no", self.when, self.recover.when if self.recover is not None else None)


@dataclass(frozen=True, slots=True)
class Reward:
    """Money (positive or negative), computed in one of the ways; what limits it, and what it is settled with."""

    id: str
    title: str
    where: Where
    pay: Pay
    factor: Setting | None = None
    when: Formula | None = None
    minimum: Setting | None = None
    maximum: Setting | None = None
    bank: bool = False  # whether what exceeds the maximum is kept for later periods
    prorate: Prorate | None = None
    true_up: TrueUp | None = None
    draw: Draw | None = None

    def settings(self) -> Iterator[Stated]:
        """Yield what it is computed from, and its limits; the factor and the draw are figures of their own."""
        yield from self.pay.settings()
        yield from stated(MONEY, min=self.minimum, max=self.maximum)

    def formulas(self) -> Iterator[Asked]:
        """Yield the formulas of these, the condition, and the days of proration."""
        yield from self.pay.formulas()
        yield from asked("yes-no", self.when)
        if self.prorate is not None:
            yield from asked("date", self.prorate.begins, self.prorate.ends)


@dataclass(frozen=True, slots=True)
class Budget:
    """An amount of money for each group, out of which rewards are paid."""

    id: str
    title: str
    covers: tuple[str, ...]
    amount: Setting
    within: tuple[Formula, ...]
    mode: Literal["cap", "hand_out"]
    where: Where

    def settings(self) -> Iterator[Stated]:
        """Yield the amount."""
        yield from stated(MONEY_UP, amount=self.amount)
