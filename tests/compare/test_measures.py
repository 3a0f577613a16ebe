"""Figures of a run and goals: computed by hand, and what cannot be measured says why.

Scores: 75, 80, 100 (weights 50:30:20; the second has 60 of Alpha); grades B, B, A; bonuses 100, 200, 100.01.
"""

from __future__ import annotations

import math
from functools import cache
from io import StringIO

import pandas as pd
import pytest

from appraise import compile_plan, run
from appraise.compare.figures.asking import goal, is_share, measure, usual
from appraise.compare.varying.paths import WrongSetting
from appraise.execution.worksheet import Worksheet
from tests.compare.policies import BASE, plan
from tests.compare.trials import DATA, policy


@cache
def sheet() -> Worksheet:
    done = run(compile_plan(policy()), pd.read_csv(StringIO(DATA), dtype={"id": str}))
    assert done.worksheet is not None, done.diagnostics
    return done.worksheet


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("total(bonus)", 400.01),
        ("total(bonus) where region == 'east'", 200.01),
        ("mean(score)", 85),
        ("median(score)", 80),
        ("lowest(score)", 75),
        ("highest(a)", 100),
        ("mean(score) where cohort == 'large'", 80),
        ("mean(score) where salary > 9000", math.nan),
        ("share(A)", 1 / 3),
        ("share(A) where region == 'east'", 1 / 2),
        ("share(score >= 80)", 2 / 3),
        ("share（score ≥ 80）", 2 / 3),
        ("count(grade >= 'B' and a.attainment < 100%)", 1),
        ("count(B)", 2),
        ("total(salary)", 4000.1),
    ],
)
def test_a_figure(text: str, value: float) -> None:
    assert measure(text, policy()).of_run(sheet()) == pytest.approx(value, abs=1e-9, nan_ok=True)


def test_cost_is_all_rewards() -> None:
    """Bonuses 400.01, hills 3 times 78, steps of 10, 10 + 10 + 15, and 10.00 (2% of 0.1 is nothing)."""
    assert measure("cost", policy()).of_run(sheet()) == 400.01 + 234 + 55
    assert measure("mean(cost)", policy()).of_run(sheet()) == pytest.approx(689.01 / 3)
    assert [m.text for m in usual(policy())] == ["cost", "mean(cost)", "mean(score)", "share(A)", "share(B)"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("bonus", "'bonus' is no figure of a run; write cost, total"),
        ("total(bonsu)", "The results have no number 'bonsu'; did you mean bonus or b.points?"),
        ("total(Bonus)", "The results have no number 'Bonus'; it is called bonus there"),
        ("total(onu)", "The results have no number 'onu'; did you mean bonus (Bonus)?"),
        ("mean(Alpha.score)", "The results have no number 'Alpha.score'; it is called a.score there"),
        ("cost where Alpha.score > 3", "'Alpha.score > 3': There is no 'Alpha.score'; it is called a.score there"),
        ("share(Alpha > 3)", "'Alpha > 3': There is no 'Alpha'; it is called a.score, a.value there"),
        (
            "cost where salary > 3.5万",
            "'salary > 3.5万': Amounts are plain numbers, without a unit or currency sign. write `35000`",
        ),
        ("mean(region)", "The results have no number 'region'"),
        ("share(AA)", "There is no grade 'AA'; did you mean A? For other shares write"),
        ("share(X)", "There is no grade 'X'; known here: A, B. For other shares write a condition"),
        ("share(scor > 1)", "'scor > 1': There is no 'scor'"),
        ("share(score + 1)", "'score + 1' is no condition; compare something"),
        ("share(score = 1)", "'score = 1': A single = stands here."),
        ("share(rank(score) < 3)", "'rank(score) < 3': rank looks at others"),
        (
            "cost where region == 'north'",
            "\"region == 'north'\": This is never equal to 'north'. known here: east, west",
        ),
    ],
)
def test_what_is_no_figure(text: str, said: str) -> None:
    with pytest.raises(WrongSetting) as wrong:
        measure(text, policy())
    assert str(wrong.value).startswith(said)


@pytest.mark.parametrize(
    ("text", "met", "missed"),
    [
        ("total(bonus) <= 400.01", 400.01, 400.02),
        ("total(bonus) < 500,000", 499_999, 500_000),
        ("share(score >= 80) >= 15%", 0.15, 0.1499),
        ("mean(score) where region == 'east' ≥ 80", 80, 79.9),
        ("share(A) > 0.2", 0.21, 0.2),
    ],
)
def test_a_goal(text: str, met: float, missed: float) -> None:
    one = goal(text, policy())
    assert (one.met(met), one.met(missed), one.met(math.nan)) == (True, False, False)
    assert one.off(met) == 0
    assert one.off(missed) > 0


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("cost", "'cost' is no goal"),
        ("total(bonus) <= 180万", "must be plain numbers, without a unit: write 1800000 for 180万$"),
        ("cost <= 1,234.5万元", "write 12345000 for 1,234.5万元$"),
        ("share(A) >= 15", "write 15% rather than 15"),
        ("cost <= 90%", "cost is no share"),
        ("total(bonsu) <= 3", "did you mean bonus"),
    ],
)
def test_a_wrong_goal(text: str, said: str) -> None:
    with pytest.raises(WrongSetting, match=said):
        goal(text, policy())


def test_what_is_shown_as_a_percent() -> None:
    shares = {
        text: is_share(measure(text, policy()), policy())
        for text in ("share(A)", "mean(a.attainment)", "mean(a.value)", "count(A)")
    }
    assert shares == {"share(A)": True, "mean(a.attainment)": True, "mean(a.value)": False, "count(A)": False}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("cost where 区域 == '华东'", "\"区域 == '华东'\": There is no '区域'; it is called region there"),
        ("total(奖金)", "The results have no number '奖金'; did you mean bonus (季度奖金)?"),
        ("total(销售额)", "The results have no number '销售额'; it is called sales, sales.score, sales.value there"),
    ],
)
def test_headings_and_titles_that_hr_knows(text: str, said: str) -> None:
    with pytest.raises(WrongSetting) as wrong:
        measure(text, plan(BASE).ruleset)
    assert str(wrong.value) == said
