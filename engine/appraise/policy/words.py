"""Values of a policy in words: numbers as written, choices, dates, ranges, peers. Said in any language when they are shown."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeVar, assert_never

from appraise.formula.syntax.grammar import Formula
from appraise.policy.values import LOWEST, ByLabel, Constant, Dated
from appraise.texts import Listed, msg, plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from appraise.policy.model.data import Boundary
    from appraise.policy.values import Setting
    from appraise.texts import Message

T = TypeVar("T")

OTHERWISE_IN_WORDS = msg("otherwise", "label")
_PLAIN = re.compile(r"([-+]?)(\d+)(\.\d+)?")
_DECIDERS = {"cohort": msg("cohort", "decides"), "grade": msg("grade", "decides")}


def number_in_words(constant: Constant) -> str:
    """A number as it was written, percents too, with commas between thousands."""
    text = constant.text.strip()
    plain_number = _PLAIN.fullmatch(text)
    if plain_number:
        return f"{plain_number[1]}{int(plain_number[2]):,}{plain_number[3] or ''}"
    return text if constant.percent or constant.value == LOWEST else f"{constant.value:,.15g}"


def setting_in_words(setting: Setting) -> Message:
    """A setting in any of its forms; formulas stand as they were written."""
    match setting:
        case Constant():
            return plain(number_in_words(setting))
        case Formula():
            return plain(setting.text.strip())
        case Dated():
            days = (
                msg("from {day}: {value}", "policy", day=day, value=_choice(value)) for day, value in setting.values
            )
            return plain(Listed(tuple(days), "clauses"))
        case ByLabel():
            return by_label_in_words(setting, _labelled)
        case _:
            assert_never(setting)


def by_label_in_words(choice: ByLabel[T], tell: Callable[[Message, T], Message]) -> Message:
    """A choice: by what, and what `tell` says of each label and its value."""
    by = choice.by.text.strip()
    chosen_by = _DECIDERS.get(by, msg("{name}", "decides", name=by))
    values = [tell(plain(label), value) for label, value in choice.values.items()]
    if choice.otherwise is not None:
        values.append(tell(OTHERWISE_IN_WORDS, choice.otherwise))
    return msg("by {decides}: {values}", "policy", decides=chosen_by, values=Listed(tuple(values), "clauses"))


def inner(setting: Setting) -> Message:
    """A setting as part of a sentence: what is more than one word goes in brackets."""
    words = setting_in_words(setting)
    return words if isinstance(setting, Constant) or words.isidentifier() else _in_brackets(words)


def _choice(setting: Setting) -> Message:
    """One of several values: only a further choice needs brackets."""
    words = setting_in_words(setting)
    return words if isinstance(setting, (Constant, Formula)) else _in_brackets(words)


def _labelled(label: Message, setting: Setting) -> Message:
    words = setting_in_words(setting)
    if isinstance(setting, (Constant, Formula)):
        return msg("{label} {value}", "policy", label=label, value=words)
    return with_brackets(label, words)


def with_brackets(before: str, inside: str) -> Message:
    """Say something, and more of it in brackets."""
    return msg("{before} ({inside})", "policy", before=before, inside=inside)


def _in_brackets(words: Message) -> Message:
    return msg("({words})", "policy", words=words)


def range_in_words(low: str | None, high: str | None, boundary: Boundary) -> Message:
    """What lies between two bounds, so that exact hits are on the right side."""
    if low is None and high is None:
        return msg("any value", "policy")
    if low is None:
        below = boundary == "lower"
        return msg("below {bound}", "policy", bound=high) if below else msg("up to {bound}", "policy", bound=high)
    if high is None:
        begins = boundary == "lower"
        return msg("{bound} or more", "policy", bound=low) if begins else msg("over {bound}", "policy", bound=low)
    if boundary == "lower":
        return msg("from {low} to below {high}", "policy", low=low, high=high)
    return msg("over {low} up to {high}", "policy", low=low, high=high)


def ranges(bounds: tuple[Constant, ...], boundary: Boundary) -> Iterator[Message]:
    """The range of each tier; the last is open above, one that begins at `lowest` below."""
    shown = [None if b.value == LOWEST else number_in_words(b) for b in bounds]
    for low, high in zip(shown, [*shown[1:], None], strict=True):
        yield range_in_words(low, high, boundary)


def peers_in_words(within: tuple[Formula, ...]) -> Message:
    """Say with whom people are compared."""
    if not within:
        return msg("everybody", "policy")
    names = Listed(tuple(name.text.strip() for name in within), "running")
    return msg("those with the same {names}", "policy", names=names)
