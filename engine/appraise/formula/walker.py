"""One walk over a formula, whatever it is computed on: types, or columns of numbers.

The walk is simpleeval's, with every node and operator table replaced, so that nothing of the stock
evaluator (attribute access, its functions, Python's own arithmetic) can be reached.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

from simpleeval import SimpleEval

from appraise.formula.syntax.allowed import BINARY, COMPARE, UNARY
from appraise.formula.syntax.grammar import Formula, FormulaError, dotted, values_of
from appraise.texts import Listed, msg, msgs

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

V = TypeVar("V")
MOST_CALLS = 1_000  # a function may call another twice, that one a third twice, and so on


class Algebra(Protocol[V]):
    """What a walk needs to know of the values it computes with. `node` is for messages."""

    def constant(self, node: ast.Constant, value: float | str | bool) -> V:
        """The value of a literal."""
        ...

    def name(self, node: ast.expr, name: str) -> V:
        """The value of a name, plain or dotted."""
        ...

    def unary(self, node: ast.expr, sign: str, value: V) -> V:
        """Apply `-`, `+` or `not`."""
        ...

    def binary(self, node: ast.BinOp, sign: str, left: V, right: V) -> V:
        """Apply `+ - * /`."""
        ...

    def compare(self, node: ast.Compare, sign: str, left: V, right: V) -> V:
        """Compare two values."""
        ...

    def logic(self, node: ast.expr, sign: str, values: Sequence[V]) -> V:
        """Join conditions by `and` or `or`."""
        ...

    def choose(self, node: ast.IfExp, test: V, yes: V, no: V) -> V:
        """Take one of two values by a condition."""
        ...

    def call(self, node: ast.Call, name: str, arguments: Sequence[V], keywords: Mapping[str, Sequence[V]]) -> V:
        """Apply one of the language's functions; a named value is a list, since `within=(a, b)` names several."""
        ...


class Function(Protocol):
    """A function that a ruleset defines: the names of its arguments and its body."""

    @property
    def arguments(self) -> tuple[str, ...]:
        """The names of its arguments."""
        ...

    @property
    def body(self) -> Formula:
        """The formula it stands for."""
        ...


class Walker(SimpleEval, Generic[V]):  # type: ignore[misc] # simpleeval has no types
    """Walks a formula over one algebra; `functions` are those the ruleset defines itself."""

    def __init__(self, algebra: Algebra[V], functions: Mapping[str, Function]):
        super().__init__(operators={}, functions={}, names={})
        self.algebra = algebra
        self.defined = functions
        self.frames: list[dict[str, V]] = []
        self.calling: list[str] = []
        self.called = 0  # functions of the ruleset, within one formula
        self.nodes: dict[type[ast.AST], Callable[..., V]] = {
            ast.Constant: lambda n: self.algebra.constant(n, n.value),
            ast.Name: self._name,
            ast.Attribute: lambda n: self.algebra.name(n, dotted(n)),
            ast.UnaryOp: lambda n: self.algebra.unary(n, UNARY[type(n.op)], self._eval(n.operand)),
            ast.BinOp: lambda n: self.algebra.binary(n, BINARY[type(n.op)], self._eval(n.left), self._eval(n.right)),
            ast.BoolOp: self._logic,
            ast.Compare: self._compare,
            ast.IfExp: lambda n: self.algebra.choose(n, *(self._eval(x) for x in (n.test, n.body, n.orelse))),
            ast.Call: self._call,
        }

    def walk(self, formula: Formula) -> V:
        """Compute a formula; raises FormulaError, which knows the formula it arose in."""
        self.called = self.called if self.calling else 0
        try:
            value: V = self._eval(formula.tree)
        except FormulaError as problem:
            problem.formula = problem.formula or formula
            raise
        return value

    def value(self, node: ast.expr) -> V:
        """Compute a part of a formula."""
        value: V = self._eval(node)
        return value

    def _name(self, node: ast.Name) -> V:
        if self.frames and node.id in self.frames[-1]:
            return self.frames[-1][node.id]
        return self.algebra.name(node, node.id)

    def _logic(self, node: ast.BoolOp) -> V:
        sign = "and" if isinstance(node.op, ast.And) else "or"
        return self.algebra.logic(node, sign, [self._eval(v) for v in node.values])

    def _compare(self, node: ast.Compare) -> V:
        """Take a chain apart: `80% <= x < 90%` is two comparisons, and both must hold."""
        parts: list[V] = []
        left = self._eval(node.left)
        for op, right_node in zip(node.ops, node.comparators, strict=True):
            sign = COMPARE[type(op)]
            if sign in ("in", "not in"):
                listed = right_node.elts if isinstance(right_node, (ast.Tuple, ast.List)) else [right_node]
                same = [self.algebra.compare(node, "==", left, self._eval(x)) for x in listed]
                among = same[0] if len(same) == 1 else self.algebra.logic(node, "or", same)
                parts.append(among if sign == "in" else self.algebra.unary(node, "not", among))
            else:
                right = self._eval(right_node)
                parts.append(self.algebra.compare(node, sign, left, right))
                left = right
        return parts[0] if len(parts) == 1 else self.algebra.logic(node, "and", parts)

    def _keywords(self, node: ast.Call) -> dict[str, list[V]]:
        found: dict[str, list[V]] = {}
        for keyword in node.keywords:
            value = keyword.value
            parts = value.elts if isinstance(value, (ast.Tuple, ast.List)) else [value]
            found[keyword.arg or ""] = [self._eval(part) for part in parts]
        return found

    def _call(self, node: ast.Call) -> V:
        assert isinstance(node.func, ast.Name)  # noqa: S101 - the grammar lets nothing else through
        name = node.func.id
        arguments = [self._eval(a) for a in values_of(node)]
        if name not in self.defined:
            return self.algebra.call(node, name, arguments, self._keywords(node))
        function = self.defined[name]
        if len(arguments) != len(function.arguments) or node.keywords:
            raise FormulaError(
                "wrong-arguments",
                msgs(
                    "{name} takes {n} value: {arguments}.",
                    "{name} takes {n} values: {arguments}.",
                    len(function.arguments),
                    name=name,
                    arguments=Listed(function.arguments),
                ),
                node,
            )
        self.called += 1
        if self.called > MOST_CALLS:
            raise FormulaError(
                "formula-too-long",
                msg(
                    "With all that the called functions call in turn, a formula has at most {most:,} calls.",
                    most=MOST_CALLS,
                ),
                node,
                msg("name a part under derive, which is computed once"),
            )
        if name in self.calling:
            raise FormulaError("cycle", msg("The function {name} calls itself.", name=name), node)
        self.frames.append(dict(zip(function.arguments, arguments, strict=True)))
        self.calling.append(name)
        try:
            return self.walk(function.body)
        finally:
            self.frames.pop()
            self.calling.pop()
