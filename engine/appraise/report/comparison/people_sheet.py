"""Who would have got what, as a sheet of the workbook of a comparison."""

from __future__ import annotations

import math
from itertools import groupby
from typing import TYPE_CHECKING, Any

from appraise.diagnostics import display_width
from appraise.formula.vectors import Text
from appraise.report.comparison.asked import heading_of
from appraise.report.comparison.words import say
from appraise.report.policy.changes import change_name
from appraise.report.results.columns import titles_of
from appraise.report.workbook.styles import GROUP, MOST_ROWS, heading_width, set_up_print, width, width_of_numbers
from appraise.texts import msg
from appraise.writing import TooManyRowsError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from appraise.compare.figures.units import Unit
    from appraise.compare.people import People, PeopleColumn
    from appraise.policy.model import Ruleset
    from appraise.report.workbook.styles import Format, Styles

_TOP = 3  # the row of the policies; below them the headings


def see_that_they_fit(people: People) -> None:
    """Raise TooManyRowsError where a sheet cannot hold everybody."""
    most = MOST_ROWS - _TOP - 2
    if people.rows > most:
        raise TooManyRowsError(
            msg(
                "a workbook holds at most {most:,} people, not {rows:,}: write .json, choose periods "
                "with --period, or leave people out with --anonymous",
                most=most,
                rows=people.rows,
            )
        )


def write_people(book: Any, people: People, styles: Styles, ruleset: Ruleset, colours: Mapping[str, str],
                 formats: Mapping[Unit, str]) -> None:  # fmt: skip
    """Add the sheet; `ruleset` is the base's."""
    language = styles.language
    book.constant_memory = True  # of this sheet: a row goes to the file when the next one begins
    sheet = book.add_worksheet(say("table_people", language))
    book.constant_memory = False
    sheet.write_string(0, 0, say("table_people", language), styles.of(bold=True, font_size=14))
    note = f"{say('sign', language)} {say('note_people', language)}"
    sheet.write_string(1, 0, note, styles.of(font_color="#595959"))
    headings = _headings(people, ruleset)
    cells = [_cells(column, people, styles, colours, formats) for column in people.columns]
    for policy, group in groupby(range(len(headings)), key=lambda j: people.columns[j].policy):
        own = list(group)
        if policy and len(own) > 1:
            sheet.merge_range(_TOP, own[0], _TOP, own[-1], policy, styles.head(GROUP))
        else:
            sheet.write_string(_TOP, own[0], policy, styles.head(GROUP))
    for j, heading in enumerate(headings):
        sheet.write_string(_TOP + 1, j, heading, styles.head())
        sheet.set_column(j, j, width(cells[j][2], heading_width(heading)))
    for i in range(people.rows):
        for j, (values, formats_of, _) in enumerate(cells):
            value = values[i]
            if isinstance(value, str) and value:
                sheet.write_string(_TOP + 2 + i, j, value, formats_of[i])
            elif isinstance(value, str) or not math.isfinite(value):
                sheet.write_blank(_TOP + 2 + i, j, None, formats_of[i])
            else:
                sheet.write_number(_TOP + 2 + i, j, value, formats_of[i])
    sheet.freeze_panes(_TOP + 2, sum(not column.policy for column in people.columns))
    sheet.autofilter(_TOP + 1, 0, _TOP + 1 + max(1, people.rows), len(people.columns) - 1)
    set_up_print(sheet, (_TOP, _TOP + 1))


def _headings(people: People, ruleset: Ruleset) -> list[str]:
    """Call who and when as HR does."""
    titles, language = titles_of(ruleset), ruleset.language
    own = {"score": "people_score"}  # `score` is the heading of what goes with the score
    return [
        heading_of(c.key, c.title, titles, language) if c.asked
        else (titles.get(c.key) if c.key in ("employee", "name", "period") else "") or say(own.get(c.key, c.key), language)
        for c in people.columns
    ]  # fmt: skip


def _cells(column: PeopleColumn, people: People, styles: Styles, colours: Mapping[str, str],
           formats: Mapping[Unit, str]) -> tuple[Sequence[str | float], Sequence[Format], int]:  # fmt: skip
    """The cells of a column, their formats, and the width they need."""
    values = column.values
    if not isinstance(values, Text):
        shown = formats[column.unit]
        return values.tolist(), [styles.cell(num_format=shown)] * people.rows, width_of_numbers(values, shown)
    labels: Sequence[str] = values.labels
    if column.unit == "clauses":
        labels = [change_name(people.clauses[path], styles.language) for path in labels]
    of_label = [
        styles.cell(bg_color=colours[label], align="center")
        if column.unit == "grade" and label in colours else styles.text()
        for label in labels
    ]  # fmt: skip
    texts, own = [*labels, ""], [*of_label, styles.text()]  # code -1, nothing, is the last
    codes = values.codes.tolist()
    needed = max((display_width(texts[code]) for code in set(codes)), default=0)
    return [texts[code] for code in codes], [own[code] for code in codes], needed
