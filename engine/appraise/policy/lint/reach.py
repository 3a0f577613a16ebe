"""Everything that is stated can happen: a cohort somebody may belong to, a tier and a grade that can be reached."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from appraise.diagnostics import errors
from appraise.policy.meaning.uses import cohorts_of, constant_by_cohort
from appraise.policy.values import ByLabel
from appraise.texts import msg

if TYPE_CHECKING:
    from appraise.diagnostics import Diagnostics
    from appraise.formula.syntax.grammar import Formula
    from appraise.policy.meaning.scope import Scope
    from appraise.policy.model import Indicator, Ruleset
    from appraise.policy.model.method import Scale


def check(ruleset: Ruleset, scope: Scope, diagnostics: Diagnostics) -> None:
    """Look for cohorts, steps and grades that nothing can reach."""
    _cohorts(ruleset, diagnostics)
    for indicator in ruleset.indicators.values():
        field = ruleset.data.fields.get(indicator.value.text.strip())
        most = field.maximum if field is not None else None
        if field is not None and field.type == "rating" and field.values is None:
            most = field.scale[1]
        for rule in indicator.rules:
            scale = rule.scale if rule.by == "value" else None
            if most is not None and field is not None and scale is not None and scale.steps:
                _steps(scale, indicator.title, most, percent=field.type == "percent", diagnostics=diagnostics)
    broken = scope.broken & {"indicators", "categories", "grades", "cohorts", "adjustments"}
    if not broken and not errors(diagnostics.found):
        _grades(ruleset, diagnostics)


def _steps(scale: Scale, title: str, most: float, *, percent: bool, diagnostics: Diagnostics) -> None:
    for bound, _ in scale.points:
        mixed_up = percent and not bound.percent and bound.value > 5  # has a message of its own
        if bound.value > most and not mixed_up:
            shown = f"{most * 100:g}%" if percent else f"{most:g}"
            diagnostics.warn(
                "unreachable-tier",
                msg(
                    "{indicator} is at most {most}, so no value reaches {bound}.",
                    indicator=title,
                    most=shown,
                    bound=bound.text,
                ),
                bound.where,
                msg("correct the bound, or `max` of the field"),
            )


def _cohorts(ruleset: Ruleset, diagnostics: Diagnostics) -> None:
    before: list[tuple[str, Formula]] = []
    open_end = ""
    for cohort in ruleset.cohorts.values():
        if open_end:
            diagnostics.warn(
                "unreachable-cohort",
                msg("Nobody can belong to {cohort}: {other} takes all others.", cohort=cohort.id, other=open_end),
                cohort.where,
                msg("let `otherwise` stand last"),
            )
        elif cohort.when is None:
            open_end = cohort.id
        else:
            for name, earlier in before:
                if earlier.key == cohort.when.key or _inside(cohort.when, earlier):
                    diagnostics.warn(
                        "unreachable-cohort",
                        msg(
                            "Nobody can belong to {cohort}: {other} takes them all before.",
                            cohort=cohort.id,
                            other=name,
                        ),
                        cohort.where,
                        msg("let {cohort} stand before {other}, or change its condition", cohort=cohort.id, other=name),
                    )
                    break
            before.append((cohort.id, cohort.when))


def _inside(narrow: Formula, wide: Formula) -> bool:
    """Whether `x < 3` implies `x < 6`: one comparison of the same thing with a number on each side."""
    one, other = _bound(narrow), _bound(wide)
    if one is None or other is None or one[0] != other[0] or one[1][0] != other[1][0]:
        return False
    (_, sign, a), (_, wider, b) = one, other
    if sign[0] == "<":
        return a < b or (a == b and wider in (sign, "<="))
    return a > b or (a == b and wider in (sign, ">="))


def _bound(formula: Formula) -> tuple[str, str, float] | None:
    tree = formula.tree
    signs: dict[type[ast.cmpop], str] = {ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">="}
    if isinstance(tree, ast.Compare) and len(tree.ops) == 1 and type(tree.ops[0]) in signs:
        right = tree.comparators[0]
        if isinstance(right, ast.Constant) and isinstance(right.value, float):
            return ast.dump(tree.left), signs[type(tree.ops[0])], right.value
    return None


def _grades(ruleset: Ruleset, diagnostics: Diagnostics) -> None:
    """Compare the best grades' bounds with the highest total that any cohort can have."""
    bands = ruleset.grades.bands if ruleset.grades is not None else None
    if bands is None or isinstance(bands, ByLabel):
        return
    tops = [highest_total(ruleset, cohort) for cohort in (cohorts_of(ruleset))]
    known = [t for t in tops if t is not None]
    if len(known) < len(tops) or not known:
        return
    for grade, bound in zip(bands.grades, bands.bounds, strict=False):
        least = min((constant_by_cohort(bound, c) or 0.0) for c in (cohorts_of(ruleset)))
        if least > max(known) + 1e-9:
            diagnostics.warn(
                "unreachable-tier",
                msg(
                    "Nobody can reach grade {grade}: the highest total is {highest:g}.", grade=grade, highest=max(known)
                ),
                bound.where,
                msg("lower the bound, or raise a `cap`"),
            )


def highest_total(ruleset: Ruleset, cohort: str | None) -> float | None:
    """The highest total score of a cohort, None where something has no stated limit."""
    total = 0.0
    for indicator in ruleset.indicators.values():
        category = ruleset.categories.get(indicator.category or "")
        weight = constant_by_cohort(indicator.weight, cohort)
        share = constant_by_cohort(category.weight, cohort) if category else 100.0
        top = _highest(indicator, cohort)
        if weight is None or share is None or top is None:
            return None
        total += top * weight * share / 10_000
    for adjustment in ruleset.adjustments.values():
        most = constant_by_cohort(adjustment.maximum, cohort)
        most = constant_by_cohort(adjustment.points, cohort) if most is None else most
        if most is None:
            return None
        total += max(most, 0.0)
    limit = constant_by_cohort(ruleset.score_maximum, cohort)
    if ruleset.score_maximum is not None and limit is not None:
        total = min(total, limit)
    return total


def _highest(indicator: Indicator, cohort: str | None) -> float | None:
    tops = [rule.highest(lambda setting: constant_by_cohort(setting, cohort)) for rule in indicator.rules]
    known = [t for t in tops if t is not None]
    return max(known) if len(known) == len(tops) else None
