"""What every computed name is made of by the language itself rather than by a formula: what cycles are found in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from appraise.policy import columns as col
from appraise.policy.meaning.parts import changed_by, first_of, parts_of

if TYPE_CHECKING:
    from appraise.policy.columns import IndicatorPart
    from appraise.policy.model import Grades, Indicator, Ruleset

_MEASURED: tuple[IndicatorPart, ...] = ("value", "target", "due")


def _graded_by(grades: Grades | None) -> set[str]:
    banded = {"score"} if grades is not None and grades.bands is not None else set[str]()
    return banded | ({"status"} if grades is not None and grades.ranking is not None else set())


def structure(ruleset: Ruleset) -> dict[str, set[str]]:
    """Give, for every computed name, the names it is made of by the language itself rather than by a formula."""
    ids = list(ruleset.indicators)
    made: dict[str, set[str]] = {
        "score": {col.indicator(i, "points") for i in ids} | {col.adjustment(a) for a in ruleset.adjustments},
        "grade": _graded_by(ruleset.grades),
        "total_reward": set(ruleset.rewards),
        "scored_indicators": {col.indicator(i, "score") for i in ids},
        "scored_categories": {col.indicator(i, "score") for i in ids},
        **_of_rewards(ruleset),
    }
    for indicator in ruleset.indicators.values():
        made |= _of_indicator(indicator, ruleset)
    for category in ruleset.categories:
        inside = [i for i, indicator in ruleset.indicators.items() if indicator.category == category]
        points, mean = col.of_category(category, "category_points"), col.of_category(category, "category_score")
        made[points] = {col.indicator(i, "points") for i in inside}
        made[mean] = {points, *(col.indicator(i, "weight") for i in inside)}
    made |= {col.of_adjustment(a): {col.adjustment(a)} for a in ruleset.adjustments}
    for gate in ruleset.gates.values():
        for effect in gate.effects:
            for name in changed_by(effect, gate, ruleset):
                made.setdefault(name, set()).add(col.gate(gate.id))
    return made


def _of_indicator(indicator: Indicator, ruleset: Ruleset) -> dict[str, set[str]]:
    """Give, for the figures of an indicator, those that they are made of by the language itself."""
    i = indicator.id
    value, target, due = (col.indicator(i, part) for part in _MEASURED)
    score, weight, attainment = col.indicator(i, "score"), col.indicator(i, "weight"), col.indicator(i, "attainment")
    stated: set[str] = {col.indicator(i, "stated"), *([col.category(indicator.category)] if indicator.category else [])}
    scored: set[str] = {value, *stated}  # by the weight: a missing score is an error only where it counts
    for rule in indicator.rules:
        scored |= {attainment} if rule.by == "attainment" else set()
        scored |= {target} if rule.needs_target else set()
        scored |= {"status"} if rule.peers is not None else set()  # those who are not appraised are nobody's peers
    spread: set[str] = {col.indicator(o.id, "score") for o in ruleset.indicators.values() if o.missing == "reweight"}
    return {
        target: {due},
        attainment: {value, target},
        col.indicator(i, "projection"): {value, due},
        score: scored,
        weight: stated | spread,
        col.indicator(i, "points"): {score, weight},
    }


def _of_rewards(ruleset: Ruleset) -> dict[str, set[str]]:
    """Give, for the names of rewards, those that they are made of by the language itself."""
    made: dict[str, set[str]] = {}
    for id_, reward in ruleset.rewards.items():
        parts, first = parts_of(reward, ruleset), first_of(id_, ruleset)
        for part in parts:
            if col.reward(id_, part) != first:
                made[col.reward(id_, part)] = {first}
        if first != id_:
            made[id_] = {first}
        if reward.pay.looks_at_peers:
            made.setdefault(first, set()).add("status")
        if reward.factor is not None and not reward.pay.names_factor:
            made.setdefault(first, set()).add(col.reward(id_, "factor"))
        if reward.draw is not None:
            made[id_].add(col.draw(id_))
            made |= {col.reward(id_, p): {first, col.draw(id_)} for p in parts if p in ("recovered", "balance")}
    for budget in ruleset.budgets.values():
        made[col.budget(budget.id)] = {"status", *(col.reward(id_, "claimed") for id_ in budget.covers)}
        for id_ in budget.covers:
            made.setdefault(id_, set()).add(col.budget(budget.id))
    return made
