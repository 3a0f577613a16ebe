"""Kinds that are made of others: lists, mappings of the user's own names, branches, values by a lookup."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from appraise.policy.keys.kinds import FORMULA, Kind, meaning
from appraise.policy.keys.said import said
from appraise.texts.message import Message, noted, plain, sentences

if TYPE_CHECKING:
    from collections.abc import Sequence

    from appraise.policy.keys.kinds import Shape
    from appraise.policy.keys.reader import Reading
    from appraise.policy.text.tree import Node
    from appraise.policy.values import ByLabel

T = TypeVar("T")
_DECIDES = meaning(
    FORMULA,
    said("The name that decides: cohort, grade, a field or derived text."),
)
_NAME = said("name")
_EACH = said("One whole value for each label.")


def list_of(kind: Kind[T], least: int = 0) -> Kind[tuple[T, ...]]:
    """The kind of a list."""
    shape = {"type": "array", "items": kind} | ({"minItems": least} if least else {})
    called = noted("[{kind}, …]", kind=kind.called)
    return Kind(shape, lambda reading, node: tuple(kind.read(reading, item) for item in node.items), called)


def names_to(kind: Kind[T], least: int = 0, name: Message = _NAME) -> Kind[dict[str, T]]:
    """The kind of a mapping of names that the policy chooses, at least so many."""
    shape = {"type": "object", "additionalProperties": kind} | ({"minProperties": least} if least else {})

    def read(reading: Reading, node: Node) -> dict[str, T]:
        return {key: kind.read(reading, child) for key, child in node.mapping.items()}

    called = noted("{{{name}: {kind}, …}}", name=name, kind=kind.called)
    return Kind(shape, read, called, parts=kind.parts)


def varying(kind: Kind[T]) -> Kind[T | ByLabel[T]]:
    """The kind of a whole value, or of a lookup of whole values."""

    def read(reading: Reading, node: Node) -> T | ByLabel[T]:
        return reading.varying(node, lambda n: kind.read(reading, n))

    values = {"description": _EACH, "type": "object", "additionalProperties": kind, "minProperties": 1}
    lookup = {
        "type": "object",
        "properties": {"by": _DECIDES, "values": values},
        "required": ["by", "values"],
        "additionalProperties": False,
    }
    called = said("{kind}, or {{by: …, values: …}}", kind=kind.called)
    return Kind({"if": {"required": ["by"]}, "then": lookup, "else": kind}, read, called, parts=kind.parts)


def branches(key: str, about: Message, called: Message, options: Sequence[Kind[T]], ref: str) -> Kind[T]:
    """The kind of a mapping of which one key, with one word in each of the options, tells what other keys it has."""
    by_word = {_word(kind, key): kind for kind in options}
    decides = {"description": about, "enum": list(by_word)}
    conditions = [
        {"if": {"properties": {key: {"const": word}}, "required": [key]}, "then": kind}
        for word, kind in by_word.items()
    ]
    shape: Shape = {"type": "object", "properties": {key: decides}, "required": [key], "allOf": conditions}
    parts = tuple(
        part._replace(label=f"{key}: {word}" + (f", {part.label}" if part.label else ""), of=called)
        for word, kind in by_word.items()
        for part in kind.parts
    )
    return Kind(
        shape, lambda reading, node: by_word[node.mapping[key].text].read(reading, node), called, ref, parts=parts
    )


def each_word(head: Message, key: str, options: Sequence[Kind[Any]]) -> Message:
    """Say of a key what each of its words means, as the options say it themselves."""
    words = [(_word(kind, key), kind.parts[0].keys.keys()[key].about) for kind in options]
    return sentences(head, *(said("{word}: {about}", word=plain(word), about=about) for word, about in words))


def _word(kind: Kind[Any], key: str) -> str:
    return str(kind.parts[0].keys.keys()[key].kind.shape["const"])
