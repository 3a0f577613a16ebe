"""A chart of bands on two sides of a middle one: who has less, about the same, more."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from appraise.report.page.drawing import LINE, NARROW, Drawing, in_parts, scale, wrapped

if TYPE_CHECKING:
    from collections.abc import Callable

_GAP = 12.0  # pixels between rows
_ACROSS = 3  # names in a line of the legend


Stack = tuple[str, Sequence[tuple[float, str]]]  # a label, and values with how they are written


def bands(rows: Sequence[Stack], names: Sequence[str]) -> list[Drawing]:
    """Stack the bands of each row around the middle of the middle one, in as many parts as fit on pages."""
    middle = len(names) // 2
    left = max((sum(v for v, _ in own[:middle]) + own[middle][0] / 2 for _, own in rows), default=1.0)
    right = max((sum(v for v, _ in own[middle + 1 :]) + own[middle][0] / 2 for _, own in rows), default=1.0)
    to = scale((-left, max(right, 1e-9)), (0.0, 100.0))
    heights = [LINE * (len(wrapped(label, NARROW)) + 2) + _GAP for label, _ in rows]
    return [_part(part, names, to) for part in in_parts(rows, heights)]


def _part(rows: Sequence[Stack], names: Sequence[str], to: Callable[[float], float]) -> Drawing:
    middle, drawing, y = len(names) // 2, Drawing(), 0.0
    for i, name in enumerate(names):
        y = LINE * (i // _ACROSS)
        drawing.swatch(100 / _ACROSS * (i % _ACROSS), y + 3, f"band b{i}")
        drawing.text(100 / _ACROSS * (i % _ACROSS), y + 13, name, right=15)
    y += LINE + 8
    for label, own in rows:
        for text in wrapped(label, NARROW):
            y += LINE
            drawing.text(0, y - 5, text, "label")
        at = -sum(v for v, _ in own[:middle]) - own[middle][0] / 2
        for i, (value, _) in enumerate(own):
            if value:
                drawing.rect(to(at), y, to(at + value) - to(at), LINE, f"band b{i}")
            at += value
        y += LINE
        for i, (_, text) in enumerate(own):
            drawing.swatch(100 / len(own) * i, y + 5, f"band b{i}")
            drawing.text(100 / len(own) * i, y + 15, text, right=14)
        y += LINE + _GAP
    drawing.height = y
    return drawing
