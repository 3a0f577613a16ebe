"""Slips that stand in the text of a file as it was typed, in keys and values that YAML reads otherwise than was meant."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from appraise.texts import Message, msg

if TYPE_CHECKING:
    from appraise.diagnostics import Where
    from appraise.policy.text.tree import Document, Node

_COLON = re.compile(r"^([^\s:：]+)\s*([:：])[\s\u3000]*(.*)$", re.DOTALL)
_BRACKETS = str.maketrans("｛｝［］【】，：＂", '{}[][],:"')
_COMMENT = re.compile(r":\s+(#.*?)(?:\s+#.*|\s*)$")
_NEEDS_QUOTES = re.compile(r"""^[\s\-?:,\[\]{}#&*!|>'"%@`]|[,\[\]{}]|:\s|:$|\s#""")


class Slip(NamedTuple):
    """What is wrong with the signs of a key, what to do, and the key that was meant."""

    code: str
    message: Message
    hint: Message
    meant: str


@lru_cache(maxsize=8)
def lines_of(text: str) -> list[str]:
    """The lines of a text, which is asked of one text again and again."""
    return text.split("\n")


def plain_brackets(text: str) -> str:
    """Write full-width brackets, and what separates things between them, as YAML has them."""
    return re.sub(r"([,:])(?=\S)", r"\1 ", text.translate(_BRACKETS))


def line_at(document: Document, spot: Where) -> str:
    """The line that a place is in."""
    return lines_of(document.text_at(spot))[spot.line - 1]


def quoted(text: str) -> str:
    """A text as YAML writes it in quotes."""
    return (
        f"'{text}'" if '"' in text and "'" not in text else '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
    )


def as_typed(document: Document, node: Node) -> str:
    """A value on one line, as it was typed, for a place inside braces or brackets."""
    if isinstance(node.value, dict):
        return (
            "{" + ", ".join(f"{key_typed(key)}: {as_typed(document, child)}" for key, child in node.value.items()) + "}"
        )
    if isinstance(node.value, list):
        return "[" + ", ".join(as_typed(document, child) for child in node.value) + "]"
    raw = document.text_at(node.where)[node.start : node.end]
    if raw[:1] in ("'", '"') and "\n" not in raw:
        return raw
    return quoted(node.text) if _NEEDS_QUOTES.search(node.text) else node.text


def key_typed(key: str) -> str:
    """A key as YAML reads it, in quotes where it needs them."""
    return quoted(key) if _NEEDS_QUOTES.search(key) else key


def nothing(node: Node) -> bool:
    """Whether nothing at all was written: neither a value nor the word null."""
    return node.value is None and not node.text


def without_space(key: str, child: Node) -> Slip | None:
    """Find a key that holds its value too, since after the colon stands no plain space, or the colon is full-width."""
    found = _COLON.match(key)
    if found is None or not nothing(child):
        return None
    mend = msg("write `{key}: ` and the value behind it", key=found[1])
    if found[3]:
        mend = msg("write `{plain}`", plain=f"{found[1]}: {found[3]}")
    if found[2] == "：":
        hint = msg("use the English colon and a space: {mend}", mend=mend)
        return Slip("full-width-colon", msg("`{key}` holds a full-width colon ：", key=key), hint, found[1])
    if "\u3000" in key:
        return Slip(
            "yaml-syntax", msg("After the colon in `{key}` stands a full-width blank.", key=key), mend, found[1]
        )
    return Slip("yaml-syntax", msg("After the colon in `{key}` stands no space.", key=key), mend, found[1])


def slip_of_key(key: str, child: Node) -> Slip | None:
    """Find what is wrong with the signs of a key that the language does not have."""
    return without_space(key, child) or wide_blank(key)


def stuck(key: str, child: Node) -> Node:
    """The value that stands in its key, since there was no space after the colon; any other value as it is."""
    found = _COLON.match(key)
    if found is None or not nothing(child):
        return child
    number = float(found[3]) if re.fullmatch(r"-?\d+(\.\d+)?", found[3]) else None
    value = int(number) if number is not None and number.is_integer() else number
    return replace(child, value=found[3] if value is None else value, text=found[3])


def wide_blank(key: str) -> Slip | None:
    """Find a key with a full-width blank before or behind it, which nobody sees."""
    plain = key.strip("\u3000 ")
    if "\u3000" not in key or not plain:
        return None
    return Slip(
        "yaml-syntax",
        msg("A full-width blank belongs to the key `{key}`.", key=key),
        msg("write `{plain}`, with a plain space before it", plain=plain),
        plain,
    )


def pieces_before(node: Node, key: str) -> list[str] | None:
    """The keys that one text inside braces was cut into by commas, the one that holds its beginning first."""
    if not nothing(node.mapping[key]):
        return None
    keys = list(node.mapping)
    for at in range(keys.index(key) - 1, -1, -1):
        if not nothing(node.mapping[keys[at]]):
            return keys[at : keys.index(key) + 1]
    return None


def comment_meant(document: Document, node: Node) -> str:
    """What stands behind a key as a comment, where nothing else does: #Deals in `column: #Deals`."""
    if node.key is None or not nothing(node):
        return ""
    found = _COMMENT.search(line_at(document, node.key)[node.key.column - 1 + node.key.length :])
    return found[1] if found else ""
