"""Settings that the language of a report writes in its own way: money with its currency, weights in percent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from appraise.formula.syntax.grammar import Formula
from appraise.policy.values import Constant
from appraise.policy.words import setting_in_words
from appraise.report.policy.phrases import labelled
from appraise.report.words import word
from appraise.texts import told
from appraise.texts.punctuation import in_brackets

if TYPE_CHECKING:
    from appraise.policy.model import Ruleset
    from appraise.policy.values import Setting
    from appraise.texts import Language


def money_in_words(setting: Setting, language: Language, currency: str) -> str:
    """Money with its currency; a formula stands alone."""
    text = told(setting_in_words(setting), language)
    if isinstance(setting, Constant):
        return f"{text} {unit_of_money(language, currency)}"
    if isinstance(setting, Formula):
        return text
    return labelled(text, in_brackets(unit_of_money(language, currency), language))


def in_money(heading: str, ruleset: Ruleset) -> str:
    """A heading above amounts, with their currency."""
    language = ruleset.language
    return labelled(heading, in_brackets(unit_of_money(language, ruleset.currency), language))


def unit_of_money(language: Language, currency: str) -> str:
    """The currency as it is called in the language."""
    return word(f"money_{currency}", language) if f"money_{currency}" in word else currency


def share_in_words(setting: Setting, language: Language) -> str:
    """A weight, which is stated in percent."""
    text = told(setting_in_words(setting), language)
    if isinstance(setting, Constant):
        return text if setting.percent else f"{text}%"
    return in_brackets(text, language) + "%"
