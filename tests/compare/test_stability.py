"""Grades that a percent more or less would flip, by hand; a policy that looks back is run alone as well."""

from __future__ import annotations

import numpy as np
import pandas as pd

from appraise.compare.comparison import align
from appraise.compare.figures.stability import stability
from tests.compare.written import appraised

POLICY = """
data:
  employee: id
  period: period
  fields: {sales: {type: money}, rate: {type: percent, max: 100%}}
indicators:
  sales: {title: Sales, value: VALUE, target: 100, score: {method: ratio, floor: 0, cap: none}, weight: 100}
grades: {bands: {A: BOUND, B: lowest}}
"""


def policy(value: str, bound: str = "90") -> str:
    return POLICY.replace("VALUE", value).replace("BOUND", bound)


def test_by_hand() -> None:
    """89.5 rises to 90.395; 90.5 falls to 89.595; 88 and 95 stay; a rate of 100% cannot rise."""
    data = pd.DataFrame({"id": list("abcd"), "period": "2026Q1", "sales": [89.5, 90.5, 88, 95], "rate": 1.0})
    sheets = [[appraised(policy(v, b), data, title=v)] for v, b in (("sales", "90"), ("rate * 100", "100.5"))]
    assert [(r.policy, r.appraisals, r.more, r.less, r.share) for r in stability(align(sheets[0], [sheets[1]])).rows] == [
        ("sales", 4, 1, 1, 0.5), ("rate * 100", 4, 0, 0, 0.0),
    ]  # fmt: skip


MARKS = """
data:
  employee: id
  period: period
  fields: {mark: {type: rating, scale: [1, 3]}, calls: {type: count}, sales: {type: money}}
tables:
  bonus: {keys: [calls], values: {10: 1, 11: 2}}
indicators:
  mark: {title: Mark, value: mark * 1, score: {method: rating, values: {1: 0, 2: 50, 3: 100}}, weight: 50}
  sales: {title: Sales, value: "sales * NUMBER", target: 100, score: {method: ratio, floor: 0, cap: none}, weight: 50}
grades: {bands: {A: 90, B: lowest}}
"""


def test_what_is_looked_up_exactly_stays_so_that_nobody_is_left_out() -> None:
    """50 + 50 × 79.6% is 89.8: 1% more sales are 90.198. Without sales nothing can be moved."""
    data = pd.DataFrame({"id": list("ab"), "period": "2026Q1", "mark": [3, 1], "calls": [10, 11], "sales": [79.6, 50]})
    found = []
    for number in ("lookup(bonus, calls) / lookup(bonus, calls)", "0 + 100 * 1"):
        policy_ = MARKS.replace("sales * NUMBER" if number[0] == "0" else "NUMBER", number)
        policy_ = policy_ if number[0] != "0" else policy_.replace(", sales: {type: money}", "").replace(
            "0 + 100 * 1", "lookup(bonus, calls)")  # fmt: skip
        sheet = appraised(policy_, data, title="Marks")
        (row,) = stability(align([sheet], [])).rows
        found.append((row.appraisals, row.not_known, row.more, row.less, row.share))
    assert found[0] == (2, 0, 1, 0, 0.5)
    assert found[1][:2] == (2, 2)
    assert all(np.isnan(figure) for figure in found[1][2:])


def test_together_is_as_each_alone() -> None:
    data = pd.DataFrame({"id": list("abcd"), "period": "2026Q1", "sales": [89.5, 90.5, 60.2, 95], "rate": 1.0})
    one, other = ([appraised(policy("sales", bound), data, title=f"From {bound}")] for bound in ("90", "60"))
    both = stability(align(one, [other])).rows
    assert both == (*stability(align(one, [])).rows, *stability(align(other, [])).rows)
    assert [(r.more, r.less) for r in both] == [(1, 1), (0, 1)]


def test_a_look_back_is_not_taken_for_a_flip() -> None:
    """The second quarter has 50 + 45 = 95 with the first one, and 45 alone, whatever a percent does."""
    data = pd.DataFrame({"id": ["a", "a"], "period": ["2026Q1", "2026Q2"], "sales": [50, 45], "rate": 1.0})
    sheet = appraised(policy("'sales + coalesce(previous(sales), 0)'"), data, periods=("2026Q2",))
    assert sheet.text("grade").strings() == ["A"]
    (row,) = stability(align([sheet], [])).rows
    assert (row.appraisals, row.more, row.less) == (1, 0, 0)
