"""Computes all tables of a comparison, and leaves out of them who it is and what single people are paid."""

from __future__ import annotations

import math
from dataclasses import astuple, replace
from typing import TYPE_CHECKING, Any

from appraise.compare.anonymous_names import Names
from appraise.compare.comparison import apart
from appraise.compare.hiding import Hiding
from appraise.compare.origin import origin
from appraise.compare.tables import Compared, tables

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from appraise.compare.attribution import Attribution
    from appraise.compare.comparison import Comparison
    from appraise.compare.table import ComparisonTable


def compare(comparison: Comparison, attributions: Sequence[Attribution] = (), *, anonymous: bool = False) -> Compared:
    """Compute all tables; `anonymous` leaves out what names people, and what tells a single one's figures.

    `attributions` of the variants, in their order; without, nothing is said of single changes.
    """
    if not anonymous:
        return _compared(comparison, _tables(comparison, attributions))
    names = _names(comparison)
    nameless = _titled_nobody(comparison, names)
    hiding = Hiding(nameless, attributions)
    whole = _tables(nameless, attributions)
    made = {name: table.hidden(hiding) for name, table in whole.items()}
    untold = frozenset(key for name in made for key in _untold(whole[name], made[name]))
    return names.hide(replace(_compared(nameless, made), anonymous=True, untold=untold), keep=("periods", "untold"))


def _tables(c: Comparison, attributions: Sequence[Attribution]) -> dict[str, ComparisonTable]:
    return {name: kind.computed(c, attributions) for name, kind in tables().items()}


def _compared(c: Comparison, made: Mapping[str, ComparisonTable]) -> Compared:
    return Compared(
        c.base.title, tuple(v.title for v in c.variants), tuple(map(origin, c.sides)), c.period.labels, len(c), c.left_out,
        c.unpaid, anonymous=False, untold=frozenset(), **made,  # type: ignore[arg-type] # each is of the kind of its field
    )  # fmt: skip


def _untold(whole: ComparisonTable, told: ComparisonTable) -> Iterator[str]:
    """Yield the keys of the tables that have lost all figures of a column, but not their rows."""
    for shown in whole.shown:
        before, after = (getattr(table, shown.rows) for table in (whole, told))
        if after and _columns_with_figures(after) < _columns_with_figures(before):
            yield shown.key


def _columns_with_figures(rows: Sequence[Any]) -> set[int]:
    return {i for row in rows for i, x in enumerate(astuple(row)) if isinstance(x, float) and not math.isnan(x)}


def _titled_nobody(comparison: Comparison, names: Names) -> Comparison:
    """Call the policies by titles that name nobody, and that are still apart."""
    titles = [side.title for side in comparison.sides]
    called = dict(zip(titles, apart(map(names.hide, titles)), strict=True))
    base, *variants = (replace(side, title=called[side.title]) for side in comparison.sides)
    left_out = {called[title]: n for title, n in comparison.left_out.items()}
    return replace(comparison, base=base, variants=tuple(variants), left_out=left_out)


def _names(comparison: Comparison) -> Names:
    return Names.of(sheet for side in comparison.sides for sheet in side.sheets)
