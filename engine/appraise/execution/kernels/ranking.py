"""Ranking people inside their groups: places, head counts, ceilings. The order of rows never matters."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from appraise.execution.kernels.peers import appraised, groups_of
from appraise.formula import arithmetic
from appraise.formula.vectors import NO, UNDECIDED, YES, Column, Numbers, Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from appraise.execution.group import Group
    from appraise.plan import operations as op

    Rows = NDArray[np.intp]

_LAST = 9  # decimal places in which remainders of people are compared


def peer_group(o: op.PeerGroup, inputs: list[Any], group: Group) -> Column:
    """Number the groups [n]; those with too few people are pooled in a wider one."""
    number, *within, reason = inputs
    own = groups_of(within, group.rows)
    there = appraised(reason, group.rows) & ~np.isnan(np.broadcast_to(number, group.rows)) & (own >= 0)
    result = own.astype(np.float64)
    if o.least:
        size = np.bincount(own[there], minlength=int(own.max(initial=0)) + 1)
        pool = groups_of([within[i] for i in o.wider], group.rows)
        result = np.where(size[own] < o.least, float(len(size)) + pool, result)
    return np.where(there, result, np.nan)


def place_by(_o: op.PlaceBy, inputs: list[Any], group: Group) -> Column:
    """Place everybody inside the group [n]."""
    *keys, groups, reason = inputs
    rows, codes = _members(groups, reason, group.rows)
    order, new_group, new_run = _in_order(keys, codes, rows, group.rows)
    first, run = np.flatnonzero(new_group), np.flatnonzero(new_run)
    result = np.full(group.rows, np.nan)
    result[order] = run[np.cumsum(new_run) - 1] - first[np.cumsum(new_group) - 1] + 1
    return result


def place_held(o: op.PlaceHeld, inputs: list[Any], group: Group) -> Column:
    """Place everybody inside the group [n], where some may not have the best grades."""
    most, keys, lasts = inputs[0], inputs[1 : 1 + o.keys], inputs[1 + o.keys : -2]
    rows, codes = _members(inputs[-2], inputs[-1], group.rows)
    order, new_group, new_run = _in_order(keys, codes, rows, group.rows)
    best = len(most.labels) - 1 - np.broadcast_to(most.codes, group.rows)  # 0 is the best grade
    run = np.cumsum(new_run)
    ends = [np.broadcast_to(last, group.rows) for last in lasts]
    result = np.full(group.rows, np.nan)
    for begin, end in pairwise([*np.flatnonzero(new_group).tolist(), len(order)]):
        members = order[begin:end]
        last = [float(e[members[0]]) for e in ends]
        result[members] = _stand(best[members], run[begin:end], last, first=o.together == "better")
    return result


def _stand(best: NDArray[Any], run: NDArray[Any], lasts: Sequence[float], *, first: bool) -> Numbers:
    """The places of people in order, grade by grade: those who may have it, as far as its places go.

    `best` is the best grade that somebody may have, `run` numbers people who tie. Places that nobody may have are
    those of the next grade.
    """
    result = np.full(len(best), np.nan)
    left, taken, before = np.arange(len(best)), 0, 0.0
    for grade, last in enumerate([*lasts, np.inf]):
        if last <= before or not len(left):  # nobody has this grade
            continue
        may = left[best[left] <= grade]
        begins = np.flatnonzero(np.concatenate([[True], run[may][1:] != run[may][:-1]])) if len(may) else may
        sizes = np.diff(np.append(begins, len(may)))
        place = taken + np.repeat(begins + 1 if first else begins + sizes, sizes)
        has = place <= last
        result[may[has]] = np.maximum(place[has], before + 1)
        taken, before = taken + int(has.sum()), last
        left = np.setdiff1d(left, may[has], assume_unique=True)
    return result


def deviation(_o: op.Deviation, inputs: list[Any], group: Group) -> Column:
    """The distance from the group's mean in standard deviations [n]."""
    number, *within, reason = inputs
    value = np.broadcast_to(np.asarray(number, dtype=np.float64), group.rows)
    own = groups_of(within, group.rows)
    rows = np.flatnonzero(appraised(reason, group.rows) & ~np.isnan(value) & (own >= 0))
    order = rows[np.lexsort((value[rows], own[rows]))]
    result = np.full(group.rows, np.nan)
    if not len(order):
        return result
    codes, sorted_ = own[order], value[order]
    first = np.flatnonzero(np.concatenate([[True], codes[1:] != codes[:-1]]))
    counts = np.diff(np.append(first, len(order)))
    lowest, highest = sorted_[first], sorted_[np.append(first[1:], len(order)) - 1]
    way = sorted_ - np.repeat(lowest, counts)  # from the lowest, so that no digits are lost
    mean = np.add.reduceat(way, first) / counts
    off = way - np.repeat(mean, counts)
    spread = np.sqrt(np.add.reduceat(off * off, first) / counts)
    alike = highest <= arithmetic.above(lowest)
    result[order] = np.where(np.repeat(alike, counts), 0.0, off / np.repeat(np.where(alike, 1.0, spread), counts))
    return result


def first_of_group(_o: op.FirstOfGroup, inputs: list[Any], group: Group) -> Column:
    """Mark one person of each group [n], by the employee number."""
    rows, codes = _members(inputs[0], inputs[1], group.rows)
    labels = group.employees.labels
    place = np.empty(len(labels), dtype=np.intp)
    place[sorted(range(len(labels)), key=labels.__getitem__)] = np.arange(len(labels))
    order = rows[np.lexsort((place[group.employees.codes[rows]], codes[rows]))]
    result = np.full(group.rows, np.int8(NO))
    result[order[np.concatenate([[True], codes[order][1:] != codes[order][:-1]])] if len(order) else order] = YES
    return result


def lowest_above(_o: op.LowestAbove, inputs: list[Any], group: Group) -> Column:
    """The number of the last person of the next better grade [n], missing where nobody has one."""
    grade, number, groups, reason = inputs
    rows, codes = _members(groups, reason, group.rows)
    held, value = (np.broadcast_to(c, group.rows) for c in (grade.codes, number))
    rows = rows[held[rows] >= 0]
    table = np.full((int(codes.max(initial=0)) + 1, len(grade.labels) + 1), np.inf)
    np.minimum.at(table, (codes[rows], held[rows]), value[rows])
    for k in reversed(range(len(grade.labels) - 1)):  # nobody has it: look further up
        table[:, k] = np.where(np.isinf(table[:, k]), table[:, k + 1], table[:, k])
    result = np.full(group.rows, np.nan)
    found = table[codes[rows], held[rows] + 1]
    result[rows] = np.where(np.isinf(found), np.nan, found)
    return result


def under_ceilings(o: op.UnderCeilings, inputs: list[Any], group: Group) -> Column:
    """Go down from the best: whoever finds a ceiling of the grade full has the next grade [n]."""
    grade, keys, places = inputs[0], inputs[1 : 1 + o.keys], inputs[1 + o.keys : -2]
    rows, codes = _members(inputs[-2], inputs[-1], group.rows)
    held = np.broadcast_to(grade.codes, group.rows).astype(np.int64)
    rows = rows[held[rows] >= 0]
    order, new_group, new_run = _in_order([*keys, held.astype(np.float64)], codes, rows, group.rows)
    caps = [np.broadcast_to(p, group.rows) for p in places]
    result = np.full(group.rows, np.nan)
    starts = [*np.flatnonzero(new_group).tolist(), len(order)]
    runs = np.flatnonzero(new_run)
    for begin, end in pairwise(starts):
        edges = runs[np.searchsorted(runs, begin) : np.searchsorted(runs, end)]
        sizes = np.diff(np.append(edges, end))
        grades, which = _fill(o, held[order[edges]].tolist(), sizes.tolist(), [float(c[order[begin]]) for c in caps])
        result[order[begin:end]] = np.repeat(np.array(grades) + np.array(which) * len(grade.labels), sizes)
    return result


def ceiling_grade(o: op.CeilingGrade, inputs: list[Any]) -> Column:
    """The grade that ceilings leave."""
    left = np.asarray(inputs[0])
    gone = np.isnan(left)
    codes = np.where(gone, 0.0, left) % len(o.labels)
    return Text(np.where(gone, -1, codes).astype(np.intp), o.labels, ordered=True)


def _fill(o: op.UnderCeilings, grades: list[int], sizes: list[int], places: list[float]) -> tuple[list[int], list[int]]:
    """Give, for people tied with each other, the grade that is left and the first ceiling that was full (from 1)."""
    which = [0] * len(grades)
    if not o.hand_down:
        _descend(o, range(len(o.sets)), grades, sizes, places, which)
        return grades, which
    unused = 0.0
    for i in range(len(o.sets)):
        places[i] += unused
        unused = max(0.0, _descend(o, [i], grades, sizes, places, which)[i])
    return grades, which


def _descend(o: op.UnderCeilings, ceilings: Sequence[int], grades: list[int], sizes: list[int], places: list[float],
             which: list[int]) -> list[float]:  # fmt: skip
    """Fill ceilings from the best person down, changing `grades` and `which`; give the places that are left.

    A ceiling that once was full stays so: nobody overtakes people who are better.
    """
    left, closed = list(places), [False] * len(places)
    holding = {g: [i for i in ceilings if g in o.sets[i]] for g in range(1 + max(max(s) for s in o.sets))}
    for at, (grade, size) in enumerate(zip(grades, sizes, strict=True)):
        now = grade
        while now in holding:
            for i in holding[now]:
                if closed[i] or left[i] < (1 if o.together == "better" else size):
                    closed[i] = True
                    which[at] = which[at] or i + 1
                    break
            else:
                break
            now -= 1
        for i in holding.get(now, ()):
            left[i] -= size
        grades[at] = now
    return left


def last_place(o: op.LastPlace, inputs: list[Any]) -> Column:
    """The last place of a grade: cumulated shares rounded, or the largest remainders first."""
    size, *shares = inputs
    if o.counts != "largest-remainder":
        exact = np.multiply(size, sum(shares[: o.grade + 1]))
        if o.counts == "nearest":
            return arithmetic.round_half_up(np.asarray(exact), 0)
        return np.floor(arithmetic.above(exact))
    whole = [np.floor(arithmetic.above(np.multiply(size, s))) for s in shares]
    rest = [np.round(np.multiply(size, s) - w, _LAST) for s, w in zip(shares, whole, strict=True)]
    over = np.rint(size - sum(whole))
    result: Any = 0.0
    for i in range(o.grade + 1):
        before: Any = sum(rest[j] >= rest[i] if j < i else rest[j] > rest[i] for j in range(len(rest)) if j != i)
        result = result + whole[i] + (before < over)
    return np.where(np.isnan(over), np.nan, result)


def places_of(o: op.PlacesOf, inputs: list[Any]) -> Column:
    """How many people a share is."""
    exact = np.multiply(inputs[0], inputs[1])
    if o.counts == "nearest":
        return arithmetic.round_half_up(np.asarray(exact), 0)
    return np.floor(arithmetic.above(exact)) if o.counts == "down" else np.ceil(arithmetic.below(exact))


def place_grade(o: op.PlaceGrade, inputs: list[Any]) -> Column:
    """The grade of a place, one further down where a demand is not met; none where it is undecided."""
    place, worst = np.asarray(inputs[0]), len(o.labels) - 1
    at: Any = np.zeros(place.shape, dtype=np.intp)
    missing = np.isnan(place)
    for last in inputs[1 : 1 + worst]:
        at = at + (place > last)
        missing = missing | np.isnan(last)
    for grade, holds in zip(o.demands, inputs[1 + worst :], strict=True):
        missing = missing | ((at == grade) & (holds == UNDECIDED))
        at = np.where((at == grade) & (holds == NO), at + 1, at)
    return Text(np.where(missing, -1, worst - at), o.labels, ordered=True)


def held_back(_o: op.HeldBack, inputs: list[Any]) -> Column:
    """Whether the grade after the gates is worse."""
    return np.where(inputs[1].codes < inputs[0].codes, np.int8(YES), np.int8(NO))


def always_label(o: op.AlwaysLabel, inputs: list[Any]) -> Column:
    """Everybody one label."""
    return Text(np.full(np.shape(inputs[0]), o.at, dtype=np.intp), o.labels, ordered=True)


def instead(_o: op.Instead, inputs: list[Any]) -> Column:
    """The other grade where the condition holds."""
    grade, condition, other = inputs
    return Text(np.where(condition == YES, other.codes, grade.codes), grade.labels, ordered=True)


def _members(groups: Any, reason: Text, rows: int) -> tuple[Rows, NDArray[np.int64]]:
    """The rows that belong to a group, and the group of every row as a whole number."""
    number: Numbers = np.broadcast_to(groups, rows)
    there = appraised(reason, rows) & ~np.isnan(number)
    return np.flatnonzero(there), np.where(there, number, -1).astype(np.int64)


def _in_order(keys: list[Any], codes: NDArray[np.int64], members: Rows, rows: int) -> tuple[Rows, Any, Any]:
    """Sort members by group, then by keys, the largest first; also mark where a group begins, and where a tie."""
    settled = [arithmetic.levelled(np.broadcast_to(np.asarray(k, dtype=np.float64), rows)) for k in keys]
    order = members[np.lexsort((*(-k[members] for k in reversed(settled)), codes[members]))]
    changed = np.ones((2, len(order)), dtype=np.bool_)
    changed[0, 1:] = codes[order][1:] != codes[order][:-1]
    changed[1, 1:] = changed[0, 1:]
    for key in settled:
        changed[1, 1:] |= key[order][1:] != key[order][:-1]
    return order, changed[0], changed[1]
