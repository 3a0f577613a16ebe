"""Every text of the code stands in every catalogue, whole, with the same parts; what is read is what was compiled."""

from __future__ import annotations

import string
from typing import TYPE_CHECKING

import pytest
from babel.messages.pofile import read_po

from appraise.texts import catalogues
from docs.make_catalogues import template

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog, Message

# parts that the code gives and only some languages need: English says "and 2 more", Chinese "3 in all"
MAY = {"comparison.and_more": {"all"}}
PATHS = sorted(catalogues.LOCALE.glob(f"*/LC_MESSAGES/{catalogues.DOMAIN}.po"))
OTHERS = [path.parts[-3] for path in PATHS]


def of(language: str) -> Catalog:
    path = catalogues.LOCALE / language / "LC_MESSAGES" / f"{catalogues.DOMAIN}.po"
    with path.open("rb") as text:
        return read_po(text, locale=language)


def texts(catalogue: Catalog) -> dict[tuple[str | None, str], Message]:
    return {(m.context, m.id if isinstance(m.id, str) else m.id[0]): m for m in catalogue if m.id}


def parts(text: str) -> set[str]:
    return {
        name.partition(".")[0].partition("[")[0] for _, name, _, _ in string.Formatter().parse(text) if name is not None
    }


def strings(text: str | tuple[str, ...] | list[str]) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text)


def test_the_languages() -> None:
    assert catalogues.languages() == ("en", *OTHERS)
    assert "zh" in OTHERS


@pytest.mark.parametrize("language", OTHERS)
def test_a_catalogue_has_every_text_of_the_code_and_no_other(language: str) -> None:
    code, told = texts(template()), texts(of(language))
    assert sorted(map(str, code.keys() - told.keys())) == [], "run: python -m docs.make_catalogues"
    assert sorted(map(str, told.keys() - code.keys())) == [], "run: python -m docs.make_catalogues"
    assert [m.id for m in told.values() if not all(strings(m.string))] == [], "not translated"


@pytest.mark.parametrize("language", OTHERS)
def test_a_translation_has_the_parts_of_its_text(language: str) -> None:
    for message in texts(of(language)).values():
        if message.context == "help" or str(message.context).startswith("codes."):
            continue  # which are no templates
        told, meant = strings(message.string), strings(message.id)
        for one in told:  # a form for one thing may leave out the number
            assert parts(one) - {"n"} - MAY.get(message.context or "", set()) == parts(meant[-1]) - {"n"}, (
                f"{meant} / {one}"
            )
            assert message.context in MAY or "n" in parts(one) or len(meant) > 1 or "n" not in parts(meant[-1]), (
                f"{meant} / {one}"
            )


@pytest.mark.parametrize("language", OTHERS)
def test_what_is_read_is_what_was_compiled(language: str) -> None:
    read = catalogues.catalogue(language)
    for message in texts(of(language)).values():
        if isinstance(message.id, str) and message.string:
            found = read.pgettext(message.context, message.id) if message.context else read.gettext(message.id)
            assert found == message.string, "compile the catalogues: python engine/compile_catalogues.py"
