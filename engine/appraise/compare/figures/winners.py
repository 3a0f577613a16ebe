"""How many have more and how many less, and by how much."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from appraise.compare.comparison import HALF_A_CENT
from appraise.compare.figures.units import Count, Label, Money, MoneyChange
from appraise.compare.hiding import without
from appraise.compare.table import ComparisonTable, Shown
from appraise.texts import Texts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from appraise.compare.attribution import Attribution
    from appraise.compare.comparison import Comparison, Side
    from appraise.compare.hiding import Hiding
    from appraise.formula.vectors import Numbers


WORDS = Texts("comparison", {
    "table_winners": "Winners and losers",
    "note_winners": "Appraised by both; by the change of pay over the base's amount.",
    "winners": "More",
    "losers": "Less",
    "unchanged": "Same",
    "gained": "Gained",
    "lost": "Lost",
    "net": "Net",
    "down_10": "< -10%",
    "down_1": "-10% to -1%",
    "level": "within 1%",
    "up_1": "1% to 10%",
    "up_10": "> 10%",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class WinnersRow:
    """Appraisals of both policies by the change of their pay.

    winners, losers: more or less by half a cent and up; unchanged: the others. gained, lost: what winners have more
    and losers less (both positive); net: gained - lost. The five bands are of the change over the base's amount:
    down_10 more than 10% less, down_1 more than 1% and up to 10% less, level within 1%, up_1 more than 1% and up to
    10% more, up_10 more than 10% more; from an amount of 0, any change is one of more than 10%.
    """

    variant: Label
    winners: Count
    losers: Count
    unchanged: Count
    gained: Money
    lost: Money
    net: MoneyChange
    down_10: Count
    down_1: Count
    level: Count
    up_1: Count
    up_10: Count


@dataclass(frozen=True, slots=True)
class Winners(ComparisonTable):
    """A row for each variant; none where a policy does not pay."""

    words: ClassVar = WORDS
    shown: ClassVar = (Shown("winners"),)
    rows: tuple[WinnersRow, ...]

    @classmethod
    def computed(cls, comparison: Comparison, _attributions: Sequence[Attribution]) -> Winners:
        """See `ComparisonTable`."""
        return winners(comparison)

    def hidden(self, hiding: Hiding) -> Winners:
        """Leave out what too few people gain or lose, or too few more or less than under another variant."""
        return Winners(
            tuple(
                without(row, _hidden(hiding, v)) for row, v in zip(self.rows, hiding.comparison.variants, strict=False)
            )
        )


def _hidden(hiding: Hiding, variant: Side) -> tuple[str, ...]:
    """Say which amounts of a variant are left out."""
    comparison = hiding.comparison
    variants = (variant, *(v for v in comparison.variants if v is not variant))
    changes = [np.where(comparison.both(v), np.nan_to_num(v.pay - comparison.base.pay), 0.0) for v in variants]
    if hiding.all or hiding.alone(variant, comparison.both(variant)) or _few(hiding, changes):
        return ("gained", "lost", "net")
    few = any(_few(hiding, own) for own in ([np.maximum(x, 0) for x in changes], [np.minimum(x, 0) for x in changes]))
    return ("gained", "lost") if few else ()


def _few(hiding: Hiding, amounts: Sequence[Numbers]) -> bool:
    """Whether the first of some columns is that of too few people, or differs from another for too few."""
    return any(hiding.behind([amounts[0], *other]).few() for other in ((), *((x,) for x in amounts[1:])))


def winners(comparison: Comparison) -> Winners:
    """Count winners and losers."""
    return Winners(tuple(_row(comparison, v) for v in comparison.variants) if comparison.money else ())


def _row(comparison: Comparison, variant: Side) -> WinnersRow:
    both = comparison.both(variant)
    before, after = comparison.base.pay[both], variant.pay[both]
    change = after - before
    more, less = change >= HALF_A_CENT, change <= -HALF_A_CENT
    gained, lost = comparison.total(change[more]), comparison.total(-change[less])
    base = np.abs(comparison.whole(before))
    step = np.where(
        more | less, comparison.whole(after) - comparison.whole(before), 0
    )  # whole numbers: exact at the edges
    bands = (
        step * 10 < -base, (step * 100 < -base) & (step * 10 >= -base), np.abs(step) * 100 <= base,
        (step * 100 > base) & (step * 10 <= base), step * 10 > base,
    )  # fmt: skip
    return WinnersRow(
        variant.title, int(more.sum()), int(less.sum()), int((~more & ~less).sum()), gained, lost,
        round(gained - lost, comparison.places), *(int(band.sum()) for band in bands),
    )  # fmt: skip
