"""The tables of a comparison as they are shown, and how their numbers are written."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from appraise.formula.arithmetic import round_half_up
from appraise.formula.written_numbers import ten_digits

if TYPE_CHECKING:
    from appraise.compare.figures.units import Unit

TEXTS = ("text", "grade", "kind")
_OWN: dict[str, tuple[Unit, Unit]] = {  # by the unit of a figure: of it, and of its changes
    "money": ("money", "money_change"), "percent": ("percent", "percent_change"), "score": ("score", "score_change"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table as it is shown. `units` are those of the columns; cells are texts or numbers (NaN: none)."""

    key: str
    title: str
    note: str
    headings: tuple[str, ...]
    units: tuple[Unit, ...]
    cells: tuple[tuple[str | float, ...], ...]

    @property
    def texts(self) -> int:
        """How many columns at the left say what a row is about."""
        return next((i for i, unit in enumerate(self.units) if unit not in TEXTS), len(self.units))


class InUnit(float):
    """A number whose unit is not that of its column."""

    unit: Unit

    def __new__(cls, value: float, unit: Unit) -> InUnit:
        """Make one."""
        made = super().__new__(cls, value)
        made.unit = unit
        return made


def in_unit(value: float, unit: str, *, change: bool = False) -> InUnit:
    """A figure of the data, or a change of it, in its own unit: as of fields, or score."""
    if unit in ("count", "rating") and float(value).is_integer():
        return InUnit(value, "count_change" if change else "count")
    return InUnit(value, _OWN.get(unit, ("number", "number_change"))[change])


def unit_of_cell(cell: float, unit: Unit) -> Unit:
    """The unit of a number, which is that of its column unless it says otherwise."""
    return cell.unit if isinstance(cell, InUnit) else unit


def figure(value: float, unit: Unit) -> str:
    """Write a number as a text, a dash where there is none."""
    if isinstance(value, float) and not math.isfinite(value):
        return "–"
    shown, places = {
        "count": ("{:,.0f}", 0), "money": ("{:,.2f}", 2), "money_change": ("{:+,.2f}", 2), "score": ("{:.2f}", 2),
        "score_change": ("{:+.2f}", 2), "share": ("{:.1%}", 3), "share_change": ("{:+.1%}", 3), "ratio": ("{:.3f}", 3),
        "percent": ("{:.2%}", 4), "percent_change": ("{:+.2%}", 4), "count_change": ("{:+,.0f}", 0),
        "number_change": ("{:+,.2f}", 2),
    }.get(unit_of_cell(value, unit), ("{:,.2f}", 2))  # fmt: skip
    text = shown.format(float(round_half_up(np.asarray(value), places)))  # as Excel does, and not to the even digit
    return text.lstrip("+-") if not any(digit in text for digit in "123456789") else text


def as_written(value: float, unit: str) -> str:
    """Write a number of the policy as a policy writes it: 95%, 100,000."""
    return ten_digits(value, share=unit == "percent")
