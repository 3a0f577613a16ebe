"""Charts with a row for each figure: bars from a zero line, dots against a line, ranges. The figures are written in."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from appraise.report.page.drawing import LINE, NARROW, SERIES, Drawing, extent, in_parts, pixels, scale, wrapped

if TYPE_CHECKING:
    from collections.abc import Sequence

_GAP = 10.0  # pixels between groups
_MOST_KEY = 90.0  # pixels; a longer name stands above its row


@dataclass(frozen=True, slots=True)
class Row:
    """A figure: where its mark begins and ends (a dot stands at the end), and how it is written.

    `key` is what the row is called; `look` the number of a series. `inner` are the values marked inside a range.
    """

    key: str
    look: int
    start: float
    end: float
    text: str
    inner: tuple[float, ...] = ()
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows below one label, which may be empty."""

    label: str
    rows: tuple[Row, ...]


_Mark = Callable[[Drawing, Row, Callable[[float], float], float], None]


def bars(groups: Sequence[Rows]) -> list[Drawing]:
    """Draw bars; most start at 0, those of a waterfall where the one before ends."""
    return _drawn(groups, extent(_ends(groups), 0.0), _bar, 0.0)


def dots(groups: Sequence[Rows], domain: tuple[float, float], line: float) -> list[Drawing]:
    """Draw dots against a line, such as 0.8 of a ratio."""
    return _drawn(groups, domain, _dot, line)


def ranges(groups: Sequence[Rows]) -> list[Drawing]:
    """Draw what lies between two values, and inside it a box between the first and last of `inner`, the others as lines."""
    return _drawn(groups, extent(_ends(groups)), _range, None)


def _ends(groups: Sequence[Rows]) -> list[float]:
    return [value for group in groups for row in group.rows for value in (row.start, row.end)]


def _drawn(groups: Sequence[Rows], domain: tuple[float, float], mark: _Mark, line: float | None) -> list[Drawing]:
    """Draw on one scale, in as many parts as fit on pages."""
    compact = all(len(group.rows) == 1 and pixels(group.label) <= _MOST_KEY for group in groups)
    if compact:
        groups = [Rows("", (_named(group.rows[0], group.label),)) for group in groups]
    rows = [row for group in groups for row in group.rows]
    left = max((pixels(row.key) for row in rows), default=0.0)
    right = max((pixels(row.text) for row in rows), default=0.0)
    start = (left + 8) / NARROW * 100 if left else 1.0
    end = max(100 - (right + 10) / NARROW * 100, start + 20)
    heights = [_height(group, compact=compact) for group in groups]
    to = scale(domain, (start, end))
    return [_part(part, mark, line, to, compact=compact) for part in in_parts(groups, heights)]


def _part(
    groups: Sequence[Rows], mark: _Mark, line: float | None, to: Callable[[float], float], *, compact: bool
) -> Drawing:
    drawing, y = Drawing(), 0.0
    if line:
        y = LINE
        drawing.text(to(line), 12, f"{line:g}", "strong", anchor="middle")
    for group in groups:
        for text in _lines(group):
            y += LINE
            drawing.text(0, y - 5, text, "label")
        if line is not None:
            drawing.line((to(line), to(line)), (y, y + LINE * len(group.rows)), "zero")
        for row in group.rows:
            drawing.text(0, y + 13, row.key, "strong" if row.strong else "")
            if math.isfinite(row.end):
                mark(drawing, row, to, y)
            drawing.text(100, y + 13, row.text, "strong" if row.strong else "", anchor="end")
            y += LINE
        y += 0 if compact else _GAP
    drawing.height = y
    return drawing


def _named(row: Row, key: str) -> Row:
    return Row(key or row.key, row.look, row.start, row.end, row.text, row.inner, row.strong)


def _lines(group: Rows) -> list[str]:
    return wrapped(group.label, NARROW) if group.label else []


def _height(group: Rows, *, compact: bool) -> float:
    return LINE * (len(_lines(group)) + len(group.rows)) + (0 if compact else _GAP)


def _bar(drawing: Drawing, row: Row, to: Callable[[float], float], y: float) -> None:
    low, high = sorted((to(row.start), to(row.end)))
    if row.start != row.end:
        drawing.rect(low, y + 3, max(high - low, 0.2), LINE - 6, f"bar s{row.look % SERIES}")


def _dot(drawing: Drawing, row: Row, to: Callable[[float], float], y: float) -> None:
    drawing.line((to(row.start), to(row.end)), (y + LINE / 2, y + LINE / 2), "stem")
    drawing.mark(to(row.end), y + LINE / 2, row.look)


def _range(drawing: Drawing, row: Row, to: Callable[[float], float], y: float) -> None:
    middle, look = y + LINE / 2, f"bar s{row.look % SERIES}"
    drawing.line((to(row.start), to(row.end)), (middle, middle), f"whisker s{row.look % SERIES}")
    low, *inside, high = row.inner
    drawing.rect(to(low), y + 3, to(high) - to(low), LINE - 6, look)
    for value in inside:
        drawing.line((to(value), to(value)), (y + 1, y + LINE - 1), "tick")
