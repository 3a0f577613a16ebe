"""What stands between and around the parts of a text, which languages write in their own way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from appraise.texts.table import Texts

if TYPE_CHECKING:
    from collections.abc import Iterable

    from appraise.texts.catalogues import Language

_MARKS = Texts("marks", {
    "enumerated": ", ",
    "clauses": ", ",
    "sentences": "; ",
    "brackets": "({text})",
    "label": "{label}: {text}",
})  # fmt: skip


def enumerated(parts: Iterable[str], language: Language) -> str:
    """Name several things one after another: "a, b, c"."""
    return _MARKS("enumerated", language).join(parts)


def running(clauses: Iterable[str], language: Language) -> str:
    """Join the parts of one sentence."""
    return _MARKS("clauses", language).join(clauses)


def listed(sentences: Iterable[str], language: Language) -> str:
    """Join whole sentences, which may have commas in them."""
    return _MARKS("sentences", language).join(sentences)


def in_brackets(text: str, language: Language) -> str:
    """Put a text in brackets."""
    return _MARKS("brackets", language, text=text)


def with_label(label: str, text: str, language: Language) -> str:
    """Put a label with a colon before a text."""
    return _MARKS("label", language, label=label, text=text)
