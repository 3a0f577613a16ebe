"""What stands between and around the parts of a text, which languages write in their own way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from appraise.texts.message import Listed
from appraise.texts.table import Texts

if TYPE_CHECKING:
    from collections.abc import Iterable

    from appraise.texts.catalogues import Language

_MARKS = Texts("marks", {
    "brackets": "({text})",
    "label": "{label}: {text}",
})  # fmt: skip


def enumerated(parts: Iterable[str], language: Language) -> str:
    """Name several things one after another: "a, b, c"."""
    return Listed(tuple(parts)).told(language)


def running(clauses: Iterable[str], language: Language) -> str:
    """Join the parts of one sentence."""
    return Listed(tuple(clauses), "running").told(language)


def listed(sentences: Iterable[str], language: Language) -> str:
    """Join whole sentences, which may have commas in them."""
    return Listed(tuple(sentences), "clauses").told(language)


def in_brackets(text: str, language: Language) -> str:
    """Put a text in brackets."""
    return _MARKS("brackets", language, text=text)


def with_label(label: str, text: str, language: Language) -> str:
    """Put a label with a colon before a text."""
    return _MARKS("label", language, label=label, text=text)
