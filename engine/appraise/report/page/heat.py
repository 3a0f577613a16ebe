"""A table as shaded cells, with the figures written in."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from appraise.report.page.drawing import LINE, NARROW, Drawing, pixels, wrapped

if TYPE_CHECKING:
    from collections.abc import Sequence

_TALL, _LOWEST, _MOST = 30.0, 15.0, 520.0  # pixels of a row, and of all
_SHADES = 6
_BOLD = 1.15  # how much wider labels are
_MOST_LABEL = 110.0  # pixels; longer ones are broken


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure as it is written; `shade` from 0 to 1; `look` up, down or level, each a colour of its own."""

    text: str
    shade: float
    look: str = "up"
    framed: bool = False


def heat(rows: Sequence[str], columns: Sequence[str], cells: Sequence[Sequence[Cell]], corner: str = "") -> Drawing:
    """Draw a row of cells for each label; wider than its place where the figures need it."""
    label = max(min(_MOST_LABEL, max((pixels(text) for text in (*rows, corner)), default=0.0)) + 10, 40.0)
    widest = max((pixels(cell.text) for row in cells for cell in row), default=0.0)
    column = max(widest, min(_MOST_LABEL, max(map(pixels, columns), default=0.0) * _BOLD)) + 6
    whole = label + column * len(columns)
    drawing = Drawing(None if whole <= NARROW + 20 else whole)
    whole = max(whole, NARROW)
    start = label / whole * 100
    each = (100 - start) / max(1, len(columns))
    heads = [wrapped(text, (column - 4) / _BOLD) for text in columns]
    head = LINE * max(map(len, heads), default=0)
    drawing.text(0, head - 5, corner)
    for j, texts in enumerate(heads):
        for k, text in enumerate(texts):
            drawing.text(
                start + each * (j + 0.5), head - 5 - LINE * (len(texts) - 1 - k), text, "label", anchor="middle"
            )
    y, frames, least = head, [], max(_LOWEST, min(_TALL, _MOST / max(1, len(rows))))
    for name, own in zip(rows, cells, strict=True):
        texts = wrapped(name, label - 10)
        tall = max(least, LINE * len(texts) - 3)
        for k, text in enumerate(texts):
            drawing.text(0, y + tall / 2 + 4 + LINE * (k - (len(texts) - 1) / 2), text, "label")
        for j, cell in enumerate(own):
            shade = math.ceil(min(max(cell.shade, 0.0), 1.0) * _SHADES)
            drawing.rect(start + each * j, y, each, tall, f"cell {cell.look} shade{shade}")
            drawing.text(start + each * (j + 0.5), y + tall / 2 + 4, cell.text, anchor="middle")
            if cell.framed:
                frames.append((start + each * j, y, tall))
        y += tall
    for x, top, tall in frames:  # over the edges of all cells
        drawing.rect(x, top, each, tall, "frame")
    drawing.height = y + 1
    return drawing
