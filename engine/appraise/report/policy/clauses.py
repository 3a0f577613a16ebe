"""The clauses that have several sentences: indicators, gates, grades, rewards; each sentence with its place."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from appraise.formula.syntax.grammar import Formula
from appraise.formula.written_numbers import digits_of
from appraise.policy.model import (
    Amount,
    Clawback,
    Contest,
    Each,
    GradeAtLeast,
    GradeAtMost,
    GradeShift,
    IndicatorAtMost,
    RewardAtMost,
    RewardFactor,
    ScoreAtMost,
    Tiered,
)
from appraise.policy.values import ByLabel
from appraise.policy.words import by_label_in_words, inner, setting_in_words, with_brackets
from appraise.report.policy.phrases import say
from appraise.report.policy.ranking import ranking_sentences
from appraise.report.policy.rules import bands_in_words, scoring_in_words, tiers_in_words
from appraise.report.policy.settings import money_in_words, share_in_words
from appraise.report.policy.settlement import clawback_sentence, contest_sentences, settled_sentences
from appraise.report.words import word
from appraise.texts import told
from appraise.texts.punctuation import enumerated, in_brackets, listed, running

if TYPE_CHECKING:
    from appraise.diagnostics import Where
    from appraise.policy.model import Field, Gate, GateEffect, Grades, Indicator, Pay, Reward, Ruleset, Tiers
    from appraise.texts import Language

Sentence = tuple[str, "Where"]


def indicator_sentences(indicator: Indicator, ruleset: Ruleset) -> list[Sentence]:
    """Tell what is measured, against what, how it is scored, and how much it counts."""
    language, i = ruleset.language, indicator
    told: list[Sentence] = [(say("value", language, i.value.text.strip()), i.value.where)]
    if i.target is None:
        told.append((say("no_target", language), i.where))
    else:
        told.append((say("target", language, setting_in_words(i.target)), i.target.where))
        told.append((say("attainment", language, say(i.attainment, language)), i.where))
    if i.pace is not None:
        share = say("pace_days", language) if i.pace == "days" else i.pace.text.strip()
        told.append((say("pace", language, share), i.where))
    scale = in_brackets(i.scale, language) if i.scale else ""
    told.append((say("score", language, scoring_in_words(i.scoring, language)) + scale, i.scoring.where))
    share = share_in_words(i.weight, language)
    if i.category is None:
        told.append((say("weight", language, share), i.weight.where))
    else:
        told.append((say("weight_in", language, share, ruleset.categories[i.category].title), i.weight.where))
    told.append((say("missing", language, say(f"missing_{i.missing}", language)), i.where))
    if i.rounding.where is not None:
        own = {"attainment": i.rounding.attainment if i.target is not None else None, "own_score": i.rounding.score}
        places = [say(f"places_{what}", language, n) for what, n in own.items() if n is not None]
        key = "rounding_own" if places else "rounding_none"
        told.append((say(key, language, running(places, language)), i.rounding.where))
    return told + ([(say("improve", language, i.improve), i.where)] if i.improve else [])


def gate_in_words(gate: Gate, ruleset: Ruleset) -> str:
    """Tell when a gate holds and what it does."""
    language = ruleset.language
    titles = enumerated((ruleset.rewards[c].title for c in gate.covers), language)
    covered = titles or say("every_reward", language)
    does = [_effect(effect, covered, ruleset) for effect in gate.effects]
    return say("when", language, gate.when.text.strip(), running(does, language))


def _effect(effect: GateEffect, covered: str, ruleset: Ruleset) -> str:
    """Tell what a gate does; `covered` are the rewards that it concerns."""
    language, key = ruleset.language, effect.key
    match effect:
        case GradeAtMost() | GradeAtLeast():
            return say(key, language, effect.grade)
        case GradeShift():
            return say("grade_up" if effect.by > 0 else "grade_down", language, abs(effect.by))
        case ScoreAtMost():
            return say(key, language, inner(effect.limit))
        case IndicatorAtMost():
            return say(key, language, inner(effect.limit), ruleset.indicators[effect.indicator].title)
        case RewardFactor():
            return say(key, language, inner(effect.factor), covered)
        case RewardAtMost():
            return say(key, language, money_in_words(effect.limit, language, ruleset.currency), covered)
        case _:
            assert_never(effect)


def grade_sentences(grades: Grades, ruleset: Ruleset) -> list[Sentence]:
    """Tell the range of scores of each grade, for everybody or by a lookup, and how people are ranked."""
    language, boundary = ruleset.language, ruleset.conventions.boundary
    bands, sentences = grades.bands, list[Sentence]()
    if isinstance(bands, ByLabel):
        words = by_label_in_words(bands, lambda label, b: with_brackets(label, bands_in_words(b, boundary, language)))
        sentences.append((told(words, language), grades.where))
    elif bands is not None:
        sentences.append((bands_in_words(bands, boundary, language), grades.where))
    return sentences + (ranking_sentences(grades.ranking, language) if grades.ranking is not None else [])


def reward_sentences(reward: Reward, ruleset: Ruleset) -> list[Sentence]:
    """Tell how a component of pay is computed, in the order in which it is."""
    language, currency, r = ruleset.language, ruleset.currency, reward
    told = _pay_sentences(r.pay, ruleset)
    if r.factor is not None:
        key = "factor_is" if isinstance(r.pay, Amount) and isinstance(r.pay.amount, Formula) else "factor"
        told.append((say(key, language, setting_in_words(r.factor)), r.factor.where))
    if r.prorate is not None:
        ends = say("period_end", language) if r.prorate.ends is None else r.prorate.ends.text.strip()
        share = say("prorate", language, r.prorate.begins.text.strip(), ends, r.prorate.places)
        told.append((share, r.prorate.begins.where))
    for key, limit in (("not_below", r.minimum), ("not_above", r.maximum)):
        if limit is not None:
            told.append((say(key, language, money_in_words(limit, language, currency)), limit.where))
    if r.bank and r.maximum is not None:
        told.append((say("bank", language), r.maximum.where))
    if r.when is not None:
        key = "takes_part" if r.pay.looks_at_peers else "only_if"
        told.append((say(key, language, r.when.text.strip()), r.when.where))
    return told + settled_sentences(r, ruleset)


def _pay_sentences(pay: Pay, ruleset: Ruleset) -> list[Sentence]:
    """Tell the way in which a reward is computed."""
    language, currency = ruleset.language, ruleset.currency
    match pay:
        case Amount():
            return [(say("amount", language, money_in_words(pay.amount, language, currency)), pay.amount.where)]
        case Each():
            each = money_in_words(pay.each, language, currency)
            return [(say("each", language, each, pay.count.text.strip()), pay.each.where)]
        case Tiered():
            return [(_tiers(pay, ruleset), pay.tiers.where)]
        case Contest():
            return contest_sentences(pay, ruleset)
        case Clawback():
            return [clawback_sentence(pay, ruleset)]
        case _:
            assert_never(pay)


def _tiers(pay: Tiered, ruleset: Ruleset) -> str:
    language, currency, base = ruleset.language, ruleset.currency, pay.base.text.strip()

    def tell(one: Tiers) -> str:
        text = tiers_in_words(one, language, currency)
        if one.rates:
            return say("base", language, base, text)
        return text if one.of is not None else say("base_decides", language, base, text)

    if isinstance(pay.tiers, ByLabel):
        words = by_label_in_words(pay.tiers, lambda label, one: with_brackets(label, tell(one)))
        return told(words, language)
    return tell(pay.tiers)


def fields_in_words(ruleset: Ruleset) -> list[tuple[str, Sentence]]:
    """Tell of each field what the data hold."""
    language = ruleset.language
    told: list[tuple[str, Sentence]] = []
    for f in ruleset.data.fields.values():
        columns = enumerated((say("quoted", language, c) for c in f.columns), language)
        parts = [say("field", language, say(f"type_{f.type}", language), columns)]
        if f.minimum is not None:
            parts.append(say("field_minimum", language, _bound(f.minimum, f)))
        if f.maximum is not None:
            parts.append(say("field_maximum", language, _bound(f.maximum, f)))
        if f.values is not None:
            parts.append(say("field_values", language, enumerated(f.values, language)))
        if f.type == "rating" and f.values is None:
            parts.append(say("field_values", language, f"{f.scale[0]:g}–{f.scale[1]:g}"))
        if f.missing is not None:
            shown = _filled(f.missing, f, language)
            parts.append(say("field_missing", language, shown))
        told.append((f.id, (listed(parts, language), f.where)))
    return told


def _bound(number: float, field: Field) -> str:
    return digits_of(number, share=field.type == "percent", grouped=True)


def _filled(missing: float | str | bool, field: Field, language: Language) -> str:
    if isinstance(missing, bool):
        return word("yes" if missing else "no", language)
    return missing if isinstance(missing, str) else _bound(missing, field)
