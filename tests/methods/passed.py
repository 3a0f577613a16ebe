"""`pass`: 100 or 0, by a condition or by reaching the target."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from appraise.policy.model.scoring import Pass
from tests.generate_formulas import COHORT
from tests.methods import Example

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.generate_rules import Rules
    from tests.methods import Ask
    from tests.oracle_values import Number

    Made = dict[str, object]

RULES = (Pass,)
EXAMPLES = {
    "pass": Example(
        "{method: pass}",
        scores={99: 0, 100: 100},
        refused="{method: pass, when: value + 1}",
        code="type-mismatch",
    ),
}


def scored(rule: Pass, ask: Ask) -> Number:
    reach = ask.own.get("attainment")
    holds = ask.compute(rule.when) if rule.when is not None else None if reach is None else reach >= 1
    return None if holds is None or ask.own["value"] is None else Fraction(100 if holds else 0)


def written(rules: Rules) -> dict[str, Callable[[], Made]]:
    return {"pass": lambda: _made(rules)}


def _made(rules: Rules) -> Made:
    if rules.target and rules.rng.random() < 0.5:
        return {}
    return {"when": rules.own(lambda: rules.write.condition(COHORT))}
