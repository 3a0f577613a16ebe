"""`steps`: the score of the last bound that is reached; below the first nothing is stated, which is an error."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from appraise.policy.model.scoring import Steps
from tests.methods import Example
from tests.oracle_values import bounds_of, reached

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.generate_rules import Rules
    from tests.methods import Ask
    from tests.oracle_values import Number

    Made = dict[str, object]

RULES = (Steps,)
EXAMPLES = {
    "steps": Example(
        "{method: steps, of: attainment, steps: {lowest: 0, 100%: 100}}",
        scores={99: 0, 100: 100},
        refused="{method: steps, of: attainment, steps: {80%: 60, 100%: 100}}",
        code="lowest-missing",
    ),
}


def scored(rule: Steps, ask: Ask) -> Number:
    x = ask.own[rule.of]
    if x is None:
        return None
    at = reached(x, bounds_of(rule.bounds), rule.boundary)
    if at < 0:
        ask.note("below-lowest")
        return None
    return ask.setting(rule.scores[at])


def written(rules: Rules) -> dict[str, Callable[[], Made]]:
    return {"steps": lambda: _made(rules)}


def _made(rules: Rules) -> Made:
    of, places = rules.of()
    least = rules.column.low if rules.plain and "min" in rules.column.yaml else 0
    if rules.rng.random() < 0.7 or Fraction(places[0].rstrip("%")) > least:
        places[0] = rules.rng.choice(["lowest", "lowest", "0"])
    boundary = rules.boundary() if places[0] == "lowest" else {"boundary": "lower"}
    places = [
        p
        for i, p in enumerate(places)
        if i == 0 or places[0] == "lowest" or Fraction(p.rstrip("%")) > Fraction(places[0].rstrip("%"))
    ]
    return {"of": of, "steps": dict(zip(places, rules.heights(len(places)), strict=True))} | boundary
