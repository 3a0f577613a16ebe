"""Money that several people share, to the last cent: budgets and the prizes of contests.

Amounts are whole numbers of the last place here, so that shares add up exactly. What cannot be divided
goes to the largest remainders; where nothing else tells two people apart, to the lower employee number.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from appraise.formula.arithmetic import round_half_up

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from appraise.formula.vectors import Numbers, Text

Whole = NDArray[np.int64]
Rows = NDArray[np.intp]
_EXACT = 2.0**60  # a total beyond this, or a pool beyond 2**50, needs more than 64 bits
_EXACT_SHARE = 2**50


def to_whole(amounts: Numbers, places: int) -> Whole:
    """Amounts as whole numbers of the last place."""
    return np.rint(round_half_up(np.asarray(amounts), places) * 10.0**places).astype(np.int64)


def share_out(weights: Whole, pool: int, rank: Callable[[Rows], Rows]) -> Whole:
    """Divide a pool in proportion to weights (none below 0, not all 0); the shares add up to the pool exactly.

    By largest remainder; equal remainders: the larger weight, then the lower `rank` of those rows.
    """
    shares, left = _divided(weights, pool)
    units = pool - int(shares.sum())
    if units:
        edge = np.partition(left, len(left) - units)[len(left) - units]
        shares[left > edge] += 1
        units -= int((left > edge).sum())
        at_edge = np.flatnonzero(left == edge)
        at_edge = at_edge[np.argsort(-weights[at_edge], kind="stable")]
        last = weights[at_edge[units - 1]]
        larger, tied = at_edge[weights[at_edge] > last], at_edge[weights[at_edge] == last]
        units -= len(larger)
        shares[larger] += 1
        shares[tied if units == len(tied) else tied[np.argsort(rank(tied), kind="stable")[:units]]] += 1
    return shares


def _divided(weights: Whole, pool: int) -> tuple[Whole, Whole]:
    """The whole parts and the remainders (whose order alone matters) of weights x pool / total."""
    if float(weights.sum(dtype=np.float64)) >= _EXACT or pool >= _EXACT_SHARE:
        exact = weights.astype(object)  # Python's own numbers, slow and without end
        total = exact.sum()
        return (exact * pool // total).astype(np.int64), np.unique(exact * pool % total, return_inverse=True)[1]
    total = weights.sum()
    shares = np.floor(weights / float(total) * pool).astype(np.int64)  # off by one at most
    left = weights * np.int64(pool) - shares * total  # the products may run over 64 bits; their difference does not
    off = np.floor_divide(left, total)
    return shares + off, left - off * total


def by_number(employees: Text, rows: Rows) -> Rows:
    """Rank rows by employee number: shorter ones first, as people count, so 9 stands before 10."""
    codes, which = np.unique(employees.codes[rows], return_inverse=True)
    labels = np.array([employees.labels[c] for c in codes])
    rank = np.empty(len(labels), dtype=np.intp)
    rank[np.lexsort((labels, np.strings.str_len(labels)))] = np.arange(len(labels))
    return rank[which]


def prizes_of(places: Whole, prizes: Sequence[int], rank: Callable[[Rows], Rows], *, share: bool) -> Whole:
    """The prize of each place, `prizes[0]` being that of the first.

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
