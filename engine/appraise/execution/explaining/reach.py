"""What would have reached the next grade: for each indicator alone, the nearest value that does it.

The plan itself is run on copies of the employee's row with other values in that one column, so whatever
the policy says (caps, gates, steps, a formula) is in the answer.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from appraise.execution.execute import execute
from appraise.execution.stages import needed_steps
from appraise.formula.arithmetic import round_half_up
from appraise.formula.columns import is_missing
from appraise.formula.vectors import YES, Text
from appraise.plan.steps import moved_by
from appraise.policy import columns as col
from appraise.policy.meaning.scope import Scope
from appraise.policy.meaning.units import places_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from appraise.execution.worksheet import Worksheet
    from appraise.formula.vectors import Column, Numbers
    from appraise.plan.steps import Plan
    from appraise.policy.model import Indicator

_CANDIDATES = 256  # values tried at once between two that differ in outcome


@dataclass(frozen=True, slots=True)
class Reach:
    """An indicator whose `value` alone would have given `grade`; `now` is the value it has."""

    indicator: Indicator
    now: float | str
    value: float | str
    grade: str


def reaches(sheet: Worksheet) -> tuple[str | None, tuple[Reach, ...]]:
    """The next grade and the indicators that can reach it alone, for a worksheet of one row.

    Nothing is claimed that depends on what others have: where people are ranked, no indicator reaches a grade, and
    one that is compared with peers is left out (and then no next grade is given, unless another reaches it).
    """
    plan = sheet.plan
    if plan.ruleset.grades is None:
        return None, ()
    grade = sheet.text("grade")
    now = int(grade.codes[0])
    if now < 0 or now + 1 >= len(grade.labels):
        return None, ()
    if plan.ruleset.grades.ranking is not None and not _is_small(sheet):
        return grade.labels[now + 1], ()
    scope = Scope(plan.ruleset, set())
    found: list[Reach] = []
    compared = False
    for indicator in plan.ruleset.indicators.values():
        kind = scope.type_of(col.indicator(indicator.id, "value"))
        column = plan.names[col.indicator(indicator.id, "value")]
        if not isinstance(column, str) or bool(np.asarray(is_missing(sheet.column(column)))[0]):
            continue
        if _is_compared(plan, column, "grade" if plan.ruleset.grades.ranking is None else col.grade("bands")):
            compared = True
            continue
        if kind.kind == "text":
            needed: float | str | None = _nearest_label(sheet, column, now, kind.labels or ())
            now_at: float | str = sheet.text(column).strings()[0] or ""
        elif kind.kind == "number":
            now_at = float(sheet.numbers(column)[0])
            low, high = _range(plan, sheet, indicator, now_at)
            needed = _Search(sheet, column, now, places_of(kind.unit)).nearest(now_at, low, high)
        else:
            continue
        if needed is not None:
            found.append(Reach(indicator, now_at, needed, grade.labels[now + 1]))
    return grade.labels[now + 1] if found or not compared else None, tuple(found)


def _is_small(sheet: Worksheet) -> bool:
    """Whether the group is too small to be ranked, so that bands decide."""
    small = sheet.column(col.grade("small")) if col.grade("small") in sheet.plan.names else None
    return isinstance(small, np.ndarray) and bool(small[0] == YES)


def _is_compared(plan: Plan, column: str, result: str) -> bool:
    """Whether peers are compared by something that is made of a column, on the way to a result."""
    steps = needed_steps(plan.steps, plan.memories, [str(plan.names[result])], ())[0]
    made = moved_by(steps, [column])
    return any(step.operation.across and step.name in made for step in steps)


def _range(plan: Plan, sheet: Worksheet, indicator: Indicator, now: float) -> tuple[float, float]:
    """The values that make sense: what the field allows, else from 0 to a multiple of value and target."""
    field = plan.ruleset.data.fields.get(indicator.value.text.strip())
    target = sheet.numbers(col.indicator(indicator.id, "target"))[0] if indicator.target is not None else np.nan
    low: float = min(0.0, now)
    high = 4 * max(abs(now), 1.0 if np.isnan(target) else abs(target))
    if field is not None and field.type == "rating":
        return field.scale
    if field is not None:
        low = low if field.minimum is None else field.minimum
        high = high if field.maximum is None else field.maximum
    return low, high


@dataclass(frozen=True, slots=True)
class _Search:
    one: Worksheet
    column: str
    now: int
    places: int

    def nearest(self, value: float, low: float, high: float) -> float | None:
        """The nearest value, above or below, that gives a better grade."""
        found = [v for v in (self._towards(value, high), self._towards(value, low)) if v is not None]
        return min(found, key=lambda v: abs(v - value)) if found else None

    def _towards(self, begin: float, end: float) -> float | None:
        step = 10.0**-self.places
        while True:
            values = np.unique(round_half_up(np.linspace(begin, end, _CANDIDATES), self.places))
            values = values if end > begin else values[::-1]
            values = values[values > begin] if end > begin else values[values < begin]
            better = self._better(values)
            if not better.any():
                return None
            first = int(np.argmax(better))
            reached = float(values[first])
            if first > 0:
                begin = float(values[first - 1])
            if abs(reached - begin) <= step * 1.01 or len(values) < _CANDIDATES // 2:
                return reached
            end = reached

    def _better(self, values: Numbers) -> NDArray[np.bool_]:
        return better(self.one, self.column, values, self.now)[0]


def better(one: Worksheet, column: str, values: Column, now: int) -> tuple[NDArray[np.bool_], Numbers]:
    """Whether each value in place of the person's own gives a better grade, and the scores they give."""
    rows = len(values.codes) if isinstance(values, Text) else len(values)
    if not rows:
        return np.zeros(0, dtype=np.bool_), np.zeros(0)
    same = np.zeros(rows, dtype=np.int64)
    around = one.given(same)  # peers and earlier periods stay as they are
    sheet = execute(one.plan, one.table.part(same), ["grade", "score"], {**around, column: values})
    sound = np.ones(rows, dtype=np.bool_)
    for trouble in sheet.troubles:
        if trouble.check.severity == "error":
            sound[trouble.rows] = False
    return (sheet.text("grade").codes > now) & sound, sheet.numbers("score")


def _nearest_label(one: Worksheet, column: str, now: int, labels: tuple[str, ...]) -> str | None:
    """The label that reaches a better grade with the lowest score."""
    reached, scores = better(one, column, Text(np.arange(len(labels)), labels), now)
    return labels[int(np.argmin(np.where(reached, scores, np.inf)))] if reached.any() else None
