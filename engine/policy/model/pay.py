"""Money: tiers, shares of a period, rewards."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from engine.diagnostics import Where
from engine.formula.grammar import Formula
from engine.policy.model.data import Boundary
from engine.policy.values import Constant, Lookup, Setting


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
