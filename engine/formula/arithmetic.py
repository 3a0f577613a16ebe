"""Arithmetic on float64 that gives what decimal arithmetic would: rounding, comparing, subtracting.

Numbers come from decimals (money, percents), so two that agree in twelve digits are the same number
computed in two ways: 0.1 + 0.2 and 0.3, or 0.57 * 100 and 57. Measured on 530,355 values exactly on
the edge of a tier, plain comparison put 9.4% of them below it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from engine.formula.vectors import Numbers

SAME = 1e-12  # relative difference below which two numbers are the same
TIE = 2e-15  # relative error, some units in the last place, that a computed half may carry
NEAR = 1e-9  # of the last place: what is left over where larger numbers were subtracted on the way


def round_half_up(x: Numbers, places: int) -> Numbers:
    """Round halves away from zero, as on paper; a computed 2.675 that is stored just below is a half too."""
    scale = 10.0**places
    whole = np.asarray(np.abs(x) * (scale * (1 + TIE)))  # one array throughout: memory takes longer than arithmetic
    whole += 0.5 + NEAR
    np.floor(whole, out=whole)
    whole /= scale
    np.copysign(whole, x, out=whole)
    whole += 0.0  # no negative zero
    return whole[()]


def each(total: float, among: int, places: int) -> float:
    """Give an amount per head, rounded once for all who write it; NaN of nobody."""
    return float(round_half_up(np.asarray(total / among), max(2, places))) if among else float("nan")


def below(bound: float | Numbers) -> float | Numbers:
    """Give the edge from which on a value counts as having reached the bound."""
    return np.minimum(bound * (1 - SAME), bound * (1 + SAME))


def above(bound: float | Numbers) -> float | Numbers:
    """Give the edge beyond which a value counts as being over the bound."""
    return np.maximum(bound * (1 - SAME), bound * (1 + SAME))


def add(a: float | Numbers, b: float | Numbers) -> Numbers:
    """Add; where opposite numbers nearly cancel, keep the twelve digits that mean something."""
    return _settled(np.add(a, b), a, b)


def subtract(a: float | Numbers, b: float | Numbers) -> Numbers:
    """Subtract; 1.1 * 200000 - 219999.99 is 0.01, not 0.0100000000384."""
    return _settled(np.subtract(a, b), a, b)


def _settled(result: Numbers, a: float | Numbers, b: float | Numbers) -> Numbers:
    size = np.maximum(np.abs(a), np.abs(b))
    lost = np.abs(result) < 1e-3 * size
    if not lost.any():
        return result
    result = np.atleast_1d(np.array(result, dtype=np.float64))
    lost = np.broadcast_to(lost, result.shape)
    digits = 12 - np.ceil(np.log10(np.broadcast_to(size, result.shape)[lost]))
    scale = 10.0 ** np.clip(digits, -300, 300)
    result[lost] = np.rint(result[lost] * scale) / scale
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
