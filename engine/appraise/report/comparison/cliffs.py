"""Boundaries, and the people just short of them, in words."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from appraise.report.comparison.figures import Sheet, as_written, figure, in_unit
from appraise.report.comparison.words import heading_of, note, say, title
from appraise.report.words import heading

if TYPE_CHECKING:
    from collections.abc import Sequence

    from appraise.compare.cliffs.cliffs import CliffRow, NearRow
    from appraise.compare.figures.units import Unit
    from appraise.texts import Language


def cliff_sheet(rows: Sequence[CliffRow], titles: dict[str, str], language: Language) -> Sheet:
    """A row for each boundary."""
    names = ("policy", "clause", "bound", "appraisals", "people", "share", "short_mean", "worth")
    headings = tuple(heading_of("cliffs", name, language) for name in names)
    cells = tuple(
        (
            row.policy, _clause(row, language), _bound(row, titles, language), row.appraisals, row.people, row.share,
            in_unit(row.short, row.unit), row.worth,
        )
        for row in rows
    )  # fmt: skip
    units: tuple[Unit, ...] = ("text", "text", "text", "count", "count", "share", "number", "money_change")
    return Sheet("cliffs", title("cliffs", language), note("cliffs", language), headings, units, cells)


def near_sheet(rows: Sequence[NearRow], titles: dict[str, str], language: Language) -> Sheet:
    """A row for each person."""
    names = ("policy", "employee", "name", "period", "clause", "said", "now", "worth_own")
    cells = tuple(
        (
            row.policy, row.employee, row.name, row.period, _clause(row, language), _said(row, titles, language),
            in_unit(row.now, row.unit), row.worth,
        )
        for row in rows
    )  # fmt: skip
    units: tuple[Unit, ...] = ("text", "text", "text", "text", "text", "text", "number", "money_change")
    headings = tuple(heading_of("near", name, language) for name in names)
    return Sheet("near", title("near", language), note("near", language), headings, units, cells)


def _clause(row: CliffRow | NearRow, language: Language) -> str:
    return row.title or f"{say('grade', language)} {row.grade}".strip()


def _bound(row: CliffRow, titles: dict[str, str], language: Language) -> str:
    return say("figure_needed", language, figure=heading(row.figure, titles, language), needed=_needed(row, language))


def _needed(row: CliffRow | NearRow, language: Language) -> str:
    bound = say("differs", language) if math.isnan(row.boundary) else as_written(row.boundary, row.unit)
    return say(f"needed {row.sign}", language, bound=bound)


def _said(row: NearRow, titles: dict[str, str], language: Language) -> str:
    """Say it as "0.80 points short of A (90): worth 2,000.00"."""
    short, worth = figure(in_unit(row.short, row.unit), "number"), figure(row.worth, "money")
    if row.grade and row.sign == ">=" and row.figure == "score":
        bound = as_written(row.boundary, row.unit)
        return say("said_grade", language, short=short, grade=row.grade, bound=bound, worth=worth)
    way = "said_more" if row.sign.startswith(">") else "said_less"
    needed, named = _needed(row, language), heading(row.figure, titles, language)
    return say(way, language, figure=named, short=short, needed=needed, worth=worth)
