"""What became of each budget: how much there was to give, was claimed, is paid, is left, per period and group."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from appraise.diagnostics import Diagnostic
from appraise.execution.kernels.peers import groups_of
from appraise.execution.kernels.sharing import to_whole
from appraise.policy import columns as col
from appraise.texts import Listed, msg

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from appraise.execution.worksheet import Worksheet
    from appraise.policy.model import Budget


@dataclass(frozen=True, slots=True)
class BudgetFigures:
    """One budget in one period and group (the texts that make the group, none for everybody), in money."""

    budget: Budget
    period: str
    group: tuple[str, ...]
    amount: float
    claimed: float
    paid: float

    @property
    def left(self) -> float:
        """What was not paid."""
        return round(self.amount - self.paid, 6)

    @property
    def figures(self) -> tuple[float, float | None, float, float]:
        """To give, claimed, paid, left; what a pool is handed out by may be coefficients, and is no claim of money."""
        return self.amount, self.claimed if self.budget.mode == "cap" else None, self.paid, self.left


def budget_figures(sheet: Worksheet) -> tuple[BudgetFigures, ...]:
    """The figures of all budgets in the order of the policy, periods and groups."""
    return tuple(f for budget in sheet.plan.ruleset.budgets.values() for f in _figures(sheet, budget))


def _figures(sheet: Worksheet, budget: Budget) -> Iterator[BudgetFigures]:
    name, places = col.budget(budget.id), sheet.plan.ruleset.conventions.rounding.money
    within = [sheet.text(col.group_of(budget.id, i)) for i in range(len(budget.within))]
    period = sheet.table.period
    numbers = np.where(sheet.appraised, groups_of([period, *within], len(sheet)), -1)
    amount = sheet.numbers(name)
    found: list[tuple[int, tuple[str, ...], BudgetFigures]] = []
    for number in np.unique(numbers[numbers >= 0]):
        rows = np.flatnonzero(numbers == number)
        first = rows[:1]
        group = tuple(text.part(first).strings()[0] or "" for text in within)
        figures = BudgetFigures(
            budget,
            period.part(first).strings()[0] or "",
            group,
            _sum(amount[first], places),
            sum(_sum(sheet.numbers(col.reward(r, "claimed"))[rows], places) for r in budget.covers),
            sum(_sum(sheet.numbers(r)[rows], places) for r in budget.covers),
        )
        found.append((int(period.codes[first][0]), group, figures))
    yield from (figures for _, _, figures in sorted(found, key=lambda f: f[:2]))


def _sum(amounts: NDArray[np.float64], places: int) -> float:
    """Add what is above 0, in whole units of the last place."""
    return float(int(to_whole(np.maximum(amounts, 0.0), places).sum()) / 10**places)


def nobody_to_pay(sheet: Worksheet) -> list[Diagnostic]:
    """Say where money is to be handed out and nobody has a claim to any of it."""
    return [
        Diagnostic(
            "nobody-to-pay",
            msg(
                "{budget}: nobody in {group} has a claim to any of the {amount:,.2f}.",
                budget=f.budget.title,
                group=Listed((f.period, *f.group)),
                amount=f.amount,
            ),
            f.budget.where,
            "warning",
            msg("see that those who should be paid are in the data and have a claim above 0"),
        )
        for f in budget_figures(sheet)
        if f.budget.mode == "hand_out" and f.claimed == 0 < f.amount
    ]
