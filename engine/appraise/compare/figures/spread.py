"""How far results lie apart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from appraise.compare.figures.distribution import amounts
from appraise.compare.figures.statistics import gini, quantiles
from appraise.compare.figures.units import Kind, Label, Number, Ratio

if TYPE_CHECKING:
    from appraise.compare.comparison import Comparison


@dataclass(frozen=True, slots=True)
class SpreadRow:
    """How far score or pay (`of`) lies apart.

    gini: 0 equal, 1 one has all, NaN with negative amounts. q25, median, q75: quartiles; between: q75 - q25. ratio:
    the ninth decile over the first, NaN where that is not above 0.
    """

    policy: Label
    of: Kind
    gini: Ratio
    q25: Number
    median: Number
    q75: Number
    between: Number
    ratio: Ratio


@dataclass(frozen=True, slots=True)
class Spread:
    """Rows for score and for pay of each policy."""

    rows: tuple[SpreadRow, ...]


def spread(comparison: Comparison) -> Spread:
    """Measure the spread."""
    rows = []
    for of in ("score", "pay") if comparison.money else ("score",):
        for side in comparison.sides:
            values = amounts(side, of)
            low, q25, median, q75, high = quantiles(values, (0.1, 0.25, 0.5, 0.75, 0.9))
            ratio = high / low if low > 0 else np.nan
            rows.append(SpreadRow(side.title, of, gini(values), q25, median, q75, q75 - q25, ratio))
    return Spread(tuple(rows))
