"""A chart of lines over periods, settings or the bins of a histogram."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from appraise.report.page.drawing import LINE, NARROW, SERIES, Drawing, extent, pixels, scale, ticks

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from appraise.report.page.drawing import Series

_TALL = 190.0  # pixels, from the top line to the bottom one, where there are not too many lines to name
_TOP = 12.0
_KEY = 13.0  # from one name at the end of a line to the next
_MARKED = 40  # points; where there are more, only the line is drawn


def lines(across: Sequence[str], series: Sequence[tuple[Series, Sequence[float]]], written: Callable[[Sequence[float]], list[str]],
          *, from_zero: bool = False) -> Drawing:  # fmt: skip
    """Draw the values of each series (NaN: none) over the labels `across`; `written` says how the axis is written."""
    values = [value for _, own in series for value in own]
    marks = ticks(*extent(values, *([0.0] if from_zero else [])))
    axis = written(marks)
    tall = max(_TALL, _KEY * len(series))
    left = (max(map(pixels, axis)) + 8) / NARROW * 100
    right = 100 - (max((pixels(one.key) for one, _ in series), default=0.0) + 12) / NARROW * 100
    down = scale((marks[0], marks[-1]), (_TOP + tall, _TOP))
    drawing = Drawing()
    drawing.from_zero = marks[0] <= 0 <= marks[-1]
    drawing.height = _TOP + tall + LINE + 6
    for value, text in zip(marks, axis, strict=True):
        drawing.line((left, right), (down(value), down(value)), "zero" if value == 0 else "grid")
        drawing.text(left, down(value) + 4, text, anchor="end", right=-6)
    places = [(i + 0.5) / len(across) for i in range(len(across))]
    to = scale((0.0, 1.0), (left, right))
    every = _every(across, (right - left) / 100 * NARROW)
    for i, label in enumerate(across):
        if i % every == 0:
            drawing.text(to(places[i]), _TOP + tall + LINE, label, anchor="middle")
    for one, own in series:
        points = [down(value) if math.isfinite(value) else math.nan for value in own]
        drawing.curve((left, right), zip(places, points, strict=True), one.number)
        known = [(place, point) for place, point in zip(places, points, strict=True) if math.isfinite(point)]
        for place, point in known if len(known) <= _MARKED else ():
            drawing.mark(to(place), point, one.number)
    _name(drawing, right, _TOP + tall, [(one, down(_last(own))) for one, own in series if math.isfinite(_last(own))])
    return drawing


def _every(labels: Sequence[str], width: float) -> int:
    """Say which of the labels find room: each, every second, ..."""
    widest = max(map(pixels, labels), default=0.0) + 8
    return max(1, math.ceil(widest * len(labels) / max(width, 1.0)))


def _last(values: Sequence[float]) -> float:
    return next((value for value in reversed(values) if math.isfinite(value)), math.nan)


def _name(drawing: Drawing, x: float, lowest: float, ends: Sequence[tuple[Series, float]]) -> None:
    """Write the keys at the ends of the lines, none over another."""
    below = -math.inf
    ordered = sorted(ends, key=lambda end: end[1])
    for i, (one, y) in enumerate(ordered):
        room = lowest - _KEY * (len(ordered) - 1 - i)
        below = max(min(y, room), below + _KEY)
        drawing.text(x, below + 4, one.key, f"key s{one.number % SERIES}", right=4)
