"""What each number of a policy is counted in, and between what it lies: points, money, shares, factors, counts.

`held` is the one table of it; the check over it is lint/quantities.py.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from appraise.policy.model import (
    ByDeviation,
    ByFormula,
    ByPercentile,
    ByPlace,
    Linear,
    PerStep,
    PerUnit,
    Rating,
    Ratio,
    Steps,
)
from appraise.policy.reading.scoring import rules_of
from appraise.policy.values import variants

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from appraise.formula.grammar import Formula
    from appraise.policy.meaning.scope import Scope
    from appraise.policy.model import Gate, Indicator, Reward, Rule, Ruleset, Tiers
    from appraise.policy.values import Setting


class Quantity(NamedTuple):
    """`shares`: True where 95% is 0.95, False where numbers are plain, None where both can be meant.

    `plain`: up to what a number without a percent sign is taken for a share. `least` and `most` are legal themselves,
    unless `above` says that the least is not. `sure`: whether the policy says so itself, or it is only likely.
    `else_`: what may be meant instead of such numbers.
    """

    words: str
    shares: bool | None
    plain: float = 5.0  # nobody means 500% without writing so
    least: float = -math.inf
    most: float = math.inf
    above: bool = False
    sure: bool = True
    else_: str = ""


class Held(NamedTuple):
    """A setting, what it holds, its key, and the element it belongs to."""

    setting: Setting
    quantity: Quantity
    key: str
    whose: str


POINTS = Quantity("points", shares=False)
POINTS_UP = Quantity("points", shares=False, least=0)
MONEY = Quantity("money", shares=False)
MONEY_UP = Quantity("money", shares=False, least=0)
FACTOR = Quantity("a factor", shares=True, least=0)
SHARE = Quantity("a share", shares=True, plain=1, least=0, most=1)
RATE = Quantity("a rate", shares=True, plain=math.nextafter(1, 0))  # 1 may be meant for 1%
ANY = Quantity("a number", shares=None)
PERCENTILE = Quantity("a percentile", shares=True, plain=1, least=0, most=1)
ATTAINMENT = Quantity("attainment", shares=True)


def held(ruleset: Ruleset, scope: Scope) -> Iterator[Held]:
    """Yield every setting of a policy that is a number of a known kind; those of parameters are seen where they are used."""
    for indicator in ruleset.indicators.values():
        yield from _indicator(indicator, scope)
    for bands in variants(ruleset.grades.bands) if ruleset.grades is not None else []:
        yield from _all(bands.bounds, POINTS, "bounds", "the grades")
    for adjustment in ruleset.adjustments.values():
        stated = (("points", adjustment.points), ("min", adjustment.minimum), ("max", adjustment.maximum))
        yield from _some(stated, POINTS, adjustment.title)
    yield from _some((("min", ruleset.score_minimum), ("max", ruleset.score_maximum)), POINTS, "the total score")
    for gate in ruleset.gates.values():
        yield from _gate(gate)
    for reward in ruleset.rewards.values():
        yield from _reward(reward, scope)
    for budget in ruleset.budgets.values():
        yield Held(budget.amount, MONEY_UP, "amount", budget.title)


def measured(formula: Formula, scope: Scope) -> Quantity:
    """Give in what a formula's numbers are counted."""
    kind = scope.quiet(formula)
    if kind.unit == "percent" or kind.measured == "percent":
        return ATTAINMENT._replace(words="a percent", sure=kind.measured == "percent")
    return Quantity(kind.measured, shares=False) if kind.measured else ANY


def _all(settings: Iterable[Setting | None], quantity: Quantity, key: str, whose: str) -> Iterator[Held]:
    yield from (Held(setting, quantity, key, whose) for setting in settings if setting is not None)


def _some(stated: Iterable[tuple[str, Setting | None]], quantity: Quantity, whose: str) -> Iterator[Held]:
    yield from (Held(setting, quantity, key, whose) for key, setting in stated if setting is not None)


def _indicator(indicator: Indicator, scope: Scope) -> Iterator[Held]:
    value = measured(indicator.value, scope)
    if indicator.target is not None:
        yield Held(indicator.target, value, "target", indicator.title)
    for rule in rules_of(indicator.scoring):
        scaled = value._replace(else_="state `of: attainment`") if indicator.target is not None else value
        yield from _rule(rule, scaled, indicator.title)


def _rule(rule: Rule, value: Quantity, title: str) -> Iterator[Held]:
    """Yield the numbers of a scoring rule; `value` is what the indicator's value is."""
    match rule:
        case Ratio() | ByFormula():
            yield from _some((("floor", rule.floor), ("cap", rule.cap)), POINTS, title)
        case Linear() | Steps():
            at = ATTAINMENT if rule.of == "attainment" else value
            places = rule.bounds if isinstance(rule, Steps) else [place for place, _ in rule.points]
            scores = rule.scores if isinstance(rule, Steps) else [score for _, score in rule.points]
            yield from _all(places, at, "the scale", title)
            yield from _all(scores, POINTS, "the scores", title)
        case PerStep():
            step = ATTAINMENT if rule.of == "attainment" else value
            yield Held(rule.step, step._replace(plain=1, least=0, above=True), "step", title)
            yield Held(rule.start, POINTS, "start", title)
            for side in (rule.up, rule.down):
                yield from _some((("points", side.points), ("at_most", side.at_most)), POINTS_UP, title)
        case PerUnit():
            yield Held(rule.points, POINTS_UP, "points", title)
            yield Held(rule.unit, value._replace(plain=1, least=0, above=True), "unit", title)
            yield Held(rule.free, value._replace(least=0), "free", title)
            yield from _some((("floor" if rule.sign < 0 else "cap", rule.limit),), POINTS, title)
        case Rating():
            yield from _all(rule.values.values(), POINTS, "the scores", title)
        case ByPlace():
            yield from _all(rule.scores, POINTS, "the scores", title)
        case ByPercentile():
            yield from _all([place for place, _ in rule.points], PERCENTILE, "the percentiles", title)
            yield from _all([score for _, score in rule.points], POINTS, "the scores", title)
        case ByDeviation():
            yield from _some((("mean", rule.mean), ("floor", rule.floor), ("cap", rule.cap)), POINTS, title)
            yield Held(rule.spread, POINTS_UP, "spread", title)


def _gate(gate: Gate) -> Iterator[Held]:
    yield from _some((("score_at_most", gate.score_at_most),), POINTS, gate.title)
    yield from _all(gate.indicator_at_most.values(), POINTS, "indicator_at_most", gate.title)
    yield from _some((("reward_factor", gate.reward_factor),), FACTOR, gate.title)
    yield from _some((("reward_at_most", gate.reward_at_most),), MONEY, gate.title)


def _reward(reward: Reward, scope: Scope) -> Iterator[Held]:
    money = (("amount", reward.amount), ("each", reward.each), ("min", reward.minimum), ("max", reward.maximum))
    yield from _some(money, MONEY, reward.title)
    for tiers in variants(reward.tiers):
        yield from _tiers(tiers, reward, scope)
    if reward.contest is not None:
        yield from _all([prize for _, _, prize in reward.contest.prizes], MONEY_UP, "prizes", reward.title)
    if reward.clawback is not None:
        yield Held(reward.clawback.share, SHARE, "share", reward.title)
    if reward.draw is not None:
        yield Held(reward.draw.amount, MONEY_UP, "draw", reward.title)
        if reward.draw.recover is not None:
            yield Held(reward.draw.recover.share, SHARE, "share", reward.title)


def _tiers(tiers: Tiers, reward: Reward, scope: Scope) -> Iterator[Held]:
    by = tiers.of or reward.base
    if by is not None:
        yield from _all(tiers.bounds, measured(by, scope), "the tiers", reward.title)
        yield from _some((("start", tiers.start),), measured(by, scope), reward.title)
    base = scope.quiet(reward.base) if reward.base is not None else None
    per_piece = base is not None and base.unit == "count"  # 5 for each piece is a rate as well
    rate = ANY if per_piece else RATE._replace(sure=base is not None and base.unit in ("money", "percent"))
    yield from _all(tiers.pays, rate if tiers.rates else MONEY, "rates" if tiers.rates else "amounts", reward.title)
