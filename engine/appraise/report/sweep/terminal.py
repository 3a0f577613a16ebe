"""Settings that were tried, and what each comes to, on a terminal: a table with a scale beside each figure, or a grid."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from rich.measure import Measurement
from rich.text import Text

from appraise.diagnostics import display_width
from appraise.report.comparison.figures import figure
from appraise.report.policy.settings import unit_of_money
from appraise.report.results.terminal import plain_table
from appraise.report.sweep.words import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console
    from rich.table import Table

    from appraise.report.sweep.view import Line, View

MOST = 60  # settings that a window shows
_SCALES = (16, 12, 8)  # characters of a scale beside a figure, as wide as there is room for
_ALONE = 24  # characters of a scale in a table of one figure
_TWO = 2  # settings that make a grid
_PROBLEMS = 3  # that are told


def show_sweep(console: Console, view: View) -> None:
    """Print every setting with its figures; the policy as it is is marked."""
    language = view.language
    console.print(Text(f"{view.title} · {unit_of_money(view.language, view.currency)}", style="bold"))
    for axis in view.axes:
        console.print(
            Text(
                say("setting_of", language, name=axis.name, path=axis.path, now=axis.shown(axis.now), place=axis.place)
            )
        )
    for told in view.told_of_others:
        console.print(Text(told, style="yellow"))
    if view.keep_sum:
        console.print(Text(say("scaled", language)))
    console.print()
    if len(view.axes) == _TWO:
        for column in range(len(view.headings)):
            _grid(console, view, column)
    else:
        _show_lines(console, view, _thinned(view.lines))
        if len(view.lines) > MOST:
            shown = len(_thinned(view.lines))
            console.print(Text(say("thinned", language, shown=shown, all=f"{len(view.lines):,}"), style="yellow"))
    if view.all_alike:
        console.print(Text(say("no_difference", language), style="yellow"))
    _show_problems(console, view)


def _show_lines(console: Console, view: View, lines: Sequence[Line]) -> None:
    """Print a table of settings, or one for each figure where the window is too narrow for all."""
    everything = range(len(view.headings))
    scales = (*_SCALES, 0)
    whole = _widest(console, [_table(console, view, lines, everything, scale) for scale in scales])
    if whole is not None:
        console.print(whole[0])
    else:
        for column in everything:
            console.print(Text(view.headings[column], style="bold"))
            alone = [_table(console, view, lines, [column], scale, headed=False) for scale in (_ALONE, *scales)]
            found = _widest(console, alone)
            console.print(found[0] if found else alone[-1])
    if (whole is None or whole[1] < len(_SCALES)) and any(view.differs(column) for column in everything):
        console.print(Text(say("scale", view.language, mark=_marks(console)[2])))


def _show_problems(console: Console, view: View) -> None:
    """Tell why settings are not possible, the first few of them."""
    wrong = [(line, line.problem) for line in view.lines if line.problem is not None]
    for line, problem in wrong[:_PROBLEMS]:
        console.print(Text(f"{', '.join(view.shown(line))}: {problem.message}", style="yellow"))
    if len(wrong) > _PROBLEMS:
        console.print(Text(say("more_problems", view.language, n=len(wrong) - _PROBLEMS), style="yellow"))
    if not view.keep_sum and any(problem.code == "weights-sum" for _, problem in wrong):
        console.print(Text(say("try_keep_sum", view.language), style="yellow"))


def _thinned(lines: Sequence[Line]) -> list[Line]:
    """Evenly spread lines, the ends and the policy as it is among them."""
    if len(lines) <= MOST:
        return list(lines)
    last = len(lines) - 1
    places = {round(i * last / (MOST - 2)) for i in range(MOST - 1)}
    return [line for i, line in enumerate(lines) if i in places or line.now]


def _widest(console: Console, tables: Sequence[Table]) -> tuple[Table, int] | None:
    """The first table that fits, and its place."""
    for i, table in enumerate(tables):
        natural = Measurement.get(console, console.options.update(max_width=10_000), table).maximum
        if natural <= console.width:
            return table, i
    return None


def _table(console: Console, view: View, lines: Sequence[Line], columns: Sequence[int], scale: int, *,
           headed: bool = True) -> Table:  # fmt: skip
    table = plain_table("")
    for axis in view.axes:
        table.add_column(
            axis.name if len(view.axes) > 1 else say("setting", view.language), justify="right", no_wrap=True
        )
    table.add_column("", no_wrap=True)
    ends = {column: view.ends(column) for column in columns}
    for column in columns:
        table.add_column(view.headings[column] if headed else "", justify="right", no_wrap=True)
        if scale and view.differs(column):
            table.add_column("", no_wrap=True)
    for line in lines:
        cells: list[str] = []
        for column in columns:
            value = line.figures[column]
            if line.problem is not None:
                cells.append(say("not_sound", view.language) if column == columns[0] else "")
            else:
                cells.append(figure(value, view.units[column]))
            if scale and view.differs(column):
                cells.append(_scale(console, value, ends[column], scale, now=line.now))
        mark = f"({say('as_it_is', view.language)})" if line.now else ""
        table.add_row(*view.shown(line), mark, *cells, style="bold" if line.now else "")
    return table


def _scale(console: Console, value: float, ends: tuple[float, float], width: int, *, now: bool) -> str:
    """Draw where a value stands between the ends."""
    if not math.isfinite(value):
        return ""
    dot, mark, present = _marks(console)
    at = round((value - ends[0]) / (ends[1] - ends[0]) * (width - 1))
    return dot * at + (present if now else mark) + dot * (width - 1 - at)


def _marks(console: Console) -> tuple[str, str, str]:
    return (".", "o", "#") if console.options.ascii_only else ("·", "●", "◆")


def _grid(console: Console, view: View, column: int) -> None:
    """Print one figure, the first setting down and the second across, in as many tables as the window needs."""
    rows, heads = (sorted({line.at[i] for line in view.lines}) for i in (0, 1))
    if view.lines[0].now and sum(line.at[0] == view.lines[0].at[0] for line in view.lines) == 1:
        rows.remove(view.lines[0].at[0])  # the policy as it is stands beside the grid
    if view.lines[0].now and sum(line.at[1] == view.lines[0].at[1] for line in view.lines) == 1:
        heads.remove(view.lines[0].at[1])
    of = {line.at: line for line in view.lines}
    ends, (low, high) = view.ends(column), (("v", "^") if console.options.ascii_only else ("▼", "▲"))
    down, across = view.axes
    head = say("grid_of", view.language, of=view.headings[column], down=down.name, across=across.name)
    console.print(Text(head, style="bold"))

    def cell(line: Line | None) -> str:
        if line is None or not math.isfinite(line.figures[column]):
            return "–"
        value = line.figures[column]
        text = figure(value, view.units[column])
        mark = (
            ""
            if not view.differs(column)
            else f"{low} "
            if value == ends[0]
            else f"{high} "
            if value == ends[1]
            else ""
        )
        return f"[{mark}{text}]" if line.now else f"{mark}{text}"

    cells = {(a, b): cell(of.get((a, b))) for a in rows for b in heads}
    width = max(display_width(text) for text in (*cells.values(), *map(across.shown, heads))) + 2
    first = max(display_width(text) for text in map(down.shown, rows)) + 2
    each = max(1, (console.width - first) // width)
    for start in range(0, len(heads), each):
        some = heads[start : start + each]
        table = plain_table("")
        table.add_column("", justify="right", no_wrap=True)
        for across_at in some:
            table.add_column(across.shown(across_at), justify="right", no_wrap=True)
        for row in rows:
            table.add_row(down.shown(row), *(cells[row, across_at] for across_at in some))
        console.print(table)
    present = next(line for line in view.lines if line.now)
    if present.at[0] not in rows or present.at[1] not in heads:
        told = f"{', '.join(view.shown(present))} ({say('as_it_is', view.language)})"
        console.print(Text(f"{told}: {figure(present.figures[column], view.units[column])}"))
    console.print(Text(say("grid", view.language, low=low, high=high)))
    console.print()
