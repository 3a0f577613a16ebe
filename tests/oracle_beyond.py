"""The oracle's figures of peers and of earlier periods: lists of exact values, looked through one by one."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import TYPE_CHECKING

from tests.oracle_values import divided, total

if TYPE_CHECKING:
    import ast
    from collections.abc import Callable, Sequence

    from tests.oracle_values import Number, Value

PEERS = ("total", "mean", "median", "lowest", "highest", "quantile", "share", "rank", "percentile")
HISTORY = ("previous", "last_known", "change", "mean_of_last", "sum_of_last", "year_to_date", "streak")


def figure(name: str, own: Number, others: Sequence[Fraction], *, counts: bool, at: Fraction) -> Number:
    """A figure of the peers: the others and, if he `counts`, the employee himself.

    Somebody who does not count is told where he would stand. Nobody to count, or no value of his own: missing.
    """
    peers = [*others, *([own] if counts and own is not None else [])]
    if not peers:
        return None
    everybody = sum(peers, Fraction(0))
    quantiles = {"median": Fraction(1, 2), "lowest": Fraction(0), "highest": Fraction(1), "quantile": at}
    if name in ("total", "mean"):
        return everybody / (len(peers) if name == "mean" else 1)
    if name in quantiles:
        return quantile(peers, quantiles[name])
    if own is None:
        return None
    if name == "share":
        return divided(own, everybody)
    if name == "rank":
        return Fraction(1 + sum(other > own for other in others))
    return Fraction(sum(other < own for other in others), len(others)) if others else Fraction(1)


def quantile(values: Sequence[Fraction], at: Fraction) -> Fraction:
    """QUARTILE.INC for any share: the place at x (n - 1), on a straight line between its neighbours."""
    rising = sorted(values)
    place = at * (len(rising) - 1)
    low = math.floor(place)
    high = min(low + 1, len(rising) - 1)
    return rising[low] + (rising[high] - rising[low]) * (place - low)


def of_last(values: Sequence[Number], at_least: int, *, mean: bool) -> Number:
    """The sum or mean of those that are there, if they are enough."""
    known = [v for v in values if v is not None]
    if len(known) < at_least:
        return None
    return sum(known, Fraction(0)) / (len(known) if mean else 1)


def streak(now: bool | None, earlier: Callable[[int], Value]) -> Fraction:
    """How many periods up to this one the condition has held; `earlier(1)` is the condition a period before."""
    count, holds = 0, now
    while holds is True:
        count += 1
        holds = earlier(count)
    return Fraction(count)


def history(name: str, call: ast.Call, now: Callable[[], Value], earlier: Callable[[int], Value],
            year: Sequence[int], far: Sequence[int], *, carried: bool) -> Value:  # fmt: skip
    """A function of the earlier periods; `year` says how many periods ago the earlier rows of this year are.

    `far` says so of all earlier rows, the latest first; a value that is `carried` is known over a gap.
    """
    if name == "streak":
        return streak(now(), earlier)
    if name == "year_to_date":
        return total([*(earlier(ago) for ago in year), now()])
    keywords = {k.arg: k.value.value for k in call.keywords}
    periods = int(call.args[1].value) if len(call.args) > 1 else 1
    if name == "last_known" or (name == "previous" and periods == 1 and carried):
        most = periods if name == "last_known" and len(call.args) > 1 else max(far, default=0)
        return next((v for ago in far if ago <= most and (v := earlier(ago)) is not None), None)
    if name == "previous":
        return earlier(periods)
    if name == "change":
        ratio = divided(now(), earlier(1))
        return None if ratio is None else ratio - 1
    first = 0 if keywords.get("including_this") else 1
    values = [now() if ago == 0 else earlier(ago) for ago in range(first, first + periods)]
    return of_last(values, int(keywords.get("at_least", periods)), mean=name == "mean_of_last")
