"""Computes all tables of a comparison."""

from __future__ import annotations

from typing import TYPE_CHECKING

from appraise.compare.anonymous import anonymised, titled_nobody
from appraise.compare.appraised import appraised
from appraise.compare.changes import changes
from appraise.compare.cliffs.cliffs import cliffs
from appraise.compare.figures.agreement import agreement
from appraise.compare.figures.aims import aims
from appraise.compare.figures.budgets import budgets
from appraise.compare.figures.cost import cost
from appraise.compare.figures.deciles import deciles
from appraise.compare.figures.distribution import distribution
from appraise.compare.figures.fairness import fairness
from appraise.compare.figures.movement import movement
from appraise.compare.figures.moves import Moves, moves
from appraise.compare.figures.over_time import over_time
from appraise.compare.figures.spread import spread
from appraise.compare.figures.stability import stability
from appraise.compare.figures.winners import winners
from appraise.compare.origin import origin
from appraise.compare.tables import Compared

if TYPE_CHECKING:
    from collections.abc import Sequence

    from appraise.compare.attribution import Attribution
    from appraise.compare.comparison import Comparison


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
