"""Merged, hidden and filtered cells of workbooks."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from data_helpers import BEGINS, ENDS, data, field, listed, refused

from appraise.data.table import read_table
from appraise.diagnostics import Diagnostic

SALES, TEAM = field("销售额", "money"), field("部门", "text")
HEAD = ["工号", "季度", "部门", "销售额", "备注"]
ROWS = [[str(i), "2026Q1", "东", 5, "x"] for i in range(1, 7)]  # sheet rows 2 to 7
Change = Callable[[Any, Any], None]


def book(path: Path, change: Change) -> Path:
    with xlsxwriter.Workbook(str(path / "a.xlsx")) as workbook:
        sheet = workbook.add_worksheet("一月")
        for i, row in enumerate([HEAD, *ROWS]):
            sheet.write_row(i, 0, row)
        change(workbook, sheet)
    return path / "a.xlsx"


def told(path: Path, change: Change) -> list[Diagnostic]:
    """Read a workbook that can be read, and give its warnings."""
    table, found = read_table(data(SALES, TEAM), BEGINS, ENDS, "quarter", book(path, change))
    assert table is not None, [d.message for d in found]
    assert listed(table.columns["销售额"]) == [5] * 6
    return found


@pytest.mark.parametrize(
    ("area", "says"),
    [
        ("C2:C4", "C2:C4"),
        ("D6:D7", "D6:D7"),
        ("C3:D3", "C3:D3"),
        ("A2:A3", "A2:A3"),
        ("B2:B7", "B2:B7"),
    ],
)
def test_merged_cells_of_a_used_column_are_refused(area: str, says: str, tmp_path: Path) -> None:
    def change(_: Any, sheet: Any) -> None:
        sheet.merge_range(area, "3")

    found = refused(book(tmp_path, change), SALES, TEAM)
    merged = [d for d in found if "Merged cells" in d.message]
    assert says in merged[0].message
    assert "unmerge" in merged[0].hint
    assert merged[0].place.rpartition(".xlsx, ")[2].startswith("sheet 一月, ")


@pytest.mark.parametrize("area", ["E2:E4", "F1:H3", "A9:B9"])
def test_merged_cells_elsewhere_do_not_matter(area: str, tmp_path: Path) -> None:
    assert told(tmp_path, lambda _, sheet: sheet.merge_range(area, "")) == []


def test_merged_headings_and_titles_do_not_matter(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(str(path)) as workbook:
        sheet = workbook.add_worksheet("一月")
        for i, row in enumerate([["2026年一季度"], HEAD, *ROWS]):
            sheet.write_row(i, 0, row)
        sheet.merge_range("A1:E1", "2026年一季度")
    table, found = read_table(data(SALES, TEAM), BEGINS, ENDS, "quarter", path)
    assert table is not None
    assert found == []


def hide(*rows: int) -> Change:
    def change(_: Any, sheet: Any) -> None:
        for row in rows:
            sheet.set_row(row - 1, options={"hidden": True})

    return change


def flat(_: Any, sheet: Any) -> None:
    sheet.set_row(2, 0)


def filtered(_: Any, sheet: Any) -> None:
    sheet.autofilter("A1:E7")
    sheet.filter_column("A", "x != 2")
    sheet.set_row(2, options={"hidden": True})


def grouped(_: Any, sheet: Any) -> None:
    for row in (3, 4):
        sheet.set_row(row, options={"level": 1, "hidden": True})


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (hide(3), "1 row is hidden by hand or by a closed group, and counts like every other: row 3."),
        (hide(3, 4, 7), "3 rows are hidden by hand or by a closed group, and count like every other: rows 3-4, 7."),
        (flat, "1 row is hidden by hand"),
        (filtered, "1 row is hidden by a filter"),
        (grouped, "2 rows are hidden by hand or by a closed group"),
    ],
)
def test_hidden_rows_are_read_and_told(change: Change, says: str, tmp_path: Path) -> None:
    (found,) = told(tmp_path, change)
    assert (found.code, found.severity) == ("data-hidden", "warning")
    assert says in found.message


def test_hidden_rows_beside_the_data_do_not_matter(tmp_path: Path) -> None:
    assert told(tmp_path, hide(9, 12)) == []


@pytest.mark.parametrize(
    ("columns", "says"),
    [("D:D", "The column 销售额 is hidden, and used."), ("C:D", "The columns 部门, 销售额 are hidden"), ("E:E", "")],
)
def test_hidden_columns_are_told_where_they_are_used(columns: str, says: str, tmp_path: Path) -> None:
    found = told(tmp_path, lambda _, sheet: sheet.set_column(columns, None, None, {"hidden": True}))
    assert [says in d.message for d in found] == [True] * bool(says)


def test_a_hidden_sheet_is_told_where_it_is_asked_for(tmp_path: Path) -> None:
    def change(workbook: Any, sheet: Any) -> None:
        workbook.add_worksheet("说明").activate()
        sheet.hide()

    table, found = read_table(data(SALES), BEGINS, ENDS, "quarter", book(tmp_path, change), sheet="一月")
    assert table is not None
    assert [d.message for d in found] == ["The sheet is hidden; it is read."]


def test_numbers_shown_with_zeros_before_them_are_so_read(tmp_path: Path) -> None:
    def change(workbook: Any, sheet: Any) -> None:
        for row in range(1, 7):
            sheet.write_number(row, 0, row, workbook.add_format({"num_format": "00000"}))

    table, found = read_table(data(SALES), BEGINS, ENDS, "quarter", book(tmp_path, change))
    assert found == []
    assert table is not None
    assert table.employee.strings() == [f"0000{i}" for i in range(1, 7)]
