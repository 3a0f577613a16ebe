"""Tables of texts: the sentences of one part of the reports, by key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from appraise.texts.catalogues import Language, translated
from appraise.texts.message import filled

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


class Texts:
    """English texts by key; calling it says one of them in a language, with its parts filled in.

    The catalogues know a text by the name of its table, its key and the English: two texts that only English says
    alike stay apart. A test holds that every key that is asked for is there, and that none is there in vain.
    """

    def __init__(self, name: str, texts: Mapping[str, str]) -> None:
        self.name, self.texts = name, texts

    def __call__(self, key: str, language: Language, *parts: object, **named: object) -> str:
        """Say one text; messages among its parts are said in the same language."""
        template = translated(self.texts[key], language, f"{self.name}.{key}")
        return filled(template, parts, named, language)

    def __contains__(self, key: object) -> bool:
        return key in self.texts

    def __iter__(self) -> Iterator[str]:
        return iter(self.texts)
