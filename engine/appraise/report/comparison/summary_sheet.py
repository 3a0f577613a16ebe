"""The first sheet of the workbook of a comparison: what is compared, and what it comes to in sentences."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from appraise.diagnostics import display_width
from appraise.report.comparison.charts import drawn_of
from appraise.report.comparison.facts import facts, title_of, warnings
from appraise.report.comparison.summary import summary
from appraise.report.page.words import say
from appraise.report.workbook.styles import set_up_print, width

if TYPE_CHECKING:
    from appraise.compare.tables import Compared
    from appraise.policy.model import Ruleset
    from appraise.report.workbook.styles import Format, Styles

_SENTENCE = 110  # characters of the column with the sentences: A4 lying down
_LINE = 16  # points that a line of text is high
_SPARE = 0.96  # lines do not fill to the last character
_ONE_PAGE = 45  # rows that are still readable when printed on one page


def write_comparison_summary(compared: Compared, ruleset: Ruleset, book: Any, styles: Styles) -> None:
    """Add the sheet, labels in its first column and texts in its second; `ruleset` is the base's."""
    language = styles.language
    sheet = book.add_worksheet(say("summary", language))
    soft, head = styles.of(font_color="#595959", valign="top"), styles.of(bold=True, font_size=12, font_color="#1F3864")
    plain = styles.of(text_wrap=True, valign="top")
    sheet.write_string(0, 0, title_of(compared, language), styles.of(bold=True, font_size=16))
    sheet.set_row(0, 26)
    row, labels = 2, []
    for fact in facts(compared, ruleset):
        labels.append(display_width(fact.label))
        sheet.write_string(row, 0, fact.label, soft)
        row = _text(sheet, row, fact.text, plain)
        if fact.more:
            row = _text(sheet, row, fact.more, styles.of(text_wrap=True, valign="top", font_color="#595959"))
    for warning in warnings(compared, language):
        row = _text(sheet, row, warning, styles.of(text_wrap=True, valign="top", bold=True, font_color="#C00000"))
    drawn = drawn_of(compared, ruleset)
    for one in drawn.series[1:]:
        sheet.write_string(row + 1, 0, f"{drawn.short(one.name)} · {one.name}", head)
        row += 2
        for sentence in summary(drawn, one.name):
            row = _text(sheet, row, sentence, plain)
    sheet.set_column(0, 0, width(*labels))
    sheet.set_column(1, 1, _SENTENCE)
    sheet.hide_gridlines(2)
    set_up_print(sheet, pages=1 if row < _ONE_PAGE else 0)


def _text(sheet: Any, row: int, text: str, style: Format) -> int:
    """Write a text in as many lines as it needs, and give the next row."""
    sheet.write_string(row, 1, text, style)
    sheet.set_row(row, _LINE * math.ceil(display_width(text) / (_SENTENCE * _SPARE)))
    return row + 1
