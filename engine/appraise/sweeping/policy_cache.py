"""Policies that were tried on the same data, each loaded and run once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, TypeVar

from appraise.diagnostics import Diagnostic, errors
from appraise.execution.kernels.sharing import Whole
from appraise.execution.worksheet import Run
from appraise.plan.compile import compile_plan
from appraise.plan.steps import Plan
from appraise.policy.variants.merging import Change

if TYPE_CHECKING:
    from collections.abc import Iterator

    from appraise.execution.worksheet import Worksheet
    from appraise.sweeping.changing import Changing

BATCH = 100  # policies run at once: more of them share no more, and hold more columns

T = TypeVar("T")
RunPlans = Callable[
    [Sequence[Plan], Iterable[str] | None], Sequence[Run]
]  # plans, names that are wanted (None: results)
Group = tuple[Change, ...]
Subset = tuple[Group, ...]


def batches(all_: Sequence[T]) -> Iterator[Sequence[T]]:
    """The parts of a sequence that are run at once."""
    for start in range(0, len(all_), BATCH):
        yield all_[start : start + BATCH]


class Tried:
    """Policies between a base and a variant, each a set of changes, and what everybody has under each.

    `of` is the column that is wanted; `units` gives it in whole units, None where a run has not the rows that count.
    """

    def __init__(self, base: Changing, run: RunPlans, of: str, units: Callable[[Worksheet], Whole | None]):
        self.changing, self.run, self.of, self.units_of = base, run, of, units
        self.loaded = 0
        self._plans: dict[frozenset[int], Plan | None] = {}
        self._found: dict[frozenset[int], tuple[Diagnostic, ...]] = {}
        self._done: dict[frozenset[int], Whole | None] = {}

    def know(self, one: Subset, units: Whole) -> None:
        """Take what was run before."""
        self._done[_key(one)] = units

    def loads(self, one: Subset) -> bool:
        """Tell whether it is a sound policy, whatever the data are."""
        key = _key(one)
        if key not in self._plans and key not in self._done:
            self.loaded += 1
            loaded = self.changing.load([change for group in one for change in group])
            self._plans[key] = None if loaded.ruleset is None else compile_plan(loaded.ruleset, outcomes=False)
            self._found[key] = loaded.diagnostics
        return key in self._done or self._plans[key] is not None

    def runs(self, subsets: Sequence[Subset]) -> list[bool]:
        """Run those that were not run yet; tell for each whether it has a result."""
        missing = list({_key(one): one for one in subsets if self.loads(one) and _key(one) not in self._done})
        for batch in batches(missing):
            plans = {key: plan for key in batch if (plan := self._plans[key]) is not None}
            for wanted in ([self.of], []):  # a policy from which all rewards are gone has no such column
                some = {key: plan for key, plan in plans.items() if (self.of in plan.names) == bool(wanted)}
                for key, result in zip(some, self.run(list(some.values()), wanted) if some else (), strict=True):
                    self._done[key] = None if result.worksheet is None else self.units_of(result.worksheet)
                    self._found[key] = result.diagnostics
        return [self._done.get(_key(one)) is not None for one in subsets]

    def problem(self, one: Subset) -> tuple[Diagnostic, bool] | None:
        """Why a policy has no result, and whether that is because of the data; None: it counts other rows."""
        found = errors(self._found[_key(one)])
        return (found[0], _key(one) in self._done) if found else None

    def units(self, one: Subset) -> Whole:
        """What everybody has, in whole units of the last place; 0 for those who have nothing."""
        found = self._done[_key(one)]
        assert found is not None  # noqa: S101 - it was run
        return found


def _key(one: Subset) -> frozenset[int]:
    return frozenset(id(change) for group in one for change in group)
