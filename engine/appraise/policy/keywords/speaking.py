"""Messages about a file speak its keywords: what they call `weight` is called `权重` where the file calls it so."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from appraise.policy.keywords.canonical import keywords_of_text
from appraise.policy.keywords.words import KEY, OPERATORS, PART, VALUE, WORD, every_keyword
from appraise.policy.shape.schema import cases_schema, ruleset_schema
from appraise.texts import SOURCE, plain, told
from appraise.texts.catalogues import translated

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from appraise.diagnostics import Diagnostic
    from appraise.policy.text.tree import Keywords
    from appraise.texts import Language, Message

_QUOTED = re.compile(r"`[^`]*`")
_WORD = re.compile(r"(?<![\w./\\'\"“-])([a-z][a-z_-]*)(?P<part>\.[a-z_]+)?(?![\w/\\'\"-]|\.\w)")
_CONTEXTS = (KEY, VALUE, WORD)


@dataclass(frozen=True, slots=True)
class InKeywords:
    """A message, with the keywords in it as a language has them."""

    message: Message
    keywords: Language

    def told(self, language: Language) -> str:
        """It in the language of who reads it. In English only what stands in backquotes are keywords."""
        text = told(self.message, language)
        if language == SOURCE:
            return _QUOTED.sub(lambda quoted: spoken(quoted[0], self.keywords), text)
        return spoken(text, self.keywords)

    def __str__(self) -> str:
        return self.told(SOURCE)


def in_keywords(diagnostics: Iterable[Diagnostic], keywords: Mapping[str, Keywords]) -> list[Diagnostic]:
    """Diagnostics in which each that is about a file speaks its keywords."""
    return [
        _said(d, keywords[d.where.file].language) if d.where and d.where.file in keywords else d for d in diagnostics
    ]


def as_the_files_say(diagnostics: Iterable[Diagnostic], texts: Mapping[str, str]) -> list[Diagnostic]:
    """Diagnostics in the keywords of the files that they are about; those about data in those of the policy."""
    languages = {
        file: keywords_of_text(text) for file, text in texts.items() if file.lower().endswith((".yaml", ".yml"))
    }
    alone = next(iter(languages.values())) if len(set(languages.values())) == 1 else SOURCE
    return [_said(d, languages.get(d.where.file, alone) if d.where else alone) for d in diagnostics]


def _said(diagnostic: Diagnostic, language: Language) -> Diagnostic:
    if language == SOURCE:
        return diagnostic
    return replace(diagnostic, message=in_words(diagnostic.message, language), hint=in_words(diagnostic.hint, language))


def in_words(message: Message, language: Language) -> Message:
    """A message in the keywords of a language."""
    return plain(InKeywords(message, language)) if message and language != SOURCE else message


def spoken(text: str, language: Language) -> str:
    """A text with every keyword in it as a language has it."""
    words = _words(language)

    def one(found: re.Match[str]) -> str:
        part = found["part"] or ""
        if found[1] not in words:
            return found[0]
        return words[found[1]] + (f".{translated(part[1:], language, PART)}" if part else "")

    return _WORD.sub(one, text)


@cache
def _words(language: Language) -> dict[str, str]:
    """What each keyword is called, wherever it stands; a key before a word of the same English."""
    known = {context: set[str]() for context in _CONTEXTS}
    for context, word in every_keyword((ruleset_schema(), cases_schema())):
        known.setdefault(context, set()).add(word)
    found = {word: translated(word, language, context) for context in reversed(_CONTEXTS) for word in known[context]}
    return found | {word: translated(word, language, WORD) for word in OPERATORS}
