"""A least is not more than a most, and what is lost or gained per unit is counted upwards."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.policy.model import ByDeviation, ByFormula, PerStep, PerUnit, Ratio
from engine.policy.scoring import rules_of
from engine.policy.uses import cohorts_of, constant_by_cohort

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engine.diagnostics import Report
    from engine.policy.model import Gate, Ruleset
    from engine.policy.scope import Scope
    from engine.policy.values import Setting


def check(ruleset: Ruleset, scope: Scope, report: Report) -> None:
    """Compare the limits that are plain numbers, for every cohort."""
    pairs: list[tuple[Setting | None, Setting | None, str]] = [
        (ruleset.score_minimum, ruleset.score_maximum, "the total score")
    ]
    for indicator in ruleset.indicators.values():
        for rule in rules_of(indicator.scoring):
            if isinstance(rule, (Ratio, ByFormula, ByDeviation)):
                pairs.append((rule.floor, rule.cap, indicator.title))
            elif isinstance(rule, PerUnit):
                counted = ((rule.points, "points"), (rule.unit, "unit"), (rule.free, "free"))
                _counted(ruleset, counted, indicator.title, report)
            if isinstance(rule, ByDeviation):
                _counted(ruleset, [(rule.spread, "spread")], indicator.title, report)
            elif isinstance(rule, PerStep):
                sides = [(s, what) for side in (rule.up, rule.down)
                         for s, what in ((side.points, "points"), (side.at_most, "at_most"))]  # fmt: skip
                _counted(ruleset, [(rule.step, "step"), *sides], indicator.title, report)
    pairs += [(a.minimum, a.maximum, a.title) for a in ruleset.adjustments.values()]
    pairs += [(r.minimum, r.maximum, r.title) for r in ruleset.rewards.values()]
    for low, high, what in pairs:
        for cohort in cohorts_of(ruleset):
            least, most = constant_by_cohort(low, cohort), constant_by_cohort(high, cohort)
            if low is not None and least is not None and most is not None and least > most:
                report.error("wrong-value", f"The least of {what}, {least:g}, is more than the most, {most:g}.", low.where,
                             "exchange them, or mend one")  # fmt: skip
    for field in ruleset.data.fields.values():
        if field.minimum is not None and field.maximum is not None and field.minimum > field.maximum:
            report.error(
                "wrong-value", f"The `min` of {field.id} is more than its `max`.", field.where, "exchange them"
            )
    if "grades" not in scope.broken and ruleset.grades is not None:
        for gate in ruleset.gates.values():
            _gate(gate, ruleset.grades.labels, report)


def _counted(ruleset: Ruleset, settings: Sequence[tuple[Setting | None, str]], title: str, report: Report) -> None:
    for setting, what in settings:
        for cohort in cohorts_of(ruleset):
            value = constant_by_cohort(setting, cohort)
            if setting is not None and value is not None and (value < 0 or (value == 0 and what in ("unit", "step"))):
                report.error("wrong-value", f"`{what}` of {title} is {value:g}; it must be more than 0.", setting.where,
                             "state it upwards from 0: `deduct` and `down` take points off by themselves")  # fmt: skip


def _gate(gate: Gate, labels: tuple[str, ...], report: Report) -> None:
    most, least = gate.grade_at_most, gate.grade_at_least
    if most in labels and least in labels and labels.index(str(least)) < labels.index(str(most)):
        report.warn("wrong-value", f"{gate.title} allows no grade better than {most} and none worse than {least}.", gate.where,
                     "keep one of the two")  # fmt: skip
    if gate.covers and gate.reward_factor is None and gate.reward_at_most is None:
        report.warn("unused", f"{gate.title} names rewards under `covers` and does nothing to them.", gate.where,
                    "add `reward_factor` or `reward_at_most`, or remove `covers`")  # fmt: skip
