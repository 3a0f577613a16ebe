"""Published results under other conventions than those of rulesets/published, which give them as cases."""

from __future__ import annotations

import pandas as pd
import pytest

from appraise import compile_plan, load_text, run

HEAD = """
ruleset: published
title: Published
version: "1"
effective: {from: 2026-01-01, to: 2026-12-31}
period: month
currency: USD
conventions: {boundary: BOUNDARY, rounding: {mode: half-up, score: 2, money: 2ATTAINMENT}, missing: error}
data:
  employee: id
  fields: {amount: {type: money}, plan: {type: money}}
"""


def appraise(
    policy: str, amounts: list[float], plan: float = 0.0, boundary: str = "lower", rounding: str = ""
) -> pd.DataFrame:
    loaded = load_text(HEAD.replace("BOUNDARY", boundary).replace("ATTAINMENT", rounding) + policy)
    assert loaded.ruleset is not None, loaded.diagnostics
    rows = {"id": [f"{i:02d}" for i in range(len(amounts))], "amount": amounts, "plan": plan}
    result = run(compile_plan(loaded.ruleset), pd.DataFrame(rows), ["2026-03"])
    assert result.worksheet is not None, result.diagnostics
    return result.worksheet.frame()


@pytest.mark.parametrize(("rounding", "points"), [("", 43.75), (", attainment: 2", 44.0)])
def test_ratio_method(rounding: str, points: float) -> None:
    """tftnews 3776564: target 80, worth 50 points, actual 70; 44 where the rate is rounded to whole percents first."""
    policy = """
indicators:
  amount: {title: Amount, value: amount, target: 80, score: {method: ratio, floor: 0, cap: 100}, weight: 50}
  rest: {title: Rest, value: plan, target: 1, score: {method: ratio, floor: 0, cap: 100}, weight: 50}
"""
    assert appraise(policy, [70], plan=1, rounding=rounding)["amount.points"].tolist() == [points]


@pytest.mark.parametrize(
    ("boundary", "days", "points"),
    [("upper", [24, 25, 27, 30, 31], [15, 15, 10, 10, 0]), ("lower", [24, 25, 27, 30, 31], [15, 10, 10, 0, 0])],
)
def test_days_late(boundary: str, days: list[float], points: list[float]) -> None:
    """hongweilanqiu, KPI methods: up to 25 days 15 points, over 25 to 30 days 10, later 0; 25 and 30 show the side."""
    policy = """
indicators:
  late:
    title: Days late
    value: amount
    direction: lower
    score: {method: steps, steps: {lowest: 100, 25: 10 / 15 * 100, 30: 0}}
    weight: 15
  rest: {title: Rest, value: plan, target: 1, score: {method: ratio, floor: 0, cap: 100}, weight: 85}
"""
    assert appraise(policy, days, plan=1, boundary=boundary)["late.points"].tolist() == pytest.approx(points)


@pytest.mark.parametrize(
    ("steps", "scores"), [("whole", [33, 36, 28, 24, 30]), ("proportional", [33.33, 36, 27.67, 24, 30.97])]
)
@pytest.mark.parametrize("of", ["attainment, step: 3%", "value, step: 30"])
def test_profit_of_state_owned_enterprises(of: str, steps: str, scores: list[float]) -> None:
    """SASAC order 22 (2009): 30 on target, 1 for each 3% above (below) it, at most 6; and 2.9% is not a whole step."""
    side = "{points: 1, at_most: 6}"
    policy = f"""
indicators:
  profit:
    title: Profit
    value: amount
    target: 1000
    score: {{method: per_step, start: 30, of: {of}, steps: {steps}, up: {side}, down: {side}}}
    weight: 100
"""
    assert appraise(policy, [1100, 1300, 930, 500, 1029])["score"].tolist() == scores
