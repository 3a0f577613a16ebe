"""Scores by place, percentile and distance from the mean, computed by hand."""

from __future__ import annotations

import pytest

from tests.ranking.policies import people, problems_of, sheet_of


def scores(rule: str, rows: list[dict[str, object]], more: str = "", missing: str = "zero") -> list[float]:
    policy = f"indicators: {{points: {{title: Points, value: points, score: {{method: rank, {rule}}}, weight: 100, missing: {missing}{more}}}}}\n"
    return [float(s) for s in sheet_of(policy, rows).numbers("points.score")]


PLACES = "of: place, scores: {1: 100, 2: 90, 4: 80}"
LOWER = ", direction: lower, target: 10, attainment: 2 - value/target"


def test_place() -> None:
    """Two share place 2, so there is no place 3; a missing value has no place and takes none."""
    assert scores(PLACES, people(9, 8, 8, 7, 6, None)) == [100, 90, 90, 80, 80, 0]


def test_less_is_better() -> None:
    assert scores(PLACES, people(9, 8, 8, 7, 6), LOWER) == [80, 90, 90, 90, 100]
    line = "of: percentile, points: [[0%, 0], [100%, 100]]"
    assert scores(line, people(9, 8, 7, 6, 5), LOWER) == [0, 25, 50, 75, 100]
    assert scores("of: z, mean: 80, spread: 10, floor: none, cap: none", people(9, 5), LOWER) == [70, 90]


def test_within_groups_of_those_who_are_appraised() -> None:
    rows = people(9, 8, 7, 6, 5, region=["E", "E", "W", "W", "W"], there=[True, True, False, True, True])
    found = scores(PLACES + ", within: [region]", rows)
    assert [found[i] for i in (0, 1, 3, 4)] == [100, 90, 100, 90]


def test_percentile() -> None:
    """Peers with less over all other peers, as PERCENTRANK.INC; ties share; whoever is alone has 100%."""
    rule = "of: percentile, within: [region], points: [[0%, 40], [50%, 60], [100%, 100]]"
    rows = people(1, 2, 2, 3, 5, 7, region=["E"] * 5 + ["W"])
    assert scores(rule, rows) == [40, 50, 50, 80, 100, 100]  # 0, 1/4, 1/4, 3/4, 1, alone


def test_z() -> None:
    """2, 4, 4, 4, 5, 5, 7, 9 have the mean 5 and the standard deviation 2."""
    rule = "of: z, within: [region], mean: 80, spread: 10, floor: 70, cap: 95"
    rows = people(2, 4, 4, 4, 5, 5, 7, 9, 3, 3, 0.1, region=["E"] * 8 + ["W"] * 2 + ["N"])
    assert scores(rule, rows) == pytest.approx([70, 75, 75, 75, 80, 80, 90, 95, 80, 80, 80])


def test_z_of_equal_numbers_is_the_mean() -> None:
    assert scores("of: z, mean: 80, spread: 10, floor: 0, cap: 120", people(*[0.1] * 999, 0.1 + 1e-17)) == [80] * 1000
    assert scores("of: z, mean: 80, spread: 10, floor: 0, cap: 120", people(0.3, 0.1 + 0.2)) == [80, 80]


def test_z_of_large_numbers_loses_no_digits() -> None:
    """Of two numbers one is a standard deviation below the mean and the other above, however large both are."""
    assert scores("of: z, mean: 80, spread: 10, floor: none, cap: none", people(1e10, 1e10 + 0.001)) == [70, 90]
    assert scores("of: z, mean: 80, spread: 10, floor: none, cap: none", people(-1e10, -1e10 - 0.001)) == [90, 70]


def test_a_group_that_is_not_known_is_a_missing_score() -> None:
    rows = people(1, 2, region=["E", None])
    policy = f"indicators: {{points: {{title: Points, value: points, score: {{method: rank, {PLACES}, within: [region]}}, weight: 100}}}}\n"
    (problem,) = problems_of(policy, rows)
    assert (problem.code, problem.message) == ("missing-value", "02 (2026Q1): Points has no score: region is empty.")


def test_one_rule_for_each_cohort() -> None:
    policy = """
cohorts: {new: tenure < 6, senior: otherwise}
indicators:
  points:
    title: Points
    value: points
    weight: 100
    score:
      by: cohort
      values:
        new: {method: rank, of: place, within: [cohort], scores: {1: 100, 2: 50}}
        senior: {method: formula, formula: value, floor: 0, cap: 100}
"""
    assert sheet_of(policy, people(9, 8, 7, tenure=[0, 9, 0])).numbers("points.score").tolist() == [100, 8, 50]
