"""What must not be told of a comparison from which nobody's own figures can be read, also not by a colleague who knows his own.

One rule: behind every figure stand at least five people (FEWEST) who have something there, under each policy; as many
stand behind what two policies differ by; and what could be found by subtracting from a total is left out with it.
Quantiles are those of groups of five neighbours (microaggregation: Defays and Nanopoulos 1993), rounded to two digits.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import combinations
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from appraise.compare.comparison import HALF_A_CENT, SAME_SCORE
from appraise.compare.figures.statistics import quantiles
from appraise.compare.groups import FEWEST, everybody, groupings, people_in, periods

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from numpy.typing import NDArray

    from appraise.compare.attribution import Attribution
    from appraise.compare.comparison import Comparison, Side
    from appraise.formula.vectors import Numbers, Text

    Rows = NDArray[np.bool_]

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True, eq=False)
class Behind:
    """Who stands behind a figure: for each thing that is told, or found by subtraction, the rows [n] in which there is any."""

    employee: Text
    masks: tuple[Rows, ...]

    def counts(self, rows: Rows) -> list[int]:
        """Count the people among some rows, for each thing."""
        return [people_in(self.employee, rows & mask) for mask in self.masks]

    def few(self, rows: Rows | None = None) -> bool:
        """Whether something is told of somebody, but of fewer than five people, among some rows or all."""
        return _few(self.counts(np.ones(len(self.employee.codes), dtype=np.bool_) if rows is None else rows))


class Hiding:
    """What is to be hidden of one comparison.

    `all`: the pay of everybody together. `groups`: kinds and labels of the periods and groups whose pay is not told.
    """

    def __init__(self, comparison: Comparison, attributions: Sequence[Attribution] = ()):
        self.comparison, self.attributions = comparison, attributions
        self.pay = self.behind([side.pay for side in comparison.sides])
        self.all = self.pay.few(everybody(comparison).rows)
        self.groups = {(g.kind, g.label) for part in ([*periods(comparison)], *groupings(comparison))
                       for g in (part[i] for i in self.parts(self.pay, [g.rows for g in part]))}  # fmt: skip

    def behind(self, columns: Sequence[Numbers], least: float = HALF_A_CENT) -> Behind:
        """Say who stands behind the sums of some columns [n], and behind the differences of any two; below `least` is nothing."""
        known = [np.nan_to_num(column) for column in columns]
        amounts = [*known, *(b - a for a, b in combinations(known, 2))]
        return Behind(self.comparison.employee, tuple(np.abs(x) >= least for x in amounts))

    def parts(self, behind: Behind, parts: Sequence[Rows]) -> list[int]:
        """Which parts of a whole are not told; all of them where the whole itself is not."""
        if behind.few(np.logical_or.reduce(parts) if parts else None):
            return list(range(len(parts)))
        return risky([behind.counts(rows) for rows in parts],
                     lambda out: behind.counts(np.logical_or.reduce([parts[i] for i in out])))  # fmt: skip

    def periods(self, behind: Behind) -> set[str]:
        """The periods in which a figure is not told, where that of all periods could be known."""
        period = self.comparison.period
        out = self.parts(behind, [period.codes == code for code in range(len(period.labels))])
        return {period.labels[i] for i in out}

    @cached_property
    def scores(self) -> bool:
        """Whether scores are those of too few people, or differ for too few."""
        return self.behind([side.score for side in self.comparison.sides], SAME_SCORE).few()

    @cached_property
    def rewards(self) -> frozenset[str]:
        """The titles of rewards whose amounts are not told."""
        sides = self.comparison.sides
        titles = {id_: title for side in sides for id_, title in side.reward_titles.items()}
        nothing = self.comparison.base.pay * 0
        own = [self.behind([side.rewards.get(id_, nothing) for side in sides]) for id_ in titles]
        everywhere = np.ones(len(self.comparison), dtype=np.bool_)

        def together(out: set[int]) -> list[int]:
            masks = zip(*(own[i].masks for i in out), strict=True)
            return [people_in(self.comparison.employee, np.logical_or.reduce(of)) for of in masks]

        out = range(len(own)) if self.all else risky([one.counts(everywhere) for one in own], together)
        ids = list(titles)
        hidden = {ids[i] for i in out}
        return frozenset(title for side in sides for id_, title in side.reward_titles.items() if id_ in hidden)

    def alone(self, variant: Side, told: Rows) -> bool:
        """Whether pay changes for a few people who are not among those told of: a total would tell theirs by subtraction."""
        return _few([people_in(self.comparison.employee, self.moved(variant) & ~told)])

    def moved(self, variant: Side) -> Rows:
        """The rows in which the pay changes."""
        return np.asarray(np.abs(np.nan_to_num(variant.pay) - np.nan_to_num(self.comparison.base.pay)) >= HALF_A_CENT)

    def quantiles(self, policy: str, of: str, shares: tuple[float, ...]) -> list[float]:
        """Quantiles of score or pay that are nobody's own."""
        side = next(s for s in self.comparison.sides if s.title == policy)
        return [self.nobodys(two_digits(q), of) for q in quantiles(self.blocks(side, of), shares)]

    def nobodys(self, figure: float, of: str) -> float:
        """A figure, or nothing where it happens to be that of a few people."""
        own = [self._is(s.score if of == "score" else s.pay, figure) for s in self.comparison.sides]
        return math.nan if _few([people_in(self.comparison.employee, rows) for rows in own]) else figure

    def _is(self, column: Numbers, figure: float) -> Rows:
        return np.isclose(column, figure, atol=HALF_A_CENT, rtol=0)

    def blocks(self, side: Side, of: str) -> Numbers:
        """Scores or pay, each as the mean of a group of neighbours that holds people enough; of fewer, nothing."""
        values = side.score if of == "score" else side.pay
        at = np.flatnonzero(np.isfinite(values))
        at = at[np.argsort(values[at], kind="stable")]
        starts, seen = [0], set[int]()
        for i, code in enumerate(self.comparison.employee.codes[at].tolist()):
            if len(seen) >= FEWEST:
                starts.append(i)
                seen = set()
            seen.add(code)
        if len(seen) < FEWEST:
            starts.pop()
        if not starts or not len(at):
            return np.zeros(0)
        ends = [*starts[1:], len(at)]
        means = [np.full(b - a, values[at[a:b]].mean()) for a, b in zip(starts, ends, strict=True)]
        return np.concatenate(means)


def risky(counts: Sequence[Sequence[int]], together: Callable[[set[int]], Sequence[int]]) -> list[int]:
    """Which parts of a whole are left out: those of too few people, and so many more that none is found by subtraction.

    `counts`: the people of each part, for each thing that is told of it. `together` counts those of several parts:
    somebody who is in two of them is one person.
    """
    out = {i for i, own in enumerate(counts) if _few(own)}
    for i in sorted(range(len(counts)), key=lambda i: max(counts[i], default=0)):
        if not out or not _few(together(out)):
            break
        if any(counts[i]):
            out.add(i)
    return sorted(out)


def _few(counts: Iterable[int]) -> bool:
    return any(0 < n < FEWEST for n in counts)


def two_digits(value: float) -> float:
    """Round to two digits that mean something."""
    if not math.isfinite(value) or value == 0:
        return value
    return float(f"{value:.2g}")


def without(row: Row, names: Iterable[str]) -> Row:
    """A row without some of its figures."""
    none: dict[str, Any] = dict.fromkeys(names, math.nan)
    return replace(row, **none)  # type: ignore[type-var] # rows are dataclasses
