"""A comparison from which nobody's own figures can be read, also not by somebody who knows what he himself is paid.

One rule: behind every figure of pay stand at least five people (FEWEST), in what they are paid under either policy and in
what changes for them; what could be found by subtracting from a total is left out with it. Quantiles and histograms are
those of groups of five neighbours (microaggregation: Defays and Nanopoulos 1993), rounded to two digits.
"""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from appraise.compare.anonymous_names import Names
from appraise.compare.comparison import HALF_A_CENT, apart
from appraise.compare.figures.deciles import tenths
from appraise.compare.figures.distribution import BinRow, edges_of
from appraise.compare.figures.statistics import mean, quantiles
from appraise.compare.groups import FEWEST, everybody, groupings, people_in, periods

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from appraise.compare.attribution import Attribution
    from appraise.compare.comparison import Comparison, Side
    from appraise.compare.groups import Group
    from appraise.compare.tables import Compared
    from appraise.formula.vectors import Numbers

Row = TypeVar("Row")
_QUANTILES = {"d10": 0.1, "d20": 0.2, "q25": 0.25, "d30": 0.3, "d40": 0.4, "median": 0.5, "d60": 0.6, "d70": 0.7, "q75": 0.75,
              "d80": 0.8, "d90": 0.9}  # fmt: skip
_COST = ("before", "after", "change", "percent", "head_before", "head_after", "head_change")


def anonymised(compared: Compared, comparison: Comparison, attributions: Sequence[Attribution]) -> Compared:
    """Leave out of all tables what tells single people's figures, and of all texts who they are."""
    return _names(comparison).hide(_Hidden(comparison).of(compared, attributions), keep=("periods",))


def titled_nobody(comparison: Comparison) -> Comparison:
    """Call the policies by titles that name nobody, and that are still apart."""
    names, titles = _names(comparison), [side.title for side in comparison.sides]
    called = dict(zip(titles, apart(map(names.hide, titles)), strict=True))
    base, *variants = (replace(side, title=called[side.title]) for side in comparison.sides)
    left_out = {called[title]: n for title, n in comparison.left_out.items()}
    return replace(comparison, base=base, variants=tuple(variants), left_out=left_out)


def _names(comparison: Comparison) -> Names:
    return Names.of(sheet for side in comparison.sides for sheet in side.sheets)


class _Hidden:
    """What must not be told of a comparison: which periods and groups, and for which variants nothing at all."""

    def __init__(self, comparison: Comparison):
        self.it = comparison
        whole, parts = everybody(comparison), [list(periods(comparison)), *groupings(comparison)]
        counts = {id(g): self._counts(g) for g in (whole, *(g for part in parts for g in part))}
        self.all = bool(_risky([counts[id(whole)]]))
        self.groups = {(g.kind, g.label) for part in parts
                       for g in (part if self.all else [part[i] for i in _risky([counts[id(g)] for g in part])])}  # fmt: skip

    def _counts(self, group: Group) -> list[int]:
        """Count the people who are paid anything, of each policy, and those whose pay changes, of each variant."""
        it = self.it
        paid = [
            people_in(self.it.employee, group.rows & (np.abs(np.nan_to_num(s.pay)) >= HALF_A_CENT)) for s in it.sides
        ]
        return paid + [people_in(self.it.employee, group.rows & self._moved(v)) for v in it.variants]

    def _moved(self, variant: Side) -> NDArray[np.bool_]:
        return np.asarray(np.abs(np.nan_to_num(variant.pay) - np.nan_to_num(self.it.base.pay)) >= HALF_A_CENT)

    def of(self, c: Compared, attributions: Sequence[Attribution]) -> Compared:
        """Give the tables without it."""
        return replace(
            c, cost=replace(c.cost, rows=self._cost(c)), budgets=replace(c.budgets, rows=self._budgets(c)),
            changes=replace(c.changes, rows=self._changes(c, attributions)),
            winners=replace(c.winners, rows=tuple(map(self._winners, c.winners.rows, self.it.variants))),
            deciles=replace(c.deciles, rows=tuple(r for v in self.it.variants for r in self._deciles(c, v))),
            fairness=replace(c.fairness, rows=tuple(map(self._fair, c.fairness.rows))),
            distribution=self._distribution(c), spread=replace(c.spread, rows=tuple(map(self._spread, c.spread.rows))),
            over_time=replace(c.over_time, rows=self._periods(c), changes=self._over_time(c)),
        )  # fmt: skip

    def _cost(self, c: Compared) -> tuple[Any, ...]:
        found: list[Any] = []
        for variant in self.it.variants:
            own = [row for row in c.cost.rows if row.variant == variant.title]
            rewards = [row for row in own if row.kind == "reward"]
            counts = [self._of_reward(row.group, variant) for row in rewards]
            out = {rewards[i].group for i in (range(len(rewards)) if self.all else _risky(counts))}
            for row in own:
                hidden = (row.kind == "reward" and row.group in out) or (row.kind, row.group) in self.groups or self.all
                found.append(_without(row, _COST) if hidden else row)
        return tuple(found)

    def _of_reward(self, title: str | None, variant: Side) -> list[int]:
        nothing = self.it.base.pay * 0
        ids = [id_ for s in (self.it.base, variant) for id_, own in s.reward_titles.items() if own == title][:1]
        before, after = (np.nan_to_num(s.rewards.get(ids[0], nothing)) for s in (self.it.base, variant))
        return [people_in(self.it.employee, np.abs(x) >= HALF_A_CENT) for x in (before, after, after - before)]

    def _budgets(self, c: Compared) -> tuple[Any, ...]:
        money = ("amount", "claimed", "paid", "cut", "cut_share")
        return tuple(
            _without(row, money) if self.all or (row.kind, row.group) in self.groups
            else _without(row, ("claimed", "cut", "cut_share")) if 0 < row.cut_appraisals < FEWEST else row
            for row in c.budgets.rows
        )  # fmt: skip

    def _changes(self, c: Compared, attributions: Sequence[Attribution]) -> tuple[Any, ...]:
        found: list[Any] = []
        for variant, one in zip(self.it.variants, attributions, strict=False):
            own = [row for row in c.changes.rows if row.variant == variant.title]
            moved = [[int(np.count_nonzero(part.people))] for part in one.parts]
            nothing = self.all or 0 < np.count_nonzero(one.people) < FEWEST
            out = set(range(len(own)) if nothing else _risky(moved))
            for i, row in enumerate(own):
                hidden = i in out or ((nothing or bool(out)) and row.kind == "interaction")
                found.append(_without(row, ("alone", "added_last", "shapley")) if hidden else row)
        return tuple(found)

    def _winners(self, row: Any, variant: Side) -> Any:
        change = np.nan_to_num(variant.pay) - np.nan_to_num(self.it.base.pay)
        both = self.it.both(variant)
        sides = [people_in(self.it.employee, both & (x >= HALF_A_CENT)) for x in (change, -change)]
        row = _without(row, ("net",)) if self.all else row
        return _without(row, ("gained", "lost")) if self.all or any(0 < n < FEWEST for n in sides) else row

    def _deciles(self, c: Compared, variant: Side) -> list[Any]:
        """Tell tenths together until each has people enough, and as many who change."""
        own = [row for row in c.deciles.rows if row.variant == variant.title]
        both = self.it.both(variant) & np.isfinite(self.it.base.score) & np.isfinite(variant.score)
        score, who = self.it.base.score[both], self.it.employee.codes[both]
        tenth = tenths(score)
        change, moved = (variant.pay - self.it.base.pay)[both], self._moved(variant)[both]
        points = (variant.score - self.it.base.score)[both]
        blocks: list[list[int]] = [[]]
        for row in own:
            blocks[-1].append(row.decile - 1)
            rows = np.isin(tenth, blocks[-1])
            if len(np.unique(who[rows])) >= FEWEST and not 0 < len(np.unique(who[rows & moved])) < FEWEST:
                blocks.append([])
        if blocks[-1] and len(blocks) > 1:
            rest = blocks.pop()
            blocks[-1] += rest
        told = []
        for block in filter(None, blocks):
            rows = np.isin(tenth, block)
            row = replace(own[0], decile=block[0] + 1, appraisals=int(rows.sum()), score_change=mean(points[rows]),
                          pay_change=mean(change[rows]))  # fmt: skip
            few = len(np.unique(who[rows])) < FEWEST or 0 < len(np.unique(who[rows & moved])) < FEWEST
            told.append(_without(row, ("score_change", "pay_change")) if few or self.all else row)
        return told

    def _fair(self, row: Any) -> Any:
        pay = ("mean_pay", "mean_gap", "median_pay", "median_gap")
        if self.all or (row.kind, row.group) in self.groups:
            return _without(row, pay)
        return replace(row, median_pay=self._apart(two_digits(row.median_pay), "pay"), median_gap=math.nan)

    def _distribution(self, c: Compared) -> Any:
        rows = []
        for row in c.distribution.rows:
            shown: dict[str, Any] = dict(
                zip(_QUANTILES, self._quantiles(row.policy, row.of, tuple(_QUANTILES.values())), strict=True)
            )
            shown |= {"mean": math.nan} if self.all and row.of == "pay" else {}
            rows.append(replace(row, **shown))
        bins: list[BinRow] = []
        for of in dict.fromkeys(row.of for row in c.distribution.rows):
            known = [(side, self._blocks(side, of)) for side in self.it.sides]
            edges = edges_of(np.concatenate([values for _, values in known]))
            for side, values in known:
                counts = np.histogram(values, edges)[0].tolist() if len(edges) else []
                bins += [
                    BinRow(side.title, of, float(a), float(b), n)
                    for a, b, n in zip(edges[:-1], edges[1:], counts, strict=True)
                ]
        return replace(c.distribution, rows=tuple(rows), bins=tuple(bins))

    def _spread(self, row: Any) -> Any:
        low, q25, median, q75, high = self._quantiles(row.policy, row.of, (0.1, 0.25, 0.5, 0.75, 0.9))
        return replace(
            row, q25=q25, median=median, q75=q75, between=q75 - q25, ratio=high / low if low > 0 else math.nan
        )

    def _quantiles(self, policy: str, of: str, shares: tuple[float, ...]) -> list[float]:
        side = next(s for s in self.it.sides if s.title == policy)
        return [self._apart(two_digits(q), of) for q in quantiles(self._blocks(side, of), shares)]

    def _apart(self, figure: float, of: str) -> float:
        """Give a figure, or nothing where it happens to be that of a single person."""
        own = [np.isclose(s.score if of == "score" else s.pay, figure, atol=HALF_A_CENT, rtol=0) for s in self.it.sides]
        return math.nan if any(0 < people_in(self.it.employee, rows) < FEWEST for rows in own) else figure

    def _blocks(self, side: Side, of: str) -> Numbers:
        """Give scores or pay, each as the mean of a group of neighbours that holds people enough; of fewer, nothing."""
        values = side.score if of == "score" else side.pay
        at = np.flatnonzero(np.isfinite(values))
        at = at[np.argsort(values[at], kind="stable")]
        starts, seen = [0], set[int]()
        for i, code in enumerate(self.it.employee.codes[at].tolist()):
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

    def _periods(self, c: Compared) -> tuple[Any, ...]:
        return tuple(
            _without(row, ("sum", "mean")) if self._hides(row, row.period) else row for row in c.over_time.rows
        )

    def _over_time(self, c: Compared) -> tuple[Any, ...]:
        money = ("mean_first", "mean_last", "change", "percent")
        return tuple(
            _without(row, money) if self._hides(row, row.first) or self._hides(row, row.last) else row
            for row in c.over_time.changes
        )

    def _hides(self, row: Any, period: str) -> bool:
        """Whether a figure of a period is left out: too few people have one, or their pay could be told."""
        code = self.it.period.labels.index(period)
        there = (self.it.period.codes == code) & np.any([s.appraised for s in self.it.sides], axis=0)
        few = people_in(self.it.employee, there) < FEWEST
        return few or (row.of == "pay" and (self.all or ("period", period) in self.groups))


def _risky(counts: Sequence[Sequence[int]]) -> list[int]:
    """Give which parts of a whole are left out: those of too few people, and so many more that none is found by subtraction."""
    out = {i for i, own in enumerate(counts) if any(0 < n < FEWEST for n in own)}
    for i in sorted(range(len(counts)), key=lambda i: max(counts[i], default=0)):
        together = [sum(column) for column in zip(*(counts[j] for j in out), strict=True)]
        if not any(0 < n < FEWEST for n in together):
            break
        if any(counts[i]):
            out.add(i)
    return sorted(out)


def two_digits(value: float) -> float:
    """Round to two digits that mean something."""
    if not math.isfinite(value) or value == 0:
        return value
    return float(f"{value:.2g}")


def _without(row: Row, names: Iterable[str]) -> Row:
    return replace(row, **dict.fromkeys(names, math.nan))  # type: ignore[type-var] # rows are dataclasses
