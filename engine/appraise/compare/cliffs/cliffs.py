"""Where a little more is worth much: people just short of a boundary at which pay or grade jumps."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from appraise.compare.cliffs.boundary_gains import crossings
from appraise.compare.comparison import HALF_A_CENT
from appraise.compare.figures.statistics import mean
from appraise.compare.figures.units import Count, FigureUnit, GradeLabel, Label, MoneyChange, Name, Number, Share
from appraise.compare.groups import FEWEST
from appraise.compare.hiding import two_digits
from appraise.compare.table import ComparisonTable, Shown
from appraise.texts import Texts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from appraise.compare.attribution import Attribution
    from appraise.compare.cliffs.boundary_gains import Boundary, Crossed
    from appraise.compare.comparison import Comparison, Side
    from appraise.compare.hiding import Hiding

MOST = 20


WORDS = Texts("comparison", {
    "table_cliffs": "Cliffs",
    "note_cliffs": "Appraisals just short of a boundary at which pay or the grade jumps: within 1 point of a score, 1 of a count, 1% of the boundary for other figures. Marginal tiers do not jump; boundaries with nobody near are not listed. Short and worth are means, for 5 people and more: the pay before budgets if that one figure were over the boundary, all else (peers, budgets, earlier periods) as it was.",
    "table_near": "Just short",
    "note_near": "The 20 people with most at stake under each policy, each with what is worth most to them; worth is reckoned as for the boundaries.",
    "bound": "Boundary",
    "short_mean": "Short, mean",
    "worth": "Worth, mean",
    "worth_own": "Worth",
    "said": "In words",
    "now": "Now",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class CliffRow:
    """A boundary, and the appraisals just short of it: within a point of a score, one of a count, else 1% of it.

    title: of the clause, blank where `grade` begins at the boundary. figure: what is measured, in `unit` (that of
    fields, or score). sign, boundary: who is beyond it; NaN where it differs by person. people: how many these are.
    share: of all appraisals. short: how far they are from it, worth: what they would be paid more before budgets, both on
    average and NaN for fewer than five people.
    """

    policy: Label
    title: Label
    grade: GradeLabel
    figure: Name
    unit: FigureUnit
    sign: Label
    boundary: Number
    appraisals: Count
    people: Count
    share: Share
    short: Number
    worth: MoneyChange


@dataclass(frozen=True, slots=True)
class NearRow:
    """One employee in one period who is just short of a boundary: what they have, how far it is, what it is worth."""

    policy: Label
    employee: Label
    name: Label
    period: Label
    title: Label
    grade: GradeLabel
    figure: Name
    unit: FigureUnit
    now: Number
    short: Number
    sign: Label
    boundary: Number
    worth: MoneyChange


@dataclass(frozen=True, slots=True)
class Cliffs(ComparisonTable):
    """`rows`: boundaries with anybody near, in the order of the policy. `near`: the people with most at stake."""

    words: ClassVar = WORDS
    shown: ClassVar = (Shown("cliffs"), Shown("near", "near"))
    rows: tuple[CliffRow, ...]
    near: tuple[NearRow, ...]

    @classmethod
    def computed(cls, comparison: Comparison, _attributions: Sequence[Attribution]) -> Cliffs:
        """See `ComparisonTable`."""
        return cliffs(comparison)

    def hidden(self, hiding: Hiding) -> Cliffs:
        """Leave out the people, and what too few of them would gain; means are rounded, so that two do not tell of one."""
        c = hiding.comparison
        boundaries = (parts for side in c.sides for parts in _by_boundary(crossings(c, side)).values())
        return Cliffs(tuple(_hidden(c, row, parts) for row, parts in zip(self.rows, boundaries, strict=True)), ())


def _hidden(comparison: Comparison, row: CliffRow, parts: list[Crossed]) -> CliffRow:
    at, worth = (np.concatenate([getattr(part, name) for part in parts]) for name in ("rows", "worth"))
    gaining = len(np.unique(comparison.employee.codes[at[np.abs(np.nan_to_num(worth)) >= HALF_A_CENT]]))
    few = 0 < gaining < FEWEST
    return replace(row, short=two_digits(row.short), worth=np.nan if few else two_digits(row.worth))


def cliffs(comparison: Comparison) -> Cliffs:
    """Look at every policy; marginal tiers do not jump. `near` has each policy's 20 people."""
    rows: list[CliffRow] = []
    near: list[NearRow] = []
    for side in comparison.sides:
        found = crossings(comparison, side)
        rows += [_row(comparison, side, *item) for item in _by_boundary(found).items()]
        near += _nearest(comparison, side, found)
    return Cliffs(tuple(rows), tuple(near))


def _by_boundary(found: list[Crossed]) -> dict[Boundary, list[Crossed]]:
    by_boundary: dict[Boundary, list[Crossed]] = {}
    for one in found:
        by_boundary.setdefault(one.boundary, []).append(one)
    return by_boundary


def _row(comparison: Comparison, side: Side, boundary: Boundary, parts: list[Crossed]) -> CliffRow:
    at, short, worth = (np.concatenate([getattr(part, name) for part in parts]) for name in ("rows", "short", "worth"))
    people = len(np.unique(comparison.employee.codes[at]))
    told = people >= FEWEST
    title, grade, figure, unit, sign, bound = boundary
    return CliffRow(
        side.title, title, grade, figure, unit, sign, bound, len(at), people, len(at) / int(side.appraised.sum()),
        mean(short) if told else np.nan, mean(worth) if told else np.nan,
    )  # fmt: skip


def _nearest(comparison: Comparison, side: Side, found: list[Crossed]) -> list[NearRow]:
    """Those with most at stake, each with what is worth most."""
    employee, period, name = comparison.employee, comparison.period, comparison.name
    most = np.zeros(len(employee.labels))
    for one in found:
        np.maximum.at(most, employee.codes[one.rows], np.nan_to_num(one.worth))
    least = max(np.sort(most)[-MOST:].min(initial=np.inf), HALF_A_CENT)
    all_ = [(one, i) for one in found for i in np.flatnonzero(one.worth >= least).tolist()]

    def order(item: tuple[Crossed, int]) -> tuple[float, str, int, float]:
        one, i = item
        row = one.rows[i]
        return -float(one.worth[i]), employee.labels[employee.codes[row]], int(period.codes[row]), float(one.short[i])

    rows: dict[str, NearRow] = {}
    for one, i in sorted(all_, key=order):
        row, what = int(one.rows[i]), one.boundary
        number = employee.labels[employee.codes[row]]
        rows.setdefault(number, NearRow(
            side.title, number, name.labels[name.codes[row]] if name is not None and name.codes[row] >= 0 else "",
            period.labels[period.codes[row]], what.title, what.grade, what.figure, what.unit, float(one.now[i]),
            float(one.short[i]), what.sign, float(one.bounds[i]), float(one.worth[i]),
        ))  # fmt: skip
    return list(rows.values())[:MOST]
