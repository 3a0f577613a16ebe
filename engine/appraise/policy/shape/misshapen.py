"""A deviation from the schema in words: what is wrong, where, and what to write in place of it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from appraise.diagnostics import Diagnostic, suggest
from appraise.formula.text import fold
from appraise.formula.written_dates import as_date, readings
from appraise.policy.shape.habits import word_meant
from appraise.policy.shape.samples import right_form
from appraise.policy.text.rawtext import as_typed

if TYPE_CHECKING:
    from jsonschema.exceptions import ValidationError

    from appraise.diagnostics import Where
    from appraise.policy.text.tree import Node, Source

_KINDS = {
    "object": "a mapping of keys", "array": "a list", "string": "a text", "number": "a number",
    "integer": "a whole number", "boolean": "true or false", "null": "nothing",
}  # fmt: skip
_SHORT = 300  # characters of a value that a hint writes out


def in_words(source: Source, node: Node, name: str, problem: ValidationError) -> list[Diagnostic]:
    """Tell one deviation; at least one diagnostic, all of them errors. `name` is what the value is called."""
    schema: dict[str, Any] = problem.schema if isinstance(problem.schema, dict) else {}
    spot, about = node.key or node.where, str(schema.get("description", ""))
    match problem.validator:
        case "required":
            found = _absent(source, node, name, problem, schema)
        case "additionalProperties" if node.mapping and all(as_date(key) for key in node.mapping):
            found = [_not_by_keys(source, node, name, dated=True)]
        case "additionalProperties":
            found = [
                _out_of_place(node, key, schema) for key in node.mapping if key not in schema.get("properties", {})
            ]
        case "type":
            kinds: Any = problem.validator_value
            found = [_wrong_kind(source, node, name, [kinds] if isinstance(kinds, str) else kinds, schema)]
        case "enum" | "const":
            allowed = [str(a) for a in schema.get("enum") or [schema.get("const")]]
            written = fold(node.text).strip().casefold()
            meant = word_meant(written, allowed) or (written if written in allowed else "")
            hint = f"write `{meant}`" if meant else suggest(node.text, allowed)
            found = [_error(f"{name} cannot be {_shown(node)}.", _value_spot(node), hint)]
        case "pattern":
            plain = fold(node.text).strip()
            hint = f"write `{plain.upper()}`" if re.search(str(problem.validator_value), plain.upper()) else about
            found = [_error(f"{name} cannot be {node.text!r}.", node.where, hint)]
        case "minProperties" | "minItems":
            found = [_error(f"{name} says too little.", spot, about)]
        case "maxProperties" | "maxItems":
            found = [_error(f"{name} has more than {problem.validator_value} entries.", spot)]
        case "minimum" | "maximum":
            least = "at least" if problem.validator == "minimum" else "at most"
            found = [_error(f"{name} is {node.text}; it must be {least} {problem.validator_value}.", node.where, about)]
        case "minLength":
            found = [_error(f"{name} is empty.", spot, about)]
        case _:
            found = []
    return found or [_error(f"{name} is not what is needed here.", spot, about)]


def _error(message: str, where: Where, hint: str = "", code: str = "wrong-value") -> Diagnostic:
    return Diagnostic(code, message, where, "error", hint)


def _absent(
    source: Source, node: Node, name: str, problem: ValidationError, schema: dict[str, Any]
) -> list[Diagnostic]:
    spot = node.key or node.where
    dated = bool(node.mapping) and all(as_date(key) for key in node.mapping)
    inner = [child.mapping for child in node.mapping.values() if child.value is not None]
    if node.mapping and all(inner) and not set(schema.get("properties", ())) & set(node.mapping):
        return [_not_by_keys(source, node, name, dated=dated)]
    required: Any = problem.validator_value
    absent = [key for key in required if key not in node.mapping]
    about = {key: str(schema.get("properties", {}).get(key, {}).get("description", "")) for key in absent}
    return [_error(f"`{key}` must be stated in {name}.", spot, about[key], "missing-key") for key in absent]


def _not_by_keys(source: Source, node: Node, name: str, *, dated: bool) -> Diagnostic:
    """Tell whole rules that stand under dates, or under cohorts and labels."""
    hint = _by_dates(source, node) if dated else _by_cohort(source, node)
    said = "dates" if dated else "names"
    return _error(f"{name} cannot be stated by {said} in this way.", node.key or node.where, hint, "setting-not-clear")


def _by_cohort(source: Source, node: Node) -> str:
    """Give the look-up that somebody meant who put whole rules under cohorts or labels."""
    whole = f"{{by: cohort, values: {as_typed(source, node)}}}"
    return f"write `{whole}`" if len(whole) < _SHORT else "write {by: cohort, values: {…}} around it"


def _by_dates(source: Source, node: Node) -> str:
    """Put dates inside the tiers, where they may stand, if all dates have the same ones."""
    rules = [(day, child.mapping) for day, child in node.mapping.items()]
    first = rules[0][1]
    key = next((k for k in ("rates", "amounts", "steps") if k in first), "")
    otherwise = "state the numbers inside it by dates, or write a version of the ruleset for each time"
    same = (
        all(rule.get(key) and list(rule[key].mapping) == list(first[key].mapping) for _, rule in rules)
        if key
        else False
    )
    if not same:
        return otherwise
    rest = [f"{k}: {as_typed(source, v)}" for k, v in first.items() if k != key]
    tiers = [
        f"{bound}: {{{', '.join(f'{day}: {as_typed(source, rule[key].mapping[bound])}' for day, rule in rules)}}}"
        for bound in first[key].mapping
    ]
    whole = "{" + ", ".join([*rest, f"{key}: {{{', '.join(tiers)}}}"]) + "}"
    return f"put the dates inside: write `{whole}`" if len(whole) < _SHORT else otherwise


def _out_of_place(node: Node, key: str, schema: dict[str, Any]) -> Diagnostic:
    """Tell a key that other branches of the schema have, and this one has not."""
    child = node.mapping[key]
    deciding = next((k for k in ("method", "of", "by", "at_most", "results_of") if k in node.mapping and k != key), "")
    stated = node.mapping[deciding].text if deciding and not node.mapping[deciding].mapping else ""
    beside = f" beside `{deciding}{': ' + stated if stated else ''}`" if deciding else ""
    here = ", ".join(k for k in schema.get("properties", {}) if k not in node.mapping)
    return Diagnostic("unknown-key", f"There is no key `{key}` here{beside}.", child.key or child.where, "error",
                      f"beside what is stated, there can be {here}" if here else "remove it")  # fmt: skip


def _wrong_kind(source: Source, node: Node, name: str, kinds: list[str], schema: dict[str, Any]) -> Diagnostic:
    wanted = " or ".join(_KINDS[k] for k in kinds)
    days = readings(node.text) if schema.get("format") == "date" else []
    form = str(days[0]) if len(days) == 1 else right_form(source, node, schema, kinds)
    here = node.key and node.where.line == node.key.line and node.value is not None
    spot = node.where if here or node.key is None else node.key
    whole = f"{name}: {form}" if node.key is not None and spot == node.key else form
    if form.startswith(('"#', "'#")):
        return _error(f"{name} must be {wanted}; after the # everything is a comment.", spot,
                      f"put it in quotes: write `{whole}`")  # fmt: skip
    hint = f"write `{whole}`" if form and len(form) < _SHORT else str(schema.get("description", ""))
    if kinds == ["array"] and node.items:  # its items are what is wrong
        return _error(f"{name} must be a list of pairs, each in brackets of its own.", spot, hint)
    return _error(f"{name} must be {wanted}; here is {_got(node)}.", spot, hint)


def _got(node: Node) -> str:
    value = node.value
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "true or false"
    names = {str: "string", int: "number", float: "number", dict: "object", list: "array"}
    return _KINDS[names[type(value)]]


def _shown(node: Node) -> str:
    return _got(node) if isinstance(node.value, (dict, list)) or node.value is None else repr(node.text)


def _value_spot(node: Node) -> Where:
    return (
        node.key
        if node.key is not None and (node.value is None or isinstance(node.value, (dict, list)))
        else node.where
    )
