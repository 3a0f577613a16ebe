"""The figures of a reward beside the money itself, such as `commission.balance`, and the order in which they arise.

Also those of categories and adjustments, whose parts are called as no part of an indicator or reward is, since their
ids may be the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from appraise.policy import columns as col
from appraise.policy.columns import CATEGORY_PARTS, REWARD_PARTS
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
    from appraise.policy.columns import RewardPart
    from appraise.policy.model import Budget, Gate, GateEffect, Reward, Ruleset

PLACES_HANDED_OUT = 6  # decimal places of claims to a pool that is handed out in proportion: they may be coefficients


def budget_of(reward: str, ruleset: Ruleset) -> Budget | None:
    """The budget that a reward is paid out of."""
    return next((b for b in ruleset.budgets.values() if reward in b.covers), None)


def parts_of(reward: Reward, ruleset: Ruleset) -> tuple[RewardPart, ...]:
    """The parts that a reward has."""
    recoverable = reward.draw is not None and reward.draw.recover is not None
    has: dict[RewardPart, bool] = {
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
    """The names of what the total score is made of beside the indicators: categories, then adjustments."""
    used = [c for c in ruleset.categories if any(i.category == c for i in ruleset.indicators.values())]
    return (
        *(col.of_category(c, part) for c in used for part in CATEGORY_PARTS),
        *(col.of_adjustment(a) for a in ruleset.adjustments),
    )


def columns_of(reward: Reward, ruleset: Ruleset) -> tuple[str, ...]:
    """The names of a reward's figures as they follow from one another: those before the money, then those after."""
    parts = parts_of(reward, ruleset)
    before = [col.reward(reward.id, p) for p in parts if p not in ("balance", "banked")]
    return (*before, reward.id, *(col.reward(reward.id, p) for p in parts if p in ("balance", "banked")))


def first_of(reward: str, ruleset: Ruleset) -> str:
    """The name of what the formulas and gates of a reward make, before a draw or a budget."""
    if reward in ruleset.rewards and ruleset.rewards[reward].draw is not None:
        return col.reward(reward, "earned")
    return col.reward(reward, "claimed") if budget_of(reward, ruleset) is not None else reward


def changed_by(effect: GateEffect, gate: Gate, ruleset: Ruleset) -> tuple[str, ...]:
    """The names that an effect of a gate changes."""
    match effect:
        case GradeAtMost() | GradeAtLeast() | GradeShift():
            return ("grade",)
        case ScoreAtMost():
            return ("score",)
        case IndicatorAtMost():
            return (col.indicator(effect.indicator, "score"),)
        case RewardFactor() | RewardAtMost():
            return tuple(first_of(reward, ruleset) for reward in gate.covers or ruleset.rewards)
        case _:
            assert_never(effect)
