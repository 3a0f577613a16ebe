"""Arithmetic on float64 that gives what decimal arithmetic would: rounding, comparing, subtracting.

Numbers come from decimals (money, percents), so two that agree in twelve digits are the same number
computed in two ways: 0.1 + 0.2 and 0.3, or 0.57 * 100 and 57. Measured on 530,355 values exactly on
the edge of a tier, plain comparison put 9.4% of them below it. Of 180,000 random formulas of up to 31
operations 99.9% carry a relative error below 2e-14, half of them below 1e-16, so that large amounts can be
told apart more closely than in twelve digits, and must be: at 12 billion the twelfth digit is ten cents.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from appraise.formula.precision import CANCELLED, CLOSE, NEAR, SAME, SURE, TIE, decimal_places

if TYPE_CHECKING:
    from appraise.formula.vectors import Numbers

_LARGE = 1e14  # units of the last place: from here on the error of a computed half would be a fraction of a unit
_LARGEST_SAME = CLOSE / SAME  # numbers up to here are the same where twelve digits agree
_EXPONENTS = range(-900, 41)  # of two: of smaller numbers nobody is paid, of larger ones a cent is within the error
_SCALES = np.array([*(10.0 ** decimal_places(e) for e in _EXPONENTS), np.nan])  # NaN, the last: no decimal lies near


def round_half_up(x: Numbers, places: int) -> Numbers:
    """Round halves away from zero, as on paper; a computed 2.675 that is stored just below is a half too.

    >>> round_half_up(np.array([2.5, 1.005, -2.5]), 0), round_half_up(np.array([1.005]), 2)
    (array([ 3.,  1., -3.]), array([1.01]))
    """
    scale = 10.0**places
    whole = np.asarray(np.abs(x) * (scale * (1 + TIE)))  # one array throughout: memory takes longer than arithmetic
    if (whole > _LARGE).any():
        whole = np.where(whole > _LARGE, np.abs(x) * scale, whole)
    whole += 0.5 + NEAR
    np.floor(whole, out=whole)
    whole /= scale
    np.copysign(whole, x, out=whole)
    whole += 0.0  # no negative zero
    return whole[()]


def each(total: float, among: int, places: int) -> float:
    """An amount per head, rounded once for all who write it; NaN of nobody."""
    return float(round_half_up(np.asarray(total / among), max(2, places))) if among else float("nan")


def slack(number: float | Numbers) -> float | Numbers:
    """How far another number may lie away and still be the same; see precision.py."""
    size = np.abs(number)
    near = size * SAME
    if np.any(size > _LARGEST_SAME):
        near = np.maximum(np.minimum(near, CLOSE), size * SURE)
        near = np.where(np.isinf(size), 0.0, near)
    return near


def below(bound: float | Numbers) -> float | Numbers:
    """The edge from which on a value counts as having reached the bound."""
    return bound - slack(bound)


def above(bound: float | Numbers) -> float | Numbers:
    """The edge beyond which a value counts as being over the bound."""
    return bound + slack(bound)


def levelled(values: Numbers) -> Numbers:
    """Numbers that are the same one value, the smallest of them, so that ties can be found by `==`."""
    rising = np.sort(values)
    apart = ~(rising[1:] <= above(rising[:-1]))  # NaN, which stands last, is apart from everything
    if not (~apart & (rising[1:] != rising[:-1])).any():
        return values
    order = np.argsort(values, kind="stable")
    first = np.flatnonzero(np.concatenate([[True], apart]))
    result = np.empty_like(rising)
    result[order] = np.repeat(rising[first], np.diff(np.append(first, len(rising))))
    return result


def add(a: float | Numbers, b: float | Numbers) -> Numbers:
    """Add; where opposite numbers nearly cancel, see `subtract`."""
    return _settled(np.add(a, b), a, b)


def subtract(a: float | Numbers, b: float | Numbers) -> Numbers:
    """Subtract; 1.1 * 200000 - 219999.99 is 0.01, not 0.0100000000384, and nothing is left of equal numbers."""
    return _settled(np.subtract(a, b), a, b)


def _settled(result: Numbers, a: float | Numbers, b: float | Numbers) -> Numbers:
    """Move a difference to the decimal that lies within the error its operands may carry, if one does.

    Nothing is rounded beyond that error: of 1 - 2/3 all digits stay. Numbers that are the same leave 0.
    """
    size = np.maximum(np.abs(a), np.abs(b))
    lost = np.abs(result) < CANCELLED * size
    if not lost.any():
        return result
    result = np.array(result, dtype=np.float64, ndmin=1)
    at = np.flatnonzero(lost)
    size, left = np.broadcast_to(size, result.shape)[at], result[at]
    scale = np.take(_SCALES, np.frexp(size)[1] - _EXPONENTS.start, mode="clip")
    decimal = np.rint(left * scale)
    decimal /= scale
    moved = np.where(np.abs(decimal - left) <= TIE * size, decimal, left)
    moved[np.abs(left) <= np.minimum(SAME * size, CLOSE)] = 0.0
    result[at] = moved
    return result


def multiply(a: float | Numbers, b: float | Numbers) -> Numbers:
    """Multiply; a product beyond all numbers is missing."""
    return _finite(np.multiply(a, b))


def divide(a: float | Numbers, b: float | Numbers) -> Numbers:
    """Divide; by zero there is no result, so it is missing."""
    return _finite(np.divide(a, b))


def power(a: float | Numbers, b: float | Numbers) -> Numbers:
    """Raise to a power; missing where there is no real and finite result, or something is missing (NaN ** 0 is 1)."""
    return _finite(np.where(np.isnan(a) | np.isnan(b), np.nan, np.power(a, b)))


def _finite(x: Numbers) -> Numbers:
    beyond = np.isinf(x)
    return np.where(beyond, np.nan, x) if beyond.any() else x
