"""Grades by standing among peers in words: by shares, or under ceilings."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from appraise.policy.model import Ceilings, Shares
from appraise.policy.words import inner, peers_in_words
from appraise.report.policy.phrases import labelled, say
from appraise.texts.punctuation import in_brackets, listed, running

if TYPE_CHECKING:
    from appraise.diagnostics import Where
    from appraise.policy.model import Ranking
    from appraise.texts import Language


def ranking_sentences(ranking: Ranking, language: Language) -> list[tuple[str, Where]]:
    """Tell how places become grades, sentence by sentence."""
    peers = peers_in_words(ranking.within)
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
    each = (say("tier", language, grade, inner(share)) for grade, share in ranking.shares.items())
    counts = in_brackets(say(f"counts_{ranking.counts}", language), language)
    told = [(labelled(say("shares", language, listed(each, language)), counts), ranking.where)]
    told += [(say("demand", language, grade, f.text.strip()), f.where) for grade, f in ranking.require.items()]
    small = ranking.small
    if small is not None and small.wider is None:
        told.append((say("small_banded", language, small.size), small.where))
    elif small is not None:
        wider = tuple(ranking.within[i] for i in small.wider or ())
        told.append((say("small_pooled", language, small.size, peers_in_words(wider)), small.where))
    return told


def _ceilings(ranking: Ceilings, language: Language) -> list[tuple[str, Where]]:
    each = (say("at_most", language, " + ".join(c.grades), inner(c.share)) for c in ranking.ceilings)
    counts = in_brackets(say(f"counts_{ranking.counts}_each", language), language)
    told = [(labelled(say("ceilings", language, listed(each, language)), counts), ranking.where)]
    return [*told, (say("hand_down" if ranking.hand_down else "no_hand_down", language), ranking.where)]
