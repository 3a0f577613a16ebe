"""What budgets cut: claims above a budget move pay without any change of grade."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from appraise.compare.comparison import HALF_A_CENT
from appraise.compare.figures.statistics import over
from appraise.compare.figures.units import Count, GroupLabel, Kind, Label, Money, MoneyChange, ShareChange
from appraise.execution.budgets import budget_figures
from appraise.policy import columns as col

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from appraise.compare.comparison import Comparison, Side
    from appraise.execution.budgets import BudgetFigures


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
class Budgets:
    """The budgets of each policy, over all of its rows; in all, then by period where there are several."""

    rows: tuple[BudgetRow, ...]


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
