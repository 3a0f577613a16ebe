"""Contests, clawbacks, draws, true-ups and budgets of a policy in words, each sentence with its place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from appraise.policy.words import inner
from appraise.report.policy.phrases import say
from appraise.report.policy.settings import money_in_words
from appraise.texts.punctuation import enumerated, listed

if TYPE_CHECKING:
    from appraise.diagnostics import Where
    from appraise.formula.syntax.grammar import Formula
    from appraise.policy.model import Budget, Clawback, Contest, Draw, Reward, Ruleset, TrueUp
    from appraise.texts import Language

    Sentence = tuple[str, Where]


def contest_sentences(contest: Contest, ruleset: Ruleset) -> list[Sentence]:
    """Tell the prizes of a contest, and what ties mean."""
    language, told = ruleset.language, list[str]()
    for first, last, prize in contest.prizes:
        money = money_in_words(prize, language, ruleset.currency)
        same = first == last
        told.append(say("prize", language, first, money) if same else say("prize_each", language, first, last, money))
    best = say(f"best_{contest.best}", language)
    words = say(
        "contest", language, best, contest.by.text.strip(), _inside(contest.within, language), listed(told, language)
    )
    return [(words, contest.where), (say(f"ties_{contest.ties}", language), contest.where)]


def clawback_sentence(clawback: Clawback, ruleset: Ruleset) -> Sentence:
    """Tell what a clawback takes back."""
    language = ruleset.language
    share = inner(clawback.share)
    return say("clawback", language, share, _titles(clawback.of, ruleset), clawback.periods), clawback.where


def settled_sentences(reward: Reward, ruleset: Ruleset) -> list[Sentence]:
    """Tell how a reward is settled with other periods."""
    told = _true_up(reward.true_up, ruleset.language) if reward.true_up is not None else []
    return told + (_draw(reward.draw, ruleset) if reward.draw is not None else [])


def _true_up(true_up: TrueUp, language: Language) -> list[Sentence]:
    return [(say("true_up", language), true_up.where), (say(true_up.below_zero, language), true_up.where)]


def _draw(draw: Draw, ruleset: Ruleset) -> list[Sentence]:
    language = ruleset.language
    amount = money_in_words(draw.amount, language, ruleset.currency)
    words = say("draw", language, amount)
    if draw.when is not None:
        words = say("draw_when", language, amount, draw.when.text.strip())
    if draw.recover is None:
        return [(words, draw.where), (say("not_owed", language), draw.where)]
    share, when = inner(draw.recover.share), draw.recover.when
    owed = say("recover", language, share) if when is None else say("recover_when", language, share, when.text.strip())
    return [(words, draw.where), (owed, draw.where)]


def budget_in_words(budget: Budget, ruleset: Ruleset) -> str:
    """Tell what a budget limits or hands out."""
    language = ruleset.language
    amount = money_in_words(budget.amount, language, ruleset.currency)
    return say(
        f"budget_{budget.mode}", language, amount, _titles(budget.covers, ruleset), _inside(budget.within, language)
    )


def _titles(rewards: tuple[str, ...], ruleset: Ruleset) -> str:
    return enumerated((ruleset.rewards[id_].title for id_ in rewards), ruleset.language)


def _inside(within: tuple[Formula, ...], language: Language) -> str:
    names = enumerated((text.text.strip() for text in within), language)
    return say("inside", language, names) if names else ""
