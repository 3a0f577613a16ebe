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
class Owners:
    """Several owners of one line: the fields that name them, and the share of each, in the same order.

    Shares that are numbers are shares of each other: an owner alone has the whole. Formulas over the line give shares
    that make 100% together. With `whole` each owner has the whole line.
    """

    fields: tuple[str, ...]
    shares: tuple[float, ...] | tuple[Formula, ...]
    whole: bool = False


@dataclass(frozen=True, slots=True)
class LineSource:
    """A table of lines. `employee`, `date` and `period` are ids of its fields; one of the last two is stated.

    With `owners` a line counts for each of them, and `employee` is no field but the one for whom it counts.
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
    owners: Owners | None = None
    repeats: bool = False  # lines may be the same in every column

    @property
    def named_by(self) -> tuple[str, ...]:
        """The fields that hold employee numbers."""
        return (self.employee,) if self.owners is None else self.owners.fields

    @property
    def formulas(self) -> tuple[Formula, ...]:
        """The formulas of the source itself: what it requires of its lines, and the shares of their owners."""
        shares = self.owners.shares if self.owners is not None else ()
        return (*(required.check for required in self.require), *(s for s in shares if isinstance(s, Formula)))


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
