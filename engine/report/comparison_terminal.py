"""A comparison on a terminal, wide or narrow."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.measure import Measurement
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from engine.report.comparison import LONG, figure, sheets
from engine.report.comparison_words import say
from engine.report.terminal import plain_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console, RenderableType

    from engine.compare.compared import Compared
    from engine.policy.model import Ruleset
    from engine.report.comparison import Sheet


def show_comparison(console: Console, compared: Compared, ruleset: Ruleset, only: Sequence[str] = ()) -> None:
    """Print the tables that a window can hold, or `only` some by their keys; `ruleset` is the base's."""
    language = ruleset.language
    console.print(Text(f"{say('base', language)}: {compared.base}", style="bold"))
    for i, variant in enumerate(compared.variants, 1):
        console.print(Text(f"{say('variants', language)} {i}: {variant}", style="bold"))
    span = " – ".join(dict.fromkeys([*compared.periods[:1], *compared.periods[-1:]]))
    counted = say("compared", language, n=f"{compared.rows:,}")
    console.print(Text(f"{span} · {counted} · {ruleset.currency}"))
    console.print(Text(say("sign", language), style="bold yellow"))
    for title, n in compared.left_out.items():
        console.print(Text(say("left_out", language, title=title, n=f"{n:,}"), style="yellow"))
    for sheet in sheets(compared, ruleset):
        if sheet.key in LONG or (only and sheet.key not in only):
            continue
        console.print()
        console.print(Text(sheet.title, style="bold"))
        _say(console, Text(sheet.note, style="dim"))
        table = _table(sheet)
        natural = Measurement.get(console, console.options.update(max_width=10_000), table).maximum
        if console.soft_wrap or natural <= console.width:
            console.print(table)
        else:
            _lines(console, sheet)
    console.print()
    _say(console, Text(say("in_file", language, tables=", ".join(say(f"table_{key}", language) for key in LONG))))


def _table(sheet: Sheet) -> Table:
    table = plain_table("")
    for heading, unit in zip(sheet.headings, sheet.units, strict=True):
        text = unit in ("text", "grade", "kind")
        table.add_column(heading, justify="left" if text else "right", no_wrap=True)
    before = None
    for cells in sheet.cells:
        shown = _shown(sheet, cells)
        repeated = sheet.texts > 0 and cells[0] == before
        table.add_row("" if repeated else shown[0], *shown[1:])
        before = cells[0]
    return table


def _shown(sheet: Sheet, cells: tuple[str | float, ...]) -> list[str]:
    return [
        cell if isinstance(cell, str) else figure(cell, unit) for cell, unit in zip(cells, sheet.units, strict=True)
    ]


def _lines(console: Console, sheet: Sheet) -> None:
    """Give the same figures where the window is too narrow for the table; no figure is ever cut."""
    for cells in sheet.cells:
        shown = _shown(sheet, cells)
        head = " · ".join(text for text in shown[: sheet.texts] if text)
        rest = zip(sheet.headings[sheet.texts :], shown[sheet.texts :], strict=True)
        _say(console, Text(f"{head}: " + " · ".join(f"{heading} {text}" for heading, text in rest if text)), indent=1)


def _say(console: Console, text: Text, indent: int = 0) -> None:
    part: RenderableType = (
        Text(" " * indent) + text if console.soft_wrap else Padding(text, (0, 0, 0, indent), expand=False)
    )
    console.print(part)
