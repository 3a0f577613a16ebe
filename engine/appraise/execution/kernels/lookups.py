"""Finding rows of tables for whole columns: a binary search per key, however many rows a table has."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from appraise.formula import arithmetic
from appraise.formula.columns import is_missing
from appraise.formula.vectors import Column, Numbers, Text
from appraise.policy.meaning.decision_table import NO_ROW, UNDECIDED, decide

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from appraise.plan import operations as op
    from appraise.policy.meaning.decision_table import Kind, Level
    from appraise.policy.model import Table


class _Search(NamedTuple):
    """A level of a table as arrays; see policy/meaning/decision_table.py."""

    labels: tuple[str, ...]
    reached: Numbers  # from here on a number is at an edge or above it, to twelve digits
    passed: Numbers  # beyond this it is above the edge
    places: int
    starts: NDArray[np.int64]
    leads: NDArray[np.int64]
    certain: NDArray[np.int64]

    @staticmethod
    def of(level: Level) -> _Search:
        edges = np.array(level.edges, dtype=np.float64)
        numbers = (np.array(n, dtype=np.int64) for n in (level.starts, level.leads, level.certain))
        return _Search(
            level.labels, np.asarray(arithmetic.below(edges)), np.asarray(arithmetic.above(edges)), level.places, *numbers
        )  # fmt: skip


@lru_cache(maxsize=64)
def _searches(table: Table, kinds: tuple[Kind, ...]) -> tuple[_Search, ...]:
    return tuple(_Search.of(level) for level in decide(table, kinds).levels)


@lru_cache(maxsize=64)
def _places(of_data: tuple[str, ...], of_table: tuple[str, ...]) -> NDArray[np.int64]:
    """The place in a table of each label in the data; the last one is for a missing text."""
    at = {label: i + 1 for i, label in enumerate(of_table)}
    return np.array([*(at.get(label, 0) for label in of_data), 0], dtype=np.int64)


def find_row(o: op.FindRow, inputs: list[Any]) -> Column:
    """The number of the row that fits."""
    kinds: tuple[Kind, ...] = tuple("text" if isinstance(i, Text) else "number" for i in inputs)
    node: NDArray[np.int64] = np.zeros((), dtype=np.int64)
    for search, column in zip(_searches(o.table, kinds), inputs, strict=True):
        lost = node == UNDECIDED
        node = np.maximum(node, 0)
        at = np.searchsorted(search.starts, node * search.places + _place(search, column), side="right") - 1
        following = search.leads[at]
        gone = is_missing(column)
        if np.any(gone):
            following = np.where(gone, search.certain[node], following)
        node = np.where(lost, UNDECIDED, following)
    return np.where(node == UNDECIDED, np.nan, node.astype(np.float64))


def _place(search: _Search, column: Any) -> NDArray[np.int64]:
    if isinstance(column, Text):
        return np.take(_places(column.labels, search.labels), column.codes)
    below = np.searchsorted(search.reached, column, side="right")
    return np.asarray(below + np.searchsorted(search.passed, column, side="left"))


def row_value(o: op.RowValue, inputs: list[Any]) -> Column:
    """What the rows say, missing where there is none."""
    found = np.where(np.isnan(inputs[0]), NO_ROW, inputs[0]).astype(np.int64)
    values, labels = _values(o.table)
    if o.table.kind == "number":
        return np.take(values, found)
    return Text(np.take(values, found).astype(np.intp), labels)


@lru_cache(maxsize=64)
def _values(table: Table) -> tuple[Numbers, tuple[str, ...]]:
    """The value of each row (of a text its position among the labels), and at the end what stands for none."""
    if table.kind == "number":
        return np.array([*table.values(), np.nan], dtype=np.float64), ()
    places = {str(label): i for i, label in enumerate(dict.fromkeys(table.values()))}
    return np.array([*(places[str(v)] for v in table.values()), -1], dtype=np.float64), tuple(places)
