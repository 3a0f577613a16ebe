"""What a comparison comes to: all of its tables together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from engine.compare.appraised import Appraised
from engine.compare.changes import Changes
from engine.compare.cliffs.cliffs import Cliffs
from engine.compare.figures.agreement import Agreement
from engine.compare.figures.aims import Aims
from engine.compare.figures.budgets import Budgets
from engine.compare.figures.cost import Cost
from engine.compare.figures.deciles import Deciles
from engine.compare.figures.distribution import Distribution
from engine.compare.figures.fairness import Fairness
from engine.compare.figures.movement import Movement
from engine.compare.figures.moves import Moves
from engine.compare.figures.over_time import OverTime
from engine.compare.figures.spread import Spread
from engine.compare.figures.stability import Stability
from engine.compare.figures.winners import Winners
from engine.compare.origin import Origin


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
