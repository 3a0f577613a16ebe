"""The first sheet: what HR reports upwards, and a chart of the grades."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from engine.report.workbook_cells import Cell, Grid
from engine.report.workbook_chart import HEIGHT, MOST_SERIES, Counts, grades_chart
from engine.report.workbook_figures import Figures, figures_by, figures_of, standing_out
from engine.report.workbook_lists import People
from engine.report.workbook_styles import GROUP, MONEY, grade_colours, set_up_print
from engine.report.words import word

if TYPE_CHECKING:
    from engine.execution.worksheet import Worksheet
    from engine.report.workbook_styles import Styles

_TOP = 3  # the first row below the title
_CHART_AT = 3  # its first column, beside the key figures
_LEAST = 11  # characters of a column
_ONE_PAGE = 60  # rows that are still readable when printed on one page


def write_summary(worksheet: Worksheet, sheet: Any, styles: Styles, book: Any) -> None:
    """Write the sheet."""
    summary = _Summary(worksheet, sheet, styles)
    row = summary.consequences(summary.key_figures(_TOP))
    if worksheet.plan.ruleset.grades is not None:
        row = summary.grades(max(row, _TOP + HEIGHT + 1), book)
    row = summary.money(row, "cohort", [*summary.cohorts, summary.all])
    if len(worksheet.table.periods) > 1:
        row = summary.money(row, "period", figures_by(worksheet, "period"))
    for title, rows in zip(("best", "weakest"), standing_out(worksheet), strict=True):
        row = summary.people(row, title, rows)
    summary.grid.set_widths(least=_LEAST)
    sheet.hide_gridlines(2)
    set_up_print(sheet, pages=1 if row < _ONE_PAGE else 0)


class _Summary:
    """Tables one below the other; each method writes one from a row on and gives the row for the next."""

    def __init__(self, worksheet: Worksheet, sheet: Any, styles: Styles):
        self.worksheet, self.sheet, self.styles = worksheet, sheet, styles
        self.grid = Grid(sheet, styles)
        self.ruleset, self.language = worksheet.plan.ruleset, styles.language
        self.all = figures_of(worksheet, self.word("everyone"), np.ones(len(worksheet), dtype=np.bool_))
        self.cohorts = figures_by(worksheet, "cohort") if self.ruleset.cohorts else []
        self._heading()

    def word(self, key: str) -> str:
        """Give a word in the language of the ruleset."""
        return word(key, self.language)

    def _heading(self) -> None:
        r, labels = self.ruleset, [p.label for p in self.worksheet.table.periods]
        span = " – ".join(dict.fromkeys([*labels[:1], *labels[-1:]]))
        self.counted = self.word("results_of" if len(labels) > 1 else "count")
        self.grid.put(0, 0, r.title, self.styles.of(bold=True, font_size=16), counts=False)
        self.sheet.set_row(0, 26)
        line = f"{self.word('version')} {r.version}   {span}   {r.currency}"
        self.grid.put(1, 0, line, self.styles.of(font_color="#595959"), counts=False)

    def _title(self, row: int, key: str) -> int:
        style = self.styles.of(bold=True, font_size=12, font_color="#1F3864")
        self.grid.put(row, 0, self.word(key), style, counts=False)
        return row + 1

    def key_figures(self, row: int) -> int:
        """Write how many were appraised, the average score and the pay."""
        f = self.all
        items: list[tuple[str, Cell, str]] = [
            ("appraised", f.appraised, "#,##0"), ("not_appraised", f.rows - f.appraised, "#,##0"),
            ("average_score", f.average, "0.00"),
        ]  # fmt: skip
        if self.ruleset.rewards:
            items.append(("total_reward", f.total, MONEY))
        for i, (key, value, shown) in enumerate(items, row):
            self.grid.put(i, 0, self.word(key), self.styles.text(bold=True))
            self.grid.put(i, 1, value, self.styles.cell(num_format=shown, bold=True))
        return row + len(items) + 1

    def consequences(self, row: int) -> int:
        """Count in how many rows each gate and each outcome holds."""
        r = self.ruleset
        shown = {"gate": {g.id: g.title for g in r.gates.values()},
                 "outcome": {o.id: o.message for o in r.outcomes.values()}}  # fmt: skip
        for kind, titles in shown.items():
            if not titles:
                continue
            self.grid.row(row, (self.word(f"{kind}s"), self.counted), self.styles.head())
            for i, (id_, rows) in enumerate(self.worksheet.triggered(kind).items(), row + 1):
                self.grid.put(i, 0, titles[id_], self.styles.text(text_wrap=True))
                self.grid.put(i, 1, int(rows.sum()), self.styles.cell(num_format="#,##0"))
            row += len(titles) + 2
        return row

    def grades(self, row: int, book: Any) -> int:
        """Write counts and shares of the grades, a cohort a row, and draw the counts beside the key figures."""
        labels = self.ruleset.grades.labels if self.ruleset.grades else ()
        styles, count, names = self.styles, len(labels), row + 2
        row = self._title(row, "distribution")
        self.grid.row(row, ("", ""), styles.head(GROUP))
        self._over(row, 2, count, self.counted)
        self._over(row, 2 + count, count, self.word("share"))
        self.grid.row(names, (self.word("cohort"), self.word("appraised")), styles.head())
        colours = grade_colours(labels)
        for j, grade in enumerate(labels * 2, 2):
            self.grid.put(names, j, grade, styles.head(colours[grade]))
        groups = [*self.cohorts, self.all]
        for i, f in enumerate(groups, names + 1):
            bold = f is self.all
            self.grid.put(i, 0, f.label, styles.text(bold=bold))
            self.grid.row(i, (f.appraised, *f.grades), styles.cell(num_format="#,##0", bold=bold), 1)
            shares = [n / f.appraised if f.appraised else None for n in f.grades]
            self.grid.row(i, shares, styles.cell(num_format="0.0%", bold=bold), 2 + count)
        end = names + 1 + len(groups)
        drawn = range(names + 1, end - 1) if 0 < len(self.cohorts) <= MOST_SERIES else range(end - 1, end)
        place = Counts(self.sheet.get_name(), names, drawn, 2, 1 + count, max(self.all.grades, default=0))
        self.sheet.insert_chart(_TOP, _CHART_AT, grades_chart(book, place, self.word("distribution"), self.language))
        return end + 1

    def _over(self, row: int, column: int, count: int, title: str) -> None:
        if count == 1:
            self.grid.put(row, column, title, self.styles.head(GROUP))
        else:
            self.sheet.merge_range(row, column, row, column + count - 1, title, self.styles.head(GROUP))

    def money(self, row: int, key: str, groups: list[Figures]) -> int:
        """Write average score and pay of each group."""
        r, styles = self.ruleset, self.styles
        row = self._title(row, f"by_{key}")
        headings = [self.word(key), self.word("appraised"), self.word("average_score")]
        if r.rewards:
            headings += [*(x.title for x in r.rewards.values()), self.word("total_reward"), self.word("average_pay")]
        self.grid.row(row, headings, styles.head())
        for i, f in enumerate(groups, row + 1):
            bold = f is self.all
            self.grid.put(i, 0, f.label, styles.text(bold=bold))
            self.grid.put(i, 1, f.appraised, styles.cell(num_format="#,##0", bold=bold))
            self.grid.put(i, 2, f.average, styles.cell(num_format="0.00", bold=bold))
            if r.rewards:
                average = f.total / f.appraised if f.appraised else None
                self.grid.row(i, (*f.pay, f.total, average), styles.cell(num_format=MONEY, bold=bold), 3)
        return row + len(groups) + 2

    def people(self, row: int, key: str, rows: list[int]) -> int:
        """Write who has the highest or lowest scores."""
        sheet, r, people = self.worksheet, self.ruleset, People.of(self.worksheet)
        names = [n for n, there in (("cohort", r.cohorts), ("grade", r.grades)) if there]
        numbers = [n for n, there in (("score", True), ("total_reward", r.rewards)) if there]
        row = self._title(row, key)
        self.grid.row(row, [*people.headings, *(self.word(n) for n in names + numbers)], self.styles.head())
        texts = [*people.texts, *(sheet.text(n) for n in names)]
        for i, at in enumerate(rows, row + 1):
            shown = [text.labels[text.codes[at]] if text.codes[at] >= 0 else None for text in texts]
            self.grid.row(i, shown, self.styles.text())
            for j, name in enumerate(numbers, len(texts)):
                style = self.styles.cell(num_format="0.00" if name == "score" else MONEY)
                self.grid.put(i, j, float(sheet.numbers(name)[at]), style)
        return row + len(rows) + 2
