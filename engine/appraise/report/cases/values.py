"""Values beside each other: as a promise states them, with all the digits that can make a difference."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from appraise.formula.vectors import EPOCH
from appraise.formula.written_numbers import digits_of
from appraise.report.cases.words import case_word

if TYPE_CHECKING:
    from appraise.cases.comparing import Difference
    from appraise.cases.model import Promise, Promised
    from appraise.formula.kinds import Type
    from appraise.texts import Language


def value_words(value: Promised, kind: Type, language: Language) -> str:
    """A value in its own unit, with the digits that can make a difference."""
    if value is None or value == ():
        return case_word("none", language)
    if isinstance(value, tuple):
        return ", ".join(value)
    if isinstance(value, bool):
        return case_word("yes" if value else "no", language)
    if isinstance(value, str):
        return value
    if kind.kind == "date":
        return date.fromordinal(int(value) + EPOCH).isoformat()
    return digits_of(value, share=kind.unit == "percent", grouped=True, short=True)


def promised(promise: Promise, language: Language) -> str:
    """What was promised."""
    shown = value_words(promise.value, promise.type, language)
    if not promise.within:
        return shown
    return case_word("about", language, value=shown, within=value_words(promise.within, promise.type, language))


def gap(difference: Difference) -> str:
    """By how much a number differs, blank for anything else."""
    wanted, got, kind = difference.promise.value, difference.got, difference.promise.type
    if not isinstance(wanted, float) or not isinstance(got, float):
        return ""
    if kind.kind == "date":
        return f"{got - wanted:+.0f}"
    return f"{(got - wanted) * 100:+,.6g}%" if kind.unit == "percent" else f"{got - wanted:+,.6g}"
