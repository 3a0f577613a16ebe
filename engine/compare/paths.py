"""Numbers of a policy by their paths: `indicators.sales.weight`, and how another is put in their place.

A path goes down by keys with dots between; items of a list are counted from 1 (`score.points.2.1`). Below a tier stands
its `bound` (`rates.100000.bound`), below a formula each number as it is written (`gates.collection.when.80%`; the second
one of two that are alike is `80%#2`).
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Literal

from engine.diagnostics import Report, Where, suggest
from engine.formula.amounts import plain_amount
from engine.formula.grammar import parse
from engine.formula.text import fold
from engine.policy.reading import as_number
from engine.policy.variants import Change

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engine.policy.source import Node

BOUND = "bound"
_LISTED = 12  # numbers that a message names
_WRITTEN = re.compile(r"([-+]?\d+(?:\.\d+)?)\s*(%?)")
_PROSE = ("title", "message", "reason", "improve", "note", "column", "columns", "who", "source")
_NO_POLICY = (
    "ruleset",
    "title",
    "version",
    "effective",
    "reason",
    "extends",
    "language",
    "cycle",
    "data",
    "conventions",
)
Step = str | int  # a key, or the place in a list, from 0


class WrongSetting(ValueError):  # noqa: N818 - said of what was asked, and the caller's to report
    """What was asked for cannot be varied or measured; the text says why and what to do."""


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a number stands: the steps to what holds it, and what of that it is; begin and end are of a formula's text."""

    name: str
    steps: tuple[Step, ...]
    kind: Literal["value", "bound", "formula"]
    now: Decimal
    unit: str  # "%" or nothing
    begin: int = 0
    end: int = 0

    @property
    def shown(self) -> str:
        """The number as the policy has it."""
        return text_of(self.now, self.unit)

    @property
    def path(self) -> tuple[str, ...]:
        """The keys down to what is changed: a value, or the whole list that an item is in."""
        first = next((i for i, step in enumerate(self.steps) if isinstance(step, int)), len(self.steps))
        return tuple(str(step) for step in self.steps[:first])


def see_amounts(text: str) -> None:
    """See that amounts are plain numbers. Raises WrongSetting, with the number to write."""
    instead = plain_amount(text)
    if instead:
        raise WrongSetting(f"Amounts in {text!r} must be plain numbers, without a unit: {instead}")


def find(root: Node, name: str) -> Spot:
    """Find a number by its path. Raises WrongSetting, with what there is, where there is none."""
    node, steps, rest = root, tuple[Step, ...](), name
    while rest:
        if len(steps) and rest == BOUND and BOUND not in node.mapping and as_number(str(steps[-1])) is not None:
            number = _number(str(steps[-1]))
            if number is not None and isinstance(steps[-1], str):
                return Spot(name, steps, "bound", *number)
        children = dict(_children(node))
        keys = [key for key in children if rest == key or rest.startswith(f"{key}.")]
        if not keys:
            return _in_formula(root, node, steps, name, rest)
        key = max(keys, key=len)
        steps = (*steps, int(key) - 1 if isinstance(node.value, list) else key)
        node, rest = children[key], rest[len(key) + 1 :]
    number = written(node)
    if number is None:
        raise WrongSetting(f"{name or 'The ruleset'} is not one number. {_what_is_there(root, node, name)}")
    return Spot(name, steps, "value", *number)


def numbers_below(node: Node, name: str) -> Iterator[tuple[str, str]]:
    """Yield the path of every number in a part of a policy that is not about texts, and what it is."""
    number = written(node)
    if number is not None:
        yield name, node.text.strip()
    elif isinstance(node.value, str):
        yield from ((f"{name}.{key}", node.text.strip()) for key in _numbers_in(node.text))
    for key, child in _children(node):
        if key in _PROSE or (not name and key in _NO_POLICY):
            continue
        at = f"{name}.{key}" if name else key
        yield from numbers_below(child, at)
        if _is_tier(node, key) and not child.mapping:
            yield f"{at}.{BOUND}", key


def listing(root: Node, name: str = "") -> str:
    """Name numbers that a policy holds, each with what it is, those of a part of it or some of all."""
    node = root
    for key in name.split(".") if name else ():
        node = dict(_children(node))[key]
    found = list(numbers_below(node, name))
    shown = ", ".join(f"{path} ({text})" if text else path for path, text in found[:_LISTED])
    return shown + (f" and {len(found) - _LISTED} more" if len(found) > _LISTED else "")


def written(node: Node) -> tuple[Decimal, str] | None:
    """Give a number as it is written, and its unit; None where it is none."""
    return None if isinstance(node.value, (dict, list, bool)) else _number(node.text)


def put(root: Node, numbers: Sequence[tuple[Spot, Decimal]]) -> list[Change]:
    """Give the changes that put other numbers into a policy; of those of one formula, the last first."""
    edited: dict[tuple[str, ...], tuple[Node, Node]] = {}
    for spot, number in sorted(numbers, key=lambda one: -one[0].begin):
        if spot.kind != "bound":
            old = _down(root, spot.path)
            now = edited.get(spot.path, (old, old))[1]
            edited[spot.path] = old, _put(now, spot.steps[len(spot.path) :], spot, number)
    found = [Change(path, old, new) for path, (old, new) in edited.items()]
    for spot, number in numbers:
        if spot.kind == "bound" and number != spot.now:
            old = _down(root, spot.path)
            found.append(Change(spot.path, old, None))
            found.append(
                Change((*spot.path[:-1], text_of(number, spot.unit)), None, edited.get(spot.path, (old, old))[1])
            )
    return found


def text_of(number: Decimal, unit: str) -> str:
    """Write a number as the policy would."""
    plain = f"{number:f}"
    return (plain.rstrip("0").rstrip(".") if "." in plain else plain) + unit


def neighbours(root: Node, spot: Spot) -> tuple[Decimal | None, Decimal | None]:
    """Give the bounds of the tiers below and above that of a spot."""
    keys = (_number(key) for key in _down(root, spot.path[:-1]).mapping)
    others = [key[0] for key in keys if key is not None and key[1] == spot.unit]
    below, above = [n for n in others if n < spot.now], [n for n in others if n > spot.now]
    return (max(below) if below else None, min(above) if above else None)


def _number(text: str) -> tuple[Decimal, str] | None:
    found = _WRITTEN.fullmatch(fold(text).strip())
    return (Decimal(found[1]), found[2]) if found else None


def _children(node: Node) -> Iterator[tuple[str, Node]]:
    yield from node.mapping.items()
    for i, item in enumerate(node.items, 1):
        yield str(i), item


def _is_tier(node: Node, key: str) -> bool:
    """Whether a key is the bound of a tier: all keys beside it are numbers too, or `lowest`."""
    return (
        key in node.mapping
        and _number(key) is not None
        and all(_number(k) is not None or k == "lowest" for k in node.mapping)
    )


def _in_formula(root: Node, node: Node, steps: tuple[Step, ...], name: str, rest: str) -> Spot:
    """Find a number in a formula. Raises WrongSetting where there is no such number, or no such key."""
    inside = _numbers_in(node.text) if isinstance(node.value, str) else {}
    wanted = fold(rest).replace(" ", "")
    if wanted in inside:
        number, begin, end = inside[wanted]
        return Spot(name, steps, "formula", *number, begin, end)
    at = name[: -len(rest)].rstrip(".")
    head = rest.partition(".")[0]
    titled = [key for key, child in node.mapping.items() if (t := child.get("title")) is not None and t.text == head]
    missing = f"There is no {head!r} in {at or 'the ruleset'}"
    if titled:
        raise WrongSetting(f"{missing}; {head} is called {titled[0]} there")
    if node.mapping:
        raise WrongSetting(f"{missing}; {suggest(head, node.mapping, len(node.mapping))}")
    raise WrongSetting(f"{missing}. {_what_is_there(root, node, at)}")


def _what_is_there(root: Node, node: Node, name: str) -> str:
    told = "" if node.mapping or node.items else f"It is {node.text!r}. "
    found = listing(root, name) if not (node.mapping and not name) else listing(root)
    return told + (f"Write one of: {found}" if found else "It holds no number.")


@cache
def _numbers_in(text: str) -> dict[str, tuple[tuple[Decimal, str], int, int]]:
    """Give the numbers of a formula by how they are written, with their places; none where it is no formula."""
    formula = parse(text, lambda begin, end: Where("", 1, begin, end - begin), Report())
    if formula is None:
        return {}
    constants = [n for n in ast.walk(formula.tree) if isinstance(n, ast.Constant) and isinstance(n.value, float)]
    spots = sorted((at.column, at.column + at.length) for at in map(formula.where_of, constants))
    found: dict[str, tuple[tuple[Decimal, str], int, int]] = {}
    for begin, end in spots:
        number = _number(text[begin:end])
        if number is None:
            continue
        key = fold(text[begin:end]).replace(" ", "")
        same = sum(known.partition("#")[0] == key for known in found)
        found[f"{key}#{same + 1}" if same else key] = number, begin, end
    return found


def _down(node: Node, path: Sequence[str]) -> Node:
    for key in path:
        node = node.mapping[key]
    return node


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
