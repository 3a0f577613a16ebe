"""Settings that were tried, and what each comes to: on a terminal, wide or narrow, and as CSV or JSON."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING

from rich.box import SIMPLE_HEAD
from rich.measure import Measurement
from rich.table import Table
from rich.text import Text

from engine.compare.solve import PROBES
from engine.report.words import word

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from rich.console import Console

    from engine.compare.measures import Measure
    from engine.compare.settings import Vary
    from engine.compare.solve import Solution
    from engine.compare.sweep import Point, Sweep
    from engine.report.words import Language


def show_sweep(console: Console, found: Sweep, language: Language) -> None:
    """Print every setting with its figures, the policy as it is first."""
    _points(console, found.vary, found.measures, [found.now, *found.points], language)


def show_solution(console: Console, found: Solution, language: Language) -> None:
    """Print the setting that keeps the goal, or that none does, and what was tried."""
    vary, low, high = found.vary, found.vary.values[0], found.vary.values[-1]
    goal, ends = found.goal.text, (vary.name, vary.shown(low), vary.shown(high))
    figures = [point.figures[0] for point in found.tried if point.figures]
    if found.found is not None:
        at = found.found.settings[0]
        key = "kept_now" if at == vary.now else "solved"
        said = word(key, language).format(vary.name, vary.shown(at), goal, vary.shown(vary.now))
    elif figures:
        limits = [_figure(found.measures[0], value) for value in (min(figures), max(figures))]
        said = word("unsolved", language).format(*ends, goal, *limits)
    else:
        said = word("unsolved_none", language).format(*ends)
    console.print(Text(said, style="bold"))
    how = word("by_bisection" if found.monotone else "by_grid", language)
    console.print(Text(how.format(len(vary.values), min(PROBES, len(vary.values)))))
    console.print()
    _points(console, [vary], found.measures, [found.now, *([found.found] if found.found else found.tried)], language)


def write_sweep(found: Sweep, path: Path) -> None:
    """Write the settings and figures, one row for each; the policy as it is has no settings."""
    rows = []
    for point in (found.now, *found.points):
        settings = point.settings or tuple(one.now for one in found.vary)
        row: dict[str, object] = {one.name: one.shown(at) for one, at in zip(found.vary, settings, strict=True)}
        figures = point.figures or (None,) * len(found.measures)
        row |= {m.text: value for m, value in zip(found.measures, figures, strict=True)}
        rows.append(row | {"problem": point.problem.message if point.problem else ""})
    if path.suffix.lower() == ".json":
        path.write_text(json.dumps(rows, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
        return
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def _points(
    console: Console, vary: Sequence[Vary], measures: Sequence[Measure], points: Sequence[Point], language: Language
) -> None:
    heads = [one.name for one in vary]
    rows = [(_settings(point, vary, language), _figures(point, measures, language)) for point in points]
    table = Table(box=SIMPLE_HEAD, show_edge=False, padding=(0, 1))
    for head in (*heads, *(m.text for m in measures)):
        table.add_column(head, justify="right", no_wrap=True)
    for settings, figures in rows:
        table.add_row(*settings, *figures)
    width = Measurement.get(console, console.options.update(max_width=10_000), table).maximum
    if console.soft_wrap or width <= console.width:
        console.print(table)
    else:  # a window too narrow for the table
        for settings, figures in rows:
            named = zip(heads, settings, strict=True)
            console.print(Text(", ".join(f"{head} = {at}" for head, at in named), style="bold"))
            for measure, figure in zip(measures, figures, strict=True):
                console.print(Text(f"  {measure.text}: {figure}" if figure else ""))
    for point in points:
        if point.problem is not None:
            at = ", ".join(_settings(point, vary, language))
            console.print(Text(f"{at}: {point.problem.message} {point.problem.hint}".rstrip()))


def _settings(point: Point, vary: Sequence[Vary], language: Language) -> list[str]:
    if not point.settings:
        return [f"{one.shown(one.now)} ({word('as_it_is', language)})" for one in vary]
    return [one.shown(at) for one, at in zip(vary, point.settings, strict=True)]


def _figures(point: Point, measures: Sequence[Measure], language: Language) -> list[str]:
    if not point.figures:
        return [word("not_sound", language), *[""] * (len(measures) - 1)]
    return [_figure(measure, value) for measure, value in zip(measures, point.figures, strict=True)]


def _figure(measure: Measure, value: float) -> str:
    return f"{value:.1%}" if measure.figure == "share" else f"{value:,.2f}"
