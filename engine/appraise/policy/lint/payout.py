"""More is never paid for less: scores, factors and amounts do not fall as the result gets better."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from appraise.policy.meaning.uses import constant
from appraise.policy.model import ByPercentile, ByPlace, Indicator, Linear, Rule, Steps, Tiers
from appraise.policy.reading.scoring import rules_of
from appraise.policy.values import LOWEST, Constant, Lookup, variants

if TYPE_CHECKING:
    from appraise.diagnostics import Report, Where
    from appraise.policy.meaning.scope import Scope
    from appraise.policy.model import Ruleset
    from appraise.policy.values import Setting


def check(ruleset: Ruleset, scope: Scope, report: Report) -> None:
    """Compare neighbouring tiers, as far as their values are plain numbers."""
    for indicator in ruleset.indicators.values():
        for rule in rules_of(indicator.scoring):
            _scores(indicator, rule, report)
    for reward in ruleset.rewards.values():
        grades = ruleset.grades.labels if ruleset.grades else ()
        for setting in (reward.factor, reward.amount):
            if isinstance(setting, Lookup) and setting.by.text == "grade" and "grades" not in scope.broken:
                _by_grade(setting, grades, reward.title, report)
        for tiers in variants(reward.tiers):
            _tiers(tiers, reward.title, report)


def _scores(indicator: Indicator, rule: Rule, report: Report) -> None:
    if isinstance(rule, Steps):
        pairs = list(zip(rule.bounds, rule.scores, strict=True))
    elif isinstance(rule, (Linear, ByPercentile)):
        pairs = list(rule.points)
    elif isinstance(rule, ByPlace):
        _places(indicator, rule, report)
        return
    else:
        return
    rising = isinstance(rule, ByPercentile) or indicator.attainment == "value/target" or rule.of == "attainment"
    for (low, first), (high, second) in pairwise(pairs):
        a, b = constant(first), constant(second)
        if a is None or b is None or high.value < low.value:
            continue
        if b < a if rising else b > a:
            _say(f"{indicator.title} scores {a:g} at {low.text} and {b:g} at {high.text}", second.where,
                 "exchange the scores, or state `direction: lower` if less is better" if rising
                 else "exchange the scores, or remove `direction: lower`", report)  # fmt: skip


def _places(indicator: Indicator, rule: ByPlace, report: Report) -> None:
    """A later place is worth no more than a better one."""
    for (place, first), (later, second) in pairwise(zip(rule.places, rule.scores, strict=True)):
        a, b = constant(first), constant(second)
        if a is not None and b is not None and b > a:
            _say(f"{indicator.title} scores {a:g} for place {place.text} and {b:g} for place {later.text}", second.where,
                 "exchange the scores: place 1 is the best, also where less is better", report)  # fmt: skip


def _by_grade(setting: Lookup[Setting], grades: tuple[str, ...], title: str, report: Report) -> None:
    known = [(g, setting.values[g]) for g in grades if isinstance(setting.values.get(g), Constant)]
    for (better, high), (worse, low) in pairwise(known):
        a, b = constant(high), constant(low)
        if a is not None and b is not None and b > a:
            _say(f"{title} gives grade {worse} {b:g}, but the better grade {better} only {a:g}", low.where,
                 "exchange the two values", report)  # fmt: skip


def _tiers(tiers: Tiers, title: str, report: Report) -> None:
    pairs = list(zip(tiers.bounds, tiers.pays, strict=True))
    for (_, first), (bound, second) in pairwise(pairs):
        a, b = constant(first), constant(second)
        if a is None or b is None or bound.value == LOWEST:
            continue
        falls = b < 0 if tiers.method == "marginal" else b < a
        if falls and bound.value >= 0:
            _say(f"{title} falls at {bound.text}: from {a:g} to {b:g}", second.where,
                 "exchange the values, or pay each slice at its own rate (`method: marginal`)", report)  # fmt: skip


def _say(message: str, where: Where, hint: str, report: Report) -> None:
    report.warn("payout-falls", message + ".", where, hint)
