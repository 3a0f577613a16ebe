"""How a column is held: numbers and dates as float64, conditions as int8, texts as codes.

Numbers: float64, missing is NaN. Dates: float64 days since 1970-01-01, missing is NaN.
Conditions: int8, 0 no, 1 undecided, 2 yes: `and` is the minimum, `or` the maximum, `not` 2 - x.
Texts: Text below. A value that is the same in every row may be a scalar instead of an array.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
Truth = NDArray[np.int8]
NO, UNDECIDED, YES = 0, 1, 2
EPOCH = 719_163  # the ordinal of 1970-01-01, from which days are counted


@dataclass(frozen=True, slots=True, eq=False)
class Text:
    """Texts as positions in a list of labels, -1 where missing. `ordered` labels rise with their position."""

    codes: NDArray[np.intp]
    labels: tuple[str, ...]
    ordered: bool = False

    def part(self, rows: slice | NDArray[Any]) -> Text:
        """Some of the rows."""
        return Text(self.codes[rows] if self.codes.ndim else self.codes, self.labels, self.ordered)

    def strings(self) -> list[str | None]:
        """The texts themselves, None where missing."""
        return [self.labels[c] if c >= 0 else None for c in np.atleast_1d(self.codes)]


Column = Numbers | Truth | Text


def part(column: Column, rows: slice | NDArray[Any]) -> Column:
    """Some rows of any column."""
    if isinstance(column, Text):
        return column.part(rows)
    return column[rows] if column.ndim else column
