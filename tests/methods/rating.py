"""`rating`: the score of the equal mark; a number without one is an error."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from appraise.policy.model.scoring import Rating
from tests.methods import Example

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.generate_rules import Rules
    from tests.methods import Ask
    from tests.oracle_values import Number

    Made = dict[str, object]

RULES = (Rating,)
EXAMPLES = {
    "rating": Example(
        "{method: rating, values: {1: 0, 2: 50, 3: 100}}",
        scores={1: 0, 2: 50, 3: 100},
        refused="{method: rating, values: {1: 0, 1.0: 50}}",
        code="duplicate-key",
    ),
}


def scored(rule: Rating, ask: Ask) -> Number:
    value = ask.own["value"]
    if value is None:
        return None
    for mark, score in rule.values.items():
        if (Fraction(mark) == value) if rule.numeric else (mark == value):
            return ask.setting(score)
    ask.note("below-lowest")
    return None


def written(rules: Rules) -> dict[str, Callable[[], Made]]:
    return {"rating": lambda: _made(rules)} if rules.plain and rules.column.kind in ("rating", "count") else {}


def _made(rules: Rules) -> Made:
    least, most = (1, 5) if rules.column.kind == "rating" else (0, int(rules.column.high) - 1)
    marks = range(least, min(most, 20) + 1)
    return {"values": {str(m): rules.some(m * 20) for m in marks}}
