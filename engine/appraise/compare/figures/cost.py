"""What a variant costs, and whom it costs more for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from appraise.compare.figures.statistics import over
from appraise.compare.figures.units import Count, GroupLabel, Kind, Label, Money, MoneyChange, ShareChange
from appraise.compare.groups import Group, everybody, groupings, periods
from appraise.compare.hiding import without
from appraise.compare.table import ComparisonTable, Shown
from appraise.formula.arithmetic import each
from appraise.texts import Texts

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from appraise.compare.attribution import Attribution
    from appraise.compare.comparison import Comparison, Side
    from appraise.compare.hiding import Hiding
    from appraise.formula.vectors import Numbers


_AMOUNTS = ("before", "after", "change", "percent", "head_before", "head_after", "head_change")
WORDS = Texts("comparison", {
    "table_cost": "Cost",
    "note_cost": "Pay of those whom each policy appraises.",
    "appraisals_before": "Appraisals, base",
    "head_before": "Per head, base",
    "head_after": "Per head, variant",
    "head_change": "Per head, change",
})  # fmt: skip


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
class Cost(ComparisonTable):
    """The rows of each variant: all, by reward, period, cohort and field."""

    words: ClassVar = WORDS
    shown: ClassVar = (Shown("cost"),)
    rows: tuple[CostRow, ...]

    @classmethod
    def computed(cls, comparison: Comparison, _attributions: Sequence[Attribution]) -> Cost:
        """See `ComparisonTable`."""
        return cost(comparison)

    def hidden(self, hiding: Hiding) -> Cost:
        """Leave out the amounts of too few people: of rewards, periods and groups, or of everybody."""
        return Cost(tuple(without(row, _AMOUNTS) if _is_hidden(row, hiding) else row for row in self.rows))


def _is_hidden(row: CostRow, hiding: Hiding) -> bool:
    of_reward = row.kind == "reward" and row.group in hiding.rewards
    return hiding.all or of_reward or (row.kind, row.group) in hiding.groups


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
