"""The JSON Schema of the language, made of the descriptions of its keys; `docs.make_schema` writes the files that ship."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from appraise.policy.keys.key import Key
from appraise.policy.keys.kinds import Kind
from appraise.policy.keys.said import BETWEEN
from appraise.texts import languages
from appraise.texts.message import Message, told

if TYPE_CHECKING:
    from appraise.policy.keys.kinds import Shape

Schema = dict[str, Any]


def json_schema(whole: Kind[Any], id_: str, title: str) -> Schema:
    """The schema of a whole file: what is named under `$defs` stands in the order in which it is first met."""
    made = _Schemas()
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": id_, "title": title}
    return {**head, **made.plain(_shape(whole)), "$defs": made.shared}


def _shape(kind: Kind[Any]) -> Shape:
    return kind.shape() if callable(kind.shape) else kind.shape


class _Schemas:
    def __init__(self) -> None:
        self.shared: dict[str, Schema] = {}

    def plain(self, part: Any) -> Any:
        """A part of a schema with kinds and keys in it replaced by what they look like."""
        if isinstance(part, Message):
            return BETWEEN.join(told(part, language) for language in languages())
        if isinstance(part, Kind):
            return self._of(part)
        if isinstance(part, Key):
            return self._of_key(part)
        if isinstance(part, dict):
            return {key: self.plain(value) for key, value in part.items()}
        return [self.plain(item) for item in part] if isinstance(part, list) else part

    def _of_key(self, key: Key[Any]) -> Schema:
        default = {} if key.default is None else {"default": key.default}
        return self._of(key.kind, key.about) | default

    def _of(self, kind: Kind[Any], about: Message | None = None) -> Schema:
        about = about or kind.here
        if not kind.ref:
            inline: Schema = self.plain(_described(_shape(kind), about or kind.about))
            return inline
        if kind.ref not in self.shared:
            self.shared[kind.ref] = {}  # its place, should it be met again inside itself
            self.shared[kind.ref] = self.plain(_described(_shape(kind), kind.about))
        return {"$ref": f"#/$defs/{kind.ref}"} | ({"description": self.plain(about)} if about else {})


def _described(shape: Shape, about: Message | None) -> Shape:
    return {"description": about, **shape} if about else shape
