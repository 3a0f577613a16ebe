"""Numbers of a policy by their paths: `indicators.sales.weight`.

A path goes down by keys with dots between; items of a list are counted from 1 (`score.points.2.1`). Below a tier stands
its `bound` (`rates.100000.bound`), below a formula each number as it is written (`gates.collection.when.80%`); of several
that are equal each is counted (`80%#1`, `80%#2`). A path that could mean two numbers is refused.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Literal, NoReturn

from appraise.diagnostics import Diagnostics, Where, listed, suggest
from appraise.formula.amounts import plain_amount
from appraise.formula.syntax.grammar import parse
from appraise.formula.syntax.text import fold
from appraise.policy.keys.numbers import as_number
from appraise.texts import NOTHING, Listed, Message, MessageError, msg, plain, sentences, series

if TYPE_CHECKING:
    from collections.abc import Sequence

    from appraise.policy.text.tree import Node

BOUND = "bound"
_BESIDE = 24  # characters beside a number of a formula that are shown
_LISTED = 12  # numbers that a message names
_WRITTEN = re.compile(r"([-+]?(?:\d+(?:_\d+)*\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)\s*(%?)")
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
_FIXED = ("ruleset", "title", "version", "effective", "reason", "extends", "language")  # no numbers that could vary
Step = str | int  # a key, or the place in a list, from 0


class WrongSetting(MessageError):  # noqa: N818 - said of what was asked, and the caller's to report
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
    where: Where | None = field(default=None, compare=False)
    inside: str = field(default="", compare=False)  # the formula around a number, which stands in brackets there

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
        raise WrongSetting(
            msg("Amounts in {text!r} must be plain numbers, without a unit: {instead}", text=text, instead=instead)
        )


def find(root: Node, name: str) -> Spot:
    """Find a number by its path. Raises WrongSetting, with what there is, where there is none."""
    head, _, tail = name.partition(".")
    if head in _FIXED or tail.rpartition(".")[2] in _PROSE:
        raise WrongSetting(
            msg("{name} is no number that a policy pays by. {there}", name=name, there=_what_is_there(root, root, ""))
        )
    found = list(_spots(root, (), name, name))
    if len(found) > 1:
        each = [msg("{number} at {path}", number=spot.shown, path=".".join(map(str, spot.steps))) for spot in found]
        told = Listed(tuple(each), "or")
        raise WrongSetting(
            msg(
                "{name} could be two numbers: {told}. Write a key with a dot in it in quotes: '0.8'",
                name=name,
                told=told,
            )
        )
    if not found:
        _nothing_at(root, name)
    return found[0]


def _spots(node: Node, steps: tuple[Step, ...], name: str, rest: str) -> Iterator[Spot]:
    """Yield every number that the rest of a path could stand for below a node."""
    if not rest:
        number = written(node)
        if number is not None:
            yield Spot(name, steps, "value", *number, where=node.where)
        return
    last = steps[-1] if steps else 0
    if rest == BOUND and BOUND not in node.mapping and isinstance(last, str) and as_number(last) is not None:
        number = _number(last)
        if number is not None:
            yield Spot(name, steps, "bound", *number, where=node.key or node.where)
    for key, child, after in _ways(node, rest):
        yield from _spots(child, (*steps, int(key) - 1 if isinstance(node.value, list) else key), name, after)
    inside = _numbers_in(node.text) if isinstance(node.value, str) else {}
    spot = inside.get(fold(rest).replace(" ", ""))
    if spot is not None:
        number, begin, end = spot
        yield Spot(name, steps, "formula", *number, begin, end, node.where, _around(node.text, begin, end))


def _ways(node: Node, rest: str) -> Iterator[tuple[str, Node, str]]:
    """Yield the keys with which a path may go on, the node there, and the rest of the path behind them."""
    for key, child in _children(node):
        for way in (key, f"'{key}'"):
            if rest == way or rest.startswith(f"{way}."):
                yield key, child, rest[len(way) + 1 :]


def _nothing_at(root: Node, name: str) -> NoReturn:
    """Say how far a path leads, and what is there."""
    node, rest = root, name
    while rest:
        ways = list(_ways(node, rest))
        if not ways:
            _not_in(root, node, name, rest)
        _, node, rest = max(ways, key=lambda way: len(way[0]))
    there = _what_is_there(root, node, name)
    raise WrongSetting(
        msg("{name} is not one number. {there}", name=name, there=there)
        if name
        else msg("The ruleset is not one number. {there}", there=there)
    )


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


def listing(root: Node, name: str = "") -> Message:
    """Name numbers that a policy holds, each with what it is, those of a part of it or some of all."""
    node = root
    for key in name.split(".") if name else ():
        node = dict(_children(node))[key]
    found = list(numbers_below(node, name))
    named = [msg("{path} ({number})", path=path, number=text) if text else plain(path) for path, text in found]
    return listed(named, _LISTED)


def written(node: Node) -> tuple[Decimal, str] | None:
    """A number as it is written, and its unit; None where it is none."""
    return None if isinstance(node.value, (dict, list, bool)) else _number(node.text)


def neighbours(root: Node, spot: Spot) -> tuple[Decimal | None, Decimal | None]:
    """The bounds of the tiers below and above that of a spot."""
    keys = (_number(key) for key in below(root, spot.path[:-1]).mapping)
    others = [key[0] for key in keys if key is not None and key[1] == spot.unit]
    return max((n for n in others if n < spot.now), default=None), min(
        (n for n in others if n > spot.now), default=None
    )


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


def _not_in(root: Node, node: Node, name: str, rest: str) -> NoReturn:
    """Say that there is no such key, no such number in a formula, or more than one."""
    inside = _numbers_in(node.text) if isinstance(node.value, str) else {}
    wanted = _number(rest.replace(" ", ""))
    alike = [(key, begin, end) for key, (number, begin, end) in inside.items() if number == wanted]
    if alike:
        before = name[: -len(rest)]
        each = [(f"{before}{key}", _around(node.text, begin, end)) for key, begin, end in alike]
        told = series([msg("{path} is {formula}", path=path, formula=formula) for path, formula in each])
        raise WrongSetting(
            msg(
                "{name} could be any of {n} numbers in this formula. Write one of: {told}. Or make the "
                "one that is meant a parameter (`parameters: {{NAME: {rest}}}`, with NAME in the "
                "formula) and vary parameters.NAME",
                name=name,
                n=len(alike),
                told=told,
                rest=rest.strip(),
            )
        )
    at = name[: -len(rest)].rstrip(".")
    head = rest.partition(".")[0]
    titled = [key for key, child in node.mapping.items() if (t := child.get("title")) is not None and t.text == head]
    missing = (
        msg("There is no {key!r} in {place}", key=head, place=at)
        if at
        else msg("There is no {key!r} in the ruleset", key=head)
    )
    if titled:
        raise WrongSetting(msg("{missing}; {title} is called {key} there", missing=missing, title=head, key=titled[0]))
    if node.mapping:
        raise WrongSetting(
            msg("{missing}; {near}", missing=missing, near=suggest(head, node.mapping, len(node.mapping)))
        )
    raise WrongSetting(msg("{missing}. {there}", missing=missing, there=_what_is_there(root, node, at)))


def _what_is_there(root: Node, node: Node, name: str) -> Message:
    told = NOTHING if node.mapping or node.items else msg("It is {text!r}.", text=node.text)
    found = listing(root, name) if not (node.mapping and not name) else listing(root)
    return sentences(told, msg("Write one of: {found}", found=found) if found else msg("It holds no number."))


@cache
def _numbers_in(text: str) -> dict[str, tuple[tuple[Decimal, str], int, int]]:
    """The numbers of a formula by how they are written, with their places; none where it is no formula."""
    formula = parse(text, lambda begin, end: Where("", 1, begin, end - begin), Diagnostics())
    if formula is None:
        return {}
    constants = [n for n in ast.walk(formula.tree) if isinstance(n, ast.Constant) and isinstance(n.value, float)]
    spots = sorted((at.column, at.column + at.length) for at in map(formula.where_of, constants))
    numbers = [(number, begin, end) for begin, end in spots if (number := _number(text[begin:end])) is not None]
    found: dict[str, tuple[tuple[Decimal, str], int, int]] = {}
    for i, (number, begin, end) in enumerate(numbers):
        key = fold(text[begin:end]).replace(" ", "")
        alike = [j for j, (other, _, _) in enumerate(numbers) if other == number]
        found[f"{key}#{alike.index(i) + 1}" if len(alike) > 1 else key] = number, begin, end
    return found


def _around(text: str, begin: int, end: int) -> str:
    """Show a number of a formula in brackets, with what stands beside it."""
    before, after = text[:begin], text[end:]
    left = before if len(before) <= _BESIDE else f"…{before[-_BESIDE:]}"
    right = after if len(after) <= _BESIDE else f"{after[:_BESIDE]}…"
    return f"`{left}[{text[begin:end]}]{right}`"


def text_of(number: Decimal, unit: str) -> str:
    """Write a number as the policy would."""
    plain = f"{number:f}"
    return (plain.rstrip("0").rstrip(".") if "." in plain else plain) + unit


def below(node: Node, path: Sequence[str]) -> Node:
    """The value under some keys."""
    for key in path:
        node = node.mapping[key]
    return node
