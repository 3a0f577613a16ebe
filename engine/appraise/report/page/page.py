"""The page all reports share: a head, a summary, then sections of charts and tables. It asks for nothing over a network."""

from __future__ import annotations

import base64
import hashlib
import math
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from appraise.diagnostics import display_width
from appraise.formula.written_numbers import digits_of
from appraise.report.comparison.figures import figure
from appraise.report.page.drawing import SERIES, SHAPES
from appraise.report.page.words import say
from appraise.visible import visible

if TYPE_CHECKING:
    from appraise.compare.figures.units import Unit
    from appraise.report.comparison.figures import Sheet
    from appraise.report.page.drawing import Chart, Series
    from appraise.texts import Language

MOST_ROWS = 2000  # of a table; a longer one is no page to read
_TEXTS = ("text", "grade", "kind")
_LONG, _SHORT = 24, 12  # characters; a Chinese one counts two
_MOST_STAY = 3  # columns at the left that stay in view
_LINE = 36  # characters of a long text on a line in print
_PAPER, _PADDING, _CHARACTER = (
    773.0,
    6.0,
    0.55,
)  # points of A4 lying down, of a cell beside its text; of a character of one
_SIZES = (9.0, 8.5, 8.0, 7.5, 7.0, 6.5)  # points; of the letters of a printed table


@dataclass(frozen=True, slots=True)
class Fact:
    """A line of the head; `more` stands below it, smaller."""

    label: str
    text: str
    more: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """Charts, and below them the tables with their figures. `series` are explained in a legend."""

    key: str
    title: str
    note: str
    charts: tuple[Chart, ...]
    series: tuple[Series, ...]
    sheets: tuple[Sheet, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """`warnings` are said before everything else; `summary` are headings with sentences."""

    language: Language
    title: str
    facts: tuple[Fact, ...]
    warnings: tuple[str, ...]
    summary: tuple[tuple[str, tuple[str, ...]], ...]
    sections: tuple[Section, ...]


def in_html(page: Page) -> str:
    """The page as HTML; the same page always gives the same text."""
    style, script = _part("page.css"), _part("sort.js")
    return _templates().get_template("page.html").render(
        page=page, style=Markup(style), script=Markup(script), style_hash=_digest(style), script_hash=_digest(script),  # noqa: S704 - our own files
        say=lambda key, **parts: say(key, page.language, **parts), most=MOST_ROWS,
    )  # fmt: skip


@cache
def _templates() -> Environment:
    found = Environment(
        loader=PackageLoader("appraise.report.page"), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True, keep_trailing_newline=True, finalize=_seen,
    )  # fmt: skip
    found.filters |= {
        "drawn": _drawn,
        "shown": _shown,
        "exact": _exact,
        "is_text": _is_text,
        "is_long": _is_long,
        "is_short": _is_short,
        "sample": _sample,
        "stays": _stays,
        "print_size": _print_size,
    }
    return found


def _seen(value: object) -> object:
    """Write out what a browser would obey; our own markup has nothing of the kind."""
    return visible(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _part(name: str) -> str:
    environment = _templates()
    assert environment.loader is not None  # noqa: S101 - as above
    return environment.loader.get_source(environment, name)[0]


def _digest(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _drawn(chart: Chart, id_: str) -> Markup:
    return Markup(visible(chart.drawing.markup(id_, chart.title, chart.point)))  # noqa: S704 - written by ElementTree, which escapes


def _sample(series: Series) -> Markup:
    """Draw the line and the shape of a series for a legend."""
    look = series.number % SERIES
    return Markup(
        '<svg class="sample" aria-hidden="true" width="34" height="14"><line class="curve s{0}" x1="0" x2="34" y1="7" y2="7"/>'
        '<path class="mark s{0}" transform="translate(17 7)" d="{1}"/></svg>'
    ).format(look, SHAPES[look])


def _shown(cell: str | float, unit: Unit) -> str:
    return cell if isinstance(cell, str) else figure(cell, unit)


def _is_text(unit: Unit) -> bool:
    return unit in _TEXTS


def _is_long(cell: str) -> bool:
    """Whether a text may be broken into lines."""
    return display_width(cell) > _LONG


def _is_short(heading: str) -> bool:
    """Whether a heading must stand in one line."""
    return display_width(heading) <= _SHORT


def _stays(sheet: Sheet) -> int:
    """Count the columns that stay in view when a table is moved sideways: they say what a row is about."""
    return min(sheet.texts, _MOST_STAY)


def _print_size(sheet: Sheet) -> str:
    """The largest letters with which a table is as wide as a page, in tenths of a point."""
    columns = zip(*sheet.cells, strict=True) if sheet.cells else [()] * len(sheet.headings)
    characters = 0
    for heading, unit, cells in zip(sheet.headings, sheet.units, columns, strict=True):
        words = [heading] if _is_short(heading) else heading.split()
        shown = (line for cell in cells for line in _shown(cell, unit).split("\n"))
        characters += max(*map(display_width, words), max((min(display_width(x), _LINE) for x in shown), default=0))
    room = _PAPER - _PADDING * len(sheet.headings)
    return f"{10 * next((size for size in _SIZES if characters * _CHARACTER * size <= room), _SIZES[-1]):.0f}"


def _exact(cell: str | float) -> str:
    """What a cell is sorted by; nothing where it has no figure."""
    if isinstance(cell, str) or not math.isfinite(cell):
        return ""
    return digits_of(cell)
