"""The language in which a file is written, told from its text: also where the file is broken."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from appraise.texts import SOURCE

if TYPE_CHECKING:
    from appraise.texts import Language

_STATED = re.compile(r"""^language\s*[:：]\s*["']?([A-Za-z]+)""", re.MULTILINE)
_TITLE = re.compile(r"^title\s*[:：](.*)$", re.MULTILINE)


def is_chinese(text: str) -> bool:
    """Whether a text has Chinese signs in it."""
    return any("\u4e00" <= sign <= "\u9fff" for sign in text)


def language_of(text: str) -> Language | None:
    """The language that a ruleset states, or else that of its title; None where nothing tells."""
    if stated := _STATED.search(text):
        return stated[1].lower()
    title = _TITLE.search(text)
    if title is None:
        return "zh" if is_chinese(text) else None
    return "zh" if is_chinese(title[1]) else SOURCE
