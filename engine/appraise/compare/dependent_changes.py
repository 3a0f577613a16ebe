"""Which changes of a variant can be made one without the other; those that cannot are one change."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from appraise.sweeping.policy_cache import Group, Subset

if TYPE_CHECKING:
    from collections.abc import Iterator

    from appraise.diagnostics import Diagnostic
    from appraise.sweeping.policy_cache import Tried

TRIES = 600  # policies that are loaded to find out which changes need each other; a quarter of a minute at most
_HEALERS = 256  # sets of one size among which the changes are sought that make a policy sound

Sound = Callable[[Sequence[Subset]], Iterable[bool]]


class Entangled(Exception):  # noqa: N818 - it is a finding, not an error
    """So many changes need each other that it cannot be found out in a reasonable time which."""


@dataclass(frozen=True, slots=True)
class Need:
    """Why changes go together: the problem without the others (None: other rows of the data count); `data`: of the data."""

    problem: Diagnostic | None
    data: bool


def standing(groups: Sequence[Group], tried: Tried, most: int) -> dict[Group, Need | None]:
    """The changes, those that need each other as one; all policies between are run then. Raises Entangled.

    For more than `most` changes, the policies between are those with one change, and with all but one.
    """
    needs: dict[Group, Need | None] = dict.fromkeys(groups)

    def loads(sets: Sequence[Subset]) -> Iterator[bool]:
        for one in sets:
            if tried.loaded > TRIES:
                raise Entangled
            yield tried.loads(one)

    for sound in (loads, tried.runs):  # what cannot be loaded need not be run
        while (bad := _first_bad(_between(list(needs), most), sound)) is not None:
            found = tried.problem(bad)
            together = _healed(list(needs), bad, sound)
            need = next((n for group in together if (n := needs[group]) is not None), None)
            needs = _merged(needs, together, need or Need(*(found or (None, True))))
    return needs


def _between(groups: list[Group], most: int) -> list[Subset]:
    """The sets of changes that are to be run, the smaller ones first."""
    n = len(groups)
    return [chosen for size in (range(n + 1) if n <= most else (1, n - 1)) for chosen in combinations(groups, size)]


def _first_bad(sets: Sequence[Subset], sound: Sound) -> Subset | None:
    return next((one for one, ok in zip(sets, sound(sets), strict=True) if not ok), None)


def _healed(groups: list[Group], bad: Subset, sound: Sound) -> Subset:
    """The smallest set of changes that holds the bad one and is sound; the whole variant is."""
    others = [group for group in groups if group not in bad]
    for more in range(1, len(others)):
        sets = [(*bad, *chosen) for chosen in combinations(others, more)]
        if len(sets) > _HEALERS:
            break
        good = next((one for one, ok in zip(sets, sound(sets), strict=True) if ok), None)
        if good is not None:
            return good
    return tuple(groups)


def _merged(needs: dict[Group, Need | None], together: Subset, need: Need) -> dict[Group, Need | None]:
    """Put changes together, in the place of the first of them."""
    one = tuple(change for group in needs if group in together for change in group)
    merged: dict[Group, Need | None] = {}
    for group, own in needs.items():
        merged[one if group in together else group] = need if group in together else own
    return merged
