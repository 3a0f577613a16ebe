"""Tables of single lines (orders, ratings, visits), and the measures that add them up per employee and period."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from appraise.diagnostics import Where
from appraise.formula.syntax.grammar import Formula

if TYPE_CHECKING:
    pass

How = Literal["sum", "count", "count_distinct", "mean", "median", "min", "max", "first", "last"]
ADDS_UP: tuple[How, ...] = ("sum", "count", "count_distinct")  # these are 0 where there are no lines


@dataclass(frozen=True, slots=True)
class Requirement:
    """What must hold for every line of a source."""

    id: str
    check: Formula
    message: str
    where: Where


@dataclass(frozen=True, slots=True)
class Owners:
    """Several owners of one line: the fields that name them, and the share of each, in the same order.

    Shares that are numbers are shares of each other: an owner alone has the whole. Formulas over the line give shares
    that make 100% together. With `whole` each owner has the whole line.
    """

    fields: tuple[str, ...]
    shares: tuple[float, ...] | tuple[Formula, ...]
    whole: bool = False


@dataclass(frozen=True, slots=True)
class GroupWeights:
    """How much each group of lines weighs in a mean, in percent; what holds where a group has no line."""

    by: str
    values: Mapping[str, float]
    missing: Literal["reweight", "missing"]
    where: Where


@dataclass(frozen=True, slots=True)
class Measure:
    """One figure per employee and period, made of lines. `of` is None where the lines themselves are counted."""

    id: str
    title: str
    source: str
    how: How
    of: Formula | None
    condition: Formula | None
    where: Where
    weights: GroupWeights | None = None
    at_least: int = 1
    trim: float = 0.0
    credit_to: str | None = None
