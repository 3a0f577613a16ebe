"""`ratio`: 100 x attainment, between its limits."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from appraise.policy.model.scoring import Ratio
from tests.methods import Example
from tests.oracle_values import limited, product

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.generate_rules import Rules
    from tests.methods import Ask
    from tests.oracle_values import Number

    Made = dict[str, object]

RULES = (Ratio,)
EXAMPLES = {
    "ratio": Example(
        "{method: ratio, floor: 0, cap: 120}",
        scores={50: 50, 100: 100, 130: 120},
        refused="{method: ratio, floor: 120, cap: 0}",
        code="wrong-value",
    ),
}


def scored(rule: Ratio, ask: Ask) -> Number:
    return limited(product(Fraction(100), ask.own["attainment"]), rule.limited.floor, rule.limited.cap, ask.setting)


def written(rules: Rules) -> dict[str, Callable[[], Made]]:
    return {"ratio": lambda: _made(rules)} if rules.target else {}


def _made(rules: Rules) -> Made:
    return {"floor": rules.limit(0, 0, 50), "cap": rules.limit(100, 120, 150)}
