"""The first sheet: what HR reports upwards, and a chart of the grades."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from appraise.formula.vectors import Text
from appraise.report.policy.lines import sources_in_words
from appraise.report.policy.settings import unit_of_money
from appraise.report.results.columns import titles_of
from appraise.report.results.grade_chart import HEIGHT, MOST_SERIES, Counts, grades_chart
from appraise.report.results.provisional import provisional_line
from appraise.report.results.summary import group_of, summarise
from appraise.report.words import word
from appraise.report.workbook.cells import Cell, Grid
from appraise.report.workbook.styles import GROUP, MONEY, grade_colours, set_up_print

if TYPE_CHECKING:
    from collections.abc import Sequence

    from appraise.execution.worksheet import Worksheet
    from appraise.report.results.summary import Figure, Group, Person
    from appraise.report.workbook.styles import Styles

_TOP = 3  # the first row below the title
_CHART_AT = 3  # its first column, beside the key figures
_LEAST = 11  # characters of a column
_ONE_PAGE = 60  # rows that are still readable when printed on one page
_COUNT, _SCORE, _SHARE = "#,##0", "0.00", "0.0%"


def write_summary(worksheet: Worksheet, sheet: Any, styles: Styles, book: Any) -> None:
    """Write the sheet."""
    summary = _Sheet(worksheet, sheet, styles)
    row = summary.consequences(summary.key_figures(_TOP))
    if worksheet.plan.ruleset.grades is not None:
        row = summary.grades(max(row, _TOP + HEIGHT + 1), book)
    row = summary.money(row, "cohort", [(g.cohort or word("everyone", styles.language), g) for g in summary.it.groups])
    periods = worksheet.table.period
    if len(periods.labels) > 1:
        groups = [(label, group_of(worksheet, periods.codes == code)) for code, label in enumerate(periods.labels)]
        row = summary.money(row, "period", groups)
    row = summary.budgets(row)
    row = summary.figures(row)
    row = summary.people(row, "best", summary.it.best)
    row = summary.people(row, "last", summary.it.last)
    row = summary.sources(row)
    summary.grid.set_widths(least=_LEAST)
    sheet.hide_gridlines(2)
    set_up_print(sheet, pages=1 if row < _ONE_PAGE else 0)


class _Sheet:
    """Tables one below the other; each method writes one from a row on and gives the row for the next."""

    def __init__(self, worksheet: Worksheet, sheet: Any, styles: Styles):
        self.sheet, self.styles, self.grid = sheet, styles, Grid(sheet, styles)
        self.ruleset, self.table, self.it = worksheet.plan.ruleset, worksheet.table, summarise(worksheet)
        self.all = self.it.groups[-1]
        self._heading()

    def word(self, key: str) -> str:
        """A word in the language of the ruleset."""
        return word(key, self.styles.language)

    def _heading(self) -> None:
        r, labels = self.ruleset, self.it.periods
        span = " – ".join(dict.fromkeys([*labels[:1], *labels[-1:]]))
        self.counted = self.word("times" if len(labels) > 1 else "people")
        self.grid.put(0, 0, r.title, self.styles.of(bold=True, font_size=16), counts=False)
        self.sheet.set_row(0, 26)
        line = f"{self.word('version')} {r.version}   {span}   {unit_of_money(r.language, r.currency)}"
        self.grid.put(1, 0, line, self.styles.of(font_color="#595959"), counts=False)
        if self.it.as_of is not None:
            warning = provisional_line(self.it.as_of, r)
            self.grid.put(2, 0, warning, self.styles.of(bold=True, font_color="#C00000"), counts=False)

    def _title(self, row: int, key: str) -> int:
        style = self.styles.of(bold=True, font_size=12, font_color="#1F3864")
        self.grid.put(row, 0, self.word(key), style, counts=False)
        return row + 1

    def _number(self, row: int, column: int, value: Cell, shown: str, *, bold: bool = False) -> None:
        self.grid.put(row, column, value, self.styles.cell(num_format=shown, bold=bold))

    def key_figures(self, row: int) -> int:
        """Write how many were appraised, the average score and the pay."""
        items: list[tuple[str, Cell, str]] = [
            ("appraised", self.it.appraised, _COUNT), ("not_appraised", self.it.rows - self.it.appraised, _COUNT),
            ("average_score", self.all.average_score, _SCORE),
        ]  # fmt: skip
        if self.ruleset.rewards:
            items.append(("total_reward", self.all.total, MONEY))
        for i, (key, value, shown) in enumerate(items, row):
            self.grid.put(i, 0, self.word(key), self.styles.text(bold=True))
            self._number(i, 1, value, shown, bold=True)
        return row + len(items) + 1

    def consequences(self, row: int) -> int:
        """Write in how many rows each gate and each outcome holds."""
        r = self.ruleset
        for key, held, told in (
            ("gates", self.it.gates, {g.id: g.title for g in r.gates.values()}),
            ("outcomes", self.it.outcomes, {o.id: o.message for o in r.outcomes.values()}),
        ):
            if not held:
                continue
            self.grid.row(row, (self.word(key), self.counted), self.styles.head())
            for i, (id_, count) in enumerate(held.items(), row + 1):
                self.grid.put(i, 0, told[id_], self.styles.text(text_wrap=True))
                self._number(i, 1, count, _COUNT)
            row += len(held) + 2
        return row

    def grades(self, row: int, book: Any) -> int:
        """Write counts and shares of the grades, a cohort a row, and draw the counts beside the key figures."""
        labels, groups, styles = tuple(self.all.grades), self.it.groups, self.styles
        count, names = len(labels), row + 2
        row = self._title(row, "distribution")
        self.grid.row(row, ("", ""), styles.head(GROUP))
        self._over(row, 2, count, self.counted)
        self._over(row, 2 + count, count, self.word("share"))
        self.grid.row(names, (self.word("cohort"), self.word("appraised")), styles.head())
        colours = grade_colours(labels)
        for j, grade in enumerate(labels * 2, 2):
            self.grid.put(names, j, grade, styles.head(colours[grade]))
        for i, group in enumerate(groups, names + 1):
            bold = group is self.all
            self.grid.put(i, 0, group.cohort or self.word("everyone"), styles.text(bold=bold))
            for j, n in enumerate((group.people, *group.grades.values()), 1):
                self._number(i, j, n, _COUNT, bold=bold)
            for j, n in enumerate(group.grades.values(), 2 + count):
                self._number(i, j, n / group.people if group.people else None, _SHARE, bold=bold)
        end = names + 1 + len(groups)
        drawn = range(names + 1, end - 1) if 1 < len(groups) <= MOST_SERIES + 1 else range(end - 1, end)
        place = Counts(self.sheet.get_name(), names, drawn, 2, 1 + count, max(self.all.grades.values()))
        chart = grades_chart(book, place, self.word("distribution"), styles.language)
        self.sheet.insert_chart(_TOP, _CHART_AT, chart)
        return end + 1

    def _over(self, row: int, column: int, count: int, title: str) -> None:
        if count == 1:
            self.grid.put(row, column, title, self.styles.head(GROUP))
        else:
            self.sheet.merge_range(row, column, row, column + count - 1, title, self.styles.head(GROUP))

    def money(self, row: int, key: str, groups: Sequence[tuple[str, Group]]) -> int:
        """Write average score and pay of each group."""
        r = self.ruleset
        row = self._title(row, f"by_{key}")
        headings = [self.word(key), self.word("appraised"), self.word("average_score")]
        if r.rewards:
            headings += [*(x.title for x in r.rewards.values()), self.word("total_reward"), self.word("per_head")]
        self.grid.row(row, headings, self.styles.head())
        for i, (label, group) in enumerate(groups, row + 1):
            bold = group is self.all
            self.grid.put(i, 0, label, self.styles.text(bold=bold))
            self._number(i, 1, group.people, _COUNT, bold=bold)
            self._number(i, 2, group.average_score, _SCORE, bold=bold)
            if r.rewards:
                for j, amount in enumerate((*group.pay.values(), group.total, group.per_head), 3):
                    self._number(i, j, amount, MONEY, bold=bold)
        return row + len(groups) + 2

    def budgets(self, row: int) -> int:
        """Write how much each budget had to give, and what became of it."""
        if not self.it.budgets:
            return row
        row = self._title(row, "budgets")
        keys = ("budget", "period", "group", "to_give", "claims", "paid_out", "left")
        self.grid.row(row, [self.word(key) for key in keys], self.styles.head())
        for i, f in enumerate(self.it.budgets, row + 1):
            group = " · ".join(f.group) or self.word("everyone")
            self.grid.row(i, [f.budget.title, f.period, group], self.styles.text())
            for j, amount in enumerate(f.figures, 3):
                self._number(i, j, amount, MONEY)
        return row + len(self.it.budgets) + 2

    def figures(self, row: int) -> int:
        """Write what the figures beside scores and pay are among those who were appraised."""
        if not self.it.figures:
            return row
        row = self._title(row, "asked")
        keys = ("figure", "people", "average", "lowest", "highest", "total")
        self.grid.row(row, [self.word(key) for key in keys], self.styles.head())
        for i, f in enumerate(self.it.figures, row + 1):
            self.grid.put(i, 0, f.column.heading, self.styles.text())
            self._number(i, 1, f.people, _COUNT)
            for j, value in enumerate((f.average, f.least, f.most, f.total), 2):
                self._number(i, j, value, _figure_format(f, value))
        return row + len(self.it.figures) + 2

    def sources(self, row: int) -> int:
        """Write how the lines were used, and which count for nobody."""
        told = list(sources_in_words(self.it.sources, self.styles.language))
        if not told:
            return row
        row = self._title(row, "sources")
        for i, (sentence, look) in enumerate(told, row):
            self.grid.put(
                i, 0, sentence, self.styles.of(font_color="#C00000") if look else self.styles.of(), counts=False
            )
        return row + len(told) + 1

    def people(self, row: int, key: str, people: Sequence[Person]) -> int:
        """Write who has the highest or lowest scores."""
        if not people:
            return row
        r, titles = self.ruleset, titles_of(self.ruleset)
        named = isinstance(self.table.columns.get("name"), Text)
        row = self._title(row, key)
        names = ["employee", *(["name"] if named else []), "period", *(["grade"] if r.grades else []), "score"]
        headings = [titles.get(n, self.word(n)) for n in [*names, *(["total_reward"] if r.rewards else [])]]
        self.grid.row(row, headings, self.styles.head())
        for i, one in enumerate(people, row + 1):
            texts = [one.employee, *([one.name] if named else []), one.period, *([one.grade] if r.grades else [])]
            self.grid.row(i, texts, self.styles.text())
            self._number(i, len(texts), one.score, _SCORE)
            if r.rewards:
                self._number(i, len(texts) + 1, one.pay, MONEY)
        return row + len(people) + 2


def _figure_format(figure: Figure, value: float | None) -> str:
    if figure.column.unit == "percent":
        return "0.00%"
    return _COUNT if figure.column.unit == "count" and value == round(value or 0) else MONEY
