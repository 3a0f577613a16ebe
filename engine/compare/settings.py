"""Numbers of a policy by their paths, such as `indicators.sales.weight`, and the policy with others in their place."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from engine.diagnostics import suggest
from engine.policy.variants import Change

if TYPE_CHECKING:
    from engine.policy.source import Node

MOST = 10_000  # settings of one range
STEPS = 100  # of a range that states no step
_NUMBER = r"-?\d+(?:\.\d+)?"
_RANGE = re.compile(rf"(.+?)=({_NUMBER})(%?)\.\.({_NUMBER})(%?)(?:/({_NUMBER})(%?))?")
_WRITTEN = re.compile(rf"({_NUMBER})(%?)")


class WrongSetting(ValueError):  # noqa: N818 - said of what was asked, and the caller's to report
    """What was asked for cannot be varied; the text says why and what to do."""


@dataclass(frozen=True, slots=True)
class Vary:
    """A number of the policy: its path, what it is now, its unit (% or nothing), and what it is to be in turn."""

    path: tuple[str, ...]
    now: Decimal
    unit: str
    values: tuple[Decimal, ...]

    @property
    def name(self) -> str:
        """The path as it is written."""
        return ".".join(self.path)

    def shown(self, value: Decimal) -> str:
        """Write a value as the policy would."""
        return f"{value.normalize():f}{self.unit}"


def vary(root: Node, text: str) -> Vary:
    """Read `indicators.sales.weight=30..60/5` for a policy. Raises WrongSetting."""
    found = _RANGE.fullmatch(text.strip())
    if found is None:
        raise WrongSetting(f"{text!r} is no range; write indicators.sales.weight=30..60/5: from, to, step")
    name, low, low_unit, high, high_unit, step, step_unit = found.groups()
    path, node = number_at(root, name)
    now, unit = written(node) or (Decimal(0), "")
    if {low_unit, high_unit, step_unit if step else low_unit} != {unit}:
        raise WrongSetting(
            f"{name} is {node.text}; write the range in the same unit, such as {low}{unit}..{high}{unit}"
        )
    first, last = Decimal(low), Decimal(high)
    by = Decimal(step) if step else (last - first) / STEPS
    if last <= first or by <= 0:
        raise WrongSetting(f"{text!r} must rise: from the lower number to the higher, by a step above 0")
    count = int((last - first) / by) + 1
    if count > MOST:
        raise WrongSetting(f"{text!r} are {count:,} settings; at most {MOST:,} are tried, so take larger steps")
    return Vary(path, now, unit, tuple(first + by * i for i in range(count)))


def number_at(root: Node, name: str) -> tuple[tuple[str, ...], Node]:
    """Find a number by its path. Raises WrongSetting, with what is near, where there is none."""
    node, path, rest = root, tuple[str, ...](), name
    while rest:
        keys = [key for key in node.mapping if rest == key or rest.startswith(f"{key}.")]
        if not keys:
            at = ".".join(path) or "the ruleset"
            near = suggest(rest.partition(".")[0], node.mapping) if node.mapping else f"{at} is {node.text}"
            raise WrongSetting(f"There is no {rest.partition('.')[0]!r} in {at}; {near}".rstrip("; "))
        key = max(keys, key=len)
        node, path, rest = node.mapping[key], (*path, key), rest[len(key) + 1 :]
    if written(node) is None:
        held = f"it has {', '.join(node.mapping)}" if node.mapping else f"it is {node.text!r}"
        raise WrongSetting(f"{name} is not a plain number, so it cannot be varied; {held}")
    return path, node


def written(node: Node) -> tuple[Decimal, str] | None:
    """Give a number as it is written, and its unit; None where it is none."""
    found = None if isinstance(node.value, (dict, list, bool)) else _WRITTEN.fullmatch(node.text.strip())
    return (Decimal(found[1]), found[2]) if found else None


def changes(root: Node, settings: Mapping[Vary, Decimal], *, keep_sum: bool) -> list[Change]:
    """Give the changes that put numbers into a policy; `keep_sum` scales the weights beside them. Raises WrongSetting."""
    varied = {one.path: value for one, value in settings.items()}
    numbers: dict[tuple[str, ...], Decimal | float] = {**varied}
    for one in settings if keep_sum else ():
        beside = _beside(root, one.path)
        left = {path: Fraction(now) for path, now in beside.items() if path not in varied}
        rest = sum(left.values(), Fraction(0))
        if not rest:
            raise WrongSetting(f"Beside {one.name} there is no weight that could be scaled; leave --keep-sum out")
        more = sum(Fraction(varied[path]) - Fraction(now) for path, now in beside.items() if path in varied)
        numbers |= {path: float(now * (rest - more) / rest) for path, now in left.items()}
    return [_change(root, path, number) for path, number in numbers.items()]


def _beside(root: Node, path: tuple[str, ...]) -> dict[tuple[str, ...], Decimal]:
    """Give the weights that add up with one, itself too: of the indicators of its category, or of the categories."""
    if len(path) < 3 or path[0] not in ("indicators", "categories") or path[2] != "weight":
        raise WrongSetting(f"{'.'.join(path)} is no weight, so nothing beside it adds up with it; leave --keep-sum out")
    section = root.mapping[path[0]]

    def category(node: Node) -> object:
        found = node.get("category")
        return found.value if found else None

    own = category(section.mapping[path[1]])
    found: dict[tuple[str, ...], Decimal] = {}
    for id_, node in section.mapping.items():
        if path[0] == "categories" or category(node) == own:
            at, weight = (path[0], id_, *path[2:]), _down(node, path[2:])
            number = written(weight) if weight is not None else None
            if number is None:
                raise WrongSetting(f"{'.'.join(at)} is no plain number, so it cannot be scaled; leave --keep-sum out")
            found[at] = number[0]
    return found


def _down(node: Node | None, path: Sequence[str]) -> Node | None:
    for key in path:
        node = node.get(key) if node is not None else None
    return node


def _change(root: Node, path: tuple[str, ...], number: Decimal | float) -> Change:
    old = _down(root, path)
    assert old is not None  # noqa: S101 - it was found before
    unit = (written(old) or (0, ""))[1]
    text = f"{number.normalize():f}" if isinstance(number, Decimal) else repr(number)
    value: str | int | float = f"{text}%" if unit else int(text) if text.lstrip("-").isdigit() else float(text)
    return Change(path, old, replace(old, value=value, text=f"{text}{unit}"))
