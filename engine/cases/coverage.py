"""Which clauses of a policy the cases reach: those that concern at least one of their people."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from engine.formula.vectors import YES

if TYPE_CHECKING:
    from engine.execution.worksheet import Worksheet
    from engine.plan.steps import Branch, Plan


@dataclass(frozen=True, slots=True)
class Coverage:
    """The clauses that concern only some people, in the order of the file, and those that nobody was met by."""

    clauses: tuple[Branch, ...]
    missed: tuple[Branch, ...]

    @property
    def percent(self) -> float:
        """The share that is reached, 0 to 100; a policy that treats everybody alike is reached as a whole."""
        return 100.0 * (1 - len(self.missed) / len(self.clauses)) if self.clauses else 100.0


def reached(plan: Plan, worksheets: Iterable[Worksheet]) -> Coverage:
    """Tell which clauses hold for somebody in some worksheet; the worksheets are of the plan's ruleset and keep every step.

    A clause inside another (the value of a date inside that of a cohort) is reached where both hold. Only appraised
    people count, except for the reasons why somebody is not.
    """
    seen = {(b.subject, b.label) for sheet in worksheets for b in sheet.plan.branches if _holds(b, sheet)}
    clauses = {(b.subject, b.label): b for b in reversed(plan.branches)}.values()
    ordered = tuple(sorted(clauses, key=lambda b: (b.clause.where.line, b.clause.where.column)))
    return Coverage(ordered, tuple(b for b in ordered if (b.subject, b.label) not in seen))


def _holds(branch: Branch, sheet: Worksheet) -> bool:
    columns = [sheet.column(name) == YES for name in branch.conditions]
    if branch.subject != "reason":
        columns.append(sheet.appraised)
    return bool(np.logical_and.reduce(columns).any())
