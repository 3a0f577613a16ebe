"""The boundaries of a policy: grade bands, tiers, steps, and conditions that compare a figure with a number."""

from __future__ import annotations

import ast
import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from appraise.execution.stages import needed_steps
from appraise.formula.syntax.allowed import COMPARE
from appraise.formula.syntax.grammar import FormulaError, dotted
from appraise.plan.operations import (
    Band,
    Compute,
    FindRow,
    LinearScore,
    PassScore,
    Peers,
    PlaceBy,
    StepScore,
    TierValue,
)
from appraise.policy.meaning.scope import BUILT_IN, Scope
from appraise.policy.meaning.units import unit_of
from appraise.policy.model.tables import Label

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from appraise.plan.steps import Operand, Plan, Step
    from appraise.policy.model import Boundary

_WHO = ("cohort ", "eligible ")  # conditions that say who somebody is, not what they did
_SIGNS: dict[str, Boundary] = {"<": "lower", ">=": "lower", ">": "upper", "<=": "upper"}
_OTHER: dict[Boundary, Boundary] = {"lower": "upper", "upper": "lower"}
_PERCENT = ("%", "％")
_STEPS = 20  # each way from a target, of an indicator that is scored by steps


@dataclass(frozen=True, slots=True)
class Rung:
    """A boundary: a number, or a column where it differs by person, and `plus`. `boundary`: where an exact hit belongs.

    `title` is that of the clause, `grade` what begins above it; one of them is blank.
    """

    bound: Operand
    boundary: Boundary
    title: str
    grade: str = ""
    plus: float = 0.0


@dataclass(slots=True)
class Ladder:
    """All boundaries of one measure. `column` holds it; `name` is what the policy calls it; `unit` is as of fields."""

    column: str
    name: str
    unit: str
    rungs: list[Rung] = field(default_factory=list)


def ladders(plan: Plan, results: Collection[str]) -> list[Ladder]:
    """The boundaries on the way to results, by measure; one that several clauses share is the first one's.

    Left out are measures that only time moves, conditions inside functions, and those of which neither side is a name.
    """
    columns = [o for name in results if isinstance(o := plan.names[name], str)]
    percents = {b.subject for b in plan.branches if b.label.endswith(_PERCENT)}
    found: dict[str, Ladder] = {}
    seen: set[tuple[str, Operand, float, Boundary]] = set()
    names = _Names(plan)
    for step in needed_steps(plan.steps, plan.memories, columns, ())[0]:
        if step.name.startswith(_WHO):
            continue
        for measure, rung, percent in _rungs(step, plan):
            key = (str(measure), rung.bound, rung.plus, rung.boundary)
            if not isinstance(measure, str) or key in seen:
                continue
            seen.add(key)
            if measure not in found:
                found[measure] = Ladder(measure, *names.of(measure))
            found[measure].rungs.append(rung)
            if not found[measure].unit and (percent or step.name.removesuffix(" reached") in percents):
                found[measure].unit = "percent"
    return [ladder for ladder in found.values() if names.is_done(ladder.column)]


def _rungs(step: Step, plan: Plan) -> Iterator[tuple[Operand, Rung, bool]]:
    """The measure of each boundary of a step, the boundary, and whether it is written in percent."""
    o, inputs, title = step.operation, step.inputs, step.clause.title
    title = "" if title == "grade" else title
    if isinstance(o, Band):
        for i, bound in enumerate(inputs[1:]):
            yield inputs[0], Rung(bound, o.boundary, "", o.labels[i + 1]), False
    elif isinstance(o, TierValue):
        for bound in o.bounds[1:]:
            yield inputs[0], Rung(bound, o.boundary, title), False
    elif isinstance(o, LinearScore):
        for before, bound in zip(o.places, o.places[1:], strict=False):
            if before == bound:  # two points at one place are a jump
                yield inputs[0], Rung(bound, o.boundary, title), False
    elif isinstance(o, PassScore):
        yield inputs[0], Rung(1.0, "lower", title), True
    elif isinstance(o, StepScore) and o.whole:
        yield from _whole_steps(step, plan)
    elif isinstance(o, FindRow):
        for key, measure in enumerate(inputs):
            parts = [part for row in o.table.rows for part in row.cells[key] or ()] if o.table.ranged[key] else []
            edges = {e for part in parts if not isinstance(part, Label) for e in part[1:]}
            for bound in sorted(e for e in edges if math.isfinite(e)):
                yield measure, Rung(bound, o.table.boundary, title), False
    elif isinstance(o, Compute):
        yield from _compared(step, o, title)


def _whole_steps(step: Step, plan: Plan) -> Iterator[tuple[Operand, Rung, bool]]:
    """The first whole steps away from a target; those beyond a limit are worth nothing."""
    distance = next((s for s in plan.steps if s.name == step.inputs[0]), None)
    size = step.inputs[1]
    if distance is None or not isinstance(size, float):
        return
    measure, begin = distance.inputs
    sign = 1
    if measure == plan.names.get(f"{step.name.partition('.')[0]}.target"):  # target - value, where less is better
        measure, begin, sign = begin, measure, -1
    for i in (*range(-_STEPS, 0), *range(1, _STEPS + 1)):
        boundary: Boundary = "lower" if i > 0 else "upper"  # a whole step lost at its edge, and not before it
        at = round(sign * i * size, 12)
        bound, plus = (round(begin + at, 12), 0.0) if isinstance(begin, float) else (begin, at)
        yield measure, Rung(bound, boundary if sign > 0 else _OTHER[boundary], step.clause.title, "", plus), False


def _compared(step: Step, o: Compute, title: str) -> Iterator[tuple[Operand, Rung, bool]]:
    """Take the comparisons of a formula: a name against a number or another name."""
    given = dict(zip(o.names, step.inputs, strict=True))
    for node in ast.walk(o.formula.tree):
        if not isinstance(node, ast.Compare):
            continue
        sides = [node.left, *node.comparators]
        for sign, left, right in zip((COMPARE[type(s)] for s in node.ops), sides, sides[1:], strict=False):
            measure, bound, boundary = _operand(left, given), _operand(right, given), _SIGNS.get(sign)
            text = o.formula.text_of(right)
            if boundary is not None and not isinstance(measure, str):  # 80% <= x is x >= 80%
                measure, bound, boundary, text = bound, measure, _OTHER[boundary], o.formula.text_of(left)
            if boundary is not None and measure is not None and bound is not None:
                yield measure, Rung(bound, boundary, title), text.endswith(_PERCENT)


def _operand(node: ast.expr, given: Mapping[str, Operand]) -> Operand | None:
    """The column or number of a part of a formula; None where it is computed there, or no number."""
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        number = _operand(node.operand, given)
        return -number if isinstance(number, float) else None
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, float) else None
    if isinstance(node, ast.Name):
        return given.get(node.id)
    return given.get(dotted(node)) if isinstance(node, ast.Attribute) else None


class _Names:
    """What columns are called, and their units."""

    def __init__(self, plan: Plan):
        self.ruleset, self.scope = plan.ruleset, Scope(plan.ruleset, set())
        self.steps = {step.name: step for step in plan.steps}
        self.names: dict[str, list[str]] = {}
        for name, operand in plan.names.items():
            if isinstance(operand, str):
                self.names.setdefault(operand, []).append(name)

    def of(self, column: str) -> tuple[str, str]:
        """The name that says most, or the formula, and the unit."""
        known = {name: unit for name in (column, *self.names.get(column, ())) if (unit := self._unit(name)) is not None}
        unit = next((unit for unit in known.values() if unit), "")
        if not known and column in self.steps:
            o = self.steps[column].operation
            if isinstance(o, PlaceBy) or (isinstance(o, Peers) and o.figure == "rank"):
                return "place_won", "count"
            return o.formula.text.strip() if isinstance(o, Compute) else self.steps[column].clause.title, ""
        return min(known, key=self._place, default=column), unit

    def is_done(self, column: str) -> bool:
        """Whether a number of the data is in a column; days and months pass by themselves, and earlier periods are past."""
        todo, seen = [column], set[str]()
        while todo:
            name = todo.pop()
            seen.add(name)
            if name in self.steps:
                todo += [i for i in self.steps[name].reads() if i not in seen]
            elif name not in BUILT_IN and self.scope.type_of(name).kind == "number":
                return True
        return False

    def _place(self, name: str) -> int:
        """HR's own headings come first, then figures of indicators, then names of the policy."""
        return 0 if name in self.ruleset.data.fields else 1 if name.partition(".")[0] in self.ruleset.indicators else 2

    def _unit(self, name: str) -> str | None:
        head, _, part = name.partition(".")
        if name == "score" or part in ("score", "points"):
            return "score"
        if part == "value" and head in self.ruleset.indicators:
            return unit_of(self.ruleset.indicators[head], self.ruleset)
        try:
            return self.scope.type_of(name).unit
        except FormulaError:
            return None
