"""What every computed name is made of by the language itself rather than by a formula: what cycles are found in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from appraise.policy.meaning.parts import ADJUSTMENT, CATEGORY_PARTS, changed_by, made_of

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
        if any(rule.peers is not None for rule in indicator.rules):
            made[f"{i}.score"].add("status")  # those who are not appraised are nobody's peers
        made[f"{i}.score"] |= stated  # a missing score is an error only where it counts
        if spread:
            made[f"{i}.weight"] |= {f"{other}.score" for other in ids}
        for part in CATEGORY_PARTS if indicator.category else ():
            made.setdefault(f"{indicator.category}.{part}", set()).update((f"{i}.points", f"{i}.weight"))
    made |= {f"{a}.{ADJUSTMENT}": {f"adjustment {a}"} for a in ruleset.adjustments}
    for gate in ruleset.gates.values():
        for effect in gate.effects:
            for name in changed_by(effect, gate, ruleset):
                made.setdefault(name, set()).add(f"gate {gate.id}")
    return made
