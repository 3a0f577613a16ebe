"""Calls that look beyond a row become steps of their own, and stand in their formula as names.

`sales / mean(sales, within=region)` is computed as `sales / X` with a step X = mean(sales, within=region), and so
is `quota * lookup(season, month)`.
"""

from __future__ import annotations

import ast
import re
from contextlib import ExitStack
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar

from appraise.formula.beyond import BEYOND, at_least, including_this, number_of
from appraise.formula.syntax.grammar import LOOKUP, Formula, named, table_of, values_of
from appraise.plan.emitting import ANY
from appraise.plan.lookups import compile_lookup
from appraise.plan.operations import Earlier, OfLast, Peers, Streak, Sum

if TYPE_CHECKING:
    from collections.abc import Mapping

    from appraise.plan.emitting import Emitter
    from appraise.plan.operations import Reading
    from appraise.plan.steps import Clause, Operand
    from appraise.policy.model import Function

T = TypeVar("T")
_QUANTILES = {"lowest": 0.0, "median": 0.5, "highest": 1.0}


def lifted(compiler: Emitter, formula: Formula, clause: Clause, local: Mapping[str, str]) -> Formula | None:
    """The formula with names in place of calls that look beyond the row; None where it has none."""
    if not looks_beyond(formula.tree, compiler.ruleset.functions):
        return None
    plain = _Spelled(compiler.ruleset.functions, [{k: ast.Name(v, ast.Load()) for k, v in local.items()}]).visit(
        copied(formula.tree)
    )
    tree = _Lifter(compiler, formula, clause).visit(plain)
    return replace(formula, tree=tree, key=ast.dump(tree))


def copied(tree: T) -> T:
    """Copy a tree; copy.deepcopy takes several times as long, and policies are compiled by the thousand."""
    if isinstance(tree, list):
        return [copied(part) for part in tree]  # type: ignore[return-value]
    if not isinstance(tree, ast.AST):
        return tree
    copy = type(tree).__new__(type(tree))
    copy.__dict__.update({name: copied(part) for name, part in tree.__dict__.items()})
    return copy


def looks_beyond(tree: ast.AST, functions: Mapping[str, Function]) -> bool:
    """Whether a call that looks beyond the row stands in a formula or in a function that it uses."""
    todo, seen = [tree], set[str]()
    while todo:
        for node in ast.walk(todo.pop()):
            name = node.func.id if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) else ""
            if name == LOOKUP or (name in BEYOND and name not in functions):
                return True
            if name in functions and name not in seen:
                seen.add(name)
                todo.append(functions[name].body.tree)
    return False


class _Spelled(ast.NodeTransformer):
    """Puts what short names and the ruleset's own functions stand for in their place."""

    def __init__(self, functions: Mapping[str, Function], frames: list[dict[str, ast.expr]]):
        self.functions, self.frames = functions, frames

    def visit_Name(self, node: ast.Name) -> ast.expr:
        return copied(self.frames[-1].get(node.id, node))

    def visit_Attribute(self, node: ast.Attribute) -> ast.expr:
        return node

    def visit_Call(self, node: ast.Call) -> ast.expr:
        assert isinstance(node.func, ast.Name)  # noqa: S101 - the grammar lets nothing else through
        table = node.args[:1] if table_of(node) else []
        arguments = [*table, *(self.visit(a) for a in values_of(node))]
        keywords = [ast.keyword(k.arg, self.visit(k.value)) for k in node.keywords]
        function = self.functions.get(node.func.id)
        if function is None:
            return ast.Call(node.func, arguments, keywords)
        self.frames.append(dict(zip(function.arguments, arguments, strict=True)))
        body: ast.expr = self.visit(copied(function.body.tree))
        self.frames.pop()
        return body


@dataclass
class _Lifter(ast.NodeTransformer):
    compiler: Emitter
    formula: Formula
    clause: Clause

    def visit_Call(self, node: ast.Call) -> ast.expr:
        assert isinstance(node.func, ast.Name)  # noqa: S101
        name = node.func.id
        if table_of(node):
            keys = [self._operand(value) for value in node.args[1:]]
            return _named(compile_lookup(self.compiler, table_of(node), keys, spelled(node), self.clause))
        if name not in BEYOND:
            return ast.Call(node.func, [self.visit(a) for a in node.args], node.keywords)
        if BEYOND[name].family == "peers":
            return _named(self._peers(node, name))
        if name == "change":
            before = _named(self._earlier(node.args[0], "at"))
            now = self.visit(copied(node.args[0]))  # what is remembered keeps its calls
            return ast.BinOp(ast.BinOp(now, ast.Sub(), before), ast.Div(), before)
        return _named(self._history(node, name))

    def visit_IfExp(self, node: ast.IfExp) -> ast.expr:
        """What a value of an `if` looks up concerns only those for whom the condition decides so."""
        test = self.visit(copied(node.test))
        body = self._concerning([node.test], node.body)
        return ast.IfExp(test, body, self._concerning([ast.UnaryOp(ast.Not(), node.test)], node.orelse))

    def visit_BoolOp(self, node: ast.BoolOp) -> ast.expr:
        """Of `a and lookup(…)` the second part concerns only those for whom the first one holds."""
        before = [v if isinstance(node.op, ast.And) else ast.UnaryOp(ast.Not(), v) for v in copied(node.values)]
        return ast.BoolOp(node.op, [self._concerning(before[:i], part) for i, part in enumerate(node.values)])

    def _concerning(self, conditions: list[ast.expr], part: ast.expr) -> ast.expr:
        """Lift what stands in a part that counts only where all conditions hold."""
        with ExitStack() as stack:
            if any(isinstance(n, ast.Call) and table_of(n) for n in ast.walk(part)):
                for condition in conditions:
                    stack.enter_context(self.compiler.where(self._operand(copied(condition))))
            lifted_part: ast.expr = self.visit(part)
        return lifted_part

    def _part(self, tree: ast.expr) -> Formula:
        return replace(self.formula, tree=tree, key=ast.dump(tree))

    def _operand(self, tree: ast.expr) -> Operand:
        return self.compiler.formula(self._part(tree), spelled(tree), self.clause)

    def _peers(self, node: ast.Call, name: str) -> Operand:
        inputs: list[Operand] = [self._operand(node.args[0])]
        keywords = {k.arg: k.value for k in node.keywords}
        inputs.append(self._operand(keywords["where"]) if "where" in keywords else 1.0)
        within = keywords.get("within")
        parts = within.elts if isinstance(within, (ast.Tuple, ast.List)) else [within] if within is not None else []
        inputs += [self._operand(part) for part in parts]
        quantile = number_of(node) if name == "quantile" else _QUANTILES.get(name, 0.0)
        figure = "quantile" if name in _QUANTILES else name
        operation = Peers(figure, quantile)  # type: ignore[arg-type] # the names of the functions, checked by types
        return self.compiler.emit(spelled(node), operation, (*inputs, self.compiler.operand("reason")), self.clause)

    def _history(self, node: ast.Call, name: str) -> Operand:
        it, text = node.args[0], spelled(node)
        emit, clause = self.compiler.emit, self.clause
        if name == "previous":
            carried = number_of(node) == 1 and any(n in self.compiler.carried_over for n, _ in named(it))
            return self._earlier(it, "latest", ANY) if carried else self._earlier(it, "at", int(number_of(node)))
        if name == "last_known":
            return self._earlier(it, "latest", int(number_of(node, ANY)))
        if name == "year_to_date":
            return emit(text, Sum(signed=True), (self._earlier(it, "year"), self._operand(it)), clause)
        if name == "streak":
            within = self.compiler.groups_of(self._part(it), clause)
            looked = Earlier(text, "at", grouped=within is not None)
            before = emit(f"{text} before", looked, within or (), clause)
            column = emit(text, Streak(), (before, self._operand(it)), clause)
            self.compiler.remember(text, self._part(it), clause, column, within)
            return column
        periods, this = int(number_of(node)), including_this(node)
        operation = OfLast(name == "mean_of_last", at_least(node, periods))
        earlier = [self._earlier(it, "sum", periods - this), self._earlier(it, "count", periods - this)]
        return emit(text, operation, (*earlier, *([self._operand(it)] if this else [])), clause)

    def _earlier(self, it: ast.expr, reading: Reading, periods: int = 1) -> str:
        return self.compiler.look_back(spelled(it), self._part(it), reading, self.clause, periods)


def spelled(tree: ast.expr) -> str:
    """Write a formula out as people would: 3, not 3.0."""
    return re.sub(r"(\d)\.0\b", r"\1", ast.unparse(tree))


def _named(operand: Operand) -> ast.expr:
    return ast.Name(operand, ast.Load()) if isinstance(operand, str) else ast.Constant(operand)
