"""The sheets that are plain lists: figures in long form, consequences, the policy, how all was made."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from appraise.diagnostics import display_width
from appraise.formula.vectors import Text
from appraise.report.policy.clauses import gate_in_words
from appraise.report.policy.sections import policy_in_words
from appraise.report.results.columns import result_columns, titles_of
from appraise.report.words import word
from appraise.report.workbook.cells import Cell, Grid, readable, write_texts, write_values
from appraise.report.workbook.styles import MOST_ROWS, heading_width, set_up_print, width

if TYPE_CHECKING:
    from collections.abc import Sequence

    from appraise.execution.worksheet import Worksheet
    from appraise.report.about import About
    from appraise.report.workbook.styles import Styles

_PARTS = ("value", "target", "attainment", "score", "weight", "points")
_PART_WORDS = {"value": "actual_value", "target": "target_value", "score": "score_of"}
_SENTENCE = 90  # characters of the columns that hold sentences
_POLICY_WIDTHS = {0: 14, 1: 24, 2: _SENTENCE, 3: 34}


@dataclass(frozen=True, slots=True)
class People:
    """Who stands in each row: employee, name (if the data have a field `name`) and period."""

    headings: list[str]
    texts: list[Text]

    @classmethod
    def of(cls, worksheet: Worksheet) -> People:
        """Read them off a worksheet."""
        r = worksheet.plan.ruleset
        titles = titles_of(r)
        named = "name" in worksheet.plan.results and r.data.employee != "name"
        names = ["employee", *(["name"] if named else []), "period"]
        return cls([titles.get(n, word(n, r.language)) for n in names], [worksheet.text(n) for n in names])


def write_indicators(worksheet: Worksheet, sheet: Any, styles: Styles) -> None:
    """Write one row for each employee, period and indicator; people who are not appraised are left out."""
    r, language = worksheet.plan.ruleset, styles.language
    people, appraised = People.of(worksheet), np.flatnonzero(worksheet.appraised)
    parts = [word(_PART_WORDS.get(p, p), language) for p in _PARTS]
    headings = [*people.headings, word("indicator", language), *parts]
    step, count = len(r.indicators), len(appraised) * len(r.indicators)
    if _left_out(sheet, styles, headings, count):
        return
    columns = {c.name: c for c in result_columns(worksheet.plan)}
    widths = [heading_width(h) for h in headings]
    for k, indicator in enumerate(r.indicators.values()):
        rows = range(1 + k, 1 + k + count, step)
        title = Text(np.zeros(len(rows), np.intp), (indicator.title,))
        for j, text in enumerate([*(t.part(appraised) for t in people.texts), title]):
            widths[j] = max(widths[j], write_texts(sheet, rows, j, text, styles.text()))
        for j, part in enumerate(_PARTS, len(people.texts) + 1):
            column = columns.get(f"{indicator.id}.{part}")
            if column is None:
                write_texts(sheet, rows, j, Text(np.full(len(rows), -1), ()), styles.cell())
                continue
            values = readable(worksheet, column)
            some = values.part(appraised) if isinstance(values, Text) else values[appraised]
            widths[j] = max(widths[j], write_values(sheet, rows, j, some, column, styles))
    _finish(sheet, styles, headings, widths, count)


def write_outcomes(worksheet: Worksheet, sheet: Any, styles: Styles) -> None:
    """Write one row for each employee and each gate or outcome that holds, in the order of the data."""
    r, language = worksheet.plan.ruleset, styles.language
    people = People.of(worksheet)
    headings = [*people.headings, *(word(w, language) for w in ("kind", "title", "message"))]
    gates = {g: (word("gate", language), r.gates[g].title, gate_in_words(r.gates[g], r)) for g in r.gates}
    outcomes = {
        o: (word(f"kind_{r.outcomes[o].kind}", language), r.outcomes[o].title, r.outcomes[o].message)
        for o in r.outcomes
    }
    told = [*gates.values(), *outcomes.values()]
    held = [*worksheet.triggered("gate").values(), *worksheet.triggered("outcome").values()]
    who, which = np.nonzero(np.array(held).T) if held else (np.zeros(0, np.intp), np.zeros(0, np.intp))
    if _left_out(sheet, styles, headings, len(who)):
        return
    rows, widths = range(1, 1 + len(who)), [heading_width(h) for h in headings]
    stated = [Text(which, tuple(texts)) for texts in zip(*told, strict=True)]
    for j, text in enumerate([*(t.part(who) for t in people.texts), *stated]):
        widths[j] = max(widths[j], write_texts(sheet, rows, j, text, styles.text()))
    _finish(sheet, styles, headings, widths, len(who))
    sheet.set_column(len(headings) - 1, len(headings) - 1, min(_SENTENCE, widths[-1] + 2))


def write_policy(worksheet: Worksheet, sheet: Any, styles: Styles) -> None:
    """Write the policy clause by clause, with the line of the file."""
    grid = Grid(sheet, styles)
    for j, key in enumerate(("section", "clause", "rule", "place")):
        grid.put(0, j, word(key, styles.language), styles.head())
    lines = policy_in_words(worksheet.plan.ruleset)
    for i, line in enumerate(lines, 1):
        place = f"{line.where.file.rpartition('/')[2]}:{line.where.line}"
        told = (line.section, line.title, line.words, place)
        grid.row(i, told, styles.text(text_wrap=True))
        tall = math.ceil(display_width(line.words) / (_SENTENCE - 6))
        if tall > 1:  # only Excel makes room by itself
            sheet.set_row(i, 15 * tall)
    grid.set_widths(_POLICY_WIDTHS)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, len(lines), 3)
    set_up_print(sheet, (0, 0))


def write_about(about: About, sheet: Any, styles: Styles) -> None:
    """Write what the workbook was made from."""
    grid = Grid(sheet, styles)
    grid.row(0, (word("item", styles.language), word("message", styles.language)), styles.head())
    items: tuple[tuple[str, Cell], ...] = (
        ("ruleset", about.ruleset), ("ruleset_title", about.title), ("version", about.version),
        ("ruleset_file", about.ruleset_file), ("ruleset_digest", about.ruleset_digest),
        ("data_file", about.data_file), ("data_digest", about.data_digest), ("rows", about.rows),
        ("appraised", about.appraised), ("periods", "  ".join(about.periods)),
        ("engine_version", about.engine_version),
    )  # fmt: skip
    told: list[tuple[str, Cell]] = [(word(key, styles.language), value) for key, value in items]
    for of in about.sources:
        told += [(of.id, of.file), (word("source_digest", styles.language, of.id), of.digest)]
    for i, (key, value) in enumerate(told, 1):
        grid.put(i, 0, key, styles.text(bold=True))
        grid.put(i, 1, value, styles.text(align="left", text_wrap=True))
    grid.set_widths({1: 70})
    set_up_print(sheet)


def _left_out(sheet: Any, styles: Styles, headings: Sequence[str], count: int) -> bool:
    """Say so where a sheet cannot hold the rows."""
    if count < MOST_ROWS:
        return False
    for j, heading in enumerate(headings):
        sheet.write_string(0, j, heading, styles.head())
    sheet.write_string(1, 0, word("too_many_rows", styles.language, f"{count:,}"), styles.of())
    return True


def _finish(sheet: Any, styles: Styles, headings: Sequence[str], widths: Sequence[int], count: int) -> None:
    for j, (heading, needed) in enumerate(zip(headings, widths, strict=True)):
        sheet.write_string(0, j, heading, styles.head())
        sheet.set_column(j, j, width(needed))
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(1, count), len(headings) - 1)
    set_up_print(sheet, (0, 0))
