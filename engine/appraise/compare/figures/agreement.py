"""Whether a variant puts people in the same order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from appraise.compare.figures.statistics import kendall, spearman
from appraise.compare.figures.units import Count, GroupLabel, Kind, Label, Ratio
from appraise.compare.groups import everybody, periods

if TYPE_CHECKING:
    from appraise.compare.comparison import Comparison


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
class Agreement:
    """Rows of each variant for all, then by period."""

    rows: tuple[AgreementRow, ...]


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
