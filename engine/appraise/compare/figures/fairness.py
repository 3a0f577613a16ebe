"""Whether groups fare alike: who has the best and the worst grade, and what they are paid."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from appraise.compare.figures.statistics import fisher, mean
from appraise.compare.figures.units import Count, GroupLabel, Kind, Label, Money, Ratio, Share, ShareChange
from appraise.compare.groups import groupings
from appraise.compare.hiding import two_digits, without
from appraise.compare.table import ComparisonTable, Shown
from appraise.texts import Texts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from appraise.compare.attribution import Attribution
    from appraise.compare.comparison import Comparison, Side
    from appraise.compare.groups import Group
    from appraise.compare.hiding import Hiding

FOUR_FIFTHS = 0.8
BY_CHANCE = 0.05  # from this probability on, chance may explain a difference


WORDS = Texts("comparison", {
    "table_fairness": "Fairness",
    "note_fairness": "Ratio: the share over the highest of a group; below 0.8 is adverse (four-fifths rule). For the worst grade, of those spared it. Chance: Fisher's exact test against that group, two-sided: from 0.05 on, chance may explain the difference; a person in several periods counts in each. Groups under 5 people are not named, nor what would tell of them by subtraction.",
    "top": "Best grade",
    "top_ratio": "ratio",
    "top_chance": "chance",
    "bottom": "Worst grade",
    "bottom_ratio": "ratio",
    "bottom_chance": "chance",
    "mean_pay": "Mean pay",
    "mean_gap": "gap",
    "median_pay": "Median pay",
    "median_gap": "gap",
    "adverse": "Adverse",
    "verdict": "Below four fifths",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class FairnessRow:
    """One group under one policy.

    people, appraisals: in the group. top: the share with the policy's best grade; top_ratio: over the highest such
    share of a group (four-fifths rule, 29 CFR 1607.4 D: below 0.8 is adverse impact); top_chance: the two-sided
    probability of Fisher's exact test against that group, near 1 where chance alone explains it. bottom: the share
    with the worst grade; bottom_ratio and bottom_chance: the same of those who are spared it. mean_pay, median_pay,
    and how far each is from the highest of a group (mean_gap, median_gap: -5% is 5% below). `adverse`: how many of the
    two ratios are below four fifths; verdict: adverse, adverse_by_chance where chance may explain all that is below,
    differs where none is below that chance does not explain, but it hardly explains one above, or blank. A person
    appraised in several periods counts in each, which makes chances look smaller.
    """

    policy: Label
    kind: Kind
    group: GroupLabel
    people: Count
    appraisals: Count
    top: Share
    top_ratio: Ratio
    top_chance: Ratio
    bottom: Share
    bottom_ratio: Ratio
    bottom_chance: Ratio
    mean_pay: Money
    mean_gap: ShareChange
    median_pay: Money
    median_gap: ShareChange
    adverse: Count
    verdict: Kind


@dataclass(frozen=True, slots=True)
class Fairness(ComparisonTable):
    """Rows by policy for cohorts (the base's) and the fields asked for, with their groups of five people and more."""

    words: ClassVar = WORDS
    shown: ClassVar = (Shown("fairness"),)
    rows: tuple[FairnessRow, ...]

    @classmethod
    def computed(cls, comparison: Comparison, _attributions: Sequence[Attribution]) -> Fairness:
        """See `ComparisonTable`."""
        return fairness(comparison)

    def hidden(self, hiding: Hiding) -> Fairness:
        """Leave out the pay of groups that is not told, and gaps to it; medians are rounded."""
        return Fairness(tuple(_hidden(row, self.rows, hiding) for row in self.rows))


def _hidden(row: FairnessRow, rows: Sequence[FairnessRow], hiding: Hiding) -> FairnessRow:
    if hiding.all or (row.kind, row.group) in hiding.groups:
        return without(row, ("mean_pay", "mean_gap", "median_pay", "median_gap"))
    beside = [r for r in rows if (r.policy, r.kind) == (row.policy, row.kind) and not math.isnan(r.mean_pay)]
    best = max((r.mean_pay for r in beside), default=math.nan)
    found = any(
        (r.kind, r.group) in hiding.groups for r in beside if r.mean_pay == best
    )  # by dividing the mean by the gap
    told = without(row, ("mean_gap",)) if found else row
    return replace(told, median_pay=hiding.nobodys(two_digits(row.median_pay), "pay"), median_gap=math.nan)


def fairness(comparison: Comparison) -> Fairness:
    """Compare the groups of every policy."""
    divided = list(groupings(comparison))
    return Fairness(
        tuple(row for side in comparison.sides for groups in divided for row in _rows(comparison, side, groups))
    )


def _rows(comparison: Comparison, side: Side, groups: Sequence[Group]) -> list[FairnessRow]:
    rows = [side.appraised & group.rows for group in groups]
    graded = [own & (side.grade >= 0) for own in rows]
    numbers = [int(own.sum()) for own in graded]
    best, worst = (comparison.grades.index(side.labels[i]) if side.labels else -2 for i in (0, -1))
    top = [int((side.grade[own] == best).sum()) for own in graded]
    bottom = [int((side.grade[own] == worst).sum()) for own in graded]
    spared = [n - b for n, b in zip(numbers, bottom, strict=True)]
    selected, kept = _impact(top, numbers), _impact(spared, numbers)
    means = [mean(side.pay[own]) for own in rows]
    medians = [float(np.median(side.pay[own])) if own.any() else math.nan for own in rows]
    found = []
    for i, group in enumerate(groups):
        below = [chance for ratio, chance in (selected[i], kept[i]) if ratio < FOUR_FIFTHS]
        verdict = "adverse_by_chance" if below else ""
        if min(selected[i][1], kept[i][1], 1.0) < BY_CHANCE:
            verdict = "adverse" if below and min(below) < BY_CHANCE else "differs"
        found.append(FairnessRow(
            side.title, group.kind, group.label, group.people, int(rows[i].sum()),
            _share(top[i], numbers[i]), *selected[i], _share(bottom[i], numbers[i]), *kept[i],
            means[i], _gap(means[i], means), medians[i], _gap(medians[i], medians),
            len(below), verdict,
        ))  # fmt: skip
    return found


def _share(part: int, whole: int) -> float:
    return part / whole if whole else math.nan


def _impact(hits: Sequence[int], numbers: Sequence[int]) -> list[tuple[float, float]]:
    """Each group's rate over the highest, and the chance of a difference as large."""
    rates = [_share(h, n) for h, n in zip(hits, numbers, strict=True)]
    known = [i for i, rate in enumerate(rates) if not math.isnan(rate)]
    highest = max(known, key=lambda i: rates[i], default=-1)
    if highest < 0 or rates[highest] == 0:
        return [(math.nan, math.nan)] * len(rates)
    other = (hits[highest], numbers[highest] - hits[highest])
    return [
        (rate / rates[highest], fisher(h, n - h, *other)) if n else (math.nan, math.nan)
        for rate, h, n in zip(rates, hits, numbers, strict=True)
    ]


def _gap(own: float, all_: Sequence[float]) -> float:
    highest = max((x for x in all_ if not math.isnan(x)), default=math.nan)
    return own / highest - 1 if highest > 0 else math.nan
