"""What the policy for key accounts does to the example team: the lesson of two reps, the budget, the earlier quarters."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner

from appraise import compile_plan, load, load_text, run
from appraise.cli import main

ROOT = Path(__file__).parents[1]
TEAM = ROOT / "examples" / "team.csv"
SELLER, STEADY = "00432", "00439"  # half as much again as the quota and little else; just the quota, and all else well


@cache
def results() -> pd.DataFrame:
    loaded = load(ROOT / "rulesets" / "key-account-quarterly.yaml")
    assert loaded.ruleset is not None
    sheet = run(compile_plan(loaded.ruleset), TEAM).worksheet
    assert sheet is not None
    return sheet.frame()


@pytest.mark.parametrize("quarter", ["2026Q1", "2026Q2", "2026Q3", "2026Q4"])
def test_good_work_all_round_is_worth_more_than_sales_alone(quarter: str) -> None:
    of_quarter = results().query("period == @quarter").set_index("employee")
    seller, steady = of_quarter.loc[SELLER], of_quarter.loc[STEADY]
    assert seller["sales.attainment"] == pytest.approx(1.5, abs=0.04)
    assert steady["sales.attainment"] == pytest.approx(1.0, abs=0.01)
    assert steady["score"] > seller["score"] + 25
    assert steady["grade"] == "A"
    assert seller["grade"] in {"C", "D"}
    assert steady["bonus"] > seller["bonus"]


def test_explain_says_why() -> None:
    def told(employee: str) -> str:
        words = ["--data", str(TEAM), "--employee", employee, "--period", "2026Q3"]
        return CliRunner().invoke(main, ["explain", "key-account-quarterly", *words]).output

    seller, steady = told(SELLER), told(STEADY)
    for words in (
        "王超 · 2026Q3", "完成率 150%", "得分 120", "43.2 + 3.2 + 2.16 + 5.4 + 3 + 7.58 + 6 = 70.54", "评为 C",
        "毛利率（得分 18）：报价前与产品经理核对折扣", "新客户（得分 25）：每周安排一天开发新客户", "明显低于本区水平",
    ):  # fmt: skip
        assert words in seller
    for words in (
        "李稳 · 2026Q3",
        "完成率 100%",
        "36 + 12.96 + 12.696 + 9 + 14.4 + 9.68 + 10 = 104.736",
        "评为 A",
        "列入晋升后备",
    ):
        assert words in steady


def test_the_bonus_pool_is_exceeded_in_one_quarter_and_paid_out_to_the_cent() -> None:
    sums = results().groupby("period", observed=True)[["bonus", "bonus.claimed"]].sum().round(2)
    assert sums.loc["2025Q4"].tolist() == [2_000_000.00, 2_118_600.00]
    others = sums.drop("2025Q4")
    assert (others["bonus"] == others["bonus.claimed"]).all()


def test_an_outcome_that_needs_earlier_periods_says_so() -> None:
    loaded = load_text("""
ruleset: young
title: Young
version: "1"
effective: {from: 2026-01-01, to: 2026-12-31}
period: quarter
currency: CNY
conventions: {boundary: lower, rounding: {mode: half-up, score: 2, money: 2}, missing: error}
data: {employee: e, period: p, fields: {e: {type: text}, p: {type: text}, n: {type: number}}}
indicators: {i: {title: i, value: n, score: {method: formula, formula: value, floor: 0, cap: 100}, weight: 100}}
outcomes:
  slump: {when: "n < mean_of_last(n, 4, at_least=2)", kind: alert, message: Slump}
  less: {when: n < previous(n), kind: alert, message: Less}
""")
    assert loaded.ruleset is not None, loaded.diagnostics
    found = run(compile_plan(loaded.ruleset), pd.DataFrame({"e": ["1"], "p": ["2026Q1"], "n": [1.0]})).diagnostics
    assert [d.message.split(": ", 2)[-1] for d in found] == [
        "mean_of_last(n, 4, at_least=2) has no value, because there are too few earlier periods.",
        "previous(n) has no value, because there are too few earlier periods.",
    ]
