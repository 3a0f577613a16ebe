"""The oracle's formulas: one parsed tree, one employee, exact values."""

from __future__ import annotations

import ast
import math
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from appraise.formula.syntax.grammar import dotted
from tests.oracle_beyond import HISTORY, PEERS
from tests.oracle_values import (
    calendar_months_between,
    decimal,
    divided,
    every,
    half_up,
    largest,
    months_between,
    smallest,
    some,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from appraise.policy.model import Function
    from tests.oracle_values import Number, Value

    Bound = tuple[ast.expr, "Local"]
    Local = Mapping[str, Bound]

_ORDERED = {
    ast.Lt: lambda a, b: a < b, ast.LtE: lambda a, b: a <= b,
    ast.Gt: lambda a, b: a > b, ast.GtE: lambda a, b: a >= b,
}  # fmt: skip


class Formulas:
    """Computes formulas; `look_up` gives the value of a name, `labels` are the grades from best to worst.

    `beyond` gives the value of a call that looks at other rows. Names that mean something only in one place,
    such as arguments, are bound to what stands for them, since another row has another value there.
    """

    def __init__(self, look_up: Callable[[str], Value], functions: Mapping[str, Function], labels: Sequence[str],
                 beyond: Callable[[ast.Call, Local], Value]):  # fmt: skip
        self.look_up, self.functions, self.labels, self.beyond = look_up, functions, labels, beyond

    def compute(self, tree: ast.expr, local: Local) -> Value:
        """The value of a tree; `local` are names that mean something only here."""
        match tree:
            case ast.Constant():
                return decimal(tree.value) if isinstance(tree.value, float) else tree.value
            case ast.Name():
                return self.compute(*local[tree.id]) if tree.id in local else self.look_up(tree.id)
            case ast.Attribute():
                return self.look_up(dotted(tree))
            case ast.UnaryOp():
                return _unary(tree.op, self.compute(tree.operand, local))
            case ast.BinOp():
                return _binary(tree.op, self.compute(tree.left, local), self.compute(tree.right, local))
            case ast.BoolOp():
                truths = [self.compute(part, local) for part in tree.values]
                return every(truths) if isinstance(tree.op, ast.And) else some(truths)
            case ast.Compare():
                return self._chain(tree, local)
            case ast.IfExp():
                test = self.compute(tree.test, local)
                return None if test is None else self.compute(tree.body if test else tree.orelse, local)
            case ast.Call():
                return self._call(tree, local)
        raise AssertionError(ast.dump(tree))

    def _chain(self, tree: ast.Compare, local: Local) -> bool | None:
        """`a < b < c` is `a < b and b < c`; `x in (a, b)` is `x == a or x == b`."""
        parts: list[bool | None] = []
        left = self.compute(tree.left, local)
        for op, right in zip(tree.ops, tree.comparators, strict=True):
            if isinstance(op, (ast.In, ast.NotIn)):
                among = some([self._compare(ast.Eq(), left, self.compute(x, local)) for x in right.elts])
                parts.append(among if isinstance(op, ast.In) or among is None else not among)
            else:
                value = self.compute(right, local)
                parts.append(self._compare(op, left, value))
                left = value
        return every(parts)

    def _compare(self, op: ast.cmpop, a: Value, b: Value) -> bool | None:
        """Undecided with a missing side; dates with quoted dates; the better of two grades is the greater."""
        if a is None or b is None:
            return None
        if isinstance(a, date) and isinstance(b, str):
            b = date.fromisoformat(b)
        elif isinstance(b, date) and isinstance(a, str):
            a = date.fromisoformat(a)
        if isinstance(op, ast.Eq):
            return a == b
        if isinstance(op, ast.NotEq):
            return a != b
        if isinstance(a, str):
            a, b = -self.labels.index(a), -self.labels.index(b)
        return _ORDERED[type(op)](a, b)

    def _call(self, tree: ast.Call, local: Local) -> Value:
        """A function of the ruleset is its body with the arguments bound by name."""
        name = tree.func.id
        if name in self.functions:
            function = self.functions[name]
            given = [(a, local) for a in tree.args]
            return self.compute(function.body.tree, dict(zip(function.arguments, given, strict=True)))
        if name in PEERS or name in HISTORY:
            return self.beyond(tree, local)
        if name == "coalesce":
            values = (self.compute(a, local) for a in tree.args)
            return next((v for v in values if v is not None), None)
        values = [self.compute(a, local) for a in tree.args]
        if name == "is_missing":
            return values[0] is None
        return None if None in values else _FUNCTIONS[name](*values)


def bound(**names: str) -> Local:
    """Short names for names of the ruleset."""
    return {short: (ast.parse(name, mode="eval").body, {}) for short, name in names.items()}


def _unary(op: ast.unaryop, value: Value) -> Value:
    if value is None:
        return None
    if isinstance(op, ast.Not):
        return not value
    return -value if isinstance(op, ast.USub) else value


def _binary(op: ast.operator, a: Number, b: Number) -> Number:
    """Missing propagates, and division by zero is missing."""
    if isinstance(op, ast.Div):
        return divided(a, b)
    if a is None or b is None:
        return None
    if isinstance(op, ast.Mult):
        return a * b
    return a + b if isinstance(op, ast.Add) else a - b


def _power(x: Fraction, y: Fraction) -> Number:
    """Whole exponents only, as the generator writes them; 0 has no negative power."""
    assert y.denominator == 1
    return None if x == 0 and y < 0 else x ** int(y)


_FUNCTIONS: dict[str, Callable[..., Number]] = {
    "min": smallest,
    "max": largest,
    "abs": abs,
    "round": lambda x, places=Fraction(0): half_up(x, int(places)),
    "floor": lambda x: Fraction(math.floor(x)),
    "ceil": lambda x: Fraction(math.ceil(x)),
    "clip": lambda x, low, high: min(max(x, low), high),
    "power": _power,
    "months_between": lambda a, b: Fraction(months_between(a, b)),
    "calendar_months_between": lambda a, b, *last: Fraction(calendar_months_between(a, b, *last)),
    "days_between": lambda a, b: Fraction((b - a).days),
}
