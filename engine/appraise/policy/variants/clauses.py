"""What a variant changes, sorted by clause: the values inside one property of an element count as one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from appraise.policy.text.flow import flow

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from appraise.policy.text.tree import Node
    from appraise.policy.variants.merging import Change

_OWN = ("ruleset", "title", "reason", "version", "extends", "language", "results")  # which change no result
_ELEMENTS = ("indicators", "rewards", "gates", "budgets", "adjustments", "outcomes", "categories", "eligible")


@dataclass(frozen=True, slots=True)
class Value:
    """A value that differs: its `key` inside the clause, blank for the clause itself; None is: not there."""

    key: str
    old: str | None
    new: str | None
    whole: bool = False  # a table that stands in place of another


@dataclass(frozen=True, slots=True)
class Clause:
    """A property of an element (`indicators.sales.target`) or of the policy (`grades.bands`), and how it differs.

    `title` is the element's, its id where it has none; `element` and `setting` are blank where all of a section, or of
    an element, differs.
    """

    path: str
    section: str
    element: str
    title: str
    setting: str
    values: tuple[Value, ...]


def by_clause(changes: Iterable[Change]) -> list[tuple[Change, ...]]:
    """Sort changes into clauses; those that change no result (titles) are left out."""
    found: dict[tuple[str, ...], list[Change]] = {}
    for change in changes:
        clause = _clause(change)
        if change.path[0] not in _OWN and clause[2:] != ("title",):
            found.setdefault(clause, []).append(change)
    return [tuple(clause) for clause in found.values()]


def clause_of(changes: Sequence[Change], old: Node, new: Node) -> Clause:
    """Describe the changes of one clause; `old` and `new` are the whole policies."""
    path = _clause(changes[0])
    section, element, setting = (*path, "", "")[:3]
    values = tuple(
        Value(".".join(c.path[len(path) :]), flow(c.old) if c.old else None, flow(c.new) if c.new else None, c.whole)
        for c in changes
    )
    return Clause(".".join(path), section, element, title_of(element, section, old, new), setting, values)


def path_of(clauses: Sequence[Clause]) -> str:
    """Name a change by the paths of its clauses."""
    return ", ".join(clause.path for clause in clauses)


def title_of(element: str, section: str, old: Node, new: Node) -> str:
    """The title of an element, as the new policy or else the old one calls it; its id without one."""
    return _title(new, section, element) or _title(old, section, element) or element


def _title(root: Node, section: str, element: str) -> str:
    found = root.get(section)
    node = found.get(element) if found is not None else None
    title = node.get("title") if node is not None else None
    return title.text if title is not None else ""


def _clause(change: Change) -> tuple[str, ...]:
    return change.path[: 3 if change.path[0] in _ELEMENTS else 2]
