"""What it would be worth to those who are just short of a boundary to be on its other side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from appraise.compare.cliffs.ladders import ladders
from appraise.execution.execute import execute
from appraise.execution.inputs.columns import source_column
from appraise.execution.kernels.tiers import reached
from appraise.formula.vectors import Text, part
from appraise.plan.steps import moved_by
from appraise.policy import columns as col
from appraise.policy.meaning.parts import budget_of
from appraise.policy.meaning.units import places_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from appraise.compare.cliffs.ladders import Ladder, Rung
    from appraise.compare.comparison import Comparison, Side
    from appraise.execution.worksheet import Worksheet
    from appraise.formula.vectors import Column, Numbers

POINT = 1.0  # of a score; also one of a count
SHARE = 0.01  # of the boundary, for all other figures
_SIGNS = {("lower", 1): ">=", ("lower", -1): "<", ("upper", 1): ">", ("upper", -1): "<="}
_HAIR = 1e-10  # of the boundary: too little to be worth a cent by itself
_JUMP = 1.5  # units of the last place of money: more than what rounding may do a hair apart


class Boundary(NamedTuple):
    """A boundary: `title` of the clause, or the `grade` beyond it, and `figure`, by its name in the policy.

    `sign` and `bound` say who is beyond it, such as ">=" 90. `bound` is NaN where it differs by person.
    """

    title: str
    grade: str
    figure: str
    unit: str
    sign: str
    bound: float


@dataclass(frozen=True, slots=True, eq=False)
class Crossed:
    """Those [k] who are just short of a boundary, by their rows in the Comparison.

    `now`: what they have; `bounds`: what they need; `short`: how far that is; `worth`: what they would be paid more,
    NaN where nothing is paid.
    """

    boundary: Boundary
    rows: NDArray[np.intp]
    now: Numbers
    bounds: Numbers
    short: Numbers
    worth: Numbers


class _Near(NamedTuple):
    """Rows [k] of a worksheet near a rung, on one side of it: `way` 1 where more, -1 where less would cross it."""

    rung: Rung
    way: int
    rows: NDArray[np.intp]
    bounds: Numbers
    at: Numbers  # the nearest figure beyond


def crossings(comparison: Comparison, side: Side) -> list[Crossed]:
    """Find those whom a little more (or less) would bring across a boundary to more pay or a better grade.

    The policy is run again on their rows with each put there alone, all else (peers, budgets, earlier periods) as it
    was. Pay is before budgets that cap it; what is handed out by claims pays as much for a claim as it did. That it is
    the boundary that pays is seen from its two sides, a hair apart.
    """
    found: list[Crossed] = []
    place = np.full(sum(map(len, side.sheets)), -1, dtype=np.intp)
    place[side.rows] = np.arange(len(side.rows))
    for sheet, own in zip(side.sheets, np.split(place, np.cumsum([len(s) for s in side.sheets])[:-1]), strict=True):
        found += _of_sheet(sheet, own, comparison.places)
    return found


def _of_sheet(sheet: Worksheet, place: NDArray[np.intp], places: int) -> Iterator[Crossed]:
    plan, r = sheet.plan, sheet.plan.ruleset
    pays = [col.reward(id_, "claimed") if col.reward(id_, "claimed") in plan.names else id_ for id_ in r.rewards]
    found = ladders(plan, [*pays, *(["grade"] if r.grades else [])])
    used = {
        o for ladder in found for o in (ladder.column, *(rung.bound for rung in ladder.rungs)) if isinstance(o, str)
    }
    columns = _columns(sheet, sorted(used))
    rates = {name: _rate(sheet, id_) for id_, name in zip(r.rewards, pays, strict=True)}
    for ladder in found:
        value = columns[ladder.column]
        if isinstance(value, Text) or value.dtype == np.int8:
            continue  # a condition, not a figure
        value = value.astype(np.float64, copy=False)
        at = np.flatnonzero(sheet.appraised & (place >= 0) & np.isfinite(value))
        near = [n for rung in ladder.rungs for n in _near(ladder, rung, at, columns, r.conventions.rounding.score)]
        if near:
            yield from _crossed(sheet, ladder, value, near, rates, place, places)


def _columns(sheet: Worksheet, names: Sequence[str]) -> dict[str, Column]:
    """Columns of all rows; the policy is run again where the worksheet does not hold them."""
    plan, inputs = sheet.plan, {*sheet.plan.inputs}
    missing = [n for n in names if n not in sheet.columns and n not in inputs]
    held = dict(sheet.columns)
    if missing:
        own = all(plan.names.get(n, n) == n for n in missing)
        held |= execute(plan, sheet.table, missing if own else None, sheet.given(slice(None))).columns
    found = {n: held[n] if n in held else source_column(n, sheet.table) for n in names}
    return {n: np.full(len(sheet), c) if not isinstance(c, Text) and np.ndim(c) == 0 else c for n, c in found.items()}


def _near(
    ladder: Ladder, rung: Rung, rows: NDArray[np.intp], columns: Mapping[str, Column], score_places: int
) -> Iterator[_Near]:
    """The rows on either side of a rung that are near it."""
    value = np.asarray(columns[ladder.column])[rows]
    bound = np.asarray(columns[rung.bound])[rows] if isinstance(rung.bound, str) else np.full(len(rows), rung.bound)
    bound = bound + rung.plus
    size = np.abs(bound) * SHARE
    enough = {"score": np.full(len(rows), POINT), "count": np.maximum(size, 1.0)}.get(ladder.unit, size)
    beyond = reached(value, bound, rung.boundary)
    step = 10.0 ** -(score_places if ladder.unit == "score" else places_of(ladder.unit))
    for way, side in ((1, ~beyond), (-1, beyond)):
        on_it = (rung.boundary == "lower") == (way > 0)  # whether the bound itself lies beyond
        at = bound if on_it else bound + way * step
        here = np.flatnonzero(side & (np.abs(at - value) <= enough * (1 + _HAIR)))
        if len(here):
            yield _Near(rung, way, rows[here], bound[here], at[here])


def _crossed(sheet: Worksheet, ladder: Ladder, value: Numbers, near: Sequence[_Near], rates: Mapping[str, Numbers],
             place: NDArray[np.intp], places: int) -> Iterator[Crossed]:  # fmt: skip
    """Run the policy a hair below and above the bounds; where that pays, and the bound itself is not beyond, there too."""
    rows, bounds, at = (np.concatenate([getattr(n, part) for n in near]) for part in ("rows", "bounds", "at"))
    lower = np.concatenate([np.full(len(n.rows), n.rung.boundary == "lower") for n in near])
    way = np.concatenate([np.full(len(n.rows), n.way) for n in near])
    hair = np.maximum(np.abs(bounds), 1.0) * _HAIR
    low, high = np.where(lower, bounds - hair, bounds), np.where(lower, bounds, bounds + hair)
    pay, grade, sound = _run(sheet, ladder, rates, np.tile(rows, 2), np.concatenate([low, high]))
    jump = way * (pay[len(rows) :] - pay[: len(rows)]) * 10**places
    better = way * (grade[len(rows) :] - grade[: len(rows)]) > 0
    counts = sound[len(rows) :] & sound[: len(rows)] & ((jump > _JUMP) | better)
    reached_pay = np.where(way > 0, pay[len(rows) :], pay[: len(rows)])
    beyond = np.flatnonzero(counts & (at != bounds))
    if len(beyond):
        reached_pay[beyond], _, counts[beyond] = _run(sheet, ladder, rates, rows[beyond], at[beyond])
    own = sum((rate[rows] * sheet.numbers(name)[rows] for name, rate in rates.items()), np.zeros(len(rows)))
    worth = np.round(reached_pay - own, places) if rates else np.full(len(rows), np.nan)
    short = np.round(np.abs(at - value[rows]), 9)
    begin = 0
    for n in near:
        of = np.arange(begin, begin + len(n.rows))[counts[begin : begin + len(n.rows)]]
        begin += len(n.rows)
        if len(of):
            yield Crossed(_boundary(ladder, n), place[rows[of]], value[rows[of]], bounds[of], short[of], worth[of])


def _boundary(ladder: Ladder, near: _Near) -> Boundary:
    rung = near.rung
    sign = _SIGNS[rung.boundary, near.way]
    bound = rung.bound if isinstance(rung.bound, float) else np.nan
    return Boundary(rung.title, rung.grade, ladder.name, ladder.unit, sign, bound)


def _rate(sheet: Worksheet, reward: str) -> Numbers:
    """What one unit of a reward's claim pays: more or less than 1 where a budget is handed out by claims."""
    budget = budget_of(reward, sheet.plan.ruleset)
    if budget is None or budget.mode == "cap":
        return np.ones(len(sheet))
    claimed = sheet.numbers(col.claimed_of(budget.id))
    return np.divide(sheet.numbers(col.budget(budget.id)), claimed, out=np.zeros(len(sheet)), where=claimed > 0)


def _unmoved(sheet: Worksheet, column: str, rows: NDArray[np.intp]) -> dict[str, Column]:
    """What the worksheet holds of the columns that are read beside one that moves, and do not move with it."""
    moved = moved_by(sheet.plan.steps, [column])
    beside = {name for step in sheet.plan.steps if step.name in moved for name in step.reads()}
    return {name: part(sheet.columns[name], rows) for name in beside - moved if name in sheet.columns}


def _run(sheet: Worksheet, ladder: Ladder, rates: Mapping[str, Numbers], rows: NDArray[np.intp],
         values: Numbers) -> tuple[Numbers, NDArray[np.intp], NDArray[np.bool_]]:  # fmt: skip
    """Pay and grade [k] with values [k] in place in some rows [k], and which of these are sound."""
    graded = sheet.plan.ruleset.grades is not None
    around = {**_unmoved(sheet, ladder.column, rows), **sheet.given(rows), ladder.column: values}
    again = execute(sheet.plan, sheet.table.part(rows), [*rates, *(["grade"] if graded else [])], around, bare=True)
    pay = sum((rate[rows] * again.numbers(name) for name, rate in rates.items()), np.zeros(len(rows)))
    grade = again.text("grade").codes if graded else np.full(len(rows), -1)
    sound = again.appraised & np.isfinite(pay)
    for trouble in again.troubles:
        if trouble.check.severity == "error":
            sound[trouble.rows] = False
    return pay, grade.astype(np.intp), sound
