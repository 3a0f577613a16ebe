from __future__ import annotations

import pytest
from data_helpers import field, listed, read, refused
from xls_writer import write_xls

SALES, POINTS = field("销售额", "money"), field("完成率", "percent", scale=(0.0, 100.0))
HEAD = ["工号", "季度", "销售额", "完成率"]


@pytest.mark.parametrize("small", [False, True])
def test_an_old_workbook(tmp_path, small):
    rows = [
        ["标题"], HEAD, ["001", "2026Q1", 1234.5, (0.95, "0%")], [1002.0, "2026Q2", ("=", 7.0), (1.2, "0.0%")],
        ["3", "2026Q3", "1,000", 98.5], ["4", "2026Q4", None, ([0.5], "0%")],
    ]  # fmt: skip
    path = write_xls(tmp_path / "a.xls", {"数据": rows, "空": []}, small=small)
    table = read(path, SALES, POINTS)
    assert table.employee.strings() == ["001", "1002", "3", "4"]
    assert listed(table.columns["销售额"]) == [1234.5, 7, 1000, None]
    assert listed(table.columns["完成率"]) == [0.95, 1.2, 0.985, 0.5]
    assert table.rows.tolist() == [3, 4, 5, 6]


def test_errors_are_not_blank(tmp_path):
    rows = [HEAD, ["1", "2026Q1", "#N/A", 98.5], ["2", "2026Q1", ("=", "#DIV/0!"), 98.5], ["3", "2026Q1", 5.0, 99.0]]
    found = refused(write_xls(tmp_path / "a.xls", {"s": rows}), SALES, POINTS)
    assert [d.place.rpartition(".xls")[2] for d in found] == [", row 2, 销售额", ", row 3, 销售额"]
    assert "#N/A" in found[0].message
    assert "#DIV/0!" in found[1].message


def test_many_rows_and_the_second_sheet(tmp_path):
    rows = [HEAD] + [[str(i), "2026Q1", i / 4, 98.0] for i in range(5000)]
    path = write_xls(tmp_path / "a.xls", {"一": [["x"]], "二": rows})
    table = read(path, SALES, POINTS, sheet="二")
    assert listed(table.columns["销售额"]) == [i / 4 for i in range(5000)]
    rows[4321][2] = "#REF!"
    found = refused(write_xls(tmp_path / "a.xls", {"一": [["#N/A"]], "二": rows}), SALES, POINTS, sheet="二")
    assert [d.place.rpartition(", row ")[2] for d in found] == ["4322, 销售额"]


def test_a_damaged_file(tmp_path):
    path = write_xls(tmp_path / "a.xls", {"s": [HEAD, ["1", "2026Q1", 5.0, 98.0]]})
    content = path.read_bytes()
    for broken in (content[:600], content[:2000], content[:-512], content[:8], content[:520] + b"\0\7" + content[522:]):
        path.write_bytes(broken)
        assert [d.code for d in refused(path, SALES, POINTS)] == ["data-file"]
