"""Groups of people; of none with fewer than five is anything told, nor can it be found by subtraction."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from appraise.compare.comparison import Comparison
    from appraise.formula.vectors import Text

FEWEST = 5  # people in a group that is named


@dataclass(frozen=True, slots=True, eq=False)
class Group:
    """Some of the rows. `kind` is all, period, cohort or a field's id; `label` None: those that are not named."""

    kind: str
    label: str | None
    rows: NDArray[np.bool_]
    people: int


def everybody(comparison: Comparison) -> Group:
    """All rows."""
    rows = np.ones(len(comparison), dtype=np.bool_)
    return Group("all", "", rows, people_in(comparison.employee, rows))


def periods(comparison: Comparison) -> Iterator[Group]:
    """The periods, where there are several."""
    period = comparison.period
    for code, label in enumerate(period.labels if len(period.labels) > 1 else ()):
        rows = period.codes == code
        if rows.any():
            yield Group("period", label, rows, people_in(comparison.employee, rows))


def groupings(comparison: Comparison) -> Iterator[list[Group]]:
    """The groups of cohorts, then those of each field asked for; nothing where only one can be told of."""
    for kind, text in (("cohort", comparison.cohort), *comparison.groups.items()):
        found = _groups(comparison, kind, text)
        if len(found) > 1:
            yield found


def _groups(comparison: Comparison, kind: str, text: Text) -> list[Group]:
    """Name the groups with people enough; the others stand together.

    Where these are still too few, the smallest of the others joins them: they could be found by subtraction else.
    """
    counted = np.any([side.appraised for side in comparison.sides], axis=0)
    masks = [(label, (text.codes == code) & counted) for code, label in enumerate(text.labels)]
    masks.append(("", (text.codes < 0) & counted))
    groups = [Group(kind, label, rows, people_in(comparison.employee, rows)) for label, rows in masks if rows.any()]
    small = [g for g in groups if _too_few(comparison, g.rows)]
    named = [g for g in groups if not _too_few(comparison, g.rows)]
    if not small:
        return named
    rows = np.any([g.rows for g in small], axis=0)
    for smallest in sorted(named, key=lambda g: (g.people, g.label or "")):
        if not _too_few(comparison, rows):
            break
        named.remove(smallest)
        rows = rows | smallest.rows
    return [*named, Group(kind, None, rows, people_in(comparison.employee, rows))]


def _too_few(comparison: Comparison, rows: NDArray[np.bool_]) -> bool:
    """Whether a policy appraises somebody of them, but fewer than are told of."""
    return any(0 < people_in(comparison.employee, rows & side.appraised) < FEWEST for side in comparison.sides)


def people_in(employee: Text, rows: NDArray[np.bool_]) -> int:
    """Count the different people in some rows."""
    return int(np.count_nonzero(np.bincount(employee.codes[rows])))
