"""How each reward came about: in words, step by step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.plan import operations as op
from engine.policy.values import Lookup
from engine.report.explanation_settled import balances_in_words, settled_in_words
from engine.report.policy import tiers_in_words
from engine.report.values import money, number, percent

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from engine.diagnostics import Where
    from engine.execution.explain import Explanation, Fact
    from engine.policy.model import Reward, Tiers

    Said = tuple[int, str, "Where | None"]


def clamped(fact: Fact, value: str, say: Callable[..., str]) -> str:
    """Tell of a limit that was reached."""
    over = isinstance(fact.inputs[0], float) and isinstance(fact.output, float) and fact.inputs[0] > fact.output
    return say("clamped_above" if over else "clamped_below", value=value)


class PayTeller:
    """Tells a person's rewards. `say` gives a phrase, `given` what a formula met."""

    def __init__(self, it: Explanation, say: Callable[..., str], given: Callable[..., str]):
        self.it, self.say, self.given = it, say, given
        self.ruleset = it.plan.ruleset

    def lines(self) -> Iterator[Said]:
        """Tell every reward: level, text and clause of each line."""
        r = self.ruleset
        for reward in r.rewards.values():
            paid = self.say("paid", title=reward.title, value=money(self.it.values.get(reward.id)), currency=r.currency)
            yield 1, paid, reward.where
            told = (self._step(reward, fact) for fact in self.it.trails[reward.id])
            yield from ((2, text, None) for text in told if text)
            yield from ((2, text, None) for text in balances_in_words(reward, self.it))
        if len(r.rewards) > 1:
            yield 1, self.say("all_pay", value=money(self.it.values.get("total_reward")), currency=r.currency), None

    def _step(self, reward: Reward, fact: Fact) -> str:
        value, name = money(fact.output), fact.step.name
        settled = settled_in_words(reward, fact, self.it, self.given)
        if settled is not None:
            return settled
        match fact.step.operation:
            case op.Compute() as compute:
                given = self.given(compute.formula, local={"factor": f"{reward.id}.factor"})
                return self.say("computed", formula=compute.formula.text.strip(), given=given, value=value)
            case op.Marginal():
                return self._marginal(reward, fact, value)
            case op.Times() if name.endswith("/prorated"):
                return self.say("share", factor=number(fact.inputs[1]), value=value)
            case op.Times() if name.endswith(" tiers"):
                return self.say("tiered", base=money(fact.inputs[0]), tiers=self._tiers(reward), value=value)
            case op.Times():
                first = money(fact.inputs[0]) + " " if name.endswith("/each") else ""
                return first + self.say("times", factor=number(fact.inputs[1]), value=value)
            case op.Clamp() if fact.inputs[0] != fact.output:
                return clamped(fact, value, self.say)
            case op.FactorWhere() if fact.inputs[1] is True:
                return self.say("gate_times", gate=fact.step.clause.title, factor=number(fact.inputs[2]), value=value)
            case op.AtMostWhere() if fact.inputs[1] is True:
                return self.say("limited", gate=fact.step.clause.title, limit=money(fact.inputs[2]), value=value)
            case op.OnlyWhere() if fact.inputs[1] is False and reward.when is not None:
                return self.say("only_where", when=reward.when.text.strip() + self.given(reward.when), value=value)
            case op.Choose() | op.TierValue() | op.LinearScore() | op.InForce() | op.RowValue():
                return self.say("amount_is", value=value)
        return ""

    def _marginal(self, reward: Reward, fact: Fact, value: str) -> str:
        base, measure, start = fact.inputs[:3]
        tiers = self._own_tiers(reward)
        parts = {"base": money(base), "tiers": self._tiers(reward), "value": value}
        moved = tiers is not None and (tiers.of is not None or tiers.start is not None)
        if tiers is None or not moved or not isinstance(measure, float) or not isinstance(start, float):
            return self.say("tiered", **parts)
        shown = percent if any(bound.percent for bound in tiers.bounds) else money
        return self.say("tiered_between", begin=shown(start), end=shown(start + measure), **parts)

    def _own_tiers(self, reward: Reward) -> Tiers | None:
        tiers: Tiers | Lookup[Tiers] | None = reward.tiers
        if isinstance(tiers, Lookup):
            return tiers.values.get(str(self.it.values.get(tiers.by.text.strip())), tiers.otherwise)
        return tiers

    def _tiers(self, reward: Reward) -> str:
        tiers = self._own_tiers(reward)
        return tiers_in_words(tiers, self.ruleset.language, self.ruleset.currency) if tiers is not None else ""
