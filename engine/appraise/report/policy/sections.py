"""A whole policy as sentences in its own language, every one with the line of the file it stands for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from appraise.policy.model.method import cap_in_words, floor_in_words
from appraise.policy.words import number_in_words, setting_in_words
from appraise.report.policy.clauses import (
    fields_in_words,
    gate_in_words,
    grade_sentences,
    indicator_sentences,
    reward_sentences,
)
from appraise.report.policy.lines import measure_in_words, source_in_words
from appraise.report.policy.phrases import say
from appraise.report.policy.rules import bands_in_words, rule_in_words, scoring_in_words, tiers_in_words
from appraise.report.policy.settings import share_in_words, unit_of_money
from appraise.report.policy.settlement import budget_in_words
from appraise.report.policy.tables import table_sentences
from appraise.report.results.columns import titles_of
from appraise.report.words import heading, word
from appraise.texts import told
from appraise.texts.punctuation import running

if TYPE_CHECKING:
    from collections.abc import Iterator

    from appraise.diagnostics import Where
    from appraise.policy.model import Ruleset

__all__ = [
    "PolicyLine", "bands_in_words", "number_in_words", "policy_in_words", "rule_in_words", "scoring_in_words",
    "setting_in_words", "tiers_in_words",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class PolicyLine:
    """One sentence: the section and the clause it belongs to, and where that is written."""

    section: str
    title: str
    words: str
    where: Where


def policy_in_words(ruleset: Ruleset) -> list[PolicyLine]:
    """Tell every clause of a policy, in the order in which a result comes about."""
    parts = (_general, _data, _people, _scoring, _consequences)
    return [
        PolicyLine(word(f"section_{section}", ruleset.language), title, words, where)
        for part in parts
        for section, title, words, where in part(ruleset)
    ]


_Line = tuple[str, str, str, "Where"]


def _general(r: Ruleset) -> Iterator[_Line]:
    language, rounding = r.language, r.conventions.rounding
    yield "general", r.title, say("version", language, r.version, r.begins, r.ends), r.where
    yield (
        "general",
        r.title,
        say("period", language, say(r.period, language), unit_of_money(language, r.currency)),
        r.where,
    )
    at = word("section_conventions", language)
    yield "general", at, say(f"boundary_{r.conventions.boundary}", language), r.where
    places = {"score": rounding.score, "money": rounding.money, "attainment": rounding.attainment,
              "indicator": rounding.indicator}  # fmt: skip
    stated = [say(f"places_{what}", language, n) for what, n in places.items() if n is not None]
    yield "general", at, say("rounding", language, running(stated, language)), r.where
    missing = say(f"missing_{r.conventions.missing}", language)
    yield "general", at, say("missing", language, missing), r.where


def _data(r: Ruleset) -> Iterator[_Line]:
    language = r.language
    for id_, (words, where) in fields_in_words(r):
        yield "data", id_, words, where
    for source in r.line_sources.values():
        yield "sources", source.id, source_in_words(source, language), source.where
    for measure in r.measures.values():
        yield "measures", measure.title, measure_in_words(measure, r, language), measure.where
    for id_, setting in r.parameters.items():
        yield "parameters", id_, told(setting_in_words(setting), language), setting.where
    for id_, formula in r.derive.items():
        yield "derive", id_, formula.text.strip(), formula.where
    for function in r.functions.values():
        head = f"{function.id}({', '.join(function.arguments)})"
        yield "derive", head, function.body.text.strip(), function.where
    for table in r.tables.values():
        for words, where in table_sentences(table, language):
            yield "tables", table.id, words, where


def _people(r: Ruleset) -> Iterator[_Line]:
    language = r.language
    for rule in r.eligible.values():
        if rule.when is not None:
            yield "eligible", rule.id, say("eligible", language, rule.when.text.strip(), rule.reason), rule.where
    for i, cohort in enumerate(r.cohorts.values()):
        if cohort.when is None:
            words = say("cohort_rest", language)
        else:
            words = cohort.when.text.strip()
            words = say("cohort_next", language, words) if i else words
        yield "cohorts", cohort.id, words, cohort.where


def _scoring(r: Ruleset) -> Iterator[_Line]:
    language = r.language
    for category in r.categories.values():
        share = share_in_words(category.weight, language)
        yield "categories", category.title, say("category", language, share), category.where
    for indicator in r.indicators.values():
        for words, where in indicator_sentences(indicator, r):
            yield "indicators", indicator.title, words, where
    for a in r.adjustments.values():
        points = [say("points", language, setting_in_words(a.points))]
        limits = ((a.minimum, floor_in_words), (a.maximum, cap_in_words))
        points += [in_words(limit) for limit, in_words in limits if limit is not None]
        yield "adjustments", a.title, running(points, language), a.where
    for limit, in_words in ((r.score_minimum, floor_in_words), (r.score_maximum, cap_in_words)):
        if limit is not None:
            yield "score", word("score", language), told(in_words(limit), language), limit.where


def _consequences(r: Ruleset) -> Iterator[_Line]:
    language = r.language
    if r.grades is not None:
        for words, where in grade_sentences(r.grades, r):
            yield "grades", word("grade", language), words, where
    for gate in r.gates.values():
        yield "gates", gate.title, gate_in_words(gate, r), gate.where
    for reward in r.rewards.values():
        for words, where in reward_sentences(reward, r):
            yield "rewards", reward.title, words, where
    for budget in r.budgets.values():
        yield "budgets", budget.title, budget_in_words(budget, r), budget.where
    for step in r.cycle.values():
        told = say("cycle_step", language, step.days) + (f" ({step.who})" if step.who else "")
        yield "cycle", step.title, told, step.where
    for o in r.outcomes.values():
        yield (
            "outcomes",
            o.title,
            say("outcome", language, o.when.text.strip(), o.message, word(f"kind_{o.kind}", language)),
            o.where,
        )
    titles = titles_of(r)
    for shown in r.results.values():
        words = say(f"shown_{shown.unit}" if shown.unit else "shown", language, shown.name)
        yield "results", heading(shown.name, titles, language), words, shown.where
