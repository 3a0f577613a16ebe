"""Reads `results`: the figures that have a column in the results because the policy asks for them."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from appraise.formula.text import fold
from appraise.policy.model import Shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Set

    from appraise.diagnostics import Where
    from appraise.policy.model.results import ShownUnit
    from appraise.policy.reading.reader import Reading
    from appraise.policy.shape.schema import Path
    from appraise.policy.text.tree import Node


def shown_figures(reading: Reading, node: Node | None, broken: Set[Path]) -> dict[str, Shown]:
    """Read a list of names, or names with a title, or with a title and a unit; those in `broken` are left out."""
    found: dict[str, Shown] = {}
    if node is None or ("results",) in broken:
        return found
    for name, stated, where in _stated(node, broken):
        if name in found:
            reading.report.error("duplicate-key", f"{name} stands twice under `results`.", where, "keep one of them")
            continue
        title, unit = stated.get("title"), stated.get("unit")
        text = title.text if title is not None else "" if stated.mapping or node.items else stated.text
        found[name] = Shown(name, text.strip(), cast("ShownUnit", unit.text if unit is not None else ""), where)
    return found


def _stated(node: Node, broken: Set[Path]) -> Iterator[tuple[str, Node, Where]]:
    if node.items:
        sound = (item for i, item in enumerate(node.items) if ("results", i) not in broken)
        yield from ((fold(item.text).strip(), item, item.where) for item in sound)
        return
    for key, child in node.mapping.items():
        if not any(path[:2] == ("results", key) for path in broken):
            yield fold(key).strip(), child, child.key or child.where
