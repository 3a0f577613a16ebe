"""The shape of a file, checked against the JSON Schema that editors use too."""

from __future__ import annotations

import difflib
import json
import re
from functools import cache, partial
from typing import TYPE_CHECKING, Any

from jsonschema import Draft202012Validator
from jsonschema.validators import extend

from engine.diagnostics import Where, suggest
from engine.shipped import SCHEMAS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from jsonschema.exceptions import ValidationError

    from engine.diagnostics import Report
    from engine.policy.source import Node, Source

Path = tuple[str | int, ...]
_KINDS = {
    "object": "a mapping of keys", "array": "a list", "string": "a text", "number": "a number",
    "integer": "a whole number", "boolean": "true or false", "null": "nothing",
}  # fmt: skip


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


def check_shape(source: Source, report: Report, schema: dict[str, Any], whole: str) -> set[Path]:
    """Report every deviation; give the paths of what is broken, so that nothing more is said of it.

    `whole` is what messages call the file: "the ruleset".
    """
    broken: set[Path] = set()
    problems = list(Draft202012Validator(schema).iter_errors(source.root.plain()))
    for problem in sorted(problems, key=lambda p: p.validator != "additionalProperties"):
        path: Path = tuple(problem.absolute_path)
        node = _at(source.root, path)
        if problem.validator == "additionalProperties":
            _unknown_keys(source, node, problem, report)
        elif "propertyNames" not in problem.absolute_schema_path:  # what an id may be is checked where ids are read
            broken.add(path)
            _report(node, path, problem, report, whole)
    return broken


def _at(root: Node, path: Path) -> Node:
    node = root
    for step in path:
        node = node.items[step] if isinstance(step, int) else node.mapping[step]
    return node


def _report(node: Node, path: Path, problem: ValidationError, report: Report, whole: str) -> None:
    schema: dict[str, Any] = problem.schema if isinstance(problem.schema, dict) else {}
    name = next((step for step in reversed(path) if isinstance(step, str)), whole)
    spot = node.key or node.where
    shown = problem.instance
    match problem.validator:
        case "required":
            known = schema.get("properties", {})
            strange = [k for k in node.mapping if k not in known]
            for key in _absent(problem):
                if difflib.get_close_matches(key, strange):
                    continue  # a misspelled key has been reported as such
                about = _first_sentence(schema.get("properties", {}).get(key, {}))
                report.error("missing-key", f"`{key}` must be stated in {name}.", spot, about)
        case "type":
            kinds: Any = problem.validator_value
            wanted = " or ".join(_KINDS[k] for k in ([kinds] if isinstance(kinds, str) else kinds))
            got = "nothing" if shown is None else f"{_KINDS.get(_kind(shown), 'this')}"
            report.error("wrong-value", f"{name} must be {wanted}; here is {got}.", node.where,
                         _missing_space(shown, kinds) or _first_sentence(problem.schema))  # fmt: skip
        case "enum" | "const":
            allowed = schema.get("enum") or [schema.get("const")]
            report.error("wrong-value", f"{name} cannot be {shown!r}.", node.where,
                         suggest(str(shown), [str(a) for a in allowed]))  # fmt: skip
        case "pattern":
            report.error("wrong-value", f"{name} cannot be {shown!r}.", node.where, _first_sentence(problem.schema))
        case "minProperties" | "minItems":
            report.error("wrong-value", f"{name} says too little.", spot, _first_sentence(problem.schema))
        case "maxProperties" | "maxItems":
            report.error("wrong-value", f"{name} has more than {problem.validator_value} entries.", spot)
        case _:
            report.error("wrong-value", f"{name} does not fit: {problem.message}.", node.where,
                         _first_sentence(problem.schema))  # fmt: skip


def _missing_space(shown: object, kinds: Any) -> str:
    """Give what to do where a text stands in place of a mapping since its colon is no YAML colon."""
    colon = next((c for c in "：:" if isinstance(shown, str) and c in shown), "")
    if not colon or "object" not in ([kinds] if isinstance(kinds, str) else kinds):
        return ""
    return f"write the colon of the English keyboard and a space: `{str(shown).replace(colon, ': ', 1)}`"


def _absent(problem: ValidationError) -> list[str]:
    found = re.match(r"'(.+?)' is a required property", problem.message)
    return [found[1]] if found else []


def _kind(value: object) -> str:
    if isinstance(value, bool):
        return "boolean"
    names = {str: "string", int: "number", float: "number", dict: "object", list: "array"}
    return names.get(type(value), "")


def _first_sentence(schema: Any) -> str:
    text = schema.get("description", "") if isinstance(schema, dict) else ""
    return str(text)


def _unknown_keys(source: Source, node: Node, problem: ValidationError, report: Report) -> None:
    known: dict[str, Any] = problem.schema.get("properties", {}) if isinstance(problem.schema, dict) else {}
    for key, child in node.mapping.items():
        if key in known:
            continue
        spot = child.key or child.where
        if child.value is None and _inside_braces(source, spot):
            line = source.text_at(spot).split("\n")[spot.line - 1].strip()
            report.error("unknown-key", f"`{key}` was read as a key of its own.", spot,
                         "a comma inside { } ends a text that is not quoted; put the formula in quotes: "
                         + _quoted_fix(line, node, key))  # fmt: skip
        elif "：" in key and child.value is None:
            report.error("full-width-colon", f"`{key}` holds a full-width colon ：", spot,
                         "use the colon of the English keyboard and a space: `: `")  # fmt: skip
        else:
            report.error("unknown-key", f"There is no key `{key}` here.", spot, suggest(key, known))


def _inside_braces(source: Source, spot: Where) -> bool:
    before = source.text_at(spot).split("\n")[spot.line - 1][: spot.column - 1]
    return before.count("{") > before.count("}")


def _quoted_fix(line: str, node: Node, key: str) -> str:
    """Show the formula that the comma cut in two, in quotes."""
    keys = list(node.mapping)
    pieces = [key]
    for before in reversed(keys[: keys.index(key)]):
        child = node.mapping[before]
        if child.value is not None:
            return f'{before}: "{", ".join([child.text, *pieces])}"'
        pieces.insert(0, before)
    return line
