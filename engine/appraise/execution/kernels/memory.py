"""What is remembered from period to period, of each employee or of each group."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from appraise.formula import arithmetic
from appraise.formula.columns import coalesce, is_missing
from appraise.formula.vectors import UNDECIDED, Column, Numbers, Text, part

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from appraise.data.periods import Period
    from appraise.formula.kinds import Kind
    from appraise.plan import operations as op

Labels = tuple[str, ...]


@dataclass
class MemoryStore:
    """Remembered columns by key and period; in each, one value per owner (missing where there was no row).

    An owner is an employee, by the code in the data, or a group, by its number in `groups` of the key. Groups are
    numbered as they are met, so that the columns of earlier periods may be shorter than those of later ones.
    """

    employees: int
    kinds: Mapping[str, Kind]  # of each key's values
    held: dict[str, dict[int, Column]] = field(default_factory=dict)
    present: dict[str, dict[int, NDArray[np.bool_]]] = field(default_factory=dict)  # who had a row at all
    groups: dict[str, dict[Labels, int]] = field(default_factory=dict)

    def take(self, key: str, other: MemoryStore, its_key: str) -> None:
        """Take over what another store holds under a key of its own."""
        self.held[key], self.present[key] = other.held.get(its_key, {}), other.present.get(its_key, {})
        if its_key in other.groups:
            self.groups[key] = other.groups[its_key]

    def groups_of(self, key: str, texts: list[Any], rows: int) -> NDArray[np.intp]:
        """The number of the group of each row [rows] that the texts name, -1 where one of them is missing."""
        known = self.groups.setdefault(key, {})
        codes = [np.broadcast_to(text.codes, rows) for text in texts]
        if not codes:
            return np.full(rows, known.setdefault((), 0), dtype=np.intp)
        different, place = np.unique(np.stack(codes, axis=1), axis=0, return_inverse=True)
        numbers = np.full(len(different), -1, dtype=np.intp)
        for i, combination in enumerate(different):
            if (combination >= 0).all():
                names = tuple(text.labels[code].strip() for text, code in zip(texts, combination, strict=True))
                numbers[i] = known.setdefault(names, len(known))
        return numbers[place.reshape(-1)]

    def write(self, key: str, period: Period, owners: NDArray[np.intp], column: Column) -> None:
        """Remember a column [n] of one period for some owners; of a group, the value that one of its rows has."""
        column = _full(column, len(owners))
        if key in self.groups:
            there = np.flatnonzero((owners >= 0) & ~is_missing(column))
            owners, column = owners[there], part(column, there)
        size = self._size(key)
        if isinstance(column, Text):
            codes = np.full(size, -1, dtype=np.intp)
            codes[owners] = column.codes
            whole: Column = Text(codes, column.labels, column.ordered)
        else:
            whole = np.full(size, UNDECIDED if column.dtype == np.int8 else np.nan, dtype=column.dtype)
            whole[owners] = column
        self.held.setdefault(key, {})[period.ordinal] = whole
        there_ = np.zeros(size, dtype=np.bool_)
        there_[owners] = True
        self.present.setdefault(key, {})[period.ordinal] = there_

    def read(self, o: op.Earlier, owners: NDArray[np.intp], period: Period) -> Column:
        """What owners [n] had before a period; an owner of -1 had nothing."""
        held, now = self.held.get(o.key, {}), period.ordinal
        match o.reading:
            case "at":
                wanted = [now - o.periods]
            case "latest":
                wanted = sorted((p for p in held if now - (o.periods or now) <= p < now), reverse=True)
            case "year":
                wanted = [p for p in held if now - period.number + 1 <= p < now]
            case _:
                wanted = list(range(now - o.periods, now))
        known = [p for p in wanted if p in held]
        columns = [self._grown(held[p], o.key) for p in known]
        if o.reading in ("at", "latest"):
            return part(self._first_known(columns, o.key), owners)
        present = [_padded(self.present[o.key][p], self._size(o.key), fill=False)[owners] for p in known]
        return _added(o, [part(column, owners) for column in columns], present, len(owners))

    def _size(self, key: str) -> int:
        """How long columns are: one place for each owner, and one more for groups, which -1 leads to."""
        return len(self.groups[key]) + 1 if key in self.groups else self.employees

    def _grown(self, column: Column, key: str) -> Column:
        """A column with places for the groups that were met later, and a missing one at its end."""
        if key not in self.groups:
            return column
        size = self._size(key)
        if isinstance(column, Text):
            return Text(_padded(column.codes, size, fill=-1), column.labels, column.ordered)
        longer: Column = _padded(column, size, fill=UNDECIDED if column.dtype == np.int8 else np.nan)
        return longer

    def _first_known(self, columns: list[Column], key: str) -> Column:
        result: Column = columns[0] if columns else self._blank(key)
        for column in columns[1:]:
            result = coalesce(result, column)
        return result

    def _blank(self, key: str) -> Column:
        kind, size = self.kinds[key], self._size(key)
        if kind == "text":
            return Text(np.full(size, -1, dtype=np.intp), ())
        return np.full(size, UNDECIDED, dtype=np.int8) if kind == "yes-no" else np.full(size, np.nan)


def _padded(values: Any, size: int, fill: float) -> Any:
    return np.concatenate([values, np.full(size - len(values), fill, dtype=values.dtype)])


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
