"""The steps of pay that is shared out or settled with other periods, in one person's explanation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.plan import operations as op
from engine.policy.parts import budget_of
from engine.report.phrases import phrase
from engine.report.values import money, number, percent

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.execution.explain import Explanation, Fact, Value
    from engine.policy.model import Reward


def settled_in_words(reward: Reward, fact: Fact, it: Explanation) -> str | None:
    """Tell one step; None for those that are told elsewhere, "" for those that changed nothing."""
    language, value, name, inputs = it.plan.ruleset.language, money(fact.output), fact.step.name, fact.inputs
    match fact.step.operation:
        case op.Prizes():
            return _place(reward, it, value)
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
            return phrase("recovered", language, recovered=money(inputs[1]), value=value) if inputs[1] else ""
        case op.TakenBack():
            assert reward.clawback is not None  # noqa: S101 - only clawbacks have this step
            return phrase("taken_back", language, paid=money(inputs[0]), share=percent(inputs[1]),
                          periods=reward.clawback.periods)  # fmt: skip
    return None


def balances_in_words(reward: Reward, it: Explanation) -> Iterator[str]:
    """Tell what is owed or kept after the period."""
    for part in ("balance", "banked"):
        value = it.values.get(f"{reward.id}.{part}")
        if value:
            yield phrase(part, it.plan.ruleset.language, value=money(value))


def _less(a: Value, b: Value) -> Value:
    return a - b if isinstance(a, float) and isinstance(b, float) else None


def _place(reward: Reward, it: Explanation, value: str) -> str:
    language, place = it.plan.ruleset.language, it.values.get(f"{reward.id}.place")
    if place is None:
        return ""
    entrants = number(it.values.get(f"{reward.id}/entrants"))
    tied = it.values.get(f"{reward.id}/tied")
    others = ", ".join(n for n in str(tied).split(", ") if n != it.employee) if tied is not None else ""
    key = "placed_shared" if others else "placed"
    return phrase(key, language, place=number(place), entrants=entrants, others=others, value=value)


def _budget(reward: Reward, fact: Fact, it: Explanation) -> str:
    budget = budget_of(reward.id, it.plan.ruleset)
    assert budget is not None  # noqa: S101 - the step is that of its budget
    language, (before, amount) = it.plan.ruleset.language, fact.inputs[:2]
    claimed = it.values.get(f"budget {budget.id} claimed")
    title = budget.title if budget.title == budget.id else f"{budget.title} {budget.id}"
    if before == fact.output or not isinstance(amount, float) or not isinstance(claimed, float) or claimed == 0:
        return phrase("budget_enough", language, title=title, claimed=_short(claimed), amount=_short(amount))
    places = 2 if budget.mode == "cap" else 6
    return phrase("budget_cut", language, title=title, claimed=_short(claimed), amount=_short(amount),
                  factor=f"{amount / claimed:,.3f}" if budget.mode == "cap" else f"{amount / claimed:,.6g}",
                  before=_claim(before, places), value=money(fact.output))  # fmt: skip


def _short(value: Value) -> str:
    """Give an amount, without the cents where there are none."""
    return money(value).removesuffix(".00")


def _claim(value: Value, places: int) -> str:
    """Give a claim, which in a pool that is handed out may be a coefficient."""
    if not isinstance(value, float):
        return "–"
    return f"{value:,.{places}f}".rstrip("0").rstrip(".") if places > 2 else money(value)
