"""Numbers that are compared or added are counted in the same: points with points, percents with percents."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from appraise.formula.grammar import FormulaError
from appraise.formula.kinds import say

if TYPE_CHECKING:
    import ast
    from collections.abc import Sequence

    from appraise.formula.kinds import Measured, Type

MOST = 5.0  # above which a plain number is no share: nobody means 500% without writing so
_WORDS = {"points": "points", "percent": "a percent", "money": "money", "count": "a count", "rating": "a mark"}


def go_together(node: ast.expr, values: Sequence[tuple[Type, ast.expr]]) -> Measured:
    """Give in what values are counted, blank where it is not the same for all; raises FormulaError where they clash."""
    known = [(value, part) for value, part in values if value.kind == "number"]
    for (one, of), (other, beside) in combinations(known, 2):
        for value, place, literal in ((one, of, other), (other, beside, one)):
            _with_literal(node, value, place, literal)
        kinds = {one.measured, other.measured}
        if len(kinds) > 1 and "" not in kinds and ("percent" in kinds or kinds == {"points", "money"}):
            plain = say(beside) if one.measured == "percent" else say(of)
            raise FormulaError("percent-or-ratio", f"{say(of)} is {_WORDS[one.measured]} and {say(beside)} is "
                               f"{_WORDS[other.measured]}.", node, _CLASH.format(plain))  # fmt: skip
    found = {value.measured for value, _ in known if value.literal is None}
    return found.pop() if len(found) == 1 else ""


_CLASH = "compare or add what is counted alike; a product or quotient, such as {} / 100, is taken as it is"


def _with_literal(node: ast.expr, value: Type, place: ast.expr, literal: Type) -> None:
    number = literal.literal
    if not isinstance(number, float) or not number or not value.measured:
        return
    if value.measured == "percent" and not literal.as_percent and abs(number) > MOST:
        raise FormulaError("percent-or-ratio", f"{say(place)} is a percent, and {number:g} is {number * 100:g}%.", node,
                           f"write {number:g}%, or {number * 100:g}% if that is meant")  # fmt: skip
    if value.measured != "percent" and literal.as_percent:
        mark = value.measured == "rating"
        mend = "the mark that is meant, such as 3" if mark else f"{number * 100:g}"
        raise FormulaError("percent-or-ratio", f"{say(place)} is {_WORDS[value.measured]}, and {number * 100:g}% is {number:g}.",
                           node,
                           f"write {mend}; a part of {say(place)} is {say(place)} * {number * 100:g}%")  # fmt: skip
