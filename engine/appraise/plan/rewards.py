"""Money: the amount, factor, proration, limits, true-up, condition, gates, rounding, draw, budget; in this order."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, assert_never

from appraise.plan.operations import (
    AtMostWhere,
    DayShare,
    FactorWhere,
    IsInTier,
    LinearScore,
    Marginal,
    OnlyWhere,
    Rounded,
    Sum,
    TierValue,
    Times,
)
from appraise.plan.settlement import (
    ALWAYS,
    claim_places,
    compile_budget,
    compile_clawback,
    compile_contest,
    compile_draw,
    compile_true_up,
    with_banked,
)
from appraise.plan.steps import Clause
from appraise.policy import columns as col
from appraise.policy.meaning.parts import budget_of, first_of
from appraise.policy.model import Amount, Clawback, Contest, Each, RewardAtMost, RewardFactor, Tiered
from appraise.policy.values import ByLabel

if TYPE_CHECKING:
    from appraise.plan.expressions import Expressions
    from appraise.plan.steps import Operand
    from appraise.policy.model import Gate, Reward, Tiers


_EXACT_PLACES = 3  # of amounts and claims: a claim of six places may be an amount, and fits 64 bits in whole units


def compile_reward(compiler: Expressions, reward: Reward) -> Operand:
    """Compile one component of pay."""
    name, budget = reward.id, budget_of(reward.id, compiler.ruleset)
    if reward.draw is not None:
        return compile_draw(compiler, name, reward.draw, Clause(reward.title, reward.where))
    return compile_stated(compiler, reward) if budget is None else compile_budget(compiler, name, budget)


def compile_stated(compiler: Expressions, reward: Reward) -> Operand:
    """Compile a reward before a draw or a budget: up to its rounding."""
    clause = Clause(reward.title, reward.where)
    name = reward.id
    if reward.when is None:
        column = _amount(compiler, reward, ALWAYS, clause)
    else:
        condition = compiler.formula(compiler.judged(reward.when), col.pay_setting(name, "when"), clause)
        compiler.concerns(col.pay_setting(name, "when"), "", Clause(reward.title, reward.when.where), condition)
        compiler.check("undecided", "undecided", (condition,), col.pay_setting(name, "when"))
        with compiler.where(condition):
            column = _amount(compiler, reward, condition, clause)
        column = compiler.emit(col.pay(name, "when"), OnlyWhere(), (column, condition), clause)
    for gate in compiler.ruleset.gates.values():
        if gate.acts_on("reward") and gate.covers_reward(name):
            column = _gated(compiler, gate, column, name)
    places = claim_places(compiler, budget_of(name, compiler.ruleset))
    column = compiler.emit(first_of(name, compiler.ruleset), Rounded(places), (column,), clause)
    compiler.check("no-amount", "missing", (column,), name)
    compiler.check_size(column, name, min(places, _EXACT_PLACES))
    return column


def _amount(compiler: Expressions, reward: Reward, condition: Operand, clause: Clause) -> Operand:
    """Compile what stands before the condition and the gates: the amount, factor, proration, limits, true-up."""
    name = reward.id
    match reward.pay:
        case Amount() as pay:
            column = compiler.setting(
                pay.amount, col.pay_setting(name, "amount"), clause, {"factor": col.reward(name, "factor")}
            )
        case Each() as pay:
            each = compiler.setting(pay.each, col.pay_setting(name, "each"), clause)
            count = compiler.formula(pay.count, col.pay_setting(name, "count"), clause)
            column = compiler.emit(col.pay(name, "each"), Times(), (each, count), clause)
        case Tiered() as pay:
            column = _tiered(compiler, pay, name, clause)
        case Contest() as pay:
            column = compile_contest(compiler, name, pay, condition, clause)
        case Clawback() as pay:
            column = compile_clawback(compiler, name, pay, clause)
        case _:
            assert_never(reward.pay)
    if reward.factor is not None and not reward.pay.names_factor:
        column = compiler.emit(
            col.pay(name, "factored"), Times(), (column, compiler.operand(col.reward(name, "factor"))), clause
        )
    if reward.prorate is not None:
        column = compiler.emit(col.pay(name, "prorated"), Times(), (column, _share(compiler, reward, clause)), clause)
    if reward.bank:
        column = with_banked(compiler, reward, column, condition, clause)
    limits = (col.pay_setting(name, "min"), col.pay_setting(name, "max"))
    column = compiler.clamped(column, reward.minimum, reward.maximum, col.pay(name, "limited"), limits, clause)
    return column if reward.true_up is None else compile_true_up(compiler, name, reward.true_up, column, clause)


def _gated(compiler: Expressions, gate: Gate, column: Operand, name: str) -> Operand:
    """Compile what a gate does to a reward."""
    at, condition = Clause(gate.title, gate.where), compiler.operand(col.gate(gate.id))
    times, most = gate.only(RewardFactor), gate.only(RewardAtMost)
    with compiler.where(condition):
        factor = compiler.number(times.factor if times else None, f"gate {gate.id} factor", at)
        limit = compiler.number(most.limit if most else None, f"gate {gate.id} limit", at)
    if times:
        column = compiler.emit(f"{name}/{gate.id}", FactorWhere(), (column, condition, factor), at)
    if most:
        column = compiler.emit(f"{name}/{gate.id} limit", AtMostWhere(), (column, condition, limit), at)
    return column


def compile_total_reward(compiler: Expressions) -> Operand:
    """Compile the sum of all components, rounded again so that cents stay cents."""
    r = compiler.ruleset
    clause = Clause("total_reward", r.where)
    parts = tuple(compiler.operand(reward) for reward in r.rewards)
    if not parts:
        return 0.0
    column = compiler.emit("total_reward/sum", Sum(), parts, clause)
    column = compiler.emit("total_reward", Rounded(r.conventions.rounding.money), (column,), clause)
    compiler.check_size(column, "total_reward", r.conventions.rounding.money)
    return column


def _tiered(compiler: Expressions, pay: Tiered, name: str, clause: Clause) -> Operand:
    base = compiler.formula(pay.base, col.pay_setting(name, "base"), clause)
    if not isinstance(pay.tiers, ByLabel):
        return _tiers(compiler, pay.tiers, base, col.pay_setting(name, "tiers"), clause)
    return compiler.choose(
        pay.tiers, lambda t, at: _tiers(compiler, t, base, at, clause), col.pay_setting(name, "tiers"), clause
    )


def _tiers(compiler: Expressions, tiers: Tiers, base: Operand, name: str, clause: Clause) -> Operand:
    measure = base if tiers.of is None else compiler.formula(tiers.of, f"{name} of", clause)
    bounds = tuple(b.value for b in tiers.bounds)
    if tiers.method == "whole":
        pairs = list(zip(tiers.bounds, tiers.pays, strict=True))
        pays = compiler.by_tier(pairs, tiers.boundary, measure, name, clause)
        compiler.check_reached(bounds, tiers.boundary, (measure,), name)
        reached = compiler.emit(f"{name} reached", TierValue(bounds, tiers.boundary), (measure, *pays), clause)
        return compiler.emit(name, Times(), (base, reached), clause) if tiers.rates else reached
    if tiers.method == "marginal":
        start = compiler.number(tiers.start, f"{name} start", clause)
        end = measure if tiers.start is None else compiler.emit(f"{name} end", Sum(), (start, measure), clause)
        compiler.check_reached(bounds, "lower", (measure, start), name)
        slices: list[Operand] = []
        for i, (bound, pay) in enumerate(zip(tiers.bounds, tiers.pays, strict=True)):
            beyond = IsInTier(-math.inf if i == 0 else bound.value, math.inf, "upper")
            with compiler.branch(beyond, end, name, bound.text, Clause(clause.title, bound.where)):
                slices.append(compiler.setting(pay, f"{name} {bound.text}", clause))
        return compiler.emit(name, Marginal(bounds), (base, measure, start, *slices), clause)
    pays = tuple(compiler.setting(p, f"{name} {b.text}", clause) for b, p in zip(tiers.bounds, tiers.pays, strict=True))
    reached = compiler.emit(f"{name} reached", LinearScore(bounds, False, tiers.boundary), (measure, *pays), clause)
    return compiler.emit(name, Times(), (base, reached), clause) if tiers.rates else reached


def _share(compiler: Expressions, reward: Reward, clause: Clause) -> Operand:
    prorate = reward.prorate
    assert prorate is not None  # noqa: S101 - asked only where there is one
    begins = compiler.formula(prorate.begins, col.pay_setting(reward.id, "from"), clause)
    ends = (
        "period_end"
        if prorate.ends is None
        else compiler.formula(prorate.ends, col.pay_setting(reward.id, "to"), clause)
    )
    inputs = (begins, ends, "period_start", "period_end")
    return compiler.emit(col.pay(reward.id, "share"), DayShare(prorate.places), inputs, clause)
