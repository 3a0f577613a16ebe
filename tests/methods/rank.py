"""`rank`: the place, the percentile or the distance from the mean among peers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from appraise.policy.model.standing import ByDeviation, ByPercentile, ByPlace
from tests.generate_formulas import COHORT
from tests.generate_rules import within
from tests.methods import Example
from tests.oracle_ranking import standing

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.generate_rules import Rules
    from tests.methods import Ask
    from tests.oracle_values import Number

    Made = dict[str, object]

RULES = (
    ByPlace,
    ByPercentile,
    ByDeviation,
)
EXAMPLES = {
    "rank": Example(
        "{method: rank, of: place, within: [region], scores: {1: 100, 2: 60}}",
        scores={9: 100, 8: 60, 7: 60},
        refused="{method: rank, of: place, within: [region], scores: {2: 100, 3: 60}}",
        code="lowest-missing",
    ),
    "rank percentile": Example(
        "{method: rank, of: percentile, points: [[0%, 0], [100%, 100]]}",
        scores={1: 0, 2: 50, 3: 100},
        refused="{method: rank, of: percentile, points: [[0%, 0], [120%, 100]]}",
        code="wrong-value",
    ),
    "rank z": Example(
        "{method: rank, of: z, mean: 80, spread: 10, floor: 0, cap: 120}",
        scores={1: 70, 3: 90},  # their mean is 2, their standard deviation 1
        refused="{method: rank, of: z, mean: 80, spread: 10, floor: 120, cap: 0}",
        code="wrong-value",
    ),
}


def scored(rule: ByPlace | ByPercentile | ByDeviation, ask: Ask) -> Number:
    return standing(ask.person, ask.indicator, rule, ask.local)


def written(rules: Rules) -> dict[str, Callable[[], Made]]:
    return {"rank": lambda: _made(rules)} if rules.write.peers else {}


def _made(rules: Rules) -> Made:
    made: dict[str, object] = {"of": rules.rng.choice(["place", "percentile", "z"])} | within(rules.write, COHORT)
    if made["of"] == "place":
        places = [1, *sorted(rules.rng.sample([2, 3, 4, 5], rules.rng.randint(0, 3)))]
        return made | {"scores": dict(zip(places, rules.heights(len(places))[::-1], strict=True))}
    if made["of"] == "percentile":
        places = sorted(rules.rng.sample([0, 20, 25, 50, 80, 100], rules.rng.randint(2, 4)))
        heights = rules.heights(len(places))
        return made | {"points": [[f"{p}%", h] for p, h in zip(places, heights, strict=True)]} | rules.boundary()
    limits = {"floor": rules.limit(0, 60), "cap": rules.limit(100, 120)}
    return made | {"mean": rules.some(80, 75), "spread": rules.some(10, 7.5)} | limits
