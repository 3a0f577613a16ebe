"""The sheet of results: one row for each employee and period, under HR's own headings."""

from __future__ import annotations

import math
from itertools import groupby
from typing import TYPE_CHECKING, Any

import numpy as np

from appraise.formula.vectors import Text
from appraise.report.results.columns import result_columns
from appraise.report.workbook.cells import readable, write_texts, write_values
from appraise.report.workbook.styles import (
    GREY,
    GREY_TEXT,
    GROUP,
    grade_colours,
    heading_lines,
    heading_width,
    number_format,
    set_up_print,
    width,
)

if TYPE_CHECKING:
    from appraise.execution.worksheet import Worksheet
    from appraise.formula.vectors import Column
    from appraise.report.results.columns import ResultColumn
    from appraise.report.workbook.styles import Styles

FIRST = 2  # the row of the first employee, below the groups and the headings
_LEGIBLE = 330  # characters side by side on one page that can still be read
_WIDE = 200  # characters; a wider sheet is printed on A3


def write_people(worksheet: Worksheet, sheet: Any, styles: Styles) -> None:
    """Write the sheet; people who are not appraised are grey, with the reason."""
    ruleset = worksheet.plan.ruleset
    rounding = ruleset.conventions.rounding
    columns, rows = _shown(worksheet), range(FIRST, FIRST + len(worksheet))
    colours = grade_colours(ruleset.grades.labels if ruleset.grades else ())
    tints = {grade: styles.cell(bg_color=colour, align="center") for grade, colour in colours.items()}
    out = (np.flatnonzero(~worksheet.appraised) + FIRST).tolist()
    widths = []
    for j, column in enumerate(columns):
        values = readable(worksheet, column)
        if column.name == "grade" and isinstance(values, Text):
            needed = write_texts(sheet, rows, j, values, styles.text(), tints)
        else:
            places = rounding.score if column.unit == "total" else rounding.money if "." not in column.name else 2
            needed = write_values(sheet, rows, j, values, column, styles, places)
        _grey_out(sheet, out, j, values, column, styles)
        widths.append(width(needed, heading_width(column.heading)))
        sheet.set_column(j, j, widths[-1])
    _write_headings(sheet, columns, widths, styles)
    who = next((j for j, c in enumerate(columns[:4], 1) if c.name == "name"), 2)
    sheet.freeze_panes(FIRST, who)
    sheet.autofilter(FIRST - 1, 0, max(FIRST, rows.stop - 1), len(columns) - 1)
    across = math.ceil(sum(widths) / _LEGIBLE)
    set_up_print(sheet, (0, FIRST - 1), large=sum(widths) > _WIDE, across=across)
    if across > 1:
        sheet.repeat_columns(0, who - 1)


def _shown(worksheet: Worksheet) -> list[ResultColumn]:
    """The columns; those of cohorts, reasons, gates and outcomes only where the policy has any."""
    r = worksheet.plan.ruleset
    there = {"cohort": r.cohorts, "reason": r.eligible, "gates": r.gates, "outcomes": r.outcomes}
    return [c for c in result_columns(worksheet.plan) if there.get(c.name, True)]


def _grey_out(sheet: Any, rows: list[int], j: int, values: Column, column: ResultColumn, styles: Styles) -> None:
    grey = styles.text(bg_color=GREY, font_color=GREY_TEXT, italic=True)
    if not isinstance(values, Text):
        there = values[np.array(rows, dtype=np.intp) - FIRST].astype(np.float64)
        shown = styles.cell(bg_color=GREY, font_color=GREY_TEXT, num_format=number_format(column.unit, there))
    for i in rows:
        if isinstance(values, Text) and values.codes[i - FIRST] >= 0:
            sheet.write_string(i, j, values.labels[values.codes[i - FIRST]], grey)
        elif not isinstance(values, Text) and np.isfinite(values[i - FIRST]):
            sheet.write_number(i, j, values[i - FIRST], shown)
        else:
            sheet.write_blank(i, j, None, grey)


def _write_headings(sheet: Any, columns: list[ResultColumn], widths: list[int], styles: Styles) -> None:
    """Write the titles of the groups, merged, above the headings, which have the filters."""
    at = 0
    for group, members in groupby(columns, key=lambda c: c.group):
        count = len(list(members))
        if count == 1:
            sheet.write_string(0, at, group, styles.head(GROUP))
        else:
            sheet.merge_range(0, at, 0, at + count - 1, group, styles.head(GROUP))
        at += count
    headings = [c.heading for c in columns]
    for j, heading in enumerate(headings):
        sheet.write_string(1, j, heading, styles.head())
    sheet.set_row(0, 18)
    sheet.set_row(1, 15 * heading_lines(headings, widths) + 3)
