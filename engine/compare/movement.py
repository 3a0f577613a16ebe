"""From which grade to which."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from engine.compare.units import Count, GradeLabel, Label, Share

if TYPE_CHECKING:
    from engine.compare.comparison import Comparison


@dataclass(frozen=True, slots=True)
class MovementRow:
    """How many appraisals have the grade `before` under the base and `after` under the variant.

    share: of those with `before`.
    """

    variant: Label
    before: GradeLabel
    after: GradeLabel
    appraisals: Count
    share: Share


@dataclass(frozen=True, slots=True)
class MovedRow:
    """Appraisals of both policies: with a better grade under the variant, a worse one, the same."""

    variant: Label
    better: Count
    worse: Count
    same: Count


@dataclass(frozen=True, slots=True)
class Movement:
    """Every pair of `grades` (best first) for each variant, and how many moved in all; of those whom both appraise."""

    grades: tuple[str, ...]
    rows: tuple[MovementRow, ...]
    moved: tuple[MovedRow, ...]


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
        for before, own in zip(grades, counts.tolist(), strict=True):
            whole = sum(own)
            rows += [
                MovementRow(variant.title, before, after, n, n / whole if whole else 0.0)
                for after, n in zip(grades, own, strict=True)
            ]
        better, worse, same = np.tril(counts, -1).sum(), np.triu(counts, 1).sum(), np.trace(counts)
        moved.append(MovedRow(variant.title, int(better), int(worse), int(same)))
    return Movement(grades, tuple(rows), tuple(moved))
