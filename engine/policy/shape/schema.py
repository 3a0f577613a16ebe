"""The shape of a file, checked against the JSON Schema that editors use too."""

from __future__ import annotations

import json
from functools import cache, partial
from typing import TYPE_CHECKING, Any

from jsonschema import Draft202012Validator
from jsonschema.validators import extend

from engine.policy.shape.keys import mend_keys
from engine.policy.shape.misshapen import in_words
from engine.shipped import SCHEMAS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from jsonschema.exceptions import ValidationError

    from engine.diagnostics import Report
    from engine.policy.text.tree import Node, Source

Path = tuple[str | int, ...]


@cache
def ruleset_schema() -> dict[str, Any]:
    """Load the JSON Schema of rulesets."""
    schema: dict[str, Any] = json.loads((SCHEMAS / "ruleset.schema.json").read_text(encoding="utf-8"))
    return schema


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


_THEIRS: Any = Draft202012Validator.VALIDATORS


def _parts(whole: Any) -> Iterator[Any]:
    yield whole
    for part in whole.values() if isinstance(whole, dict) else whole if isinstance(whole, list) else ():
        yield from _parts(part)


def check_shape(source: Source, report: Report, schema: dict[str, Any], whole: str) -> tuple[Source, set[Path]]:
    """Report every deviation; give the source with misspelt keys mended, and the paths of what is broken.

    Of what is broken nothing more is said: every path of it has an error in the report. `whole` is what messages call
    the file: "the ruleset".
    """
    mended = mend_keys(source, schema, report)
    broken: set[Path] = set()
    wrapped: set[Path] = set()  # that stand once for each of some names or dates, of which nothing more is said
    found = Draft202012Validator(schema).iter_errors(mended.root.plain())
    for problem in sorted(found, key=lambda p: p.validator != "required"):
        if "propertyNames" in problem.absolute_schema_path:
            continue  # what an id may be is checked where ids are read
        path: Path = tuple(problem.absolute_path)
        if path[-2:-1] == ("points",) and problem.validator == "type":
            path = path[:-1]  # a plain list in place of pairs is told once
        name = next((step for step in reversed(path) if isinstance(step, str)), whole)
        for diagnostic in in_words(mended, _at(mended.root, path), name, problem) if path not in wrapped else ():
            report.add(diagnostic)
            wrapped |= {path} if diagnostic.code == "setting-not-clear" else set()
        broken.add(path)
    return mended, broken


def _at(root: Node, path: Path) -> Node:
    node = root
    for step in path:
        node = node.items[step] if isinstance(step, int) else node.mapping[step]
    return node
