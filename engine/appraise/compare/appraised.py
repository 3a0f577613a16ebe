"""Who is appraised under one policy and not under the other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from appraise.compare.figures.units import Count, Label

if TYPE_CHECKING:
    from appraise.compare.comparison import Comparison


@dataclass(frozen=True, slots=True)
class AppraisedRow:
    """Appraisals (people times periods): under both policies, only the base, only the variant, neither."""

    variant: Label
    both: Count
    only_base: Count
    only_variant: Count
    neither: Count


@dataclass(frozen=True, slots=True)
class Appraised:
    """A row for each variant."""

    rows: tuple[AppraisedRow, ...]


def appraised(comparison: Comparison) -> Appraised:
    """Count who is appraised."""
    base = comparison.base.appraised
    return Appraised(tuple(
        AppraisedRow(v.title, *(int(rows.sum()) for rows in (
            base & v.appraised, base & ~v.appraised, ~base & v.appraised, ~base & ~v.appraised,
        )))
        for v in comparison.variants
    ))  # fmt: skip
