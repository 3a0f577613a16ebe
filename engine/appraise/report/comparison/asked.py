"""Figures that policies ask for by `results`, in a table of people: each under the base and under the variant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from appraise.report.comparison.words import say
from appraise.report.words import heading

if TYPE_CHECKING:
    from collections.abc import Sequence

    from appraise.compare.figures.units import FigureMove, Unit
    from appraise.texts import Language

    ShownColumn = tuple[str, Unit, Sequence[str | float]]  # its heading, its unit, and a cell for each row


def figure_columns(
    rows: Sequence[Sequence[FigureMove]], titles: dict[str, str], language: Language
) -> list[ShownColumn]:
    """Two columns for each figure; a row of a variant that has no such figure is blank there."""
    columns: list[ShownColumn] = []
    known = {one.name: one for row in reversed(rows) for one in row}
    for name in dict.fromkeys(one.name for row in rows for one in row):
        of = [{one.name: one for one in row}.get(name) for row in rows]
        text = known[name].unit == "text"
        nothing: str | float = "" if text else float("nan")
        called = heading_of(name, known[name].title, titles, language)
        for key in ("before", "after"):
            cells = [nothing if one is None else getattr(one, key) for one in of]
            columns.append((say(f"figure_{key}", language, of=called), known[name].unit, cells))
    return columns


def heading_of(name: str, title: str, titles: dict[str, str], language: Language) -> str:
    """Call a figure by the title that its policy states, or as its column in the results is called."""
    return title or heading(name, titles, language)
