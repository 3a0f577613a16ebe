"""Formulas as SQL for DuckDB: one more algebra of the walker, with the meanings of the columns algebra.

NULL is missing and undecided, which gives SQL's `and`, `or` and `not` the three values that conditions have here.
Numbers and dates are DOUBLE (dates as days since 1970-01-01), texts VARCHAR, conditions BOOLEAN.

A value that is needed twice gets a column of its own in an inner query, so that the text of a query grows with the
formula and not with its powers.
"""

from __future__ import annotations

import ast
import functools
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from appraise.formula.precision import slack
from appraise.formula.sql import exact
from appraise.formula.sql.levels import Levels, Sql
from appraise.formula.vectors import EPOCH

_LARGE = 1e300  # beyond it a product might leave the numbers
_NULL = "NULL"


class SqlAlgebra:
    """Writes SQL; `columns` gives the value of each name. Types have been checked before."""

    def __init__(self, columns: Callable[[str], Sql], levels: Levels):
        self.columns, self.levels = columns, levels

    def constant(self, node: ast.Constant, value: float | str | bool) -> Sql:  # noqa: ARG002 - the algebra's form
        """Literals."""
        if isinstance(value, bool):
            return Sql(str(value).upper(), "yes-no", plain=True, literal=value, there=True)
        if isinstance(value, str):
            return Sql(quoted(value), "text", plain=True, literal=value, there=True)
        return _number(value)

    def name(self, node: ast.expr, name: str) -> Sql:  # noqa: ARG002
        """The column of a name."""
        return self.columns(name)

    def unary(self, node: ast.expr, sign: str, value: Sql) -> Sql:  # noqa: ARG002
        """`not`, `-` and `+`."""
        if sign == "not":
            return Sql(f"(NOT {value.text})", "yes-no", value.level, there=value.there)
        if sign == "-" and isinstance(value.literal, float):
            return _number(-value.literal)
        return replace(value, text=f"(-{value.text})", plain=False) if sign == "-" else value

    def binary(self, node: ast.BinOp, sign: str, left: Sql, right: Sql) -> Sql:  # noqa: ARG002
        """Arithmetic; missing in, missing out."""
        if sign in "+-":
            return self._added(sign, left, right)
        level = max(left.level, right.level)
        there = left.there and right.there
        result = Sql(f"({left.text} {sign} {right.text})", "number", level, most=left.most * right.most, there=there)
        if sign == "*":
            return result if result.most < _LARGE else self._finite(result)
        if isinstance(right.literal, float) and abs(right.literal) > 1e-30:
            result = replace(result, most=left.most / abs(right.literal))
            return result if result.most < _LARGE else self._finite(result)
        return self._finite(replace(result, most=math.inf))

    def _added(self, sign: str, left: Sql, right: Sql) -> Sql:
        """Add or subtract; where the operands nearly cancel, as `arithmetic.subtract` does."""
        left, right = self.levels.named(left), self.levels.named(right)
        level = max(left.level, right.level)
        size = self.levels.named(Sql(f"greatest(abs({left.text}), abs({right.text}))", "number", level))
        result = self.levels.named(
            Sql(f"({left.text} {sign} {right.text})", "number", level, most=left.most + right.most)
        )
        level = max(size.level, result.level)
        places = self.levels.named(Sql(exact.places(size.text), "number", level))
        decimal = self.levels.named(Sql(exact.decimal(result.text, places.text), "number", level + 1))
        settled = exact.settled(result.text, size.text, places.text, decimal.text)
        return replace(result, text=settled, level=decimal.level, plain=False)

    def _finite(self, value: Sql) -> Sql:
        value = self.levels.named(value)
        return replace(
            value, text=f"(CASE WHEN isfinite({value.text}) THEN {value.text} END)", plain=False, there=False
        )

    def compare(self, node: ast.Compare, sign: str, left: Sql, right: Sql) -> Sql:  # noqa: ARG002
        """Compare numbers and dates to twelve digits, texts by label, ordered labels by rank."""
        if left.kind == right.kind == "text":
            return self._texts(sign, left, right)
        if left.kind == "yes-no":
            return _compared(f"({left.text} {_equality(sign)} {right.text})", left, right)
        left, right = as_day(left), as_day(right)
        low, high = self._edges(right)
        if sign in ("==", "!="):
            left = self.levels.named(left)
            inside = f"({left.text} BETWEEN {low.text} AND {high.text})"
            return _compared(inside if sign == "==" else f"(NOT {inside})", left, low)
        edge = low if sign in ("<", ">=") else high
        return _compared(f"({left.text} {sign} {edge.text})", left, low)

    def _edges(self, bound: Sql) -> tuple[Sql, Sql]:
        """The edges within which a number is the same as the bound."""
        if isinstance(bound.literal, float):
            near = slack(bound.literal)
            return _number(bound.literal - near), _number(bound.literal + near)
        bound = self.levels.named(bound)
        slack_ = exact.slack(bound.text, bound.most)
        return tuple(replace(bound, text=f"({bound.text} {s} {slack_})", plain=False) for s in "-+")  # type: ignore[return-value]

    def _texts(self, sign: str, left: Sql, right: Sql) -> Sql:
        labels = left.labels or right.labels
        if labels and sign not in ("==", "!="):
            ranks = [_rank(value, labels) for value in (left, right)]
            return _compared(f"({ranks[0]} {sign} {ranks[1]})", left, right)
        return _compared(f"({left.text} {_equality(sign)} {right.text})", left, right)

    def logic(self, node: ast.expr, sign: str, values: Sequence[Sql]) -> Sql:  # noqa: ARG002
        """`and` and `or` of three values."""
        joined = f" {sign.upper()} ".join(v.text for v in values)
        return Sql(f"({joined})", "yes-no", max(v.level for v in values), there=all(v.there for v in values))

    def choose(self, node: ast.IfExp, test: Sql, yes: Sql, no: Sql) -> Sql:  # noqa: ARG002
        """The value that the condition decides for, missing where it decides nothing."""
        test = self.levels.named(test)
        text = f"(CASE WHEN {test.text} THEN {yes.text} WHEN NOT {test.text} THEN {no.text} END)"
        every = (test, yes, no)
        return Sql(text, yes.kind, max(v.level for v in every), most=max(yes.most, no.most),
                   labels=yes.labels or no.labels, there=all(v.there for v in every))  # fmt: skip

    def call(self, node: ast.Call, name: str, arguments: Sequence[Sql], keywords: Mapping[str, Sequence[Sql]]) -> Sql:
        """One of the language's functions."""
        del node, keywords
        return _CALLS[name](self, *arguments)

    def all_there(self, values: Sequence[Sql], text: str) -> Sql:
        """Something that is missing where any of the values, which have columns of their own, is."""
        missing = " OR ".join(f"{v.text} IS NULL" for v in values if v.literal is None) or "FALSE"
        return Sql(f"(CASE WHEN {missing} THEN NULL ELSE {text} END)", "number", max(v.level for v in values),
                   most=max(v.most for v in values), there=all(v.there for v in values))  # fmt: skip


def _compared(text: str, left: Sql, right: Sql) -> Sql:
    return Sql(text, "yes-no", max(left.level, right.level), there=left.there and right.there)


def quoted(text: str) -> str:
    """Write a text as SQL does."""
    return "'" + text.replace("'", "''") + "'"


def _number(value: float) -> Sql:
    text = repr(value) if "e" in repr(value) else f"{value!r}e0"  # with an exponent it is a DOUBLE, not a DECIMAL
    return Sql(text if value >= 0 else f"({text})", "number", plain=True, most=abs(value), literal=value, there=True)


def _equality(sign: str) -> str:
    return "=" if sign == "==" else "<>"


def as_day(value: Sql) -> Sql:
    """A date that was written out as days since 1970-01-01."""
    if isinstance(value.literal, str):
        return replace(_number(float(date.fromisoformat(value.literal).toordinal() - EPOCH)), kind="date")
    return value


def _rank(value: Sql, labels: tuple[str, ...]) -> str:
    if isinstance(value.literal, str):
        return str(labels.index(value.literal)) if value.literal in labels else _NULL
    whens = " ".join(f"WHEN {quoted(label)} THEN {i}" for i, label in enumerate(labels))
    return f"(CASE {value.text} {whens} END)"


def _extreme(name: str) -> Callable[..., Sql]:
    def pair(algebra: SqlAlgebra, left: Sql, right: Sql) -> Sql:
        values = [algebra.levels.named(v) for v in (left, right)]
        return algebra.all_there(values, f"{name}({values[0].text}, {values[1].text})")

    return lambda algebra, *values: functools.reduce(functools.partial(pair, algebra), values)


def _round(algebra: SqlAlgebra, x: Sql, places: Sql | None = None) -> Sql:
    x = algebra.levels.named(x)
    to = int(places.literal if places is not None and isinstance(places.literal, float) else 0)
    return replace(x, text=exact.rounded(x.text, to), plain=False, most=x.most + 1)


def _whole(name: str, sign: str) -> Callable[..., Sql]:
    def whole(algebra: SqlAlgebra, x: Sql) -> Sql:
        x = algebra.levels.named(x)
        return replace(
            x, text=f"{name}({x.text} {sign} {exact.slack(x.text, x.most)})", plain=False, most=x.most * 2 + 1
        )

    return whole


def _clip(algebra: SqlAlgebra, x: Sql, low: Sql, high: Sql) -> Sql:
    values = [algebra.levels.named(v) for v in (x, low, high)]
    return algebra.all_there(values, f"least(greatest({values[0].text}, {values[1].text}), {values[2].text})")


def _power(algebra: SqlAlgebra, x: Sql, y: Sql) -> Sql:
    return algebra._finite(Sql(f"pow({x.text}, {y.text})", "number", max(x.level, y.level)))


def _coalesce(_algebra: SqlAlgebra, *values: Sql) -> Sql:
    listed = ", ".join(v.text for v in values)
    labels = next((v.labels for v in values if v.labels), ())
    return Sql(f"coalesce({listed})", values[0].kind, max(v.level for v in values), most=max(v.most for v in values),
               labels=labels, there=any(v.there for v in values))  # fmt: skip


def _days(_algebra: SqlAlgebra, begin: Sql, end: Sql) -> Sql:
    begin, end = as_day(begin), as_day(end)
    return Sql(f"(floor({end.text}) - floor({begin.text}))", "number", max(begin.level, end.level), most=1e7,
               there=begin.there and end.there)  # fmt: skip


def _months(algebra: SqlAlgebra, begin: Sql, end: Sql) -> Sql:
    days = [algebra.levels.named(Sql(f"floor({v.text})", "date", v.level)) for v in map(as_day, (begin, end))]
    dates = [f"(DATE '1970-01-01' + CAST({d.text} AS INTEGER))" for d in days]
    months = " - ".join(f"(year({d}) * 12 + month({d}))" for d in reversed(dates))
    first, last = (f"day({d})" for d in dates)
    late = f"CASE WHEN {days[1].text} >= {days[0].text} THEN -({last} < {first})::INT ELSE ({last} > {first})::INT END"
    return Sql(f"({months} + {late})::DOUBLE", "number", max(d.level for d in days), most=1e6,
               there=all(d.there for d in days))  # fmt: skip


def _calendar_months(algebra: SqlAlgebra, begin: Sql, end: Sql, last_day: Sql | None = None) -> Sql:
    days = [algebra.levels.named(Sql(f"floor({v.text})", "date", v.level)) for v in map(as_day, (begin, end))]
    first, last = (f"(DATE '1970-01-01' + CAST({d.text} AS INTEGER))" for d in days)
    months = f"(year({last}) * 12 + month({last})) - (year({first}) * 12 + month({first}))"
    late = f" - (day({first}) > {last_day.text})::INT" if last_day is not None else ""
    return Sql(f"({months}{late})::DOUBLE", "number", max(d.level for d in days), most=1e6,
               there=all(d.there for d in days))  # fmt: skip


_CALLS: Mapping[str, Callable[..., Sql]] = {
    "min": _extreme("least"),
    "max": _extreme("greatest"),
    "abs": lambda _, x: replace(x, text=f"abs({x.text})", plain=False, literal=None),
    "round": _round,
    "floor": _whole("floor", "+"),
    "ceil": _whole("ceil", "-"),
    "clip": _clip,
    "power": _power,
    "coalesce": _coalesce,
    "is_missing": lambda _, x: Sql(f"({x.text} IS NULL)", "yes-no", x.level, there=True),
    "months_between": _months,
    "calendar_months_between": _calendar_months,
    "days_between": _days,
}
