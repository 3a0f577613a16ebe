"""More is never paid for less: scores, factors and amounts do not fall as the result gets better."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from appraise.policy.meaning.uses import constant
from appraise.policy.model import Amount, Tiered
from appraise.policy.values import LOWEST, ByLabel, Constant, variants
from appraise.texts import msg

if TYPE_CHECKING:
    from appraise.diagnostics import Diagnostics
    from appraise.policy.meaning.scope import Scope
    from appraise.policy.model import Indicator, Rule, Ruleset, Tiers
    from appraise.policy.values import Setting


def check(ruleset: Ruleset, scope: Scope, diagnostics: Diagnostics) -> None:
    """Compare neighbouring tiers, as far as their values are plain numbers."""
    for indicator in ruleset.indicators.values():
        for rule in indicator.rules:
            _scores(indicator, rule, diagnostics)
    for reward in ruleset.rewards.values():
        grades = ruleset.grades.labels if ruleset.grades else ()
        pay = reward.pay
        for setting in (reward.factor, pay.amount if isinstance(pay, Amount) else None):
            if isinstance(setting, ByLabel) and setting.by.name == "grade" and "grades" not in scope.broken:
                _by_grade(setting, grades, reward.title, diagnostics)
        for tiers in variants(pay.tiers) if isinstance(pay, Tiered) else ():
            _tiers(tiers, reward.title, diagnostics)


def _scores(indicator: Indicator, rule: Rule, diagnostics: Diagnostics) -> None:
    """Scores rise with what is better: with a higher value or attainment, with a better place."""
    pairs = rule.scale.points if rule.scale is not None else ()
    lower = rule.by == "value" and indicator.attainment != "value/target"
    rising = not lower and rule.by != "place"
    says = (
        msg("{indicator} scores {first:g} for place {low} and {second:g} for place {high}.")
        if rule.by == "place"
        else msg("{indicator} scores {first:g} at {low} and {second:g} at {high}.")
    )
    for (low, first), (high, second) in pairwise(pairs):
        a, b = constant(first), constant(second)
        if a is None or b is None or high.value < low.value:
            continue
        if b < a if rising else b > a:
            hint = (
                msg("exchange the scores: place 1 is the best, also where less is better")
                if rule.by == "place"
                else msg("exchange the scores, or state `direction: lower` if less is better")
                if rising
                else msg("exchange the scores, or remove `direction: lower`")
            )
            given = says.given(indicator=indicator.title, first=a, low=low.text, second=b, high=high.text)
            diagnostics.warn("payout-falls", given, second.where, hint)


def _by_grade(setting: ByLabel[Setting], grades: tuple[str, ...], title: str, diagnostics: Diagnostics) -> None:
    known = [(g, setting.values[g]) for g in grades if isinstance(setting.values.get(g), Constant)]
    for (better, high), (worse, low) in pairwise(known):
        a, b = constant(high), constant(low)
        if a is not None and b is not None and b > a:
            says = msg(
                "{reward} gives grade {worse} {more:g}, but the better grade {better} only {less:g}.",
                reward=title, worse=worse, more=b, better=better, less=a,
            )  # fmt: skip
            diagnostics.warn("payout-falls", says, low.where, msg("exchange the two values"))


def _tiers(tiers: Tiers, title: str, diagnostics: Diagnostics) -> None:
    pairs = list(zip(tiers.bounds, tiers.pays, strict=True))
    for (_, first), (bound, second) in pairwise(pairs):
        a, b = constant(first), constant(second)
        if a is None or b is None or bound.value == LOWEST:
            continue
        falls = b < 0 if tiers.method == "marginal" else b < a
        if falls and bound.value >= 0:
            says = msg(
                "{reward} falls at {bound}: from {before:g} to {after:g}.",
                reward=title, bound=bound.text, before=a, after=b,
            )  # fmt: skip
            hint = msg("exchange the values, or pay each slice at its own rate (`method: marginal`)")
            diagnostics.warn("payout-falls", says, second.where, hint)
