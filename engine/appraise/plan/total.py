"""From points to the total score and the grade: weights, adjustments, gates, bands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from appraise.plan.operations import (
    AtMostWhere,
    Band,
    Count,
    Instead,
    Present,
    Product,
    Quotient,
    Rounded,
    Spread,
    Sum,
    Times,
)
from appraise.plan.ranking import compile_ranking, gated
from appraise.plan.steps import Clause
from appraise.policy import columns as col
from appraise.policy.meaning.uses import cohorts_of, constant_by_cohort
from appraise.policy.model import ScoreAtMost
from appraise.policy.values import ByLabel

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from appraise.plan.expressions import Expressions
    from appraise.plan.steps import Operand
    from appraise.policy.columns import CategoryPart
    from appraise.policy.model import Bands, Category, Grades, Indicator
    from appraise.policy.values import Setting


def compile_weight(compiler: Expressions, indicator: Indicator) -> Operand:
    """Compile the share of the total, in percent; weights of missing indicators are spread over the others."""
    share = stated_share(compiler, indicator)
    if all(i.missing != "reweight" for i in compiler.ruleset.indicators.values()):
        return share
    name, clause = col.indicator(indicator.id, "weight"), Clause(indicator.title, indicator.where)
    column = compiler.emit(
        col.indicator(indicator.id, "weight/there"),
        Times(),
        (_there(compiler, indicator), _factor(compiler, indicator.category)),
        clause,
    )
    return compiler.emit(name, Times(), (column, _over_categories(compiler)), clause)


def stated_share(compiler: Expressions, indicator: Indicator) -> Operand:
    """Compile the stated weight as a share of the total: category weight x indicator weight / 100."""
    name, clause = col.indicator(indicator.id, "weight/stated"), Clause(indicator.title, indicator.where)
    if name in compiler.names:
        return compiler.names[name]
    weight = compiler.setting(indicator.weight, col.indicator(indicator.id, "weight/own"), clause)
    if indicator.category is None:
        result = weight
    else:
        category = compiler.ruleset.categories[indicator.category]
        at = Clause(category.title, category.where)
        outer = compiler.setting(category.weight, f"category {category.id} weight", at)
        result = (
            outer * weight / 100
            if isinstance(outer, float) and isinstance(weight, float)
            else compiler.emit(name, Product(), (outer, weight), clause)
        )
    compiler.call(name, result)
    r = compiler.ruleset
    inside: dict[str, Setting] = {
        col.indicator(i.id, "weight/own"): i.weight for i in r.indicators.values() if i.category == indicator.category
    }
    _check_sum(compiler, f"weights of {indicator.category or 'all'}", inside, clause)
    outside: dict[str, Setting] = {f"category {c.id} weight": c.weight for c in r.categories.values()}
    _check_sum(compiler, "weights of the categories", outside, clause)
    return result


def _check_sum(compiler: Expressions, name: str, weights: Mapping[str, Setting], clause: Clause) -> None:
    """Check weights person by person where `check` could not add them up."""
    known = (constant_by_cohort(w, c) is not None for w in weights.values() for c in cohorts_of(compiler.ruleset))
    if name in compiler.names or all(known):
        return
    parts = tuple(compiler.setting(weight, at, clause) for at, weight in weights.items())
    column = compiler.emit(name, Sum(), parts, Clause(name, clause.where))
    compiler.check("weights-sum-row", "not-100", (column, *parts), name)


def _there(compiler: Expressions, indicator: Indicator) -> Operand:
    """Compile the stated share where the indicator has a score, 0 where its weight is to be spread."""
    share = stated_share(compiler, indicator)
    if indicator.missing != "reweight":
        return share
    clause = Clause(indicator.title, indicator.where)
    score = compiler.operand(col.indicator(indicator.id, "score"))
    return compiler.emit(col.indicator(indicator.id, "weight/present"), Present(), (share, score), clause)


def _factor(compiler: Expressions, category: str | None) -> Operand:
    """Compile what the weights inside a category are multiplied by: all of it over what is there."""
    inside = [i for i in compiler.ruleset.indicators.values() if i.category == category]
    if all(i.missing != "reweight" for i in inside):
        return 1.0
    name, clause = f"spread in {category or 'all'}", Clause(category or "weights", inside[0].where)
    whole, left = _whole_and_left(compiler, category)
    return compiler.emit(name, Spread(final=False), (whole, left), clause)


def _whole_and_left(compiler: Expressions, category: str | None) -> tuple[Operand, Operand]:
    inside = [i for i in compiler.ruleset.indicators.values() if i.category == category]
    clause = Clause(category or "weights", inside[0].where)
    shares = tuple(stated_share(compiler, i) for i in inside)
    there = tuple(_there(compiler, i) for i in inside)
    whole = compiler.emit(f"weight of {category or 'all'}", Sum(), shares, clause)
    return whole, compiler.emit(f"weight left in {category or 'all'}", Sum(), there, clause)


def _over_categories(compiler: Expressions) -> Operand:
    """Compile what all weights are multiplied by where whole categories have nothing left."""
    name = "spread over categories"
    if name in compiler.names:
        return compiler.names[name]
    categories: Sequence[str | None] = list(compiler.ruleset.categories) or [None]
    clause = Clause("weights", compiler.ruleset.where)
    wholes, lefts = [], []
    for category in categories:
        whole, left = _whole_and_left(compiler, category)
        wholes.append(whole)
        lefts.append(
            compiler.emit(f"weight kept by {category or 'all'}", Times(), (left, _factor(compiler, category)), clause)
        )
    total = compiler.emit("weight of everything", Sum(), tuple(wholes), clause)
    kept = compiler.emit("weight kept", Sum(), tuple(lefts), clause)
    column = compiler.emit(name, Spread(final=True), (total, kept), clause)
    compiler.check("no-weight-left", "missing", (column,), "score")
    return column


def compile_score(compiler: Expressions) -> Operand:
    """Compile the total: points, adjustments, limits, gates, rounding."""
    r = compiler.ruleset
    clause = Clause("score", r.where)
    points = tuple(compiler.operand(col.indicator(i, "points")) for i in r.indicators)
    column: Operand = compiler.emit(col.score("points"), Sum(), points, clause)
    extra = tuple(compiler.operand(col.of_adjustment(a)) for a in r.adjustments)
    if extra:
        column = compiler.emit(col.score("adjusted"), Sum(signed=True), (column, *extra), clause)
    limits = ("score min", "score max")
    column = compiler.clamped(column, r.score_minimum, r.score_maximum, col.score("limited"), limits, clause)
    for gate in r.gates.values():
        if most := gate.only(ScoreAtMost):
            at = Clause(gate.title, gate.where)
            with compiler.where(compiler.operand(col.gate(gate.id))):
                limit = compiler.setting(most.limit, f"gate {gate.id} score limit", at)
            column = compiler.emit(
                f"score/{gate.id}", AtMostWhere(), (column, compiler.operand(col.gate(gate.id)), limit), at
            )
    compiler.call(col.score("exact"), column)
    column = compiler.emit("score", Rounded(r.conventions.rounding.score), (column,), clause)
    compiler.check("no-amount", "missing", (column,), "score")
    compiler.check_size(column, "score", r.conventions.rounding.score)
    return column


def compile_category(compiler: Expressions, category: Category, part: CategoryPart) -> Operand:
    """Compile what the indicators of a category add to the total, or their mean score by weight; missing without weight."""
    name, clause = col.of_category(category.id, part), Clause(category.title, category.where)
    inside = [i.id for i in compiler.ruleset.indicators.values() if i.category == category.id]
    if part == "category_points":
        return compiler.emit(name, Sum(), tuple(compiler.operand(col.indicator(i, "points")) for i in inside), clause)
    weight = compiler.emit(
        f"{name}/weight", Sum(), tuple(compiler.operand(col.indicator(i, "weight")) for i in inside), clause
    )
    points = compiler.operand(col.of_category(category.id, "category_points"))
    hundredfold = compiler.emit(f"{name}/hundredfold", Times(), (points, 100.0), clause)
    return compiler.emit(name, Quotient(), (hundredfold, weight), clause)


def compile_adjustment(compiler: Expressions, id_: str) -> Operand:
    """Compile the points of an adjustment, within its limits."""
    adjustment = compiler.ruleset.adjustments[id_]
    name, clause = col.adjustment(id_), Clause(adjustment.title, adjustment.where)
    column = compiler.setting(adjustment.points, col.adjustment_setting(id_, "points"), clause)
    limits = (col.adjustment_setting(id_, "min"), col.adjustment_setting(id_, "max"))
    column = compiler.clamped(column, adjustment.minimum, adjustment.maximum, name, limits, clause)
    compiler.call(name, column)
    compiler.check("no-amount", "missing", (column,), name)
    return column


def compile_grade(compiler: Expressions) -> Operand:
    """Compile the grade by bands or by the standing among peers, and what gates make of it."""
    grades = compiler.ruleset.grades
    assert grades is not None  # noqa: S101 - only named where there are grades
    labels = tuple(reversed(grades.labels))
    if grades.ranking is None:
        column = _banded(compiler, grades, labels)
    else:
        column = compile_ranking(compiler, grades.ranking, labels, lambda: _banded(compiler, grades, labels))
    column = _after_gates(compiler, column, labels)
    compiler.check("no-amount", "none", (column,), "grade")
    return column


def _after_gates(compiler: Expressions, column: Operand, labels: tuple[str, ...]) -> Operand:
    """Compile what gates make of the grade; one down that acted before the ceilings does not act again."""
    full = gated(compiler, column, labels, "grade/{}")
    if col.grade("held back") not in compiler.names:
        return full
    again = gated(compiler, column, labels, "grade/held back/{}", down=False)
    inputs = (full, compiler.operand(col.grade("held back")), again)
    return (
        full
        if full == again
        else compiler.emit(col.grade("after gates"), Instead(), inputs, Clause("grade", compiler.ruleset.where))
    )


def _banded(compiler: Expressions, grades: Grades, labels: tuple[str, ...]) -> Operand:
    clause, bands = Clause("grade", grades.where), grades.bands
    assert bands is not None  # noqa: S101 - without a ranking there are bands, and rankings ask only where there are
    if isinstance(bands, ByLabel):
        return compiler.choose(bands, lambda b, at: _band(compiler, b, at, labels, clause), col.grade("bands"), clause)
    return _band(compiler, bands, col.grade("bands"), labels, clause)


def _band(compiler: Expressions, bands: Bands, name: str, labels: tuple[str, ...], clause: Clause) -> Operand:
    bounds = [compiler.setting(b, f"{name} {g}", clause) for g, b in zip(bands.grades, bands.bounds, strict=False)]
    for bound, grade in zip(bounds, bands.grades, strict=False):
        compiler.check("no-amount", "missing", (bound,), f"{name} {grade}")
    compiler.check("bands-cross", "falling", tuple(reversed(bounds)), "grade")
    operation = Band(labels, compiler.ruleset.conventions.boundary)
    column = compiler.emit(name, operation, (compiler.operand("score"), *reversed(bounds)), clause)
    places = (*(bound.where for bound in bands.bounds), bands.where)  # the last grade is open below
    compiler.concerns_each(name, dict(zip(bands.grades, places, strict=True)), clause.title, column)
    return column


def count_scored(compiler: Expressions, name: str) -> Operand:
    """Compile in how many indicators, or categories, there is a score."""
    r = compiler.ruleset
    scores = tuple(compiler.operand(col.indicator(i, "score")) for i in r.indicators)
    if name == "scored_indicators":
        groups = tuple(range(len(scores)))
    else:
        order = list(dict.fromkeys(i.category for i in r.indicators.values()))
        groups = tuple(order.index(i.category) for i in r.indicators.values())
    return compiler.emit(name, Count(groups), scores, Clause(name, r.where))
