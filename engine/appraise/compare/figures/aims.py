"""Whether pay goes with what the policy wants."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from appraise.compare.figures.statistics import pearson
from appraise.compare.figures.units import Label, Ratio

if TYPE_CHECKING:
    from appraise.compare.comparison import Comparison


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
class Aims:
    """A row for each indicator of each policy."""

    rows: tuple[AimRow, ...]


def aims(comparison: Comparison) -> Aims:
    """Correlate pay with the indicators."""
    return Aims(tuple(
        AimRow(side.title, f.title, *(pearson(side.pay if comparison.money else side.score, x) for x in (f.attainment, f.score)))
        for side in comparison.sides
        for f in side.indicators.values()
    ))  # fmt: skip
