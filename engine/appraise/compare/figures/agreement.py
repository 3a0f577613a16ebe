"""Whether a variant puts people in the same order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from appraise.compare.figures.statistics import kendall, spearman
from appraise.compare.figures.units import Count, GroupLabel, Kind, Label, Ratio
from appraise.compare.groups import everybody, periods
from appraise.compare.hiding import Behind, without
from appraise.compare.table import ComparisonTable, Shown
from appraise.texts import Texts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from appraise.compare.attribution import Attribution
    from appraise.compare.comparison import Comparison
    from appraise.compare.hiding import Hiding


WORDS = Texts("comparison", {
    "table_agreement": "Agreement",
    "note_agreement": "Scores under base and variant: 1 is the same order.",
    "kendall": "Kendall's tau-b",
    "spearman": "Spearman's rho",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class AgreementRow:
    """The correlation of the base's scores with the variant's: 1 the same order, -1 the opposite.

    kendall: tau-b; spearman: rho; NaN where all have one score.
    """

    variant: Label
    kind: Kind
    group: GroupLabel
    appraisals: Count
    kendall: Ratio
    spearman: Ratio


@dataclass(frozen=True, slots=True)
class Agreement(ComparisonTable):
    """Rows of each variant for all, then by period."""

    words: ClassVar = WORDS
    shown: ClassVar = (Shown("agreement"),)
    rows: tuple[AgreementRow, ...]

    @classmethod
    def computed(cls, comparison: Comparison, _attributions: Sequence[Attribution]) -> Agreement:
        """See `ComparisonTable`."""
        return agreement(comparison)

    def hidden(self, hiding: Hiding) -> Agreement:
        """Leave out correlations of the scores of too few people, who could be found from them."""
        few = _few_scored(hiding)
        return Agreement(
            tuple(without(row, ("kendall", "spearman")) if (row.kind, row.group) in few else row for row in self.rows)
        )


def _few_scored(hiding: Hiding) -> set[tuple[str, str | None]]:
    c = hiding.comparison
    behind = Behind(c.employee, tuple(c.both(v) for v in c.variants))
    return {(group.kind, group.label) for group in (everybody(c), *periods(c)) if behind.few(group.rows)}


def agreement(comparison: Comparison) -> Agreement:
    """Correlate the scores."""
    rows = []
    for variant in comparison.variants:
        for group in (everybody(comparison), *periods(comparison)):
            both = comparison.both(variant) & group.rows
            x, y = comparison.base.score[both], variant.score[both]
            rows.append(
                AgreementRow(variant.title, group.kind, group.label, int(both.sum()), kendall(x, y), spearman(x, y))
            )
    return Agreement(tuple(rows))
