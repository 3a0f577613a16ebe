"""Writes made-up tables as HR would keep them: CSV that Excel opens with Chinese headings, and workbooks."""

from __future__ import annotations

import csv
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import xlsxwriter

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

Row = dict[str, object]


def write_csv(table: Sequence[Row], path: Path, percents: Sequence[str] = ()) -> None:
    """Write UTF-8 with a BOM, so that Excel shows the headings; columns of percents as 92.5%."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, list(table[0]))
        writer.writeheader()
        for row in table:
            shown = {k: f"{row[k] * 100:.1f}%" for k in percents if isinstance(row[k], float)}  # type: ignore[operator]
            writer.writerow(row | shown)


def write_workbook(
    tables: Mapping[str, Sequence[Row]], path: Path, percents: Sequence[str] = (), money: Sequence[str] = ()
) -> None:
    """Write a workbook with a sheet for each table: real dates, percents and numbers, and employee numbers as text."""
    with xlsxwriter.Workbook(str(path)) as book:
        book.set_properties({"created": datetime(2026, 1, 1, tzinfo=UTC)})
        head = book.add_format({"bold": True, "bg_color": "#D9E2F3", "border": 1})
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        formats = dict.fromkeys(percents, book.add_format({"num_format": "0.0%"}))
        formats |= dict.fromkeys(money, book.add_format({"num_format": "#,##0.00"}))
        for sheet, table in tables.items():
            page = book.add_worksheet(sheet)
            headings = list(table[0])
            page.write_row(0, 0, headings, head)
            for i, row in enumerate(table, 1):
                for j, (heading, value) in enumerate(row.items()):
                    if isinstance(value, date):
                        page.write_datetime(i, j, value, moment if isinstance(value, datetime) else day)
                    elif isinstance(value, str):
                        page.write_string(i, j, value)
                    else:
                        page.write(i, j, value, formats.get(heading))
            page.freeze_panes(1, 2)
            page.autofilter(0, 0, len(table), len(headings) - 1)
            page.set_column(0, len(headings) - 1, 13)
