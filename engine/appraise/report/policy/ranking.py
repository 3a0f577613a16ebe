"""Standing among peers in words: grades by shares or under ceilings, scores by place."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from appraise.policy.model import Ceilings, Shares
from appraise.policy.model.standing import ByDeviation, ByPercentile, ByPlace
from appraise.report.policy.phrases import labelled, say
from appraise.report.policy.settings import inner, number_in_words
from appraise.texts.punctuation import in_brackets, listed, running

if TYPE_CHECKING:
    from appraise.diagnostics import Where
    from appraise.formula.syntax.grammar import Formula
    from appraise.policy.model import Ranking, Standing
    from appraise.texts import Language


def peers_in_words(within: tuple[Formula, ...], language: Language) -> str:
    """Say with whom people are compared."""
    names = running((name.text.strip() for name in within), language)
    return say("peers_within", language, names) if within else say("peers_everybody", language)


def standing_in_words(rule: Standing, language: Language) -> str:
    """Give a score by place, percentile or distance from the mean."""
    peers = peers_in_words(rule.within, language)
    match rule:
        case ByPlace():
            firsts = [int(place.value) for place in rule.places]
            told = []
            for i, (first, score) in enumerate(zip(firsts, rule.scores, strict=True)):
                last = firsts[i + 1] - 1 if i + 1 < len(firsts) else None
                key = "place_on" if last is None else "place_one" if last == first else "place_range"
                told.append(say("mark", language, say(key, language, first, last), inner(score, language)))
            return say("by_place", language, peers, listed(told, language))
        case ByPercentile():
            points = [say("point", language, number_in_words(at), inner(score, language)) for at, score in rule.points]
            return say("by_percentile", language, peers, running(points, language))
        case ByDeviation():
            told = [say("by_deviation", language, inner(rule.mean, language), inner(rule.spread, language), peers)]
            told.append(
                say("no_floor", language) if rule.floor is None else say("floor", language, inner(rule.floor, language))
            )
            told.append(
                say("no_cap", language) if rule.cap is None else say("cap", language, inner(rule.cap, language))
            )
            return running(told, language)
        case _:
            assert_never(rule)


def ranking_sentences(ranking: Ranking, language: Language) -> list[tuple[str, Where]]:
    """Tell how places become grades, sentence by sentence."""
    peers = peers_in_words(ranking.within, language)
    told = [(say("ranked_by", language, ranking.by.text.strip() or "score", peers), ranking.where)]
    match ranking:
        case Shares():
            told += _shares(ranking, language)
        case Ceilings():
            told += _ceilings(ranking, language)
        case _:
            assert_never(ranking)
    if ranking.ties.by:
        names = running((name.text.strip() for name in ranking.ties.by), language)
        told.append((say("ties_by", language, names), ranking.where))
    told.append((say(f"ties_{ranking.ties.then}", language), ranking.where))
    return told


def _shares(ranking: Shares, language: Language) -> list[tuple[str, Where]]:
    each = (say("tier", language, grade, inner(share, language)) for grade, share in ranking.shares.items())
    counts = in_brackets(say(f"counts_{ranking.counts}", language), language)
    told = [(labelled(say("shares", language, listed(each, language)), counts), ranking.where)]
    told += [(say("demand", language, grade, f.text.strip()), f.where) for grade, f in ranking.require.items()]
    small = ranking.small
    if small is not None and small.wider is None:
        told.append((say("small_banded", language, small.size), small.where))
    elif small is not None:
        wider = tuple(ranking.within[i] for i in small.wider or ())
        told.append((say("small_pooled", language, small.size, peers_in_words(wider, language)), small.where))
    return told


def _ceilings(ranking: Ceilings, language: Language) -> list[tuple[str, Where]]:
    each = (say("at_most", language, " + ".join(c.grades), inner(c.share, language)) for c in ranking.ceilings)
    counts = in_brackets(say(f"counts_{ranking.counts}_each", language), language)
    told = [(labelled(say("ceilings", language, listed(each, language)), counts), ranking.where)]
    return [*told, (say("hand_down" if ranking.hand_down else "no_hand_down", language), ranking.where)]
