"""Whether pay goes with what the policy wants."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from appraise.compare.figures.statistics import pearson
from appraise.compare.figures.units import Label, Ratio
from appraise.compare.hiding import Behind, without
from appraise.compare.table import ComparisonTable, Shown
from appraise.texts import Texts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from appraise.compare.attribution import Attribution
    from appraise.compare.comparison import Comparison
    from appraise.compare.hiding import Hiding


WORDS = Texts("comparison", {
    "table_aims": "Aims",
    "note_aims": "Correlation of pay with each indicator; of the score, where a policy does not pay.",
    "attainment": "With attainment",
    "score": "With score",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class AimRow:
    """Pearson's correlation of pay with an indicator's attainment and score.

    In place of pay stands the total score, where a policy does not pay.
    """

    policy: Label
    indicator: Label
    attainment: Ratio
    score: Ratio


@dataclass(frozen=True, slots=True)
class Aims(ComparisonTable):
    """A row for each indicator of each policy."""

    words: ClassVar = WORDS
    shown: ClassVar = (Shown("aims"),)
    rows: tuple[AimRow, ...]

    @classmethod
    def computed(cls, comparison: Comparison, _attributions: Sequence[Attribution]) -> Aims:
        """See `ComparisonTable`."""
        return aims(comparison)

    def hidden(self, hiding: Hiding) -> Aims:
        """Leave out correlations where the pay is not told, or too few people have the indicator."""
        c = hiding.comparison
        few = {
            (side.title, f.title)
            for side in c.sides for f in side.indicators.values()
            if Behind(c.employee, tuple(np.isfinite(x) for x in (f.attainment, f.score))).few()
        }  # fmt: skip
        return Aims(
            tuple(
                without(row, ("attainment", "score")) if hiding.all or (row.policy, row.indicator) in few else row
                for row in self.rows
            )
        )


def aims(comparison: Comparison) -> Aims:
    """Correlate pay with the indicators."""
    return Aims(tuple(
        AimRow(side.title, f.title, *(pearson(side.pay if comparison.money else side.score, x) for x in (f.attainment, f.score)))
        for side in comparison.sides
        for f in side.indicators.values()
    ))  # fmt: skip
