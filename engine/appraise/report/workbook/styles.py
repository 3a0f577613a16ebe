"""The look of the workbook: fonts, colours, number formats, widths, the print set-up."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from appraise.diagnostics import display_width
from appraise.texts import Texts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from appraise.formula.vectors import Numbers
    from appraise.report.results.columns import Unit
    from appraise.texts import Language

MOST_ROWS = 1_048_576  # of a sheet
NARROWEST, WIDEST = 8, 40  # columns, in characters; a Chinese one counts two
MONEY = "#,##0.00"
workbook_word = Texts("workbook", {"font": "Calibri"})  # which has the signs of the language, and is on every Windows
HEAD, GROUP, LINE, GREY, GREY_TEXT = "#D9E2F3", "#B4C6E7", "#D9D9D9", "#F2F2F2", "#808080"
_BEST, _MIDDLE, _WORST = (0xC6, 0xE5, 0xCB), (0xFF, 0xF2, 0xCC), (0xF8, 0xCB, 0xAD)
Format = Any  # xlsxwriter carries no types


@dataclass
class Styles:
    """The formats of one workbook, each kind made once."""

    book: Any
    language: Language
    made: dict[tuple[tuple[str, object], ...], Format] = field(default_factory=dict)

    def of(self, **properties: object) -> Format:
        """The format with these properties (as xlsxwriter calls them)."""
        key = tuple(sorted(properties.items()))
        if key not in self.made:
            base = {"font_name": workbook_word("font", self.language), "font_size": 10, "valign": "vcenter"}
            self.made[key] = self.book.add_format({**base, **properties})
        return self.made[key]

    def cell(self, **properties: object) -> Format:
        """The format of a cell of a table."""
        return self.of(border=1, border_color=LINE, **properties)

    def text(self, **properties: object) -> Format:
        """The format of a cell with a text, a little off the border."""
        return self.cell(indent=1, **properties)

    def head(self, colour: str = HEAD) -> Format:
        """The format of a heading."""
        return self.of(bold=True, bg_color=colour, border=1, border_color="#8EA9DB", align="center", text_wrap=True)


def number_format(unit: Unit, values: Numbers, places: int = 2) -> str:
    """The number format of a column; counts, marks and plain numbers have decimals if any value has."""
    fixed = {
        "money": "#,##0" + _decimals(places), "percent": "0.0%", "attainment": "0.0%", "score": "0.00",
        "total": "0" + _decimals(places), "weight": "0.0#",
    }  # fmt: skip
    if unit in fixed:
        return fixed[unit]
    there = values[np.isfinite(values)]
    return "#,##0" if bool((there == np.round(there)).all()) else "#,##0.00"


def _decimals(places: int) -> str:
    return "." + "0" * places if places else ""


def width_of_numbers(values: Numbers, shown: str) -> int:
    """The width that the longest number takes in a number format, whose first part is for positive ones."""
    there = values[np.isfinite(values)]
    if not len(there):
        return 0
    first = shown.partition(";")[0]
    places = len(first.partition(".")[2].rstrip("%")) if "." in first else 0
    scale = 100 if first.endswith("%") else 1
    signed = "+" in first
    ends = (float(there.min()) * scale, float(there.max()) * scale)
    return max(
        len(f"{abs(x):{',' if ',' in first else ''}.{places}f}") + (signed or x < 0) for x in ends
    ) + first.count("%")


def width(*widths: int) -> int:
    """The width of a column for the widest of its contents."""
    return min(WIDEST, max(NARROWEST, *(w + 2 for w in widths)))


def heading_width(heading: str) -> int:
    """The width that a heading needs when it may break at its spaces; a filter button takes two."""
    return max(display_width(part) for part in heading.split(" ")) + 2


def heading_lines(headings: Sequence[str], widths: Sequence[int]) -> int:
    """Count the lines of the tallest heading."""
    needed = (math.ceil((display_width(h) + 2) / (w - 1)) for h, w in zip(headings, widths, strict=True))
    return max(needed, default=1)


def grade_colours(grades: Sequence[str]) -> dict[str, str]:
    """A light colour for each grade, from best to worst: from green over yellow to red."""
    colours = {}
    for i, grade in enumerate(grades):
        place = 2 * i / max(1, len(grades) - 1)
        low, high = (_BEST, _MIDDLE) if place <= 1 else (_MIDDLE, _WORST)
        way = place if place <= 1 else place - 1
        colours[grade] = "#" + "".join(f"{round(a + (b - a) * way):02X}" for a, b in zip(low, high, strict=True))
    return colours


def set_up_print(
    sheet: Any, repeat: tuple[int, int] | None = None, *, large: bool = False, pages: int = 0, across: int = 1
) -> None:
    """Print on A4 (or A3) lying down, so many pages across and down (0: as many as needed) with the headings."""
    sheet.set_landscape()
    sheet.set_paper(8 if large else 9)
    sheet.fit_to_pages(across, pages)
    sheet.set_margins(0.4, 0.4, 0.5, 0.6)
    sheet.set_footer("&L&A&R&P / &N")
    if repeat:
        sheet.repeat_rows(*repeat)
