"""Single values of a policy in words: numbers as written, choices, dates, money, shares, ranges."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, assert_never

from appraise.formula.syntax.grammar import Formula
from appraise.policy.values import LOWEST, ByLabel, Constant, Dated
from appraise.report.policy.phrases import labelled, say
from appraise.report.words import word
from appraise.texts.punctuation import in_brackets, listed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import TypeVar

    from appraise.policy.model import Boundary
    from appraise.policy.values import Setting
    from appraise.texts import Language

    T = TypeVar("T")

_PLAIN = re.compile(r"([-+]?)(\d+)(\.\d+)?")


def number_in_words(constant: Constant) -> str:
    """Give a number as it was written, percents too, with commas between thousands."""
    text = constant.text.strip()
    plain = _PLAIN.fullmatch(text)
    if plain:
        return f"{plain[1]}{int(plain[2]):,}{plain[3] or ''}"
    return text if constant.percent or constant.value == LOWEST else f"{constant.value:,.15g}"


def setting_in_words(setting: Setting, language: Language) -> str:
    """Give a setting in any of its forms; formulas stand as they were written."""
    match setting:
        case Constant():
            return number_in_words(setting)
        case Formula():
            return setting.text.strip()
        case Dated():
            values = (say("since", language, day, _choice(value, language)) for day, value in setting.values)
            return listed(values, language)
        case ByLabel():
            return by_label_in_words(setting, language, lambda label, value: labelled(label, _choice(value, language)))
        case _:
            assert_never(setting)


def by_label_in_words(by_label: ByLabel[T], language: Language, tell: Callable[[str, T], str]) -> str:
    """Give a choice: by what, and what `tell` says of each value."""
    by = by_label.by.text.strip()
    chosen_by = say(f"by_{by}", language) if f"by_{by}" in say else say("by_name", language, by)
    choices = [tell(label, value) for label, value in by_label.values.items()]
    if by_label.otherwise is not None:
        choices.append(tell(say("otherwise", language, "").strip(), by_label.otherwise))
    return say("by", language, chosen_by, listed(choices, language))


def inner(setting: Setting, language: Language) -> str:
    """Give a setting as part of a sentence: what is more than one word goes in brackets."""
    text = setting_in_words(setting, language)
    return text if isinstance(setting, Constant) or text.isidentifier() else in_brackets(text, language)


def _choice(setting: Setting, language: Language) -> str:
    """Give one of several values: only a further choice needs brackets."""
    text = setting_in_words(setting, language)
    return text if isinstance(setting, (Constant, Formula)) else in_brackets(text, language)


def money_in_words(setting: Setting, language: Language, currency: str) -> str:
    """Give money with its currency; a formula stands alone."""
    text = setting_in_words(setting, language)
    if isinstance(setting, Constant):
        return f"{text} {unit_of_money(language, currency)}"
    if isinstance(setting, Formula):
        return text
    return labelled(text, in_brackets(unit_of_money(language, currency), language))


def unit_of_money(language: Language, currency: str) -> str:
    """Give the currency as it is called in the language."""
    return word(f"money_{currency}", language) if f"money_{currency}" in word else currency


def share_in_words(setting: Setting, language: Language) -> str:
    """Give a weight, which is stated in percent."""
    text = setting_in_words(setting, language)
    if isinstance(setting, Constant):
        return text if setting.percent else f"{text}%"
    return in_brackets(text, language) + "%"


def range_in_words(low: str | None, high: str | None, boundary: Boundary, language: Language) -> str:
    """Give what lies between two bounds, so that exact hits are on the right side."""
    if low is None and high is None:
        return say("any", language)
    if low is None:
        return say("below" if boundary == "lower" else "up_to", language, high)
    if high is None:
        return say("from" if boundary == "lower" else "over", language, low)
    return say("from_below" if boundary == "lower" else "over_up_to", language, low, high)


def ranges(bounds: tuple[Constant, ...], boundary: Boundary, language: Language) -> Iterator[str]:
    """Give the range of each tier; the last is open above, one that begins at `lowest` below."""
    shown = [None if b.value == LOWEST else number_in_words(b) for b in bounds]
    for low, high in zip(shown, [*shown[1:], None], strict=True):
        yield range_in_words(low, high, boundary, language)
