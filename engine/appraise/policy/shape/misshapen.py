"""A deviation from the schema in words: what is wrong, where, and what to write in place of it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from appraise.diagnostics import Diagnostic, suggest
from appraise.formula.syntax.text import fold
from appraise.formula.written_dates import are_dates, readings
from appraise.policy.shape.described import described
from appraise.policy.shape.habits import word_meant
from appraise.policy.shape.instead import by_cohort, by_dates
from appraise.policy.shape.samples import right_form
from appraise.texts import NOTHING, Listed, msg, msgs

if TYPE_CHECKING:
    from jsonschema.exceptions import ValidationError

    from appraise.diagnostics import Where
    from appraise.policy.text.tree import Document, Node
    from appraise.texts import Message

_KINDS = {
    "object": msg("a mapping of keys"), "array": msg("a list"), "string": msg("a text"), "number": msg("a number"),
    "integer": msg("a whole number"), "boolean": msg("true or false"), "null": msg("nothing"),
}  # fmt: skip
_SHORT = 300  # characters of a value that a hint writes out


def in_words(document: Document, node: Node, name: Message, problem: ValidationError) -> list[Diagnostic]:
    """Tell one deviation; at least one diagnostic, all of them errors. `name` is what the value is called."""
    schema: dict[str, Any] = problem.schema if isinstance(problem.schema, dict) else {}
    spot, about = node.key or node.where, described(schema)
    limit: Any = problem.validator_value
    match problem.validator:
        case "required":
            found = _absent(document, node, name, problem, schema)
        case "additionalProperties" if are_dates(node.mapping):
            found = [_not_by_keys(document, node, name, dated=True)]
        case "additionalProperties":
            found = [
                _out_of_place(node, key, schema) for key in node.mapping if key not in schema.get("properties", {})
            ]
        case "type":
            found = [_wrong_kind(document, node, name, [limit] if isinstance(limit, str) else limit, schema)]
        case "enum" | "const":
            found = [_no_choice(node, name, [str(a) for a in schema.get("enum") or [schema.get("const")]])]
        case "pattern":
            typed = fold(node.text).strip()
            hint = msg("write `{word}`", word=typed.upper()) if re.search(str(limit), typed.upper()) else about
            found = [_error(msg("{name} cannot be {text!r}.", name=name, text=node.text), node.where, hint)]
        case "minProperties" | "minItems":
            found = [_error(msg("{name} says too little.", name=name), spot, about)]
        case "maxProperties" | "maxItems":
            more = msgs("{name} has more than {n} entry.", "{name} has more than {n} entries.", limit, name=name)
            found = [_error(more, spot)]
        case "minimum":
            low = msg("{name} is {text}; it must be at least {limit}.", name=name, text=node.text, limit=limit)
            found = [_error(low, node.where, about)]
        case "maximum":
            high = msg("{name} is {text}; it must be at most {limit}.", name=name, text=node.text, limit=limit)
            found = [_error(high, node.where, about)]
        case "minLength":
            found = [_error(msg("{name} is empty.", name=name), spot, about)]
        case _:
            found = []
    return found or [_error(msg("{name} is not what is needed here.", name=name), spot, about)]


def _error(message: Message, where: Where, hint: Message = NOTHING, code: str = "wrong-value") -> Diagnostic:
    return Diagnostic(code, message, where, "error", hint)


def _absent(
    document: Document, node: Node, name: Message, problem: ValidationError, schema: dict[str, Any]
) -> list[Diagnostic]:
    spot = node.key or node.where
    dated = are_dates(node.mapping)
    inner = [child.mapping for child in node.mapping.values() if child.value is not None]
    if node.mapping and all(inner) and not set(schema.get("properties", ())) & set(node.mapping):
        return [_not_by_keys(document, node, name, dated=dated)]
    required: Any = problem.validator_value
    absent = [key for key in required if key not in node.mapping]
    about = {key: described(schema.get("properties", {}).get(key, {})) for key in absent}
    return [
        _error(msg("`{key}` must be stated in {name}.", key=key, name=name), spot, about[key], "missing-key")
        for key in absent
    ]


def _not_by_keys(document: Document, node: Node, name: Message, *, dated: bool) -> Diagnostic:
    """Tell whole rules that stand under dates, or under cohorts and labels."""
    if dated:
        said, hint = msg("{name} cannot be stated by dates in this way.", name=name), by_dates(document, node)
    else:
        said, hint = msg("{name} cannot be stated by names in this way.", name=name), by_cohort(document, node)
    return _error(said, node.key or node.where, hint, "setting-not-clear")


def _out_of_place(node: Node, key: str, schema: dict[str, Any]) -> Diagnostic:
    """Tell a key that other branches of the schema have, and this one has not."""
    child = node.mapping[key]
    deciding = next((k for k in ("method", "of", "by", "at_most", "results_of") if k in node.mapping and k != key), "")
    stated = node.mapping[deciding].text if deciding and not node.mapping[deciding].mapping else ""
    beside = f"{deciding}: {stated}" if stated else deciding
    here = tuple(k for k in schema.get("properties", {}) if k not in node.mapping)
    return Diagnostic(
        "unknown-key",
        msg("There is no key `{key}` here beside `{other}`.", key=key, other=beside)
        if beside
        else msg("There is no key `{key}` here.", key=key),
        child.key or child.where,
        "error",
        msg("beside what is stated, there can be {keys}", keys=Listed(here)) if here else msg("remove it"),
    )


def _no_choice(node: Node, name: Message, allowed: list[str]) -> Diagnostic:
    """Tell a word that is none of those allowed."""
    written = fold(node.text).strip().casefold()
    meant = word_meant(written, allowed) or (written if written in allowed else "")
    hint = msg("write `{word}`", word=meant) if meant else suggest(node.text, allowed)
    if isinstance(node.value, (dict, list)) or node.value is None:
        return _error(msg("{name} cannot be {kind}.", name=name, kind=_got(node)), node.key or node.where, hint)
    return _error(msg("{name} cannot be {text!r}.", name=name, text=node.text), node.where, hint)


def _wrong_kind(document: Document, node: Node, name: Message, kinds: list[str], schema: dict[str, Any]) -> Diagnostic:
    wanted = Listed(tuple(_KINDS[k] for k in kinds), "or")
    days = readings(node.text) if schema.get("format") == "date" else []
    form = str(days[0]) if len(days) == 1 else right_form(document, node, schema, kinds)
    here = node.key and node.where.line == node.key.line and node.value is not None
    spot = node.where if here or node.key is None else node.key
    whole = f"{name}: {form}" if node.key is not None and spot == node.key else form
    if form.startswith(('"#', "'#")):
        return _error(
            msg("{name} must be {wanted}; after the # everything is a comment.", name=name, wanted=wanted),
            spot,
            msg("put it in quotes: write `{text}`", text=whole),
        )
    hint = msg("write `{text}`", text=whole) if form and len(form) < _SHORT else described(schema)
    if kinds == ["array"] and node.items:  # its items are what is wrong
        return _error(msg("{name} must be a list of pairs, each in brackets of its own.", name=name), spot, hint)
    said = msg("{name} must be {wanted}; here is {kind}.", name=name, wanted=wanted, kind=_got(node))
    return _error(said, spot, hint)


def _got(node: Node) -> Message:
    names = {type(None): "null", bool: "boolean", str: "string", int: "number", float: "number", dict: "object"}
    return _KINDS[names.get(type(node.value), "array")]
