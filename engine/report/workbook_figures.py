"""The figures of the summary: how many people, which grades, how much pay, who stands out."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from engine.formula.vectors import Text

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from engine.execution.worksheet import Worksheet

STANDING_OUT = 5  # people with the highest, and with the lowest scores


@dataclass(frozen=True, slots=True)
class Figures:
    """Of a group of rows: all, a cohort, a period."""

    label: str
    rows: int
    appraised: int
    average: float  # score; NaN where nobody is appraised
    grades: tuple[int, ...]  # from best to worst
    pay: tuple[float, ...]  # each reward
    total: float


def figures_of(worksheet: Worksheet, label: str, rows: NDArray[np.bool_]) -> Figures:
    """Count and add up some rows; sums are exact, so that their order does not matter."""
    r = worksheet.plan.ruleset
    inside = rows & worksheet.appraised
    scores = worksheet.numbers("score")[inside]
    average = math.fsum(scores.tolist()) / len(scores) if len(scores) else math.nan
    grades: tuple[int, ...] = ()
    if r.grades is not None:
        grade = worksheet.text("grade")
        codes = grade.codes[inside]
        grades = tuple(int((codes == grade.labels.index(g)).sum()) for g in r.grades.labels)
    pay = tuple(math.fsum(worksheet.numbers(reward)[inside].tolist()) for reward in r.rewards)
    return Figures(label, int(rows.sum()), int(inside.sum()), average, grades, pay, math.fsum(pay))


def figures_by(worksheet: Worksheet, name: str) -> list[Figures]:
    """Give the figures of each label of a text column, of those labels that occur."""
    text: Text = worksheet.text(name)
    groups = ((label, text.codes == code) for code, label in enumerate(text.labels))
    return [figures_of(worksheet, label, rows) for label, rows in groups if rows.any()]


def standing_out(worksheet: Worksheet) -> tuple[list[int], list[int]]:
    """Give the rows with the highest scores, best first, and with the lowest, weakest first."""
    rows = np.flatnonzero(worksheet.appraised)
    scores = worksheet.numbers("score")[rows]
    best = rows[np.argsort(-scores, kind="stable")][:STANDING_OUT]
    weakest = rows[np.argsort(scores, kind="stable")][:STANDING_OUT]
    return best.tolist(), weakest.tolist()
