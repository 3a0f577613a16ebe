"""Slips that stand in the text of a file as it was typed, in keys and values that YAML reads otherwise than was meant."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from engine.diagnostics import Where
    from engine.policy.source import Node, Source

    Slip = tuple[str, str, str]  # code, message, what to do

_COLON = re.compile(r"^([^\s:：]+)\s*([:：])[\s\u3000]*(.*)$", re.DOTALL)
_COMMENT = re.compile(r":\s+(#.*?)(?:\s+#.*|\s*)$")
_NEEDS_QUOTES = re.compile(r"""^[\s\-?:,\[\]{}#&*!|>'"%@`]|[,\[\]{}]|:\s|:$|\s#""")


@lru_cache(maxsize=8)
def lines_of(text: str) -> list[str]:
    """Give the lines of a text, which is asked of one text again and again."""
    return text.split("\n")


def line_at(source: Source, spot: Where) -> str:
    """Give the line that a place is in."""
    return lines_of(source.text_at(spot))[spot.line - 1]


def quoted(text: str) -> str:
    """Give a text as YAML writes it in quotes."""
    return (
        f"'{text}'" if '"' in text and "'" not in text else '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
    )


def as_typed(source: Source, node: Node) -> str:
    """Give a value on one line, as it was typed, for a place inside braces or brackets."""
    if isinstance(node.value, dict):
        return (
            "{" + ", ".join(f"{key_typed(key)}: {as_typed(source, child)}" for key, child in node.value.items()) + "}"
        )
    if isinstance(node.value, list):
        return "[" + ", ".join(as_typed(source, child) for child in node.value) + "]"
    raw = source.text_at(node.where)[node.start : node.end]
    if raw[:1] in ("'", '"') and "\n" not in raw:
        return raw
    return quoted(node.text) if _NEEDS_QUOTES.search(node.text) else node.text


def key_typed(key: str) -> str:
    """Give a key as YAML reads it, in quotes where it needs them."""
    return quoted(key) if _NEEDS_QUOTES.search(key) else key


def nothing(node: Node) -> bool:
    """Whether nothing at all was written: neither a value nor the word null."""
    return node.value is None and not node.text


def without_space(key: str, child: Node) -> Slip | None:
    """Find a key that holds its value too, since after the colon stands no plain space, or the colon is full-width."""
    found = _COLON.match(key)
    if found is None or not nothing(child):
        return None
    mend = f"write `{found[1]}: {found[3]}`" if found[3] else f"write `{found[1]}: ` and the value behind it"
    if found[2] == "：":
        return "full-width-colon", f"`{key}` holds a full-width colon ：", f"use the English colon and a space: {mend}"
    blank = "a full-width blank" if "\u3000" in key else "no space"
    return "yaml-syntax", f"After the colon in `{key}` stands {blank}.", mend


def cut_by_comma(source: Source, node: Node, key: str) -> Slip | None:
    """Find a key that is the rest of a text which a comma inside braces has cut in two."""
    begun = line_at(source, node.where)[node.where.column - 1 : node.where.column]
    if begun != "{" or not nothing(node.mapping[key]):
        return None
    keys = list(node.mapping)
    pieces = [key]
    for before in reversed(keys[: keys.index(key)]):
        child = node.mapping[before]
        if not nothing(child):
            if re.fullmatch(r"\d{3}(\.\d+)?", key) and re.fullmatch(r"\d{1,3}", child.text):
                number = child.text + "".join(pieces)
                return "wrong-value", "A comma stands inside a number.", f"write `{before}: {number}`"
            whole = quoted(", ".join([child.text, *pieces]))
            return ("unknown-key", f"`{key}` was read as a key of its own.",
                    f"a comma inside {{ }} ends a text that is not quoted; write `{before}: {whole}`")  # fmt: skip
        pieces.insert(0, before)
    return None


def comment_meant(source: Source, node: Node) -> str:
    """Give what stands behind a key as a comment, where nothing else does: #Deals in `column: #Deals`."""
    if node.key is None or not nothing(node):
        return ""
    found = _COMMENT.search(line_at(source, node.key)[node.key.column - 1 + node.key.length :])
    return found[1] if found else ""
