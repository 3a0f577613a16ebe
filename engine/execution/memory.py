"""What is remembered of each employee from period to period."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from engine.formula import arithmetic
from engine.formula.columns import coalesce
from engine.formula.vectors import UNDECIDED, Column, Numbers, Text, part

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from engine.data.periods import Period
    from engine.formula.kinds import Kind
    from engine.plan import operations as op


@dataclass
class MemoryStore:
    """Remembered columns by key and period; in each, one value per employee code (missing where there was no row)."""

    employees: int
    kinds: Mapping[str, Kind]  # of each key's values
    held: dict[str, dict[int, Column]] = field(default_factory=dict)
    present: dict[str, dict[int, NDArray[np.bool_]]] = field(default_factory=dict)  # who had a row at all

    def write(self, key: str, period: Period, employees: NDArray[np.intp], column: Column) -> None:
        """Remember a column [n] of one period for some employees."""
        column = _full(column, len(employees))
        if isinstance(column, Text):
            codes = np.full(self.employees, -1, dtype=np.intp)
            codes[employees] = column.codes
            whole: Column = Text(codes, column.labels, column.ordered)
        else:
            whole = np.full(self.employees, UNDECIDED if column.dtype == np.int8 else np.nan, dtype=column.dtype)
            whole[employees] = column
        self.held.setdefault(key, {})[period.ordinal] = whole
        there = np.zeros(self.employees, dtype=np.bool_)
        there[employees] = True
        self.present.setdefault(key, {})[period.ordinal] = there

    def read(self, o: op.Earlier, employees: NDArray[np.intp], period: Period) -> Column:
        """Give what employees [n] had before a period."""
        held, now = self.held.get(o.key, {}), period.ordinal
        match o.reading:
            case "at":
                wanted = [now - o.periods]
            case "latest":
                wanted = sorted((p for p in held if p < now), reverse=True)
            case "year":
                wanted = [p for p in held if now - period.number + 1 <= p < now]
            case _:
                wanted = list(range(now - o.periods, now))
        known = [p for p in wanted if p in held]
        columns = [held[p] for p in known]
        if o.reading in ("at", "latest"):
            return part(self._first_known(columns, o.key), employees)
        present = [self.present[o.key][p][employees] for p in known]
        return _added(o, [part(column, employees) for column in columns], present, len(employees))

    def _first_known(self, columns: list[Column], key: str) -> Column:
        result: Column = columns[0] if columns else self._blank(key)
        for column in columns[1:]:
            result = coalesce(result, column)
        return result

    def _blank(self, key: str) -> Column:
        kind = self.kinds[key]
        if kind == "text":
            return Text(np.full(self.employees, -1, dtype=np.intp), ())
        return (
            np.full(self.employees, UNDECIDED, dtype=np.int8) if kind == "yes-no" else np.full(self.employees, np.nan)
        )


def _added(o: op.Earlier, columns: list[Any], present: list[NDArray[np.bool_]], rows: int) -> Column:
    known = [~np.isnan(c) for c in columns]
    total: Any = np.zeros(rows)
    if o.reading == "count":
        count: Numbers = sum(known, total)
        return count
    for column, there in zip(columns, known, strict=True):
        total = arithmetic.add(total, np.where(there, column, 0.0))
    if o.reading == "year":
        for there, was in zip(known, present, strict=True):
            total = np.where(was & ~there, np.nan, total)
    result: Numbers = total
    return result


def _full(column: Column, rows: int) -> Column:
    if isinstance(column, Text):
        return Text(np.broadcast_to(column.codes, rows), column.labels, column.ordered)
    whole: Any = np.broadcast_to(column, rows)
    full: Column = whole
    return full
