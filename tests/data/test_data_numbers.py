from __future__ import annotations

import math
from dataclasses import replace
from datetime import date, time
from decimal import Decimal

import pytest
from data_helpers import column, field, one, why
from hypothesis import given
from hypothesis import strategies as st

MONEY, COUNT = field("销售额", "money"), field("次数", "count")
SHARE = field("完成率", "percent")
POINTS = field("完成率", "percent", scale=(0.0, 100.0))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1234.5", 1234.5),
        ("1,234.50", 1234.5),
        ("-1,234,567", -1234567),
        ("¥1,234", 1234),
        ("￥1，234", 1234),
        ("$5", 5),
        ("€5.25", 5.25),
        ("1234元", 1234),
        ("  12 \u3000", 12),
        ("１２３４．５", 1234.5),
        ("－3", -3),
        ("−3", -3),
        ("-¥3", -3),
        ("¥-3", -3),
        ("+3", 3),
        ("007", 7),
        (".5", 0.5),
        ("\ufeff8\u200b", 8),
        ("0.1", 0.1),
        ("¥1,234.50 元", 1234.5),
        ("0", 0),
        ("-0.00", 0),
        ("999,999,999,999.99", 999999999999.99),
    ],
)
def test_numbers_as_people_write_them(text, value):
    assert one(MONEY, text) == value


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("1.234,50", "1234.50"),
        ("1,23", "write 1.23 if the comma"),
        ("12,34,567", "without commas"),
        ("0,123", "write 0.123 if the comma"),
        ("12万", "write 120000"),
        ("1.25 亿元", "write 125000000"),
        ("3.5k", "write 3500"),
        ("1.2w", "write 12000"),
        ("(1,234)", "write -1234"),
        ("（1,234）", "write -1234"),
        ("1 23", "without blanks"),
        ("1\xa02345", "without blanks"),
        ("#N/A", "correct the formula"),
        ("#DIV/0!", "correct the formula"),
        ("=A1+B1", "save it"),
        ("N/A", "leave the cell empty"),
        ("-", "leave the cell empty"),
        ("无", "leave the cell empty"),
        ("inf", "write digits"),
        ("NaN", "leave the cell empty"),
        ("1e5", "format the column"),
        ("1.5E+3", "format the column"),
        ("2026-03-01", "write digits"),
        ("10²", "write digits"),
        ("½", "write digits"),
        ("①", "write digits"),
        ("12abc", "write digits"),
        ("5%", "type: percent"),
        ("--5", "write digits"),
        ("1.2.3", "write digits"),
        ("$5元", "write digits"),
        ("10000000000000000000", "write digits"),
        ("¥", "write digits"),
        ("'12", "write digits"),
        ("٣", "write digits"),
        ("1_000", "write digits"),
        ("0x10", "write digits"),
        ("9" * 400, "write digits"),
    ],
)
def test_ambiguous_numbers_are_refused(text, hint):
    found = why(MONEY, text)
    assert found.code == "data-value"
    assert hint in found.hint
    assert found.place == "f.csv, row 2, 销售额"


def test_the_message_quotes_the_cell():
    assert why(MONEY, " 12万 ").message == '"12万" uses the unit 万.'
    assert "#N/A" in why(MONEY, "#n/a").message


def test_typed_cells():
    assert column(MONEY, [1.5, None, "", "  ", 3, Decimal("0.1"), math.nan, "2"])[0] == [
        1.5,
        None,
        None,
        None,
        3,
        0.1,
        None,
        2,
    ]
    for cell, word in (
        (date(2026, 1, 2), "2026-01-02 is a date"),
        (True, "TRUE is a yes/no"),
        (time(1, 2), "01:02:00"),
        (1e16, "larger"),
        (math.inf, "larger"),
    ):
        assert word in why(MONEY, cell).message


def test_missing():
    assert column(field("x", "money", missing=0.0), ["", None, "5"]) == ([0, 0, 5], [])
    assert column(field("x", "percent", missing=0.5, scale=(0.0, 100.0)), ["", "50"]) == ([0.5, 0.5], [])


def test_currencies_are_not_mixed():
    _, found = column(MONEY, ["¥5", "5元", "$5", "7"])
    assert "mixes currencies: $, ¥, and 元" in found[0].message
    assert column(MONEY, ["¥5", "5元", "7"])[1] == []
    assert "type: money" in why(COUNT, "¥5").hint


def test_counts():
    assert column(COUNT, ["3", "3.0", 4.0, "1,000"])[0] == [3, 3, 4, 1000]
    assert "not a whole number" in why(COUNT, "3.5").message
    assert "negative" in why(COUNT, -1.0).message
    assert one(field("n", "count", minimum=-5.0), "-3") == -3


def test_limits():
    limited = field("x", "number", minimum=0.0, maximum=120.0)
    assert column(limited, ["0", 120])[1] == []
    assert "beyond the largest value allowed, 120" in why(limited, "120.01").message
    assert "beyond the smallest value allowed, 0" in why(limited, -1).message
    assert "1.5 (150%)" in why(field("p", "percent", maximum=1.5), "151%").message
    assert one(field("p", "percent", maximum=1.5, scale=(0.0, 100.0)), "150") == 1.5


def test_ratings():
    rating = field("评分", "rating", scale=(1.0, 5.0))
    assert one(rating, "4.5") == 4.5
    assert "1 to 5" in why(rating, "5.1").message
    assert "1 to 5" in why(rating, 0).message


def test_percents_as_shares():
    signed = ["95%", "95％", "95.5 %", "-5%", "7%", "0%", "120%", "0", "1"]
    assert column(SHARE, signed)[0] == [0.95, 0.95, 0.955, -0.05, 0.07, 0, 1.2, 0, 1]
    assert column(SHARE, ["0.95", 0.95, "1", "-0.05", 0, "2"])[0] == [0.95, 0.95, 1, -0.05, 0, 2]


WITH_MOST = replace(SHARE, maximum=30.0)


@pytest.mark.parametrize(
    ("cell", "means"), [(95, "9500%"), ("-10.5", "-1050%"), (2.01, "201%"), ("3", "300%"), (5, "500%")]
)
def test_a_number_that_is_no_share_is_refused(cell, means):
    assert "scale: 100" in why(SHARE, cell).hint
    assert f" {means}:" in why(SHARE, cell).message
    assert "`max: 1000%`" in why(SHARE, cell).hint


def test_a_stated_maximum_lifts_the_limit():
    assert one(WITH_MOST, 5) == 5
    assert one(WITH_MOST, "2000%") == 20
    assert "10000%" in why(SHARE, "1001%").hint
    assert one(SHARE, "1000%") == 10
    assert one(replace(POINTS, maximum=30.0), 2500) == 25


@pytest.mark.parametrize(
    ("field", "cells"),
    [
        (SHARE, ["95%", 0.95]),
        (SHARE, ["0.95", "88%", "95"]),
        (SHARE, ["5%", "1.2"]),
        (SHARE, ["5%", 2]),
        (POINTS, [95, "95%"]),
        (POINTS, ["50%", "-0.5"]),
        (POINTS, ["50%", 1]),
        (WITH_MOST, ["95%", 0.95]),
    ],
)
def test_percents_written_in_two_ways_are_refused(field, cells):
    _, found = column(field, cells)
    told = [d for d in found if "two ways" in d.message]
    assert len(told) == 1
    assert "(row 2)" in told[0].message
    assert "(row 3)" in told[0].message


def test_a_column_between_1_and_2_may_be_of_points():
    """1.2 is 120% or 1.2%: nothing in the column tells."""
    _, (found,) = column(SHARE, [1.2, "1.5", "", 0])
    assert "1.2 to 1.5" in found.message
    assert column(SHARE, [1.2, 0.8])[1] == []
    assert column(SHARE, [1, "1"])[1] == []
    assert column(replace(SHARE, maximum=3.0), [1.2])[1] == []


def test_percents_in_points():
    assert column(POINTS, ["95", 7.0, "1.1", 1.1, 0.29])[0] == [
        0.95,
        0.07,
        0.011,
        0.011,
        0.0029,
    ]
    _, found = column(POINTS, ["0.95", 1, "", "0"])
    assert len(found) == 1
    assert found[0].place == "f.csv, 完成率"
    assert "0.95 to 1" in found[0].message
    assert "remove `scale: 100`" in found[0].hint
    assert column(POINTS, ["0", "", "50%"])[1] == []


def test_at_most_a_thousand_are_reported():
    _, found = column(MONEY, [f"{i}万" for i in range(1, 1501)])
    assert len(found) == 1001
    assert found[-1].code == "more-of-the-same"
    assert "500 more" in found[-1].message


def test_cells_refused_for_one_reason_are_one_message():
    _, (first, other) = column(MONEY, ["x", 1, "y", "12万", *"abcdefghi"])
    assert first.place == "f.csv, row 2, 销售额"
    assert first.message.startswith(
        '"x" is not a number. The same holds for 10 more cells of the column: "y" in row 4, "a" in row 6, "b" in row 7,'
    )
    assert first.message.endswith('"g" in row 12 and 2 more.')
    assert other.message == '"12万" uses the unit 万.'
    _, (both,) = column(MONEY, ["x", "y"])
    assert both.message.endswith('The same holds for one more cell of the column: "y" in row 3.')


FLOATS = st.floats(-1e15, 1e15, allow_nan=False)


@given(FLOATS)
def test_any_number_reads_back_exactly(value):
    text = f"{Decimal(repr(value)):,f}"
    assert one(MONEY, text) == value
    assert one(MONEY, text.replace(",", "") + "元") == value
    assert one(MONEY, value) == value


LIMITLESS = replace(SHARE, maximum=1e15)


@given(FLOATS)
def test_any_percent_reads_back_exactly(value):
    text = f"{Decimal(repr(value)).scaleb(2):,f}%"
    if abs(value) <= 1e12:
        assert one(LIMITLESS, text) == value
        assert one(replace(POINTS, maximum=1e15), text) == value


@given(st.lists(st.floats(-1e9, 1e9).filter(lambda v: abs(v) > 1), min_size=1))
def test_points_are_divided_in_decimal(values):
    expected = [float(Decimal(repr(value)).scaleb(-2)) for value in values]
    points = replace(POINTS, maximum=1e15)
    assert column(points, values)[0] == expected
    assert column(points, [f"{Decimal(repr(v)):f}" for v in values])[0] == expected


@given(st.text(max_size=12))
def test_no_text_is_read_as_anything_python_would_not_read(text):
    values, _ = column(MONEY, [text])
    plain = text.translate({c: c - 0xFEE0 for c in range(0xFF01, 0xFF5F)} | {0x2212: "-"})
    digits = "".join(c for c in plain if c in "0123456789.-+")
    if values[0] is not None:
        assert values[0] == float(digits)
