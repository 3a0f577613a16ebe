"""Where one is in a file, by its JSON Schema: which keys and words can stand there, and what they are called."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from appraise.policy.keywords.words import FREE, key_in, value_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from appraise.texts import Language

Schema = dict[str, Any]
_FREE = ("rows", "missing", "shares")  # keys under which the user's own texts stand beside words of the language
_NUMBERS = ("setting", "limit")  # parts of the schema in which names and numbers of the user's own stand


class Branch(NamedTuple):
    """A part of the schema, with the part of the language that it belongs to."""

    place: str
    schema: Schema


@dataclass(frozen=True, slots=True)
class Place:
    """What may stand at one place of a file: the key above it, and the parts of the schema that speak of it."""

    key: str
    branches: tuple[Branch, ...]
    root: Schema

    @classmethod
    def top(cls, root: Schema, name: str) -> Place:
        """The place of a whole file."""
        return cls("", tuple(_branches(name, root, root)), root)

    def keys(self, language: Language) -> dict[str, str]:
        """The English keys that may stand here, by what they are called; and `by`, `values` where a lookup may stand."""
        known = {
            key_in(language, branch.place, key): key
            for branch in self.branches
            for key in branch.schema.get("properties", ())
        }
        if self.is_number:
            known |= {key_in(language, "setting", key): key for key in ("by", "values")}
        return known

    def words(self, language: Language) -> dict[str, str]:
        """The English words that may stand here as a value, by what they are called."""
        found: dict[str, str] = {}
        for _, schema in self.branches:
            for word in (*schema.get("enum", ()), schema.get("const")):
                if isinstance(word, str):
                    found[value_in(language, self.key, word)] = word
            if schema.get("type") == "boolean":
                found |= {value_in(language, "", word): word for word in ("true", "false")}
        return found | (free_words(language) if self.is_free else {})

    def known(self, written: Iterable[str], language: Language) -> dict[str, str]:
        """The English keys that may stand in a mapping with these keys; none where it has values by a label or a day."""
        known = self.keys(language)
        return {} if self.is_number and {known.get(key) for key in written} != {"by", "values"} else known

    def called_key(self, key: str, language: Language) -> str:
        """What an English key is called that may stand here."""
        branch = next((b for b in self.branches if key in b.schema.get("properties", ())), None)
        return key_in(language, branch.place if branch else "setting", key)

    def called(self, word: str, language: Language) -> str:
        """What an English word is called that may stand here as a value."""
        free = word in (*FREE, "true", "false") and not any(word in b.schema.get("enum", ()) for b in self.branches)
        return value_in(language, "" if free else self.key, word)

    @property
    def is_list(self) -> bool:
        """Whether a list may stand here."""
        return any("items" in branch.schema for branch in self.branches)

    @property
    def is_number(self) -> bool:
        """Whether a setting may stand here."""
        return any(branch.place in _NUMBERS for branch in self.branches)

    @property
    def is_formula(self) -> bool:
        """Whether a formula may stand here."""
        return any(branch.place in (*_NUMBERS, "formula") for branch in self.branches)

    @property
    def is_free(self) -> bool:
        """Whether names or numbers of the user's own stand here, among which a few words have a meaning."""
        return self.is_formula or any(
            "string" in branch.schema.get("type", ()) and self.key in _FREE for branch in self.branches
        )

    @property
    def is_open(self) -> bool:
        """Whether keys of the user's own may stand here."""
        return self.is_number or any(isinstance(b.schema.get("additionalProperties"), dict) for b in self.branches)

    @property
    def has_names(self) -> bool:
        """Whether the keys here are names of results, as formulas call them."""
        return self.key in ("expect", "results") and self.is_open

    def under(self, key: str) -> Place:
        """The place under an English key."""
        of = [b.schema["properties"][key] for b in self.branches if key in b.schema.get("properties", ())]
        others = [
            b.schema["additionalProperties"]
            for b in self.branches
            if isinstance(b.schema.get("additionalProperties"), dict)
        ]
        if of:
            return self._below(key, key, of)
        if self.is_number:
            return Place(self.key, tuple(b for b in self.branches if b.place in _NUMBERS), self.root)
        return self._below(self.key, self.key, others)

    def item(self) -> Place:
        """The place of the items of a list."""
        return self._below(self.key, self.key, [b.schema["items"] for b in self.branches if "items" in b.schema])

    def _below(self, key: str, name: str, schemas: list[Schema]) -> Place:
        return Place(key, tuple(found for schema in schemas for found in _branches(name, schema, self.root)), self.root)


def free_words(language: Language) -> dict[str, str]:
    """The English words among names and numbers of the user's own, by what they are called."""
    return {value_in(language, "", word): word for word in FREE}


def _branches(place: str, schema: Schema, root: Schema) -> Iterator[Branch]:
    """A schema with all that it may demand: what it refers to, and both sides of its conditions."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        yield from _branches(name, root["$defs"][name], root)
    yield Branch(place, schema)
    for part in (*schema.get("allOf", ()), *(schema[key] for key in ("then", "else") if key in schema)):
        yield from _branches(place, part, root)
