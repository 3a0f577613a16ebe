"""The managers of the example team: their figures are those of their people's orders, payments and quarters."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pandas as pd
import pytest

from appraise import compile_plan, load, run

ROOT = Path(__file__).parents[1]
EXAMPLES = ROOT / "examples"
FOLDER = EXAMPLES / "sales-managers"
KEPT = ["team_size", "on_quota", "people_left"]


def results(data: Path, sources: dict[str, Path] | None = None) -> pd.DataFrame:
    loaded = load(ROOT / "rulesets" / "sales-manager.yaml")
    assert loaded.ruleset is not None
    done = run(compile_plan(loaded.ruleset, KEPT), data, sources=sources or {})
    assert done.worksheet is not None, done.diagnostics
    assert done.diagnostics == ()
    return done.worksheet.frame().assign(**{name: done.worksheet.numbers(name) for name in KEPT})


@cache
def managers() -> pd.DataFrame:
    return results(EXAMPLES / "sales-managers.xlsx").query("reason.isna()")


def reps() -> pd.DataFrame:
    team = pd.read_csv(EXAMPLES / "team.csv", dtype={"工号": str})
    roster = pd.read_csv(FOLDER / "roster.csv", dtype=str)[["工号", "上级工号"]]
    return team.merge(roster, on="工号")


def test_the_lines_add_up_to_the_reps_own_table() -> None:
    team = reps().set_index(["工号", "考核期"])
    orders = pd.read_csv(FOLDER / "orders.csv", dtype={"业务员": str}, parse_dates=["下单日期"]).query(
        "状态 == '已成交'"
    )
    payments = pd.read_csv(FOLDER / "payments.csv", dtype={"业务员": str}, parse_dates=["到账日期"])
    for lines, day, column in ((orders, "下单日期", "销售额"), (payments, "到账日期", "回款")):
        quarter = lines[day].dt.to_period("Q").astype(str)
        sums = lines.groupby([lines["业务员"], quarter])["金额"].sum()
        sums.index.names = team.index.names
        assert len(sums) == len(team)
        assert (sums - team[column]).abs().max() < 0.005


def test_managers_are_judged_by_their_teams() -> None:
    team = reps()
    sums = team.groupby(["上级工号", "考核期"])[["销售额", "回款"]].sum()
    found = managers().set_index(["employee", "period"])
    assert len(found) == 6 * 8
    for key, one in found.iterrows():
        assert one["sales.value"] == pytest.approx(sums.loc[key, "销售额"])
    left = found["people_left"]
    assert left[left > 0].to_dict() == {("00806", "2026Q1"): 1.0, ("00804", "2026Q3"): 1.0}  # one more was dismissed
    assert found["spread.value"].tolist() == pytest.approx((found["on_quota"] / found["team_size"]).tolist())


def test_one_good_rep_does_not_make_a_good_team() -> None:
    third = managers().query("period == '2026Q3'").set_index("employee")
    assert third["grade"].to_dict() == {
        "00801": "A",
        "00802": "A",
        "00803": "C",
        "00804": "C",
        "00805": "C",
        "00806": "D",
    }
    assert third.loc["00806", "gates"] == "spread"  # one of ten made the quota


def test_single_files_give_the_same_as_the_workbook() -> None:
    sources = {name: FOLDER / f"{name}.csv" for name in ("orders", "payments", "ratings", "leavers")}
    single = results(FOLDER / "roster.csv", sources | {"reps": EXAMPLES / "team.csv"}).query("reason.isna()")
    pd.testing.assert_frame_equal(single, managers())
