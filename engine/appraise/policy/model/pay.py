"""Money: tiers, shares of a period, rewards and what they are settled with; budgets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from appraise.diagnostics import Where
from appraise.formula.grammar import Formula
from appraise.policy.model.data import Boundary
from appraise.policy.values import Constant, Lookup, Setting


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
class Contest:
    """Prizes by place. `prizes` are (first place, last place, prize) from the best place on, without overlaps."""

    by: Formula
    within: tuple[Formula, ...]
    best: Literal["highest", "lowest"]
    prizes: tuple[tuple[int, int, Setting], ...]
    ties: Literal["share", "repeat"]
    where: Where


@dataclass(frozen=True, slots=True)
class Clawback:
    """Takes back a share of what some rewards paid in the periods before this one, and of no payment twice."""

    of: tuple[str, ...]
    share: Setting
    periods: int
    where: Where


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


@dataclass(frozen=True, slots=True)
class Reward:
    """Money (positive or negative): an amount, or a base with tiers, or so much for each, or prizes, or a clawback."""

    id: str
    title: str
    where: Where
    amount: Setting | None = None
    base: Formula | None = None
    tiers: Tiers | Lookup[Tiers] | None = None
    each: Setting | None = None
    count: Formula | None = None
    contest: Contest | None = None
    clawback: Clawback | None = None
    factor: Setting | None = None
    when: Formula | None = None
    minimum: Setting | None = None
    maximum: Setting | None = None
    bank: bool = False  # whether what exceeds the maximum is kept for later periods
    prorate: Prorate | None = None
    true_up: TrueUp | None = None
    draw: Draw | None = None


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
