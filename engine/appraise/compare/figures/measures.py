"""Figures of a whole run: `cost`, `total(bonus)`, `mean(score) where region == '华东'`, `share(A)`; and goals of them."""

from __future__ import annotations

import operator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from appraise.execution.kernels.sharing import to_whole
from appraise.formula.columns import ColumnAlgebra
from appraise.formula.vectors import YES
from appraise.formula.walker import Walker

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from appraise.execution.worksheet import Worksheet
    from appraise.formula.syntax.grammar import Formula
    from appraise.formula.vectors import Numbers

Figure = Literal["total", "mean", "median", "lowest", "highest", "share", "count"]
_STRICT = 1e-300  # what is missing where the bound itself is reached, but does not count
_COMPARE: dict[str, Callable[[float, float], bool]] = {
    "<=": operator.le, "≤": operator.le, "<": operator.lt, ">=": operator.ge, "≥": operator.ge, ">": operator.gt,
}  # fmt: skip
_OF_VALUES: dict[str, Callable[[Numbers], float]] = {
    "mean": np.mean, "median": np.median, "lowest": np.min, "highest": np.max,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure of a run over those who are appraised, or over those of them for whom `where` holds.

    Of a column of results or data (`of`), values that are missing left out; or the number or the share of those for whom
    `holds`, or who have the grade `of`.
    """

    text: str
    figure: Figure
    of: str = ""
    holds: Formula | None = None
    where: Formula | None = None

    @property
    def counts(self) -> bool:
        """Whether people are counted, and not a column of theirs added up."""
        return self.figure in ("share", "count")

    @property
    def columns(self) -> frozenset[str]:
        """The columns that it needs."""
        names = self.holds.names if self.holds else {"grade"} if self.counts else {self.of}
        return frozenset(names) | (self.where.names if self.where else frozenset())

    def people(self, sheet: Worksheet) -> NDArray[np.bool_]:
        """The rows that it is a figure of."""
        whom = sheet.appraised if self.where is None else sheet.appraised & _holding(self.where, sheet)
        return whom if self.counts else whom & ~np.isnan(sheet.numbers(self.of))

    def of_run(self, sheet: Worksheet) -> float:
        """Compute it; NaN where nobody has a value."""
        whom = self.people(sheet)
        if self.counts:
            return self._number(sheet, whom)
        values = np.sort(sheet.numbers(self.of)[whom])  # so that no figure depends on the order of the rows
        if self.figure == "total":
            places = max(sheet.plan.ruleset.conventions.rounding.money, 6)
            return float(int(to_whole(values, places).sum()) / 10**places)
        return float(_OF_VALUES[self.figure](values)) if len(values) else float("nan")

    def _number(self, sheet: Worksheet, whom: NDArray[np.bool_]) -> float:
        if self.holds is not None:
            number = int((whom & _holding(self.holds, sheet)).sum())
        else:
            grade = sheet.text("grade")
            number = int((grade.codes[whom] == grade.labels.index(self.of)).sum()) if self.of in grade.labels else 0
        if self.figure == "count":
            return float(number)
        return number / int(whom.sum()) if whom.any() else float("nan")


@dataclass(frozen=True, slots=True)
class Goal:
    """A bound that a measure is to keep."""

    text: str
    measure: Measure
    sign: str
    bound: float

    def met(self, value: float) -> bool:
        """Whether a value keeps it; NaN does not."""
        return bool(_COMPARE[self.sign](value, self.bound))

    def off(self, value: float) -> float:
        """How far a value is from keeping it, as a share of the bound; 0 only where it keeps it, NaN where there is none."""
        return 0.0 if self.met(value) else abs(value - self.bound) / (abs(self.bound) or 1.0) + _STRICT


def _holding(condition: Formula, sheet: Worksheet) -> NDArray[np.bool_]:
    """Tell for whom a condition holds; where it is undecided it does not."""
    columns = {name: sheet.column(name) for name in condition.names}
    holds = Walker(ColumnAlgebra(columns), sheet.plan.ruleset.functions).walk(condition)
    return np.broadcast_to(np.asarray(holds) == YES, len(sheet))
