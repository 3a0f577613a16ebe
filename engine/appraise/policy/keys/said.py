"""What is said of a key, in English and Chinese."""

from __future__ import annotations

from dataclasses import dataclass

_BETWEEN = " / "


@dataclass(frozen=True, slots=True)
class Said:
    """One text in both languages."""

    english: str
    chinese: str

    def __post_init__(self) -> None:
        if _BETWEEN in self.english + self.chinese:
            raise ValueError(f"what stands between the languages stands in a text: {self.english}")

    @property
    def both(self) -> str:
        """The text as editors show it, who have one description for all languages."""
        return self.english + _BETWEEN + self.chinese


def said(english: str, chinese: str) -> Said:
    """Give a text in both languages."""
    return Said(english, chinese)
