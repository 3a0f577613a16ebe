"""Kernels of pay that is shared out (budgets, contests) and of pay across periods (draws, banks, true-ups, clawbacks)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from appraise.execution.kernels import sharing
from appraise.execution.kernels.peers import appraised, groups_of
from appraise.formula import arithmetic
from appraise.formula.vectors import NO, YES, Column, Numbers, Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray

    from appraise.execution.group import Group
    from appraise.plan import operations as op

_MOST_NAMES = 20  # of those who share a place


def share_out(o: op.ShareOut, inputs: list[Any], group: Group) -> Column:
    """One reward after its budget [n]: cut by the common factor, or handed out in proportion."""
    amount, claims = _whole(inputs[1], group), [_whole(c, group) for c in inputs[2 : 2 + o.rewards]]
    result = np.full(group.rows, np.nan)
    for rows in _groups(inputs[2 + o.rewards :], group, ~np.isnan(np.sum([amount, *claims], axis=0))):
        wanted = np.concatenate([sharing.to_whole(np.maximum(claim[rows], 0.0), o.claim_places) for claim in claims])
        pool = int(sharing.to_whole(amount[rows[:1]], o.places)[0])
        total = float(wanted.sum(dtype=np.float64))
        result[rows] = arithmetic.round_half_up(claims[o.own][rows], o.places)  # penalties are paid in whole units too
        if total == 0 or (o.mode == "cap" and total <= pool):
            continue
        shares = sharing.share_out(wanted, pool, _rank(group, np.tile(rows, o.rewards)))
        own = slice(o.own * len(rows), (o.own + 1) * len(rows))
        paid = shares[own] / 10.0**o.places
        result[rows] = np.where(claims[o.own][rows] > 0, paid, result[rows])
    return result


def prizes(o: op.Prizes, inputs: list[Any], group: Group) -> Column:
    """The prize of each place [n], missing where there is no place."""
    place, stated = _whole(inputs[0], group), [_whole(p, group) for p in inputs[1 : 1 + len(o.ranges)]]
    result = np.full(group.rows, np.nan)
    for rows in _groups(inputs[1 + len(o.ranges) :], group, ~np.isnan(place)):
        by_place = [0] * o.ranges[-1][1]
        for (first, last), prize in zip(o.ranges, stated, strict=True):
            by_place[first - 1 : last] = [int(sharing.to_whole(prize[rows[:1]], o.places)[0])] * (last - first + 1)
        won = sharing.prizes_of(place[rows].astype(np.int64), by_place, _rank(group, rows), share=o.share)
        result[rows] = won / 10.0**o.places
    return result


def tied(o: op.Tied, inputs: list[Any], group: Group) -> Column:
    """Name those who share each place [n]."""
    place = _whole(inputs[0], group)
    codes, labels = np.full(group.rows, -1, dtype=np.intp), list[str]()
    for rows in _groups([place, *inputs[1:]], group, place <= o.last):
        if len(rows) > 1:
            ordered = rows[np.argsort(sharing.by_number(group.employees, rows), kind="stable")]
            codes[rows] = len(labels)
            labels.append(_names(group, ordered))
    return Text(codes, tuple(labels))


def _names(group: Group, rows: NDArray[np.intp]) -> str:
    shown = ", ".join(str(n) for n in group.employees.part(rows[:_MOST_NAMES]).strings())
    return shown + (" …" if len(rows) > _MOST_NAMES else "")


def _whole(column: Any, group: Group) -> Numbers:
    return np.broadcast_to(np.asarray(column, dtype=np.float64), group.rows)


def _groups(within: list[Any], group: Group, there: NDArray[np.bool_]) -> Iterator[NDArray[np.intp]]:
    """The rows of each group, those that are appraised and there; the last of `within` is the reason."""
    rows = np.flatnonzero(appraised(within[-1], group.rows) & there)
    if len(within) == 1:  # nothing tells groups apart
        yield from [rows] if len(rows) else []
        return
    numbers = groups_of(within[:-1], group.rows)
    rows = rows[numbers[rows] >= 0]
    rows = rows[np.argsort(numbers[rows], kind="stable")]
    for part in np.split(rows, np.flatnonzero(np.diff(numbers[rows])) + 1):
        if len(part):
            yield part


def _rank(group: Group, rows: NDArray[np.intp]) -> Callable[[NDArray[np.intp]], NDArray[np.intp]]:
    return lambda some: sharing.by_number(group.employees, rows[some])


def entered(o: op.Entered, inputs: list[Any]) -> Column:
    """The number of those who take part."""
    number, condition = inputs
    return np.where(np.asarray(condition) == YES, -number if o.lowest else number, np.nan)


def banked(o: op.Banked, inputs: list[Any]) -> Column:
    """What exceeds the maximum; what was banked before where nothing is earned."""
    amount, most, before, condition = inputs
    over = arithmetic.round_half_up(np.maximum(arithmetic.subtract(amount, most), 0.0), o.places)
    return np.where(np.asarray(condition) == NO, before, _decided(over, condition))


def guaranteed(o: op.Guaranteed, inputs: list[Any]) -> Column:  # noqa: ARG001 - kernels share one form
    """What is paid before anything is recovered."""
    earned, draw, condition = inputs
    return np.where(np.asarray(condition) == NO, earned, np.maximum(earned, _decided(draw, condition)))


def recovered(o: op.Recovered, inputs: list[Any]) -> Column:
    """What is kept back: the share of what is earned above the draw, no more than is owed."""
    earned, draw, in_force, share, condition, owed = inputs
    least = np.where(np.asarray(in_force) == NO, 0.0, _decided(draw, in_force))
    above = np.maximum(arithmetic.subtract(earned, least), 0.0)
    kept = np.minimum(arithmetic.round_half_up(np.multiply(above, share), o.places), owed)
    return np.where(np.asarray(condition) == NO, 0.0, _decided(kept, condition))


def owed(o: op.Owed, inputs: list[Any]) -> Column:
    """The balance: what was owed, plus what is advanced, less what is recovered."""
    before, paid, earned, kept = inputs
    advanced = arithmetic.subtract(paid, earned)
    return arithmetic.round_half_up(arithmetic.subtract(arithmetic.add(before, advanced), kept), o.places)


def _decided(number: Any, condition: Any) -> Any:
    """A number, missing where the condition is undecided."""
    return np.where(np.asarray(condition) == YES, number, np.nan)


def paid_before(o: op.PaidBefore, inputs: list[Any]) -> Column:
    """What was paid, period by period back to one in which a clawback took its share; what nobody got is 0."""
    total: Any = np.float64(0.0)
    open_: Any = np.True_
    for first in range(0, len(inputs), o.rewards + 1):
        *paid, taken = (np.nan_to_num(column) for column in inputs[first : first + o.rewards + 1])
        for column in paid:
            total = arithmetic.add(total, np.where(open_, column, 0.0))
        open_ = open_ & (taken == 0)
    return np.maximum(total, 0.0)


def taken_back(o: op.TakenBack, inputs: list[Any]) -> Column:  # noqa: ARG001
    """The share that is taken back."""
    return -np.multiply(*inputs) + 0.0
