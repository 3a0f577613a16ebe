"""Whether a variant moves the strong or the weak."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from appraise.compare.comparison import HALF_A_CENT, SAME_SCORE
from appraise.compare.figures.statistics import mean
from appraise.compare.figures.units import Count, Label, MoneyChange, PointsChange
from appraise.compare.hiding import Behind, without
from appraise.compare.table import ComparisonTable, Shown
from appraise.texts import Texts

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from appraise.compare.attribution import Attribution
    from appraise.compare.comparison import Comparison, Side
    from appraise.compare.hiding import Hiding
    from appraise.formula.vectors import Numbers


WORDS = Texts("comparison", {
    "table_deciles": "By decile",
    "note_deciles": "Tenths by the base's score, 1 is the lowest; mean changes.",
    "decile": "Decile",
    "pay_change": "Pay, change",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class DecileRow:
    """A tenth of the appraisals by the base's score (1 is the lowest), and how they change on average."""

    variant: Label
    decile: Count
    appraisals: Count
    score_change: PointsChange
    pay_change: MoneyChange


@dataclass(frozen=True, slots=True)
class Deciles(ComparisonTable):
    """Ten rows for each variant, fewer where scores are equal; `pay_change` is NaN where a policy does not pay."""

    words: ClassVar = WORDS
    shown: ClassVar = (Shown("deciles"),)
    rows: tuple[DecileRow, ...]

    @classmethod
    def computed(cls, comparison: Comparison, _attributions: Sequence[Attribution]) -> Deciles:
        """See `ComparisonTable`."""
        return deciles(comparison)

    def hidden(self, hiding: Hiding) -> Deciles:
        """Tell tenths together until each has people enough, and as many who change."""
        return Deciles(
            tuple(
                row
                for v in hiding.comparison.variants
                for row in _hidden(hiding, v, [r for r in self.rows if r.variant == v.title])
            )
        )


def _hidden(hiding: Hiding, variant: Side, rows: Sequence[DecileRow]) -> Iterator[DecileRow]:
    comparison = hiding.comparison
    there = _compared(comparison, variant)
    tenth = np.full(len(comparison), -1)
    tenth[there] = tenths(comparison.base.score[there])
    others = [side for side in comparison.sides if side is not variant]
    masks = [m & there for of, least in (("pay", HALF_A_CENT), ("score", SAME_SCORE)) for other in others
             for m in hiding.behind([getattr(variant, of) - getattr(other, of)], least).masks]  # fmt: skip
    behind = Behind(comparison.employee, (there, *masks))
    nothing = hiding.all or hiding.alone(variant, there)
    blocks: list[list[int]] = [[]]
    for row in rows:
        blocks[-1].append(row.decile - 1)
        if not behind.few(np.isin(tenth, blocks[-1])):
            blocks.append([])
    if blocks[-1] and len(blocks) > 1:
        rest = blocks.pop()
        blocks[-1] += rest
    for block in filter(None, blocks):
        own = np.isin(tenth, block)
        row = replace(
            rows[0], decile=block[0] + 1, appraisals=int(own.sum()), score_change=mean((variant.score - comparison.base.score)[own]),
            pay_change=mean((variant.pay - comparison.base.pay)[own]),
        )  # fmt: skip
        yield without(row, ("score_change", "pay_change")) if nothing or behind.few(own) else row


def _compared(comparison: Comparison, variant: Side) -> NDArray[np.bool_]:
    return np.asarray(comparison.both(variant) & np.isfinite(comparison.base.score) & np.isfinite(variant.score))


def deciles(comparison: Comparison) -> Deciles:
    """Average the changes by decile; equal scores are in one decile, that of the first of them."""
    rows = []
    for variant in comparison.variants:
        both = _compared(comparison, variant)
        tenth = tenths(comparison.base.score[both])
        score = (variant.score - comparison.base.score)[both]
        pay = (variant.pay - comparison.base.pay)[both]
        rows += [
            DecileRow(
                variant.title, int(d) + 1, int((tenth == d).sum()), mean(score[tenth == d]), mean(pay[tenth == d])
            )
            for d in np.unique(tenth)
        ]
    return Deciles(tuple(rows))


def tenths(score: Numbers) -> NDArray[np.int64]:
    """The tenth [n] of each score, from 0; equal scores are in one, that of the first of them."""
    return np.searchsorted(np.sort(score), score, side="left") * 10 // max(1, len(score))
