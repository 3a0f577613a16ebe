"""The keywords of the policy language in other languages: keys, the words that stand under them, names in formulas.

Their English is the language itself; every other language has them in its catalogue of texts. A key that is called
otherwise at one place than elsewhere (`min` of a reward is 保底) is named in `PLACED`, with the places.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from appraise.formula.beyond import BEYOND
from appraise.formula.functions import FUNCTIONS
from appraise.formula.lines import LINE_FUNCTIONS
from appraise.policy.columns import CATEGORY_PARTS, PACE, PARTS, REWARD_PARTS
from appraise.texts import SOURCE, languages
from appraise.texts.catalogues import translated

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from appraise.texts import Language

KEY, VALUE, WORD, PART = "keyword", "keyword value", "formula word", "formula part"  # the contexts in the catalogues
PLACED = {
    "period": ("ruleset", "rows"),
    "score": ("ruleset", "rounding"),
    "from": ("measure",),
    "min": ("reward", "measure"),
    "max": ("reward", "measure"),
    "values": ("weights",),
    "value": ("rows",),
    "shares": ("source",),
    "start": ("tiers",),
    "within": ("expected",),
    "scores": ("scoring",),
    "period_bounds": (),
}
VALUED = {
    "direction": ("lower",),
    "attainment": ("value/target", "target/value", "2 - value/target"),
    "method": ("ratio", "steps", "rating", "rank", "formula", "pass"),
    "steps": ("whole",),
    "ties": ("share", "repeat"),
    "counts": ("down", "up"),
    "best": ("highest", "lowest"),
    "mode": ("cap",),
    "of": ("value", "attainment", "percentile"),
    "keep": ("last",),
    "hit": ("first",),
    "missing": ("missing",),
}  # words that are called otherwise under one key than elsewhere
FREE = ("lowest", "otherwise", "none", "lines", "whole", "equal")  # among names and numbers of the user's own
OPERATORS = ("and", "or", "not", "in", "if", "else", "then", "True", "False")
NAMES = (
    "employee", "period", "period_start", "period_end", "days_in_period", "as_of", "days_gone", "year", "quarter", "month",
    "score", "total_reward", "scored_indicators", "scored_categories", "cohort", "grade", "reason", "factor", "value", "target",
    "attainment",
)  # fmt: skip
OF = (*PARTS, *PACE, *CATEGORY_PARTS, *REWARD_PARTS)  # what stands behind a dot
NAMED = ("within", "where", "including_this", "at_least", "months")  # values of functions that are given by name


def key_in(language: Language, place: str, key: str) -> str:
    """What a key is called at a place of the language: in a part of it, or under another key."""
    if place in PLACED.get(key, ()):
        return translated(key, language, f"{KEY} of {place}")
    return translated(key, language, KEY)


def value_in(language: Language, key: str, word: str) -> str:
    """What a word is called that may stand under a key."""
    if word in VALUED.get(key, ()):
        return translated(word, language, f"{VALUE} of {key}")
    return translated(word, language, VALUE)


@cache
def formula_words(language: Language) -> Mapping[str, str]:
    """The English words of formulas by what they are called in a language, each as it stands: see formula/syntax/words.py."""
    words = {translated(word, language, WORD): word for word in (*OPERATORS, *NAMES)}
    words |= {
        f"{translated(word, language, WORD)}(": word for word in (*OPERATORS[:7], *FUNCTIONS, *BEYOND, *LINE_FUNCTIONS)
    }
    words |= {f"{translated(word, language, WORD)}=": word for word in NAMED}
    return words | {f".{translated(word, language, PART)}": word for word in OF}


def apart_from(own: Collection[str], language: Language) -> dict[str, str]:
    """The words of formulas in a file that gives names of its own to things; its own come first."""
    operators = {translated(word, language, WORD) for word in OPERATORS}
    return {
        word: english
        for word, english in formula_words(language).items()
        if word in operators or word.rstrip("(") not in own
    }


def _of_formulas() -> tuple[str, ...]:
    return (*OPERATORS, *NAMES, *NAMED, *FUNCTIONS, *BEYOND, *LINE_FUNCTIONS)


@cache
def keyword_languages() -> tuple[Language, ...]:
    """The languages that have keywords of their own."""
    return tuple(one for one in languages() if one != SOURCE and translated("ruleset", one, KEY) != "ruleset")


def every_keyword(schemas: Iterable[Mapping[str, Any]]) -> Iterator[tuple[str, str]]:
    """Every keyword as the catalogues know it: its context and its English."""
    for word in (*FREE, "true", "false"):
        yield VALUE, word
    for word in _of_formulas():
        yield WORD, word
    for word in OF:
        yield PART, word
    for key, places in PLACED.items():
        for place in places:
            yield f"{KEY} of {place}", key
    for key, words in VALUED.items():
        for word in words:
            yield f"{VALUE} of {key}", word
    for schema in schemas:
        yield from _in_schema(schema)


def _in_schema(part: Any) -> Iterator[tuple[str, str]]:
    if isinstance(part, list):
        for item in part:
            yield from _in_schema(item)
    if not isinstance(part, dict):
        return
    for key in part.get("properties", {}):
        yield KEY, key
    for word in (*part.get("enum", ()), part.get("const")):
        if isinstance(word, str):
            yield VALUE, word
    for name, child in part.items():
        if name == "properties":
            for value in child.values():
                yield from _in_schema(value)
        elif name not in ("enum", "const", "required", "default", "description"):
            yield from _in_schema(child)
