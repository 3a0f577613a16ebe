"""The periods side by side: what score, pay and each indicator were before, and what they are after."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from appraise.compare.figures.statistics import mean, over
from appraise.compare.figures.units import Count, FigureUnit, Kind, Label, Number, NumberChange, Policy, ShareChange
from appraise.policy.meaning.units import unit_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from appraise.compare.comparison import Comparison
    from appraise.formula.vectors import Numbers

_ADDED = ("money", "count", "")  # a sum of percents or marks means nothing


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
class OverTime:
    """`rows`: by figure and period. `changes`: from the first period to the last, of figures that have several."""

    rows: tuple[PeriodRow, ...]
    changes: tuple[BeforeAfterRow, ...]


class _Figure(NamedTuple):
    policy: str | None
    of: str
    title: str
    unit: str
    values: Numbers


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
    """Give score and pay, then every indicator's value, under each policy, or once where all agree."""
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
