"""Whole columns into sheets: texts stay texts, missing values are blank, widths follow the contents."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from appraise.diagnostics import display_width
from appraise.formula.vectors import Text
from appraise.report.workbook.styles import number_format, width, width_of_numbers

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from appraise.execution.worksheet import Worksheet
    from appraise.formula.vectors import Column, Numbers
    from appraise.report.results.columns import ResultColumn
    from appraise.report.workbook.styles import Format, Styles

Cell = str | float | None


def readable(worksheet: Worksheet, column: ResultColumn) -> Column:
    """A result column as people read it: gates by title, outcomes by message."""
    r = worksheet.plan.ruleset
    if column.name == "gates":
        return worksheet.joined("gate", {g.id: g.title for g in r.gates.values()})
    if column.name == "outcomes":
        return worksheet.joined("outcome", {o.id: o.message for o in r.outcomes.values()})
    return worksheet.result(column.name)


def write_texts(sheet: Any, rows: range, j: int, text: Text, style: Format,
                special: Mapping[str, Format] | None = None) -> int:  # fmt: skip
    """Write texts into rows of column j, some labels in a format of their own, and give the width they need."""
    labels = text.labels
    styles = [(special or {}).get(label, style) for label in labels]
    for i, code in zip(rows, text.codes.tolist(), strict=True):
        if code < 0:
            sheet.write_blank(i, j, None, style)
        else:
            sheet.write_string(i, j, labels[code], styles[code])
    return 1 + max((display_width(labels[code]) for code in np.unique(text.codes).tolist() if code >= 0), default=0)


def write_numbers(sheet: Any, rows: range, j: int, values: Numbers, style: Format) -> None:
    """Write numbers into rows of column j."""
    for i, value in zip(rows, values.tolist(), strict=True):
        if math.isfinite(value):
            sheet.write_number(i, j, value, style)
        else:
            sheet.write_blank(i, j, None, style)


def write_values(sheet: Any, rows: range, j: int, values: Column, column: ResultColumn, styles: Styles,
                 places: int = 2) -> int:  # fmt: skip
    """Write any column in the format of its unit, and give the width it needs."""
    if isinstance(values, Text):
        return write_texts(sheet, rows, j, values, styles.text())
    numbers = values.astype(np.float64, copy=False)
    shown = number_format(column.unit, numbers, places)
    write_numbers(sheet, rows, j, numbers, styles.cell(num_format=shown))
    return width_of_numbers(numbers, shown)


@dataclass
class Grid:
    """Cells written one by one, with the widths they need."""

    sheet: Any
    styles: Styles
    widths: dict[int, int] = field(default_factory=dict)

    def put(self, row: int, column: int, value: Cell, style: Format, *, counts: bool = True) -> None:
        """Write one cell, and let its width count."""
        if value is None or (isinstance(value, float) and not math.isfinite(value)):
            self.sheet.write_blank(row, column, None, style)
            return
        if isinstance(value, str):
            self.sheet.write_string(row, column, value, style)
            needed = max(map(display_width, value.split("\n")))
        else:
            self.sheet.write_number(row, column, value, style)
            needed = len(f"{value:,.2f}" if isinstance(value, float) else f"{value:,}")
        if counts:
            self.widths[column] = max(self.widths.get(column, 0), needed)

    def row(self, row: int, values: Iterable[Cell], style: Format, column: int = 0) -> None:
        """Write cells side by side."""
        for i, value in enumerate(values, column):
            self.put(row, i, value, style)

    def set_widths(self, stated: Mapping[int, int] | None = None, least: int = 0) -> None:
        """Set the width of every column that was written to, to what is stated for it or to what it needs."""
        for column, needed in self.widths.items():
            self.sheet.set_column(column, column, (stated or {}).get(column, max(least, width(needed))))
