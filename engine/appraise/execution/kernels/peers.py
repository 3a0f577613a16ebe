"""Figures of peers: sums, means, quantiles, places. Rows are sorted first, so that their order never matters."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from appraise.formula import arithmetic
from appraise.formula.vectors import YES, Column, Numbers, Text

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from appraise.plan import operations as op

Groups = "NDArray[np.int64]"


def peers_of(inputs: list[Any], rows: NDArray[np.bool_], own: int) -> int:
    """Count whom the figure of one row is made of, among the rows of its period; `inputs` as to `figure`."""
    value, counts = (np.broadcast_to(np.asarray(i), len(rows)) for i in inputs[:2])
    groups = groups_of(inputs[2:-1], len(rows))
    chosen = counts == YES if counts.dtype == np.int8 else counts != 0
    there = rows & appraised(inputs[-1], len(rows)) & chosen & ~np.isnan(value)
    return int((there & (groups == groups[own])).sum()) if groups[own] >= 0 else 0


def figure(o: op.Peers, inputs: list[Any], rows: int) -> Column:
    """Compute one figure for every row [n]; missing for those who are not appraised or belong to no group."""
    value = np.broadcast_to(np.asarray(inputs[0], dtype=np.float64), rows)
    counts = np.asarray(inputs[1])
    chosen = np.broadcast_to(counts == YES if counts.dtype == np.int8 else counts != 0, rows)
    groups = groups_of(inputs[2:-1], rows)
    there = appraised(inputs[-1], rows) & (groups >= 0)
    members = there & chosen & ~np.isnan(value)
    if o.figure in ("rank", "percentile"):
        return _places(o.figure, value, groups, there & ~np.isnan(value), members)
    by_group = _by_group(o, value, groups, members)
    result = np.where(there, by_group[groups], np.nan)
    return arithmetic.divide(value, result) if o.figure == "share" else result


def appraised(reason: Text, rows: int) -> NDArray[np.bool_]:
    """Which rows count among peers: those without a reason not to be appraised."""
    return np.broadcast_to(reason.codes < 0, rows)


def groups_of(within: list[Any], rows: int) -> NDArray[np.int64]:
    """Number the groups [n] that texts (or numbers) make together; -1 where one of them is missing."""
    result = np.zeros(rows, dtype=np.int64)
    missing = np.zeros(rows, dtype=np.bool_)
    for column in within:
        codes = column.codes if isinstance(column, Text) else np.asarray(column)
        missing |= codes < 0 if isinstance(column, Text) else np.isnan(codes)
        different, inverse = np.unique(np.broadcast_to(codes, rows), return_inverse=True)
        result = result * len(different) + inverse
        result = np.unique(result, return_inverse=True)[1]
    return np.where(missing, -1, result)


def _by_group(o: op.Peers, value: Numbers, groups: NDArray[np.int64], members: NDArray[np.bool_]) -> Numbers:
    """The figure of each group, NaN where it has no members; one more at the end for rows without a group."""
    number = int(groups.max(initial=-1)) + 1
    at = np.flatnonzero(members)
    order = at[np.lexsort((value[at], groups[at]))]
    counts = np.bincount(groups[order], minlength=number)
    starts = np.concatenate([[0], np.cumsum(counts)])[:-1]
    result = np.full(number + 1, np.nan)
    filled = np.flatnonzero(counts)
    if not len(filled):
        return result
    sorted_ = value[order]
    if o.figure == "quantile":
        place = starts[filled] + (counts[filled] - 1) * o.quantile
        low = np.floor(place + 1e-9).astype(np.int64)
        high = np.minimum(low + 1, starts[filled] + counts[filled] - 1)
        way = np.maximum(place - low, 0.0)
        result[filled] = np.where(way == 0, sorted_[low], sorted_[low] + (sorted_[high] - sorted_[low]) * way)
        return result
    totals = np.add.reduceat(sorted_, starts[filled])
    result[filled] = totals / counts[filled] if o.figure == "mean" else totals
    return result


def _places(figure_: str, value: Numbers, groups: NDArray[np.int64], asked: NDArray[np.bool_],
            members: NDArray[np.bool_]) -> Numbers:  # fmt: skip
    """Rank or percentile of everybody asked, among the members of their group; ties share the better place.

    Nobody counts: there is no place to have.
    """
    at = np.flatnonzero(asked)
    result = np.full(len(value), np.nan)
    if not len(at):
        return result
    settled = arithmetic.levelled(value)
    order = at[np.lexsort((settled[at], groups[at]))]
    group, number, counted = groups[order], settled[order], members[order].astype(np.int64)
    before = np.concatenate([[0], np.cumsum(counted)])
    new_group = np.concatenate([[True], group[1:] != group[:-1]])
    new_run = new_group | np.concatenate([[True], number[1:] != number[:-1]])
    group_start = np.flatnonzero(new_group)[np.cumsum(new_group) - 1]
    run_start = np.flatnonzero(new_run)[np.cumsum(new_run) - 1]
    run_end = np.append(np.flatnonzero(new_run)[1:], len(order))[np.cumsum(new_run) - 1]
    group_end = np.append(np.flatnonzero(new_group)[1:], len(order))[np.cumsum(new_group) - 1]
    peers = before[group_end] - before[group_start]
    others = peers - counted
    less = before[run_start] - before[group_start]
    place = before[group_end] - before[run_end] + 1
    share = np.where(others > 0, less / np.maximum(others, 1), 1.0)
    result[order] = np.where(peers == 0, np.nan, place if figure_ == "rank" else share)
    return result
