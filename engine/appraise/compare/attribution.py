"""What each change of a variant moves, in all and for each person; the parts add up to the whole, to the cent.

A change is a clause (see policy/variants/clauses.py). Where some of the changes without the others make no sound policy
(weights that do not add up), the smallest number of them that does is one change. Base and variant were run; the
policies between them, with some of the changes, are run together. For more than MOST changes these are only those
with one change, and with all but one.
"""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from appraise.compare.comparison import in_units, rows_in
from appraise.compare.dependent_changes import Entangled, standing
from appraise.compare.figures.units import Reason
from appraise.policy.variants.clauses import by_clause, clause_of, path_of
from appraise.policy.variants.merging import differences
from appraise.sweeping.policy_cache import Tried
from appraise.texts import NOTHING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from numpy.typing import NDArray

    from appraise.compare.comparison import Comparison, Side
    from appraise.compare.dependent_changes import Need
    from appraise.execution.kernels.sharing import Whole
    from appraise.execution.worksheet import Worksheet
    from appraise.policy.model import Ruleset
    from appraise.policy.text.tree import Document
    from appraise.policy.variants.clauses import Clause
    from appraise.sweeping.changing import Changing
    from appraise.sweeping.policy_cache import Group, RunPlans

MOST = 8  # changes for which all 2^n policies between base and variant are run
Why = Literal["", "versions", "entangled", "files"]


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """One change, variant minus base. `clauses` are what it is made of; `need` says why they go together.

    `alone`: what it does to the base; `last`: what it does to the variant without it; `share`: the mean of what it
    does over all orders in which the changes can be made (Shapley), NaN where there are too many. `people` [n]: the
    share of each row (rounded for itself), or where there are no shares what the change does alone. `moved`: the rows
    [n] in which there is any of one of the three, and those in which two of them differ.
    """

    clauses: tuple[Clause, ...]
    need: Need | None
    alone: float
    last: float
    share: float
    people: NDArray[np.float64]
    moved: tuple[NDArray[np.bool_], ...]


@dataclass(frozen=True, slots=True, eq=False)
class Attribution:
    """What becomes of the pay, or where a policy has none of the score, in the n rows of a Comparison.

    All is summed over those who are appraised; who is not has 0. `change` is that of the table of costs, and the sum
    of the parts' shares. `people` [n] is the change in each row: the parts' people add up to it where there are
    shares. `interaction` [n] is what is left of it by what each change does alone; `left`: the rows [n] in which anything
    is left by what each does alone, or last. `places`: decimal places. `why` says
    why nothing can be attributed: a policy in several versions; changes that need each other in more ways than can be
    tried; policies that mean different files by the same name.
    """

    places: int
    change: float
    parts: tuple[Part, ...]
    people: NDArray[np.float64]
    interaction: NDArray[np.float64]
    left: tuple[NDArray[np.bool_], ...] = ()
    why: Why = ""

    def reasons(self, row: int) -> tuple[Reason, ...]:
        """What moved somebody, the largest first; the amounts add up to the change. () where nothing is attributed."""
        found = [Reason(path_of(part.clauses), float(part.people[row])) for part in self.parts]
        if not self.shared:
            found.append(Reason(NOTHING, float(self.interaction[row])))
        return tuple(sorted((r for r in found if r.amount), key=lambda r: -abs(r.amount)))

    @property
    def shared(self) -> bool:
        """Whether there are shares."""
        return not any(math.isnan(part.share) for part in self.parts)


@dataclass(frozen=True, slots=True, eq=False)
class _Amounts:
    """What everybody has in the rows of a comparison, in whole units of the last place; 0 for those who have nothing."""

    comparison: Comparison
    column: str
    places: int

    def of_side(self, side: Side) -> Whole:
        return in_units(side.pay if self.comparison.money else side.score, self.places)

    def of_sheet(self, sheet: Worksheet) -> Whole | None:
        """The rows of another policy; None where it counts other rows of the data."""
        rows = rows_in(self.comparison, sheet.table)
        if rows is None:
            return None
        none = np.zeros(len(sheet))  # of a policy between two that pay, from which all rewards are gone
        amounts = sheet.numbers(self.column) if self.column in sheet.plan.names else none
        return in_units(np.where(sheet.appraised, amounts, 0.0)[rows], self.places)


def attribution(base: Changing, variant: Document, comparison: Comparison, side: Side, run: RunPlans) -> Attribution:
    """Attribute what a variant (`side` of the comparison) changes to its changes; both policies have one version."""
    changes = differences(base.root, variant.root)
    groups = by_clause(changes)
    changed = base.load(changes).ruleset  # None: the files that the variant names are not beside the base
    if changed is None or _beside(changed) != _beside(side.sheets[0].plan.ruleset):
        return not_attributed(comparison, side, "files")
    amounts = _amounts(comparison)
    tried = Tried(base, run, amounts.column, amounts.of_sheet)
    tried.know((), amounts.of_side(comparison.base))
    tried.know(tuple(groups), amounts.of_side(side))
    try:
        needs = standing(groups, tried, MOST)
    except Entangled:
        return not_attributed(comparison, side, "entangled")
    return _attributed(tried, needs, amounts.places, lambda group: tuple(
        clause_of(clause, base.root, variant.root) for clause in by_clause(group)
    ))  # fmt: skip


def not_attributed(comparison: Comparison, side: Side, why: Why) -> Attribution:
    """The change alone, where it cannot be attributed."""
    amounts = _amounts(comparison)
    people = amounts.of_side(side) - amounts.of_side(comparison.base)
    one = 10**amounts.places
    return Attribution(amounts.places, int(people.sum()) / one, (), people / one, people / one, why=why)


def _amounts(comparison: Comparison) -> _Amounts:
    if comparison.money:
        return _Amounts(comparison, "total_reward", comparison.places)
    rulesets = [sheet.plan.ruleset for side in comparison.sides for sheet in side.sheets]
    return _Amounts(comparison, "score", max(r.conventions.rounding.score for r in rulesets))


def _beside(ruleset: Ruleset) -> list[str]:
    """What a policy reads beside itself: the texts of its tables, the digests of policies whose results it uses."""
    texts = [text for name, text in ruleset.texts.items() if name.lower().endswith(".csv")]
    return sorted([*texts, *(s.results_of.digest for s in ruleset.line_sources.values() if s.results_of is not None)])


def _attributed(
    tried: Tried, needs: Mapping[Group, Need | None], places: int, described: Callable[[Group], tuple[Clause, ...]]
) -> Attribution:
    groups, one = list(needs), 10**places
    none, all_ = tried.units(()), tried.units(tuple(groups))
    alone = [tried.units((group,)) - none for group in groups]
    last = [all_ - tried.units(tuple(g for g in groups if g is not group)) for group in groups]
    totals, people = [math.nan] * len(groups), np.array(alone)
    if 0 < len(groups) <= MOST:
        order = sorted(range(len(groups)), key=lambda i: min(change.path for change in groups[i]))
        shares = _shares(tried, [groups[i] for i in order])
        for i, total in zip(order, _rounded(shares.sum(axis=1, keepdims=True))[:, 0].tolist(), strict=True):
            totals[i] = total / one
        people[order] = _rounded(shares)
    parts = tuple(
        Part(
            described(group),
            need,
            int(alone[i].sum()) / one,
            int(last[i].sum()) / one,
            totals[i],
            people[i] / one,
            _moved(alone[i], last[i], people[i]),
        )
        for i, (group, need) in enumerate(needs.items())
    )
    change = all_ - none
    left = tuple(change != sum(amounts) for amounts in (alone, last))
    return Attribution(places, int(change.sum()) / one, parts, change / one, (change - sum(alone)) / one, left)


def _moved(*amounts: Whole) -> tuple[NDArray[np.bool_], ...]:
    return (*(own != 0 for own in amounts), *(a != b for a, b in itertools.combinations(amounts, 2)))


def _shares(tried: Tried, groups: list[Group]) -> Whole:
    """Each change's share [changes, n] times `_parts` of the number of changes, in whole units."""
    n = len(groups)
    shares = np.zeros((n, len(tried.units(()))), dtype=np.int64)
    for size in range(n):
        weight = _parts(n) // (n * math.comb(n - 1, size))  # of all orders, in which just these stand before
        for before in itertools.combinations(range(n), size):
            without = tried.units(tuple(groups[i] for i in before))
            for i in set(range(n)) - set(before):
                after = tuple(groups[j] for j in sorted((*before, i)))
                shares[i] += weight * (tried.units(after) - without)
    return shares


def _parts(changes: int) -> int:
    """The least number of parts of which every weight in a share is a multiple: 840 for 8 changes, not 8!.

    Sums of all the pay, in units and times that, stay whole numbers of 64 bits.
    """
    return math.lcm(*(changes * math.comb(changes - 1, size) for size in range(changes)))


def _rounded(shares: Whole) -> Whole:
    """Divide [changes, n] by `_parts` of the changes so that each column adds up still.

    What is left goes to the largest remainders; equal ones: to the change that stands first. A column and its opposite
    are rounded alike, so that base against variant is the mirror of variant against base.
    """
    total, first = shares.sum(axis=0), shares[np.argmax(shares != 0, axis=0), np.arange(shares.shape[1])]
    sign = np.where(np.where(total == 0, first, total) < 0, -1, 1)
    parts = _parts(len(shares))
    whole, rest = np.divmod(shares * sign, parts)
    left = rest.sum(axis=0) // parts
    order = np.argsort(-rest, axis=0, kind="stable")
    place = np.empty_like(order)
    np.put_along_axis(place, order, np.arange(len(shares))[:, None], axis=0)
    rounded: Whole = (whole + (place < left)) * sign
    return rounded
