"""Computes all tables of a comparison."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.compare.anonymous import anonymised, titled_nobody
from engine.compare.appraised import appraised
from engine.compare.changes import changes
from engine.compare.cliffs.cliffs import cliffs
from engine.compare.figures.agreement import agreement
from engine.compare.figures.aims import aims
from engine.compare.figures.budgets import budgets
from engine.compare.figures.cost import cost
from engine.compare.figures.deciles import deciles
from engine.compare.figures.distribution import distribution
from engine.compare.figures.fairness import fairness
from engine.compare.figures.movement import movement
from engine.compare.figures.moves import Moves, moves
from engine.compare.figures.over_time import over_time
from engine.compare.figures.spread import spread
from engine.compare.figures.stability import stability
from engine.compare.figures.winners import winners
from engine.compare.origin import origin
from engine.compare.tables import Compared

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engine.compare.attribution import Attribution
    from engine.compare.comparison import Comparison


def compare(comparison: Comparison, attributions: Sequence[Attribution] = (), *, anonymous: bool = False) -> Compared:
    """Compute all tables; `anonymous` leaves out those that name people, and what tells a single one's figures.

    `attributions` of the variants, in their order; without, nothing is said of single changes.
    """
    c = titled_nobody(comparison) if anonymous else comparison
    whole = Compared(
        c.base.title, tuple(v.title for v in c.variants), tuple(map(origin, c.sides)), c.period.labels, len(c), c.left_out,
        c.unpaid, anonymous, cost(c), budgets(c), changes(c, attributions, anonymous=anonymous),
        movement(c), appraised(c), winners(c), deciles(c), Moves(()) if anonymous else moves(c, attributions), fairness(c),
        distribution(c), spread(c), agreement(c), aims(c), cliffs(c, anonymous=anonymous), stability(c), over_time(c),
    )  # fmt: skip
    if not anonymous:
        return whole
    return anonymised(whole, c, attributions)
