# ruff: noqa: DTZ001
from __future__ import annotations

import zipfile
from datetime import date, datetime

import pytest
import xlsxwriter
from data_helpers import BEGINS, ENDS, data, field, listed, read, refused

from appraise.data.table import read_table

SALES, RATE = field("销售额", "money"), field("完成率", "percent")
POINTS = field("完成率", "percent", scale=(0.0, 100.0))


@pytest.fixture
def book(tmp_path):
    """Write sheets as lists of rows; a cell may be (value, format) or (formula, stored result, "=")."""

    def write(sheets, name="a.xlsx", hidden=(), computed=True, **options):
        path = tmp_path / name
        with xlsxwriter.Workbook(str(path), options) as workbook:
            for title, rows in sheets.items():
                sheet = workbook.add_worksheet(title)
                if title in hidden:
                    sheet.hide()
                for i, j, cell in ((i, j, cell) for i, row in enumerate(rows) for j, cell in enumerate(row)):
                    put(workbook, sheet, i, j, cell)
        if computed:  # as if a spreadsheet had saved it
            edited(path, b'fullCalcOnLoad="1"', b"", "xl/workbook.xml")
        return path

    return write


def put(workbook, sheet, i, j, cell):
    if isinstance(cell, tuple) and cell[-1] == "=":
        sheet.write_formula(i, j, cell[0], None, cell[1])
    elif isinstance(cell, tuple):
        style = workbook.add_format({"num_format": cell[1]})
        if isinstance(cell[0], date):
            sheet.write_datetime(i, j, cell[0], style)
        else:
            sheet.write(i, j, cell[0], style)
    elif isinstance(cell, str):
        sheet.write_string(i, j, cell)
    else:
        sheet.write(i, j, cell)


def edited(path, old, new, part="xl/worksheets/sheet1.xml"):
    """Change the text of an inner file of a workbook."""
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    assert old in parts[part]
    parts[part] = parts[part].replace(old, new)
    with zipfile.ZipFile(path, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)


HEAD = ["工号", "季度", "销售额"]


def test_types_of_cells(book):
    day = "yyyy-mm-dd"
    rows = [
        ["工号", "季度", "销售额", "完成率", "入职", "部门"],
        ["00123", "2026Q1", 1234.5, (0.95, "0%"), (date(2020, 1, 2), day), "NA"],
        [1001, "2026年二季度", "1,234.50", (0.953, "0%"), (datetime(2020, 1, 2), day), "nan"],
        [1002.0, (date(2026, 9, 30), day), "2", "95.3%", "2020/1/2", ""],
    ]
    path = book({"数据": rows})
    table = read(path, SALES, RATE, field("入职", "date"), field("部门", "text"))
    assert table.employee.strings() == ["00123", "1001", "1002"]
    assert table.period.strings() == ["2026Q1", "2026Q2", "2026Q3"]
    assert listed(table.columns["销售额"]) == [1234.5, 1234.5, 2]
    assert listed(table.columns["完成率"]) == [0.95, 0.953, 0.953]
    assert listed(table.columns["入职"]) == [18263] * 3
    assert listed(table.columns["部门"]) == ["NA", "nan", None]
    assert table.rows.tolist() == [2, 3, 4]


def test_title_rows_and_blank_rows(book):
    rows = [
        ["2026年一季度绩效"],
        [],
        ["", "部门", "销售"],
        ["", *HEAD],
        ["", "1", "2026Q1", 5],
        [],
        ["", " ", "", ""],
        ["", "2", "2026Q1", 6],
    ]
    table = read(book({"s": rows}), SALES)
    assert table.rows.tolist() == [5, 8]
    assert listed(table.columns["销售额"]) == [5, 6]


def test_headings_in_full_width_with_blanks_and_breaks(book):
    rows = [[" 工号 ", "季度", "销售额\n（元）"], ["1", "2026Q1", 5]]
    assert len(read(book({"s": rows}), field("销售额", "money", "销售额 (元)"))) == 1


def test_which_sheet(book):
    rows = [HEAD, ["1", "2026Q1", 5]]
    path = book({"一": rows, "二": rows, "空": []})
    found = refused(path, SALES)
    assert [d.code for d in found] == ["data-sheet"]
    assert "一, 二" in found[0].message
    assert "--sheet" in found[0].hint
    assert len(read(path, SALES, sheet="二")) == 1
    assert "did you mean 二" in refused(path, SALES, sheet="二月")[0].hint
    assert refused(path, SALES, sheet="空")[0].code == "data-file"
    assert len(read(book({"空": [], "二": rows}), SALES)) == 1
    assert len(read(book({"见": rows, "藏": rows}, hidden=["藏"]), SALES)) == 1
    assert refused(book({"空": []}), SALES)[0].code == "data-file"


def test_errors_of_formulas_are_not_blank(book):
    rows = [
        HEAD,
        ["1", "2026Q1", ("=NA()", "#N/A", "=")],
        ["2", "2026Q1", ("=1/0", "#DIV/0!", "=")],
    ]
    found = refused(book({"s": rows}), SALES)
    assert [d.place.rpartition(".xlsx")[2] for d in found] == [", sheet s, row 2, 销售额", ", sheet s, row 3, 销售额"]
    assert "#N/A" in found[0].message
    assert "#DIV/0!" in found[1].message


def test_a_formula_may_give_an_empty_text(book):
    path = book({"s": [HEAD, ["3", "2026Q1", ('=IF(1,"",2)', "", "=")]]})
    assert "a formula without a result" in refused(path, SALES)[0].message  # as openpyxl leaves it
    edited(path, b'<c r="C2">', b'<c r="C2" t="str">')  # as Excel saves it
    assert listed(read(path, SALES).columns["销售额"]) == [None]


def test_errors_in_other_columns_and_above_do_not_matter(book):
    rows = [["", "", ("=NA()", "#N/A", "=")], [*HEAD, "x"], ["1", "2026Q1", 5, ("=NA()", "#N/A", "=")]]
    assert listed(read(book({"s": rows}), SALES).columns["销售额"]) == [5]


def test_formulas_that_nobody_has_computed(book):
    path = book({"s": [HEAD, ["1", "2026Q1", ("=1+1", 0, "=")]]}, computed=False)
    table, found = read_table(data(SALES), BEGINS, ENDS, "quarter", path)
    assert table is not None
    assert [(d.severity, d.code) for d in found] == [("warning", "data-value")]
    assert "销售额" in found[0].message
    edited(path, b'fullCalcOnLoad="1"', b"", "xl/workbook.xml")
    assert listed(read(path, SALES).columns["销售额"]) == [0]
    other = book({"s": [["", "", ("=1", 1, "=")], [*HEAD, "x"], ["1", "2026Q1", 5, ("=1+1", 0, "=")]]}, computed=False)
    assert listed(read(other, SALES).columns["销售额"]) == [5]


def test_names_with_a_prefix(book):
    """Some programs write <x:c> in place of <c>."""
    rows = [HEAD, ["1", "2026Q1", ("=NA()", "#N/A", "=")], ["2", "2026Q1", (0.5, "0%")]]
    path = book({"s": rows})
    with zipfile.ZipFile(path) as package:
        old = package.read("xl/worksheets/sheet1.xml")
    head, body = old[:55], old[55:]
    new = body.replace(b"</", b"</x:").replace(b"<", b"<x:").replace(b"<x:/x:", b"</x:").replace(b"xmlns=", b"xmlns:x=")
    edited(path, old, head + new)
    assert len(refused(path, SALES)) == 2


def test_a_cell_shown_with_percent_is_a_percent(book):
    head = ["工号", "季度", "完成率"]
    rows = [
        head,
        ["1", "2026Q1", (0.95, "0%")],
        ["2", "2026Q1", (1.2, "0.00%")],
        ["4", "2026Q1", (97.0, '0"%"')],
    ]
    for of in (RATE, POINTS):
        assert listed(read(book({"s": rows}), of).columns["完成率"]) == [0.95, 1.2, 0.97]
    found = refused(book({"s": rows}), field("完成率", "number"))
    assert [d.place.rpartition(".xlsx")[2] for d in found] == [", sheet s, row 2, 完成率"]
    assert '"97%" in row 4' in found[0].message
    assert '"95%" is a percent' in found[0].message


def test_many_rows_with_marks_in_all_parts(book):
    rows = [HEAD] + [[str(i), "2026Q1", (0.07, "0%") if i % 1000 == 0 else i] for i in range(20_000)]
    rows[12_345][2] = ("=NA()", "#N/A", "=")
    found = refused(book({"s": rows}), SALES)
    assert len(found) == 2
    assert "19 more cells" in found[0].message
    assert found[1].place.endswith("row 12346, 销售额")
    assert "#N/A" in found[1].message
    assert found[0].place.endswith("row 2, 销售额")


def test_broken_and_foreign_files(tmp_path, book):
    good = book({"s": [HEAD, ["1", "2026Q1", 5]]})
    for name, content in {
        "a.xlsx": b"",
        "b.xlsx": b"<html><table>",
        "c.xlsx": b"PK\x03\x04 broken",
        "d.xlsm": good.read_bytes()[:3000],
    }.items():
        path = tmp_path / name
        path.write_bytes(content)
        found = refused(path, SALES)
        assert [d.code for d in found] == ["data-file"]
        assert "Excel" in found[0].hint


def test_dates_from_1904(book):
    rows = [["工号", "季度", "入职"], ["1", "2026Q1", (date(2020, 1, 2), "yyyy-mm-dd")]]
    assert listed(read(book({"s": rows}, date_1904=True), field("入职", "date")).columns["入职"]) == [18263]
