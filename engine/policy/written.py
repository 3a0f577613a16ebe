"""A resolved policy written out as YAML again, with the origin of every value that a variant has changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import yaml

from engine.diagnostics import Report
from engine.policy.source import Node, parse_source

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from engine.diagnostics import Where
    from engine.policy.merging import Change
    from engine.policy.variants import Resolved

_WIDTH = 100  # characters up to which a mapping without changes stands on one line


def resolved_yaml(resolved: Resolved) -> str:
    """Write the policy with all that it extends merged in; a changed value names its file and line, and what it was."""
    changes = {change.path: change for change in resolved.changes}
    return "".join(f"{line}\n" for line in _lines(resolved.source.root, (), changes))


def variant_yaml(extends: str, changes: Iterable[Change]) -> str:
    """Write a variant that makes some changes, its title and reason among them, to what it extends."""
    tree: dict[str, Any] = {"extends": _scalar(extends)}
    for change in changes:
        at = tree
        for key in change.path[:-1]:
            at = at.setdefault(key, {})
        at[change.path[-1]] = "null" if change.new is None else flow(change.new)
    return "".join(f"{line}\n" for line in _tree_lines(tree, 0))


def flow(node: Node) -> str:
    """Write a value on one line: 60, "95%", {new: 1, senior: 2}."""
    if isinstance(node.value, dict):
        return "{" + ", ".join(f"{_key(k)}: {flow(v)}" for k, v in node.value.items()) + "}"
    if isinstance(node.value, list):
        return "[" + ", ".join(flow(v) for v in node.value) + "]"
    if not isinstance(node.value, str):
        return node.text
    text = _scalar(node.text)
    return f'"{text}"' if set(text) & set(",[]{}") and text[0] not in "\"'" else text


def place(where: Where) -> str:
    """Name a file and line."""
    return f"{where.file}:{where.line}"


def _lines(node: Node, path: tuple[str, ...], changes: Mapping[tuple[str, ...], Change]) -> Iterator[str]:
    pad = "  " * len(path)
    for key, value in node.mapping.items():
        at = (*path, key)
        told = _told(changes.get(at))
        inside = any(other[: len(at)] == at and other != at for other in changes)
        long = len(flow(value)) + len(pad) + len(key) > _WIDTH
        if isinstance(value.value, dict) and (inside or (value.value and (long or not path))):
            yield f"{pad}{_key(key)}:{'' if value.value else ' {}'}{told}"
            yield from _lines(value, at, changes)
        elif isinstance(value.value, list) and len(flow(value)) > _WIDTH:
            yield f"{pad}{_key(key)}:{told}"
            yield from (f"{pad}  - {flow(item)}" for item in value.value)
        else:
            yield f"{pad}{_key(key)}: {flow(value)}{told}"
    for change in _gone(path, changes.values()):
        assert change.old is not None  # noqa: S101 - it was there
        yield f"{pad}# {change.path[-1]} is removed; it was {flow(change.old)} ({place(change.old.where)})"


def _tree_lines(tree: Mapping[str, Any], level: int) -> Iterator[str]:
    for key, value in tree.items():
        if isinstance(value, str):
            yield f"{'  ' * level}{_key(key)}: {value}"
        else:
            yield f"{'  ' * level}{_key(key)}:"
            yield from _tree_lines(value, level + 1)


def _gone(path: tuple[str, ...], changes: Iterable[Change]) -> list[Change]:
    return [c for c in changes if c.new is None and c.path[:-1] == path]


def _told(change: Change | None) -> str:
    if change is None or change.new is None:
        return ""
    at = place(change.new.key or change.new.where)
    if change.old is None:
        return f"  # {at}: new"
    if change.whole:
        at = f"{at}: the whole table is replaced"
    return f"  # {at}; was {flow(change.old)}, {place(change.old.key or change.old.where)}"


def _scalar(text: str) -> str:
    """Write a text plainly where it is read back as the same text, else in quotes."""
    read = parse_source(f"k: {text}", "", Report())
    node = read.root.get("k") if read is not None else None
    if node is not None and node.text == text and isinstance(node.value, str):
        return text
    shown: str = yaml.safe_dump(text, allow_unicode=True, width=10_000, default_style='"')
    return shown.strip()


def _key(text: str) -> str:
    """Write a key; keys are texts whatever they look like, so numbers and dates need no quotes."""
    read = parse_source(f"{text}: x", "", Report())
    return text if read is not None and list(read.root.mapping) == [text] else _scalar(text)
