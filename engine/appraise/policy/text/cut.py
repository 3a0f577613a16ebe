"""Texts that a comma inside braces has cut: `{when: max(a, b) > 1}` holds a key `b) > 1` of its own, `500,000` a key `000`."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from appraise.diagnostics import Where
from appraise.policy.text.rawtext import line_at, nothing, pieces_before, quoted, slip_of_key
from appraise.texts import msg

if TYPE_CHECKING:
    from collections.abc import Mapping

    from appraise.diagnostics import Diagnostics
    from appraise.policy.text.tree import Document, Node

    Known = Mapping[str, list[dict[str, Any]]]


def joined(document: Document, node: Node, known: Known, diagnostics: Diagnostics) -> Node:
    """Report each text that is cut, once, with what to write; give the mapping with the pieces joined again."""
    if line_at(document, node.where)[node.where.column - 1 : node.where.column] != "{":
        return node
    node = _bounds(node, diagnostics)
    last: dict[str, list[str]] = {}
    for key in node.mapping:
        if (
            known
            and key not in known
            and not slip_of_key(key, node.mapping[key])
            and (pieces := pieces_before(node, key))
        ):
            last[pieces[0]] = pieces
    for begun, pieces in last.items():
        whole = _told(node, begun, pieces[1:], known, diagnostics)
        node = replace(
            node, value={k: whole if k == begun else v for k, v in node.mapping.items() if k not in pieces[1:]}
        )
    return node


def _told(node: Node, begun: str, rest: list[str], known: Known, diagnostics: Diagnostics) -> Node:
    child, end = node.mapping[begun], node.mapping[rest[-1]].key
    texts = [child.text, *rest]
    if all(re.fullmatch(r"\d{3}(\.\d+)?", part) for part in rest) and re.fullmatch(r"\d{1,3}", child.text):
        code, message = "wrong-value", msg("A comma stands inside a number.")
        form = "".join(texts)
    elif "array" in _kinds(known.get(begun, [])) and not set("([") & set("".join(texts)):
        code, message = "wrong-value", msg("{key} is a list, and a list stands in square brackets.", key=begun)
        form = f"[{', '.join(texts)}]"
    else:
        code, message = "unknown-key", msg("`{key}` was read as a key of its own.", key=", ".join(rest))
        form = quoted(", ".join(texts))
    spot = child.where
    if end is not None and end.line == spot.line and not (begun in known and child.key is None):
        begins = child.key or spot
        spot = Where(spot.file, spot.line, begins.column, end.column + end.length - begins.column)
    hint = msg("write `{plain}`", plain=f"{begun}: {form}")
    if code == "unknown-key":
        hint = msg("a comma inside {{ }} ends a text that is not quoted; {hint}", hint=hint)
    diagnostics.error(code, message, spot, hint)
    items = [replace(child, value=text, text=text, key=None) for text in texts]
    plain = form if code == "wrong-value" else ", ".join(texts)
    return replace(child, value=items, text="") if form.startswith("[") else replace(child, value=plain, text=plain)


def _kinds(schemas: list[dict[str, Any]]) -> set[str]:
    found = [schema.get("type", ()) for schema in schemas]
    return {kind for kinds in found for kind in ([kinds] if isinstance(kinds, str) else kinds)}


def _bounds(node: Node, diagnostics: Diagnostics) -> Node:
    """Join bounds that were written with commas between thousands: {100,000: 2%}."""
    begun = ""
    items: dict[str, Node] = {}
    for key, child in node.mapping.items():
        if begun and re.fullmatch(r"\d{3}", key):
            first = items.pop(begun)
            begun += key
            items[begun] = child
            if not nothing(child):
                at, end = first.key or first.where, child.key or child.where
                diagnostics.error(
                    "wrong-value",
                    msg("A comma stands inside a number."),
                    replace(at, length=max(1, end.column + end.length - at.column)),
                    msg("write `{plain}`", plain=begun),
                )
                begun = ""
            else:
                items[begun] = replace(child, key=first.key)
            continue
        begun = key if nothing(child) and re.fullmatch(r"\d{1,3}", key) else ""
        items[key] = child
    return node if list(items) == list(node.mapping) else replace(node, value=items)
