"""Messages: sentences for people that can be said in any language after they were made.

Where something is found, it is not known yet who will read of it. So a message keeps its English template and what
belongs in the braces, and is put into words when it is shown: `told(message, "zh")`. It is a str too, the sentence in
English, so that tests, logs and programs can treat it as one.

>>> found = msg("{value} is not a date.", value="May")
>>> str(found), told(found, "zh")
('May is not a date.', 'May 不是日期。')
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from string import Formatter
from typing import TYPE_CHECKING, Any, Literal

from appraise.texts.catalogues import SOURCE, Language, counted, translated
from appraise.texts.cldr import joined, number

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class Message(str):
    """A sentence in English that remembers how it was made. Made by `msg`, `msgs` and `plain`."""

    __slots__ = ("context", "n", "plural", "template", "values")
    template: str
    values: Mapping[str, object]
    context: str
    plural: str  # the English template for another number than 1
    n: float

    def __new__(cls, template: str, values: Mapping[str, object], context: str = "", plural: str = "",
                n: float = 0) -> Message:  # fmt: skip
        """Put the parts into the English template."""
        stated = plural if plural and n != 1 else template
        message = super().__new__(cls, _filled(stated, values, SOURCE))
        message.template, message.values, message.context = template, values, context
        message.plural, message.n = plural, n
        return message

    def given(self, **values: object) -> Message:
        """Fill in parts that were not known before; until then they stand in their braces."""
        return Message(self.template, {**self.values, **values}, self.context, self.plural, self.n)

    def __reduce__(self) -> tuple[Any, ...]:
        """Travel between processes with everything that telling needs."""
        return Message, (self.template, self.values, self.context, self.plural, self.n)


@dataclass(frozen=True, slots=True)
class Listed:
    """Several things in one sentence: "a, b, c", "a; b; c" of whole clauses, "a, b or c" where one is to be chosen.

    "running" are the parts of one sentence, which some languages part otherwise than the names of a list.
    """

    items: tuple[object, ...]
    how: Literal["one after another", "running", "clauses", "or", "and"] = "one after another"

    def told(self, language: Language) -> str:
        """Join them as the language does."""
        said = [str(in_words(item, language)) for item in self.items]
        if self.how in ("or", "and"):
            return joined(said, self.how, language)
        between, of = _BETWEEN[self.how]
        return translated(between, language, of).join(said)

    def __str__(self) -> str:
        return self.told(SOURCE)


def msg(template: str, context: str = "", /, **values: object) -> Message:
    """Make a message from its English template; `context` tells apart what only English says alike.

    >>> str(msg("{n:,} lines of {file}", n=12000, file="sales.csv"))
    '12,000 lines of sales.csv'
    """
    return Message(template, values, context)


def msgs(one: str, many: str, n: float, /, **values: object) -> Message:
    """Make a message that depends on a number `n`, which is also there to be filled in as {n}."""
    return Message(one, {"n": n, **values}, "", many, n)


def sentences(*said: Message) -> Message:
    """Say one sentence after another; what is empty is left out."""
    some = [one for one in said if one]
    whole = some[0] if some else NOTHING
    for one in some[1:]:
        whole = msg("{first} {second}", "one sentence after another", first=whole, second=one)
    return whole


def series(said: Sequence[Message]) -> Message:
    """Say several clauses in one sentence, each whole: "a; b; c"."""
    return plain(Listed(tuple(said), "clauses")) if said else NOTHING


def clauses(*said: Message) -> Message:
    """Say the parts of one sentence: "a, b, c"; what is empty is left out."""
    return plain(Listed(tuple(one for one in said if one), "running"))


def mark(text: str, _context: str = "") -> str:
    """Mark a constant as a text of the catalogue; it is looked up where it is said."""
    return text


def noted(template: str, /, **values: object) -> Message:
    """Make a message whose template is signs that every language writes alike; what it is given may be words."""
    return Message(template, values, AS_IT_STANDS)


def plain(text: object) -> Message:
    """Make a message of what is the same in every language: a name, a formula, what another program said."""
    return text if isinstance(text, Message) else noted("{text}", text=text)


AS_IT_STANDS = "as it stands"  # the context of what is in no catalogue
_WITHOUT_BLANKS = ("zh", "ja")  # languages that write words one after another
_WIDE = re.compile("[\u2e80-\uffef“”‘’…]")  # their characters and marks
_BETWEEN = {  # each with its context in the catalogues
    "one after another": (mark(", ", "between the parts of a list"), "between the parts of a list"),
    "running": (mark(", ", "between the parts of a sentence"), "between the parts of a sentence"),
    "clauses": (mark("; ", "between the parts of a list"), "between the parts of a list"),
}


def told(message: str, language: Language) -> str:
    """Say a message in a language; another text is given as it stands."""
    if not isinstance(message, Message) or language == SOURCE:
        return str(message)
    if message.context == AS_IT_STANDS:
        template = message.template
    elif message.plural:
        template = counted(message.template, message.plural, message.n, language)
    else:
        template = translated(message.template, language, message.context)
    return _filled(template, message.values, language)


def in_words(part: object, language: Language) -> object:
    """Say a part of a text in a language, where it is a message, a list, or knows by itself how to be said."""
    if isinstance(part, Message):
        return told(part, language)
    return part.told(language) if hasattr(part, "told") else part


class MessageError(ValueError):
    """What was asked for is refused; the message says why and what to do, in the language of who reads it."""

    def __init__(self, message: Message):
        super().__init__(message)
        self.message = message


class _Filler(Formatter):
    """Fills in the parts of a text: messages in the same language, lists and numbers as the language writes them."""

    def __init__(self, language: Language) -> None:
        self.language = language

    def vformat(self, format_string: str, args: Sequence[Any], kwargs: Mapping[str, Any]) -> str:
        """Fill in a whole text; where the language has no blanks between words, none stands beside a part either."""
        if self.language not in _WITHOUT_BLANKS:
            return super().vformat(format_string, args, kwargs)
        text = ""
        for before, name, spec, conversion in self.parse(format_string):
            text += before.removeprefix(" ") if _WIDE.match(text[-1:]) and _WIDE.match(before[1:]) else before
            blank = before.endswith(" ") and before != " "  # one alone keeps two parts apart
            if name is not None:
                value = self.convert_field(self.get_field(name, args, kwargs)[0], conversion)
                part = self.format_field(value, spec or "")
                closed = blank and _WIDE.match(part) and _WIDE.match(text[-2:])
                text = (text[:-1] if closed else text) + part
        return text

    def format_field(self, value: Any, format_spec: str) -> str:
        """Write one part."""
        if format_spec == "," and isinstance(value, int):
            return number(value, self.language)
        return str(super().format_field(in_words(value, self.language), format_spec))


class _Parts(dict[str, object]):
    """The parts of a text; one that is not known yet stands for itself."""

    def __missing__(self, key: str) -> object:
        return _Unknown(key)


class _Unknown(str):
    """A part that is not known yet."""

    __slots__ = ()

    def __format__(self, _spec: str) -> str:
        return "{" + str(self) + "}"


def _filled(template: str, values: Mapping[str, object], language: Language) -> str:
    return filled(template, (), _Parts(values), language) if "{" in template else template


def filled(template: str, parts: Sequence[object], named: Mapping[str, object], language: Language) -> str:
    """Fill in the parts of a text; messages among them are said in the same language."""
    return _Filler(language).vformat(template, parts, named)


NOTHING = Message("", {})
