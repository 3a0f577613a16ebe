"""The rules of arithmetic.py as SQL: what is the same, what a difference is, how halves are rounded.

All take and give the text of a number; those that are named twice should be columns (Levels.named).
"""

from __future__ import annotations

import math

from appraise.formula.precision import CANCELLED, CLOSE, NEAR, SAME, SURE, TIE


def slack(x: str, most: float) -> str:
    """How far another number may lie away from x, which does not exceed `most`, and still be the same."""
    size = f"abs({x})"
    if most <= CLOSE / SAME:
        return f"{SAME!r} * {size}"
    return f"greatest(least({SAME!r} * {size}, {CLOSE!r}), {SURE!r} * {size})"


def places(size: str) -> str:
    """To how many decimal places a difference of operands up to `size` is looked at."""
    exponent = f"floor(log2(greatest({size}, 1e-280))) + 1"
    return f"greatest(-ceil({math.log10(4 * TIE)!r} + ({exponent}) * {math.log10(2)!r}), -300)"


def decimal(difference: str, places: str) -> str:
    """The decimal nearest to a difference."""
    return f"(round_even({difference} * pow(10e0, {places}), 0) / pow(10e0, {places}))"


def settled(difference: str, size: str, places: str, decimal: str) -> str:
    """The difference, or the decimal or 0 that lies within the error of its operands."""
    lost = f"abs({difference}) < {CANCELLED} * {size}"
    nothing = f"abs({difference}) <= least({SAME!r} * {size}, {CLOSE!r})"
    near = f"abs({decimal} - {difference}) <= {TIE!r} * {size} AND {places} >= 2"
    # a missing operand makes the result missing, though `greatest` passes over it
    return (
        f"(CASE WHEN {difference} IS NULL OR NOT {lost} THEN {difference} WHEN {nothing} THEN 0e0"
        f" WHEN {near} THEN {decimal} ELSE {difference} END)"
    )


def rounded(x: str, places: int) -> str:
    """X with halves rounded up, away from zero."""
    scale = 10.0**places
    whole = f"floor(least(abs({x}) * {scale * (1 + TIE)!r}, greatest(abs({x}) * {scale!r}, 1e14)) + {0.5 + NEAR!r})"
    return f"({whole} / {scale!r} * sign({x}) + 0)"
