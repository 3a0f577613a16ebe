"""What is said of keys and kinds: English in the code, every other language in its catalogue."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from appraise.texts.catalogues import translated

if TYPE_CHECKING:
    from appraise.texts.catalogues import Language

CONTEXT = "key"  # of these texts in the catalogues
BETWEEN = " / "  # the languages of a description in the schema: editors show one text, whatever they speak


class Said(NamedTuple):
    """A text that is said in any language when it is asked for; `parts` take the places of `%s` in it."""

    english: str
    parts: tuple[Said, ...] = ()
    noted: bool = False  # in signs and words of the policy language, which are the same everywhere

    def told(self, language: Language) -> str:
        """Say it in a language."""
        text = self.english if self.noted else translated(self.english, language, CONTEXT)
        return text % tuple(part.told(language) for part in self.parts) if self.parts else text


def said(english: str, *parts: Said) -> Said:
    """A text, which the catalogues have in other languages."""
    return Said(english, parts)


def noted(signs: str, *parts: Said) -> Said:
    """What is written alike in every language."""
    return Said(signs, parts, noted=True)
