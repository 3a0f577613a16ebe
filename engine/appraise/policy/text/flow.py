"""Values of a policy written on one line, as YAML."""

from __future__ import annotations

from typing import TYPE_CHECKING

import yaml

from appraise.diagnostics import Diagnostics
from appraise.policy.text.document import parse_document

if TYPE_CHECKING:
    from appraise.diagnostics import Where
    from appraise.policy.text.tree import Node


def flow(node: Node) -> str:
    """Write a value on one line: 60, "95%", {new: 1, senior: 2}."""
    if isinstance(node.value, dict):
        return "{" + ", ".join(f"{key_text(k)}: {flow(v)}" for k, v in node.value.items()) + "}"
    if isinstance(node.value, list):
        return "[" + ", ".join(flow(v) for v in node.value) + "]"
    if not isinstance(node.value, str):
        return node.text
    text = scalar_text(node.text)
    return f'"{text}"' if set(text) & set(",[]{}") and text[0] not in "\"'" else text


def key_text(text: str) -> str:
    """Write a key; keys are texts whatever they look like, so numbers and dates need no quotes."""
    read = parse_document(f"{text}: x", "", Diagnostics())
    return text if read is not None and list(read.root.mapping) == [text] else scalar_text(text)


def scalar_text(text: str) -> str:
    """Write a text plainly where it is read back as the same text, else in quotes."""
    read = parse_document(f"k: {text}", "", Diagnostics())
    node = read.root.get("k") if read is not None else None
    if node is not None and node.text == text and isinstance(node.value, str):
        return text
    shown: str = yaml.safe_dump(text, allow_unicode=True, width=10_000, default_style='"')
    return shown.strip()


def place(where: Where) -> str:
    """Name a file and line."""
    return f"{where.file}:{where.line}"
