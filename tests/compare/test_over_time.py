"""A scheme judged by before and after, in the figures of the published articles; what is the same stands once."""

from __future__ import annotations

import io
import math

import pandas as pd
import pytest
from rich.console import Console

from appraise.compare.compared import compare
from appraise.compare.comparison import Comparison, align
from appraise.compare.figures.over_time import over_time
from appraise.report.comparison.tables import sheets
from appraise.report.comparison.terminal import show_comparison
from tests.compare.written import appraised

POLICY = """
data:
  employee: id
  period: period
  fields: {sales: {type: money}, customers: {type: count}, satisfaction: {type: percent}, mark: {type: rating, scale: [1, 5]}}
indicators:
  sales: {title: Sales, value: sales, target: 200000, score: {method: ratio, floor: 0, cap: 120}, weight: 60}
  customers: {title: Customers, value: customers, target: 100, score: {method: ratio, floor: 0, cap: 120}, weight: 20}
  satisfaction: {title: Satisfaction, value: satisfaction, target: 90%, score: {method: ratio, floor: 0, cap: 120}, weight: 20}
rewards:
  bonus: {title: Bonus, amount: RATE * score}
"""
# means of 100,000, 120,000 and 200,000; 50, 60 and 100; 80%, 81% and 90%
DATA = pd.DataFrame([
    *(("1", "2025Q4", 90_000, 40, 0.70, 3), ("2", "2025Q4", 110_000, 60, 0.90, 4)),
    *(("1", "2026Q1", 120_000, 60, 0.81, 3), ("2", "2026Q1", 120_000, 60, 0.81, 3)),
    *(("1", "2026Q2", 180_000, 80, 0.85, 5), ("2", "2026Q2", 220_000, 120, 0.95, 5)),
], columns=["id", "period", "sales", "customers", "satisfaction", "mark"])  # fmt: skip


def compared(new: str = POLICY) -> Comparison:
    policies = [("Old", POLICY.replace("RATE", "10")), ("New", new.replace("RATE", "20"))]
    old, other = ([appraised(text, DATA, title=title)] for title, text in policies)
    return align(old, [other])


def test_the_articles_before_and_after() -> None:
    rows = {row.indicator: row for row in over_time(compared()).changes if row.of == "indicator"}
    assert {(r.policy, r.first, r.last, r.people_first, r.people_last) for r in rows.values()} == {
        (None, "2025Q4", "2026Q2", 2, 2)
    }
    told = {title: (r.mean_first, r.mean_last, r.change, r.percent) for title, r in rows.items()}
    assert list(told) == ["Sales", "Customers", "Satisfaction"]
    assert told["Sales"] == (100_000, 200_000, 100_000, 1.0)
    assert told["Customers"] == (50, 100, 50, 1.0)
    assert told["Satisfaction"] == pytest.approx((0.8, 0.9, 0.1, 0.125))


def test_what_differs_stands_under_each_policy() -> None:
    """Scores 30 to 60 of sales, 10 to 20 of customers, 17.78 to 20 of satisfaction; twice the rate doubles the pay."""
    all_ = over_time(compared())
    assert [(r.policy, r.of) for r in all_.changes] == [
        (None, "score"), ("Old", "pay"), ("New", "pay"), *[(None, "indicator")] * 3,
    ]  # fmt: skip
    old, new = (r for r in all_.changes if r.of == "pay")
    assert (new.mean_first, new.mean_last) == (2 * old.mean_first, 2 * old.mean_last)
    measured = compared(POLICY.replace("value: customers,", "value: customers * 2,"))
    assert [r.policy for r in over_time(measured).changes if r.indicator == "Customers"] == ["Old", "New"]


def test_every_period_and_no_sum_of_percents() -> None:
    rows = [r for r in over_time(compared()).rows if r.of == "indicator"]
    assert [(r.period, r.sum, r.mean) for r in rows if r.indicator == "Sales"] == [
        ("2025Q4", 200_000, 100_000), ("2026Q1", 240_000, 120_000), ("2026Q2", 400_000, 200_000),
    ]  # fmt: skip
    assert [r.mean for r in rows if r.indicator == "Satisfaction"] == pytest.approx([0.8, 0.81, 0.9])
    assert all(math.isnan(r.sum) for r in rows if r.indicator == "Satisfaction")


def test_one_period_has_no_before() -> None:
    only = appraised(POLICY.replace("RATE", "10"), DATA, periods=("2026Q1",))
    assert over_time(align([only], [[only]])).changes == ()


def test_as_it_is_shown() -> None:
    c = compare(compared())
    ruleset = compared().base.sheets[0].plan.ruleset
    out = io.StringIO()
    show_comparison(Console(file=out, width=180, color_system=None), c, ruleset)
    lines = [line.split() for line in out.getvalue().splitlines()]
    wanted = (
        "Sales 2025Q4 2026Q2 2 2 100,000.00 200,000.00 +100,000.00 +100.0%",
        "Customers 2025Q4 2026Q2 2 2 50 100 +50 +100.0%",
        "Satisfaction 2025Q4 2026Q2 2 2 80.00% 90.00% +10.00% +12.5%",
    )
    for line in wanted:
        assert any(shown[-len(line.split()) :] == line.split() for shown in lines), line
    assert "all policies" in out.getvalue()
    assert "over_time" in [sheet.key for sheet in sheets(c, ruleset)]
