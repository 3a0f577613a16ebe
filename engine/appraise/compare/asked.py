"""The figures that policies show because their `results` ask for them, as columns of a comparison."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from appraise.formula.vectors import Numbers, Text
from appraise.policy.meaning.units import unit_shown

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from appraise.compare.figures.units import Unit
    from appraise.execution.worksheet import Worksheet
    from appraise.formula.vectors import Column

_UNITS: dict[str, Unit] = {"money": "money", "percent": "percent", "count": "count"}


@dataclass(frozen=True, slots=True, eq=False)
class Asked:
    """One figure [n]: numbers (NaN: none), or texts, as which labels, dates, yes and no are told.

    `title` is blank where the policy states none.
    """

    title: str
    unit: Unit
    values: Numbers | Text

    def at(self, row: int) -> float | str:
        """What stands in a row, NaN or a blank where there is nothing."""
        if not isinstance(self.values, Text):
            return float(self.values[row])
        code = int(self.values.codes[row])
        return self.values.labels[code] if code >= 0 else ""

    @property
    def nothing(self) -> float | str:
        """What stands where a policy does not show this figure."""
        return "" if isinstance(self.values, Text) else float("nan")


def asked_for(sheets: Sequence[Worksheet], at: NDArray[np.intp]) -> Mapping[str, Asked]:
    """Measures by their names, through all versions of a policy; `at` are the rows that are compared."""
    names = dict.fromkeys(name for sheet in sheets for name in sheet.plan.asked)
    return {name: _asked(name, sheets, at) for name in names}


def _asked(name: str, sheets: Sequence[Worksheet], at: NDArray[np.intp]) -> Asked:
    parts = [sheet.result(name) if name in sheet.plan.asked else None for sheet in sheets]
    newest = next(sheet for sheet in reversed(sheets) if name in sheet.plan.asked)
    shown = newest.plan.ruleset.results[name]
    if any(isinstance(part, Text) for part in parts):
        return Asked(shown.title, "text", _texts(parts, sheets, at))
    columns = [np.full(len(s), np.nan) if p is None else _numbers(p) for p, s in zip(parts, sheets, strict=True)]
    values = np.concatenate(columns)[at]
    unit = _UNITS.get(unit_shown(name, newest.plan.asked[name].type, newest.plan.ruleset), "number")
    whole = unit != "count" or bool(np.all(values[np.isfinite(values)] % 1 == 0))
    return Asked(shown.title, unit if whole else "number", values)


def _numbers(column: Column) -> Numbers:
    assert not isinstance(column, Text)  # noqa: S101 - as is looked at before
    return column.astype(np.float64, copy=False)


def _texts(parts: Sequence[Column | None], sheets: Sequence[Worksheet], at: NDArray[np.intp]) -> Text:
    """Put texts together; a version in which the figure is a number has none."""
    labels: dict[str, int] = {}
    codes = []
    for part, sheet in zip(parts, sheets, strict=True):
        if isinstance(part, Text):
            own = np.array([*(labels.setdefault(label, len(labels)) for label in part.labels), -1], dtype=np.intp)
            codes.append(own[part.codes])
        else:
            codes.append(np.full(len(sheet), -1, dtype=np.intp))
    return Text(np.concatenate(codes)[at], tuple(labels))
