"""The cycle of the appraisal: dates of its steps, and who has not handed in what."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner

from appraise import compile_plan, load_text, run
from appraise.cli import main

RULES = """
ruleset: c
title: C
version: "1"
effective: {from: 2026-01-01, to: 2026-12-31}
period: quarter
currency: EUR
conventions: {boundary: lower, rounding: {mode: half-up, score: 2, money: 2}, missing: zero}
data:
  employee: id
  period: period
  fields:
    id: {type: text}
    period: {type: text}
    name: {type: text}
    sales: {type: money, column: Sales}
    quality: {type: percent, column: Satisfaction}
indicators:
  sales: {title: Sales, value: sales, target: 100, score: {method: ratio, floor: 0, cap: none}, weight: 50}
  quality: {title: Quality, value: quality, target: 90%, score: {method: ratio, floor: 0, cap: none}, weight: 50}
cycle:
  collect: {title: Data collected, days: 5, who: Customer care, needs: [quality]}
  pay: {title: Bonus paid, days: 20}
"""
DATA = pd.DataFrame({
    "id": [f"{i:02}" for i in range(8)] * 2,
    "period": ["2026Q1"] * 8 + ["2026Q2"] * 8,
    "name": list("ABCDEFGH") * 2,
    "Sales": [100.0] * 16,
    "Satisfaction": [None] * 7 + [0.9] + [None] + [0.9] * 7,
})  # fmt: skip


def test_what_is_owed_is_told_by_period() -> None:
    loaded = load_text(RULES)
    assert loaded.ruleset is not None
    found = run(compile_plan(loaded.ruleset), DATA).diagnostics
    assert [d.code for d in found] == ["not-handed-in", "not-handed-in"]
    assert {d.severity for d in found} == {"warning"}
    assert found[0].message == (
        "Satisfaction is missing for 7 of 8 people in 2026Q1: 00 A, 01 B, 02 C, 03 D, 04 E and 2 more."
    )
    assert found[0].hint == "Data collected, due on 2026-04-05: ask Customer care"
    assert found[1].message == "Satisfaction is missing for 1 of 8 people in 2026Q2: 00 A."


def test_only_of_the_periods_asked_for() -> None:
    loaded = load_text(RULES)
    assert loaded.ruleset is not None
    found = run(compile_plan(loaded.ruleset), DATA, ["2026Q2"]).diagnostics
    assert ["2026Q2" in d.message for d in found] == [True]


def test_run_shows_the_dates(tmp_path: Path) -> None:
    rules, data = tmp_path / "c.yaml", tmp_path / "c.csv"
    rules.write_text(RULES, encoding="utf-8")
    DATA.to_csv(data, index=False)
    result = CliRunner().invoke(main, ["run", str(rules), "--data", str(data), "--period", "2026Q2"])
    assert result.exit_code == 0, result.output
    assert "Data collected 2026-07-05 · Bonus paid 2026-07-20" in result.output


@pytest.mark.parametrize("needs", ["[qualty]", "[Satisfaction]"])
def test_a_need_must_be_described(needs: str) -> None:
    loaded = load_text(RULES.replace("[quality]", needs))
    assert [d.code for d in loaded.diagnostics] == ["unknown-reference"]
