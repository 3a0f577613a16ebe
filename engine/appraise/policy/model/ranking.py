"""Standing among peers: grades by shares of a group or under ceilings, and scores by place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from appraise.diagnostics import Where
from appraise.formula.grammar import Formula
from appraise.policy.model.data import Boundary
from appraise.policy.values import Constant, Setting


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


@dataclass(frozen=True, slots=True)
class Shares:
    """Grades with their shares of each group, best first; what a grade demands besides the place."""

    by: Formula
    within: tuple[Formula, ...]
    shares: Mapping[str, Setting]
    counts: Literal["down", "nearest", "largest-remainder"]
    ties: Ties
    small: SmallGroups | None
    require: Mapping[str, Formula]
    where: Where


@dataclass(frozen=True, slots=True)
class Ceiling:
    """The largest share of some neighbouring grades together."""

    grades: tuple[str, ...]
    share: Setting
    where: Where


@dataclass(frozen=True, slots=True)
class Ceilings:
    """Limits of the grades that the bands give, in each group."""

    by: Formula
    within: tuple[Formula, ...]
    ceilings: tuple[Ceiling, ...]
    counts: Literal["down", "up", "nearest"]
    ties: Ties
    hand_down: bool
    where: Where


Ranking = Shares | Ceilings


@dataclass(frozen=True, slots=True)
class ByPlace:
    """The score of the place among peers, by steps: `places` are the first places of each."""

    within: tuple[Formula, ...]
    places: tuple[Constant, ...]
    scores: tuple[Setting, ...]
    where: Where


@dataclass(frozen=True, slots=True)
class ByPercentile:
    """Straight lines between points (percentile among peers, score)."""

    within: tuple[Formula, ...]
    points: tuple[tuple[Constant, Setting], ...]
    boundary: Boundary
    where: Where


@dataclass(frozen=True, slots=True)
class ByDeviation:
    """`mean` for the mean of the peers, and `spread` more for each standard deviation."""

    within: tuple[Formula, ...]
    mean: Setting
    spread: Setting
    floor: Setting | None
    cap: Setting | None
    where: Where


Standing = ByPlace | ByPercentile | ByDeviation
