"""An indicator's columns: value, target, attainment, score, weight, points."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, assert_never

from appraise.formula.syntax.grammar import Formula
from appraise.plan.operations import (
    AtMostWhere,
    Attain,
    Due,
    Fill,
    IsInTier,
    IsLabel,
    LinearScore,
    MarkScore,
    Minus,
    PassScore,
    Points,
    Quotient,
    RatioScore,
    Rounded,
    StepScore,
    TierValue,
    Times,
    UnitScore,
    WhereValued,
)
from appraise.plan.ranking import compile_standing
from appraise.plan.steps import Clause
from appraise.plan.total import compile_weight, stated_share
from appraise.policy import columns as col
from appraise.policy.meaning.uses import indicator_locals
from appraise.policy.model import Rule
from appraise.policy.model.method import Limits
from appraise.policy.model.per_unit import PerStep, PerUnit
from appraise.policy.model.scoring import ByFormula, Linear, Pass, Rating, Ratio, Steps
from appraise.policy.model.standing import ByDeviation, ByPercentile, ByPlace
from appraise.policy.values import ByLabel

if TYPE_CHECKING:
    from appraise.plan.expressions import Expressions
    from appraise.plan.steps import Operand
    from appraise.policy.columns import IndicatorPart
    from appraise.policy.model import Indicator
    from appraise.policy.values import Setting


def compile_part(compiler: Expressions, indicator: Indicator, part: IndicatorPart) -> Operand:
    """Compile one column of an indicator."""
    name = col.indicator(indicator.id, part)
    clause = Clause(indicator.title, indicator.where)
    match part:
        case "value":
            return compiler.formula(indicator.value, name, clause)
        case "target":
            return _target(compiler, indicator, name, clause)
        case "due":
            return _due(compiler, indicator, name, clause)
        case "projection":
            inputs = (
                compiler.operand(col.indicator(indicator.id, "value")),
                compiler.operand(col.indicator(indicator.id, "due")),
            )
            return compiler.emit(name, Quotient(), inputs, clause)
        case "attainment":
            return _attainment(compiler, indicator, name, clause)
        case "score":
            return _score(compiler, indicator, name, clause)
        case "weight":
            return compile_weight(compiler, indicator)
        case _:
            score, weight = (compiler.operand(col.indicator(indicator.id, p)) for p in ("score", "weight"))
            return compiler.emit(name, Points(), (score, weight), clause)


def _target(compiler: Expressions, indicator: Indicator, name: str, clause: Clause) -> Operand:
    """Compile the target: of the whole period, or what of it is due by the day."""
    if indicator.pace is None or not compiler.provisional:
        return compiler.number(indicator.target, name, clause, instead=math.nan)
    at = col.indicator(indicator.id, "target/whole")
    whole = compiler.call(at, compiler.number(indicator.target, at, clause))
    return compiler.emit(name, Times(), (whole, compiler.operand(col.indicator(indicator.id, "due"))), clause)


def _due(compiler: Expressions, indicator: Indicator, name: str, clause: Clause) -> Operand:
    """Compile the share of the target that is due by the day."""
    if not isinstance(indicator.pace, Formula):
        return compiler.emit(name, Quotient(), ("days_gone", "days_in_period"), clause)
    share = compiler.formula(indicator.pace, col.indicator(indicator.id, "due/share"), clause)
    return compiler.emit(name, Due(), ("as_of", "period_end", share), clause)


def _attainment(compiler: Expressions, indicator: Indicator, name: str, clause: Clause) -> Operand:
    if indicator.target is None:
        return math.nan
    value, target = (compiler.operand(col.indicator(indicator.id, p)) for p in ("value", "target"))
    places = indicator.rounding.attainment
    if places is None:
        return compiler.emit(name, Attain(indicator.attainment), (value, target), clause)
    exact = compiler.emit(col.exact(name), Attain(indicator.attainment), (value, target), clause)
    return compiler.emit(name, Rounded(places), (exact,), clause)


def _score(compiler: Expressions, indicator: Indicator, name: str, clause: Clause) -> Operand:
    """Compile the rule, then what missing means, then rounding, then gates on this score."""
    scoring, rule_name = indicator.scoring, col.indicator(indicator.id, "score/rule")
    if isinstance(scoring, ByLabel):
        column = compiler.choose(scoring, lambda r, at: _rule(compiler, indicator, r, at, clause), rule_name, clause)
    else:
        column = _rule(compiler, indicator, scoring, rule_name, clause)
    if indicator.missing in ("zero", "full"):
        column = compiler.emit(
            col.indicator(indicator.id, "score/filled"),
            Fill(),
            (column, 0.0 if indicator.missing == "zero" else 100.0),
            clause,
        )
    elif indicator.missing == "error":
        compiler.check("missing-value", "missing", (column, stated_share(compiler, indicator)), name)
    places = indicator.rounding.score
    if places is not None:
        compiler.call(col.exact(name), column)
        column = compiler.emit(col.indicator(indicator.id, "score/rounded"), Rounded(places), (column,), clause)
    for gate in compiler.ruleset.gates.values():
        stated = gate.limit_of(indicator.id)
        if stated is not None:
            at = Clause(gate.title, gate.where)
            with compiler.where(compiler.operand(col.gate(gate.id))):
                limit = compiler.setting(stated, f"gate {gate.id} {name} limit", at)
                compiler.check("no-amount", "missing", (limit,), f"gate {gate.id} {name} limit")
            inputs = (column, compiler.operand(col.gate(gate.id)), limit)
            column = compiler.emit(f"{name}/{gate.id}", AtMostWhere(), inputs, at)
    return column


def _rule(compiler: Expressions, indicator: Indicator, rule: Rule, name: str, clause: Clause) -> Operand:
    local = indicator_locals(indicator.id)

    def own(setting: Setting, what: str) -> Operand:
        return compiler.setting(setting, f"{name} {what}", clause, local)

    def part(what: IndicatorPart) -> Operand:
        return compiler.operand(col.indicator(indicator.id, what))

    def limited(column: Operand, limits: Limits) -> Operand:
        at = (f"{name} floor", f"{name} cap")
        return compiler.clamped(column, limits.floor, limits.cap, name, at, clause, local)

    match rule:
        case Ratio():
            whole = compiler.emit(f"{name} ratio", RatioScore(), (part("attainment"),), clause)
            return limited(whole, rule.limited)
        case Linear():
            places = tuple(at.value for at, _ in rule.points)
            scores = tuple(own(s, f"at {at.text}") for at, s in rule.points)
            return compiler.emit(
                name, LinearScore(places, rule.extend, rule.boundary), (part(rule.of), *scores), clause
            )
        case Steps():
            bounds, measure = tuple(b.value for b in rule.bounds), part(rule.of)
            tiers = list(zip(rule.bounds, rule.scores, strict=True))
            scores = compiler.by_tier(tiers, rule.boundary, measure, name, clause, local)
            compiler.check_reached(bounds, rule.boundary, (measure,), col.indicator(indicator.id, "score"))
            return compiler.emit(name, TierValue(bounds, rule.boundary), (measure, *scores), clause)
        case Pass():
            if rule.when is None:
                return compiler.emit(name, PassScore(), (part("attainment"),), clause)
            condition = compiler.formula(rule.when, f"{name} when", clause, local)
            passed = compiler.emit(f"{name} passed", PassScore(), (condition,), clause)
            return compiler.emit(name, WhereValued(), (passed, part("value")), clause)
        case PerUnit():
            inputs = (
                part("value"),
                own(rule.points, "points"),
                own(rule.unit, "unit"),
                own(rule.free, "free"),
            )
            compiler.check("no-amount", "not-positive", (inputs[2],), col.indicator(indicator.id, "score"))
            column = compiler.emit(f"{name} units", UnitScore(rule.sign), inputs, clause)
            return limited(column, Limits(rule.limit) if rule.sign < 0 else Limits(cap=rule.limit))
        case PerStep():
            return _per_step(compiler, indicator, rule, name, clause)
        case Rating():
            return _rating(compiler, indicator, rule, name, clause)
        case ByPlace() | ByPercentile() | ByDeviation():
            return compile_standing(compiler, indicator, rule, name, clause)
        case ByFormula():
            given = compiler.formula(rule.formula, f"{name} formula", clause, local)
            valued = compiler.emit(f"{name} valued", WhereValued(), (given, part("value")), clause)
            return limited(valued, rule.limited)
        case _:
            assert_never(rule)


def _per_step(compiler: Expressions, indicator: Indicator, rule: PerStep, name: str, clause: Clause) -> Operand:
    local = indicator_locals(indicator.id)

    def own(setting: Setting | None, what: str) -> Operand:
        return compiler.number(setting, f"{name} {what}", clause, local, math.inf)  # no limit where none is stated

    measure, begin = (compiler.operand(col.indicator(indicator.id, part)) for part in ("value", "target"))
    if rule.of == "attainment":
        measure, begin = compiler.operand(col.indicator(indicator.id, "attainment")), 1.0
    elif indicator.attainment != "value/target":
        measure, begin = begin, measure
    distance = compiler.emit(f"{name} distance", Minus(), (measure, begin), clause)
    step = own(rule.step, "step")
    compiler.check("no-amount", "not-positive", (step,), col.indicator(indicator.id, "score"))
    above, below = (Clause(clause.title, side.where) for side in (rule.up, rule.down))
    with compiler.branch(IsInTier(0.0, math.inf, "upper"), distance, name, "up", above):
        up = own(rule.up.points, "up points"), own(rule.up.at_most, "up most")
    with compiler.branch(IsInTier(-math.inf, 0.0, "lower"), distance, name, "down", below):
        down = own(rule.down.points, "down points"), own(rule.down.at_most, "down most")
    inputs = (distance, step, own(rule.start, "start"), *up, *down)
    return compiler.emit(name, StepScore(rule.whole), inputs, clause)


def _rating(compiler: Expressions, indicator: Indicator, rule: Rating, name: str, clause: Clause) -> Operand:
    local = indicator_locals(indicator.id)
    if not rule.numeric:
        lookup: ByLabel[Setting] = ByLabel(indicator.value, rule.values, None, rule.where)
        return compiler.choose(lookup, lambda part, at: compiler.setting(part, at, clause, local), name, clause)
    value = compiler.operand(col.indicator(indicator.id, "value"))
    scores: list[Operand] = []
    for mark, score in rule.values.items():
        at = Clause(clause.title, score.where)
        with compiler.branch(IsLabel((mark,), inverse=False), value, name, mark, at):
            scores.append(compiler.setting(score, f"{name} {mark}", clause, local))
    compiler.check("below-lowest", "unlisted", (value,), col.indicator(indicator.id, "score"), tuple(rule.values))
    return compiler.emit(name, MarkScore(tuple(float(k) for k in rule.values)), (value, *scores), clause)
