"""The setting nearest to the present one under which a policy keeps its goals, whether or not their figures only rise or fall."""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from appraise.compare.anonymous_figures import Untold
from appraise.compare.varying.sweep import Point, points_of
from appraise.sweeping.changing import Changing

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from decimal import Decimal

    from appraise.compare.figures.measures import Goal, Measure
    from appraise.compare.varying.settings import Vary
    from appraise.policy.text.tree import Document
    from appraise.sweeping.policy_cache import RunPlans

ALL = 200  # settings that are all run; of more, so many evenly spread ones, then those beside the best
Shape = Literal["level", "rises", "falls", "neither"]


@dataclass(frozen=True, slots=True)
class Solution:
    """`found` is the setting nearest to the present one that keeps all goals (of two equally near, the lower), or None.

    The first figures of a point are those of the goals. `now` is the policy as it is. `tried` are the settings that were
    run, in rising order, and `nearest` the one of them that comes nearest to the goals. `shapes`: how the figure of each
    goal goes over what was tried. `kept`: the stretches of settings tried, first and last, that all keep the goals.
    """

    vary: Vary
    goals: tuple[Goal, ...]
    measures: tuple[Measure, ...]
    now: Point
    found: Point | None
    tried: tuple[Point, ...]
    nearest: Point | None
    shapes: tuple[Shape, ...]
    kept: tuple[tuple[Decimal, Decimal], ...]

    @property
    def kept_now(self) -> bool:
        """Whether the policy keeps its goals as it is."""
        return _off(self.now, self.goals) == 0


def solve(base: Document, vary: Vary, goals: Sequence[Goal], measures: Iterable[Measure], run: RunPlans, *,
          keep_sum: bool, anonymous: bool = False) -> Solution:  # fmt: skip
    """Look for a setting that keeps all goals; `anonymous`: points know whether they tell of single people. Raises WrongSetting."""
    asked = tuple(goal.measure for goal in goals)
    shown = (*asked, *(m for m in measures if m not in asked))
    known: dict[int, Point] = {}
    untold = Untold(shown, each=False) if anonymous else None
    policy = Changing(base)

    def points(places: Iterable[int]) -> None:
        new = [i for i in places if i not in known]
        settings = [(vary.values[i],) for i in new]
        known.update(
            zip(new, points_of(policy, [vary], settings, shown, run, keep_sum=keep_sum, untold=untold), strict=True)
        )

    def far(i: int) -> tuple[float, Decimal, int]:
        return _off(known[i], goals), abs(vary.values[i] - vary.now), i

    (now,) = points_of(policy, [vary], [()], shown, run, keep_sum=keep_sum, untold=untold)
    last = len(vary.values) - 1
    if now.problem is None:
        points(range(last + 1) if last < ALL else sorted({round(i * last / ALL) for i in range(ALL + 1)}))
        if last >= ALL:
            best = min(known, key=far)
            beside = [
                max((i for i in known if i < best), default=best),
                min((i for i in known if i > best), default=best),
            ]
            points(range(beside[0], beside[1] + 1))
    nearest = min(known, key=far, default=None)
    found = nearest if nearest is not None and _off(known[nearest], goals) == 0 else None
    tried = tuple(known[i] for i in sorted(known))
    sound = [point for point in tried if point.figures]
    return Solution(
        vary, tuple(goals), shown, now, None if found is None else known[found], tried,
        known[nearest] if nearest is not None and known[nearest].figures else None,
        tuple(_shape([point.figures[i] for point in sound]) for i in range(len(goals))), _stretches(tried, goals),
    )  # fmt: skip


def _off(point: Point, goals: Sequence[Goal]) -> float:
    """How far a setting is from keeping the goals: infinitely, where there is no figure."""
    if not point.figures:
        return math.inf
    off = [goal.off(value) for goal, value in zip(goals, point.figures, strict=False)]
    return math.inf if any(math.isnan(one) for one in off) else max(off)


def _shape(values: Sequence[float]) -> Shape:
    """Tell whether figures only rise or only fall."""
    pairs = list(itertools.pairwise(values))
    rises, falls = all(a <= b for a, b in pairs), all(a >= b for a, b in pairs)
    return "level" if rises and falls else "rises" if rises else "falls" if falls else "neither"


def _stretches(tried: Sequence[Point], goals: Sequence[Goal]) -> tuple[tuple[Decimal, Decimal], ...]:
    """The first and last of neighbouring settings that keep the goals."""
    groups = itertools.groupby(tried, key=lambda point: _off(point, goals) == 0)
    stretches = [[point.settings[0] for point in own] for kept, own in groups if kept]
    return tuple((own[0], own[-1]) for own in stretches)
