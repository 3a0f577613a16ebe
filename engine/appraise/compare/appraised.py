"""Who is appraised under one policy and not under the other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from appraise.compare.figures.units import Count, Label
from appraise.compare.table import ComparisonTable, Shown
from appraise.texts import Texts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from appraise.compare.attribution import Attribution
    from appraise.compare.comparison import Comparison
    from appraise.compare.hiding import Hiding


WORDS = Texts("comparison", {
    "table_appraised": "Who is appraised",
    "note_appraised": "Appraisals, people times periods.",
    "both": "By both",
    "only_base": "Base only",
    "only_variant": "Variant only",
    "neither": "Neither",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class AppraisedRow:
    """Appraisals (people times periods): under both policies, only the base, only the variant, neither."""

    variant: Label
    both: Count
    only_base: Count
    only_variant: Count
    neither: Count


@dataclass(frozen=True, slots=True)
class Appraised(ComparisonTable):
    """A row for each variant."""

    words: ClassVar = WORDS
    shown: ClassVar = (Shown("appraised"),)
    rows: tuple[AppraisedRow, ...]

    @classmethod
    def computed(cls, comparison: Comparison, _attributions: Sequence[Attribution]) -> Appraised:
        """See `ComparisonTable`."""
        return appraised(comparison)

    def hidden(self, _hiding: Hiding) -> Appraised:
        """Hide nothing: these are counts of people, whose pay is not told."""
        return self


def appraised(comparison: Comparison) -> Appraised:
    """Count who is appraised."""
    base = comparison.base.appraised
    return Appraised(tuple(
        AppraisedRow(v.title, *(int(rows.sum()) for rows in (
            base & v.appraised, base & ~v.appraised, ~base & v.appraised, ~base & ~v.appraised,
        )))
        for v in comparison.variants
    ))  # fmt: skip
