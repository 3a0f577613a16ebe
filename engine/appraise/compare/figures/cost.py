"""What a variant costs, and whom it costs more for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from appraise.compare.figures.statistics import over
from appraise.compare.figures.units import Count, GroupLabel, Kind, Label, Money, MoneyChange, ShareChange
from appraise.compare.groups import Group, everybody, groupings, periods
from appraise.formula.arithmetic import each

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from appraise.compare.comparison import Comparison, Side
    from appraise.formula.vectors import Numbers


@dataclass(frozen=True, slots=True)
class CostRow:
    """The pay of a variant beside the base's, of those whom each appraises.

    kind, group: all, reward (its title), period, cohort or a field. appraisals_before, appraisals: people times
    periods, under the base and the variant. before, after: amounts. change: after - before; percent: of before.
    head_before, head_after: amounts per appraisal, rounded; head_change: their difference.
    """

    variant: Label
    kind: Kind
    group: GroupLabel
    appraisals_before: Count
    appraisals: Count
    before: Money
    after: Money
    change: MoneyChange
    percent: ShareChange
    head_before: Money
    head_after: Money
    head_change: MoneyChange


@dataclass(frozen=True, slots=True)
class Cost:
    """The rows of each variant: all, by reward, period, cohort and field."""

    rows: tuple[CostRow, ...]


def cost(comparison: Comparison) -> Cost:
    """Compare what the policies pay; nothing where one of them does not pay."""
    if not comparison.money:
        return Cost(())
    parts = [*periods(comparison), *(g for groups in groupings(comparison) for g in groups)]
    whole = everybody(comparison)
    return Cost(tuple(row for variant in comparison.variants for row in _rows(comparison, variant, whole, parts)))


def _rows(comparison: Comparison, variant: Side, whole: Group, parts: Sequence[Group]) -> Iterator[CostRow]:
    base = comparison.base
    yield _row(comparison, variant, whole, base.pay, variant.pay)
    titles = {**base.reward_titles, **variant.reward_titles}
    nothing = base.pay * 0
    for id_, title in titles.items() if len(titles) > 1 else ():
        of_reward = Group("reward", title, whole.rows, whole.people)
        yield _row(comparison, variant, of_reward, base.rewards.get(id_, nothing), variant.rewards.get(id_, nothing))
    for group in parts:
        yield _row(comparison, variant, group, base.pay, variant.pay)


def _row(comparison: Comparison, variant: Side, group: Group, paid: Numbers, pays: Numbers) -> CostRow:
    n, m = (int((side.appraised & group.rows).sum()) for side in (comparison.base, variant))
    before, after = comparison.total(paid[group.rows]), comparison.total(pays[group.rows])
    change = round(after - before, comparison.places)
    head_before, head_after = each(before, n, comparison.places), each(after, m, comparison.places)
    return CostRow(
        variant.title, group.kind, group.label, n, m, before, after, change, over(change, before),
        head_before, head_after, round(head_after - head_before, max(2, comparison.places)),
    )  # fmt: skip
