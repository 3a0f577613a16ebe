"""How each operation of a plan is computed on columns: one small function each, registered below.

Inputs are columns as in formula/vectors.py, or scalars that broadcast. A missing input gives a missing
result; it never lands in a tier, because a comparison with NaN is false and the place below the first
tier is NaN.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

import numpy as np

from appraise.execution.kernels import lookups, paying, ranking, tiers
from appraise.execution.kernels import settlement as settling
from appraise.formula import arithmetic
from appraise.formula.columns import ColumnAlgebra, is_missing
from appraise.formula.vectors import EPOCH, NO, UNDECIDED, YES, Column, Numbers, Text
from appraise.formula.walker import Walker
from appraise.plan import operations as op


def compute(operation: op.Operation, inputs: list[Any]) -> Column:
    """Compute one step."""
    return KERNELS[type(operation)](operation, inputs)


def _formula(o: op.Compute, inputs: list[Any]) -> Column:
    algebra = ColumnAlgebra(dict(zip(o.names, inputs, strict=True)))
    value: Column = Walker(algebra, o.functions).walk(o.formula)
    return value


def _choose(o: op.Choose, inputs: list[Any]) -> Column:
    by, values = inputs[0], inputs[1:]
    if values and isinstance(values[0], Text):
        positions = _choose(o, [by, *(v.codes.astype(np.float64) for v in values)])
        assert not isinstance(positions, Text)  # noqa: S101 - numbers in, numbers out
        return Text(np.where(np.isnan(positions), -1, positions).astype(np.intp), values[0].labels, values[0].ordered)
    rest = values[len(o.labels)] if o.otherwise else np.nan
    keys = label_codes(by, o.labels)
    if isinstance(by, Text) and all(np.ndim(v) == 0 for v in values):
        table = np.full(len(by.labels) + 1, rest, dtype=np.float64)
        table[-1] = np.nan  # where the deciding text itself is missing: code -1
        for key, value in zip(keys, values, strict=False):
            if key >= 0:
                table[key] = value
        return np.take(table, by.codes)
    codes = by.codes if isinstance(by, Text) else by
    result: Numbers = np.full(np.broadcast_shapes(*(np.shape(v) for v in (codes, *values))), np.nan)
    known = codes >= 0 if isinstance(by, Text) else ~np.isnan(codes)
    np.copyto(result, rest, where=known)
    for key, value in zip(keys, values, strict=False):
        np.copyto(result, value, where=(codes == key) if isinstance(by, Text) else is_number(codes, key))
    return result


def label_codes(by: Column, labels: tuple[str, ...]) -> list[Any]:
    """The code (or, for a number column, the number) of each label; -2 for one that does not occur."""
    if not isinstance(by, Text):
        return [float(label) for label in labels]
    places = {label: i for i, label in enumerate(by.labels)}
    return [places.get(label, -2) for label in labels]


def is_number(column: Any, number: float) -> Any:
    """Whether numbers are the given one, to twelve digits."""
    return (column >= arithmetic.below(number)) & (column <= arithmetic.above(number))


def _is_label(o: op.IsLabel, inputs: list[Any]) -> Column:
    """Whether the column has one of the labels, undecided where it is missing."""
    found = listed(inputs[0], o.labels)
    holds = ~found if o.inverse else found
    return np.where(is_missing(inputs[0]), np.int8(UNDECIDED), np.where(holds, np.int8(YES), np.int8(NO)))


def listed(column: Column, labels: tuple[str, ...]) -> Any:
    """Whether a text is one of the labels, or a number one of the numbers, to twelve digits."""
    keys = label_codes(column, labels)
    if isinstance(column, Text):
        return np.isin(column.codes, keys)
    found: Any = np.zeros(np.shape(column), dtype=np.bool_)
    for key in keys:
        found = found | is_number(column, key)
    return found


def _is_in_force(o: op.IsInForce, inputs: list[Any]) -> Column:
    day = inputs[0] + EPOCH
    holds = day >= o.since
    return np.where(holds if o.until is None else holds & (day < o.until), np.int8(YES), np.int8(NO))


def _in_force(o: op.InForce, inputs: list[Any]) -> Column:
    ends, values = inputs[0], inputs[1:]
    result: Any = np.full(np.shape(ends), np.nan)
    for day, value in zip(o.days, values, strict=True):
        result = np.where(ends >= day - EPOCH, value, result)
    return np.asarray(result)


def _first_that(o: op.FirstThat, inputs: list[Any]) -> Column:
    codes: Any = np.asarray(len(o.labels) - 1 if o.open_end else -1, dtype=np.intp)
    for i in reversed(range(len(inputs))):
        if np.any(inputs[i] == UNDECIDED):
            codes = np.where(inputs[i] == UNDECIDED, -1, codes)
        codes = np.where(inputs[i] == YES, i, codes)
    return Text(codes, o.labels)


def _first_that_fails(o: op.FirstThatFails, inputs: list[Any]) -> Column:
    codes: Any = np.asarray(-1, dtype=np.intp)
    for i in reversed(range(len(inputs))):
        codes = np.where(inputs[i] == NO, i, codes)
    return Text(codes, o.reasons)


def _attain(o: op.Attain, inputs: list[Any]) -> Column:
    """Attainment; a target of 0 or less has no meaning, and neither has a division by a value of 0."""
    value, target = inputs
    if o.formula == "target/value":
        result = np.divide(target, value)
        senseless = (value <= 0) | (target <= 0)
    else:
        result = np.divide(value, target)
        senseless = np.asarray(target) <= 0
        if o.formula == "2 - value/target":
            result = arithmetic.subtract(np.float64(2.0), result)
    if senseless.any():
        result = np.where(senseless, np.nan, result)
    return np.asarray(result)


def _clamp(o: op.Clamp, inputs: list[Any]) -> Column:  # noqa: ARG001 - kernels share one form
    value, low, high = inputs
    return np.clip(value, low, high)


def _pass(o: op.PassScore, inputs: list[Any]) -> Column:  # noqa: ARG001
    it = inputs[0]
    if np.asarray(it).dtype == np.int8:
        return np.where(it == YES, 100.0, np.where(it == NO, 0.0, np.nan))
    return np.where(np.isnan(it), np.nan, np.where(it >= arithmetic.below(1.0), 100.0, 0.0))


def _units(o: op.UnitScore, inputs: list[Any]) -> Column:
    value, points, unit, free = inputs
    units = arithmetic.divide(np.maximum(arithmetic.subtract(value, free), 0.0), unit)
    change = arithmetic.multiply(units, points)
    return arithmetic.subtract(np.float64(100.0), change) if o.sign < 0 else change


def _step_score(o: op.StepScore, inputs: list[Any]) -> Column:
    distance, step, start, up, up_most, down, down_most = inputs
    steps = arithmetic.divide(np.abs(distance), step)
    if o.whole:
        steps = np.floor(arithmetic.above(steps))
    gained = np.minimum(arithmetic.multiply(steps, up), up_most)
    lost = np.minimum(arithmetic.multiply(steps, down), down_most)
    change = np.where(distance > 0, gained, np.where(distance < 0, -lost, np.where(np.isnan(distance), np.nan, 0.0)))
    return arithmetic.add(start, change)


def _marks(o: op.MarkScore, inputs: list[Any]) -> Column:
    result: Any = np.full(np.shape(inputs[0]), np.nan)
    for mark, score in zip(o.marks, inputs[1:], strict=True):
        result = np.where(is_number(inputs[0], mark), score, result)
    return np.asarray(result)


def _where_valued(o: op.WhereValued, inputs: list[Any]) -> Column:  # noqa: ARG001
    score, value = inputs
    gone = is_missing(value)
    return np.where(gone, np.nan, score) if np.any(gone) else np.asarray(score)


def _fill(o: op.Fill, inputs: list[Any]) -> Column:  # noqa: ARG001
    gone = np.isnan(inputs[0])
    return np.where(gone, inputs[1], inputs[0]) if gone.any() else inputs[0]


def _percent_of(value: Any, percent: Any) -> Any:
    result = np.multiply(value, percent)
    result /= 100.0
    return result


def _points(o: op.Points, inputs: list[Any]) -> Column:  # noqa: ARG001
    points = _percent_of(*inputs)
    unweighted = np.asarray(inputs[1]) == 0
    return np.where(unweighted, 0.0, points) if unweighted.any() else points


def _present(o: op.Present, inputs: list[Any]) -> Column:  # noqa: ARG001
    return np.where(np.isnan(inputs[1]), 0.0, inputs[0])


def _sum(o: op.Sum, inputs: list[Any]) -> Column:
    return np.asarray(functools.reduce(arithmetic.add if o.signed else np.add, inputs))


def _spread(o: op.Spread, inputs: list[Any]) -> Column:
    whole, left = inputs
    nothing = np.asarray(left) <= 0
    return np.where(nothing, np.nan if o.final else 0.0, np.divide(whole, np.where(nothing, 1.0, left)))


def _count(o: op.Count, inputs: list[Any]) -> Column:
    groups: dict[int, Any] = {}
    for group, x in zip(o.groups, inputs, strict=True):
        groups[group] = groups.get(group, False) | ~np.isnan(x)
    return np.asarray(sum(np.asarray(g, dtype=np.float64) for g in groups.values()))


def _of_last(o: op.OfLast, inputs: list[Any]) -> Column:
    total, count = inputs[0], inputs[1]
    if len(inputs) > 2:
        there = ~np.isnan(inputs[2])
        total, count = arithmetic.add(total, np.where(there, inputs[2], 0.0)), count + there
    result = arithmetic.divide(total, count) if o.mean else total
    return np.where(count >= max(o.least, 1), result, np.nan)


def _streak(o: op.Streak, inputs: list[Any]) -> Column:  # noqa: ARG001
    before, holds = inputs
    return np.where(np.asarray(holds) == YES, np.where(np.isnan(before), 0.0, before) + 1.0, 0.0)


KERNELS: dict[type[op.Operation], Callable[[Any, list[Any]], Column]] = {
    op.Compute: _formula,
    op.Choose: _choose,
    op.InForce: _in_force,
    op.IsLabel: _is_label,
    op.IsInForce: _is_in_force,
    op.IsInTier: tiers.is_in_tier,
    op.FirstThat: _first_that,
    op.FirstThatFails: _first_that_fails,
    op.Attain: _attain,
    op.Due: lambda _, i: np.where(np.asarray(i[0]) >= i[1], 1.0, i[2]),
    op.Quotient: lambda _, i: arithmetic.divide(i[0], np.where(np.asarray(i[1]) > 0, i[1], np.nan)),
    op.RatioScore: lambda _, i: np.multiply(i[0], 100.0),
    op.Clamp: _clamp,
    op.LinearScore: tiers.linear,
    op.TierValue: tiers.tier_value,
    op.PassScore: _pass,
    op.UnitScore: _units,
    op.StepScore: _step_score,
    op.MarkScore: _marks,
    op.WhereValued: _where_valued,
    op.Fill: _fill,
    op.Rounded: lambda o, i: arithmetic.round_half_up(np.asarray(i[0]), o.places),
    op.Product: lambda _, i: _percent_of(*i),
    op.Points: _points,
    op.Present: _present,
    op.Sum: _sum,
    op.Spread: _spread,
    op.Count: _count,
    op.Band: tiers.band,
    op.GradeGate: tiers.grade_gate,
    op.FindRow: lookups.find_row,
    op.RowValue: lookups.row_value,
    op.LastPlace: ranking.last_place,
    op.PlacesOf: ranking.places_of,
    op.PlaceGrade: ranking.place_grade,
    op.CeilingGrade: ranking.ceiling_grade,
    op.Instead: ranking.instead,
    op.HeldBack: ranking.held_back,
    op.AlwaysLabel: ranking.always_label,
    op.AtMostWhere: paying.at_most_where,
    op.FactorWhere: paying.factor_where,
    op.OnlyWhere: paying.only_where,
    op.Minus: lambda _, i: arithmetic.subtract(i[0], i[1]),
    op.Times: lambda _, i: np.multiply(i[0], i[1]),
    op.Marginal: paying.marginal,
    op.DayShare: paying.day_share,
    op.Entered: settling.entered,
    op.WithBanked: lambda _, i: arithmetic.add(i[0], i[1]),
    op.Banked: settling.banked,
    op.Guaranteed: settling.guaranteed,
    op.Recovered: settling.recovered,
    op.Owed: settling.owed,
    op.PaidBefore: settling.paid_before,
    op.TakenBack: settling.taken_back,
    op.OfLast: _of_last,
    op.Streak: _streak,
}
