"""A comparison as a workbook: a summary, then a sheet for each table."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from appraise.diagnostics import display_width
from appraise.report.comparison.figures import unit_of_cell
from appraise.report.comparison.people_sheet import see_that_they_fit, write_people
from appraise.report.comparison.summary_sheet import write_comparison_summary
from appraise.report.comparison.tables import not_compared, sheets
from appraise.report.comparison.words import say, title
from appraise.report.policy.changes import LINE
from appraise.report.workbook.cells import Grid
from appraise.report.workbook.file import new_workbook
from appraise.report.workbook.styles import MONEY, WIDEST, Styles, grade_colours, set_up_print, width

if TYPE_CHECKING:
    from pathlib import Path

    from appraise.compare.figures.units import Unit
    from appraise.compare.people import People
    from appraise.compare.tables import Compared
    from appraise.policy.model import Ruleset
    from appraise.report.comparison.figures import Sheet

FORMATS: dict[Unit, str] = {
    "count": "#,##0", "money": MONEY, "money_change": "+#,##0.00;-#,##0.00;0.00", "score": "0.00",
    "score_change": "+0.00;-0.00;0.00", "share": "0.0%", "share_change": "+0.0%;-0.0%;0.0%", "ratio": "0.000",
    "number": MONEY, "number_change": "+#,##0.00;-#,##0.00;0.00", "percent": "0.00%", "percent_change": "+0.00%;-0.00%;0.00%",
    "count_change": "+#,##0;-#,##0;0",
}  # fmt: skip
_LINE = 15  # points that a line of text is high
_SPARE = 1.15  # lines do not fill to the last character
_ROOM = WIDEST - 3  # characters on a line of a cell
_TOP = 3  # the row of the first table, below the title, the sign convention and a blank


def write_comparison(compared: Compared, people: People | None, ruleset: Ruleset, path: Path) -> None:
    """Write the summary, all tables, and people where they are given; `ruleset` is the base's.

    Raises TooManyRowsError.
    """
    if people is not None:
        see_that_they_fit(people)
    with new_workbook(path, compared.base) as book:
        styles = Styles(book, ruleset.language)
        write_comparison_summary(compared, ruleset, book, styles)
        colours = grade_colours(compared.movement.grades)
        left_out = list(not_compared(compared, ruleset.language))
        of_key: dict[str, list[Sheet]] = {}
        for sheet in sheets(compared, ruleset):
            of_key.setdefault(sheet.key, []).append(sheet)
        for key, parts in of_key.items():
            parts[0] = replace(parts[0], note=LINE.join([*left_out, parts[0].note]))
            _write(book.add_worksheet(title(key, ruleset.language)), parts, styles, colours)
        if people is not None:
            write_people(book, people, styles, ruleset, colours, FORMATS)


def _write(sheet: Any, parts: list[Sheet], styles: Styles, colours: dict[str, str]) -> None:
    """Write tables one below the other; a table that stands alone can be filtered."""
    grid, row = Grid(sheet, styles), _TOP
    grid.put(0, 0, parts[0].title, styles.of(bold=True, font_size=14), counts=False)
    for part in parts:
        if part is not parts[0]:
            grid.put(row, 0, part.title, styles.of(bold=True, font_size=12), counts=False)
            grid.put(row + 1, 0, part.note, styles.of(font_color="#595959"), counts=False)
            row += 2
        for j, heading in enumerate(part.headings):
            grid.put(row, j, heading, styles.head(colours.get(heading, "#D9E2F3")))
        for i, cells in enumerate(part.cells, row + 1):
            for j, (cell, unit) in enumerate(zip(cells, part.units, strict=True)):
                if isinstance(cell, str):
                    tint = {"bg_color": colours[cell], "align": "center"} if unit == "grade" and cell in colours else {}
                    lines = _lines(cell, _ROOM)
                    if lines > 1:
                        sheet.set_row(i, _LINE * lines)
                    grid.put(i, j, cell, styles.text(**tint, **({"text_wrap": True} if lines > 1 else {})))
                else:
                    grid.put(i, j, cell, styles.cell(num_format=FORMATS[unit_of_cell(cell, unit)]))
        if len(parts) == 1:
            sheet.freeze_panes(row + 1, parts[0].texts)
            sheet.autofilter(row, 0, row + len(part.cells), len(part.headings) - 1)
        row += len(part.cells) + 2
    grid.set_widths()
    of_variants = any(part.headings[0] == say("variant", styles.language) for part in parts)
    note = f"{say('sign', styles.language)} {parts[0].note}" if of_variants else parts[0].note
    _note(grid, note, max(len(part.headings) for part in parts))
    alone = (_TOP, _TOP) if len(parts) == 1 else None
    set_up_print(sheet, alone)


def _note(grid: Grid, text: str, columns: int) -> None:
    """Write the note over all columns, in as many lines as it needs: one long line would make the print tiny."""
    style = grid.styles.of(font_color="#595959", text_wrap=True, valign="top")
    grid.sheet.merge_range(1, 0, 1, columns - 1, text, style)
    room = sum(width(grid.widths.get(j, 0)) for j in range(columns))
    grid.sheet.set_row(1, _LINE * _lines(text, room / _SPARE))


def _lines(text: str, room: float) -> int:
    """Count the lines of a text, each so many characters wide."""
    return sum(math.ceil(display_width(line) / room) for line in text.split(LINE))
