"""Scoring rules, tiers and grades in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from appraise.policy.values import ByLabel, Constant
from appraise.policy.words import by_label_in_words, inner, number_in_words, range_in_words, ranges, setting_in_words
from appraise.report.policy.phrases import say
from appraise.report.policy.settings import money_in_words
from appraise.texts import msg, told
from appraise.texts.punctuation import listed

if TYPE_CHECKING:
    from appraise.policy.model import Bands, Boundary, Rule, Scoring, Tiers
    from appraise.policy.values import Setting
    from appraise.texts import Language, Message


def scoring_in_words(scoring: Scoring, language: Language) -> str:
    """How a value becomes a score, for everybody or by a lookup."""
    if isinstance(scoring, ByLabel):
        return told(by_label_in_words(scoring, _rule_for), language)
    return rule_in_words(scoring, language)


def _rule_for(label: Message, rule: Rule) -> Message:
    return msg("{label}: {rule}", "policy", label=label, rule=rule.sentence())


def rule_in_words(rule: Rule, language: Language) -> str:
    """One scoring rule, as it says itself."""
    return told(rule.sentence(), language)


def tiers_in_words(tiers: Tiers, language: Language, currency: str) -> str:
    """What each tier pays."""
    pays = [_pay(p, tiers, language, currency) for p in tiers.pays]
    if tiers.method == "marginal":
        told = _slices(tiers, pays, language)
    elif tiers.method == "whole":
        reached = ranges(tiers.bounds, tiers.boundary)
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
    start = [] if tiers.start is None else [say("start", language, inner(tiers.start))]
    return listed([text, *start], language)


def _pay(pay: Setting, tiers: Tiers, language: Language, currency: str) -> str:
    if not tiers.rates:
        return money_in_words(pay, language, currency)
    text = told(inner(pay), language)
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
    """The range of scores of each grade, from best to worst."""
    low = [*(setting_in_words(b) for b in bands.bounds), None]
    high = [None, *low[:-1]]
    told = [range_in_words(a, b, boundary) for a, b in zip(low, high, strict=True)]
    return listed((say("tier", language, g, r) for g, r in zip(bands.grades, told, strict=True)), language)
