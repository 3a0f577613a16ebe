"""Budgets, contests and what is settled across periods fit together, so that no money is counted twice."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from appraise.policy.meaning.uses import constant
from appraise.policy.model import Clawback, Contest

if TYPE_CHECKING:
    from appraise.diagnostics import Report, Where
    from appraise.policy.meaning.scope import Scope
    from appraise.policy.model import Reward, Ruleset


def check(ruleset: Ruleset, scope: Scope, report: Report) -> None:  # noqa: ARG001 - checks share one form
    """Look at every budget, contest, draw, true-up and clawback."""
    _covered(ruleset, report)
    for reward in ruleset.rewards.values():
        if isinstance(reward.pay, Contest):
            _prizes(reward.pay, reward.title, report)
        if reward.true_up is not None:
            _true_up(ruleset, reward, report)
        if isinstance(reward.pay, Clawback) and reward.id in reward.pay.of:
            report.error("wrong-value", f"{reward.title} would take back what it took back itself.",
                         reward.pay.where, "name other rewards under `of`")  # fmt: skip


def _covered(ruleset: Ruleset, report: Report) -> None:
    first: dict[str, Where] = {}
    for budget in ruleset.budgets.values():
        for id_ in budget.covers:
            if id_ in first:
                also = ((first[id_], "also covers it"),) if first[id_] != budget.where else ()
                report.error("budget-covers", f"{id_} is paid out of two budgets: which of them limits it?", budget.where,
                             "let one budget cover it, or divide the reward in two", also)  # fmt: skip
            first.setdefault(id_, budget.where)
            key = _settled(ruleset.rewards.get(id_))
            if key:
                report.error("budget-covers", f"{id_} is settled with other periods by its `{key}`; what {budget.title} "
                             "cuts off would be paid or owed again later.", budget.where,
                             f"take {id_} out of `covers`, or do without its `{key}`")  # fmt: skip


def _settled(reward: Reward | None) -> str:
    if reward is None:
        return ""
    beside = next((k for k, v in (("draw", reward.draw), ("true_up", reward.true_up)) if v is not None), "")
    return beside or (reward.pay.key if reward.pay.looks_back else "")


def _prizes(contest: Contest, title: str, report: Report) -> None:
    places = [(f"{first}", last, prize) for first, last, prize in contest.prizes]
    if contest.prizes and contest.prizes[0][0] > 1:
        _falls(f"{title} gives the first place nothing", contest.prizes[0][2].where, report)
    for (_, before, better), (first, _, worse) in pairwise(places):
        a, b = constant(better), constant(worse)
        if int(first) > before + 1:
            _falls(f"{title} gives place {before + 1} nothing, but place {first} a prize", worse.where, report)
        elif a is not None and b is not None and b > a:
            _falls(f"{title} gives place {first} {b:g}, but place {before} only {a:g}", worse.where, report)


def _falls(message: str, where: Where, report: Report) -> None:
    report.warn("payout-falls", f"{message}.", where, "state the prizes from the best place on, without a gap")


def _true_up(ruleset: Ruleset, reward: Reward, report: Report) -> None:
    assert reward.true_up is not None  # noqa: S101 - asked only where there is one
    if ruleset.period == "year":
        report.error("wrong-value", f"{reward.title} is settled inside a year, and the period is a year: there is nothing "
                     "earlier to settle with.", reward.true_up.where, "remove `true_up`")  # fmt: skip
    for gate in ruleset.gates.values():
        if gate.acts_on("reward") and gate.covers_reward(reward.id):
            report.warn("undone-later", f"What {gate.title} takes off {reward.title} was not paid, so the next true-up pays it.",
                        reward.true_up.where, "to take it off for good, put the condition into the amount; else name other "
                        "rewards under `covers` of the gate", ((gate.where, gate.title),))  # fmt: skip
