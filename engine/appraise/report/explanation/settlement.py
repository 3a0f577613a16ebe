"""The steps of pay that is shared out or settled with other periods, in one person's explanation."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from appraise.formula.arithmetic import round_half_up
from appraise.plan import operations as op
from appraise.policy import columns as col
from appraise.policy.meaning.parts import budget_of
from appraise.policy.model import Clawback, Contest
from appraise.report.explanation.phrases import phrase
from appraise.report.explanation.values import money, number, percent

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from appraise.execution.explaining.explain import Explanation, Fact, Value
    from appraise.formula.syntax.grammar import Formula
    from appraise.policy.columns import RewardPart
    from appraise.policy.model import Reward
    from appraise.texts import Language


def settled_in_words(reward: Reward, fact: Fact, it: Explanation, given: Callable[[Formula], str]) -> str | None:
    """Tell one step; None for those that are told elsewhere, "" for those that changed nothing.

    `given` says what a formula met.
    """
    language, value, name, inputs = it.plan.ruleset.language, money(fact.output), fact.step.name, fact.inputs
    match fact.step.operation:
        case op.Prizes():
            return _place(reward, it, value, given)
        case op.ShareOut():
            return _budget(reward, fact, it)
        case op.WithBanked():
            return phrase("with_banked", language, banked=money(inputs[1]), value=value) if inputs[1] else ""
        case op.Minus() if name.endswith("/true-up"):
            return phrase("true_up", language, due=money(inputs[0]), paid=money(inputs[1]), value=value)
        case op.Clamp() if name.endswith("/carried"):
            return phrase("carried", language, value=value) if inputs[0] != fact.output else ""
        case op.Guaranteed():
            if inputs[0] == fact.output:
                return ""
            return phrase(
                "drawn", language, draw=money(inputs[1]), advance=money(_less(fact.output, inputs[0])), value=value
            )
        case op.Minus():
            return _recovered(reward, fact, it) if inputs[1] else ""
        case op.TakenBack():
            assert isinstance(reward.pay, Clawback)  # noqa: S101 - only clawbacks have this step
            return phrase("taken_back", language, paid=money(inputs[0]), share=percent(inputs[1]),
                          periods=reward.pay.periods)  # fmt: skip
    return None


def balances_in_words(reward: Reward, it: Explanation) -> Iterator[str]:
    """Tell what is owed or kept after the period."""
    kept: tuple[RewardPart, ...] = ("balance", "banked")
    for part in kept:
        value = it.maybe(col.reward(reward.id, part))
        if value:
            yield phrase(part, it.plan.ruleset.language, value=money(value))


def _less(a: Value, b: Value) -> Value:
    return a - b if isinstance(a, float) and isinstance(b, float) else None


def _recovered(reward: Reward, fact: Fact, it: Explanation) -> str:
    recover = reward.draw.recover if reward.draw is not None else None
    assert recover is not None  # noqa: S101 - only draws that are recovered have this step
    stated = it.value(col.pay_setting(reward.id, "recover share"))
    return phrase("recovered", it.plan.ruleset.language, recovered=money(fact.inputs[1]), share=percent(stated),
                  value=money(fact.output))  # fmt: skip


def _place(reward: Reward, it: Explanation, value: str, given: Callable[[Formula], str]) -> str:
    language, place, contest = it.plan.ruleset.language, it.value(col.reward(reward.id, "place")), reward.pay
    if place is None or not isinstance(contest, Contest):
        return ""
    tied = it.value(col.pay(reward.id, "tied"))
    others = ", ".join(n for n in str(tied).split(", ") if n != it.employee) if tied is not None else ""
    tie = phrase(f"tie_{contest.ties}", language, others=others) if others else ""
    entrants = number(it.value(col.pay(reward.id, "entrants")))
    names = [it.value(col.named(name.text.strip())) for name in contest.within]
    return phrase("placed", language, place=number(place), entrants=entrants, group=_group("in_group", names, language),
                  given=given(contest.by), tie=tie, value=value)  # fmt: skip


def _group(key: str, names: Sequence[Value], language: Language) -> str:
    """Name the group whose names those are; blank for all people together."""
    return phrase(key, language, group=" · ".join(map(str, names))) if names else ""


def _budget(reward: Reward, fact: Fact, it: Explanation) -> str:
    budget = budget_of(reward.id, it.plan.ruleset)
    assert budget is not None  # noqa: S101 - the step is that of its budget
    language, (before, amount) = it.plan.ruleset.language, fact.inputs[:2]
    claimed = it.value(col.claimed_of(budget.id))
    title = budget.title if budget.title == budget.id else f"{budget.title} {budget.id}"
    names = [it.value(col.group_of(budget.id, i)) for i in range(len(budget.within))]
    title += _group("of_group", names, language)
    if not isinstance(before, float) or not isinstance(amount, float) or not isinstance(claimed, float) or before <= 0:
        return ""
    parts = {"title": title, "amount": _short(amount), "value": money(fact.output)}
    if budget.mode == "hand_out":
        return phrase("handed_out", language, before=number(before), claimed=number(claimed),
                      share=percent(before / claimed), **parts)  # fmt: skip
    if before == fact.output:
        return phrase("budget_enough", language, claimed=_short(claimed), **parts)
    share = round_half_up(np.asarray(before * amount / claimed), it.plan.ruleset.conventions.rounding.money)
    key = "budget_cut" if share == fact.output else "budget_cent"
    return phrase(key, language, claimed=_short(claimed), before=money(before), **parts)


def _short(value: Value) -> str:
    """An amount, without the cents where there are none."""
    return money(value).removesuffix(".00")
