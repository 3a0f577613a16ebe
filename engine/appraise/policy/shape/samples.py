"""The right form of a value, made out of what was written in another one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from appraise.formula.amounts import plain_number
from appraise.formula.syntax.text import fold
from appraise.policy.shape.habits import word_meant
from appraise.policy.text.rawtext import as_typed, comment_meant, plain_brackets, quoted

if TYPE_CHECKING:
    from appraise.policy.text.tree import Document, Node

_BETWEEN = re.compile(r"\s*[,，、;；|]\s*")
_PAIR = re.compile(r"^\s*([^:：=]+?)\s*[:：=]\s*(.+?)\s*$")
_FROM_TO = re.compile(r"^\s*(\S+)\s*(?:\.\.|to|至|到|~|～|—|-)\s*(\S+)\s*$")


def is_pair(schema: dict[str, Any]) -> bool:
    """Whether a schema is that of two values in brackets."""
    return schema.get("type") == "array" and schema.get("minItems") == schema.get("maxItems") == 2


def right_form(document: Document, node: Node, schema: dict[str, Any], kinds: list[str]) -> str:
    """A value of one of the kinds, of which the schema knows more, ready to be pasted; "" if none is near."""
    comment = comment_meant(document, node)
    if comment:
        return quoted(comment)
    written = node.value
    if isinstance(written, str):
        bracketed = _bracketed(written, kinds)
        if bracketed:
            return bracketed
    if isinstance(written, list):
        return _of_list(document, node, schema, kinds)
    if isinstance(written, dict):
        return _of_mapping(document, node, schema, kinds)
    return _of_scalar(node, schema, kinds) if written is not None else ""


def _bracketed(written: str, kinds: list[str]) -> str:
    """Mend full-width brackets, and what separates things between them."""
    text = written.strip()
    if text[:1] not in "｛［【{[" or not {"array", "object"} & set(kinds):
        return ""
    return plain_brackets(text)


def _of_pairs(schema: dict[str, Any]) -> bool:
    return is_pair(schema) or is_pair(schema.get("items", {}))


def _by_place(schema: dict[str, Any]) -> bool:
    pattern = schema.get("propertyNames", {}).get("pattern")
    return pattern is not None and re.search(pattern, "1") is not None


def _of_list(document: Document, node: Node, schema: dict[str, Any], kinds: list[str]) -> str:
    items = node.items
    if "object" in kinds and items and all(len(item.mapping) == 1 for item in items):
        pairs = [pair for item in items for pair in item.mapping.items()]
    elif "object" in kinds and items and all(len(item.items) == 2 for item in items):
        pairs = [(item.items[0].text, item.items[1]) for item in items]
    elif "object" in kinds and items and _by_place(schema):
        pairs = [(str(place), item) for place, item in enumerate(items, 1)]
    elif "object" in kinds and items and all(_id(item) for item in items):
        return "{" + ", ".join(_element(document, item) for item in items) + "}"
    elif _of_pairs(schema) and len(items) % 2 == 0 and not any(item.mapping or item.items for item in items):
        typed = [as_typed(document, item) for item in items]
        return "[" + ", ".join(f"[{at}, {score}]" for at, score in zip(typed[::2], typed[1::2], strict=True)) + "]"
    elif "object" not in kinds and len(items) == 1 and not isinstance(items[0].value, (list, dict)):
        return as_typed(document, items[0])
    else:
        return ""
    return "{" + ", ".join(f"{key}: {as_typed(document, child)}" for key, child in pairs) + "}"


def _id(item: Node) -> str:
    return next((item.mapping[key].text for key in ("id", "name", "key") if key in item.mapping), "")


def _element(document: Document, item: Node) -> str:
    rest = [f"{key}: {as_typed(document, child)}" for key, child in item.mapping.items() if child.text != _id(item)]
    return f"{_id(item)}: {{{', '.join(rest)}}}"


def _of_mapping(document: Document, node: Node, schema: dict[str, Any], kinds: list[str]) -> str:
    if "array" not in kinds or not node.mapping:
        return ""
    if _of_pairs(schema):
        return "[" + ", ".join(f"[{key}, {as_typed(document, child)}]" for key, child in node.mapping.items()) + "]"
    return "[" + ", ".join(node.mapping) + "]" if all(n.value is None for n in node.mapping.values()) else ""


def _of_scalar(node: Node, schema: dict[str, Any], kinds: list[str]) -> str:
    text = fold(node.text).strip()
    ends = _FROM_TO.match(text)
    if "array" in kinds:
        return (
            f"[{ends[1]}, {ends[2]}]"
            if schema.get("maxItems") == 2 and ends
            else f"[{', '.join(_BETWEEN.split(node.text.strip()))}]"
        )
    if "object" in kinds and isinstance(node.value, str):
        pairs = [_PAIR.match(part) for part in _BETWEEN.split(node.text)]
        if all(pairs):
            return "{" + ", ".join(f"{pair[1]}: {pair[2]}" for pair in pairs if pair) + "}"
        return (
            f"{{from: {ends[1]}, to: {ends[2]}}}"
            if {"from", "to"} <= schema.get("properties", {}).keys() and ends
            else ""
        )
    if "boolean" in kinds:
        return word_meant(text.casefold(), ["true", "false"])
    if "string" in kinds:
        return quoted(node.text)
    return plain_number(text) if {"integer", "number"} & set(kinds) else ""
