"""The periods side by side: what score, pay and each indicator were before, and what they are after."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, NamedTuple

import numpy as np

from appraise.compare.comparison import HALF_A_CENT, SAME_SCORE
from appraise.compare.figures.statistics import mean, over
from appraise.compare.figures.units import Count, FigureUnit, Kind, Label, Number, NumberChange, Policy, ShareChange
from appraise.compare.hiding import Behind, without
from appraise.compare.table import ComparisonTable, Shown
from appraise.policy.meaning.units import unit_of
from appraise.texts import Texts

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from appraise.compare.attribution import Attribution
    from appraise.compare.comparison import Comparison
    from appraise.compare.hiding import Hiding
    from appraise.formula.vectors import Numbers

_ADDED = ("money", "count", "")  # a sum of percents or marks means nothing


WORDS = Texts("comparison", {
    "table_before_after": "Before and after",
    "note_before_after": "Means per person in the first and the last period. Changes here are the last period minus the first, of one policy; those of percents are in percentage points.",
    "table_over_time": "Over time",
    "note_over_time": "Sums and means of each figure by period; percents, marks and scores have no sum.",
    "first": "First",
    "last": "Last",
    "people_first": "People, first",
    "people_last": "People, last",
    "mean_first": "Mean, first",
    "mean_last": "Mean, last",
    "sum": "Sum",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class BeforeAfterRow:
    """The mean of score, pay or an indicator's value (`of`, with the indicator's title) in the first and last period.

    policy None: it is the same under every policy. people: those with a figure. unit: of the figures, as fields or
    "score". change: last minus first, percent: over the first; NaN from 0.
    """

    policy: Policy
    of: Kind
    indicator: Label
    unit: FigureUnit
    first: Label
    last: Label
    people_first: Count
    people_last: Count
    mean_first: Number
    mean_last: Number
    change: NumberChange
    percent: ShareChange


@dataclass(frozen=True, slots=True)
class PeriodRow:
    """The sum (NaN where it means nothing) and mean of a figure in one period; else as in BeforeAfterRow."""

    policy: Policy
    of: Kind
    indicator: Label
    unit: FigureUnit
    period: Label
    appraisals: Count
    sum: Number
    mean: Number


@dataclass(frozen=True, slots=True)
class OverTime(ComparisonTable):
    """`rows`: by figure and period. `changes`: from the first period to the last, of figures that have several."""

    words: ClassVar = WORDS
    shown: ClassVar = (Shown("before_after", "changes"), Shown("over_time", long=True))
    rows: tuple[PeriodRow, ...]
    changes: tuple[BeforeAfterRow, ...]

    @classmethod
    def computed(cls, comparison: Comparison, _attributions: Sequence[Attribution]) -> OverTime:
        """See `ComparisonTable`."""
        return over_time(comparison)

    def hidden(self, hiding: Hiding) -> OverTime:
        """Leave out figures of the periods in which too few people have one, or differ between two policies."""
        out = _hidden(hiding)
        return OverTime(
            tuple(without(r, ("sum", "mean")) if r.period in out[r.of, r.indicator] else r for r in self.rows),
            tuple(
                without(r, ("mean_first", "mean_last", "change", "percent")) if {r.first, r.last} & out[r.of, r.indicator] else r
                for r in self.changes
            ),
        )  # fmt: skip


class _Figure(NamedTuple):
    policy: str | None
    of: str
    title: str
    unit: str
    values: Numbers


def _hidden(hiding: Hiding) -> dict[tuple[str, str], set[str]]:
    """The periods that are not told, by figure (what it is of, and the title of its indicator)."""
    columns: dict[tuple[str, str], list[Numbers]] = {}
    for figure in _figures(hiding.comparison):
        columns.setdefault((figure.of, figure.title), []).append(figure.values)
    found = {}
    for key, own in columns.items():
        behind = hiding.behind(own, HALF_A_CENT if key[0] == "pay" else SAME_SCORE)
        known = Behind(behind.employee, (*behind.masks, *(np.isfinite(values) for values in own)))
        found[key] = hiding.periods(known)
        if key[0] == "pay":
            found[key] |= {label for kind, label in hiding.groups if kind == "period" and label is not None}
            found[key] |= set(hiding.comparison.period.labels) if hiding.all else set()
    return found


def over_time(comparison: Comparison) -> OverTime:
    """Look at every figure by period; one that is the same under every policy stands there once."""
    rows: list[PeriodRow] = []
    changes: list[BeforeAfterRow] = []
    for policy, of, title, unit, values in _figures(comparison):
        own: list[PeriodRow] = []
        for code, label in enumerate(comparison.period.labels):
            known = np.sort(values[(comparison.period.codes == code) & np.isfinite(values)])
            total = comparison.total(known) if of == "pay" else math.fsum(known.tolist())
            added = total if unit in _ADDED else np.nan
            own.append(PeriodRow(policy, of, title, unit, label, len(known), added, mean(known)))
        rows += own
        there = [row for row in own if row.appraisals]
        if len(there) > 1:
            before, after = there[0], there[-1]
            change = round(after.mean - before.mean, 9)
            changes.append(BeforeAfterRow(
                policy, of, title, unit, before.period, after.period, before.appraisals, after.appraisals, before.mean,
                after.mean, change, over(change, before.mean),
            ))  # fmt: skip
    return OverTime(tuple(rows), tuple(changes))


def _figures(comparison: Comparison) -> Iterator[_Figure]:
    """Score and pay, then every indicator's value, under each policy, or once where all agree."""
    sides = comparison.sides
    figures = [[_Figure(side.title, "score", "", "score", side.score) for side in sides]]
    if comparison.money:
        figures.append([_Figure(side.title, "pay", "", "money", side.pay) for side in sides])
    for id_ in dict.fromkeys(id_ for side in sides for id_ in side.indicators):
        own = []
        for side in sides:
            rulesets = [sheet.plan.ruleset for sheet in side.sheets]
            units = {unit_of(r.indicators[id_], r) for r in rulesets if id_ in r.indicators}
            if units:
                known, unit = side.indicators[id_], units.pop() if len(units) == 1 else ""
                own.append(_Figure(side.title, "indicator", known.title, unit, known.value))
        figures.append(own)
    for all_ in figures:
        own = [figure for figure in all_ if np.isfinite(figure.values).any()]  # marks that are texts have no mean
        if not own:
            continue
        first = own[0]
        same = len(own) == len(sides) > 1 and all(
            f.unit == first.unit and np.array_equal(f.values, first.values, equal_nan=True) for f in own
        )
        yield from [first._replace(policy=None)] if same else own
