"""Grades of different scales, groups that must not be found by subtraction, and changes that are equal."""

from __future__ import annotations

import pandas as pd
import pytest

from appraise.compare.comparison import Comparison, align
from appraise.compare.figures.cost import cost
from appraise.compare.figures.distribution import distribution
from appraise.compare.figures.fairness import fairness
from appraise.compare.figures.movement import Way, movement
from appraise.compare.figures.moves import moves
from appraise.compare.groups import groupings
from tests.compare.written import appraised

POLICY = """
data:
  employee: id
  period: period
  fields:
    id: {type: text}
    period: {type: text}
    team: {type: text}
    sales: {type: number}
    pay: {type: money}
eligible:
  sells: {when: sales >= LEAST, reason: sells nothing}
indicators:
  sales: {title: Sales, value: sales, score: {method: linear, points: [[0, 0], [100, 100]]}, weight: 100}
grades:
  bands: BANDS
rewards:
  bonus: {title: Bonus, amount: pay * (RATE)}
"""


def policy(bands: str = "{A: 90, B: 80, C: lowest}", rate: str = "10%", least: str = "0") -> str:
    return POLICY.replace("BANDS", bands).replace("RATE", rate).replace("LEAST", least)


def people(teams: str, sales: list[float], pay: list[float] | None = None) -> pd.DataFrame:
    n = len(sales)
    return pd.DataFrame({
        "id": [f"{i:03}" for i in range(n)], "period": ["2026Q1"] * n, "team": list(teams), "sales": sales,
        "pay": pay or [100.0] * n,
    })  # fmt: skip


def compared(base: str, variant: str, data: pd.DataFrame) -> Comparison:
    return align([appraised(base, data)], [[appraised(variant, data, title="New")]], ["team"])


@pytest.mark.parametrize(
    ("bands", "expected"),
    [
        ("{A: 90, B: 80, C: lowest}", {"A": "same", "B": "same", "C": "same"}),
        ("{Good: 90, Fair: 80, Poor: lowest}", {"A": "other", "B": "other", "C": "other"}),  # only other words
        ("{Good: 90, B: 80, C: lowest}", {"A": "other", "B": "same", "C": "same"}),
        (
            "{S: 95, B: 80, C: 60, D: lowest}",
            {"A": "other", "B": "same", "C": "worse"},
        ),  # D is worse than C, which both have
        ("{S: 80, B: 50, C: lowest}", {"A": "other", "B": "better", "C": "better"}),
    ],
)
def test_a_grade_is_better_only_on_one_scale(bands: str, expected: dict[str, Way]) -> None:
    c = compared(policy(), policy(bands), people("xxx", [96, 85, 55]))
    table = movement(c)
    assert {row.before: row.way for row in table.rows if row.appraisals} == expected
    (moved,) = table.moved
    ways = list(expected.values())
    assert (moved.better, moved.worse, moved.same, moved.other) == tuple(
        map(ways.count, ("better", "worse", "same", "other"))
    )


def test_a_later_version_may_have_a_better_grade() -> None:
    """A, B, C and then S, A, B, C: the best is S and the worst is C."""
    data = people("x" * 5 + "y" * 5, [96, 85, 55, 55, 55] * 2)
    again = data.assign(period="2026Q2")
    first, then = (
        appraised(policy(b), d)
        for b, d in (("{A: 90, B: 80, C: lowest}", data), ("{S: 95, A: 90, B: 80, C: lowest}", again))
    )
    c = align([first, then], [], ["team"])
    assert c.base.labels == ("S", "A", "B", "C")
    assert [(row.top, row.bottom) for row in fairness(c).rows] == [(0.1, 0.6), (0.1, 0.6)]


def groups_of(c: Comparison) -> list[tuple[str | None, int]]:
    return [(group.label, group.people) for groups in groupings(c) for group in groups if group.kind == "team"]


def test_a_small_group_is_not_found_by_subtraction() -> None:
    """Of 8 + 6 + 2 people the two would be the total less the others; so they stand with the six."""
    teams = "a" * 8 + "b" * 6 + "c" * 2
    c = compared(policy(), policy(rate="20%"), people(teams, [85.0] * 16, [100.0] * 14 + [900.0] * 2))
    assert groups_of(c) == [("a", 8), (None, 8)]
    told = {row.group: row.change for row in cost(c).rows if row.kind == "team"}
    assert told == {"a": 80.0, None: 60.0 + 180.0}
    assert {row.group for row in fairness(c).rows} == {"a", None}


@pytest.mark.parametrize(
    ("teams", "expected"),
    [
        ("a" * 8 + "b" * 3 + "c" * 2, [("a", 8), (None, 5)]),  # together they are enough
        ("a" * 8 + "c" * 2, []),  # one other, which would tell of the two
        ("a" * 3 + "c" * 1, []),
        ("a" * 6 + "b" * 5, [("a", 6), ("b", 5)]),
    ],
)
def test_small_groups(teams: str, expected: list[tuple[str | None, int]]) -> None:
    assert groups_of(compared(policy(), policy(rate="20%"), people(teams, [85.0] * len(teams)))) == expected


def test_a_group_may_be_small_under_one_policy_only() -> None:
    """The variant appraises one of the five in b: their mean pay would be this one's."""
    teams, sales = "a" * 9 + "b" * 5 + "c" * 5, [85.0] * 9 + [85.0, 10, 10, 10, 10] + [85.0] * 5
    assert groups_of(compared(policy(), policy(least="50"), people(teams, sales))) == [("a", 9), (None, 10)]


def test_equal_changes_of_different_amounts() -> None:
    """Each gets 0.10 more; in floating point 0.3 - 0.2 is more than 1000.8 - 1000.7, and yet the same."""
    pays = [1000.7] * 5 + [0.2] * 25
    c = compared(policy(rate="1"), policy(rate="1 + 0.1 / pay"), people("x" * 30, [85.0] * 30, pays))
    assert len(set((c.variants[0].pay - c.base.pay).tolist())) > 1
    assert [row.employee for row in moves(c).rows] == [f"{i:03}" for i in range(20)]


def test_a_score_on_the_edge_of_a_bin_lies_above_it() -> None:
    """Steps of 0.2: 26.4 is 132 of them, 132 * 0.2 a little more."""
    scores = [26.4, 26.6, 27.0, 28.2]
    c = compared(policy(), policy(rate="1"), people("xxxx", scores))
    bins = [row for row in distribution(c).bins if row.policy == "Old" and row.of == "score"]
    assert [(row.low, row.high) for row in bins if row.appraisals] == [
        (26.4, 26.6),
        (26.6, 26.8),
        (27.0, 27.2),
        (28.2, 28.4),
    ]
