"""Figures that have a column in the results because the policy asks for them. Their keys and how they are read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from appraise.formula.syntax.text import fold
from appraise.policy.keys.key import Keys, as_written, optional
from appraise.policy.keys.kinds import WORDS, Kind, Part, choice, written
from appraise.policy.keys.said import said
from appraise.policy.model import Shown
from appraise.texts import msg

if TYPE_CHECKING:
    from collections.abc import Iterator

    from appraise.diagnostics import Where
    from appraise.policy.keys.reader import Reading
    from appraise.policy.text.tree import Node


_UNIT: Kind[Literal["money", "percent", "count", "number"]] = choice("money", "percent", "count", "number")


class ShownKeys(
    Keys[Any],
    ref="shown",
    about=said("The title of the column, or {{title: …, unit: …}}."),
    rules={"type": ["string", "object"], "minLength": 1, "minProperties": 1},
):
    """A column of the results."""

    title = optional(WORDS, said("The heading of the column for people."))
    unit = optional(
        _UNIT,
        said("How a number is shown, if not in the unit it is computed in: money, percent, count (whole), number."),
    )


RESULTS = written(
    {
        "type": ["array", "object"],
        "items": WORDS,
        "additionalProperties": as_written(ShownKeys),
        "minItems": 1,
        "minProperties": 1,
        "maxItems": 100,
        "maxProperties": 100,
    },
    said("[name, …], or {{name: title, …}}"),
    parts=(Part(ShownKeys, "{title: …, unit: …}"),),
)


def shown_figures(reading: Reading, node: Node | None) -> dict[str, Shown]:
    """Read a list of names, or names with a title, or with a title and a unit; those that are broken are left out."""
    found: dict[str, Shown] = {}
    if node is None or ("results",) in reading.paths:
        return found
    for name, stated, where in _stated(reading, node):
        if name in found:
            reading.diagnostics.error(
                "duplicate-key",
                msg("{name} stands twice under `results`.", name=name),
                where,
                msg("keep one of them", "names"),
            )
            continue
        keys = ShownKeys(reading, stated)
        text = keys.title or ("" if stated.mapping or node.items else stated.text)
        found[name] = Shown(name, text.strip(), keys.unit or "", where)
    return found


def _stated(reading: Reading, node: Node) -> Iterator[tuple[str, Node, Where]]:
    if node.items:
        sound = (item for i, item in enumerate(node.items) if ("results", i) not in reading.paths)
        yield from ((fold(item.text).strip(), item, item.where) for item in sound)
        return
    for key, child in node.mapping.items():
        if not any(path[:2] == ("results", key) for path in reading.paths):
            yield fold(key).strip(), child, child.key or child.where
