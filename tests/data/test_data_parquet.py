# ruff: noqa: DTZ001
from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from data_helpers import BEGINS, ENDS, data, field, listed, read, refused

from appraise.data.periods import Period
from appraise.data.table import table_of


@pytest.fixture
def file(tmp_path):
    def write(columns, **options):
        path = tmp_path / "a.parquet"
        pq.write_table(pa.table(columns), path, **options)
        return path

    return write


def test_types(file):
    path = file(
        {
            "工号": pa.array([7, 2**60 + 1, None, 9], pa.int64()).fill_null(8),
            "季度": pa.array(["2026Q1", "2026Q2", "2026Q1", "2026Q3"]).dictionary_encode(),
            "整数": pa.array([1, None, 3, 4], pa.int32()),
            "小数": pa.array([0.1, float("nan"), None, -2.5]),
            "定点": pa.array([Decimal("0.10"), Decimal("12345678901234.56"), None, Decimal("-1.00")]),
            "日期": pa.array([date(2020, 1, 2), None, date(1969, 12, 31), date(2020, 1, 2)]),
            "时刻": pa.array(
                [datetime(2020, 1, 2), None, datetime(1969, 12, 31), datetime(2020, 1, 2)], pa.timestamp("ns")
            ),
            "真假": pa.array([True, None, False, True]),
            "文字": pa.array([" 甲", None, "", "乙"], pa.large_string()),
            "文数": pa.array(["1,000", "2", None, " "]),
        }
    )
    fields = [
        field("整数", "count"),
        field("小数", "number"),
        field("定点", "money"),
        field("日期", "date"),
        field("时刻", "date"),
        field("真假", "yes-no"),
        field("文字", "text"),
        field("文数", "money", currency="CNY"),
    ]
    table = read(path, *fields)
    assert table.employee.strings() == ["7", str(2**60 + 1), "8", "9"]
    assert table.period.strings() == ["2026Q1", "2026Q2", "2026Q1", "2026Q3"]
    assert {name: listed(table.columns[name]) for name in list(table.columns)[2:]} == {
        "整数": [1, None, 3, 4],
        "小数": [0.1, None, None, -2.5],
        "定点": [0.1, 12345678901234.56, None, -1],
        "日期": [18263, None, -1, 18263],
        "时刻": [18263, None, -1, 18263],
        "真假": [2, 1, 0, 2],
        "文字": ["甲", None, None, "乙"],
        "文数": [1000, 2, None, None],
    }
    assert table.rows.tolist() == [2, 3, 4, 5]


def test_a_zone_is_read_as_its_clock(file):
    shanghai = pa.timestamp("us", tz="Asia/Shanghai")
    midnight = pa.array([datetime(2026, 3, 31, 16)], pa.timestamp("us")).cast(pa.timestamp("us", tz="UTC"))
    path = file({"工号": ["1"], "季度": ["2026Q1"], "到期": midnight.cast(shanghai), "世界时": midnight})
    assert listed(read(path, field("到期", "date")).columns["到期"]) == [(date(2026, 4, 1) - date(1970, 1, 1)).days]
    assert "time of day" in refused(path, field("世界时", "date"))[0].message


def test_periods_of_other_types(file):
    path = file({"工号": ["1", "2"], "季度": pa.array([date(2026, 3, 31), date(2026, 4, 1)])})
    assert read(path).period.strings() == ["2026Q1", "2026Q2"]


def test_values_that_cannot_be(file):
    path = file({"工号": ["1", "2"], "季度": ["2026Q1"] * 2, "x": [float("inf"), 1.0], "y": pa.array([[1], None])})
    assert "inf is larger" in refused(path, field("x", "number"))[0].message
    assert "list" in refused(path, field("y", "number"))[0].message


def test_several_row_groups(file):
    n = 10_000
    path = file(
        {"工号": [f"E{i}" for i in range(n)], "季度": ["2026Q1"] * n, "x": np.arange(n) / 4},
        row_group_size=999,
    )
    table = read(path, field("x", "number"))
    assert table.columns["x"].tolist() == [i / 4 for i in range(n)]
    assert table.employee.strings() == [f"E{i}" for i in range(n)]


def test_names_with_points_and_blanks(file):
    path = file({"销售额.上年": [7.0], "工号": ["1"], " 季度 ": ["2026Q1"], "销售额": [5.0], "a.b": [6.0]})
    table = read(path, field("销售额", "money"), field("x", "money", "a.b"))
    assert listed(table.columns["销售额"]) == [5]
    assert listed(table.columns["x"]) == [6]


def test_a_damaged_column(file):
    n = 10_000
    path = file({"工号": [f"E{i}" for i in range(n)], "季度": ["2026Q1"] * n, "x": np.arange(n) / 4})
    content = path.read_bytes()
    path.write_bytes(content[:100] + b"\xff" * (len(content) // 2) + content[100 + len(content) // 2 :])
    assert [d.code for d in refused(path, field("x", "number"))] == ["data-file"]


def test_broken_and_empty_files(tmp_path, file):
    path = tmp_path / "b.parquet"
    path.write_bytes(b"PAR1 nothing")
    assert [d.code for d in refused(path)] == ["data-file"]
    assert "no rows" in refused(file({"工号": pa.array([], pa.string()), "季度": pa.array([], pa.string())}))[0].message


def test_dataframes():
    frame = pd.DataFrame(
        {
            "工号": ["01", "02"],
            "季度": pd.PeriodIndex(["2026Q1", "2026Q2"], freq="Q"),
            "x": [1.5, np.nan],
            "混": ["12", 3],
            "日": pd.to_datetime(["2020-01-02", None]),
            "类": pd.Categorical(["甲", None]),
            "是": [True, None],
            "n": pd.array([1, None], "Int64"),
        }
    )
    rules = data(
        field("x", "number"),
        field("混", "number"),
        field("日", "date"),
        field("类", "text"),
        field("是", "yes-no"),
        field("n", "count"),
    )
    table, found = table_of(frame, rules, BEGINS, ENDS, "quarter")
    assert found == []
    assert table is not None
    assert [listed(column) for column in table.columns.values()] == [
        ["01", "02"],
        ["2026Q1", "2026Q2"],
        [1.5, None],
        [12, 3],
        [18263, None],
        ["甲", None],
        [2, 1],
        [1, None],
    ]
    assert (table.file, table.rows.tolist()) == ("data", [2, 3])
    again, _ = table_of(frame.copy(), rules, BEGINS, ENDS, "quarter")
    other, _ = table_of(frame.assign(x=[1.5, 2]), rules, BEGINS, ENDS, "quarter")
    assert again is not None
    assert other is not None
    assert table.digest == again.digest != other.digest
    one, found = table_of(frame, rules, BEGINS, ENDS, "quarter", periods=[Period("quarter", 2026, 2)])
    assert one is not None
    assert one.employee.strings() == ["02"]


def test_dataframes_with_mistakes():
    assert table_of(pd.DataFrame({"工号": []}), data(), BEGINS, ENDS, "quarter")[1][0].code == "data-file"
    twice = pd.DataFrame([["1", "2026Q1", "2"]], columns=["工号", "季度", "工号"])
    assert table_of(twice, data(), BEGINS, ENDS, "quarter")[1][0].code == "data-column"
    missing = pd.DataFrame({"工号": ["1"], "季度": [None]})
    assert table_of(missing, data(), BEGINS, ENDS, "quarter")[1][0].place == "data, row 2, 季度"
