"""Budgets, contests and what is settled across periods fit together, so that no money is counted twice."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from appraise.policy.meaning.uses import constant
from appraise.policy.model import Clawback, Contest
from appraise.texts import msg

if TYPE_CHECKING:
    from appraise.diagnostics import Diagnostics, Where
    from appraise.policy.meaning.scope import Scope
    from appraise.policy.model import Reward, Ruleset
    from appraise.texts import Message


def check(ruleset: Ruleset, scope: Scope, diagnostics: Diagnostics) -> None:  # noqa: ARG001 - checks share one form
    """Look at every budget, contest, draw, true-up and clawback."""
    _covered(ruleset, diagnostics)
    for reward in ruleset.rewards.values():
        if isinstance(reward.pay, Contest):
            _prizes(reward.pay, reward.title, diagnostics)
        if reward.true_up is not None:
            _true_up(ruleset, reward, diagnostics)
        if isinstance(reward.pay, Clawback) and reward.id in reward.pay.of:
            diagnostics.error(
                "wrong-value",
                msg("{reward} would take back what it took back itself.", reward=reward.title),
                reward.pay.where,
                msg("name other rewards under `of`"),
            )


def _covered(ruleset: Ruleset, diagnostics: Diagnostics) -> None:
    first: dict[str, Where] = {}
    for budget in ruleset.budgets.values():
        for id_ in budget.covers:
            if id_ in first:
                also = ((first[id_], msg("also covers it")),) if first[id_] != budget.where else ()
                diagnostics.error(
                    "budget-covers",
                    msg("{reward} is paid out of two budgets: which of them limits it?", reward=id_),
                    budget.where,
                    msg("let one budget cover it, or divide the reward in two"),
                    also,
                )
            first.setdefault(id_, budget.where)
            key = _settled(ruleset.rewards.get(id_))
            if key:
                diagnostics.error(
                    "budget-covers",
                    msg(
                        "{reward} is settled with other periods by its `{key}`; what {budget} cuts off would be paid "
                        "or owed again later.",
                        reward=id_,
                        key=key,
                        budget=budget.title,
                    ),
                    budget.where,
                    msg("take {reward} out of `covers`, or do without its `{key}`", reward=id_, key=key),
                )


def _settled(reward: Reward | None) -> str:
    if reward is None:
        return ""
    beside = next((k for k, v in (("draw", reward.draw), ("true_up", reward.true_up)) if v is not None), "")
    return beside or (reward.pay.key if reward.pay.looks_back else "")


def _prizes(contest: Contest, title: str, diagnostics: Diagnostics) -> None:
    places = [(f"{first}", last, prize) for first, last, prize in contest.prizes]
    if contest.prizes and contest.prizes[0][0] > 1:
        _falls(msg("{reward} gives the first place nothing.", reward=title), contest.prizes[0][2].where, diagnostics)
    for (_, before, better), (first, _, worse) in pairwise(places):
        a, b = constant(better), constant(worse)
        if int(first) > before + 1:
            says = msg("{reward} gives place {place} nothing, but place {other} a prize.")
            _falls(says.given(reward=title, place=before + 1, other=first), worse.where, diagnostics)
        elif a is not None and b is not None and b > a:
            says = msg("{reward} gives place {place} {prize:g}, but place {better} only {less:g}.")
            _falls(says.given(reward=title, place=first, prize=b, better=before, less=a), worse.where, diagnostics)


def _falls(message: Message, where: Where, diagnostics: Diagnostics) -> None:
    diagnostics.warn(
        "payout-falls",
        message,
        where,
        msg("state the prizes from the best place on, without a gap"),
    )


def _true_up(ruleset: Ruleset, reward: Reward, diagnostics: Diagnostics) -> None:
    assert reward.true_up is not None  # noqa: S101 - asked only where there is one
    if ruleset.period == "year":
        diagnostics.error(
            "wrong-value",
            msg(
                "{reward} is settled inside a year, and the period is a year: there is nothing earlier to settle with.",
                reward=reward.title,
            ),
            reward.true_up.where,
            msg("remove `true_up`"),
        )
    for gate in ruleset.gates.values():
        if gate.acts_on("reward") and gate.covers_reward(reward.id):
            diagnostics.warn(
                "undone-later",
                msg(
                    "What {gate} takes off {reward} was not paid, so the next true-up pays it.",
                    gate=gate.title,
                    reward=reward.title,
                ),
                reward.true_up.where,
                msg(
                    "to take it off for good, put the condition into the amount; else name other rewards "
                    "under `covers` of the gate"
                ),
                ((gate.where, gate.title),),
            )
