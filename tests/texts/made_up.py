"""A made-up third language: every text of the code in brackets, so that what stands outside of them was never looked up."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import write_po

from docs.make_catalogues import template

if TYPE_CHECKING:
    from pathlib import Path

LANGUAGE = "eo"
OPEN, CLOSE = "⟦", "⟧"
WORD = re.compile(r"[A-Za-z]{3,}")


def write(folder: Path) -> None:
    """Write its catalogue."""
    catalogue = Catalog(locale=LANGUAGE)
    for message in template():
        if isinstance(message.id, str) and message.id:
            said = "\n\n".join(f"{OPEN}{part}{CLOSE}" for part in message.id.split("\n\n"))
            catalogue.add(message.id, said, context=message.context)
        elif message.id:
            catalogue.add(message.id, tuple(f"{OPEN}{text}{CLOSE}" for text in message.id), context=message.context)
    path = folder / LANGUAGE / "LC_MESSAGES" / "appraise.po"
    path.parent.mkdir(parents=True)
    with path.open("wb") as file:
        write_po(file, catalogue)
    with path.with_suffix(".mo").open("wb") as file:
        write_mo(file, catalogue)


def outside(text: str) -> str:
    """Leave out what stands in brackets, also in brackets within."""
    kept, depth = list[str](), 0
    for sign in text:
        depth += sign == OPEN
        if depth == 0:
            kept.append(sign)
        depth -= sign == CLOSE
    assert depth == 0, text
    return "".join(kept)


def words_left(text: str, own: set[str]) -> set[str]:
    """The words that no catalogue has said, without those of the policy and its data."""
    return {word for word in WORD.findall(outside(text)) if word.casefold() not in own}
