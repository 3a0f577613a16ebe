"""How each reward came about: in words, step by step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from appraise.formula.kinds import NUMBER, Type
from appraise.plan import operations as op
from appraise.policy import columns as col
from appraise.policy.model import Amount, Tiered
from appraise.report.explanation.settlement import balances_in_words, settled_in_words
from appraise.report.explanation.tiers import MONEY, PERCENT, sum_of
from appraise.report.explanation.values import day, money, unrounded
from appraise.report.policy.sections import tiers_in_words
from appraise.report.policy.settings import unit_of_money

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from appraise.diagnostics import Where
    from appraise.execution.explaining.explain import Explanation, Fact
    from appraise.policy.model import Reward, Tiers
    from appraise.report.explanation.figures import FigureTeller
    from appraise.report.explanation.written import Written

    Said = tuple[int, str, "Where | None"]


def clamped(fact: Fact, value: str, say: Callable[..., str]) -> str:
    """Tell of a limit that was reached."""
    over = isinstance(fact.inputs[0], float) and isinstance(fact.output, float) and fact.inputs[0] > fact.output
    return say("clamped_above" if over else "clamped_below", value=value)


def _came_to(told: str, value: str) -> str:
    """Add what something came to, where it does not end with it already."""
    return value if not told else told if told.endswith(value) else f"{told} = {value}"


class PayTeller:
    """Tells a person's rewards. `say` gives a phrase, `written` writes figures, `figures` tells of settings."""

    def __init__(self, it: Explanation, say: Callable[..., str], written: Written, figures: FigureTeller):
        self.it, self.say, self.written, self.figures = it, say, written, figures
        self.ruleset = it.plan.ruleset

    def lines(self) -> Iterator[Said]:
        """Tell every reward: level, text and clause of each line."""
        r = self.ruleset
        for reward in r.rewards.values():
            paid = self.say(
                "paid",
                title=reward.title,
                value=money(self.it.value(col.named(reward.id))),
                currency=unit_of_money(r.language, r.currency),
            )
            yield 1, paid, reward.where
            told = (text for fact in self.it.trails[reward.id] for text in self._step(reward, fact))
            yield from ((2, text, None) for text in told if text)
            yield from ((2, text, None) for text in balances_in_words(reward, self.it))
        if len(r.rewards) > 1:
            yield 1, self._total(), None

    def _total(self) -> str:
        """Tell the sum of all pay, each part as it stands above."""
        r = self.ruleset
        parts = " + ".join(money(self.it.value(col.named(id_))) for id_ in r.rewards).replace("+ -", "− ")
        return self.say(
            "all_pay",
            value=f"{parts} = {money(self.it.value(col.named('total_reward')))}",
            currency=unit_of_money(r.language, r.currency),
        )

    def _step(self, reward: Reward, fact: Fact) -> Iterator[str]:
        value, name, write = self.written.output(fact, MONEY), fact.step.name, self.written
        settled = settled_in_words(reward, fact, self.it, self.written.given)
        if settled is not None:
            yield settled
            return
        match fact.step.operation:
            case op.Compute() as compute:
                yield from self._factor(reward)
                given = write.given(compute.formula, local={"factor": col.reward(reward.id, "factor")})
                yield self.say("computed", formula=compute.formula.text.strip(), given=given, value=value)
            case op.Marginal():
                yield self._marginal(reward, fact, value)
                yield sum_of(fact, write, self._measure(reward), MONEY)
            case op.Times() if name == col.pay(reward.id, "prorated"):
                yield self._days(reward)
                yield self.say("share", base=write.input(fact, 0, MONEY), factor=write.input(fact, 1), value=value)
            case op.Times() if col.pay_setting(reward.id, "tiers") in name:
                base, share = write.input(fact, 0, MONEY), write.input(fact, 1, PERCENT)
                yield from self._reached(reward, fact.step.inputs[1], PERCENT)
                yield self.say("tiered", base=base, tiers=self._tiers(reward), value=f"{base} × {share} = {value}")
            case op.Times():
                if name == col.pay(reward.id, "factored"):
                    yield from self._factor(reward)
                yield self.say("times", base=write.input(fact, 0, MONEY), factor=write.input(fact, 1), value=value)
            case op.Clamp() if fact.inputs[0] != fact.output:
                yield clamped(fact, value, self.say) + self._limit(reward, fact)
            case op.FactorWhere() if fact.inputs[1] is True:
                base, factor = write.input(fact, 0, MONEY), write.input(fact, 2)
                spared = isinstance(fact.inputs[0], float) and fact.inputs[0] < 0
                key = "gate_spares" if spared else "gate_times"
                yield self.say(key, gate=fact.step.clause.title, base=base, factor=factor, value=value)
            case op.AtMostWhere() if fact.inputs[1] is True:
                limit = write.input(fact, 2, MONEY)
                yield self.say("limited", gate=fact.step.clause.title, limit=limit, value=value)
            case op.OnlyWhere() if reward.when is not None:
                key = "only_where" if fact.inputs[1] is False else "when_holds"
                yield self.say(key, when=reward.when.text.strip() + write.given(reward.when), value=value)
            case op.TierValue() | op.LinearScore():
                measure = write.input(fact, 0, self._measure(reward))
                yield self.say("tier_amount", measure=measure, tiers=self._tiers(reward), value=value)
                yield from self._reached(reward, name, MONEY)
            case op.Choose() | op.InForce() | op.RowValue():
                told = self.figures.setting(
                    reward.pay.amount if isinstance(reward.pay, Amount) else None, col.pay_setting(reward.id, "amount")
                )
                yield self.say("amount_is", value=_came_to(told, value))
            case op.Rounded() as rounding:
                yield self._rounded(fact, rounding.places)

    def _rounded(self, fact: Fact, places: int) -> str:
        """Tell a rounding that is to be seen: to fewer places than amounts are written with, or that of a claim, to more."""
        value = self.written.output(fact, MONEY)
        exact = unrounded(fact.inputs[0], fact.output)
        if not exact or (
            self.written.input(fact, 0, MONEY) == value and places <= self.ruleset.conventions.rounding.money
        ):
            return ""
        return self.say("rounded_from", exact=exact, value=money(fact.output, places))

    def _reached(self, reward: Reward, column: object, worth: Type) -> Iterator[str]:
        """Tell the straight line between two tiers, where it is one that decides."""
        fact = self.it.facts.get(str(column))
        if fact is not None:
            yield sum_of(fact, self.written, self._measure(reward), worth)

    def _days(self, reward: Reward) -> str:
        """Tell which days of the period a proration counts, before their share is rounded."""
        fact = self.it.facts.get(col.pay(reward.id, "share"))
        if fact is None or not isinstance(fact.inputs[0], float):
            return ""
        begins, ends, start, end = (x if isinstance(x, float) else None for x in fact.inputs)
        assert begins is not None  # noqa: S101 - looked at above
        assert start is not None  # noqa: S101 - of the period
        assert end is not None  # noqa: S101 - as above
        first, last = max(begins, start), end if ends is None else min(ends, end)
        if last < first:
            return self.say("no_days")
        part, whole = last - first + 1, end - start + 1
        exact = unrounded(part / whole, fact.output)
        shown = self.written.output(fact)
        share = self.say("rounded_from", exact=exact, value=shown) if exact else shown
        return self.say("days", begin=day(first), end=day(last), part=f"{part:.0f}", whole=f"{whole:.0f}", share=share)

    def _factor(self, reward: Reward) -> Iterator[str]:
        told = self.figures.setting(reward.factor, col.reward(reward.id, "factor"))
        if told:
            yield self.say("how_factor", told=_came_to(told, self.written.plain(col.reward(reward.id, "factor"))))

    def _limit(self, reward: Reward, fact: Fact) -> str:
        """Tell how the limit that was reached came about, where it is not just stated."""
        over = isinstance(fact.inputs[0], float) and isinstance(fact.output, float) and fact.inputs[0] > fact.output
        limit, part = (reward.maximum, "max") if over else (reward.minimum, "min")
        told = self.figures.setting(limit, f"{reward.id} {part}")
        return self.say("given", given=told) if told else ""

    def _measure(self, reward: Reward) -> Type:
        """The unit of what decides between tiers: money, or percents where the bounds are percents."""
        tiers = self._own_tiers(reward)
        if tiers is None:
            return NUMBER
        if any(bound.percent for bound in tiers.bounds):
            return PERCENT
        formula = tiers.of if tiers.of is not None else reward.pay.base if isinstance(reward.pay, Tiered) else None
        return self.written.scope.quiet(formula) if formula is not None else NUMBER

    def _marginal(self, reward: Reward, fact: Fact, value: str) -> str:
        _, measure, start = fact.inputs[:3]
        tiers = self._own_tiers(reward)
        parts = {"base": self.written.input(fact, 0, MONEY), "tiers": self._tiers(reward), "value": value}
        moved = tiers is not None and (tiers.of is not None or tiers.start is not None)
        if tiers is None or not moved or not isinstance(measure, float) or not isinstance(start, float):
            return self.say("tiered", **parts)
        shown = PERCENT if any(bound.percent for bound in tiers.bounds) else MONEY
        ends = {
            "begin": self.written.input(fact, 2, shown),
            "end": self.written.of(fact.step.inputs[1], start + measure, shown),
        }
        return self.say("tiered_between", **ends, **parts)

    def _own_tiers(self, reward: Reward) -> Tiers | None:
        return self.it.chosen(reward.pay.tiers) if isinstance(reward.pay, Tiered) else None

    def _tiers(self, reward: Reward) -> str:
        tiers = self._own_tiers(reward)
        return tiers_in_words(tiers, self.ruleset.language, self.ruleset.currency) if tiers is not None else ""
