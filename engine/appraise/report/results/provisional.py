"""How a result of a day inside the period is marked, wherever it is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from appraise.data.periods import period_containing
from appraise.policy.meaning.unfinished import not_comparable, not_judged
from appraise.report.explanation.phrases import phrase
from appraise.texts.punctuation import enumerated

if TYPE_CHECKING:
    from datetime import date

    from appraise.policy.model import Ruleset


def provisional_line(day: date, ruleset: Ruleset) -> str:
    """Say of which day a result is, that it is not final, and what is not judged yet."""
    period = period_containing(day, ruleset.period)
    gone = (day - period.start).days + 1
    line = phrase("provisional", ruleset.language, day=day, gone=gone, days=period.days, period=period.label)
    told = {"not_comparable": not_comparable(ruleset), "judged_later": not_judged(ruleset)} if day < period.end else {}
    return line + "".join(
        phrase(kind, ruleset.language, clauses=enumerated(dict.fromkeys(titles), ruleset.language), period=period.label)
        for kind, titles in told.items()
        if titles
    )
