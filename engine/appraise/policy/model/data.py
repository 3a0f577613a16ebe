"""What the rows are and how they are read; what a reader would otherwise have to guess."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from appraise.diagnostics import Where
from appraise.formula.syntax.grammar import Formula

PeriodKind = Literal["month", "quarter", "half-year", "year"]
PERIOD_EXAMPLES: dict[PeriodKind, str] = {
    "month": "2026-03", "quarter": "2026Q1", "half-year": "2026H1", "year": "2026",
}  # fmt: skip
FieldType = Literal["text", "date", "count", "number", "money", "percent", "rating", "yes-no", "datetime"]
Missing = Literal["error", "zero", "reweight", "full"]
Boundary = Literal["lower", "upper"]


@dataclass(frozen=True, slots=True)
class Field:
    """A column of the data. `columns` are the headings it may have; `values` maps labels to their aliases.

    Whole numbers in a column of texts have zeros put before them up to `digits`.
    """

    id: str
    type: FieldType
    columns: tuple[str, ...]
    where: Where
    minimum: float | None = None
    maximum: float | None = None
    values: Mapping[str, tuple[str, ...]] | None = None
    scale: tuple[float, float] = (0.0, 1.0)
    missing: float | str | bool | None = None
    digits: int | None = None
    decimal: str | None = None  # "point" or "comma", where it is stated
    currency: str = ""  # of the policy: amounts with the sign of another are refused
    format: str | None = None  # the order in dates, such as "d/m/y"
    compared: frozenset[str] = frozenset()  # texts that the policy compares it with, where it declares no values


@dataclass(frozen=True, slots=True)
class Data:
    """How the rows are keyed, and their fields.

    `rows` is the kind of period that a row is of where the last of several inside one period counts.
    """

    employee: str
    period: str | None
    fields: Mapping[str, Field]
    sheet: str | None = None
    rows: PeriodKind | None = None
    encoding: str | None = None


@dataclass(frozen=True, slots=True)
class Rounding:
    """Decimal places, always half-up; None where a value is not rounded."""

    score: int
    money: int
    attainment: int | None = None
    indicator: int | None = None


@dataclass(frozen=True, slots=True)
class Conventions:
    """What a reader would otherwise have to guess."""

    boundary: Boundary
    rounding: Rounding
    missing: Missing


@dataclass(frozen=True, slots=True)
class CycleStep:
    """A step of the appraisal, `days` after the period ends; `needs` are the columns handed in by then."""

    id: str
    title: str
    days: int
    who: str
    needs: tuple[str, ...]
    where: Where

    def due(self, end: date) -> date:
        """The day of the step in a period that ends on a day."""
        return end + timedelta(days=self.days)


@dataclass(frozen=True, slots=True)
class Function:
    """A named formula with arguments."""

    id: str
    arguments: tuple[str, ...]
    body: Formula
    where: Where


@dataclass(frozen=True, slots=True)
class Condition:
    """A named condition: who is appraised, who belongs to a cohort. `when` is None for `otherwise`."""

    id: str
    when: Formula | None
    where: Where
    reason: str = ""
