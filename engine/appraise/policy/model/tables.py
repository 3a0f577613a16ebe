"""Tables of values by one or more keys, in the one form that all ways of writing them are read into."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

from appraise.diagnostics import Where
from appraise.policy.model.data import Boundary


class Label(NamedTuple):
    """One text as written, and the number that it is for a key that is a number (None: no number)."""

    text: str
    number: float | None


class Span(NamedTuple):
    """The numbers from one bound to another, infinite where open. Which of the two belongs to it, `boundary` says."""

    text: str
    low: float
    high: float


class Start(NamedTuple):
    """The numbers from a bound to the next bound that stands beside it."""

    text: str
    low: float


Part = Label | Span | Start
Cell = tuple[Part, ...] | None
ANY: Cell = None  # the key does not matter
REST: Cell = ()  # whatever no row beside it names


class Row(NamedTuple):
    """What the keys must be, in their order, and the value that then holds. `where` is the line it stands on."""

    cells: tuple[Cell, ...]
    value: float | str
    where: Where


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """Values by keys. `rows` are numbered from 0; `otherwise` follows them and takes what none of them does.

    `ranged` says for each key whether it goes by ranges of numbers. `first`: of several rows that fit, the first
    holds; otherwise no two may fit. `unit` of numbers is percent where all are percents. `file`: where rows came from.
    """

    id: str
    keys: tuple[str, ...]
    rows: tuple[Row, ...]
    ranged: tuple[bool, ...]
    where: Where
    boundary: Boundary = "lower"
    first: bool = False
    otherwise: Row | None = None
    kind: Literal["number", "text"] = "number"
    unit: str = ""
    file: str | None = None

    def row(self, number: int) -> Row:
        """A row by its number, the one behind the last being `otherwise`."""
        return self.rows[number] if number < len(self.rows) or self.otherwise is None else self.otherwise

    def values(self) -> tuple[float | str, ...]:
        """The value of every row in order, that of `otherwise` last."""
        return tuple(row.value for row in (*self.rows, *([self.otherwise] if self.otherwise else [])))
