"""Formulas over whole columns: the second algebra of the walker. A missing value never decides a condition."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np

from appraise.formula import arithmetic
from appraise.formula.dates import calendar_months_between, days_between, months_between
from appraise.formula.vectors import EPOCH, NO, UNDECIDED, YES, Column, Numbers, Text, Truth

if TYPE_CHECKING:
    import ast


class ColumnAlgebra:
    """Computes on columns; `columns` are those of the names that occur. Types have been checked before."""

    def __init__(self, columns: Mapping[str, Column]):
        self.columns = columns

    def constant(self, node: ast.Constant, value: float | str | bool) -> Any:  # noqa: ARG002 - the algebra's form
        """Literals: conditions as YES and NO, texts as one label."""
        if isinstance(value, bool):
            return np.asarray(YES if value else NO, dtype=np.int8)
        if isinstance(value, str):
            return Text(np.asarray(0, dtype=np.intp), (value,))
        return np.float64(value)

    def name(self, node: ast.expr, name: str) -> Column:  # noqa: ARG002
        """The column of a name."""
        return self.columns[name]

    def unary(self, node: ast.expr, sign: str, value: Any) -> Any:  # noqa: ARG002
        """`not` turns yes into no; undecided stays."""
        if sign == "not":
            return np.int8(YES) - value
        return -value if sign == "-" else value

    def binary(self, node: ast.BinOp, sign: str, left: Any, right: Any) -> Numbers:  # noqa: ARG002
        """Arithmetic; missing in, missing out."""
        return _BINARY[sign](left, right)

    def compare(self, node: ast.Compare, sign: str, left: Any, right: Any) -> Truth:  # noqa: ARG002
        """Compare numbers to twelve digits, texts by label, ordered labels by rank."""
        if isinstance(left, Text) and isinstance(right, Text):
            return _compare_texts(sign, left, right)
        if isinstance(left, Text) or isinstance(right, Text):
            left, right = _as_day(left), _as_day(right)
        if np.asarray(left).dtype == np.int8:
            return _decided(_PLAIN[sign](left, right), (left == UNDECIDED) | (right == UNDECIDED))
        return _decided(_NUMBERS[sign](left, right), np.isnan(left) | np.isnan(right))

    def logic(self, node: ast.expr, sign: str, values: Sequence[Any]) -> Truth:  # noqa: ARG002
        """`and` is the least of its conditions, `or` the greatest: no < undecided < yes."""
        return functools.reduce(np.minimum if sign == "and" else np.maximum, values)

    def choose(self, node: ast.IfExp, test: Any, yes: Any, no: Any) -> Any:  # noqa: ARG002
        """The value that the condition decides for, missing where it decides nothing."""
        if isinstance(yes, Text):
            yes, no = align(yes, no)
            codes = np.where(test == YES, yes.codes, np.where(test == NO, no.codes, -1))
            return Text(codes, yes.labels, yes.ordered or no.ordered)
        nothing = np.int8(UNDECIDED) if np.asarray(yes).dtype == np.int8 else np.nan
        return np.where(test == YES, yes, np.where(test == NO, no, nothing))

    def call(self, node: ast.Call, name: str, arguments: Sequence[Any], keywords: Mapping[str, Sequence[Any]]) -> Any:  # noqa: ARG002
        """One of the language's functions; those with named values look beyond the row and are steps of their own."""
        return CALLS[name](*arguments)


def _decided(holds: Any, unknown: Any) -> Truth:
    result = np.asarray(holds).astype(np.int8)
    result *= YES
    if np.any(unknown):
        result = np.where(unknown, np.int8(UNDECIDED), result)
    return result


def _as_day(value: Any) -> Any:
    if isinstance(value, Text):
        return np.float64(date.fromisoformat(value.labels[0]).toordinal() - EPOCH)
    return value


def align(left: Text, right: Text) -> tuple[Text, Text]:
    """Both columns one list of labels; ordered labels keep their order."""
    if left.labels == right.labels:
        return left, right
    first, second = (right, left) if right.ordered else (left, right)
    labels = tuple(dict.fromkeys((*first.labels, *second.labels)))
    ordered = left.ordered or right.ordered

    def moved(text: Text) -> Text:
        places = np.array([labels.index(label) for label in text.labels] + [-1], dtype=np.intp)
        return Text(places[text.codes], labels, ordered)

    return moved(left), moved(right)


def _compare_texts(sign: str, left: Text, right: Text) -> Truth:
    left, right = align(left, right)
    return _decided(_PLAIN[sign](left.codes, right.codes), (left.codes < 0) | (right.codes < 0))


_BINARY: dict[str, Callable[[Any, Any], Any]] = {
    "+": arithmetic.add, "-": arithmetic.subtract, "*": arithmetic.multiply, "/": arithmetic.divide,
}  # fmt: skip
_PLAIN: dict[str, Callable[[Any, Any], Any]] = {
    "==": np.equal, "!=": np.not_equal, "<": np.less, "<=": np.less_equal, ">": np.greater, ">=": np.greater_equal,
}  # fmt: skip
_NUMBERS: dict[str, Callable[[Any, Any], Any]] = {
    "==": lambda a, b: (a >= arithmetic.below(b)) & (a <= arithmetic.above(b)),
    "!=": lambda a, b: (a < arithmetic.below(b)) | (a > arithmetic.above(b)),
    "<": lambda a, b: a < arithmetic.below(b),
    "<=": lambda a, b: a <= arithmetic.above(b),
    ">": lambda a, b: a > arithmetic.above(b),
    ">=": lambda a, b: a >= arithmetic.below(b),
}


def is_missing(value: Any) -> Any:
    """Whether a value is missing: NaN, no label, or undecided."""
    if isinstance(value, Text):
        return value.codes < 0
    return value == UNDECIDED if np.asarray(value).dtype == np.int8 else np.isnan(value)


def coalesce(*values: Any) -> Any:
    """The first of several columns that is not missing, row by row."""
    result = values[0]
    for value in values[1:]:
        gone = is_missing(result)
        if isinstance(result, Text):
            result, other = align(result, value)
            result = Text(np.where(gone, other.codes, result.codes), result.labels, result.ordered)
        else:
            result = np.where(gone, value, result)
    return result


CALLS: dict[str, Callable[..., Any]] = {
    "min": lambda *v: functools.reduce(np.minimum, v),
    "max": lambda *v: functools.reduce(np.maximum, v),
    "abs": np.abs,
    "round": lambda x, places=0.0: arithmetic.round_half_up(np.asarray(x, dtype=np.float64), int(places)),
    "floor": lambda x: np.floor(arithmetic.above(x)),
    "ceil": lambda x: np.ceil(arithmetic.below(x)),
    "clip": lambda x, low, high: np.minimum(np.maximum(x, low), high),
    "power": arithmetic.power,
    "coalesce": coalesce,
    "is_missing": lambda x: _decided(is_missing(x), False),
    "months_between": lambda begin, end: months_between(_as_day(begin), _as_day(end)),
    "calendar_months_between": lambda begin, end, last_day=31.0: calendar_months_between(
        _as_day(begin), _as_day(end), float(last_day)
    ),
    "days_between": lambda begin, end: days_between(_as_day(begin), _as_day(end)),
}
