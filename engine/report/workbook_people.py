"""The sheet of results: one row for each employee and period, under HR's own headings."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

import numpy as np

from engine.diagnostics import display_width
from engine.formula.vectors import NO, YES, Text
from engine.report.columns import ResultColumn, result_columns
from engine.report.workbook_styles import (
    GREY,
    GREY_TEXT,
    GROUP,
    Format,
    Styles,
    grade_colours,
    heading_lines,
    heading_width,
    number_format,
    set_up_print,
    width,
    width_of_numbers,
)
from engine.report.words import word

if TYPE_CHECKING:
    from engine.execution.worksheet import Worksheet
    from engine.formula.vectors import Column

FIRST = 2  # the row of the first employee, below the groups and the headings
EPOCH = 25_569  # 1970-01-01 as spreadsheets count days


def write_people(worksheet: Worksheet, sheet: Any, styles: Styles) -> None:
    """Write the sheet; people who are not appraised are grey, with the reason."""
    columns = shown_columns(worksheet)
    ruleset = worksheet.plan.ruleset
    out = np.flatnonzero(~worksheet.appraised).tolist()
    grey = styles.cell(bg_color=GREY, font_color=GREY_TEXT, italic=True)
    widths = []
    for j, column in enumerate(columns):
        values = _values(worksheet, column)
        needed = _write_column(sheet, j, column, values, worksheet, styles)
        widths.append(width(needed, heading_width(column.heading)))
        sheet.set_column(j, j, widths[-1])
        shown = values.strings() if isinstance(values, Text) else None
        for i in out:
            text = shown[i] if shown else None
            if text is None:
                sheet.write_blank(FIRST + i, j, None, grey)
            else:
                sheet.write_string(FIRST + i, j, text, grey)
    _write_headings(sheet, columns, widths, styles)
    sheet.freeze_panes(FIRST, min(3, sum(c.group == columns[0].group for c in columns), 2 + len(_names(ruleset.data.fields))))
    sheet.autofilter(FIRST - 1, 0, max(FIRST, FIRST + len(worksheet) - 1), len(columns) - 1)
    set_up_print(sheet, (0, FIRST - 1), large=sum(widths) > 200)
    sheet.print_across()


def shown_columns(worksheet: Worksheet) -> list[ResultColumn]:
    """Give the result columns; those of cohorts, reasons, gates and outcomes only where the policy has any."""
    r = worksheet.plan.ruleset
    there = {"cohort": r.cohorts, "reason": r.eligible, "gates": r.gates, "outcomes": r.outcomes}
    return [c for c in result_columns(worksheet.plan.results, r) if there.get(c.name, True)]


def _names(fields: object) -> list[str]:
    return ["name"] if "name" in fields else []  # type: ignore[operator]


def _values(worksheet: Worksheet, column: ResultColumn) -> Column:
    r = worksheet.plan.ruleset
    if column.name == "gates":
        return worksheet.joined("gate", {g.id: g.title for g in r.gates.values()})
    if column.name == "outcomes":
        return worksheet.joined("outcome", {o.id: o.message for o in r.outcomes.values()})
    values = worksheet.result(column.name)
    if column.kind != "yes-no" or isinstance(values, Text):
        return values
    codes = np.where(values == YES, 1, np.where(values == NO, 0, -1))
    return Text(codes, (word("no", r.language), word("yes", r.language)))
