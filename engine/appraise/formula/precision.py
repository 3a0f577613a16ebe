"""How closely float64 numbers are told apart, in one place for columns, SQL and plain numbers; imports no numpy.

A policy's numbers are decimals, and what is computed of them carries an error of some units in the last place
(some 1e-16). Two that agree in twelve digits are one number computed in two ways. Of large amounts the
thirteenth digit is money, so these must also agree to `CLOSE`, as far as float64 can tell (`SURE`).
"""

from __future__ import annotations

import math

SAME = 1e-12  # relative difference below which two numbers are the same
CLOSE = 1e-4  # and absolute, whatever the size: a hundredth of a cent
SURE = 5e-15  # relative difference below which nothing can be told apart: cents are, up to 2e12
TIE = 2e-15  # relative error, some units in the last place, that a computed half, or an operand of a difference, may carry
NEAR = 1e-9  # of the last place: what is left over where larger numbers were subtracted on the way
CANCELLED = 0.25  # a difference below this part of its operands has lost digits
LARGEST = 1e15  # units of the last place: whole numbers up to here are exact, and no pay is larger


def decimal_places(exponent: int) -> int:
    """To how many places a difference of operands below 2 ** exponent is looked at: decimals there lie apart."""
    return -math.ceil(math.log10(4 * TIE) + exponent * math.log10(2))


def slack(number: float) -> float:
    """How far another number may lie away and still be the same."""
    size = abs(number)
    return max(min(SAME * size, CLOSE), SURE * size)


def same(a: float, b: float) -> bool:
    """Whether two numbers are the same."""
    return abs(a - b) <= slack(b)
