"""Settings that were tried as a page: a line for each figure, or a shaded grid where two numbers vary, and all figures."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from appraise.report.comparison.figures import Sheet, figure
from appraise.report.page.drawing import Chart, Series, short_figures
from appraise.report.page.heat import Cell, heat
from appraise.report.page.lines import lines
from appraise.report.page.page import Fact, Page, Section
from appraise.report.policy.settings import unit_of_money
from appraise.report.sweep.words import say
from appraise.report.words import word

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from decimal import Decimal

    from appraise.compare.figures.units import Unit
    from appraise.report.about import About
    from appraise.report.page.drawing import Drawing
    from appraise.report.sweep.view import Line, View


def sweep_page(view: View, about: About) -> Page:
    """Lay out a sweep."""
    language = view.language
    names = say("and", language).join(axis.name for axis in view.axes)
    sections = []
    if len(view.axes) <= 2 and len(view.lines) > 1:
        drawn = tuple(_charts(view))
        series = _series(view) if len(view.axes) == 1 and drawn else ()
        sections.append(Section("figures", say("figures", language), "", drawn, series, ()))
    sections.append(Section("table", say("sweep", language), "", (), (), (_sheet(view),)))
    return Page(
        language,
        say("page", language, title=view.title, names=names),
        tuple(_facts(view, about)),
        (),
        (),
        tuple(sections),
    )


def _facts(view: View, about: About) -> Iterator[Fact]:
    language = view.language
    yield Fact(word("ruleset_title", language), f"{about.title} {about.version}")
    for axis in view.axes:
        yield Fact(axis.name, say("now", language, now=axis.shown(axis.now)), f"{axis.path} · {axis.place}")
    yield from (Fact("", told) for told in view.told_of_others)
    if view.keep_sum:
        yield Fact("", say("scaled", language))
    yield Fact(word("periods", language), " – ".join(dict.fromkeys([*about.periods[:1], *about.periods[-1:]])))
    yield Fact(word("appraised", language), f"{about.appraised:,}")
    yield Fact(say("currency", language), unit_of_money(language, view.currency))
    yield Fact(word("data_file", language), ", ".join([about.data_file, *(of.file for of in about.sources)]))
    yield Fact(word("engine_version", language), about.engine_version)


def _series(view: View) -> tuple[Series, ...]:
    return Series(0, "", say("each", view.language)), Series(
        1, say("as_it_is", view.language), say("present", view.language)
    )


def _charts(view: View) -> Iterator[Chart]:
    """Draw every figure that is not the same everywhere."""
    for column, heading in enumerate(view.headings):
        if view.differs(column):
            if len(view.axes) == 1:
                yield Chart(heading, _point(view, column), _line(view, column))
            else:
                down, across = (axis.name for axis in view.axes)
                title = say("grid_of", view.language, of=heading, down=down, across=across)
                yield Chart(title, _point(view, column), _grid(view, column))


def _point(view: View, column: int) -> str:
    """Say where a figure is lowest and highest, and what it is now."""
    unit = view.units[column]
    known = [line for line in view.lines if math.isfinite(line.figures[column])]
    low, high = (choose(known, key=lambda line: line.figures[column]) for choose in (min, max))
    now = next(line for line in view.lines if line.now)
    told = {name: figure(line.figures[column], unit) for name, line in (("low", low), ("high", high), ("now", now))}
    return say("point", view.language, at_low=_place(view, low), at_high=_place(view, high), **told)


def _place(view: View, line: Line) -> str:
    """Name a setting; of two numbers it is said which is which."""
    shown = view.shown(line)
    named = [f"{axis.name} {text}" for axis, text in zip(view.axes, shown, strict=True)]
    return shown[0] if len(shown) == 1 else say("and", view.language).join(named)


def _line(view: View, column: int) -> Drawing:
    unit = view.units[column]
    values = [line.figures[column] for line in view.lines]
    now = [value if line.now else math.nan for line, value in zip(view.lines, values, strict=True)]
    across = [view.shown(line)[0] for line in view.lines]
    return lines(across, list(zip(_series(view), (values, now), strict=True)), lambda marks: _axis(marks, unit, view))


def _axis(marks: Sequence[float], unit: Unit, view: View) -> list[str]:
    if unit == "share":
        return [f"{mark * 100:.4g}%" for mark in marks]
    return short_figures(marks, view.language)


def _grid(view: View, column: int) -> Drawing:
    down, across = view.axes
    rows, heads = (sorted({line.at[i] for line in view.lines}) for i in (0, 1))
    of = {line.at: line for line in view.lines}
    low, high = view.ends(column)

    def cell(at: tuple[Decimal, Decimal]) -> Cell:
        line = of.get(at)
        value = line.figures[column] if line else math.nan
        if line is None or not math.isfinite(value):
            return Cell("–", 0.0, "level")
        return Cell(figure(value, view.units[column]), (value - low) / (high - low), framed=line.now)

    cells = [[cell((a, b)) for b in heads] for a in rows]
    return heat([down.shown(a) for a in rows], [across.shown(b) for b in heads], cells)


def _sheet(view: View) -> Sheet:
    language = view.language
    problems = any(line.problem for line in view.lines)
    headings = [*(axis.name for axis in view.axes), say("as_it_is", language), *view.headings]
    texts: list[Unit] = ["text"] * (len(view.axes) + 1)
    units = [*texts, *view.units]
    rows = []
    for line in view.lines:
        cells: list[str | float] = [*view.shown(line), say("as_it_is", language) if line.now else "", *line.figures]
        rows.append((*cells, line.problem.message if line.problem else "") if problems else tuple(cells))
    if problems:
        headings.append(say("problem", language))
        units.append("text")
    return Sheet("table", say("sweep", language), "", tuple(headings), tuple(units), tuple(rows))
