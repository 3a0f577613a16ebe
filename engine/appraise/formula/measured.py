"""Numbers that are compared or added are counted in the same: points with points, percents with percents."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from appraise.formula.kinds import say
from appraise.formula.syntax.grammar import FormulaError
from appraise.texts import Message, msg

if TYPE_CHECKING:
    import ast
    from collections.abc import Sequence

    from appraise.formula.kinds import Measured, Type

MOST = 5.0  # above which a plain number is no share: nobody means 500% without writing so
IN_WORDS: dict[Measured, Message] = {
    "points": msg("points", "counted in"),
    "percent": msg("a percent", "counted in"),
    "money": msg("money", "counted in"),
    "count": msg("a count", "counted in"),
    "rating": msg("a mark", "counted in"),
}


def go_together(node: ast.expr, values: Sequence[tuple[Type, ast.expr]]) -> Measured:
    """In what values are counted, blank where it is not the same for all; raises FormulaError where they clash."""
    known = [(value, part) for value, part in values if value.kind == "number"]
    for (one, of), (other, beside) in combinations(known, 2):
        for value, place, literal in ((one, of, other), (other, beside, one)):
            _with_literal(node, value, place, literal)
        kinds = {one.measured, other.measured}
        if len(kinds) > 1 and "" not in kinds and ("percent" in kinds or kinds == {"points", "money"}):
            plain = say(beside) if one.measured == "percent" else say(of)
            raise FormulaError(
                "percent-or-ratio",
                msg(
                    "{part} is {unit} and {other} is {other_unit}.",
                    part=say(of),
                    unit=IN_WORDS[one.measured],
                    other=say(beside),
                    other_unit=IN_WORDS[other.measured],
                ),
                node,
                msg(
                    "compare or add what is counted alike; a product or quotient, such as {part} / 100, is taken as it is",
                    part=plain,
                ),
            )
    found = {value.measured for value, _ in known if value.literal is None}
    return found.pop() if len(found) == 1 else ""


def _with_literal(node: ast.expr, value: Type, place: ast.expr, literal: Type) -> None:
    number = literal.literal
    if not isinstance(number, float) or not number or not value.measured:
        return
    if value.measured == "percent" and not literal.as_percent and abs(number) > MOST:
        raise FormulaError(
            "percent-or-ratio",
            msg(
                "{part} is a percent, and {number:g} is {percent:g}%.",
                part=say(place),
                number=number,
                percent=number * 100,
            ),
            node,
            msg("write {number:g}%, or {percent:g}% if that is meant", number=number, percent=number * 100),
        )
    if value.measured != "percent" and literal.as_percent:
        percent = number * 100
        raise FormulaError(
            "percent-or-ratio",
            msg(
                "{part} is {unit}, and {percent:g}% is {number:g}.",
                part=say(place),
                unit=IN_WORDS[value.measured],
                percent=percent,
                number=number,
            ),
            node,
            msg(
                "write the mark that is meant, such as 3; a part of {part} is {part} * {percent:g}%",
                part=say(place),
                percent=percent,
            )
            if value.measured == "rating"
            else msg("write {percent:g}; a part of {part} is {part} * {percent:g}%", part=say(place), percent=percent),
        )
