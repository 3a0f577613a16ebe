"""The oracle's spreading of weights: what indicators without a score pass on to the others."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence, Set


def spread(
    stated: Mapping[str, Fraction], groups: Iterable[Sequence[str]], lost: Set[str]
) -> dict[str, Fraction] | None:
    """The shares after the lost ones are spread; None where nothing is left.

    First inside each category, in proportion; a category with nothing left passes its share to the others.
    """
    shares: dict[str, Fraction] = {}
    for group in groups:
        left = sum(stated[i] for i in group if i not in lost)
        grown = sum(stated[i] for i in group) / left if left else Fraction(0)
        shares |= {i: Fraction(0) if i in lost else stated[i] * grown for i in group}
    kept = sum(shares.values())
    return {i: share * sum(stated.values()) / kept for i, share in shares.items()} if kept else None
