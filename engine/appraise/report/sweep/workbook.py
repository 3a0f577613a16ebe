"""Settings that were tried as a workbook: the table with a line chart of each figure, and grids where two numbers vary."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from appraise.report.comparison.workbook import FORMATS
from appraise.report.policy.settings import unit_of_money
from appraise.report.results.grade_chart import WIDTH, Settings, settings_chart
from appraise.report.results.list_sheets import write_about
from appraise.report.sweep.words import say
from appraise.report.words import word
from appraise.report.workbook.cells import Grid
from appraise.report.workbook.file import new_workbook
from appraise.report.workbook.styles import HEAD, Styles, set_up_print

if TYPE_CHECKING:
    from decimal import Decimal
    from pathlib import Path

    from appraise.report.about import About
    from appraise.report.sweep.view import Axis, View

_NOW = {"bold": True, "bg_color": "#FFF2CC"}
_HEAD = 4  # rows above the table: title, the settings, a blank
_TALL = 16  # rows of a chart
_ACROSS = 2  # charts beside each other
_APART = 20  # pixels from one to the next
_COLOURS = {"type": "2_color_scale", "min_color": "#FFFFFF", "max_color": "#8EA9DB"}


def write_workbook(view: View, path: Path, about: About) -> None:
    """Write one sheet of all settings; of two numbers that vary, also a sheet with a grid for each figure."""
    with new_workbook(path, view.title) as book:
        styles = Styles(book, view.language)
        name = say("sweep", view.language)
        if len(view.axes) == 2:
            _write_grids(book.add_worksheet(say("grids", view.language)), view, styles)
        sheet = book.add_worksheet(name)
        last = _write_lines(sheet, view, styles)
        if len(view.axes) == 1 and len(view.lines) > 1:
            _write_charts(book, sheet, name, view, last)
        write_about(about, book.add_worksheet(word("sheet_about", view.language)), styles)


def _title(grid: Grid, view: View, styles: Styles) -> None:
    grid.put(
        0,
        0,
        f"{view.title} · {unit_of_money(view.language, view.currency)}",
        styles.of(bold=True, font_size=14),
        counts=False,
    )
    told = [
        say("setting_of", view.language, name=a.name, path=a.path, now=a.shown(a.now), place=a.place) for a in view.axes
    ]
    told += view.told_of_others
    told += [say("scaled", view.language)] if view.keep_sum else []
    grid.put(1, 0, " · ".join(told), styles.of(font_color="#595959"), counts=False)


def _write_lines(sheet: Any, view: View, styles: Styles) -> int:
    """Write the table, and give its last row."""
    grid = Grid(sheet, styles)
    _title(grid, view, styles)
    problems = any(line.problem for line in view.lines)
    heads = [a.name for a in view.axes] + list(view.headings) + [say("as_it_is", view.language)]
    heads += [say("problem", view.language)] if problems else []
    for j, head in enumerate(heads):
        grid.put(_HEAD - 1, j, head, styles.head())
    for i, line in enumerate(view.lines, _HEAD):
        look = _NOW if line.now else {}
        for j, (axis, at) in enumerate(zip(view.axes, line.at, strict=True)):
            grid.put(i, j, _value(axis, at), styles.cell(num_format=_format(axis), **look))
        for j, (figure, unit) in enumerate(zip(line.figures, view.units, strict=True), len(view.axes)):
            grid.put(i, j, figure, styles.cell(num_format=FORMATS[unit], **look))
        j = len(view.axes) + len(view.units)
        grid.put(i, j, say("as_it_is", view.language) if line.now else None, styles.text(**look))
        if problems:
            grid.put(i, j + 1, line.problem.message if line.problem else None, styles.text(**look))
    grid.set_widths(least=12)
    last = _HEAD + len(view.lines) - 1
    sheet.freeze_panes(_HEAD, len(view.axes))
    sheet.autofilter(_HEAD - 1, 0, last, len(heads) - 1)
    set_up_print(sheet, (_HEAD - 1, _HEAD - 1))
    return last


def _write_charts(book: Any, sheet: Any, name: str, view: View, last: int) -> None:
    """Draw a line for each figure that differs, below the table, two beside each other."""
    language = view.language
    here = next(i for i, line in enumerate(view.lines, _HEAD) if line.now)
    drawn = [j for j in range(len(view.headings)) if view.differs(j)]
    for n, j in enumerate(drawn):
        axis, unit = view.axes[0], FORMATS[view.units[j]].partition(";")[0]
        ends = (_value(axis, view.lines[0].at[0]), _value(axis, view.lines[-1].at[0]))
        at = Settings(name, _HEAD, last, here, 1 + j, view.headings[j], unit, ends, axis.name, _format(axis))
        beside = {"x_offset": n % _ACROSS * (WIDTH + _APART)}
        sheet.insert_chart(
            last + 2 + n // _ACROSS * _TALL, 0, settings_chart(book, at, say("as_it_is", language), language), beside
        )


def _write_grids(sheet: Any, view: View, styles: Styles) -> None:
    """Write a grid for each figure, the first setting down and the second across."""
    grid = Grid(sheet, styles)
    _title(grid, view, styles)
    down, across = view.axes
    rows, heads = (sorted({line.at[i] for line in view.lines}) for i in (0, 1))
    top = _HEAD - 1
    for column, (heading, unit) in enumerate(zip(view.headings, view.units, strict=True)):
        grid.put(
            top,
            0,
            say("grid_of", view.language, of=heading, down=down.name, across=across.name),
            styles.of(bold=True, font_size=12),
            counts=False,
        )
        for j, head in enumerate(heads, 1):
            grid.put(
                top + 1, j, _value(across, head), styles.cell(bold=True, bg_color=HEAD, num_format=_format(across))
            )
        for i, at in enumerate(rows, top + 2):
            grid.put(i, 0, _value(down, at), styles.cell(bold=True, bg_color=HEAD, num_format=_format(down)))
        for line in view.lines:
            look = {"bold": True, "border": 2} if line.now else {}
            i, j = top + 2 + rows.index(line.at[0]), 1 + heads.index(line.at[1])
            grid.put(i, j, line.figures[column], styles.of(num_format=FORMATS[unit], **look))
        sheet.conditional_format(top + 2, 1, top + 1 + len(rows), len(heads), _COLOURS)
        top += len(rows) + 4
    grid.set_widths(least=10)
    set_up_print(sheet)


def _value(axis: Axis, at: Decimal) -> float:
    return float(at / 100 if axis.unit else at)


def _format(axis: Axis) -> str:
    return "0.####%" if axis.unit else "#,##0.######"
