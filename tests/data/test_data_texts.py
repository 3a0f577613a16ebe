# ruff: noqa: DTZ001
from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from data_helpers import column, field, one, why

from appraise.formula.vectors import NO, UNDECIDED, YES

HIRED = field("入职", "date")
GRADE = field("评级", "text", values={"优": ("A", "优秀"), "良": ("B",)})
DEPARTMENT = field("部门", "text")
HERE = field("在岗", "yes-no")


def days(year, month, day):
    return (date(year, month, day) - date(1970, 1, 1)).days


@pytest.mark.parametrize(
    "cell",
    [
        "2026-03-01",
        "2026/3/1",
        "2026.3.1",
        "2026年3月1日",
        "20260301",
        "2026-03-01 00:00:00",
        "2026-03-01T00:00",
        "２０２６－０３－０１",
        " 2026/03/01 0:00",
        date(2026, 3, 1),
        datetime(2026, 3, 1),
        20260301.0,
    ],
)
def test_dates(cell):
    assert one(HIRED, cell) == days(2026, 3, 1)


@pytest.mark.parametrize(
    ("cell", "word"),
    [
        ("3/1/2026", "ambiguous"),
        ("01/02/2026", "ambiguous"),
        ("26-03-01", "two digits"),
        ("26年3月1日", "two digits"),
        ("2026-02-30", "no such day"),
        ("2026-13-01", "no such day"),
        ("45000", "inner number"),
        (45000.0, "inner number"),
        (20261301.0, "no such day"),
        ("2026-03", "not a date"),
        ("2026-03-01 09:30", "time of day"),
        (datetime(2026, 3, 1, 9, 30), "time of day"),
        ("无", "not a date"),
        ("#REF!", "#REF!"),
        (True, "yes/no"),
        (time(1), "not a date"),
        ("1026-03-01", "years"),
        (date(1800, 1, 1), "years"),
        ("2026-3/1", "not a date"),
        ("2026031", "not a date"),
    ],
)
def test_dates_that_are_refused(cell, word):
    assert word.casefold() in why(HIRED, cell).message.casefold()


def test_missing_dates():
    assert column(HIRED, ["", None, "1969-12-31"]) == ([None, None, -1], [])


def test_texts_are_stripped_and_kept():
    cells = ["销售部", " 销售部 ", "\u3000市场部\xa0", "ＡＢ", "N/A", "00123", 1001.0, 1.5, True, "", None]
    assert column(DEPARTMENT, cells)[0] == [
        "销售部",
        "销售部",
        "市场部",
        "ＡＢ",
        "N/A",
        "00123",
        "1001",
        "1.5",
        "TRUE",
        None,
        None,
    ]


@pytest.mark.parametrize(
    "cell",
    ["#N/A", "#REF!", "=A1", "1.10101E+17", "6.1e+10", 1.1e17, date(2026, 3, 1), time(1), timedelta(days=1)],
)
def test_texts_that_a_spreadsheet_has_damaged(cell):
    assert why(DEPARTMENT, cell).code == "data-value"


def test_labels_and_aliases():
    assert column(GRADE, ["优", " A ", "优秀", "B", ""])[0] == ["优", "优", "优", "良", None]
    assert column(field("x", "text", values={"1": (), "2": ()}), [1.0, "2"])[0] == ["1", "2"]
    found = why(GRADE, "优等")
    assert '"优等" is none of the values' in found.message
    assert "did you mean 优" in found.hint
    assert "优, 良, A" in why(GRADE, "差").hint
    assert column(field("x", "text", values={"有": (), "无": ()}, missing="无"), ["有", ""])[0] == [
        "有",
        "无",
    ]


def test_a_missing_label_that_is_in_no_cell():
    assert column(field("x", "text", missing="未知"), ["甲", ""]) == (["甲", "未知"], [])


def test_rating_with_labels():
    assert column(field("r", "rating", values={"S": (), "A": ()}), ["A", "S"])[0] == ["A", "S"]


def test_yes_and_no():
    cells = ["是", "Yes", "y", "TRUE", "1", 1.0, True, "否", "NO", "n", "false", "0", 0.0, False, "", "１"]
    assert column(HERE, cells)[0] == [YES] * 7 + [NO] * 7 + [UNDECIDED, YES]
    for cell in ("也许", 2.0, date(2026, 1, 1), "√"):
        assert "neither yes nor no" in why(HERE, cell).message
    assert column(field("x", "yes-no", missing=True), ["", "否"])[0] == [YES, NO]
    assert column(field("x", "yes-no", missing=False), [""])[0] == [NO]
