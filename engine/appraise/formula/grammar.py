"""Formulas are parsed once, into the nodes of an allow-list; this is the only door into the language."""

from __future__ import annotations

import ast
import math
import warnings
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from appraise.formula.habits import sign_in_words
from appraise.formula.text import BadText, SideBySide, Typed, fold, normalise

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from appraise.diagnostics import Report, Where

PERCENT = "as_percent"  # a mark on numbers that were written as percents, which `ast.dump` does not see
LOOKUP = "lookup"  # the one function whose first value is no value but the name of a table
MAX_LENGTH, MAX_NODES, MAX_DEPTH, MAX_TEXT = 2000, 300, 40, 200

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
_INSTEAD: dict[type[ast.AST], str] = {
    ast.Pow: "write power(x, 2)",
    ast.FloorDiv: "write floor(x / y)",
    ast.Mod: "there is no remainder; a percent is written 80%",
    ast.Is: "to compare, write ==",
    ast.IsNot: "to compare, write !=",
    ast.BitXor: "write power(x, 2)",
    ast.BitAnd: "write `and`",
    ast.BitOr: "write `or`",
    ast.Invert: "write `not`",
    ast.Subscript: "look values up with {by: …, values: …}",
    ast.NamedExpr: "give the part a name under derive",
}


class FormulaError(ValueError):
    """Something wrong with a formula at one of its nodes; becomes one diagnostic."""

    def __init__(self, code: str, message: str, node: ast.AST | None = None, hint: str = ""):
        super().__init__(message)
        self.code, self.message, self.node, self.hint = code, message, node, hint
        self.formula: Formula | None = None


@dataclass(frozen=True, eq=False)
class Formula:
    """A parsed formula. `text` is what was written; two formulas mean the same when `key` is the same."""

    text: str
    tree: ast.expr
    typed: Typed
    place: Callable[[int, int], Where]
    key: str = ""

    @property
    def where(self) -> Where:
        """The place of the whole formula."""
        return self.place(0, len(self.text))

    def where_of(self, node: ast.AST | None) -> Where:
        """Give the place of one node."""
        return self.place(*self._span(node))

    def text_of(self, node: ast.AST) -> str:
        """Give what was written for one node."""
        begin, end = self._span(node)
        return self.text[begin:end]

    def _span(self, node: ast.AST | None) -> tuple[int, int]:
        """Give where a node begins and ends in the text. The parser counts bytes of UTF-8; we count characters."""
        if not isinstance(node, ast.expr) or node.end_col_offset is None:
            return 0, len(self.text)
        code = self.typed.python.encode()
        begin = len(code[: node.col_offset].decode())
        end = len(code[: node.end_col_offset].decode())
        return self.typed.origin[begin], self.typed.origin[max(begin, end - 1)] + 1

    @cached_property
    def names(self) -> frozenset[str]:
        """All names it reads, dotted ones whole, called functions left out."""
        return frozenset(name for name, _ in named(self.tree))

    @cached_property
    def tables(self) -> frozenset[str]:
        """All tables that it looks things up in."""
        calls = (n for n in ast.walk(self.tree) if isinstance(n, ast.Call) and n.args)
        return frozenset(name for n in calls if (name := table_of(n)))

    @cached_property
    def called(self) -> frozenset[str]:
        """All functions it calls."""
        return frozenset(calls(self.tree))


def calls(tree: ast.AST, skip: Callable[[ast.Call], bool] = lambda _call: False) -> Iterator[str]:
    """Yield the functions that are called, those inside a skipped call left out."""
    if isinstance(tree, ast.Call):
        if skip(tree):
            return
        if isinstance(tree.func, ast.Name):
            yield tree.func.id
    for child in ast.iter_child_nodes(tree):
        yield from calls(child, skip)


def named(tree: ast.AST, skip: Callable[[ast.Call], bool] = lambda _call: False) -> Iterator[tuple[str, ast.expr]]:
    """Yield every name that is read, with its node; those inside a skipped call are left out."""
    if isinstance(tree, ast.Call) and skip(tree):
        return
    if isinstance(tree, ast.Attribute):
        yield dotted(tree), tree
    elif isinstance(tree, ast.Name):
        yield tree.id, tree
    elif isinstance(tree, ast.Call):
        for part in (*values_of(tree), *(k.value for k in tree.keywords)):
            yield from named(part, skip)
    else:
        for child in ast.iter_child_nodes(tree):
            yield from named(child, skip)


def table_of(node: ast.Call) -> str:
    """Give the table that a call looks something up in, "" where it does not say one."""
    first = node.args[0] if node.args and isinstance(node.func, ast.Name) and node.func.id == LOOKUP else None
    return first.id if isinstance(first, ast.Name) else ""


def values_of(node: ast.Call) -> list[ast.expr]:
    """Give the values that a call is given: all but the name of a table."""
    return node.args[1:] if table_of(node) else node.args


def dotted(node: ast.Attribute) -> str:
    """Give `sales.score` for the attribute node of it."""
    return f"{node.value.id}.{node.attr}" if isinstance(node.value, ast.Name) else node.attr


def parse(text: str, place: Callable[[int, int], Where], report: Report,
          heading: Callable[[str, str], tuple[str, str] | None] = lambda _words, _rest: None) -> Formula | None:  # fmt: skip
    """Parse a formula; None, with the reason in the report, where it is none. `heading` tells of words that are one."""
    try:
        if len(text) > MAX_LENGTH:
            raise BadText(f"A formula has at most {MAX_LENGTH} characters.", 0, 1, "name its parts under derive")
    except BadText as bad:
        report.error("formula-too-long", str(bad), place(bad.begin, bad.end), bad.hint)
        return None
    try:
        typed = normalise(text)
    except SideBySide as bad:
        begin, end = bad.words or (0, 0)
        told = heading(text[begin:end], text[end:]) if bad.words else None
        message, hint = told or (str(bad), bad.hint)
        report.error("formula-syntax", message, place(begin, end) if told else place(bad.begin, bad.end), hint)
        return None
    except BadText as bad:
        report.error("formula-syntax", str(bad), place(bad.begin, bad.end), bad.hint)
        return None
    leading = len(typed.python) - len(typed.python.lstrip())
    typed = Typed(typed.python[leading:], typed.origin[leading:])
    tree = _tree(typed, place, report)
    if tree is None:
        return None
    formula = Formula(text, tree, typed, place)
    try:
        _inspect(tree)
    except FormulaError as problem:
        report.error(problem.code, problem.message, formula.where_of(problem.node), problem.hint)
        return None
    whole = replace(formula, key=ast.dump(tree))  # only now is its depth known to be small
    _mark_percents(whole)
    return whole


def _mark_percents(formula: Formula) -> None:
    """Let numbers that were written as percents know it; two formulas with 80% and 0.8 mean the same still."""
    for node in ast.walk(formula.tree) if "%" in fold(formula.text) else ():
        if isinstance(node, ast.Constant) and isinstance(node.value, float):
            setattr(node, PERCENT, fold(formula.text_of(node)).endswith("%"))


def _tree(typed: Typed, place: Callable[[int, int], Where], report: Report) -> ast.expr | None:
    if not typed.python.strip():
        report.error("formula-syntax", "A formula is needed here, and there is none.", place(0, 1))
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(typed.python, mode="eval").body
    except SyntaxError as problem:
        at = min(max((problem.offset or 1) - 1, 0), len(typed.origin) - 1)
        begin = min(typed.origin[at], max(typed.origin[-1] - 1, 0))
        message, hint = _syntax_in_words(problem, typed.python)
        report.error("formula-syntax", message, place(begin, begin + 1), hint)
    except (ValueError, RecursionError, MemoryError, OverflowError):
        report.error("formula-too-long", "The formula is nested too deeply or holds a number out of range.",
                     place(0, 1), "name its parts under derive")  # fmt: skip
    return None


def _syntax_in_words(problem: SyntaxError, python: str) -> tuple[str, str]:
    said = problem.msg or ""
    if "nested" in said or "too many" in said or "integer" in said:
        return (
            "The formula is nested too deeply or holds a number out of range.",
            "name its parts under derive",
        )
    if "was never closed" in said or "unexpected EOF" in said or "does not match" in said or "unmatched" in said:
        return "A bracket is not closed, or not opened.", "give every ( its )"
    if "=" in python.replace("==", "").replace(">=", "").replace("<=", "").replace("!=", ""):
        return "A single = stands here.", "to compare, write two: =="
    if "&&" in python or "||" in python:
        return "The formula cannot be read here.", "write `and`, `or`"
    if "expected 'else'" in said:
        return "`if` needs an `else`: what holds otherwise?", "write: a if condition else b"
    return "The formula cannot be read here.", "an operator or a value may be missing just before this place"


def _inspect(root: ast.expr) -> None:
    """Walk all nodes, without recursion, and refuse what is not on the allow-list."""
    todo: list[tuple[ast.AST, int, bool]] = [(root, 1, False)]
    count = 0
    while todo:
        node, depth, listed = todo.pop()
        count += 1
        if depth > MAX_DEPTH or count > MAX_NODES:
            raise FormulaError("formula-too-long", "The formula has too many parts.", root,
                               "name its parts under derive")  # fmt: skip
        if not isinstance(node, (*_EXPRESSIONS, *_FIXED)):
            bad = node if isinstance(node, ast.expr) else root
            raise FormulaError("formula-not-allowed", f"Formulas have no {sign_in_words(node)}.", bad,
                               _INSTEAD.get(type(node), "see the list of functions and signs in docs/language.md"))  # fmt: skip
        _inspect_one(node, listed)
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


def _inspect_one(node: ast.AST, listed: bool) -> None:  # noqa: C901 - one check per kind of node
    if isinstance(node, ast.Constant):
        value = node.value
        if isinstance(value, str):
            if len(value) > MAX_TEXT:
                raise FormulaError("formula-too-long", "A quoted text is too long.", node)
        elif type(value) is int or type(value) is float:
            if not abs(value) < 1e15 or not math.isfinite(float(value)):
                raise FormulaError("formula-too-long", "A number is out of range; up to 15 digits are exact.", node)
            node.value = float(value)
        elif type(value) is not bool:
            raise FormulaError("formula-not-allowed", f"{value!r} is neither a number nor a text.", node)
    elif isinstance(node, ast.Attribute):
        if not isinstance(node.value, ast.Name):
            raise FormulaError("formula-not-allowed", "A dot stands only in names such as sales.score.", node)
    elif isinstance(node, ast.Call):
        if not isinstance(node.func, ast.Name):
            raise FormulaError("formula-not-allowed", "Only the listed functions can be called.", node)
        starred = [a for a in node.args if isinstance(a, ast.Starred)]
        if starred or any(k.arg is None for k in node.keywords):
            raise FormulaError("formula-not-allowed", "Formulas have no `*`-arguments.", node)
    elif isinstance(node, (ast.Tuple, ast.List)):
        if not listed or not node.elts:
            raise FormulaError("formula-syntax", "A comma stands where no list is expected.", node,
                               "write numbers without thousands separators; lists stand only after `in`")  # fmt: skip
    elif isinstance(node, ast.Compare):
        for op, right in zip(node.ops, node.comparators, strict=True):
            if isinstance(op, (ast.In, ast.NotIn)) and not isinstance(right, (ast.Tuple, ast.List, ast.Constant)):
                raise FormulaError("formula-syntax", "After `in` stands a list in brackets.", right,
                                   "for example: region in ('华东', '华南')")  # fmt: skip
            if (
                isinstance(right, ast.Constant)
                and isinstance(op, (ast.In, ast.NotIn))
                and set(str(right.value)) & set(",，、")
            ):
                raise FormulaError("formula-syntax", "This is one text, commas and all.", right, "write ('A', 'B')")
            if not isinstance(op, (ast.In, ast.NotIn)) and isinstance(right, (ast.Tuple, ast.List)):
                raise FormulaError("formula-syntax", "A list can only follow `in`.", right)
