"""The periods side by side."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from engine.compare.statistics import mean
from engine.compare.units import Count, Kind, Label, Number

if TYPE_CHECKING:
    from engine.compare.comparison import Comparison


@dataclass(frozen=True, slots=True)
class PeriodRow:
    """The sum and mean of score, pay or an indicator's value (`of`, with the indicator's title) in one period.

    appraisals: those with a figure.
    """

    policy: Label
    of: Kind
    indicator: Label
    period: Label
    appraisals: Count
    sum: Number
    mean: Number


@dataclass(frozen=True, slots=True)
class OverTime:
    """Rows by policy, figure and period."""

    rows: tuple[PeriodRow, ...]


def over_time(comparison: Comparison) -> OverTime:
    """Add up every figure by period."""
    rows = []
    for side in comparison.sides:
        figures = [("score", "", side.score), *([("pay", "", side.pay)] if comparison.money else [])]
        figures += [("indicator", f.title, f.value) for f in side.indicators.values()]
        for of, title, values in figures:
            for code, label in enumerate(comparison.period.labels):
                known = np.sort(values[(comparison.period.codes == code) & np.isfinite(values)])
                total = comparison.total(known) if of == "pay" else math.fsum(known.tolist())
                rows.append(PeriodRow(side.title, of, title, label, len(known), total, mean(known)))
    return OverTime(tuple(rows))
