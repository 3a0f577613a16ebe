"""What every computed name is made of by the language itself rather than by a formula: what cycles are found in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from appraise.policy import columns as col
from appraise.policy.columns import CATEGORY_PARTS
from appraise.policy.meaning.parts import changed_by, made_of

if TYPE_CHECKING:
    from appraise.policy.model import Grades, Ruleset


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
        **made_of(ruleset),
    }
    spread = any(i.missing == "reweight" for i in ruleset.indicators.values())
    for i, indicator in ruleset.indicators.items():
        made[col.indicator(i, "attainment")] = {col.indicator(i, "value"), col.indicator(i, "target")}
        made[col.indicator(i, "target")] = {col.indicator(i, "due")}
        made[col.indicator(i, "projection")] = {col.indicator(i, "value"), col.indicator(i, "due")}
        made[col.indicator(i, "score")] = (
            {col.indicator(i, "value"), col.indicator(i, "attainment")}
            if indicator.target is not None
            else {col.indicator(i, "value")}
        )
        made[col.indicator(i, "points")] = {col.indicator(i, "score"), col.indicator(i, "weight")}
        stated = {col.indicator(i, "stated"), *([col.category(indicator.category)] if indicator.category else [])}
        made[col.indicator(i, "weight")] = set(stated)
        if any(rule.peers is not None for rule in indicator.rules):
            made[col.indicator(i, "score")].add("status")  # those who are not appraised are nobody's peers
        made[col.indicator(i, "score")] |= stated  # a missing score is an error only where it counts
        if spread:
            made[col.indicator(i, "weight")] |= {col.indicator(other, "score") for other in ids}
        for part in CATEGORY_PARTS if indicator.category else ():
            made.setdefault(f"{indicator.category}.{part}", set()).update(
                (col.indicator(i, "points"), col.indicator(i, "weight"))
            )
    made |= {col.of_adjustment(a): {col.adjustment(a)} for a in ruleset.adjustments}
    for gate in ruleset.gates.values():
        for effect in gate.effects:
            for name in changed_by(effect, gate, ruleset):
                made.setdefault(name, set()).add(col.gate(gate.id))
    return made
