"""Tables of single lines (orders, ratings, visits), and the measures that add them up per employee and period."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from engine.diagnostics import Where
from engine.formula.grammar import Formula
from engine.policy.model.data import Field

if TYPE_CHECKING:
    from engine.policy.model.ruleset import Ruleset

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
class LineSource:
    """A table of lines. `employee`, `date` and `period` are ids of its fields; one of the last two is stated.

    With `results_of` its lines are the results of another ruleset, whose names are its fields.
    """

    id: str
    where: Where
    employee: str
    date: str | None
    period: str | None
    fields: Mapping[str, Field]
    unique: tuple[str, ...] = ()
    file: Path | None = None
    sheet: str | None = None
    encoding: str | None = None
    results_of: Ruleset | None = field(default=None, compare=False)
    everyone: Formula | bool = False  # who must have a line in every period
    require: tuple[Requirement, ...] = ()
    others: bool = False  # most lines may be of people who are not in the data


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
