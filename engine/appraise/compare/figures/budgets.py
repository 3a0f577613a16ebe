"""What budgets cut: claims above a budget move pay without any change of grade."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, NamedTuple

import numpy as np

from appraise.compare.comparison import HALF_A_CENT
from appraise.compare.figures.statistics import over
from appraise.compare.figures.units import Count, GroupLabel, Kind, Label, Money, MoneyChange, ShareChange
from appraise.compare.hiding import without
from appraise.compare.table import ComparisonTable, Shown
from appraise.execution.budgets import budget_figures
from appraise.policy import columns as col
from appraise.texts import Texts

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from appraise.compare.attribution import Attribution
    from appraise.compare.comparison import Comparison, Side
    from appraise.compare.hiding import Hiding
    from appraise.execution.budgets import BudgetFigures
    from appraise.formula.vectors import Numbers


_AMOUNTS = ("amount", "claimed", "paid", "cut", "cut_share")
_CUTS = ("claimed", "cut", "cut_share")
WORDS = Texts("comparison", {
    "table_budgets": "Budgets",
    "note_budgets": "What a budget cuts changes pay without any change of grade; a pool that is handed out by coefficients has no claims in money.",
    "budget": "Budget",
    "amount": "To give",
    "claimed": "Claimed",
    "paid": "Paid",
    "cut": "Cut",
    "cut_share": "Cut %",
    "cut_appraisals": "Appraisals cut",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class BudgetRow:
    """One budget of one policy, in all (kind all) or in one period; its groups together.

    amount: what there is to give; claimed: what people would have had (NaN where a pool is handed out by coefficients);
    paid; cut: paid - claimed, cut_share: of claimed. cut_appraisals: those who are paid less than they claimed.
    """

    policy: Label
    budget: Label
    kind: Kind
    group: GroupLabel
    amount: Money
    claimed: Money
    paid: Money
    cut: MoneyChange
    cut_share: ShareChange
    cut_appraisals: Count


@dataclass(frozen=True, slots=True)
class Budgets(ComparisonTable):
    """The budgets of each policy, over all of its rows; in all, then by period where there are several."""

    words: ClassVar = WORDS
    shown: ClassVar = (Shown("budgets"),)
    rows: tuple[BudgetRow, ...]

    @classmethod
    def computed(cls, comparison: Comparison, _attributions: Sequence[Attribution]) -> Budgets:
        """See `ComparisonTable`."""
        return budgets(comparison)

    def hidden(self, hiding: Hiding) -> Budgets:
        """Leave out what a budget pays to too few people, or cuts from too few; and what would tell a reward's amount."""
        told = {
            (side.title, title): out for side in hiding.comparison.sides for title, out in _hidden(hiding, side).items()
        }
        return Budgets(tuple(
            without(row, _AMOUNTS) if hiding.all or row.group in told[row.policy, row.budget].paid
            else without(row, _CUTS) if row.group in told[row.policy, row.budget].cut else row
            for row in self.rows
        ))  # fmt: skip


class _Out(NamedTuple):
    """The periods (blank: all together) in which what a budget pays, or cuts, is not told."""

    paid: set[str]
    cut: set[str]


def _hidden(hiding: Hiding, side: Side) -> dict[str, _Out]:
    """Look at every budget of a policy by its title; the rewards that it covers stand in the table of costs too."""
    found: dict[str, _Out] = {}
    for sheet in side.sheets:
        for budget in sheet.plan.ruleset.budgets.values():
            found[budget.title] = _hidden_of(hiding, side, budget.title)
    return found


def _hidden_of(hiding: Hiding, side: Side, title: str) -> _Out:
    comparison = hiding.comparison
    everywhere = {"", *comparison.period.labels}
    covers = {
        reward
        for sheet in side.sheets
        for b in sheet.plan.ruleset.budgets.values()
        if b.title == title
        for reward in b.covers
    }
    known = {side.reward_titles[reward] for reward in covers} & hiding.rewards
    if known or side.title in comparison.left_out:  # rows that are not compared, but that a budget is for
        return _Out(everywhere, everywhere)
    paid, cut = zip(*(_of_people(one, title) for one in comparison.sides), strict=True)
    out = []
    for columns in (paid, cut):
        behind = hiding.behind(columns)
        out.append(hiding.periods(behind) | ({""} if behind.few() else set()))
    return _Out(out[0] | {label for kind, label in hiding.groups if kind == "period" and label is not None}, out[1])


def _of_people(side: Side, title: str) -> tuple[Numbers, Numbers]:
    """What a budget pays everybody [n], and what it cuts; nothing where a policy has no such budget."""
    paid, cut = [], []
    for sheet in side.sheets:
        budgets = [b for b in sheet.plan.ruleset.budgets.values() if b.title == title]
        own, less = np.zeros(len(sheet)), np.zeros(len(sheet))
        for budget, reward in ((b, reward) for b in budgets for reward in b.covers):
            amount = np.nan_to_num(sheet.numbers(reward))
            own = own + amount
            if budget.mode == "cap":
                less = less + np.nan_to_num(sheet.numbers(col.reward(reward, "claimed"))) - amount
        paid.append(np.where(sheet.appraised, own, 0.0))
        cut.append(np.where(sheet.appraised, less, 0.0))
    return np.concatenate(paid)[side.rows], np.concatenate(cut)[side.rows]


def budgets(comparison: Comparison) -> Budgets:
    """Add up what became of every budget."""
    return Budgets(tuple(row for side in comparison.sides for row in _rows(comparison, side)))


def _rows(comparison: Comparison, side: Side) -> Iterator[BudgetRow]:
    figures = [f for sheet in side.sheets for f in budget_figures(sheet)]
    short = _paid_less(side)
    for id_, title in {f.budget.id: f.budget.title for f in figures}.items():
        own = [f for f in figures if f.budget.id == id_]
        in_order = [p for p in comparison.period.labels if any(f.period == p for f in own)]
        for period in ("", *(in_order if len(in_order) > 1 else ())):
            some = [f for f in own if period in ("", f.period)]
            n = sum(short.get((id_, p), 0) for p in ([period] if period else in_order))
            yield _row(comparison, side, title, period, some, n)


def _row(
    comparison: Comparison, side: Side, title: str, period: str, figures: Sequence[BudgetFigures], short: int
) -> BudgetRow:
    amount, paid = (sum(getattr(f, name) for f in figures) for name in ("amount", "paid"))
    claimed = sum(f.claimed for f in figures) if all(f.budget.mode == "cap" for f in figures) else math.nan
    cut = round(paid - claimed, comparison.places)
    return BudgetRow(
        side.title, title, "period" if period else "all", period, round(amount, comparison.places), claimed, paid, cut,
        over(cut, claimed), short,
    )  # fmt: skip


def _paid_less(side: Side) -> dict[tuple[str, str], int]:
    """Count by budget and period those whom a budget that is a ceiling pays less than they claimed."""
    found: dict[tuple[str, str], int] = {}
    for sheet in side.sheets:
        period = sheet.table.period
        for budget in sheet.plan.ruleset.budgets.values():
            less = np.zeros(len(sheet), dtype=np.bool_)
            for reward in budget.covers if budget.mode == "cap" else ():
                less |= sheet.numbers(col.reward(reward, "claimed")) - sheet.numbers(reward) > HALF_A_CENT
            for code, label in enumerate(period.labels):
                n = int((less & sheet.appraised & (period.codes == code)).sum())
                found[budget.id, label] = found.get((budget.id, label), 0) + n
    return found
