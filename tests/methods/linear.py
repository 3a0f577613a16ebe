"""`linear`: straight lines between points."""

from __future__ import annotations

from typing import TYPE_CHECKING

from appraise.policy.model.scoring import Linear
from tests.methods import Example
from tests.oracle_values import constant, on_lines

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.generate_rules import Rules
    from tests.methods import Ask
    from tests.oracle_values import Number

    Made = dict[str, object]

RULES = (Linear,)
EXAMPLES = {
    "linear": Example(
        "{method: linear, of: attainment, points: [[80%, 0], [100%, 100]]}",
        scores={70: 0, 90: 50, 110: 100},
        refused="{method: linear, of: attainment, points: [[100%, 100], [80%, 0]]}",
        code="tiers-order",
    ),
}


def scored(rule: Linear, ask: Ask) -> Number:
    x = ask.own[rule.of]
    heights = [ask.setting(score) for _, score in rule.points]
    places = [constant(at) for at, _ in rule.points]
    return None if x is None else on_lines(x, places, heights, rule.boundary, extend=rule.extend)


def written(rules: Rules) -> dict[str, Callable[[], Made]]:
    return {"linear": lambda: _made(rules)}


def _made(rules: Rules) -> Made:
    of, places = rules.of()
    if len(places) > 2 and rules.rng.random() < 0.5:
        jump = rules.rng.randrange(1, len(places) - 1)
        places = [*places[:jump], places[jump], *places[jump:]]
    points = [[place, height] for place, height in zip(places, rules.heights(len(places)), strict=True)]
    extend = {"extend": rules.rng.random() < 0.7} if rules.rng.random() < 0.4 else {}
    return {"of": of, "points": points} | extend | rules.boundary()
