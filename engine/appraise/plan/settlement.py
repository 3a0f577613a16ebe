"""Money that people share, and money that is settled with other periods: what stands before and after a reward's gates."""

from __future__ import annotations

import math
from contextlib import nullcontext
from typing import TYPE_CHECKING

from appraise.plan.emitting import ANY
from appraise.plan.operations import (
    Banked,
    Clamp,
    Entered,
    Fill,
    Guaranteed,
    Minus,
    Owed,
    PaidBefore,
    Peers,
    Present,
    Prizes,
    Recovered,
    Rounded,
    ShareOut,
    Sum,
    TakenBack,
    Tied,
    WithBanked,
)
from appraise.plan.steps import Clause
from appraise.policy import columns as col
from appraise.policy.meaning.parts import PLACES_HANDED_OUT

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from appraise.formula.syntax.grammar import Formula
    from appraise.plan.expressions import Expressions
    from appraise.plan.steps import Operand
    from appraise.policy.columns import Column
    from appraise.policy.model import Budget, Clawback, Contest, Draw, Reward, TrueUp
    from appraise.policy.values import Setting

ALWAYS = 2.0  # a condition that holds for everybody, as conditions are held in columns


def compile_contest(compiler: Expressions, name: str, contest: Contest, condition: Operand, clause: Clause) -> Operand:
    """Compile who takes part, the places, and the prize of each place."""
    by = compiler.formula(contest.by, col.pay_setting(name, "by"), clause)
    value: Operand = by
    if contest.best == "lowest" or condition != ALWAYS:
        value = compiler.emit(col.pay(name, "entered"), Entered(contest.best == "lowest"), (by, condition), clause)
    groups = _groups(compiler, contest.within, name, clause)
    place = compiler.emit(col.reward(name, "place"), Peers("rank"), (value, 1.0, *groups), clause)
    one = compiler.emit(col.pay(name, "takes part"), Present(), (1.0, value), clause)
    compiler.emit(col.pay(name, "entrants"), Peers("total"), (one, 1.0, *groups), clause)
    prizes = tuple(
        _shared(compiler, prize, col.prize(name, first), groups, clause) for first, _, prize in contest.prizes
    )
    compiler.emit(col.pay(name, "tied"), Tied(contest.prizes[-1][1]), (place, *groups), clause)
    ranges = tuple((first, last) for first, last, _ in contest.prizes)
    operation = Prizes(ranges, contest.ties == "share", compiler.ruleset.conventions.rounding.money)
    return compiler.emit(col.pay(name, "prize"), operation, (place, *prizes, *groups), clause)


def _groups(compiler: Expressions, within: tuple[Formula, ...], name: str, clause: Clause) -> tuple[Operand, ...]:
    """The texts that make the groups, and last who is not appraised."""
    texts = tuple(compiler.formula(text, f"{name} within {text.text.strip()}", clause) for text in within)
    return (*texts, compiler.operand("reason"))


def _shared(
    compiler: Expressions, setting: Setting, name: Column, groups: tuple[Operand, ...], clause: Clause
) -> Operand:
    """Compile an amount that a group shares, and see that it is the same for everybody in it."""
    amount = compiler.setting(setting, name, clause)
    compiler.call(name, amount)
    compiler.check("no-amount", "missing", (amount,), name)
    compiler.check_size(amount, name, compiler.ruleset.conventions.rounding.money)
    if isinstance(amount, str):
        middle = compiler.emit(f"{name} of most", Peers("quantile", 0.5), (amount, 1.0, *groups), clause)
        compiler.check("differs-in-group", "differs", (amount, middle), name)
    return amount


def compile_clawback(compiler: Expressions, name: str, clawback: Clawback, clause: Clause) -> Operand:
    """Compile what is taken back of the payments of earlier periods."""
    inputs = tuple(
        compiler.earlier(reward, "at", clause, back)
        for back in range(1, clawback.periods + 1)
        for reward in (*clawback.of, name)
    )
    paid = compiler.emit(col.pay(name, "paid before"), PaidBefore(len(clawback.of)), inputs, clause)
    share = compiler.setting(clawback.share, col.pay_setting(name, "share"), clause)
    return compiler.emit(col.pay(name, "taken back"), TakenBack(), (paid, share), clause)


def with_banked(compiler: Expressions, reward: Reward, column: Operand, condition: Operand, clause: Clause) -> Operand:
    """Add what was banked before, and bank what exceeds the maximum."""
    assert reward.maximum is not None  # noqa: S101 - the reading of the reward demands it
    name = reward.id
    before = _kept_before(compiler, col.reward(name, "banked"), clause)
    amount = compiler.emit(col.pay(name, "with banked"), WithBanked(), (column, before), clause)
    most = compiler.setting(reward.maximum, col.pay_setting(name, "max"), clause)
    operation = Banked(compiler.ruleset.conventions.rounding.money)
    compiler.emit(col.reward(name, "banked"), operation, (amount, most, before, condition), clause)
    return amount


def _kept_before(compiler: Expressions, name: str, clause: Clause) -> Operand:
    """What a balance was after the last period there is, 0 before the first; gaps leave it as it is."""
    return compiler.emit(f"{name} before", Fill(), (compiler.earlier(name, "latest", clause, ANY), 0.0), clause)


def compile_true_up(compiler: Expressions, name: str, true_up: TrueUp, column: Operand, clause: Clause) -> Operand:
    """Take off what was paid earlier in the year."""
    places = compiler.ruleset.conventions.rounding.money
    due = compiler.emit(col.reward(name, "accrued"), Rounded(places), (column,), clause)
    paid = compiler.earlier(name, "year", clause)
    left = compiler.emit(col.pay(name, "true-up"), Minus(), (due, paid), clause)
    if true_up.below_zero == "take_back":
        return left
    return compiler.emit(col.pay(name, "carried"), Clamp(), (left, 0.0, math.inf), clause)


def compile_draw(compiler: Expressions, name: str, draw: Draw, clause: Clause) -> Operand:
    """Compile what is paid where at least a draw is, and what is owed and recovered for it."""
    earned, places = compiler.operand(col.reward(name, "earned")), compiler.ruleset.conventions.rounding.money
    in_force = _condition(compiler, draw.when, col.pay_setting(name, "draw when"), clause)
    with _where(compiler, in_force):
        stated = compiler.setting(draw.amount, col.pay_setting(name, "draw"), clause)
        compiler.check("no-amount", "missing", (stated,), col.pay_setting(name, "draw"))
        compiler.check("below-zero", "negative", (stated,), col.pay_setting(name, "draw"))
        compiler.check_size(stated, col.pay_setting(name, "draw"), places)
        amount = compiler.emit(col.pay(name, "guaranteed"), Rounded(places), (stated,), clause)
    least = compiler.emit(col.pay(name, "draw"), Guaranteed(), (earned, amount, in_force), clause)
    if draw.recover is None:
        return compiler.emit(name, Rounded(places), (least,), clause)
    paid = compiler.emit(col.pay(name, "at least"), Rounded(places), (least,), clause)
    before = _kept_before(compiler, col.reward(name, "balance"), clause)
    recover = _condition(compiler, draw.recover.when, col.pay_setting(name, "recover when"), clause)
    with _where(compiler, recover):
        at = col.pay_setting(name, "recover share")
        share = compiler.call(at, compiler.setting(draw.recover.share, at, clause))
        compiler.check("no-amount", "missing", (share,), col.pay_setting(name, "recover share"))
    kept = compiler.emit(
        col.reward(name, "recovered"), Recovered(places), (earned, amount, in_force, share, recover, before), clause
    )
    compiler.emit(col.reward(name, "balance"), Owed(places), (before, paid, earned, kept), clause)
    left = compiler.emit(col.pay(name, "after recovery"), Minus(), (paid, kept), clause)
    return compiler.emit(name, Rounded(places), (left,), clause)


def _condition(compiler: Expressions, when: Formula | None, name: str, clause: Clause) -> Operand:
    if when is None:
        return ALWAYS
    column = compiler.formula(when, name, clause)
    compiler.check("undecided", "undecided", (column,), name)
    compiler.concerns(name, "", Clause(clause.title, when.where), column)
    return column


def _where(compiler: Expressions, condition: Operand) -> AbstractContextManager[None]:
    return nullcontext() if condition == ALWAYS else compiler.where(condition)


def compile_budget(compiler: Expressions, reward: str, budget: Budget) -> Operand:
    """Compile what a reward is after its budget."""
    clause, name = Clause(budget.title, budget.where), col.budget(budget.id)
    claims = tuple(compiler.operand(col.reward(covered, "claimed")) for covered in budget.covers)
    groups = _groups(compiler, budget.within, name, clause)
    amount = _shared(compiler, budget.amount, name, groups, clause)
    compiler.check("below-zero", "negative", (amount,), name)
    positive = tuple(
        compiler.emit(f"{covered}.claimed above 0", Clamp(), (claim, 0.0, math.inf), clause)
        for covered, claim in zip(budget.covers, claims, strict=True)
    )
    own = compiler.emit(f"{name} claimed by one", Sum(), positive, clause)
    compiler.emit(col.claimed_of(budget.id), Peers("total"), (own, 1.0, *groups), clause)
    compiler.tell(name, amount)
    for i, text in enumerate(groups[:-1]):
        compiler.tell(col.group_of(budget.id, i), text)
    at, places = budget.covers.index(reward), compiler.ruleset.conventions.rounding.money
    operation = ShareOut(budget.mode, at, len(claims), places, claim_places(compiler, budget))
    column = compiler.emit(reward, operation, (claims[at], amount, *claims, *groups), clause)
    compiler.check("no-amount", "missing", (column,), reward)
    return column


def claim_places(compiler: Expressions, budget: Budget | None) -> int:
    """The decimal places of what a reward claims, before its budget if it has one."""
    handed_out = budget is not None and budget.mode == "hand_out"
    return PLACES_HANDED_OUT if handed_out else compiler.ruleset.conventions.rounding.money
