"""The chart of the grades: a column for each, the cohorts above each other."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from appraise.report.workbook.styles import workbook_word

if TYPE_CHECKING:
    from appraise.texts import Language

HEIGHT = 15  # rows
WIDTH = 620  # pixels
_ROW = 20  # pixels of a row
_COLOURS = ("#4472C4", "#ED7D31", "#A5A5A5", "#FFC000", "#5B9BD5", "#70AD47")
MOST_SERIES = len(_COLOURS)
_SMALLEST = 0.06  # of the tallest column; smaller parts have no room for their number


@dataclass(frozen=True, slots=True)
class Counts:
    """Where the counts stand: the row of the grades' names, the rows of the series, the columns."""

    sheet: str
    names: int
    rows: range
    first: int
    last: int
    tallest: int


def grades_chart(book: Any, counts: Counts, title: str, language: Language) -> Any:
    """Draw the counts."""
    font = {"name": workbook_word("font", language), "size": 9}
    shown = f'[>={max(1, math.ceil(_SMALLEST * counts.tallest))}]#,##0;""'
    chart = book.add_chart({"type": "column", "subtype": "stacked"})
    for colour, row in zip(_COLOURS, counts.rows, strict=False):
        chart.add_series({
            "name": [counts.sheet, row, 0],
            "categories": [counts.sheet, counts.names, counts.first, counts.names, counts.last],
            "values": [counts.sheet, row, counts.first, row, counts.last],
            "gap": 60, "fill": {"color": colour},
            "data_labels": {"value": True, "num_format": shown, "font": {**font, "color": "#FFFFFF", "bold": True}},
        })  # fmt: skip
    chart.set_title({"name": title, "name_font": {**font, "size": 11}, "overlay": False})
    chart.set_x_axis({"num_font": {**font, "size": 10}})
    lines = {"visible": True, "line": {"color": "#E0E0E0"}}
    chart.set_y_axis({"num_font": font, "num_format": "#,##0", "major_gridlines": lines, "line": {"none": True}})
    chart.set_legend({"position": "bottom", "font": font} if len(counts.rows) > 1 else {"none": True})
    chart.set_size({"width": WIDTH, "height": _ROW * HEIGHT})
    return chart


@dataclass(frozen=True, slots=True)
class Settings:
    """Where settings stand, in the first column, and a figure of each: the rows, that of the policy as it is, the column."""

    sheet: str
    first: int
    last: int
    now: int
    column: int
    heading: str
    unit: str  # the number format of the figure
    ends: tuple[float, float]  # of the settings
    across: str  # what the settings are of, and their number format
    across_unit: str


def settings_chart(book: Any, at: Settings, now: str, language: Language) -> Any:
    """Draw a figure over settings; the policy as it is, called `now`, has a mark of its own."""
    font = {"name": workbook_word("font", language), "size": 9}
    chart = book.add_chart({"type": "scatter", "subtype": "straight_with_markers"})
    series = ((at.heading, _COLOURS[0], at.first, at.last, 5), (now, _COLOURS[1], at.now, at.now, 9))
    for name, colour, first, last, size in series:
        chart.add_series({
            "name": name,
            "categories": [at.sheet, first, 0, last, 0], "values": [at.sheet, first, at.column, last, at.column],
            "line": {"color": colour, "width": 1.75},
            "marker": {"type": "circle", "size": size, "fill": {"color": colour}, "border": {"color": colour}},
        })  # fmt: skip
    chart.set_title({"name": at.heading, "name_font": {**font, "size": 11}, "overlay": False})
    lines = {"visible": True, "line": {"color": "#E0E0E0"}}
    across = {"name": at.across, "name_font": font, "num_font": font, "num_format": at.across_unit}
    chart.set_x_axis({**across, "major_gridlines": {"visible": False}, "min": at.ends[0], "max": at.ends[1]})
    chart.set_y_axis({"num_font": font, "num_format": at.unit, "major_gridlines": lines, "line": {"none": True}})
    chart.set_legend({"position": "bottom", "font": font})
    chart.set_size({"width": WIDTH, "height": _ROW * HEIGHT})
    return chart
