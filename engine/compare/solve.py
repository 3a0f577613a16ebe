"""The setting nearest to the present one under which a policy keeps a goal."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.compare.sweep import Point, points_of
from engine.policy.changing import Changing

if TYPE_CHECKING:
    from collections.abc import Iterable

    from engine.compare.measures import Goal, Measure
    from engine.compare.settings import Vary
    from engine.compare.tried import RunPlans
    from engine.policy.source import Source

PROBES = 9  # settings, evenly spread, that tell whether the measure only rises or only falls


@dataclass(frozen=True, slots=True)
class Solution:
    """`found` is the setting nearest to the present one that keeps the goal (of two equally near, the lower), or None.

    The first figure of a point is that of the goal. `monotone`: on the settings spread over the range, the measure
    only rises or only falls, so that the others were found by bisection; otherwise all were run. `tried` are the
    settings that were run, in rising order. `now` is the policy as it is.
    """

    vary: Vary
    goal: Goal
    measures: tuple[Measure, ...]
    now: Point
    found: Point | None
    tried: tuple[Point, ...]
    monotone: bool


def solve(
    base: Source, vary: Vary, goal: Goal, measures: Iterable[Measure], run: RunPlans, *, keep_sum: bool
) -> Solution:
    """Look for a setting that keeps a goal. Raises WrongSetting."""
    shown = (goal.measure, *(m for m in measures if m != goal.measure))
    known: dict[int, Point] = {}
    policy = Changing(base)

    def points(places: Iterable[int]) -> list[Point]:
        wanted = list(places)
        new = [i for i in wanted if i not in known]
        settings = [(vary.values[i],) for i in new]
        known.update(zip(new, points_of(policy, [vary], settings, shown, run, keep_sum=keep_sum), strict=True))
        return [known[i] for i in wanted]

    (now,) = points_of(policy, [vary], [()], shown, run, keep_sum=keep_sum)
    count = len(vary.values)
    spread = sorted({round(i * (count - 1) / (PROBES - 1)) for i in range(PROBES)})
    probes = points(spread)
    monotone = _monotone(probes)
    if not monotone:
        points(range(count))
    else:
        low, high = _edge([_keeps(p, goal) for p in probes], spread)
        while high - low > 1:
            middle = (low + high) // 2
            same = _keeps(points([middle])[0], goal) == _keeps(known[low], goal)
            low, high = (middle, high) if same else (low, middle)
        nearest = sorted(range(count), key=lambda i: abs(vary.values[i] - vary.now))[:1]
        points(nearest)
    kept = [i for i, point in known.items() if _keeps(point, goal)]
    best = min(kept, key=lambda i: (abs(vary.values[i] - vary.now), i), default=None)
    return Solution(vary, goal, shown, now, None if best is None else known[best], tuple(known[i] for i in sorted(known)),
                    monotone)  # fmt: skip


def _keeps(point: Point, goal: Goal) -> bool:
    return bool(point.figures) and goal.met(point.figures[0])


def _monotone(points: list[Point]) -> bool:
    """Whether the first figure only rises or only falls."""
    if not all(point.figures for point in points):
        return False
    pairs = list(itertools.pairwise(point.figures[0] for point in points))
    return all(a <= b for a, b in pairs) or all(a >= b for a, b in pairs)


def _edge(kept: list[bool], places: list[int]) -> tuple[int, int]:
    """Give the two neighbouring places between which the goal begins or ends to be kept; one place twice if nowhere."""
    for (a, b), (i, j) in zip(itertools.pairwise(kept), itertools.pairwise(places), strict=True):
        if a != b:
            return i, j
    return places[0], places[0]
