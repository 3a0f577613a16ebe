"""Money: amount or tiers, factor, proration, limits, condition, gates, rounding; in this order."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from engine.plan.operations import (
    AtMostWhere,
    Clamp,
    DayShare,
    FactorWhere,
    LinearScore,
    Marginal,
    OnlyWhere,
    Rounded,
    Sum,
    TierValue,
    Times,
)
from engine.plan.steps import Clause
from engine.policy.values import Lookup

if TYPE_CHECKING:
    from engine.plan.compile import Compiler
    from engine.plan.steps import Operand
    from engine.policy.model import Reward, Tiers


def compile_reward(compiler: Compiler, reward: Reward) -> Operand:
    """Compile one component of pay."""
    clause = Clause(reward.title, reward.where)
    name = reward.id
    column = _before_factor(compiler, reward, clause)
    if reward.factor is not None and reward.amount is None:
        column = compiler.emit(f"{name}/factored", Times(), (column, compiler.operand(f"{name}.factor")), clause)
    if reward.prorate is not None:
        column = compiler.emit(f"{name}/prorated", Times(), (column, _share(compiler, reward, clause)), clause)
    if reward.minimum is not None or reward.maximum is not None:
        low = compiler.number(reward.minimum, f"{name} min", clause, instead=-math.inf)
        high = compiler.number(reward.maximum, f"{name} max", clause, instead=math.inf)
        column = compiler.emit(f"{name}/limited", Clamp(), (column, low, high), clause)
    if reward.when is not None:
        condition = compiler.condition(reward.when, f"{name} when", clause)
        compiler.check("undecided", "undecided", (condition,), f"{name} when")
        column = compiler.emit(f"{name}/when", OnlyWhere(), (column, condition), clause)
    for gate in compiler.ruleset.gates.values():
        if gate.covers and name not in gate.covers:
            continue
        at, condition = Clause(gate.title, gate.where), f"gate {gate.id}"
        if gate.reward_factor is not None:
            factor = compiler.setting(gate.reward_factor, f"gate {gate.id} factor", at)
            column = compiler.emit(
                f"{name}/{gate.id}", FactorWhere(), (column, compiler.operand(condition), factor), at
            )
        if gate.reward_at_most is not None:
            limit = compiler.setting(gate.reward_at_most, f"gate {gate.id} limit", at)
            column = compiler.emit(
                f"{name}/{gate.id} limit", AtMostWhere(), (column, compiler.operand(condition), limit), at
            )
    column = compiler.emit(name, Rounded(compiler.ruleset.conventions.rounding.money), (column,), clause)
    compiler.check("no-amount", "missing", (column,), name)
    return column


def compile_total_reward(compiler: Compiler) -> Operand:
    """Compile the sum of all components, rounded again so that cents stay cents."""
    r = compiler.ruleset
    clause = Clause("total_reward", r.where)
    parts = tuple(compiler.operand(reward) for reward in r.rewards)
    if not parts:
        return 0.0
    column = compiler.emit("total_reward/sum", Sum(), parts, clause)
    return compiler.emit("total_reward", Rounded(r.conventions.rounding.money), (column,), clause)


def _before_factor(compiler: Compiler, reward: Reward, clause: Clause) -> Operand:
    name = reward.id
    if reward.amount is not None:
        return compiler.setting(reward.amount, f"{name} amount", clause, {"factor": f"{name}.factor"})
    if reward.each is not None and reward.count is not None:
        each = compiler.setting(reward.each, f"{name} each", clause)
        return compiler.emit(
            f"{name}/each", Times(), (each, compiler.formula(reward.count, f"{name} count", clause)), clause
        )
    assert reward.base is not None  # noqa: S101 - the check of shape demands it beside tiers
    assert reward.tiers is not None  # noqa: S101
    base = compiler.formula(reward.base, f"{name} base", clause)
    if not isinstance(reward.tiers, Lookup):
        return _tiers(compiler, reward.tiers, base, f"{name} tiers", clause)
    return compiler.choose(reward.tiers, lambda t, at: _tiers(compiler, t, base, at, clause), f"{name} tiers", clause)


def _tiers(compiler: Compiler, tiers: Tiers, base: Operand, name: str, clause: Clause) -> Operand:
    measure = base if tiers.of is None else compiler.formula(tiers.of, f"{name} of", clause)
    bounds = tuple(b.value for b in tiers.bounds)
    if tiers.method == "whole":
        pairs = list(zip(tiers.bounds, tiers.pays, strict=True))
        pays = compiler.by_tier(pairs, tiers.boundary, measure, name, clause)
        compiler.check_reached(bounds, tiers.boundary, (measure,), name)
        reached = compiler.emit(f"{name} reached", TierValue(bounds, tiers.boundary), (measure, *pays), clause)
        return compiler.emit(name, Times(), (base, reached), clause) if tiers.rates else reached
    pays = tuple(compiler.setting(p, f"{name} {b.text}", clause) for b, p in zip(tiers.bounds, tiers.pays, strict=True))
    if tiers.method == "marginal":
        start = compiler.number(tiers.start, f"{name} start", clause)
        compiler.check_reached(bounds, "lower", (measure, start), name)
        return compiler.emit(name, Marginal(bounds), (base, measure, start, *pays), clause)
    reached = compiler.emit(f"{name} reached", LinearScore(bounds, False, tiers.boundary), (measure, *pays), clause)
    return compiler.emit(name, Times(), (base, reached), clause) if tiers.rates else reached


def _share(compiler: Compiler, reward: Reward, clause: Clause) -> Operand:
    prorate = reward.prorate
    assert prorate is not None  # noqa: S101 - asked only where there is one
    begins = compiler.formula(prorate.begins, f"{reward.id} from", clause)
    ends = "period_end" if prorate.ends is None else compiler.formula(prorate.ends, f"{reward.id} to", clause)
    inputs = (begins, ends, "period_start", "period_end")
    return compiler.emit(f"{reward.id}/share", DayShare(prorate.places), inputs, clause)
