"""`formula`: any formula of value, target and attainment, between its limits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from appraise.policy.model.scoring import ByFormula
from tests.generate_formulas import COHORT
from tests.methods import Example
from tests.oracle_values import limited

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.generate_rules import Rules
    from tests.methods import Ask
    from tests.oracle_values import Number

    Made = dict[str, object]

RULES = (ByFormula,)
EXAMPLES = {
    "formula": Example(
        "{method: formula, formula: value * 2, floor: 0, cap: 120}",
        scores={10: 20, 60: 120, 70: 120},
        refused="{method: formula, formula: value * 2, floor: 120, cap: 0}",
        code="wrong-value",
    ),
}


def scored(rule: ByFormula, ask: Ask) -> Number:
    given = ask.compute(rule.formula)  # what a formula is made of counts also where there is no value
    return limited(None if ask.own["value"] is None else given, rule.limited.floor, rule.limited.cap, ask.setting)


def written(rules: Rules) -> dict[str, Callable[[], Made]]:
    return {"formula": lambda: _made(rules)}


def _made(rules: Rules) -> Made:
    limits = {"floor": rules.limit(0, 50), "cap": rules.limit(100, 120)}
    return {"formula": rules.own(lambda: _points(rules))} | limits


def _points(rules: Rules) -> str:
    """A formula of points, made of whatever there is."""
    small = rules.rng.random() < 0.7
    unit = rules.write.some_unit(COHORT, small=small)
    text = rules.write.number(COHORT, 2, small=small, unit=unit)
    return f"({text}) * 100" if unit == "percent" else f"({text}) / 1000" if unit == "money" else text
