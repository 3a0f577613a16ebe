"""Scoring rules, tiers and grades in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from appraise.policy.model.scoring import ByFormula, Linear, Pass, PerStep, PerUnit, Rating, Ratio, Steps
from appraise.policy.model.standing import ByDeviation, ByPercentile, ByPlace
from appraise.policy.values import ByLabel, Constant
from appraise.report.policy.phrases import say
from appraise.report.policy.ranking import standing_in_words
from appraise.report.policy.settings import (
    by_label_in_words,
    inner,
    money_in_words,
    number_in_words,
    range_in_words,
    ranges,
    setting_in_words,
)
from appraise.report.words import word
from appraise.texts.punctuation import listed, running

if TYPE_CHECKING:
    from appraise.policy.model import Bands, Boundary, Rule, Scoring, Tiers
    from appraise.policy.values import Setting
    from appraise.texts import Language


def scoring_in_words(scoring: Scoring, language: Language) -> str:
    """Give how a value becomes a score, for everybody or by a lookup."""
    if isinstance(scoring, ByLabel):
        return by_label_in_words(scoring, language, lambda label, rule: _rule_for(label, rule, language))
    return rule_in_words(scoring, language)


def _rule_for(label: str, rule: Rule, language: Language) -> str:
    return say("rule_for", language, label, rule_in_words(rule, language))


def rule_in_words(rule: Rule, language: Language) -> str:
    """Give one scoring rule."""
    match rule:
        case Ratio():
            return running([say("ratio", language), *_limits(rule.floor, rule.cap, language)], language)
        case Linear():
            outside = say("extend" if rule.extend else "flat", language)
            return say("linear", language, word(rule.of, language), _points(rule, language), outside)
        case Steps():
            reached = ranges(rule.bounds, rule.boundary, language)
            steps = [say("step", language, r, inner(s, language)) for r, s in zip(reached, rule.scores, strict=True)]
            return say("steps", language, word(rule.of, language), listed(steps, language))
        case Pass():
            return say("pass", language) if rule.when is None else say("pass_when", language, rule.when.text.strip())
        case PerStep():
            return _per_step(rule, language)
        case PerUnit():
            return _per_unit(rule, language)
        case Rating():
            marks = [say("mark", language, mark, inner(score, language)) for mark, score in rule.values.items()]
            return say("marks", language, listed(marks, language))
        case ByPlace() | ByPercentile() | ByDeviation():
            return standing_in_words(rule, language)
        case ByFormula():
            formula = say("formula", language, rule.formula.text.strip())
            return running([formula, *_limits(rule.floor, rule.cap, language)], language)
        case _:
            assert_never(rule)


def _limits(floor: Setting | None, cap: Setting | None, language: Language) -> list[str]:
    return [
        say("no_floor", language) if floor is None else say("floor", language, inner(floor, language)),
        say("no_cap", language) if cap is None else say("cap", language, inner(cap, language)),
    ]


def _points(rule: Linear, language: Language) -> str:
    told: list[str] = []
    for i, (place, score) in enumerate(rule.points):
        at, points = number_in_words(place), inner(score, language)
        before = rule.points[i - 1] if i else None
        if before and before[0].value == place.value:
            left = inner(before[1], language)
            hit = points if rule.boundary == "lower" else left
            told[-1] = say("jump", language, at, left, points, hit)
        else:
            told.append(say("point", language, at, points))
    return running(told, language)


def _per_unit(rule: PerUnit, language: Language) -> str:
    key, limit = ("deduct", "floor") if rule.sign < 0 else ("add", "cap")
    told = [say(key, language, inner(rule.points, language), inner(rule.unit, language)), say("parts", language)]
    if not (isinstance(rule.free, Constant) and rule.free.value == 0):
        told.append(say("free", language, inner(rule.free, language)))
    if rule.limit is None:
        told.append(say(f"no_{limit}", language))
    else:
        told.append(say(limit, language, inner(rule.limit, language)))
    return running(told, language)


def _per_step(rule: PerStep, language: Language) -> str:
    told = [say("per_step", language, inner(rule.start, language), word(rule.of, language)),
            say("whole_steps" if rule.whole else "part_steps", language, inner(rule.step, language))]  # fmt: skip
    for key, side in (("step_up", rule.up), ("step_down", rule.down)):
        most = side.at_most
        limit = say("no_most", language) if most is None else say("most_points", language, inner(most, language))
        told.append(say(key, language, inner(side.points, language), limit))
    return running(told, language)


def tiers_in_words(tiers: Tiers, language: Language, currency: str) -> str:
    """Give what each tier pays."""
    pays = [_pay(p, tiers, language, currency) for p in tiers.pays]
    if tiers.method == "marginal":
        told = _slices(tiers, pays, language)
    elif tiers.method == "whole":
        reached = ranges(tiers.bounds, tiers.boundary, language)
        told = [say("tier", language, r, p) for r, p in zip(reached, pays, strict=True)]
    else:
        at = [number_in_words(b) for b in tiers.bounds]
        told = [say("tier_at", language, a, p) for a, p in zip(at, pays, strict=True)]
    key = {"marginal": "marginal", "whole": "whole" if tiers.rates else "decides", "interpolate": "between"}[
        tiers.method
    ]
    if tiers.of is None:
        text = say(key, language, listed(told, language))
    else:
        text = say(f"{key}_of", language, listed(told, language), tiers.of.text.strip())
    start = [] if tiers.start is None else [say("start", language, inner(tiers.start, language))]
    return listed([text, *start], language)


def _pay(pay: Setting, tiers: Tiers, language: Language, currency: str) -> str:
    if not tiers.rates:
        return money_in_words(pay, language, currency)
    text = inner(pay, language)
    return text if isinstance(pay, Constant) and pay.percent else f"×{text}"


def _slices(tiers: Tiers, pays: list[str], language: Language) -> list[str]:
    """Tell the slices, which are counted from zero: the first one takes whatever is below its bound."""
    bounds = [number_in_words(b) for b in tiers.bounds]
    if len(bounds) == 1:
        return [say("slice_only", language, pays[0])]
    told = [say("slice_first", language, bounds[1], pays[0])]
    told += [say("slice", language, bounds[i], bounds[i + 1], pays[i]) for i in range(1, len(bounds) - 1)]
    told.append(say("slice_last", language, bounds[-1], pays[-1]))
    return told


def bands_in_words(bands: Bands, boundary: Boundary, language: Language) -> str:
    """Give the range of scores of each grade, from best to worst."""
    low = [*(setting_in_words(b, language) for b in bands.bounds), None]
    high = [None, *low[:-1]]
    told = [range_in_words(a, b, boundary, language) for a, b in zip(low, high, strict=True)]
    return listed((say("tier", language, g, r) for g, r in zip(bands.grades, told, strict=True)), language)
