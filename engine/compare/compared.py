"""All tables of a comparison."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.compare.agreement import Agreement, agreement
from engine.compare.aims import Aims, aims
from engine.compare.appraised import Appraised, appraised
from engine.compare.budgets import Budgets, budgets
from engine.compare.changes import Changes, changes
from engine.compare.cliffs import Cliffs, cliffs
from engine.compare.cost import Cost, cost
from engine.compare.deciles import Deciles, deciles
from engine.compare.distribution import Distribution, distribution
from engine.compare.fairness import Fairness, fairness
from engine.compare.movement import Movement, movement
from engine.compare.moves import Moves, moves
from engine.compare.origin import Origin, origin
from engine.compare.over_time import OverTime, over_time
from engine.compare.spread import Spread, spread
from engine.compare.stability import Stability, stability
from engine.compare.winners import Winners, winners

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engine.compare.attribution import Attribution
    from engine.compare.comparison import Comparison


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


def compare(comparison: Comparison, attributions: Sequence[Attribution] = (), *, anonymous: bool = False) -> Compared:
    """Compute all tables; `anonymous` leaves out those that name people, and what tells a single one's figures.

    `attributions` of the variants, in their order; without, nothing is said of single changes.
    """
    c = comparison
    whole = Compared(
        c.base.title, tuple(v.title for v in c.variants), tuple(map(origin, c.sides)), c.period.labels, len(c), c.left_out,
        c.unpaid, anonymous, cost(c), budgets(c), changes(c, attributions, anonymous=anonymous),
        movement(c), appraised(c), winners(c), deciles(c), Moves(()) if anonymous else moves(c, attributions), fairness(c),
        distribution(c), spread(c), agreement(c), aims(c), cliffs(c, anonymous=anonymous), stability(c), over_time(c),
    )  # fmt: skip
    if not anonymous:
        return whole
    from engine.compare.anonymous import anonymised  # noqa: PLC0415 - which stands on this module

    return anonymised(whole, c, attributions)
