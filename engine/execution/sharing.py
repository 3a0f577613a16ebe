"""Money that several people share, to the last cent: budgets and the prizes of contests.

Amounts are whole numbers of the last place here, so that shares add up exactly. What cannot be divided
goes to the largest remainders; where nothing else tells two people apart, to the lower employee number.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from engine.formula.arithmetic import round_half_up

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from engine.formula.vectors import Numbers, Text

Whole = NDArray[np.int64]
Rows = NDArray[np.intp]
_EXACT = 2.0**62  # products beyond this are made of Python's own whole numbers


def to_whole(amounts: Numbers, places: int) -> Whole:
    """Give amounts as whole numbers of the last place."""
    return np.rint(round_half_up(np.asarray(amounts), places) * 10.0**places).astype(np.int64)


def share_out(weights: Whole, pool: int, rank: Callable[[Rows], Rows]) -> Whole:
    """Divide a pool in proportion to weights (none below 0, not all 0); the shares add up to the pool exactly.

    By largest remainder; equal remainders: the larger weight, then the lower `rank` of those rows.
    """
    large = float(weights.sum(dtype=np.float64)) * max(pool, 1) >= _EXACT
    exact = weights.astype(object) if large else weights
    total = exact.sum()
    shares: Whole = (exact * pool // total).astype(np.int64)
    left = exact * pool % total
    if large:
        left = np.unique(left, return_inverse=True)[1]
    units = pool - int(shares.sum())
    if units:
        last = np.lexsort((-weights, -left))[units - 1]
        same = left == left[last]
        before = (left > left[last]) | (same & (weights > weights[last]))
        tied = np.flatnonzero(same & (weights == weights[last]))
        units -= int(before.sum())
        shares[before] += 1
        shares[tied if units == len(tied) else tied[np.argsort(rank(tied), kind="stable")[:units]]] += 1
    return shares


def by_number(employees: Text, rows: Rows) -> Rows:
    """Rank rows by employee number, as people would: 9 before 10."""
    codes, which = np.unique(employees.codes[rows], return_inverse=True)
    labels = [employees.labels[c] for c in codes]
    order = sorted(range(len(labels)), key=lambda i: _key(labels[i]))
    rank = np.empty(len(labels), dtype=np.intp)
    rank[order] = np.arange(len(labels))
    return rank[which]


def _key(number: str) -> tuple[list[str | int], str]:
    return [int(part) if i % 2 else part for i, part in enumerate(re.split(r"(\d+)", number))], number


def prizes_of(places: Whole, prizes: Sequence[int], rank: Callable[[Rows], Rows], *, share: bool) -> Whole:
    """Give each place its prize, `prizes[0]` being that of the first.

    People who tie share the prizes of all the places they take up, or (not `share`) each have that of the best.
    What cannot be divided goes to the lower `rank`.
    """
    won = np.zeros(len(places), dtype=np.int64)
    for place in np.unique(places[places <= len(prizes)]):
        tied = np.flatnonzero(places == place)
        each, left = prizes[place - 1], 0
        if share:
            each, left = divmod(sum(prizes[place - 1 : place - 1 + len(tied)]), len(tied))
        won[tied] = each
        if left:
            won[tied[np.argsort(rank(tied), kind="stable")[:left]]] += 1
    return won
