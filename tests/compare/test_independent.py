"""The tables computed a second time, in pandas and from nothing but the two files of results."""

from __future__ import annotations

import math
from pathlib import Path

import pandas as pd
import pytest

from appraise import __version__
from appraise.compare.figures.agreement import agreement
from appraise.compare.figures.budgets import budgets
from appraise.compare.figures.cost import cost
from appraise.compare.figures.deciles import deciles
from appraise.compare.figures.fairness import fairness
from appraise.compare.figures.movement import movement
from appraise.compare.figures.spread import spread
from appraise.compare.figures.winners import winners
from appraise.report.writers import write_results
from tests.compare.policies import BASE, VARIANTS, compared, sheet

KEYS = ["employee", "period"]


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, pd.DataFrame]:
    folder = tmp_path_factory.mktemp("results")
    frames = {}
    for name in (BASE, *VARIANTS):
        path = Path(folder) / f"{name.rpartition('/')[2]}.csv"
        write_results(sheet(name), path, __version__)
        frames[name] = pd.read_csv(path, dtype={"employee": str}, encoding="utf-8-sig")
    return frames


@pytest.fixture(params=range(len(VARIANTS)), ids=VARIANTS)
def pair(request: pytest.FixtureRequest, files: dict[str, pd.DataFrame]) -> tuple[str, pd.DataFrame]:
    """The title of a variant, and base and variant side by side, of those whom both appraise."""
    number = int(request.param)
    both = files[BASE].merge(files[VARIANTS[number]], on=KEYS, suffixes=("_0", "_1"), validate="one_to_one")
    both = both[both["reason_0"].isna() & both["reason_1"].isna()]
    return compared().variants[number].title, both


def test_movement(pair: tuple[str, pd.DataFrame]) -> None:
    title, both = pair
    expected = pd.crosstab(both["grade_0"], both["grade_1"]).stack()
    got = {(r.before, r.after): r.appraisals for r in movement(compared()).rows if r.variant == title}
    assert {k: n for k, n in got.items() if n} == {k: int(n) for k, n in expected.items() if n}
    (moved,) = (m for m in movement(compared()).moved if m.variant == title)
    better = (both["grade_0"].map("SABCD".index) > both["grade_1"].map("SABCD".index)).sum()
    assert moved.better == better
    assert moved.better + moved.worse + moved.same == len(both)


def test_cost(pair: tuple[str, pd.DataFrame], files: dict[str, pd.DataFrame]) -> None:
    title, _ = pair
    variant = files[VARIANTS[[v.title for v in compared().variants].index(title)]]
    rows = {(r.kind, r.group): r for r in cost(compared()).rows if r.variant == title}
    of = {("all", ""): None, ("reward", "季度奖金"): "bonus", ("reward", "销售提成"): "commission"}
    for key, column in of.items():
        sums = [f[column or "total_reward"].sum() for f in (files[BASE], variant)]
        assert [rows[key].before, rows[key].after] == pytest.approx(sums, abs=1e-6)
        assert rows[key].change == pytest.approx(sums[1] - sums[0], abs=1e-6)
    for kind, column in (("period", "period"), ("cohort", "cohort"), ("region", "region")):
        before = files[BASE].dropna(subset="total_reward").groupby(column)["total_reward"]
        after = variant.dropna(subset="total_reward").groupby(column)["total_reward"]
        found = {r.group: r for r in rows.values() if r.kind == kind}
        assert set(found) == set(before.groups)
        for label, row in found.items():
            assert row.before == pytest.approx(before.sum()[label], abs=1e-6)
            assert row.after == pytest.approx(after.sum()[label], abs=1e-6)
            assert row.percent == pytest.approx(after.sum()[label] / before.sum()[label] - 1)
            assert row.head_change == pytest.approx(
                after.mean()[label] - before.mean()[label], abs=0.011
            )  # of rounded amounts


def test_winners(pair: tuple[str, pd.DataFrame]) -> None:
    title, both = pair
    change = (both["total_reward_1"] - both["total_reward_0"]).round(2)
    (row,) = (r for r in winners(compared()).rows if r.variant == title)
    assert (row.winners, row.losers, row.unchanged) == ((change > 0).sum(), (change < 0).sum(), (change == 0).sum())
    assert row.gained == pytest.approx(change[change > 0].sum())
    assert row.lost == pytest.approx(-change[change < 0].sum())
    assert (both["total_reward_0"] > 0).all()
    bands = pd.cut(
        change / both["total_reward_0"], [-math.inf, -0.1, -0.01, 0.01, 0.1, math.inf], labels=False
    ).value_counts()
    assert [row.down_10, row.down_1, row.level, row.up_1, row.up_10] == [bands.get(i, 0) for i in range(5)]


def test_four_fifths(files: dict[str, pd.DataFrame]) -> None:
    seen = 0
    for name, side in zip((BASE, *VARIANTS), compared().sides, strict=True):
        results = files[name].merge(files[BASE][[*KEYS, "cohort"]].rename(columns={"cohort": "before"}), on=KEYS)
        results = results[results["reason"].isna()]
        for kind, column in (("cohort", "before"), ("region", "region")):
            groups = results.groupby(column)
            top = groups["grade"].agg(lambda g: (g == "S").mean())
            spared = groups["grade"].agg(lambda g: (g != "D").mean())
            pay = groups["total_reward"]
            for row in fairness(compared()).rows:
                if (row.policy, row.kind) != (side.title, kind):
                    continue
                seen += 1
                own = row.group
                assert row.people == groups["employee"].nunique()[own]
                assert row.top == pytest.approx(top[own])
                assert row.top_ratio == pytest.approx(top[own] / top.max())
                assert row.bottom_ratio == pytest.approx(spared[own] / spared.max())
                assert row.adverse == (top[own] / top.max() < 0.8) + (spared[own] / spared.max() < 0.8)
                sure = (row.top_ratio < 0.8 and row.top_chance < 0.05) or (
                    row.bottom_ratio < 0.8 and row.bottom_chance < 0.05
                )
                differs = min(row.top_chance, row.bottom_chance) < 0.05
                unsure = "differs" if differs else "adverse_by_chance" if row.adverse else ""
                assert row.verdict == ("adverse" if sure else unsure)
                assert row.mean_gap == pytest.approx(pay.mean()[own] / pay.mean().max() - 1)
                assert row.median_gap == pytest.approx(pay.median()[own] / pay.median().max() - 1)
    assert seen == 4 * (2 + 3)


def test_order_and_spread(pair: tuple[str, pd.DataFrame], files: dict[str, pd.DataFrame]) -> None:
    title, both = pair
    (row,) = (r for r in agreement(compared()).rows if (r.variant, r.kind) == (title, "all"))
    assert row.spearman == pytest.approx(both["score_0"].rank().corr(both["score_1"].rank()))
    (base,) = (r for r in spread(compared()).rows if (r.policy, r.of) == (compared().base.title, "pay"))
    pay = files[BASE]["total_reward"].dropna()
    assert [base.q25, base.median, base.q75] == pytest.approx(pay.quantile([0.25, 0.5, 0.75]).tolist())
    apart = sum((pay - one).abs().sum() for one in pay)
    assert base.gini == pytest.approx(apart / (2 * len(pay) ** 2 * pay.mean()))


def test_deciles(pair: tuple[str, pd.DataFrame]) -> None:
    title, both = pair
    tenth = (both["score_0"].rank(method="min") - 1) * 10 // len(both) + 1
    change = (both["total_reward_1"] - both["total_reward_0"]).groupby(tenth)
    rows = [r for r in deciles(compared()).rows if r.variant == title]
    assert [r.appraisals for r in rows] == change.size().tolist()
    assert [r.pay_change for r in rows] == pytest.approx(change.mean().tolist())


def test_budgets(files: dict[str, pd.DataFrame]) -> None:
    found = {(r.policy, r.kind, r.group): r for r in budgets(compared()).rows}
    assert len(found) == 4 * (1 + 8)
    for name, side in zip((BASE, *VARIANTS), compared().sides, strict=True):
        paid = files[name].groupby("period")["bonus"].sum()
        claimed = pd.DataFrame({"period": files[name]["period"], "claim": side.sheets[0].numbers("bonus.claimed")})
        claimed = claimed[files[name]["reason"].isna()].groupby("period")["claim"].sum()
        for period, amount in paid.items():
            row = found[side.title, "period", str(period)]
            assert row.amount == (2_000_000 if str(period) < "2026" else 2_200_000)
            assert row.claimed == pytest.approx(claimed[period])
            assert row.paid == pytest.approx(amount)
            assert row.paid == pytest.approx(min(row.amount, row.claimed))
            assert (row.cut_appraisals > 0) == (row.cut < 0)
        whole = found[side.title, "all", ""]
        assert whole.paid == pytest.approx(files[name]["bonus"].sum())
        assert whole.cut == pytest.approx(whole.paid - whole.claimed)
    higher = found[compared().variants[0].title, "period", "2026Q4"]
    assert (higher.claimed, higher.paid) == (2_287_350, 2_200_000)  # 59,850 became 59,850 x 2,200,000 / 2,287,350
