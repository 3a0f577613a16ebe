"""Names are unique where formulas can use them, and every reference leads somewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from appraise.diagnostics import Where, suggest
from appraise.policy.meaning.scope import BUILT_IN, RESULTS
from appraise.policy.model import Clawback, GradeAtLeast, GradeAtMost, GradeShift, IndicatorAtMost
from appraise.texts import msg

if TYPE_CHECKING:
    from collections.abc import Iterable

    from appraise.diagnostics import Diagnostics
    from appraise.policy.meaning.scope import Scope
    from appraise.policy.model import Ruleset

_ABSENT = {
    "categories": msg("There is no category {name!r}."),
    "grades": msg("There is no grade {name!r}."),
    "indicators": msg("There is no indicator {name!r}."),
    "rewards": msg("There is no reward {name!r}."),
}


def check(ruleset: Ruleset, scope: Scope, diagnostics: Diagnostics) -> None:
    """Look for names taken twice and references to what does not exist."""
    _taken(ruleset, diagnostics)
    _headings(ruleset, diagnostics)

    def needs(name: str | None, known: Iterable[str], section: str, where: Where) -> None:
        if name is None or name in known or section in scope.broken or name in scope.broken:
            return
        diagnostics.error("unknown-reference", _ABSENT[section].given(name=name), where, suggest(name, known))

    for indicator in ruleset.indicators.values():
        if indicator.category is None and ruleset.categories and "categories" not in scope.broken:
            diagnostics.error(
                "missing-key",
                msg("{indicator} belongs to no category, and the ruleset has categories.", indicator=indicator.id),
                indicator.where,
                msg("add `category: {category}`", category=next(iter(ruleset.categories))),
            )
        needs(indicator.category, ruleset.categories, "categories", indicator.where)
    grades = ruleset.grades.labels if ruleset.grades else ()
    for gate in ruleset.gates.values():
        for effect in gate.effects:
            match effect:
                case GradeAtMost() | GradeAtLeast():
                    needs(effect.grade, grades, "grades", gate.where)
                case GradeShift() if not grades and "grades" not in scope.broken:
                    diagnostics.error(
                        "unknown-reference",
                        msg("The gate {gate} shifts grades, and the ruleset has none.", gate=gate.id),
                        gate.where,
                    )
                case IndicatorAtMost():
                    needs(effect.indicator, ruleset.indicators, "indicators", gate.where)
        if not gate.effects:
            diagnostics.error(
                "missing-key",
                msg("The gate {gate} changes nothing.", gate=gate.id),
                gate.where,
                msg("state what it does, for example `grade_at_most: C` or `reward_factor: 0.5`"),
            )
        for id_ in gate.covers:
            needs(id_, ruleset.rewards, "rewards", gate.where)
    for budget in ruleset.budgets.values():
        for id_ in budget.covers:
            needs(id_, ruleset.rewards, "rewards", budget.where)
    for clawback in (r.pay for r in ruleset.rewards.values() if isinstance(r.pay, Clawback)):
        for id_ in clawback.of:
            needs(id_, ruleset.rewards, "rewards", clawback.where)


def _headings(ruleset: Ruleset, diagnostics: Diagnostics) -> None:
    seen: dict[str, str] = {}
    for field in ruleset.data.fields.values():
        for heading in field.columns:
            if seen.setdefault(heading, field.id) != field.id:
                diagnostics.warn(
                    "name-taken",
                    msg(
                        "{field} and {other} read the same column {heading!r}.",
                        field=field.id,
                        other=seen[heading],
                        heading=heading,
                    ),
                    field.where,
                    msg("give each field its own column"),
                )


def _taken(ruleset: Ruleset, diagnostics: Diagnostics) -> None:
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
            also = ((before, msg("also has this name")),) if before else ()
            says = (
                msg("The name {name!r} is already taken.", name=name)
                if before
                else msg("The name {name!r} is already taken, which the language itself uses.", name=name)
            )
            diagnostics.error(
                "name-taken",
                says,
                where,
                msg("choose another name"),
                also,
            )
        first.setdefault(name, where)
