from __future__ import annotations

import hashlib
from datetime import date

import numpy as np
import pytest
from data_helpers import BEGINS, ENDS, data, field, listed, read, refused

from appraise.data.periods import Period
from appraise.data.table import read_table

SALES = field("销售额", "money", "销售额", "Sales")
Q1, Q2, Q3 = (Period("quarter", 2026, n) for n in (1, 2, 3))


@pytest.fixture
def csv(tmp_path):
    def write(*lines):
        path = tmp_path / "a.csv"
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return path

    return write


def test_a_table(csv):
    path = csv("工号,季度,Sales", "b,2026Q2,5", "a,2026Q1,6", "b,2026 q1,")
    table = read(path, SALES)
    assert len(table) == 3
    assert table.file == str(path)
    assert table.periods == (Q1, Q2)
    assert table.period.labels == ("2026Q1", "2026Q2")
    assert table.period.ordered
    assert table.period.codes.tolist() == [1, 0, 0]
    assert table.employee.strings() == ["b", "a", "b"]
    assert list(table.columns) == ["工号", "季度", "销售额"]
    assert table.columns["工号"] is table.employee
    assert table.columns["季度"] is table.period
    assert listed(table.columns["销售额"]) == [5, 6, None]
    assert table.digest == hashlib.sha256(path.read_bytes()).hexdigest()


def test_part(csv):
    table = read(csv("工号,季度,Sales", "b,2026Q2,5", "a,2026Q1,6", "b,2026Q1,7"), SALES)
    for rows in (slice(1, 3), np.array([1, 2]), np.array([False, True, True])):
        some = table.part(rows)
        assert (len(some), some.rows.tolist(), some.employee.strings()) == (2, [3, 4], ["a", "b"])
        assert (listed(some.columns["销售额"]), some.period.strings()) == ([6, 7], ["2026Q1"] * 2)
        assert some.periods == table.periods


def test_chosen_periods_are_all_that_is_read(csv):
    path = csv("工号,季度,销售额", "a,2026Q1,坏", "a,2026Q2,5", ",2026Q1,1", "b,2027Q1,1", "a,2026Q1,1")
    table = read(path, SALES, periods=[Q2, Q2])
    assert (table.rows.tolist(), table.periods, table.period.codes.tolist()) == ([3], (Q2,), [0])
    found = refused(path, SALES, periods=[Q3, Q2])
    assert [d.code for d in found] == ["data-period"]
    assert "no rows for 2026Q3" in found[0].message
    assert found[0].hint == "periods in the data: 2026Q1, 2026Q2, 2027Q1"
    assert "is a month" in refused(path, SALES, periods=[Period("month", 2026, 1)])[0].message


def test_all_missing_columns_at_once(csv):
    fields = [SALES, field("完成率", "percent"), field("入职日期", "date"), field("x", "number", "甲", "乙")]
    found = refused(csv("工号,完成率%,入职日,季 度,乙 ,甲", "1,2,3,4,5,6"), *fields)
    assert {d.code for d in found} == {"data-column"}
    messages = [d.message for d in found]
    assert len(found) == 5
    assert '"季度"' in messages[0]
    assert '"销售额" or "Sales"' in messages[1]
    assert "did you mean 完成率%" in found[2].hint
    assert "did you mean 入职日" in found[3].hint
    assert 'could be read from "甲" and "乙"' in messages[4]
    assert found[1].where is not None


def test_blank_keys_and_odd_periods(csv):
    found = refused(csv("工号,季度,销售额", "a,,1", " ,2026Q1,1", "合计,,3", "b,三月,1"), SALES)
    assert [(d.code, d.place.partition("a.csv, ")[2]) for d in found] == [
        ("data-value", "row 2, 季度"),
        ("data-period", "row 5, 季度"),
        ("data-value", "row 3, 工号"),
    ]
    assert "merged cells" in found[0].hint
    assert "in row 4" in found[0].message
    assert '"三月" is not a quarter' in found[1].message


def test_rows_of_totals_are_no_employees(csv):
    found = refused(csv("工号,销售额", "a,1", "合 计,1", "Total,1"), SALES, period=None, periods=[Q1])
    assert [d.place.rpartition(", row ")[2] for d in found] == ["3, 工号"]
    assert "total" in found[0].message
    assert '"Total" in row 4' in found[0].message


def test_not_in_force(csv):
    path = csv("工号,季度,销售额", "a,2025Q4,1", "a,2026Q1,1", "b,2025Q4,1", "a,2027Q1,1")
    found = refused(path, SALES)
    assert [d.code for d in found] == ["not-in-force"] * 2
    assert "2025Q4 ends on 2025-12-31" in found[0].message
    assert "2026-01-01 to 2026-12-31" in found[0].message
    assert "2 rows" in found[0].message
    assert len(read(path, SALES, periods=[Q1])) == 1


def test_the_end_of_the_period_decides(csv):
    path = csv("工号,季度", "a,2026Q1")
    for begins, good in ((date(2026, 3, 31), True), (date(2026, 4, 1), False)):
        table, _ = read_table(data(), begins, ENDS, "quarter", path)
        assert (table is not None) is good
    assert read_table(data(), BEGINS, date(2026, 3, 31), "quarter", path)[0] is not None
    assert read_table(data(), BEGINS, date(2026, 3, 30), "quarter", path)[0] is None


def test_duplicates(csv):
    path = csv("工号,季度,销售额", "a,2026Q1,1", "b,2026Q1,1", "a,2026Q2,1", "a,2026Q1,2", "b,2026Q1,1", "b,2026Q1,2")
    found = refused(path, SALES)
    assert [d.message for d in found] == [
        "Employee a has 2 rows for 2026Q1: rows 2 and 5.",
        "Employee b has 3 rows for 2026Q1: rows 3, 6 and 7.",
    ]
    assert {d.code for d in found} == {"data-duplicate"}


def test_rosters(csv):
    path = csv("工号,销售额", "a,1", "b,2")
    table = read(path, SALES, period=None, periods=[Q1])
    assert (table.periods, table.period.strings(), list(table.columns)) == (
        (Q1,),
        ["2026Q1"] * 2,
        ["工号", "销售额"],
    )
    for periods in ((), (Q1, Q2)):
        found = refused(path, SALES, period=None, periods=periods)
        assert [(d.code, d.hint) for d in found] == [("data-period", "say which: --period 2026Q1")]
    late = Period("quarter", 2028, 1)
    assert [d.code for d in refused(path, SALES, period=None, periods=[late])] == ["not-in-force"]
    assert "2026Q1" in refused(csv("工号,销售额", "a,1", "a,2"), SALES, period=None, periods=[Q1])[0].message


def test_every_mistake_is_reported(csv):
    fields = [SALES, field("次数", "count"), field("率", "percent")]
    found = refused(csv("工号,季度,销售额,次数,率", "a,2026Q1,12万,1.5,95", "a,2026Q1,,,"), *fields)
    assert [d.code for d in found] == ["data-value"] * 3 + ["data-duplicate"]
    assert [d.place.partition("a.csv, ")[2] for d in found] == [
        "row 2, 销售额",
        "row 2, 次数",
        "row 2, 率",
        "row 2",
    ]


def test_months_and_years_from_numbers(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("工号,季度\na,202603\nb,2026/3/31\n", encoding="utf-8")
    table, found = read_table(data(), BEGINS, ENDS, "month", path)
    assert found == []
    assert table is not None
    assert table.period.strings() == ["2026-03"] * 2
