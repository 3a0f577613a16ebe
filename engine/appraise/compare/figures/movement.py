"""From which grade to which."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Literal, get_args

import numpy as np

from appraise.compare.figures.units import Count, GradeLabel, Label, Share
from appraise.compare.table import ComparisonTable, Shown
from appraise.texts import Texts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from appraise.compare.attribution import Attribution
    from appraise.compare.comparison import Comparison, Side
    from appraise.compare.hiding import Hiding

Way = Literal["better", "worse", "same", "other"]


WORDS = Texts("comparison", {
    "table_movement": "Grades",
    "note_movement": "Appraised by both. Rows: grade under the base; columns: under the variant.",
    "better": "Better grade",
    "worse": "Worse grade",
    "same": "Same grade",
    "other": "Other scale",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class MovementRow:
    """How many appraisals have the grade `before` under the base and `after` under the variant.

    share: of those with `before`. way: whether that is better, worse, the same, or other: two grades of which each policy
    has only one, with none between them that both have, are of different scales (A and 优秀), and neither is the better.
    """

    variant: Label
    before: GradeLabel
    after: GradeLabel
    appraisals: Count
    share: Share
    way: Way


@dataclass(frozen=True, slots=True)
class MovedRow:
    """Appraisals of both policies: with a better grade under the variant, a worse one, the same, one of another scale."""

    variant: Label
    better: Count
    worse: Count
    same: Count
    other: Count


@dataclass(frozen=True, slots=True)
class Movement(ComparisonTable):
    """Every pair of `grades` (best first) for each variant, and how many moved in all; of those whom both appraise."""

    words: ClassVar = WORDS
    shown: ClassVar = (Shown("movement", "moved"),)
    grades: tuple[str, ...]
    rows: tuple[MovementRow, ...]
    moved: tuple[MovedRow, ...]

    @classmethod
    def computed(cls, comparison: Comparison, _attributions: Sequence[Attribution]) -> Movement:
        """See `ComparisonTable`."""
        return movement(comparison)

    def hidden(self, _hiding: Hiding) -> Movement:
        """Hide nothing: these are counts of people, whose pay is not told."""
        return self


def movement(comparison: Comparison) -> Movement:
    """Count the pairs of grades; nothing where a policy has no grades."""
    grades = comparison.grades
    if not all(side.labels for side in comparison.sides):
        return Movement((), (), ())
    rows, moved = [], []
    for variant in comparison.variants:
        graded = comparison.both(variant) & (comparison.base.grade >= 0) & (variant.grade >= 0)
        pair = comparison.base.grade[graded] * len(grades) + variant.grade[graded]
        counts = np.bincount(pair, minlength=len(grades) ** 2).reshape(len(grades), len(grades))
        own = [
            MovementRow(variant.title, before, after, n, n / whole if whole else 0.0, _way(comparison, variant, i, j))
            for i, (before, whole) in enumerate(zip(grades, counts.sum(axis=1).tolist(), strict=True))
            for j, (after, n) in enumerate(zip(grades, counts[i].tolist(), strict=True))
        ]
        rows += own
        moved.append(
            MovedRow(variant.title, *(sum(r.appraisals for r in own if r.way == way) for way in get_args(Way)))
        )
    return Movement(grades, tuple(rows), tuple(moved))


def _way(comparison: Comparison, variant: Side, before: int, after: int) -> Way:
    """Tell which of two grades, by their positions, is the better; a grade that both policies have says so."""
    if before == after:
        return "same"
    between = comparison.grades[min(before, after) : max(before, after) + 1]
    if not any(grade in comparison.base.labels and grade in variant.labels for grade in between):
        return "other"
    return "better" if after < before else "worse"
