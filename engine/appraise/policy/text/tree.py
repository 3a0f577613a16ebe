"""A parsed file as a tree in which every value knows its file, line and column."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from appraise.diagnostics import Where
from appraise.texts import SOURCE

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from appraise.texts import Language

Scalar = str | int | float | bool | None


@dataclass(frozen=True, slots=True, eq=False)
class Node:
    """One value. A mapping has a dict in `value`, a sequence a list, a scalar its value and its `text`."""

    where: Where
    value: dict[str, Node] | list[Node] | Scalar
    text: str = ""
    key: Where | None = None
    start: int = 0  # of the scalar, in characters from the beginning of the source text
    end: int = 0

    @property
    def mapping(self) -> dict[str, Node]:
        """The mapping's items, or none where this is not a mapping."""
        return self.value if isinstance(self.value, dict) else {}

    @property
    def items(self) -> list[Node]:
        """The sequence's items, or none where this is not a sequence."""
        return self.value if isinstance(self.value, list) else []

    def get(self, key: str) -> Node | None:
        """The value under a key, None where there is none."""
        return self.mapping.get(key)

    def plain(self) -> object:
        """The same as ordinary dicts, lists and scalars."""
        if isinstance(self.value, dict):
            return {k: v.plain() for k, v in self.value.items()}
        if isinstance(self.value, list):
            return [v.plain() for v in self.value]
        return self.value


class Keywords(NamedTuple):
    """The language of a file's keywords, and what its words in formulas are in English."""

    language: Language
    formulas: Mapping[str, str]


@dataclass(frozen=True, slots=True, eq=False)
class Document:
    """A parsed file: its name as the user gave it, its text, its root node, its folder."""

    file: str
    text: str
    root: Node
    folder: Path | None = None  # where it was read, None for a text that came from no file
    texts: Mapping[str, str] = field(default_factory=dict)  # of all files that its nodes come from, its own excepted
    keywords: Mapping[str, Keywords] = field(default_factory=dict)  # of files that have them in another language

    @property
    def language_of_keywords(self) -> Language:
        """The language that the file itself has its keywords in."""
        own = self.keywords.get(self.file)
        return own.language if own else SOURCE

    def text_at(self, where: Where) -> str:
        """The text of the file that a place is in."""
        return self.texts.get(where.file, self.text)

    def place_of(self, node: Node, begin: int, end: int) -> Where:
        """The place of characters begin..end of a scalar's text, through quotes and folded lines."""
        text = self.text_at(node.where)
        spot = start = node.start
        raw_end = max(node.end, start + 1)
        last = start
        for i, char in enumerate(node.text[: max(end, begin + 1)]):
            if char.isspace():
                continue
            found = text.find(char, spot, raw_end)
            if found < 0:
                break
            spot, last = found + 1, found
            if i <= begin:
                start = found
        line = text.count("\n", 0, start) + 1
        column = start - (text.rfind("\n", 0, start) + 1) + 1
        same_line = "\n" not in text[start:last]
        return Where(node.where.file, line, column, last - start + 1 if same_line else 1)
