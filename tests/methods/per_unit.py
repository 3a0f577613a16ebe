"""`deduct` and `add`: points for each unit of the value beyond `free`, parts of a unit in proportion."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from appraise.policy.model.per_unit import PerUnit
from tests.methods import Example
from tests.oracle_values import divided, limited, product

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.generate_rules import Rules
    from tests.methods import Ask
    from tests.oracle_values import Number

    Made = dict[str, object]

RULES = (PerUnit,)
EXAMPLES = {
    "deduct": Example(
        "{method: deduct, points: 2, floor: 0}",
        scores={1: 98, 10: 80, 60: 0},
        refused="{method: deduct, points: 2, floor: 120}",
        code="wrong-value",
    ),
    "add": Example(
        "{method: add, points: 2, cap: 120}",
        scores={10: 20, 60: 120, 70: 120},
        refused="{method: add, points: -2, cap: 120}",
        code="wrong-value",
    ),
}


def scored(rule: PerUnit, ask: Ask) -> Number:
    value, free = ask.own["value"], ask.setting(rule.free)
    beyond = None if value is None or free is None else max(value - free, Fraction(0))
    points = product(ask.setting(rule.points), divided(beyond, ask.setting(rule.unit)))
    if rule.sign > 0:
        return limited(points, None, rule.limit, ask.setting)
    return limited(None if points is None else 100 - points, rule.limit, None, ask.setting)


def written(rules: Rules) -> dict[str, Callable[[], Made]]:
    return {
        "deduct": lambda: _made(rules) | {"floor": rules.limit(0, 60, -20)},
        "add": lambda: _made(rules) | {"cap": rules.limit(100, 120)},
    }


def _made(rules: Rules) -> Made:
    unit = (
        {"unit": rules.some(*([0.01] if rules.column.high < 2 else [1, 2, 5, 0.5]))} if rules.rng.random() < 0.7 else {}
    )
    free = {"free": rules.some(*([0.8] if rules.column.high < 2 else [1, 2, 10]))} if rules.rng.random() < 0.5 else {}
    return {"points": rules.some(1, 2, 5, 0.5, 3.3)} | unit | free
