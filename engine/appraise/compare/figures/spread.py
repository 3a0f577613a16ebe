"""How far results lie apart."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from appraise.compare.figures.distribution import amounts
from appraise.compare.figures.statistics import gini, quantiles
from appraise.compare.figures.units import Kind, Label, Number, Ratio
from appraise.compare.table import ComparisonTable, Shown
from appraise.texts import Texts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from appraise.compare.attribution import Attribution
    from appraise.compare.comparison import Comparison
    from appraise.compare.hiding import Hiding


_SHARES = (0.1, 0.25, 0.5, 0.75, 0.9)
WORDS = Texts("comparison", {
    "table_spread": "Spread",
    "note_spread": "Gini: 0 is equal. Ratio: the ninth decile over the first.",
    "gini": "Gini",
    "between": "75% - 25%",
    "ratio": "90% / 10%",
})  # fmt: skip


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
class Spread(ComparisonTable):
    """Rows for score and for pay of each policy."""

    words: ClassVar = WORDS
    shown: ClassVar = (Shown("spread"),)
    rows: tuple[SpreadRow, ...]

    @classmethod
    def computed(cls, comparison: Comparison, _attributions: Sequence[Attribution]) -> Spread:
        """See `ComparisonTable`."""
        return spread(comparison)

    def hidden(self, hiding: Hiding) -> Spread:
        """Tell quantiles of groups of five neighbours; no coefficient of too few."""
        return Spread(tuple(_hidden(row, hiding) for row in self.rows))


def _hidden(row: SpreadRow, hiding: Hiding) -> SpreadRow:
    low, q25, median, q75, high = hiding.quantiles(row.policy, row.of, _SHARES)
    few = hiding.all if row.of == "pay" else hiding.scores
    return replace(
        row, q25=q25, median=median, q75=q75, between=q75 - q25, ratio=high / low if low > 0 else np.nan,
        gini=np.nan if few else row.gini,
    )  # fmt: skip


def spread(comparison: Comparison) -> Spread:
    """Measure the spread."""
    rows = []
    for of in ("score", "pay") if comparison.money else ("score",):
        for side in comparison.sides:
            values = amounts(side, of)
            low, q25, median, q75, high = quantiles(values, _SHARES)
            ratio = high / low if low > 0 else np.nan
            rows.append(SpreadRow(side.title, of, gini(values), q25, median, q75, q75 - q25, ratio))
    return Spread(tuple(rows))
