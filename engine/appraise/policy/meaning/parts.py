"""The figures of a reward beside the money itself, such as `commission.balance`, and the order in which they arise.

Also those of categories and adjustments, whose parts are called as no part of an indicator or reward is, since their
ids may be the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from appraise.policy.model import (
    GradeAtLeast,
    GradeAtMost,
    GradeShift,
    IndicatorAtMost,
    RewardAtMost,
    RewardFactor,
    ScoreAtMost,
)

if TYPE_CHECKING:
    from appraise.policy.model import Budget, Gate, GateEffect, Reward, Ruleset

PLACES_HANDED_OUT = 6  # decimal places of claims to a pool that is handed out in proportion: they may be coefficients
CATEGORY_PARTS = ("category_score", "category_points")  # such as `results.category_score`
ADJUSTMENT = "adjustment"  # such as `training.adjustment`
REWARD_PARTS = ("place", "claimed", "accrued", "earned", "recovered", "balance", "banked")


def budget_of(reward: str, ruleset: Ruleset) -> Budget | None:
    """Give the budget that a reward is paid out of."""
    return next((b for b in ruleset.budgets.values() if reward in b.covers), None)


def parts_of(reward: Reward, ruleset: Ruleset) -> tuple[str, ...]:
    """Give the parts that a reward has."""
    recoverable = reward.draw is not None and reward.draw.recover is not None
    has = {
        "place": reward.pay.looks_at_peers,
        "claimed": budget_of(reward.id, ruleset) is not None,
        "accrued": reward.true_up is not None,
        "earned": reward.draw is not None,
        "recovered": recoverable,
        "balance": recoverable,
        "banked": reward.bank,
    }
    return tuple(part for part in REWARD_PARTS if has[part])


def score_columns_of(ruleset: Ruleset) -> tuple[str, ...]:
    """Give the names of what the total score is made of beside the indicators: categories, then adjustments."""
    used = [c for c in ruleset.categories if any(i.category == c for i in ruleset.indicators.values())]
    return (
        *(f"{c}.{part}" for c in used for part in CATEGORY_PARTS),
        *(f"{a}.{ADJUSTMENT}" for a in ruleset.adjustments),
    )


def columns_of(reward: Reward, ruleset: Ruleset) -> tuple[str, ...]:
    """Give the names of a reward's figures as they follow from one another: those before the money, then those after."""
    parts = parts_of(reward, ruleset)
    before = [f"{reward.id}.{p}" for p in parts if p not in ("balance", "banked")]
    return (*before, reward.id, *(f"{reward.id}.{p}" for p in parts if p in ("balance", "banked")))


def first_of(reward: str, ruleset: Ruleset) -> str:
    """Give the name of what the formulas and gates of a reward make, before a draw or a budget."""
    if reward in ruleset.rewards and ruleset.rewards[reward].draw is not None:
        return f"{reward}.earned"
    return f"{reward}.claimed" if budget_of(reward, ruleset) is not None else reward


def changed_by(effect: GateEffect, gate: Gate, ruleset: Ruleset) -> tuple[str, ...]:
    """Give the names that an effect of a gate changes."""
    match effect:
        case GradeAtMost() | GradeAtLeast() | GradeShift():
            return ("grade",)
        case ScoreAtMost():
            return ("score",)
        case IndicatorAtMost():
            return (f"{effect.indicator}.score",)
        case RewardFactor() | RewardAtMost():
            return tuple(first_of(reward, ruleset) for reward in gate.covers or ruleset.rewards)
        case _:
            assert_never(effect)


def made_of(ruleset: Ruleset) -> dict[str, set[str]]:
    """Give, for the names of rewards, those that they are made of by the language itself."""
    made: dict[str, set[str]] = {}
    for id_, reward in ruleset.rewards.items():
        parts, first = parts_of(reward, ruleset), first_of(id_, ruleset)
        for part in parts:
            if f"{id_}.{part}" != first:
                made[f"{id_}.{part}"] = {first}
        if first != id_:
            made[id_] = {first}
        if reward.pay.looks_at_peers:
            made.setdefault(first, set()).add("status")
        if reward.draw is not None:
            made[id_].add(f"draw {id_}")
            made |= {f"{id_}.{p}": {first, f"draw {id_}"} for p in parts if p in ("recovered", "balance")}
    for budget in ruleset.budgets.values():
        made[f"budget {budget.id}"] = {"status", *(f"{id_}.claimed" for id_ in budget.covers)}
        for id_ in budget.covers:
            made.setdefault(id_, set()).add(f"budget {budget.id}")
    return made
