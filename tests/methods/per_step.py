"""`per_step`: `start`, and points for each step (whole ones, or parts too) to the better or the worse side of the target."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from appraise.policy.model.per_unit import PerStep
from tests.methods import Example
from tests.oracle_values import divided, limited, product, total

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.generate_rules import Rules
    from tests.methods import Ask
    from tests.oracle_values import Number

    Made = dict[str, object]

RULES = (PerStep,)
EXAMPLES = {
    "per_step": Example(
        "{method: per_step, start: 80, of: value, step: 1, steps: whole, up: {points: 1, at_most: 20}, down: {points: 1, at_most: none}}",
        scores={90: 70, 100: 80, 105: 85, 150: 100},
        refused="{method: per_step, start: 80, of: value, step: 0, steps: whole, up: {points: 1, at_most: 20}, down: {points: 1, at_most: none}}",
        code="wrong-value",
    ),
}


def scored(rule: PerStep, ask: Ask) -> Number:
    """`start`, and points for each step (whole ones, or parts too) to the better or the worse side of the target."""
    value, target, attained = (ask.own.get(name) for name in ("value", "target", "attainment"))
    if rule.of == "attainment":
        distance = None if attained is None else attained - 1
    else:
        distance = None if value is None or target is None else (target - value if ask.lower else value - target)
    start = ask.setting(rule.start)  # counts also where there is no value
    step, side = ask.setting(rule.step), rule.up if distance is not None and distance > 0 else rule.down
    if step is not None and step <= 0:
        ask.note("no-amount")
        return None
    if distance == 0:
        return start  # on target, steps do not matter
    steps = divided(None if distance is None else abs(distance), step)
    if steps is None:
        return None
    points = limited(
        product(Fraction(steps // 1) if rule.whole else steps, ask.setting(side.points)),
        None,
        side.at_most,
        ask.setting,
    )
    return total([start, points if side is rule.up else product(points, Fraction(-1))])


def written(rules: Rules) -> dict[str, Callable[[], Made]]:
    return {"per_step": lambda: _made(rules)} if rules.target else {}


def _made(rules: Rules) -> Made:
    of = rules.rng.choice(["attainment", "value"])
    share = rules.rng.choice([1, 2, 3, 5, 10])
    step = Fraction(share, 100) if of == "attainment" else Fraction(share, 100) * max(Fraction(1), rules.column.high)
    for k in (-3, -1, 1, 2, 4):
        for target in rules.targets:
            rules.column.mark(target * (1 + k * step) if of == "attainment" else target + k * step)
    sides = {side: {"points": rules.some(1, 2, 0.5), "at_most": rules.limit(6, 20)} for side in ("up", "down")}
    shown = f"{share}%" if of == "attainment" else float(step)
    steps = rules.rng.choice(["whole", "proportional"])
    return {"start": rules.some(30, 80, 100), "of": of, "step": rules.some(shown), "steps": steps} | sides
