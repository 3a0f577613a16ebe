"""Whether a variant moves the strong or the weak."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from appraise.compare.figures.statistics import mean
from appraise.compare.figures.units import Count, Label, MoneyChange, PointsChange

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from appraise.compare.comparison import Comparison
    from appraise.formula.vectors import Numbers


@dataclass(frozen=True, slots=True)
class DecileRow:
    """A tenth of the appraisals by the base's score (1 is the lowest), and how they change on average."""

    variant: Label
    decile: Count
    appraisals: Count
    score_change: PointsChange
    pay_change: MoneyChange


@dataclass(frozen=True, slots=True)
class Deciles:
    """Ten rows for each variant, fewer where scores are equal; `pay_change` is NaN where a policy does not pay."""

    rows: tuple[DecileRow, ...]


def deciles(comparison: Comparison) -> Deciles:
    """Average the changes by decile; equal scores are in one decile, that of the first of them."""
    rows = []
    for variant in comparison.variants:
        both = comparison.both(variant) & np.isfinite(comparison.base.score) & np.isfinite(variant.score)
        tenth = tenths(comparison.base.score[both])
        score = (variant.score - comparison.base.score)[both]
        pay = (variant.pay - comparison.base.pay)[both]
        rows += [
            DecileRow(
                variant.title, int(d) + 1, int((tenth == d).sum()), mean(score[tenth == d]), mean(pay[tenth == d])
            )
            for d in np.unique(tenth)
        ]
    return Deciles(tuple(rows))


def tenths(score: Numbers) -> NDArray[np.int64]:
    """Give the tenth [n] of each score, from 0; equal scores are in one, that of the first of them."""
    return np.searchsorted(np.sort(score), score, side="left") * 10 // max(1, len(score))
