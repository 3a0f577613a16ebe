"""Rankings by their meaning: one group, whole numbers of points, exact fractions, nothing of the engine's."""

from __future__ import annotations

from fractions import Fraction
from math import ceil, floor
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


def by_shares(points: Sequence[int], shares: Mapping[str, int], counts: str, ties: str,
              most: Sequence[int] | None = None) -> list[str]:  # fmt: skip
    """The grade of each of a group; `shares` are in percent, best first.

    `most` is the best grade that each may have (0: any). Seats of a grade go to those who may have it, from the best
    down; what nobody may have is added to the next grade.
    """
    heads, labels = head_counts(len(points), list(shares.values()), counts), list(shares)
    result, seated, end = [""] * len(points), 0, 0
    for grade, heads_of in enumerate(heads):
        end += heads_of
        last = grade == len(heads) - 1
        for value in sorted(set(points), reverse=True) if heads_of or last else ():
            tied = [
                i
                for i, p in enumerate(points)
                if p == value and not result[i] and (most or [0] * len(points))[i] <= grade
            ]
            if tied and not last and (seated >= end if ties == "better" else seated + len(tied) > end):
                break
            for i in tied:
                result[i] = labels[grade]
            seated += len(tied)
    return result


def head_counts(size: int, shares: Sequence[int], counts: str) -> list[int]:
    """How many people have each grade."""
    if counts == "largest-remainder":
        exact = [Fraction(size * s, 100) for s in shares]
        heads = [floor(x) for x in exact]
        for i in sorted(range(len(shares)), key=lambda i: (heads[i] - exact[i], i))[: size - sum(heads)]:
            heads[i] += 1
        return heads
    ends = [Fraction(size * sum(shares[: i + 1]), 100) for i in range(len(shares) - 1)]
    lasts = [floor(e) if counts == "down" else floor(e + Fraction(1, 2)) for e in ends]
    return [b - a for a, b in zip([0, *lasts], [*lasts, size], strict=True)]


def under_ceilings(points: Sequence[int], banded: Sequence[str], labels: Sequence[str], at_most: Mapping[str, int],
                   counts: str, ties: str) -> list[str]:  # fmt: skip
    """The grade that is left to each; `at_most` leads from "A+B" to percents, without handing down."""
    round_ = {"down": floor, "up": ceil, "nearest": lambda x: floor(x + Fraction(1, 2))}[counts]
    free = {key: round_(Fraction(len(points) * share, 100)) for key, share in at_most.items()}
    full: set[str] = set()
    result = list(banded)
    for value in sorted(set(points), reverse=True):
        for grade in labels:
            tied = [i for i in range(len(points)) if points[i] == value and banded[i] == grade]
            at = labels.index(grade)
            while tied and (stop := _stopped(labels[at], free, full, len(tied), ties)):
                full.add(stop)
                at += 1
            for key in (k for k in free if labels[at] in k.split("+")):
                free[key] -= len(tied)
            for i in tied:
                result[i] = labels[at]
    return result


def _stopped(grade: str, free: Mapping[str, int], full: set[str], many: int, ties: str) -> str:
    for key, left in free.items():
        if grade in key.split("+") and (key in full or left < (1 if ties == "better" else many)):
            return key
    return ""
