"""How scores and pay are distributed under each policy."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from appraise.compare.figures.statistics import mean, quantiles
from appraise.compare.figures.units import Count, Kind, Label, Number
from appraise.compare.table import ComparisonTable, Shown
from appraise.texts import Texts

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from appraise.compare.attribution import Attribution
    from appraise.compare.comparison import Comparison, Side
    from appraise.compare.hiding import Hiding
    from appraise.formula.vectors import Numbers

_SHARES = (0.1, 0.2, 0.25, 0.3, 0.4, 0.5, 0.6, 0.7, 0.75, 0.8, 0.9)
_QUANTILES = ("d10", "d20", "q25", "d30", "d40", "median", "d60", "d70", "q75", "d80", "d90")  # as _SHARES
_MOST_BINS = 12


WORDS = Texts("comparison", {
    "table_distribution": "Distribution",
    "note_distribution": "Means, quartiles and deciles of score and pay.",
    "table_bins": "Histogram",
    "note_bins": "From the lower bound to below the upper.",
    "low": "From",
    "high": "To below",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class DistributionRow:
    """The mean, quartiles (q25, median, q75) and deciles of score or pay (`of`).

    No single person's figure is told.
    """

    policy: Label
    of: Kind
    appraisals: Count
    mean: Number
    d10: Number
    d20: Number
    q25: Number
    d30: Number
    d40: Number
    median: Number
    d60: Number
    d70: Number
    q75: Number
    d80: Number
    d90: Number


@dataclass(frozen=True, slots=True)
class BinRow:
    """How many appraisals have a score or pay (`of`) from `low` to below `high`.

    The bins are the same for all policies.
    """

    policy: Label
    of: Kind
    low: Number
    high: Number
    appraisals: Count


@dataclass(frozen=True, slots=True)
class Distribution(ComparisonTable):
    """Rows for score and for pay of each policy, and the bins of histograms."""

    words: ClassVar = WORDS
    shown: ClassVar = (Shown("distribution", long=True), Shown("bins", "bins", long=True))
    rows: tuple[DistributionRow, ...]
    bins: tuple[BinRow, ...]

    @classmethod
    def computed(cls, comparison: Comparison, _attributions: Sequence[Attribution]) -> Distribution:
        """See `ComparisonTable`."""
        return distribution(comparison)

    def hidden(self, hiding: Hiding) -> Distribution:
        """Tell quantiles and bins of groups of five neighbours; no mean that would tell of too few."""
        rows = []
        for row in self.rows:
            shown: dict[str, Any] = dict(zip(_QUANTILES, hiding.quantiles(row.policy, row.of, _SHARES), strict=True))
            few = hiding.all if row.of == "pay" else hiding.scores
            rows.append(replace(row, **shown, mean=math.nan if few else row.mean))
        kinds = dict.fromkeys(row.of for row in self.rows)
        known = {of: [(side, hiding.blocks(side, of)) for side in hiding.comparison.sides] for of in kinds}
        return Distribution(tuple(rows), tuple(bin_ for of in kinds for bin_ in _bins(of, known[of])))


def distribution(comparison: Comparison) -> Distribution:
    """Describe scores and pay."""
    rows: list[DistributionRow] = []
    bins: list[BinRow] = []
    for of in ("score", "pay") if comparison.money else ("score",):
        known = [(side, amounts(side, of)) for side in comparison.sides]
        for side, values in known:
            rows.append(DistributionRow(side.title, of, len(values), mean(values), *quantiles(values, _SHARES)))
        bins += _bins(of, known)
    return Distribution(tuple(rows), tuple(bins))


def _bins(of: str, known: Sequence[tuple[Side, Numbers]]) -> Iterator[BinRow]:
    """Count values in bins that are the same for all policies."""
    edges = edges_of(np.concatenate([values for _, values in known]))
    for side, values in known:
        counts = np.histogram(values, edges)[0].tolist() if len(edges) else []
        for low, high, n in zip(edges[:-1], edges[1:], counts, strict=True):
            yield BinRow(side.title, of, float(low), float(high), n)


def amounts(side: Side, of: str) -> Numbers:
    """The scores or the pay that are known."""
    values = side.score if of == "score" else side.pay
    return values[np.isfinite(values)]


def edges_of(values: Numbers) -> Numbers:
    """Round edges, at most twelve bins; the last lies above all values."""
    if not len(values):
        return np.zeros(0)
    low, high = float(values.min()), float(values.max())
    for step in _steps(high - low):
        first, last = (math.floor(round(end / step, 9)) for end in (low, high))
        if last - first < _MOST_BINS:  # 132 times 0.2 is 26.4, as the scores that lie on it
            return np.asarray(np.round(np.arange(first, last + 2) * step, 9), dtype=np.float64)
    raise AssertionError


def _steps(width: float) -> Iterator[float]:
    """1, 2, 5, 10, 20, ... from about a twelfth of a width on, without an end."""
    power = math.floor(math.log10(max(width, 1.0) / _MOST_BINS))
    while True:
        for factor in (1.0, 2.0, 5.0):
            yield factor * 10.0**power
        power += 1
