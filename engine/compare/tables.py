"""What a comparison comes to: all of its tables together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from engine.compare.agreement import Agreement
from engine.compare.aims import Aims
from engine.compare.appraised import Appraised
from engine.compare.budgets import Budgets
from engine.compare.changes import Changes
from engine.compare.cliffs import Cliffs
from engine.compare.cost import Cost
from engine.compare.deciles import Deciles
from engine.compare.distribution import Distribution
from engine.compare.fairness import Fairness
from engine.compare.movement import Movement
from engine.compare.moves import Moves
from engine.compare.origin import Origin
from engine.compare.over_time import OverTime
from engine.compare.spread import Spread
from engine.compare.stability import Stability
from engine.compare.winners import Winners


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
