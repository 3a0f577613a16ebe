"""How firm the grades are: what small errors in the data would change."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from engine.compare.units import Count, Label, Share
from engine.execution.execute import execute

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from engine.compare.comparison import Comparison, Side
    from engine.data.table import Table
    from engine.execution.worksheet import Worksheet
    from engine.formula.vectors import Column

STEP = 0.01
_MOVED = ("count", "number", "money", "percent")  # marks and dates are not measured so finely
_NOT_MEASURED = ("first", "last")


@dataclass(frozen=True, slots=True)
class StabilityRow:
    """How many grades flip if every numeric input is 1% more (`more`) or 1% less (`less`).

    appraisals: those with a grade; share: of them, those that flip either way.
    """

    policy: Label
    appraisals: Count
    more: Count
    less: Count
    share: Share


@dataclass(frozen=True, slots=True)
class Stability:
    """A row for each policy with grades."""

    rows: tuple[StabilityRow, ...]


def stability(comparison: Comparison) -> Stability:
    """Run every policy again on data that are a little more and a little less, in the periods compared alone."""
    return Stability(tuple(_row(side) for side in comparison.sides if side.labels))


def _row(side: Side) -> StabilityRow:
    more, less, graded = (np.concatenate(x)[side.rows] for x in zip(*map(_flips, side.sheets), strict=True))
    n = int(graded.sum())
    return StabilityRow(side.title, n, int(more.sum()), int(less.sum()), int((more | less).sum()) / n if n else np.nan)


def _flips(sheet: Worksheet) -> tuple[NDArray[np.bool_], NDArray[np.bool_], NDArray[np.bool_]]:
    """Say of each row whether its grade flips with more, with less, and whether it has one."""
    own, more, less = (_grades(sheet, factor) for factor in (1.0, 1.0 + STEP, 1.0 - STEP))
    return *((other != own) & (other >= 0) & (own >= 0) for other in (more, less)), own >= 0


def _grades(sheet: Worksheet, factor: float) -> NDArray[np.intp]:
    again = execute(sheet.plan, replace(sheet.table, columns=_moved(sheet, sheet.table, factor)), ["grade"])
    codes = np.where(again.appraised, again.text("grade").codes, -1)
    for trouble in again.troubles:
        if trouble.check.severity == "error":
            codes[trouble.rows] = -1
    return codes


def _moved(sheet: Worksheet, table: Table, factor: float) -> Mapping[str, Column]:
    """Multiply what is measured, within the limits of its field."""
    ruleset, columns = sheet.plan.ruleset, dict(table.columns)
    for name, field in ruleset.data.fields.items():
        column = columns.get(name)
        if field.type in _MOVED and isinstance(column, np.ndarray):
            low = -np.inf if field.minimum is None else field.minimum
            high = np.inf if field.maximum is None else field.maximum
            columns[name] = np.asarray(np.clip(column * factor, low, high), dtype=np.float64)
    for name, measure in ruleset.measures.items():
        column = columns.get(name)
        if measure.how not in _NOT_MEASURED and isinstance(column, np.ndarray):
            columns[name] = np.asarray(column * factor, dtype=np.float64)
    return columns
