"""Which tables of a policy have bounds as their keys: such a table is one whole, while names stand each for itself.

A step of 80%, a tier from 100,000 on, places 4..10, a day from which a value holds: each reaches up to the next key
beside it, so a key that is added or gone changes what its neighbours mean.
"""

from __future__ import annotations

import re
from itertools import zip_longest
from typing import TYPE_CHECKING

from appraise.formula.written_dates import are_dates, as_date
from appraise.policy.keys.numbers import as_number
from appraise.policy.reading.tables import TableKeys

if TYPE_CHECKING:
    from collections.abc import Iterable

    from appraise.policy.text.tree import Node

Path = tuple[str, ...]
Bound = tuple[str, float, float]  # what kind of bound, and the numbers by which it is told apart and put in order
_ANY = "*"
_RULES = (("scales", _ANY), ("scales", _ANY, "values", _ANY), ("indicators", _ANY, "score"),
          ("indicators", _ANY, "score", "values", _ANY))  # fmt: skip
_TIERS = (("rewards", _ANY, "tiers"), ("rewards", _ANY, "tiers", "values", _ANY))
_TABLES: tuple[Path, ...] = (
    *((*rule, key) for rule in _RULES for key in ("steps", "scores")),
    *((*tiers, key) for tiers in _TIERS for key in ("rates", "amounts")),
    ("rewards", _ANY, "contest", "prizes"),
)
_PLACES = re.compile(r"\s*(\d+)\s*(?:\.\.\s*(\d+)\s*)?")


def bound(key: str) -> Bound | None:
    """Read a key as a bound, however it is written: 80% and 0.8, 4..10 and 4 .. 10 are the same; None for a name."""
    day = as_date(key)
    if day is not None:
        return "day", float(day.toordinal()), 0.0
    if key == "lowest":
        return "number", float("-inf"), 0.0
    number = as_number(key)
    if number is not None:
        return "number", number, number
    places = _PLACES.fullmatch(key)
    return ("number", float(places[1]), float(places[2] or places[1])) if places else None


def by_bound(path: Path, node: Node, root: Node) -> bool:
    """Whether the keys of a mapping are bounds; `root` is the policy it stands in, or what a variant states of one."""
    if not node.mapping:
        return False
    if path[:1] == ("tables",) and path[2:3] == ("values",):
        return _ranged(_below(root, path[:2]), len(path) - 3)
    if any(_fits(path, table) for table in _TABLES):
        return True
    return path[-1:] != ("values",) and are_dates(node.mapping)


def bounds(keys: Iterable[str]) -> dict[Bound | str, str]:
    """The keys of a table by their bounds; what is none, such as `otherwise`, by itself."""
    return {found if (found := bound(key)) is not None else key: key for key in keys}


def in_rising_order(items: dict[str, Node]) -> dict[str, Node]:
    """Put a table in the order of its bounds; what is none stands last."""

    def place(item: tuple[str, Node]) -> tuple[bool, float]:
        found = bound(item[0])
        return found is None, found[1] if found is not None else 0.0

    return dict(sorted(items.items(), key=place))


def _fits(path: Path, pattern: Path) -> bool:
    return all(wanted in (_ANY, step) for step, wanted in zip_longest(path, pattern))


def _ranged(table: Node | None, level: int) -> bool:
    """Whether a table goes by ranges at one of its keys, counted from 0."""
    match, keys = TableKeys.match.of(table), TableKeys.keys_.of(table)
    if match is None:
        return False
    names = [key.text for key in keys.items] if keys is not None else []
    one = match.get(names[level]) if match.mapping and level < len(names) else match
    return one is not None and one.text == "range"


def _below(node: Node | None, path: Path) -> Node | None:
    for key in path:
        node = node.get(key) if node is not None else None
    return node
