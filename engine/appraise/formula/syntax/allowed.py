"""What may stand in a formula: the nodes of Python's grammar that the language has, and what to write for others."""

from __future__ import annotations

import ast
import math
from typing import TYPE_CHECKING, NamedTuple

from appraise.formula.syntax.habits import sign_in_words
from appraise.texts import NOTHING, Message, msg

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_NODES, MAX_DEPTH, MAX_TEXT = 300, 40, 200

BINARY: dict[type[ast.operator], str] = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/"}
COMPARE: dict[type[ast.cmpop], str] = {
    ast.Eq: "==", ast.NotEq: "!=", ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=",
    ast.In: "in", ast.NotIn: "not in",
}  # fmt: skip
UNARY: dict[type[ast.unaryop], str] = {ast.USub: "-", ast.UAdd: "+", ast.Not: "not"}
_EXPRESSIONS: tuple[type[ast.AST], ...] = (
    ast.Constant, ast.Name, ast.Attribute, ast.UnaryOp, ast.BinOp, ast.BoolOp, ast.Compare, ast.IfExp,
    ast.Call, ast.Tuple, ast.List,
)  # fmt: skip
_FIXED: tuple[type[ast.AST], ...] = (ast.Load, ast.And, ast.Or, *BINARY, *COMPARE, *UNARY)
_POWER = msg("write power(x, 2)")
_INSTEAD: dict[type[ast.AST], Message] = {
    ast.Pow: _POWER,
    ast.FloorDiv: msg("write floor(x / y)"),
    ast.Mod: msg("there is no remainder; a percent is written 80%"),
    ast.Is: msg("to compare, write {sign}", sign="=="),
    ast.IsNot: msg("to compare, write {sign}", sign="!="),
    ast.BitXor: _POWER,
    ast.BitAnd: msg("write `{plain}`", plain="and"),
    ast.BitOr: msg("write `{plain}`", plain="or"),
    ast.Invert: msg("write `{plain}`", plain="not"),
    ast.Subscript: msg("look values up with {{by: …, values: …}}"),
    ast.NamedExpr: msg("give the part a name under derive"),
}


class Refusal(NamedTuple):
    """What may not stand in a formula, at which node, and what to write."""

    code: str
    message: Message
    node: ast.AST
    hint: Message = NOTHING


def refusals(root: ast.expr) -> Iterator[Refusal]:
    """Walk all nodes, without recursion, and yield what is not on the allow-list; nothing behind a formula too large.

    Whole numbers become float64 on the way, so that all numbers of a formula are of one type.
    """
    todo: list[tuple[ast.AST, int, bool]] = [(root, 1, False)]
    count = 0
    while todo:
        node, depth, listed = todo.pop()
        count += 1
        if depth > MAX_DEPTH or count > MAX_NODES:
            yield Refusal(
                "formula-too-long", msg("The formula has too many parts."), root, msg("name its parts under derive")
            )
            return
        if not isinstance(node, (*_EXPRESSIONS, *_FIXED)):
            yield Refusal(
                "formula-not-allowed",
                msg("Formulas have no {sign}.", sign=sign_in_words(type(node))),
                node if isinstance(node, ast.expr) else root,
                _INSTEAD.get(type(node), msg("see the list of functions and signs in docs/language.md")),
            )
        yield from _of_one(node, listed)
        for child in ast.iter_child_nodes(node):
            if isinstance(node, ast.Call) and child is node.func:
                continue
            if isinstance(node, ast.Attribute):
                continue
            in_list = isinstance(node, ast.Compare) and child in node.comparators
            if isinstance(child, ast.keyword):
                todo.append((child.value, depth + 1, child.arg == "within"))
            else:
                todo.append((child, depth + 1, in_list))


def _of_one(node: ast.AST, listed: bool) -> Iterator[Refusal]:
    match node:
        case ast.Constant():
            yield from _of_constant(node)
        case ast.Attribute():
            if not isinstance(node.value, ast.Name):
                yield Refusal("formula-not-allowed", msg("A dot stands only in names such as sales.score."), node)
        case ast.Call():
            if not isinstance(node.func, ast.Name):
                yield Refusal("formula-not-allowed", msg("Only the listed functions can be called."), node)
            if any(isinstance(a, ast.Starred) for a in node.args) or any(k.arg is None for k in node.keywords):
                yield Refusal(
                    "formula-not-allowed", msg("Formulas have no {sign}.", sign=sign_in_words(ast.Starred)), node
                )
        case ast.Tuple() | ast.List():
            if not listed or not node.elts:
                yield Refusal(
                    "formula-syntax",
                    msg("A comma stands where no list is expected."),
                    node,
                    msg("write numbers without thousands separators; lists stand only after `in`"),
                )
        case ast.Compare():
            for op, right in zip(node.ops, node.comparators, strict=True):
                yield from _of_comparison(op, right)


def _of_constant(node: ast.Constant) -> Iterator[Refusal]:
    value = node.value
    if isinstance(value, str):
        if len(value) > MAX_TEXT:
            yield Refusal("formula-too-long", msg("A quoted text is too long."), node)
    elif type(value) is int or type(value) is float:
        if not abs(value) < 1e15 or not math.isfinite(float(value)):
            yield Refusal("formula-too-long", msg("A number is out of range; up to 15 digits are exact."), node)
        else:
            node.value = float(value)
    elif type(value) is not bool:
        yield Refusal("formula-not-allowed", msg("{value!r} is neither a number nor a text.", value=value), node)


def _of_comparison(op: ast.cmpop, right: ast.expr) -> Iterator[Refusal]:
    among, listed = isinstance(op, (ast.In, ast.NotIn)), isinstance(right, (ast.Tuple, ast.List))
    if among and not listed and not isinstance(right, ast.Constant):
        yield Refusal(
            "formula-syntax",
            msg("After `in` stands a list in brackets."),
            right,
            msg("for example: region in ('华东', '华南')"),
        )
    if among and isinstance(right, ast.Constant) and set(str(right.value)) & set(",，、"):
        yield Refusal("formula-syntax", msg("This is one text, commas and all."), right, msg("write ('A', 'B')"))
    if not among and listed:
        yield Refusal("formula-syntax", msg("A list can only follow `in`."), right)
