from __future__ import annotations

from datetime import date

import pytest

from appraise.data.periods import Period, parse_period, period_containing, period_of_date


@pytest.mark.parametrize(
    "text",
    [
        "2026Q1",
        "2026-Q1",
        "2026 q1",
        "Q1 2026",
        "2026年第1季度",
        "2026年一季度",
        "2026年第一季度",
        "2026年1季度",
        "２０２６Ｑ１",
        " 2026Q1 ",
        "2026年Q1",
    ],
)
def test_quarters(text):
    assert parse_period(text, "quarter") == Period("quarter", 2026, 1)


@pytest.mark.parametrize(
    "text",
    ["2026-03", "2026/3", "202603", "2026年3月", "2026M3", "2026年03月", "２０２６－０３", "2026年3月份"],
)
def test_months(text):
    assert parse_period(text, "month") == Period("month", 2026, 3)


def test_half_years_and_years():
    assert (
        parse_period("2026H1", "half-year") == parse_period("2026年上半年", "half-year") == Period("half-year", 2026, 1)
    )
    assert parse_period("2026年下半年", "half-year") == Period("half-year", 2026, 2)
    assert parse_period("2026", "year") == parse_period("2026年", "year") == Period("year", 2026, 1)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("2026-03", "quarter"),
        ("2026Q1", "month"),
        ("2026Q5", "quarter"),
        ("2026-13", "month"),
        ("2026-00", "month"),
        ("26Q1", "quarter"),
        ("2026", "quarter"),
        ("2026Q1", "year"),
        ("2026年五季度", "quarter"),
        ("", "year"),
        ("2026H3", "half-year"),
        ("2026.3", "month"),
        ("1026", "year"),
        ("2026Q1x", "quarter"),
    ],
)
def test_none(text, kind):
    assert parse_period(text, kind) is None


def test_first_and_last_days():
    assert (Period("quarter", 2026, 1).start, Period("quarter", 2026, 1).end) == (
        date(2026, 1, 1),
        date(2026, 3, 31),
    )
    assert Period("quarter", 2024, 1).days == 91
    assert Period("quarter", 2026, 1).days == 90
    assert Period("month", 2028, 2).end == date(2028, 2, 29)
    assert Period("half-year", 2026, 2).start == date(2026, 7, 1)
    assert Period("year", 2026, 1).days == 365
    assert Period("year", 2026, 1).end == Period("month", 2026, 12).end == date(2026, 12, 31)


def test_labels_read_back_and_sort():
    for kind, count, label in (
        ("month", 12, "2026-03"),
        ("quarter", 4, "2026Q3"),
        ("half-year", 2, "2026H2"),
        ("year", 1, "2026"),
    ):
        periods = [Period(kind, year, number) for year in (2025, 2026) for number in range(1, count + 1)]
        assert label in [period.label for period in periods]
        assert [parse_period(period.label, kind) for period in periods] == periods
        assert sorted(set(periods)) == periods
        assert [period.label for period in periods] == sorted(period.label for period in periods)
        assert sum(period.days for period in periods) == 730


def test_only_a_first_or_last_day_is_a_period():
    assert period_of_date(date(2026, 3, 31), "quarter") == Period("quarter", 2026, 1)
    assert period_of_date(date(2026, 4, 1), "quarter") == Period("quarter", 2026, 2)
    assert period_of_date(date(2026, 3, 1), "quarter") is None
    assert period_of_date(date(2026, 3, 1), "month") == Period("month", 2026, 3)
    assert period_of_date(date(2026, 2, 27), "month") is None
    assert period_containing(date(2026, 8, 9), "half-year") == Period("half-year", 2026, 2)


def test_no_such_period():
    with pytest.raises(ValueError, match="no quarter 5"):
        Period("quarter", 2026, 5)
