"""Where a little more would be worth much: people just below the next grade."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from engine.compare.groups import FEWEST
from engine.compare.statistics import mean
from engine.compare.units import Count, GradeLabel, Label, MoneyChange, Share
from engine.execution.execute import execute

if TYPE_CHECKING:
    from engine.compare.comparison import Comparison, Side
    from engine.execution.worksheet import Worksheet
    from engine.formula.vectors import Numbers

NEAR = 1.0  # points of the total score


@dataclass(frozen=True, slots=True)
class CliffRow:
    """The appraisals that one more point of the total score lifts into `grade`.

    share: of all appraisals with a grade. worth: what it is worth to them on average, before budgets; NaN for fewer
    than five of them. Where grades go by places, a point depends on others, and nobody is counted.
    """

    policy: Label
    grade: GradeLabel
    appraisals: Count
    share: Share
    worth: MoneyChange


@dataclass(frozen=True, slots=True)
class Cliffs:
    """A row for each grade of each policy but the worst, best first."""

    rows: tuple[CliffRow, ...]


def cliffs(comparison: Comparison) -> Cliffs:
    """Run every policy again with one more point for everybody, all else (peers, budgets) as it was."""
    rows: list[CliffRow] = []
    for side in comparison.sides:
        lifted, worth = _with_a_point_more(comparison, side)
        graded = int((side.grade >= 0).sum())
        for label in side.labels[:-1]:
            here = lifted == comparison.grades.index(label)
            n = int(here.sum())
            gain = mean(worth[here]) if n >= FEWEST and comparison.money else np.nan
            rows.append(CliffRow(side.title, label, n, n / graded if graded else np.nan, gain))
    return Cliffs(tuple(rows))


def _with_a_point_more(comparison: Comparison, side: Side) -> tuple[np.ndarray, Numbers]:
    """Give, by row, the better grade reached (-1: none) and what it is worth."""
    grades, worths = [], []
    for sheet in side.sheets:
        column = sheet.plan.names["score"]
        if not side.labels or not isinstance(column, str):
            grades.append(np.full(len(sheet), -1))
            worths.append(np.zeros(len(sheet)))
            continue
        around = sheet.given(np.arange(len(sheet)))
        claims = [f"{r}.claimed" if f"{r}.claimed" in sheet.plan.names else r for r in sheet.plan.ruleset.rewards]
        own, more = (
            execute(sheet.plan, sheet.table, ["grade", *claims], {**around, column: sheet.numbers("score") + extra})
            for extra in (0.0, NEAR)
        )
        before, after = own.text("grade"), more.text("grade")
        position = np.array([*(comparison.grades.index(label) for label in after.labels), -1], dtype=np.intp)
        better = (after.codes > before.codes) & sheet.appraised
        grades.append(np.where(better, position[after.codes], -1))
        worths.append(_sum(more, claims) - _sum(own, claims))
    return np.concatenate(grades)[side.rows], np.concatenate(worths)[side.rows]


def _sum(sheet: Worksheet, names: list[str]) -> Numbers:
    return np.sum([sheet.numbers(name) for name in names], axis=0) if names else np.zeros(len(sheet))
