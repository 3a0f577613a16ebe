"""The year of the example team: built from its quarters, out of the same table."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pandas as pd
import pytest

from appraise import compile_plan, load, run

ROOT = Path(__file__).parents[1]


@cache
def results(name: str) -> pd.DataFrame:
    loaded = load(ROOT / "rulesets" / f"{name}.yaml")
    assert loaded.ruleset is not None
    done = run(compile_plan(loaded.ruleset), ROOT / "examples" / "team.csv")
    assert done.worksheet is not None, done.diagnostics
    if name == "key-account-annual":
        assert done.diagnostics == ()  # who owed figures for a quarter was told then
    return done.worksheet.frame()


def test_the_year_is_made_of_the_quarters() -> None:
    year = results("key-account-annual").query("period == '2026' and reason.isna()").set_index("employee")
    quarters = results("key-account-quarterly").query("period.str.startswith('2026') and reason.isna()")
    assert len(year) == 53
    for employee, one in year.iterrows():
        own = quarters[quarters["employee"] == employee].set_index("period")
        assert len(own) >= 3
        weights = {"2026Q1": 20, "2026Q2": 25, "2026Q3": 25, "2026Q4": 30}
        mean = sum(own["score"][q] * w for q, w in weights.items() if q in own.index)
        mean /= sum(w for q, w in weights.items() if q in own.index)
        points = sum(one[f"{name}.points"] for name in ("first", "second", "third", "fourth") if one[f"{name}.weight"])
        assert points == pytest.approx(mean * 0.7)
        assert one["attainment.value"] == pytest.approx(own["sales.value"].sum())
        assert one["attainment.target"] == pytest.approx(own["sales.target"].sum())


def test_sales_alone_make_no_good_year() -> None:
    year = results("key-account-annual").query("period == '2026'").set_index("employee")
    seller, steady = year.loc["00432"], year.loc["00439"]
    assert seller["attainment.attainment"] > 1.5
    assert 1 <= steady["attainment.attainment"] < 1.01
    assert (seller["grade"], seller["champion"]) == ("合格", 0.0)
    assert (steady["grade"], steady["annual_bonus"]) == ("优秀", 40_000.0)
    assert "晋升" in steady["outcomes"]


def test_each_district_keeps_its_ceiling() -> None:
    year = results("key-account-annual").query("reason.isna()")
    for _, group in year.groupby(["period", "region"], observed=True):
        assert (group["grade"] == "优秀").sum() <= -(-len(group) // 4)
