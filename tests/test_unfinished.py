"""As of a day, the period that is not over is not compared with whole ones; on its last day it is."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd
import pytest
from click.testing import CliRunner

from appraise import compile_plan, load_text, run
from appraise.cli import main
from appraise.report.results.provisional import provisional_line

RULES = """
ruleset: u
title: U
version: "1"
effective: {from: 2025-01-01, to: 2026-12-31}
period: quarter
currency: EUR
conventions: {boundary: lower, rounding: {mode: half-up, score: 2, money: 2}, missing: error}
data:
  employee: id
  period: period
  fields: {id: {type: text}, period: {type: text}, sales: {type: money}, visits: {type: count}, quality: {type: percent}}
functions:
  below(x, y): x < y
derive:
  usual: mean_of_last(sales, 2)
  missed: max(0, coalesce(last_known(missed), 0) + 40 - visits)
  so_far: year_to_date(sales)
  falling: streak(change(sales) < 0) >= 1
indicators:
  sales: {title: Sales, value: sales, target: 100, pace: days, score: {method: ratio, floor: 0, cap: none}, weight: 100}
grades: {bands: {A: 90, B: lowest}}
rewards: {extra: {title: Extra, amount: 10, WHEN}}
gates: {shut: {title: Shut, when: "GATE", reward_factor: 0}}
outcomes: {o: {title: Told, when: "CONDITION", kind: alert, message: told}}
"""
DATA = pd.DataFrame(
    {"id": "a", "period": ["2026Q1", "2026Q2", "2026Q3"], "sales": [100.0, 100.0, 46.0], "visits": [30, 30, 18],
     "quality": [0.9, 0.9, 0.8]}
)  # fmt: skip
MIDDLE, END = date(2026, 8, 15), date(2026, 9, 30)  # half of the quarter is gone: at this pace sales are 92


def appraised(condition: str, day: date | None, when: str = "", gate: str = "sales < 0") -> Any:
    text = (
        RULES.replace("CONDITION", condition)
        .replace(", WHEN", f', when: "{when}"' if when else "")
        .replace("GATE", gate)
    )
    loaded = load_text(text)
    assert loaded.ruleset is not None, [d.message for d in loaded.diagnostics]
    result = run(compile_plan(loaded.ruleset), DATA, [] if day else ["2026Q3"], as_of=day)
    assert result.worksheet is not None, [d.message for d in result.diagnostics]
    assert not [d for d in result.diagnostics if d.code == "outcome-undecided" and "2026Q3" in d.message]
    return result.worksheet


@pytest.mark.parametrize(
    "condition",
    [
        "change(sales) < 0", "streak(change(sales) < 0) >= 1", "falling", "sales < previous(sales)", "sales < usual * 95%",
        "sales - usual < 0", "sales / usual < 1", "previous(sales) > sales", "sales.value < usual", "below(sales, usual)",
        "missed > 40", "sales < coalesce(usual, 0) * 95%", "sales < mean_of_last(sales, 2) * 95%", "not sales >= usual",
        "mean_of_last(sales, 2, including_this=True) < 90", "streak(sales.attainment < 95%) >= 1",
        "total(sales) < previous(total(sales))", "total_reward > 0 and sales < usual", "min(sales, 1000) < last_known(sales)",
    ],
)  # fmt: skip
def test_what_compares_with_whole_periods_is_judged_when_this_one_is_over(condition: str) -> None:
    """Each of them holds on the last day, with the same figures, and is not told in the middle."""
    assert not appraised(condition, MIDDLE).triggered("outcome")["o"].any()
    assert appraised(condition, END).triggered("outcome")["o"].all()
    assert appraised(condition, None).triggered("outcome")["o"].all()


@pytest.mark.parametrize(
    ("condition", "told"),
    [
        ("sales.projection < usual * 95%", True), ("sales.projection < usual * 90%", False), ("change(sales.projection) < 0", True),
        ("change(sales.projection) < -10%", False), ("quality < previous(quality)", True), ("sales.attainment < 95%", True),
        ("so_far >= 246", True), ("previous(sales) >= 100", True), ("sales < usual or visits < 20", True),
        ("sales < usual and visits < 20", False), ("grade == previous(grade)", True), ("sales < median(sales) + 1", True),
        ("previous(streak(sales > 0)) >= 2", True),
    ],
)  # fmt: skip
def test_what_is_of_the_day_is_judged_on_the_day(condition: str, told: bool) -> None:
    assert appraised(condition, MIDDLE).triggered("outcome")["o"].all() == told


def test_gates_do_not_close_and_rewards_are_not_paid_before() -> None:
    assert appraised("sales < 0", MIDDLE, gate="sales < coalesce(usual, 0)").numbers("extra").tolist() == [10]
    assert appraised("sales < 0", END, gate="sales < coalesce(usual, 0)").numbers("extra").tolist() == [0]
    assert appraised("sales < 0", MIDDLE, when="sales < coalesce(usual, 0)").numbers("extra").tolist() == [0]
    assert appraised("sales < 0", END, when="sales < coalesce(usual, 0)").numbers("extra").tolist() == [10]


@pytest.mark.parametrize(
    ("value", "target", "named"),
    [
        ("sales", "100", False), ("change(sales)", "10%", True), ("change(sales.projection)", "10%", False),
        ("sales", "coalesce(usual, 1)", True), ("visits", "previous(visits) * 110%", True), ("quality", "previous(quality)", False),
    ],
)  # fmt: skip
def test_indicators_scored_against_whole_periods_are_named(value: str, target: str, named: bool) -> None:
    more = f'  more: {{title: More, value: "{value}", target: "{target}", score: {{method: ratio, floor: 0, cap: none}}, weight: 0}}\n'
    text = RULES.replace("grades:", more + "grades:").replace(", WHEN", "").replace("GATE", "sales < 0")
    loaded = load_text(text.replace("CONDITION", "sales < 0"))
    assert loaded.ruleset is not None, [d.message for d in loaded.diagnostics]
    line = provisional_line(MIDDLE, loaded.ruleset)
    assert ("not to be relied on until then: More." in line) == named
    assert "relied" not in provisional_line(END, loaded.ruleset)


def test_gates_of_earlier_periods_have_closed() -> None:
    """Of the whole quarters before, everything is known, also as of a day in this one."""
    sheet = appraised("previous(extra) == 0", MIDDLE, gate="streak(sales >= 100) >= 2")
    assert sheet.triggered("outcome")["o"].all()


def test_the_notice_names_what_is_judged_later(tmp_path: Any) -> None:
    rules, data = tmp_path / "u.yaml", tmp_path / "data.csv"
    text = RULES.replace("CONDITION", "falling").replace(", WHEN", "").replace("GATE", "sales < coalesce(usual, 0)")
    rules.write_text(text, encoding="utf-8")
    DATA.to_csv(data, index=False)
    given = [str(rules), "--data", str(data), "--as-of"]
    says = "Judged only when 2026Q3 is over, since it would be compared with whole periods: Shut, Told."
    for command in (["run"], ["explain", "--employee", "a"]):
        told = CliRunner().invoke(main, [*command, *given, "2026-08-15"])
        assert says in " ".join(told.output.split()), told.output
        assert "Judged only" not in CliRunner().invoke(main, [*command, *given, "2026-09-30"]).output
