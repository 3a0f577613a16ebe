"""Four fifths, and whether chance may explain what is below: a group's best grades by hand."""

from __future__ import annotations

import pandas as pd
import pytest

from appraise import compile_plan, load_text, run
from appraise.compare.comparison import align
from appraise.compare.figures.fairness import fairness

POLICY = """
ruleset: fair
title: Fair
version: "1"
language: en
effective: {from: 2026-01-01, to: 2026-12-31}
period: quarter
currency: CNY
conventions: {boundary: lower, rounding: {mode: half-up, score: 2, money: 2}, missing: error}
data:
  employee: employee
  period: period
  fields: {points: {type: number}, site: {type: text}}
indicators:
  points: {title: Points, value: points, score: {method: ratio, floor: 0, cap: 100}, target: 100, weight: 100}
grades: {bands: {A: 90, B: lowest}}
"""


def verdicts(of_north: tuple[int, int], of_south: tuple[int, int]) -> dict[str, tuple[float, float, int, str]]:
    """Ratio, chance, number below and verdict of each site with so many best grades of so many people."""
    rows = [
        {"employee": f"{site}{i}", "period": "2026Q1", "site": site, "points": 95 if i < best else 50}
        for site, (best, all_) in (("North", of_north), ("South", of_south))
        for i in range(all_)
    ]
    plan = compile_plan(load_text(POLICY).ruleset or pytest.fail("not sound"))
    done = run(plan, pd.DataFrame(rows)).worksheet
    assert done is not None
    return {
        str(row.group): (row.top_ratio, row.top_chance, row.adverse, row.verdict)
        for row in fairness(align([done], [], ["site"])).rows
        if row.kind == "site"
    }


def test_a_clear_difference_is_adverse() -> None:
    ratio, chance, below, verdict = verdicts((20, 40), (4, 40))["South"]
    assert ratio == pytest.approx(0.2)
    assert chance < 0.001
    assert (below, verdict) == (2, "adverse")  # of two grades, who has not the best has the worst


def test_a_difference_of_few_people_may_be_chance() -> None:
    found = verdicts((3, 6), (2, 6))
    assert found["South"] == (pytest.approx(2 / 3), pytest.approx(1.0), 2, "adverse_by_chance")
    assert found["North"][2:] == (0, "")


def test_just_above_four_fifths_nothing_is_said() -> None:
    assert verdicts((10, 20), (8, 20))["South"][2:] == (0, "")
    assert verdicts((10, 20), (7, 20))["South"][2:] == (2, "adverse_by_chance")


def test_a_difference_above_four_fifths_that_is_hardly_chance() -> None:
    ratio, chance, below, verdict = verdicts((700, 1000), (600, 1000))["South"]
    assert ratio == pytest.approx(6 / 7)
    assert chance < 0.001
    assert (below, verdict) == (0, "differs")
