"""Names are unique where formulas can use them, and every reference leads somewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from appraise.diagnostics import Where, suggest
from appraise.policy.meaning.scope import BUILT_IN, RESULTS
from appraise.policy.model import Clawback, GradeAtLeast, GradeAtMost, GradeShift, IndicatorAtMost

if TYPE_CHECKING:
    from collections.abc import Iterable

    from appraise.diagnostics import Report
    from appraise.policy.meaning.scope import Scope
    from appraise.policy.model import Ruleset


def check(ruleset: Ruleset, scope: Scope, report: Report) -> None:
    """Look for names taken twice and references to what does not exist."""
    _taken(ruleset, report)
    _headings(ruleset, report)

    def needs(name: str | None, known: Iterable[str], section: str, what: str, where: Where) -> None:
        if name is None or name in known or section in scope.broken or name in scope.broken:
            return
        report.error("unknown-reference", f"There is no {what} {name!r}.", where, suggest(name, known))

    for indicator in ruleset.indicators.values():
        if indicator.category is None and ruleset.categories and "categories" not in scope.broken:
            report.error("missing-key", f"{indicator.id} belongs to no category, and the ruleset has categories.",
                         indicator.where, "add `category: " + next(iter(ruleset.categories)) + "`")  # fmt: skip
        needs(indicator.category, ruleset.categories, "categories", "category", indicator.where)
    grades = ruleset.grades.labels if ruleset.grades else ()
    for gate in ruleset.gates.values():
        for effect in gate.effects:
            match effect:
                case GradeAtMost() | GradeAtLeast():
                    needs(effect.grade, grades, "grades", "grade", gate.where)
                case GradeShift() if not grades and "grades" not in scope.broken:
                    report.error(
                        "unknown-reference", f"The gate {gate.id} shifts grades, and the ruleset has none.", gate.where
                    )
                case IndicatorAtMost():
                    needs(effect.indicator, ruleset.indicators, "indicators", "indicator", gate.where)
        if not gate.effects:
            report.error("missing-key", f"The gate {gate.id} changes nothing.", gate.where,
                         "state what it does, for example `grade_at_most: C` or `reward_factor: 0.5`")  # fmt: skip
        for id_ in gate.covers:
            needs(id_, ruleset.rewards, "rewards", "reward", gate.where)
    for budget in ruleset.budgets.values():
        for id_ in budget.covers:
            needs(id_, ruleset.rewards, "rewards", "reward", budget.where)
    for clawback in (r.pay for r in ruleset.rewards.values() if isinstance(r.pay, Clawback)):
        for id_ in clawback.of:
            needs(id_, ruleset.rewards, "rewards", "reward", clawback.where)


def _headings(ruleset: Ruleset, report: Report) -> None:
    seen: dict[str, str] = {}
    for field in ruleset.data.fields.values():
        for heading in field.columns:
            if seen.setdefault(heading, field.id) != field.id:
                report.warn("name-taken", f"{field.id} and {seen[heading]} read the same column {heading!r}.", field.where,
                            "give each field its own column")  # fmt: skip


def _taken(ruleset: Ruleset, report: Report) -> None:
    keys = {ruleset.data.employee, ruleset.data.period}
    first: dict[str, Where | None] = dict.fromkeys((*BUILT_IN, *RESULTS))
    places: list[tuple[str, Where]] = [(f.id, f.where) for f in ruleset.data.fields.values()]
    places += [(m.id, m.where) for m in ruleset.measures.values()]
    places += [(name, formula.where) for name, formula in ruleset.derive.items()]
    places += [(name, setting.where) for name, setting in ruleset.parameters.items()]
    places += [(f.id, f.where) for f in ruleset.functions.values()]
    places += [(t.id, t.where) for t in ruleset.tables.values()]
    places += [(r.id, r.where) for r in ruleset.rewards.values()]
    for name, where in places:
        if name in first and not (name in keys and name in ("employee", "period")):
            before = first[name]
            also = ((before, "also has this name"),) if before else ()
            whose = "" if before else ", which the language itself uses"
            report.error(
                "name-taken",
                f"The name {name!r} is already taken{whose}.",
                where,
                "choose another name",
                also,
            )
        first.setdefault(name, where)
