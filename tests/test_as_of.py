"""Appraisal as of a day inside the period: what is due, what it projects to, and that it is marked as provisional."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner

from appraise import compile_plan, load_text, run
from appraise.cli import main
from appraise.execution.worksheet import Worksheet

RULES = """
ruleset: pace
title: Pace
version: "1"
effective: {from: 2026-01-01, to: 2026-12-31}
period: quarter
currency: EUR
conventions: {boundary: lower, rounding: {mode: half-up, score: 2, money: 2}, missing: error}
data:
  employee: id
  period: period
  fields:
    id: {type: text}
    period: {type: text}
    sales: {type: money}
    quality: {type: percent}
indicators:
  sales:
    title: Sales
    value: sales
    target: 91000
    pace: PACE
    score: {method: ratio, floor: 0, cap: none}
    weight: 50
  quality:
    title: Quality
    value: quality
    target: 90%
    score: {method: ratio, floor: 0, cap: none}
    weight: 50
derive:
  before: coalesce(previous(sales.attainment), 0)
outcomes:
  behind: {when: as_of < period_end and sales.attainment < 90%, kind: alert, message: behind}
  grown: {when: before > 0, kind: other, message: before}
"""
KEPT = [f"sales.{part}" for part in ("target", "due", "projection", "attainment")]
KEPT += ["quality.attainment", "before", "outcome behind", "outcome grown"]
DATA = pd.DataFrame(
    {"id": ["a", "a"], "period": ["2026Q1", "2026Q2"], "sales": [91000.0, 60000.0], "quality": [0.9, 0.9]}
)


def appraised(pace: str, day: date | None) -> Worksheet:
    loaded = load_text(RULES.replace("PACE", pace))
    assert loaded.ruleset is not None, [d.message for d in loaded.diagnostics]
    result = run(compile_plan(loaded.ruleset), DATA, [] if day else ["2026Q2"], as_of=day, keep=KEPT if day else None)
    assert result.worksheet is not None, [d.message for d in result.diagnostics]
    return result.worksheet


def test_targets_are_what_is_due_by_the_day() -> None:
    sheet = appraised("days", date(2026, 6, 10))  # day 71 of the 91 of the quarter
    assert len(sheet) == 1
    assert sheet.numbers("sales.due")[0] == pytest.approx(71 / 91)
    assert sheet.numbers("sales.target")[0] == pytest.approx(71_000)
    assert sheet.numbers("sales.attainment")[0] == pytest.approx(60 / 71)
    assert sheet.numbers("sales.projection")[0] == pytest.approx(60_000 * 91 / 71)
    assert sheet.numbers("quality.attainment")[0] == pytest.approx(1.0)
    assert sheet.text("provisional").strings() == ["2026-06-10"]
    assert sheet.triggered("outcome")["behind"].all()


def test_a_stated_calendar() -> None:
    calendar = "0.2 if days_gone < 45 else 0.75"
    assert appraised(calendar, date(2026, 4, 10)).numbers("sales.target")[0] == pytest.approx(18_200)
    assert appraised(calendar, date(2026, 6, 10)).numbers("sales.target")[0] == pytest.approx(68_250)


@pytest.mark.parametrize("pace", ["days", "0.75 * 1"])
def test_on_the_last_day_all_of_it_is_due(pace: str) -> None:
    assert appraised(pace, date(2026, 6, 30)).numbers("sales.target")[0] == 91_000


def test_without_a_day_nothing_is_provisional() -> None:
    sheet = appraised("days", None)
    assert sheet.numbers("sales.target")[0] == 91_000
    assert "provisional" not in sheet.plan.results
    assert not sheet.triggered("outcome")["behind"].any()


def test_earlier_periods_are_whole() -> None:
    sheet = appraised("days", date(2026, 6, 10))
    assert sheet.numbers("before")[0] == pytest.approx(1.0)
    assert sheet.table.period.labels == ("2026Q2",)


@pytest.fixture
def files(tmp_path: Path) -> tuple[str, str]:
    rules, data = tmp_path / "pace.yaml", tmp_path / "data.csv"
    rules.write_text(RULES.replace("PACE", "days"), encoding="utf-8")
    DATA.to_csv(data, index=False)
    return str(rules), str(data)


def test_it_is_marked_wherever_it_is_shown(files: tuple[str, str], tmp_path: Path) -> None:
    out = tmp_path / "out.json"
    rules, data = files
    result = CliRunner().invoke(main, ["run", rules, "--data", data, "--as-of", "2026-06-10", "--out", str(out)])
    assert result.exit_code == 0, result.output
    assert "PROVISIONAL, as of 2026-06-10: day 71 of 91 of 2026Q2" in result.output
    written = json.loads(out.read_text(encoding="utf-8"))
    assert written["about"]["as_of"] == "2026-06-10"
    assert written["results"][0]["provisional"] == "2026-06-10"
    told = CliRunner().invoke(main, ["explain", rules, "--data", data, "--as-of", "2026-06-10", "--employee", "a"])
    assert "78.02198% of the target of 91,000.00 is due by 2026-06-10" in told.output
    assert "76,901.41 by the end of the period" in told.output


def test_a_period_beside_the_day_is_refused(files: tuple[str, str]) -> None:
    rules, data = files
    result = CliRunner().invoke(main, ["run", rules, "--data", data, "--as-of", "2026-06-10", "--period", "2026Q1"])
    assert result.exit_code == 2
    assert "leave --period out" in result.output


def test_a_pace_needs_a_target() -> None:
    loaded = load_text(RULES.replace("    target: 91000\n", "").replace("PACE", "days"))
    assert "target-needed" in {d.code for d in loaded.diagnostics}
