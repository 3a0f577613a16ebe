"""Policies that were tried on the same data, each loaded and run once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from engine.execution.run import Run
from engine.execution.sharing import Whole, to_whole
from engine.plan.compile import compile_plan
from engine.plan.steps import Plan
from engine.policy.changing import Changing
from engine.policy.variants import Change

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.data.table import Table
    from engine.diagnostics import Diagnostic
    from engine.formula.vectors import Numbers
    from engine.policy.source import Source

BATCH = 100  # policies run at once: more of them share no more, and hold more columns

T = TypeVar("T")
RunPlans = Callable[
    [Sequence[Plan], Iterable[str] | None], Sequence[Run]
]  # plans, names that are wanted (None: results)
Group = tuple[Change, ...]
Subset = tuple[Group, ...]


def batches(all_: Sequence[T]) -> Iterator[Sequence[T]]:
    """Give the parts of a sequence that are run at once."""
    for start in range(0, len(all_), BATCH):
        yield all_[start : start + BATCH]


class Tried:
    """Policies between a base and a variant, each a set of changes, and what everybody has under each."""

    def __init__(self, base: Source, run: RunPlans, of: str):
        self.changing, self.run, self.of, self.places = Changing(base), run, of, 0
        self._done: dict[frozenset[int], Numbers | None] = {}
        self._found: dict[frozenset[int], tuple[Diagnostic, ...]] = {}
        self.table: Table | None = None

    def sound(self, subsets: Sequence[Subset]) -> list[bool]:
        """Run what was not run yet; tell for each whether it has a result."""
        missing = {key: one for one in subsets if (key := self._key(one)) not in self._done}
        for batch in batches(list(missing.items())):
            plans: list[tuple[frozenset[int], Plan]] = []
            for key, one in batch:
                loaded = self.changing.load([change for group in one for change in group])
                self._done[key], self._found[key] = None, loaded.diagnostics
                if loaded.ruleset is not None:
                    plans.append((key, compile_plan(loaded.ruleset, outcomes=False)))
            done = self.run([plan for _, plan in plans], [self.of]) if plans else []
            for (key, plan), result in zip(plans, done, strict=True):
                self._keep(key, plan, result)
        return [self._done[self._key(one)] is not None for one in subsets]

    def problem(self, one: Subset) -> tuple[Diagnostic, ...]:
        """Give why a policy has no result."""
        return tuple(d for d in self._found[self._key(one)] if d.severity == "error")

    def units(self, one: Subset) -> Whole:
        """Give what everybody has, in whole units of the last place; 0 for those who have nothing."""
        amounts = self._done[self._key(one)]
        assert amounts is not None  # noqa: S101 - it is sound
        return to_whole(amounts, self.places)

    def _keep(self, key: frozenset[int], plan: Plan, result: Run) -> None:
        sheet = result.worksheet
        if sheet is None:
            self._found[key] = result.diagnostics
            return
        self.table = self.table or sheet.table
        if sheet.table is not self.table and sheet.table.employee.strings() != self.table.employee.strings():
            return  # the changes make other rows of the data count
        rounding = plan.ruleset.conventions.rounding
        self.places = max(self.places, rounding.score if self.of == "score" else rounding.money)
        self._done[key] = np.nan_to_num(np.where(sheet.appraised, sheet.numbers(self.of), 0.0))

    @staticmethod
    def _key(one: Subset) -> frozenset[int]:
        return frozenset(id(change) for group in one for change in group)
