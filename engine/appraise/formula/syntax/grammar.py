"""Formulas are parsed once, into the nodes of an allow-list; this is the only door into the language."""

from __future__ import annotations

import ast
import warnings
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from appraise.formula.syntax.allowed import refusals
from appraise.formula.syntax.text import BadText, SideBySide, Typed, fold, normalise
from appraise.formula.syntax.words import ENGLISH, Words
from appraise.texts import NOTHING, Message, msg

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from appraise.diagnostics import Diagnostics, Where

    Heading = Callable[[str, str], tuple[Message, Message] | None]

PERCENT = "as_percent"  # a mark on numbers that were written as percents, which `ast.dump` does not see
LOOKUP = "lookup"  # the one function whose first value is no value but the name of a table
MAX_LENGTH = 2000


class FormulaError(ValueError):
    """Something wrong with a formula at one of its nodes; becomes one diagnostic."""

    def __init__(self, code: str, message: Message, node: ast.AST | None = None, hint: Message = NOTHING):
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
    def name(self) -> str:
        """The name that it is, as the language has it; what was written, where it is more than a name."""
        plain = isinstance(self.tree, ast.Name | ast.Attribute)
        return ast.unparse(self.tree) if plain else self.text.strip()

    @property
    def where(self) -> Where:
        """The place of the whole formula."""
        return self.place(0, len(self.text))

    def where_of(self, node: ast.AST | None) -> Where:
        """The place of one node."""
        return self.place(*self._span(node))

    def text_of(self, node: ast.AST) -> str:
        """What was written for one node."""
        begin, end = self._span(node)
        return self.text[begin:end]

    def _span(self, node: ast.AST | None) -> tuple[int, int]:
        """Where a node begins and ends in the text. The parser counts bytes of UTF-8; we count characters."""
        if not isinstance(node, ast.expr) or node.end_col_offset is None:
            return 0, len(self.text)
        code = self.typed.python.encode()
        begin = len(code[: node.col_offset].decode())
        end = len(code[: node.end_col_offset].decode())
        there = self.typed.origin[
            begin : max(begin + 1, end)
        ]  # not in order, where a condition was put behind its value
        return min(there), max(there) + 1

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
    """The table that a call looks something up in, "" where it does not say one."""
    first = node.args[0] if node.args and isinstance(node.func, ast.Name) and node.func.id == LOOKUP else None
    return first.id if isinstance(first, ast.Name) else ""


def values_of(node: ast.Call) -> list[ast.expr]:
    """The values that a call is given: all but the name of a table."""
    return node.args[1:] if table_of(node) else node.args


def dotted(node: ast.Attribute) -> str:
    """`sales.score` for the attribute node of it."""
    return f"{node.value.id}.{node.attr}" if isinstance(node.value, ast.Name) else node.attr


def parse(text: str, place: Callable[[int, int], Where], diagnostics: Diagnostics,
          heading: Heading = lambda _words, _rest: None, words: Words = ENGLISH) -> Formula | None:  # fmt: skip
    """Parse a formula; None, with the reason in `diagnostics`, where it is none.

    `heading` tells of words that are one. `words` are those of another language, with the English ones that they stand for.
    """
    if len(text) > MAX_LENGTH:
        diagnostics.error(
            "formula-too-long",
            msg("A formula has at most {most} characters.", most=MAX_LENGTH),
            place(0, 1),
            msg("name its parts under derive"),
        )
        return None
    try:
        typed = normalise(text, words)
    except BadText as bad:
        _tell(bad, text, place, diagnostics, heading)
        return None
    leading = len(typed.python) - len(typed.python.lstrip())
    typed = Typed(typed.python[leading:], typed.origin[leading:])
    tree = _tree(typed, place, diagnostics)
    if tree is None:
        return None
    formula = Formula(text, tree, typed, place)
    refused = next(refusals(tree), None)
    if refused is not None:
        diagnostics.error(refused.code, refused.message, formula.where_of(refused.node), refused.hint)
        return None
    whole = replace(formula, key=ast.dump(tree))  # only now is its depth known to be small
    _mark_percents(whole)
    return whole


def _tell(
    bad: BadText, text: str, place: Callable[[int, int], Where], diagnostics: Diagnostics, heading: Heading
) -> None:
    """Report a text that cannot be read; words side by side may be a heading, of which there is more to say."""
    if isinstance(bad, SideBySide) and bad.words is not None:
        begin, end = bad.words
        if told := heading(text[begin:end], text[end:]):
            diagnostics.error("formula-syntax", told[0], place(begin, end), told[1])
            return
    diagnostics.error("formula-syntax", bad.message, place(bad.begin, bad.end), bad.hint)


def _mark_percents(formula: Formula) -> None:
    """Let numbers that were written as percents know it; two formulas with 80% and 0.8 mean the same still."""
    for node in ast.walk(formula.tree) if "%" in fold(formula.text) else ():
        if isinstance(node, ast.Constant) and isinstance(node.value, float):
            setattr(node, PERCENT, fold(formula.text_of(node)).endswith("%"))


def _tree(typed: Typed, place: Callable[[int, int], Where], diagnostics: Diagnostics) -> ast.expr | None:
    if not typed.python.strip():
        diagnostics.error("formula-syntax", msg("A formula is needed here, and there is none."), place(0, 1))
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(typed.python, mode="eval").body
    except SyntaxError as problem:
        at = min(max((problem.offset or 1) - 1, 0), len(typed.origin) - 1)
        begin = min(typed.origin[at], max(typed.origin[-1] - 1, 0))
        message, hint = _syntax_in_words(problem, typed.python)
        diagnostics.error("formula-syntax", message, place(begin, begin + 1), hint)
    except (ValueError, RecursionError, MemoryError, OverflowError):
        diagnostics.error("formula-too-long", _TOO_DEEP, place(0, 1), msg("name its parts under derive"))
    return None


def _syntax_in_words(problem: SyntaxError, python: str) -> tuple[Message, Message]:
    said = problem.msg or ""
    if "nested" in said or "too many" in said or "integer" in said:
        return _TOO_DEEP, msg("name its parts under derive")
    if "was never closed" in said or "unexpected EOF" in said or "does not match" in said or "unmatched" in said:
        return msg("A bracket is not closed, or not opened."), msg("give every ( its )")
    if "=" in python.replace("==", "").replace(">=", "").replace("<=", "").replace("!=", ""):
        return msg("A single = stands here."), msg("to compare, write two: ==")
    if "&&" in python or "||" in python:
        return msg("The formula cannot be read here."), msg("write `and`, `or`")
    if "expected 'else'" in said:
        return msg("`if` needs an `else`: what holds otherwise?"), msg("write: a if condition else b")
    return (
        msg("The formula cannot be read here."),
        msg("an operator or a value may be missing just before this place"),
    )


_TOO_DEEP = msg("The formula is nested too deeply or holds a number out of range.")
