"""How firm the grades are: what small errors in the data would change."""

from __future__ import annotations

import ast
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from appraise.compare.figures.units import Count, CountOrNone, Label, Share
from appraise.compare.table import ComparisonTable, Shown
from appraise.execution.execute import execute_together
from appraise.execution.stages import needed_steps
from appraise.formula.syntax.grammar import named, table_of, values_of
from appraise.plan.operations import Earlier
from appraise.plan.together import together
from appraise.policy.meaning.uses import uses
from appraise.sweeping.together import alike
from appraise.texts import Texts

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from appraise.compare.attribution import Attribution
    from appraise.compare.comparison import Comparison, Side
    from appraise.compare.hiding import Hiding
    from appraise.data.table import Table
    from appraise.execution.worksheet import Worksheet
    from appraise.formula.vectors import Column
    from appraise.plan.steps import Plan
    from appraise.policy.model import Ruleset

STEP = 0.01
_MOVED = ("count", "number", "money", "percent")  # marks and dates are not measured so finely
_NOT_MEASURED = ("first", "last")

Grades = tuple["NDArray[np.intp]", "NDArray[np.intp]", "NDArray[np.intp]"]  # as they are, with more, with less


WORDS = Texts("comparison", {
    "table_stability": "Stability",
    "note_stability": "Grades that flip if every numeric input is 1% more, or 1% less, within the limits of its field. Dates stay as they are, and so do marks and other figures by which a value is looked up exactly. No figure: nothing can be moved, or nobody has a grade then. Only the periods compared are run again; results of earlier ones are not looked at.",
    "not_known": "No grade then",
    "more": "1% more",
    "less": "1% less",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class StabilityRow:
    """How many grades flip if every numeric input is 1% more (`more`) or 1% less (`less`).

    appraisals: those with a grade; not_known: of them, those who have no grade on the data that are moved; share: of the
    others, those that flip either way. Without anything to move, or anybody to judge, there are no figures.
    """

    policy: Label
    appraisals: Count
    not_known: Count
    more: CountOrNone
    less: CountOrNone
    share: Share


@dataclass(frozen=True, slots=True)
class Stability(ComparisonTable):
    """A row for each policy with grades."""

    words: ClassVar = WORDS
    shown: ClassVar = (Shown("stability"),)
    rows: tuple[StabilityRow, ...]

    @classmethod
    def computed(cls, comparison: Comparison, _attributions: Sequence[Attribution]) -> Stability:
        """See `ComparisonTable`."""
        return stability(comparison)

    def hidden(self, _hiding: Hiding) -> Stability:
        """Hide nothing: these are counts of people, whose pay is not told."""
        return self


def stability(comparison: Comparison) -> Stability:
    """Run the policies again, together, on data that are a little more and a little less, in the periods compared alone.

    A policy whose grades look back at earlier periods is run on the data as they are too: its worksheet may know
    periods that are not compared.
    """
    sides = [side for side in comparison.sides if side.labels]
    grades = _grades([sheet for side in sides for sheet in side.sheets])
    return Stability(tuple(_row(side, [grades[id(sheet)] for sheet in side.sheets]) for side in sides))


def _row(side: Side, grades: Sequence[Grades]) -> StabilityRow:
    own, more, less = (np.concatenate(parts)[side.rows] for parts in zip(*grades, strict=True))
    graded = own >= 0
    if not any(_to_move(sheet.plan.ruleset) for sheet in side.sheets):
        return StabilityRow(side.title, int(graded.sum()), int(graded.sum()), np.nan, np.nan, np.nan)
    judged = graded & (more >= 0) & (less >= 0)
    up, down = ((other != own) & judged for other in (more, less))
    n, unknown = int(judged.sum()), int((graded & ~judged).sum())
    if not n:
        return StabilityRow(side.title, int(graded.sum()), unknown, np.nan, np.nan, np.nan)
    return StabilityRow(
        side.title, int(graded.sum()), unknown, int(up.sum()), int(down.sum()), int((up | down).sum()) / n
    )


def _grades(sheets: Sequence[Worksheet]) -> dict[int, Grades]:
    """The positions of grades, -1 without one, by the identity of worksheets; those with the same data run together."""
    found: dict[int, Grades] = {}
    groups: dict[object, list[Worksheet]] = {}
    for key, places in alike([sheet.plan for sheet in sheets]).items():
        for sheet in (sheets[i] for i in places):
            moved = frozenset(_to_move(sheet.plan.ruleset))
            groups.setdefault((key, moved, sheet.table.digest, sheet.table.rows.tobytes()), []).append(sheet)
    for group in groups.values():
        more, less = (_run(group, 1.0 + STEP), _run(group, 1.0 - STEP))
        back = [sheet for sheet in group if _looks_back(sheet.plan)]
        own = {id(s): g for s, g in zip(back, _run(back, 1.0) if back else [], strict=True)}
        for i, sheet in enumerate(group):
            found[id(sheet)] = own[id(sheet)] if id(sheet) in own else _positions(sheet), more[i], less[i]
    return found


def _looks_back(plan: Plan) -> bool:
    wanted = [o for o in (plan.names["grade"], plan.names["reason"]) if isinstance(o, str)]
    return any(isinstance(s.operation, Earlier) for s in needed_steps(plan.steps, plan.memories, wanted, ())[0])


def _run(sheets: Sequence[Worksheet], factor: float) -> list[NDArray[np.intp]]:
    table = replace(sheets[0].table, columns=_moved(sheets[0], sheets[0].table, factor))
    done = execute_together(together([sheet.plan for sheet in sheets], bare=True), table, [["grade"]] * len(sheets))
    return [_positions(sheet) for sheet in done]


def _positions(sheet: Worksheet) -> NDArray[np.intp]:
    codes = np.where(sheet.appraised, sheet.text("grade").codes, -1).astype(np.intp)
    for trouble in sheet.troubles:
        if trouble.check.severity == "error":
            codes[trouble.rows] = -1
    return codes


def _moved(sheet: Worksheet, table: Table, factor: float) -> Mapping[str, Column]:
    """Multiply what is measured, within the limits of its field."""
    ruleset, columns = sheet.plan.ruleset, dict(table.columns)
    for name in _to_move(ruleset):
        column, field = columns.get(name), ruleset.data.fields.get(name)
        if isinstance(column, np.ndarray):
            low = -np.inf if field is None or field.minimum is None else field.minimum
            high = np.inf if field is None or field.maximum is None else field.maximum
            columns[name] = np.asarray(np.clip(column * factor, low, high), dtype=np.float64)
    return columns


def _to_move(ruleset: Ruleset) -> set[str]:
    """The fields and measures that are figures; those by which a value is looked up exactly, such as marks, stay."""
    figures = {field.id for field in ruleset.data.fields.values() if field.type in _MOVED}
    figures |= {measure.id for measure in ruleset.measures.values() if measure.how not in _NOT_MEASURED}
    return figures - _marks(ruleset)


def _marks(ruleset: Ruleset) -> set[str]:
    """The names that choose by being equal to a key: of ratings, of lookups, of tables without ranges."""
    names = {name for use in uses(ruleset) if use.lookup is not None for name in use.formula.names}
    for indicator in ruleset.indicators.values():
        if any(rule.marks for rule in indicator.rules):
            names |= indicator.value.names
    formulas = [use.formula for use in uses(ruleset)] + [function.body for function in ruleset.functions.values()]
    for formula in formulas:
        for call in (n for n in ast.walk(formula.tree) if isinstance(n, ast.Call) and table_of(n) in ruleset.tables):
            ranged = ruleset.tables[table_of(call)].ranged
            keys = (key for key, by_range in zip(values_of(call), ranged, strict=False) if not by_range)
            names |= {name for key in keys for name, _ in named(key)}
    todo = list(names)
    while todo:
        derived = ruleset.derive.get(todo.pop())
        more = derived.names - names if derived is not None else set[str]()
        names |= more
        todo += more
    return names
