"""Every key of the language as it is described, and the parts of a schema that hold of a value."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from jsonschema import Draft202012Validator

from appraise.cases.keys import CASE_FILE
from appraise.policy.keys.key import Key, Keys
from appraise.policy.keys.kinds import Kind
from appraise.policy.reading.ruleset import RULESET

WHOLES: tuple[Kind[Any], ...] = (RULESET, CASE_FILE)


@cache
def classes() -> tuple[type[Keys[Any]], ...]:
    """Every class of keys, in the order in which a file meets them."""
    found: dict[type[Keys[Any]], None] = {}

    def walk(kind: Kind[Any]) -> None:
        for part in kind.parts:
            if part.keys not in found:
                found[part.keys] = None
                for key in part.keys.keys().values():
                    walk(key.kind)

    for whole in WHOLES:
        walk(whole)
    return tuple(found)


def every_key() -> list[tuple[type[Keys[Any]], Key[Any]]]:
    return [(keys, key) for keys in classes() for key in keys.keys().values()]


def holding(schema: dict[str, Any], value: Any, root: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield the parts of a schema that hold of a value: those of conditions only where the condition is met."""
    yield schema
    if "$ref" in schema:
        yield from holding(root["$defs"][schema["$ref"].rpartition("/")[2]], value, root)
    for part in schema.get("allOf", ()):
        yield from holding(part, value, root)
    if "if" in schema:
        met = Draft202012Validator({**schema["if"], "$defs": root["$defs"]}).is_valid(value)
        yield from holding(schema.get("then" if met else "else", {}), value, root)
