"""A resolved policy written out as YAML again, with the origin of every value that a variant has changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from appraise.policy.text.flow import flow, key_text, place, scalar_text
from appraise.policy.text.tree import Node
from appraise.texts import SOURCE, msg, told

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from appraise.policy.variants.merging import Change
    from appraise.policy.variants.variants import Resolved
    from appraise.texts import Language

_WIDTH = 100  # characters up to which a mapping without changes stands on one line


def resolved_yaml(resolved: Resolved, language: Language = SOURCE) -> str:
    """Write the policy with all that it extends merged in; a changed value names its file and line, and what it was.

    These comments are in the language that is given.
    """
    changes = {change.path: change for change in resolved.changes}
    return "".join(f"{line}\n" for line in _lines(resolved.document.root, (), changes, language))


def variant_yaml(extends: str, changes: Iterable[Change]) -> str:
    """Write a variant that makes some changes, its title and reason among them, to what it extends."""
    tree: dict[str, Any] = {"extends": scalar_text(extends)}
    for change in changes:
        at = tree
        for key in change.path[:-1]:
            at = at.setdefault(key, {})
        at[change.path[-1]] = "null" if change.new is None else flow(change.new)
    return "".join(f"{line}\n" for line in _tree_lines(tree, 0))


def _lines(
    node: Node, path: tuple[str, ...], changes: Mapping[tuple[str, ...], Change], language: Language
) -> Iterator[str]:
    pad = "  " * len(path)
    for key, value in node.mapping.items():
        at = (*path, key)
        origin = _origin(changes.get(at), language)
        inside = any(other[: len(at)] == at and other != at for other in changes)
        long = len(flow(value)) + len(pad) + len(key) > _WIDTH
        if isinstance(value.value, dict) and (inside or (value.value and (long or not path))):
            yield f"{pad}{key_text(key)}:{'' if value.value else ' {}'}{origin}"
            yield from _lines(value, at, changes, language)
        elif isinstance(value.value, list) and len(flow(value)) > _WIDTH:
            yield f"{pad}{key_text(key)}:{origin}"
            yield from (f"{pad}  - {flow(item)}" for item in value.value)
        else:
            yield f"{pad}{key_text(key)}: {flow(value)}{origin}"
    for change in _gone(path, changes.values()):
        assert change.old is not None  # noqa: S101 - it was there
        removed = msg("{key} is removed; it was {was} ({place})", key=change.path[-1], was=flow(change.old),
                      place=place(change.old.where))  # fmt: skip
        yield f"{pad}# {told(removed, language)}"


def _tree_lines(tree: Mapping[str, Any], level: int) -> Iterator[str]:
    for key, value in tree.items():
        if isinstance(value, str):
            yield f"{'  ' * level}{key_text(key)}: {value}"
        else:
            yield f"{'  ' * level}{key_text(key)}:"
            yield from _tree_lines(value, level + 1)


def _gone(path: tuple[str, ...], changes: Iterable[Change]) -> list[Change]:
    return [c for c in changes if c.new is None and c.path[:-1] == path]


def _origin(change: Change | None, language: Language) -> str:
    if change is None or change.new is None:
        return ""
    at = place(change.new.key or change.new.where)
    if change.old is None:
        return f"  # {told(msg('{place}: new', place=at), language)}"
    was, before = flow(change.old), place(change.old.key or change.old.where)
    said = msg("{place}; was {was}, {before}", place=at, was=was, before=before)
    if change.whole:
        said = msg("{place}: the whole table is replaced; was {was}, {before}", place=at, was=was, before=before)
    return f"  # {told(said, language)}"
