"""The keywords of other languages: complete, and told apart wherever two can stand at one place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft202012Validator

from appraise.diagnostics import Diagnostics
from appraise.policy.keywords.places import Place
from appraise.policy.keywords.words import NAMES, OF, every_keyword, formula_words, keyword_languages
from appraise.policy.shape.schema import cases_schema, ruleset_schema
from appraise.policy.text.document import parse_document
from appraise.shipped import SCHEMAS
from appraise.texts.catalogues import translated
from docs.make_schema import made

if TYPE_CHECKING:
    from collections.abc import Iterator

LANGUAGES = keyword_languages()
SCHEMA = {"ruleset": ruleset_schema(), "cases": cases_schema()}


def places(place: Place, seen: set[Any]) -> Iterator[Place]:
    known = (place.key, tuple(id(branch.schema) for branch in place.branches))
    if known in seen or not place.branches:
        return
    seen.add(known)
    yield place
    for branch in place.branches:
        for key in branch.schema.get("properties", {}):
            yield from places(place.under(key), seen)
    yield from places(place.under(""), seen)
    yield from places(place.item(), seen)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", SCHEMA)
def test_no_two_keys_or_words_of_one_place_are_called_alike(language: str, name: str) -> None:
    for place in places(Place.top(SCHEMA[name], name), set()):
        english = place.keys("en")
        assert sorted(place.keys(language).values()) == sorted(english.values()), place.key
        assert sorted(place.words(language).values()) == sorted(place.words("en").values()), place.key


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_names_of_formulas_are_called_alike(language: str) -> None:
    assert sorted(formula_words(language).values()) == sorted(formula_words("en").values())


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_keyword_is_in_the_catalogue(language: str) -> None:
    plain = {
        word
        for name in SCHEMA
        for context, word in every_keyword([SCHEMA[name]])
        if translated(word, language, context) == word
    }
    assert not {word for word in plain if word in {*NAMES, *OF}}
    assert all(
        any(sign in word for sign in "-_0123456789") or word in ("z", "en", "zh", "gbk", "macintosh") for word in plain
    ), plain


def test_editors_get_a_schema_of_each_language() -> None:
    assert {path.name for path in SCHEMAS.glob("*.json")} == made().keys()
    for language in LANGUAGES:
        Draft202012Validator.check_schema(made()[f"ruleset.{language}.schema.json"])


def test_the_schema_of_a_language_takes_what_is_written_in_it() -> None:
    from tests.keywords.test_reading import WHOLE  # noqa: PLC0415 - the policy that is read there

    document = parse_document(WHOLE, "p.yaml", Diagnostics())
    assert document is not None
    assert list(Draft202012Validator(made()["ruleset.zh.schema.json"]).iter_errors(document.root.plain())) == []
