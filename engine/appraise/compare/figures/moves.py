"""Who is moved most, and by what."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from appraise.compare.comparison import HALF_A_CENT, SAME_SCORE
from appraise.compare.figures.units import (
    FigureMove,
    Figures,
    GradeLabel,
    Label,
    Money,
    MoneyChange,
    PointsChange,
    Reasons,
)
from appraise.compare.table import ComparisonTable, Shown
from appraise.texts import Texts

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from appraise.compare.attribution import Attribution
    from appraise.compare.comparison import Comparison, Side
    from appraise.compare.hiding import Hiding
    from appraise.formula.vectors import Numbers

MOST = 20


WORDS = Texts("comparison", {
    "table_moves": "Largest changes",
    "note_moves": "The 20 appraisals of each variant that change most; one person may stand there for several periods. Reasons: the changes of the policy that moved this person, and by how much; they add up to the change. A budget or a ranking may move people whom a change does not touch itself.",
    "reward": "Reward",
    "reward_change": "Its change",
    "points_change": "Its points",
    "reasons": "Reasons",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class MoveRow:
    """One employee in one period.

    before, after, change: pay. grade_before, grade, score_change: the result. figures: those that the policies
    ask for. reasons: the changes of the policy that
    moved the pay (the score, where a policy does not pay), the largest first, with amounts that add up to its change.
    Where the change cannot be attributed, there stand instead reward, reward_change: the reward that changed most, and
    indicator, points_change: the indicator whose points changed most (blank where none did).
    """

    variant: Label
    employee: Label
    name: Label
    period: Label
    before: Money
    after: Money
    change: MoneyChange
    grade_before: GradeLabel
    grade: GradeLabel
    score_change: PointsChange
    figures: Figures
    reasons: Reasons
    reward: Label
    reward_change: MoneyChange
    indicator: Label
    points_change: PointsChange


@dataclass(frozen=True, slots=True)
class Moves(ComparisonTable):
    """The largest changes of pay (of the score, where a policy does not pay) of each variant, largest first."""

    words: ClassVar = WORDS
    shown: ClassVar = (Shown("moves"),)
    rows: tuple[MoveRow, ...]

    @classmethod
    def computed(cls, comparison: Comparison, attributions: Sequence[Attribution]) -> Moves:
        """See `ComparisonTable`."""
        return moves(comparison, attributions)

    def hidden(self, _hiding: Hiding) -> Moves:
        """Leave out everybody."""
        return Moves(())


def moves(comparison: Comparison, attributions: Sequence[Attribution] = (), most: int = MOST) -> Moves:
    """The largest changes; equal ones by employee and period."""
    known = attributions or (None,) * len(comparison.variants)
    return Moves(tuple(
        move(comparison, variant, row, attribution)
        for variant, attribution in zip(comparison.variants, known, strict=True)
        for row in _largest(comparison, variant, most)
    ))  # fmt: skip


def _largest(comparison: Comparison, variant: Side, most: int) -> list[int]:
    base = comparison.base
    change = variant.pay - base.pay if comparison.money else variant.score - base.score
    known = comparison.both(variant) & np.isfinite(change)
    size = np.round(np.where(known, np.abs(change), 0.0), 9)  # equal ones are equal, whatever they were taken from
    least = HALF_A_CENT if comparison.money else SAME_SCORE
    enough = np.sort(size)[-most:].min(initial=np.inf)
    at = np.flatnonzero(size >= max(enough, least)).tolist()
    employee, period = comparison.employee, comparison.period
    at.sort(key=lambda i: (-float(size[i]), employee.labels[employee.codes[i]], period.codes[i]))
    return [int(i) for i in at[:most]]


def move(comparison: Comparison, variant: Side, row: int, attribution: Attribution | None = None) -> MoveRow:
    """Compare one employee in one period."""
    base, name = comparison.base, comparison.name
    before, after = float(base.pay[row]), float(variant.pay[row])
    reasons = attribution.reasons(row) if attribution is not None else ()
    return MoveRow(
        variant.title, comparison.employee.labels[comparison.employee.codes[row]],
        name.labels[name.codes[row]] if name is not None and name.codes[row] >= 0 else "",
        comparison.period.labels[comparison.period.codes[row]], before, after, round(after - before, comparison.places),
        comparison.grade_label(base, row), comparison.grade_label(variant, row),
        round(float(variant.score[row] - base.score[row]), 9), _figures(base, variant, row), reasons,
        *(("", math.nan, "", math.nan) if reasons else _results(base, variant, row)),
    )  # fmt: skip


def _figures(base: Side, variant: Side, row: int) -> tuple[FigureMove, ...]:
    """The figures that either policy asks for, in the order of the variant."""
    found = []
    for name in {**variant.asked, **base.asked}:
        old, new = base.asked.get(name), variant.asked.get(name)
        known = new or old
        assert known is not None  # noqa: S101 - it is of one of them
        before, after = (known.nothing if one is None else one.at(row) for one in (old, new))
        found.append(FigureMove(name, known.title, known.unit, before, after))
    return tuple(found)


def _results(base: Side, variant: Side, row: int) -> tuple[str, float, str, float]:
    """The reward and the indicator that changed most."""
    reward, by_reward = _most(base.rewards, variant.rewards, row, HALF_A_CENT)
    points = [{id_: figures.points for id_, figures in side.indicators.items()} for side in (base, variant)]
    indicator, by_points = _most(points[0], points[1], row, SAME_SCORE)
    titles = {id_: figures.title for side in (base, variant) for id_, figures in side.indicators.items()}
    return (
        {**base.reward_titles, **variant.reward_titles}.get(reward, ""),
        by_reward,
        titles.get(indicator, ""),
        by_points,
    )


def _most(before: Mapping[str, Numbers], after: Mapping[str, Numbers], row: int, least: float) -> tuple[str, float]:
    """The id with the largest change, what one of them does not have being 0."""
    found = ("", math.nan)
    for id_ in {**before, **after}:
        old, new = (float(np.nan_to_num(side[id_][row])) if id_ in side else 0.0 for side in (before, after))
        if abs(new - old) >= (abs(found[1]) + least if found[0] else least):
            found = (id_, round(new - old, 9))
    return found
