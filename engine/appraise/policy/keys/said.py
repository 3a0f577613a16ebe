"""What is said of a key, in English and Chinese."""

from __future__ import annotations

from typing import NamedTuple

BETWEEN = " / "  # the languages, where a text stands in both of them


class Said(NamedTuple):
    """One text in both languages."""

    english: str
    chinese: str

    @property
    def both(self) -> str:
        """The text as editors show it, who have one description for all languages."""
        return self.english + BETWEEN + self.chinese


def said(english: str, chinese: str) -> Said:
    """Give a text in both languages."""
    return Said(english, chinese)
