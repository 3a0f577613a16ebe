"""What each change of a variant moves, in all and for each person; the parts add up to the whole, to the cent.

A change is a clause: values inside one property of an element (`indicators.sales.score`, `rewards.bonus.factor`) or
of the policy (`grades.bands`, `parameters.challenge`) count as one. Where some of the changes without the others make
no sound policy (weights that do not add up), the smallest number of them that does is one change. Every policy
between base and variant is run; for more than MOST changes only those with one change, and with all but one.
"""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from engine.compare.tried import Group, Subset, Tried
from engine.policy.variants import differences

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from engine.compare.tried import RunPlans
    from engine.data.table import Table
    from engine.diagnostics import Diagnostic
    from engine.execution.sharing import Whole
    from engine.policy.source import Source
    from engine.policy.variants import Change

MOST = 8  # changes for which all 2^n policies between base and variant are run
_OWN = ("ruleset", "title", "reason", "version", "extends")  # which change no result
_ELEMENTS = ("indicators", "rewards", "gates", "budgets", "adjustments", "outcomes", "categories", "eligible")


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """One change, variant minus base. `paths` are the clauses it is made of.

    `alone`: what it does to the base; `last`: what it does to the variant without it; `share`: the mean of what it
    does over all orders in which the changes can be made (Shapley), None where there are too many. `people` [n]: the
    share of each row, or where there are no shares what the change does alone.
    """

    paths: tuple[str, ...]
    changes: tuple[Change, ...]
    alone: float
    last: float
    share: float | None
    people: NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Attribution:
    """What becomes of `of` (total_reward or score), summed over all who are appraised; nobody's is 0.

    change = sum of the parts' `alone` + `interaction` = sum of their shares. `people` [n] is the change in each row of
    `table`: the parts' people add up to it where there are shares. `joined` are the clauses that make sense only
    together, `problem` what keeps them from standing alone.
    """

    of: str
    base: float
    variant: float
    change: float
    interaction: float
    parts: tuple[Part, ...]
    people: NDArray[np.float64]
    table: Table
    joined: tuple[tuple[str, ...], ...]
    problem: tuple[Diagnostic, ...]


def attribution(base: Source, variant: Source, run: RunPlans, of: str = "total_reward") -> Attribution | None:
    """Attribute what a variant changes to its changes; None where base or variant cannot be run."""
    tried = Tried(base, run, of)
    groups = _by_clause(differences(base.root, variant.root))
    joined: list[tuple[str, ...]] = []
    problem: tuple[Diagnostic, ...] = ()
    if not tried.sound([(), tuple(groups)])[0]:
        return None
    while True:
        subsets = _subsets(groups)
        sound = tried.sound(subsets)
        bad = next((s for s, ok in zip(subsets, sound, strict=True) if not ok), None)
        if bad is None:
            break
        if len(bad) == len(groups):
            return None
        problem = problem or tried.problem(bad)
        groups = _merged(groups, _healed(groups, bad, tried))
        joined = [tuple(_paths(group)) for group in groups if len(_paths(group)) > 1]
    return _attributed(tried, groups, of, tuple(joined), problem)


def _by_clause(changes: Iterable[Change]) -> list[Group]:
    found: dict[tuple[str, ...], list[Change]] = {}
    for change in changes:
        if change.path[0] not in _OWN:
            found.setdefault(_clause(change), []).append(change)
    return [tuple(group) for group in found.values()]


def _clause(change: Change) -> tuple[str, ...]:
    return change.path[: 3 if change.path[0] in _ELEMENTS else 2]


def _paths(group: Group) -> list[str]:
    return list(dict.fromkeys(".".join(_clause(change)) for change in group))


def _subsets(groups: list[Group]) -> list[Subset]:
    """Give the sets of changes that are to be run, the smaller ones first."""
    n = len(groups)
    sizes = range(n + 1) if n <= MOST else sorted({0, 1, n - 1, n})
    return [chosen for size in sizes for chosen in itertools.combinations(groups, size)]


def _healed(groups: list[Group], bad: Subset, tried: Tried) -> Subset:
    """Give the smallest set of changes that holds the bad one and is sound; the whole variant is."""
    others = [group for group in groups if group not in bad]
    for more in range(1, len(others)):
        sets = [(*bad, *chosen) for chosen in itertools.combinations(others, more)]
        if len(sets) > 2**MOST:
            break
        for one, ok in zip(sets, tried.sound(sets), strict=True):
            if ok:
                return one
    return tuple(groups)


def _merged(groups: list[Group], together: Subset) -> list[Group]:
    one = tuple(change for group in groups if group in together for change in group)
    at = min(groups.index(group) for group in together)
    left = [(i, group) for i, group in enumerate(groups) if group not in together]
    return [*(g for i, g in left if i < at), one, *(g for i, g in left if i > at)]


def _attributed(
    tried: Tried, groups: list[Group], of: str, joined: tuple[tuple[str, ...], ...], problem: tuple[Diagnostic, ...]
) -> Attribution:
    none, all_ = tried.units(()), tried.units(tuple(groups))
    one = 10**tried.places
    alone = [tried.units((group,)) - none for group in groups]
    last = [all_ - tried.units(tuple(g for g in groups if g is not group)) for group in groups]
    shares = _shares(tried, groups) if len(groups) <= MOST else None
    change = int((all_ - none).sum())
    whole = None if shares is None else _rounded(shares.sum(axis=1, keepdims=True), len(groups))
    people = np.array(alone) if shares is None else _rounded(shares, len(groups))
    parts = tuple(
        Part(
            tuple(_paths(group)), group, int(alone[i].sum()) / one, int(last[i].sum()) / one,
            None if whole is None else int(whole[i, 0]) / one, people[i] / one,
        )
        for i, group in enumerate(groups)
    )  # fmt: skip
    assert tried.table is not None  # noqa: S101 - base and variant were run
    return Attribution(
        of, int(none.sum()) / one, int(all_.sum()) / one, change / one,
        (change - sum(int(a.sum()) for a in alone)) / one, parts, (all_ - none) / one, tried.table, joined, problem,
    )  # fmt: skip


def _shares(tried: Tried, groups: list[Group]) -> Whole:
    """Give each change's share [changes, n] times the factorial of the number of changes, in whole units."""
    n = len(groups)
    shares = np.zeros((n, len(tried.units(()))), dtype=np.int64)
    for size in range(n):
        orders = math.factorial(size) * math.factorial(n - size - 1)
        for before in itertools.combinations(range(n), size):
            without = tried.units(tuple(groups[i] for i in before))
            for i in set(range(n)) - set(before):
                after = tuple(groups[j] for j in sorted((*before, i)))
                shares[i] += orders * (tried.units(after) - without)
    return shares


def _rounded(shares: Whole, n: int) -> Whole:
    """Divide by the factorial of n so that each column adds up still: what is left goes to the largest remainders.

    Equal remainders: the change that stands first.
    """
    whole, rest = np.divmod(shares, math.factorial(n))
    left = rest.sum(axis=0) // math.factorial(n)
    order = np.argsort(-rest, axis=0, kind="stable")
    rank = np.empty_like(order)
    np.put_along_axis(rank, order, np.arange(len(shares))[:, None], axis=0)
    rounded: Whole = whole + (rank < left)
    return rounded
