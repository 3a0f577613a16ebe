"""The policy that is measured: a million people, ten indicators, targets by cohort, grades, a bonus."""

from __future__ import annotations

import numpy as np

from appraise.data.periods import Period
from appraise.data.table import Table
from appraise.formula.vectors import Text

ROWS = 1_000_000
INDICATORS = 10
WEIGHTS = (20, 15, 10, 10, 10, 10, 10, 5, 5, 5)
TARGETS = tuple((60.0 + i, 100.0 + 2 * i) for i in range(INDICATORS))  # new, senior
BANDS = (60.0, 75.0, 90.0, 105.0)
FACTORS = (0.0, 0.5, 1.0, 1.5, 2.0)

RULESET = (
    f"""
ruleset: benchmark
title: Benchmark
version: "1"
effective: {{from: 2026-01-01, to: 2026-12-31}}
period: quarter
currency: CNY
conventions: {{boundary: lower, rounding: {{mode: half-up, score: 2, money: 2}}, missing: error}}
data:
  employee: id
  period: period
  fields:
    tenure: {{type: number}}
    salary: {{type: money}}
    {"; ".join(f"k{i}: {{type: number}}" for i in range(INDICATORS)).replace("; ", chr(10) + "    ")}
cohorts: {{new: tenure < 6, senior: otherwise}}
indicators:
"""
    + "".join(
        f"  k{i}: {{title: K{i}, value: k{i}, target: {{new: {new:g}, senior: {senior:g}}}, weight: {WEIGHTS[i]},"
        " score: {method: ratio, floor: 0, cap: 120}}\n"
        for i, (new, senior) in enumerate(TARGETS)
    )
    + """
grades: {bands: {S: 105, A: 90, B: 75, C: 60, D: lowest}}
rewards:
  bonus:
    title: Bonus
    amount: salary * factor
    factor: {by: grade, values: {S: 2, A: 1.5, B: 1, C: 0.5, D: 0}}
"""
)


def columns(rows: int = ROWS) -> dict[str, np.ndarray]:
    """Make the data: whole months, salaries, and figures at two decimals."""
    rng = np.random.default_rng(0)
    made = {"tenure": rng.integers(0, 60, rows).astype(float), "salary": rng.integers(5000, 20000, rows).astype(float)}
    return made | {f"k{i}": np.round(rng.gamma(4, 25, rows), 2) for i in range(INDICATORS)}


def table(made: dict[str, np.ndarray]) -> Table:
    """The data as the engine holds it after reading."""
    rows = len(made["salary"])
    people = Text(np.arange(rows, dtype=np.intp), tuple(str(i) for i in range(rows)))
    period = Text(np.zeros(rows, dtype=np.intp), ("2026Q1",), ordered=True)
    every = {**made, "id": people, "period": period}
    return Table("made", every, people, period, (Period("quarter", 2026, 1),), np.arange(2, rows + 2), "")


def by_hand(made: dict[str, np.ndarray]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Compute score, grade and bonus in plain numpy, as one would in a notebook."""
    new = made["tenure"] < 6
    score = np.zeros(len(new))
    for i, (for_new, for_senior) in enumerate(TARGETS):
        target = np.where(new, for_new, for_senior)
        score += np.clip(made[f"k{i}"] / target, 0, 1.2) * WEIGHTS[i]
    score = np.floor(score * 100 + 0.5) / 100
    grade = np.searchsorted(BANDS, score, "right")
    return score, grade, np.floor(np.array(FACTORS)[grade] * made["salary"] * 100 + 0.5) / 100
