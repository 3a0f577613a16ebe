"""`rank`: the place, the percentile or the distance from the mean among peers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from appraise.policy.model.standing import ByDeviation, ByPercentile, ByPlace
from tests.generate_formulas import COHORT
from tests.generate_rules import within
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
EXAMPLES = {  # a sound rule, one that is refused, and the code of what is said
    "rank": (
        "{method: rank, of: place, within: [region], scores: {1: 100, 2: 60}}",
        "{method: rank, of: place, within: [region], scores: {2: 100, 3: 60}}",
        "lowest-missing",
    ),
    "rank percentile": (
        "{method: rank, of: percentile, points: [[0%, 0], [100%, 100]]}",
        "{method: rank, of: percentile, points: [[0%, 0], [120%, 100]]}",
        "wrong-value",
    ),
    "rank z": (
        "{method: rank, of: z, mean: 80, spread: 10, floor: 0, cap: 120}",
        "{method: rank, of: z, mean: 80, spread: 10, floor: 120, cap: 0}",
        "wrong-value",
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
