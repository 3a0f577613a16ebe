"""Versions of one ruleset in a folder: each period under the one in force, looking back at the results before."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner

from appraise import compile_plan
from appraise.cli import main
from appraise.execution.versions import run_versions
from appraise.execution.worksheet import Run
from appraise.policy.versions import load_versions

RULES = """
ruleset: v
title: V
version: "{version}"
effective: {{from: {begins}, to: {ends}}}
period: quarter
currency: EUR
conventions: {{boundary: lower, rounding: {{mode: half-up, score: 2, money: 2}}, missing: error}}
data:
  employee: id
  period: period
  fields:
    id: {{type: text}}
    period: {{type: text}}
    sales: {{type: money}}
indicators:
  sales: {{title: Sales, value: sales, target: {target}, score: {{method: ratio, floor: 0, cap: none}}, weight: 100}}
grades:
  bands: {{A: 100, B: lowest}}
outcomes:
  promotion: {{when: streak(grade == 'A') >= 3, kind: promotion, message: up}}
"""
FIRST = {"version": 1, "begins": "2026-01-01", "ends": "2026-06-30", "target": 100}
SECOND = {"version": 2, "begins": "2026-07-01", "ends": "2026-12-31", "target": 200}
DATA = pd.DataFrame(
    [(who, f"2026Q{q}", sales) for q, both in enumerate([(100, 120), (100, 90), (200, 250), (150, 200)], 1)
     for who, sales in zip("ab", both, strict=True)],
    columns=["id", "period", "sales"],
)  # fmt: skip


def folder(tmp_path: Path, *versions: dict[str, object]) -> Path:
    for i, version in enumerate(versions):
        (tmp_path / f"{i}.yaml").write_text(RULES.format(**version), encoding="utf-8")
    (tmp_path / "0.cases.yaml").write_text("no: ruleset", encoding="utf-8")
    return tmp_path


def runs(tmp_path: Path, periods: tuple[str, ...] = (), data: pd.DataFrame = DATA) -> list[Run]:
    found = load_versions(folder(tmp_path, SECOND, FIRST))
    assert not found.diagnostics
    return run_versions([compile_plan(r) for r in found.rulesets], data, periods)


def test_each_period_under_the_version_in_force(tmp_path: Path) -> None:
    first, second = (run.worksheet for run in runs(tmp_path))
    assert first is not None
    assert second is not None
    assert (first.plan.ruleset.version, second.plan.ruleset.version) == ("1", "2")
    assert first.table.period.labels == ("2026Q1", "2026Q2")
    assert first.numbers("score").tolist() == [100, 120, 100, 90]
    assert second.numbers("score").tolist() == [100, 125, 75, 100]


def test_a_streak_goes_on_from_one_version_to_the_next(tmp_path: Path) -> None:
    first, second = (run.worksheet for run in runs(tmp_path))
    assert first is not None
    assert second is not None
    assert not first.triggered("outcome")["promotion"].any()
    # a: A A | A B; b: A B | A A
    assert second.triggered("outcome")["promotion"].tolist() == [True, False, False, False]


def test_only_the_period_asked_for(tmp_path: Path) -> None:
    found = runs(tmp_path, ("2026Q3",))
    assert [run.worksheet.table.period.labels for run in found if run.worksheet] == [("2026Q3",)]


def test_a_period_of_no_version(tmp_path: Path) -> None:
    late = DATA.assign(period=DATA["period"].replace("2026Q4", "2027Q1"))
    (only,) = runs(tmp_path, data=late)
    assert only.worksheet is None
    assert [d.code for d in only.diagnostics] == ["not-in-force"]
    assert "2026-01-01 to 2026-12-31" in only.diagnostics[0].message


@pytest.mark.parametrize(
    ("second", "says"),
    [
        (SECOND | {"begins": "2026-06-30"}, "Two versions of v are in force on 2026-06-30"),
        (SECOND | {"begins": "2026-07-02"}, "No version of v is in force on 2026-07-01"),
    ],
)
def test_gaps_and_overlaps_are_errors(tmp_path: Path, second: dict[str, object], says: str) -> None:
    found = load_versions(folder(tmp_path, FIRST, second))
    assert [d.code for d in found.diagnostics] == ["versions"]
    assert says in found.diagnostics[0].message
    assert found.rulesets == ()


def test_different_rulesets_are_no_versions(tmp_path: Path) -> None:
    folder(tmp_path, FIRST, SECOND)
    other = (tmp_path / "0.yaml").read_text(encoding="utf-8").replace("ruleset: v", "ruleset: w")
    (tmp_path / "0.yaml").write_text(other, encoding="utf-8")
    assert "different rulesets: w, v" in load_versions(tmp_path).diagnostics[0].message


def test_the_command_line_takes_a_folder(tmp_path: Path) -> None:
    versions = tmp_path / "versions"
    versions.mkdir()
    folder(versions, FIRST, SECOND)
    data, out = tmp_path / "data.csv", tmp_path / "out.csv"
    DATA.to_csv(data, index=False)
    checked = CliRunner().invoke(main, ["check", str(versions)])
    assert (checked.exit_code, checked.output) == (0, "2 rulesets checked: no problems\n")
    result = CliRunner().invoke(main, ["run", str(versions), "--data", str(data), "--out", str(out)])
    assert result.exit_code == 0, result.output
    written = [pd.read_csv(tmp_path / f"out {version}.csv")["period"].unique().tolist() for version in (1, 2)]
    assert written == [["2026Q1", "2026Q2"], ["2026Q3", "2026Q4"]]
    told = CliRunner().invoke(
        main, ["explain", str(versions), "--data", str(data), "--employee", "a", "--period", "2026Q3"]
    )
    assert told.exit_code == 0, told.output
    assert "streak(grade == 'A') = 3" in told.output


def test_a_gap_is_told_with_both_places(tmp_path: Path) -> None:
    folder(tmp_path, FIRST, SECOND | {"begins": "2026-08-01"})
    result = CliRunner().invoke(main, ["check", str(tmp_path)])
    assert result.exit_code == 1
    assert "No version of v is in force from 2026-07-01 to 2026-07-31" in result.output
    assert "0.yaml:5" in result.output
