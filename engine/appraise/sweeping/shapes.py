"""Whether many files that are nearly one have the shape of a schema: what they share is checked once."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from jsonschema import Draft202012Validator
from jsonschema.validators import extend

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from jsonschema.exceptions import ValidationError

_THEIRS: Any = Draft202012Validator.VALIDATORS


class Shapes:
    """Tells of many files that are nearly one, as plain dicts and lists, whether they have the shape of a schema.

    Parts that one shares with the first (the same objects), which fits, are not checked again.
    """

    def __init__(self, schema: dict[str, Any], first: Any):
        self._first = first  # held, so that the identities of its parts stay theirs
        self._parts = {id(part) for part in _parts(first)}
        self._sound: set[tuple[int, int]] = set()  # identities of a schema and a part
        keywords = {"$ref": self._ref, "properties": self._properties, "additionalProperties": self._others}
        self._validator = extend(Draft202012Validator, keywords)(schema)  # type: ignore[no-untyped-call]

    def fits(self, plain: Any) -> bool:
        """Whether a file has the shape."""
        return next(self._validator.iter_errors(plain), None) is None

    def _ref(self, validator: Any, ref: str, instance: Any, schema: Any) -> Iterator[ValidationError]:
        return self._once(schema, instance, lambda: _THEIRS["$ref"](validator, ref, instance, schema))

    def _properties(self, validator: Any, properties: Any, instance: Any, _schema: Any) -> Iterator[ValidationError]:
        for name, below in properties.items() if isinstance(instance, dict) else ():
            if name in instance:
                yield from self._once(below, instance[name], partial(validator.descend, instance[name], below, name))

    def _others(self, validator: Any, below: Any, instance: Any, schema: Any) -> Iterator[ValidationError]:
        if not isinstance(below, dict) or not isinstance(instance, dict) or "patternProperties" in schema:
            yield from _THEIRS["additionalProperties"](validator, below, instance, schema)
            return
        for name in instance.keys() - schema.get("properties", {}).keys():
            yield from self._once(below, instance[name], partial(validator.descend, instance[name], below, name))

    def _once(
        self, schema: Any, part: Any, check: Callable[[], Iterable[ValidationError]]
    ) -> Iterator[ValidationError]:
        key = (id(schema), id(part))
        if key not in self._sound:
            problems = list(check())
            yield from problems
            if not problems and id(part) in self._parts:
                self._sound.add(key)


def _parts(whole: Any) -> Iterator[Any]:
    yield whole
    for part in whole.values() if isinstance(whole, dict) else whole if isinstance(whole, list) else ():
        yield from _parts(part)
