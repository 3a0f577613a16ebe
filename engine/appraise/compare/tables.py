"""What a comparison comes to: all of its tables together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from appraise.compare.appraised import Appraised
from appraise.compare.changes import Changes
from appraise.compare.cliffs.cliffs import Cliffs
from appraise.compare.figures.agreement import Agreement
from appraise.compare.figures.aims import Aims
from appraise.compare.figures.budgets import Budgets
from appraise.compare.figures.cost import Cost
from appraise.compare.figures.deciles import Deciles
from appraise.compare.figures.distribution import Distribution
from appraise.compare.figures.fairness import Fairness
from appraise.compare.figures.movement import Movement
from appraise.compare.figures.moves import Moves
from appraise.compare.figures.over_time import OverTime
from appraise.compare.figures.spread import Spread
from appraise.compare.figures.stability import Stability
from appraise.compare.figures.winners import Winners
from appraise.compare.origin import Origin


@dataclass(frozen=True, slots=True)
class Compared:
    """What every rendering shows. `rows` are those of all policies, `left_out` those, by policy, that others do not have.

    `unpaid` are the policies without rewards, because of which nobody's pay is compared. `origins` are those of the base
    and the variants.
    """

    base: str
    variants: tuple[str, ...]
    origins: tuple[Origin, ...]
    periods: tuple[str, ...]
    rows: int
    left_out: Mapping[str, int]
    unpaid: tuple[str, ...]
    anonymous: bool
    cost: Cost
    budgets: Budgets
    changes: Changes
    movement: Movement
    appraised: Appraised
    winners: Winners
    deciles: Deciles
    moves: Moves
    fairness: Fairness
    distribution: Distribution
    spread: Spread
    agreement: Agreement
    aims: Aims
    cliffs: Cliffs
    stability: Stability
    over_time: OverTime
