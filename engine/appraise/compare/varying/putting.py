"""Other numbers put into a policy in place of those at some paths."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from appraise.compare.varying.paths import below, text_of
from appraise.policy.variants.bounds import in_rising_order
from appraise.policy.variants.merging import Change, with_changes

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from decimal import Decimal

    from appraise.compare.varying.paths import Spot, Step
    from appraise.policy.text.tree import Node


def put(root: Node, numbers: Sequence[tuple[Spot, Decimal]]) -> list[Change]:
    """The changes that put other numbers into a policy; of those of one formula, the last first."""
    edited: dict[tuple[str, ...], tuple[Node, Node]] = {}
    for spot, number in sorted(numbers, key=lambda one: -one[0].begin):
        if spot.kind != "bound":
            old = below(root, spot.path)
            now = edited.get(spot.path, (old, old))[1]
            edited[spot.path] = old, _put(now, spot.steps[len(spot.path) :], spot, number)
    moved: dict[tuple[str, ...], dict[str, str]] = {}
    for spot, number in numbers:
        if spot.kind == "bound" and number != spot.now:
            moved.setdefault(spot.path[:-1], {})[spot.path[-1]] = text_of(number, spot.unit)
    tables = [_with_bounds(root, table, keys, edited) for table, keys in moved.items()]
    return [*(Change(path, old, new) for path, (old, new) in edited.items()), *tables]


def _with_bounds(root: Node, path: tuple[str, ...], keys: Mapping[str, str],
                 edited: dict[tuple[str, ...], tuple[Node, Node]]) -> Change:  # fmt: skip
    """A table with other bounds, and with what is edited inside it, which is taken out of `edited`."""
    old = below(root, path)
    inside = [at for at in edited if at[: len(path)] == path]
    table = with_changes(root, [Change(at, *edited.pop(at)) for at in inside])
    items = {keys.get(key, key): value for key, value in below(table, path).mapping.items()}
    return Change(path, old, replace(old, value=in_rising_order(items)))


def _put(node: Node, steps: Sequence[Step], spot: Spot, number: Decimal) -> Node:
    if steps:
        head, rest = steps[0], steps[1:]
        if isinstance(head, int):
            items = list(node.items)
            items[head] = _put(items[head], rest, spot, number)
            return replace(node, value=items)
        return replace(node, value={**node.mapping, head: _put(node.mapping[head], rest, spot, number)})
    text = text_of(number, spot.unit)
    if spot.kind == "formula":
        whole = node.text[: spot.begin] + (f"({text})" if number < 0 else text) + node.text[spot.end :]
        return replace(node, value=whole, text=whole)
    value: str | int | float = text if spot.unit else float(text) if "." in text else int(text)
    return replace(node, value=value, text=text)
