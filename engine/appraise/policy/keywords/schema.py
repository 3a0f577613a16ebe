"""The JSON Schema of files whose keywords are in another language, made of that of the language itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from appraise.policy.keys.said import BETWEEN
from appraise.policy.keywords.speaking import spoken
from appraise.policy.keywords.words import key_in, value_in
from appraise.texts import languages

if TYPE_CHECKING:
    from appraise.texts import Language

Schema = dict[str, Any]


def schema_in(language: Language, schema: Schema, name: str) -> Schema:
    """A schema with keys and words in a language, described in that language alone."""
    made: Schema = _In(language).schema(schema, name, "")
    made["$id"] = f"{schema['$id']}:{language}"
    made["$defs"] = {part: _In(language).schema(of, part, part) for part, of in schema["$defs"].items()}
    return made


class _In:
    def __init__(self, language: Language):
        self.language = language

    def schema(self, schema: Schema, place: str, key: str) -> Schema:
        """A part of the schema; `place` is the part of the language, `key` the key that it stands under."""
        found: Schema = {}
        for name, value in schema.items():
            match name:
                case "$defs":
                    continue
                case "properties":
                    found[name] = {key_in(self.language, place, k): self.schema(v, k, k) for k, v in value.items()}
                case "required":
                    found[name] = [key_in(self.language, place, k) for k in value]
                case "enum":
                    found[name] = [self._word(key, word) for word in value]
                case "const" | "default":
                    found[name] = self._word(key, value)
                case "description":
                    found[name] = self._description(value)
                case "allOf" | "oneOf":
                    found[name] = [self.schema(part, place, key) for part in value]
                case "if" | "then" | "else":
                    found[name] = self.schema(value, place, key)
                case "items" | "additionalProperties" if isinstance(value, dict):
                    found[name] = self.schema(value, key, key)
                case _:
                    found[name] = value
        return found

    def _word(self, key: str, word: object) -> object:
        return value_in(self.language, key, word) if isinstance(word, str) else word

    def _description(self, text: str) -> str:
        parts = text.split(BETWEEN)
        own = dict(zip(languages(), parts, strict=True))[self.language] if len(parts) == len(languages()) else text
        return spoken(own, self.language)
