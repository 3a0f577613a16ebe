"""A comparison on a terminal, wide or narrow."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from rich.measure import Measurement
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from appraise.diagnostics import display_width
from appraise.report.comparison.charts import drawn_of
from appraise.report.comparison.figures import TEXTS, figure
from appraise.report.comparison.summary import summary
from appraise.report.comparison.tables import LONG, not_compared, sheets
from appraise.report.comparison.words import say, title
from appraise.report.policy.changes import LINE
from appraise.report.policy.settings import unit_of_money
from appraise.report.results.terminal import plain_table

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from rich.console import Console, RenderableType

    from appraise.compare.tables import Compared
    from appraise.policy.model import Ruleset
    from appraise.report.comparison.figures import Sheet

_WIDEST = 80  # cells of a line of text in a table for a file or a pipe
_PIECE = re.compile(
    r"\s*(?:[!-~−–→]+|\S)[，。；：、！？）」』”;:,.)\]]*"
)  # a word or a figure, or one character of Chinese, with its stop
_MOST_PIECES = 3  # more of them are harder to read than lines


def show_comparison(console: Console, compared: Compared, ruleset: Ruleset, only: Sequence[str] = ()) -> None:
    """Print the tables that a window can hold, or `only` some by their keys; `ruleset` is the base's."""
    language = ruleset.language
    console.print(Text(f"{say('base', language)}: {compared.base}", style="bold"))
    drawn = drawn_of(compared, ruleset)
    for i, variant in enumerate(compared.variants, 1):
        console.print(Text(f"{say('variant', language)} {i}: {variant}", style="bold"))
        for sentence in summary(drawn, variant):
            _say(console, Text(sentence), indent=2)
    span = " – ".join(dict.fromkeys([*compared.periods[:1], *compared.periods[-1:]]))
    counted = say("compared", language, n=f"{compared.rows:,}")
    console.print(Text(f"{span} · {counted} · {unit_of_money(language, ruleset.currency)}"))
    console.print(Text(say("sign", language), style="bold yellow"))
    for sentence in not_compared(compared, language):
        _say(console, Text(sentence, style="yellow"))
    by_variant = say("variant", language)
    for sheet in sheets(compared, ruleset):
        if sheet.key in LONG or (only and sheet.key not in only):
            continue
        console.print()
        console.print(Text(sheet.title, style="bold"))
        _say(console, Text(sheet.note, style="dim"))
        if len(compared.variants) == 1 and sheet.headings[0] == by_variant:  # which is named above
            sheet = _without_first(sheet, compared.variants[0])  # noqa: PLW2901
        _show(console, sheet, (by_variant, say("policy", language)))
    console.print()
    _say(console, Text(say("in_file", language, tables=", ".join(title(key, language) for key in LONG))))
    if not compared.anonymous:
        _say(console, Text(say("people_in_file", language)))


def _show(console: Console, sheet: Sheet, by: Collection[str]) -> None:
    """Print a table, in two pieces if it is too wide; or one for each policy, where its first heading is in `by`."""
    pieces = _pieces(console, sheet)
    divided = sheet.headings[0] in by
    if pieces and not (divided and len(pieces) > 2):
        for piece in pieces:
            console.print(piece)
    elif divided:
        for title in dict.fromkeys(cells[0] for cells in sheet.cells):
            _say(console, Text(str(title), style="bold"), indent=1)
            _show(console, _without_first(sheet, title), ())
    else:
        _lines(console, sheet)


def _pieces(console: Console, sheet: Sheet) -> list[Table]:
    """Cut a table between its columns so that each piece fits and begins with the texts; none where it takes many."""
    if _fits(console, whole := _table(console, sheet)):
        return [whole]
    pieces: list[Table] = []
    columns = list(range(sheet.texts))
    for i in range(sheet.texts, len(sheet.headings)):
        if not _fits(console, _table(console, _columns(sheet, [*columns, i]))):
            if len(columns) == sheet.texts or len(pieces) == _MOST_PIECES - 1:
                return []
            pieces.append(_table(console, _columns(sheet, columns)))
            columns = list(range(sheet.texts))
        columns.append(i)
    return [*pieces, _table(console, _columns(sheet, columns))]


def _columns(sheet: Sheet, places: Sequence[int]) -> Sheet:
    return replace(
        sheet,
        headings=tuple(sheet.headings[i] for i in places),
        units=tuple(sheet.units[i] for i in places),
        cells=tuple(tuple(cells[i] for i in places) for cells in sheet.cells),
    )


def _without_first(sheet: Sheet, value: str | float) -> Sheet:
    """The rows that have a value in the first column, without it."""
    cells = tuple(cells[1:] for cells in sheet.cells if cells[0] == value)
    return replace(sheet, headings=sheet.headings[1:], units=sheet.units[1:], cells=cells)


def _fits(console: Console, table: Table) -> bool:
    natural = Measurement.get(console, console.options.update(max_width=10_000), table).maximum
    return natural <= console.width


def _table(console: Console, sheet: Sheet) -> Table:
    table = plain_table("")
    for heading, unit in zip(sheet.headings, sheet.units, strict=True):
        text = unit in TEXTS
        table.add_column(heading, justify="left" if text else "right", no_wrap=True)
    before = None
    for cells in sheet.cells:
        shown = _shown(sheet, cells)
        if console.soft_wrap:  # as wide as it needs to be, but no wider than can be read
            shown = [_folded(text) if unit in TEXTS else text for text, unit in zip(shown, sheet.units, strict=True)]
        repeated = sheet.texts > 0 and cells[0] == before
        table.add_row("" if repeated else shown[0], *shown[1:])
        before = cells[0]
    return table


def _folded(text: str) -> str:
    """Fold the lines of a text that are too wide for a column; no word or figure is divided."""
    lines: list[str] = []
    for line in text.split(LINE):
        folded = ""
        for piece in _PIECE.findall(line):
            if folded and display_width(folded + piece) > _WIDEST:
                lines.append(folded)
                folded = piece.lstrip()
            else:
                folded += piece
        lines.append(folded)
    return LINE.join(lines)


def _shown(sheet: Sheet, cells: tuple[str | float, ...]) -> list[str]:
    return [
        cell if isinstance(cell, str) else figure(cell, unit) for cell, unit in zip(cells, sheet.units, strict=True)
    ]


def _lines(console: Console, sheet: Sheet) -> None:
    """The same figures where the window is too narrow for the table; no figure is ever cut."""
    for cells in sheet.cells:
        shown = _shown(sheet, cells)
        head = " · ".join(text for text in shown[: sheet.texts] if text)
        rest = zip(sheet.headings[sheet.texts :], shown[sheet.texts :], strict=True)
        line = f"{head}: " + " · ".join(f"{heading} {text}" for heading, text in rest if text)
        _say(console, Text(line.replace(LINE, " ")), indent=1)


def _say(console: Console, text: Text, indent: int = 0) -> None:
    part: RenderableType = (
        Text(" " * indent) + text if console.soft_wrap else Padding(text, (0, 0, 0, indent), expand=False)
    )
    console.print(part)
