"""What a schema says of a value, in the language of who reads it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from appraise.policy.keys.said import BETWEEN
from appraise.texts import NOTHING, SOURCE, languages, plain

if TYPE_CHECKING:
    from collections.abc import Mapping

    from appraise.texts import Language, Message


@dataclass(frozen=True, slots=True)
class Description:
    """A description as the schema has it, in all languages one after another."""

    text: str

    def told(self, language: Language) -> str:
        """It in a language; whole, where it is not known which part is in which."""
        parts = self.text.split(BETWEEN)
        return dict(zip(languages(), parts, strict=True))[language] if len(parts) == len(languages()) else self.text

    def __str__(self) -> str:
        return self.told(SOURCE)


def described(schema: Mapping[str, Any]) -> Message:
    """What a schema says of a value; nothing where it says nothing."""
    text = str(schema.get("description", ""))
    return plain(Description(text)) if text else NOTHING
