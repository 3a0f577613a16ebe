"""Measures of likeness and spread, each after the formula that its docstring names."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from appraise.formula.vectors import Numbers

_SAME_CHANCE = 1 + 1e-7  # two tables as likely as each other, computed in two ways


def pearson(x: Numbers, y: Numbers) -> float:
    """Pearson's correlation of the pairs in which nothing is missing; NaN where one of them never differs.

    r = sum((x - mx)(y - my)) / sqrt(sum((x - mx)^2) sum((y - my)^2)).
    """
    known = np.isfinite(x) & np.isfinite(y)
    if known.sum() < 2 or np.ptp(x[known]) == 0 or np.ptp(y[known]) == 0:
        return math.nan
    x, y = x[known] - x[known].mean(), y[known] - y[known].mean()
    return float(np.sum(x * y) / math.sqrt(np.sum(x * x) * np.sum(y * y)))


def spearman(x: Numbers, y: Numbers) -> float:
    """Spearman's rho: Pearson's correlation of the ranks, ties with the mean of theirs."""
    known = np.isfinite(x) & np.isfinite(y)
    return pearson(_ranks(x[known]), _ranks(y[known]))


def _ranks(x: Numbers) -> Numbers:
    _, place, count = np.unique(x, return_inverse=True, return_counts=True)
    return np.asarray((np.cumsum(count) - (count - 1) / 2)[place], dtype=np.float64)


def kendall(x: Numbers, y: Numbers) -> float:
    """Kendall's tau-b, (P - Q) / sqrt((n0 - n1)(n0 - n2)), in O(n log n).

    P and Q are concordant and discordant pairs, n0 all pairs, n1 and n2 those tied in x and in y (Kendall 1945,
    "The treatment of ties in ranking problems"; counted after Knight 1966, with the bits of ranks in place of merging).
    """
    known = np.isfinite(x) & np.isfinite(y)
    first, second = (np.unique(v[known], return_inverse=True)[1].astype(np.int64) for v in (x, y))
    order = np.lexsort((second, first))
    pairs = len(order) * (len(order) - 1) // 2
    together = first * (second.max(initial=0) + 1) + second
    tied_x, tied_y, tied = (_tied(v) for v in (first, second, together))
    if pairs in (tied_x, tied_y):
        return math.nan
    discordant = _inversions(second[order])
    concordant = pairs - tied_x - tied_y + tied - discordant
    return (concordant - discordant) / math.sqrt((pairs - tied_x) * (pairs - tied_y))


def _tied(ranks: NDArray[np.int64]) -> int:
    rising = np.sort(ranks)
    count = np.diff(np.flatnonzero(np.concatenate([[True], rising[1:] != rising[:-1], [True]])))
    return int((count * (count - 1) // 2).sum())


def _inversions(ranks: NDArray[np.int64]) -> int:
    """Count the pairs i < j with ranks[i] > ranks[j]: each differs first in one bit, above which both are alike."""
    found = 0
    for bit in reversed(range(int(ranks.max(initial=0)).bit_length())):
        ranks = ranks[np.argsort(ranks >> (bit + 1), kind="stable")]
        alike, ones = ranks >> (bit + 1), (ranks >> bit) & 1
        before = np.cumsum(ones) - ones
        starts = np.flatnonzero(np.diff(alike, prepend=-1))
        own = before - np.repeat(before[starts], np.diff([*starts, len(ranks)]))
        found += int(own[ones == 0].sum())
    return found


def fisher(hits: int, misses: int, other_hits: int, other_misses: int) -> float:
    """The two-sided probability of Fisher's exact test of a 2 x 2 table.

    The probabilities C(a+b, a) C(c+d, c) / C(n, a+c) of all tables with the same margins that are no likelier
    than this one, added up (Fisher 1922; two-sided as in Agresti, Categorical Data Analysis, 3.5.3).
    """
    own, others, taken = hits + misses, other_hits + other_misses, hits + other_hits
    factorials = np.concatenate([[0.0], np.cumsum(np.log(np.arange(1.0, own + others + 1)))])
    a = np.arange(max(0, taken - others), min(own, taken) + 1)
    logs = (
        factorials[own] - factorials[a] - factorials[own - a]
        + factorials[others] - factorials[taken - a] - factorials[others - taken + a]
        - factorials[own + others] + factorials[taken] + factorials[own + others - taken]
    )  # fmt: skip
    chances = np.exp(logs)
    likely = chances <= chances[hits - a[0]] * _SAME_CHANCE
    return 1.0 if likely.all() else float(chances[likely].sum() / chances.sum())


def gini(x: Numbers) -> float:
    """The Gini coefficient, sum((2i - n - 1) x_i) / (n sum(x)) with x rising; 0 is equal, NaN below 0.

    The mean absolute difference over twice the mean (Gini 1912), without the correction for samples.
    """
    if not len(x) or x.min() < 0 or x.sum() == 0:
        return math.nan
    place = 2 * np.arange(1, len(x) + 1) - len(x) - 1
    return float((place * np.sort(x)).sum() / (len(x) * x.sum()))


def quantiles(x: Numbers, shares: tuple[float, ...]) -> list[float]:
    """Quantiles by straight lines between values, as Excel's PERCENTILE.INC; NaN of nobody.

    >>> quantiles(np.array([1.0, 2.0, 3.0, 4.0]), (0.25, 0.5))
    [1.75, 2.5]
    """
    return [float(q) for q in np.quantile(x, shares)] if len(x) else [math.nan] * len(shares)


def over(change: float, base: float) -> float:
    """A change as a share of the size of what it begins from, NaN from 0."""
    return change / abs(base) if base else math.nan


def mean(x: Numbers) -> float:
    """The mean of what is known, NaN of nothing; added in rising order, so that the order of rows never matters."""
    known = np.sort(x[np.isfinite(x)])
    return float(known.mean()) if len(known) else math.nan
