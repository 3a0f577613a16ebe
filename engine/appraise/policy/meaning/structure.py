"""What every computed name is made of by the language itself rather than by a formula: what cycles are found in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from appraise.policy.meaning.parts import ADJUSTMENT, CATEGORY_PARTS, first_of, made_of
from appraise.policy.model import Standing
from appraise.policy.reading.scoring import rules_of

if TYPE_CHECKING:
    from appraise.policy.model import Grades, Ruleset


def _graded_by(grades: Grades | None) -> set[str]:
    banded = {"score"} if grades is not None and grades.bands is not None else set[str]()
    return banded | ({"status"} if grades is not None and grades.ranking is not None else set())


def structure(ruleset: Ruleset) -> dict[str, set[str]]:
    """Give, for every computed name, the names it is made of by the language itself rather than by a formula."""
    ids = list(ruleset.indicators)
    made: dict[str, set[str]] = {
        "score": {f"{i}.points" for i in ids} | {f"adjustment {a}" for a in ruleset.adjustments},
        "grade": _graded_by(ruleset.grades),
        "total_reward": set(ruleset.rewards),
        "scored_indicators": {f"{i}.score" for i in ids},
        "scored_categories": {f"{i}.score" for i in ids},
        **made_of(ruleset),
    }
    spread = any(i.missing == "reweight" for i in ruleset.indicators.values())
    for i, indicator in ruleset.indicators.items():
        made[f"{i}.attainment"] = {f"{i}.value", f"{i}.target"}
        made[f"{i}.target"] = {f"{i}.due"}
        made[f"{i}.projection"] = {f"{i}.value", f"{i}.due"}
        made[f"{i}.score"] = {f"{i}.value", f"{i}.attainment"} if indicator.target is not None else {f"{i}.value"}
        made[f"{i}.points"] = {f"{i}.score", f"{i}.weight"}
        stated = {f"{i}.stated", *([f"category {indicator.category}"] if indicator.category else [])}
        made[f"{i}.weight"] = set(stated)
        if any(isinstance(rule, Standing) for rule in rules_of(indicator.scoring)):
            made[f"{i}.score"].add("status")  # those who are not appraised are nobody's peers
        made[f"{i}.score"] |= stated  # a missing score is an error only where it counts
        if spread:
            made[f"{i}.weight"] |= {f"{other}.score" for other in ids}
        for part in CATEGORY_PARTS if indicator.category else ():
            made.setdefault(f"{indicator.category}.{part}", set()).update((f"{i}.points", f"{i}.weight"))
    made |= {f"{a}.{ADJUSTMENT}": {f"adjustment {a}"} for a in ruleset.adjustments}
    for gate in ruleset.gates.values():
        for i in gate.indicator_at_most:
            made.setdefault(f"{i}.score", set()).add(f"gate {gate.id}")
        if gate.score_at_most is not None:
            made["score"].add(f"gate {gate.id}")
        if gate.grade_at_most or gate.grade_at_least or gate.grade_shift:
            made["grade"].add(f"gate {gate.id}")
        if gate.reward_factor is not None or gate.reward_at_most is not None:
            for reward in gate.covers or ruleset.rewards:
                made.setdefault(first_of(reward, ruleset), set()).add(f"gate {gate.id}")
    return made
