"""Explanations from Python: by the plan that made the worksheet, and of people who have results."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pandas as pd
import pytest

from appraise import compile_plan, explain, load, load_text, run
from appraise.execution.explaining.explain import WrongPlan
from appraise.report.explanation.person import explanation_lines
from tests.pay.policies import FIELDS, HEAD

if TYPE_CHECKING:
    from appraise.plan.steps import Plan

POLICY = (
    HEAD
    + """
derive: {half: sales / 2, place: rank(sales)}
grades: {bands: {A: 100, B: lowest}}
gates: {g: {title: G, when: sales < 5, reward_factor: 0}}
rewards:
  bonus: {title: Bonus, amount: half * 20 / place}
"""
)
ROWS = [dict(zip(FIELDS, row, strict=True)) for row in
        (("1", "2026-01", "East", 300.0, 0, "yes", "yes"), ("2", "2026-01", "East", 90.0, 0, "yes", "yes"),
         ("3", "2026-01", "West", 500.0, 0, "yes", "no"))]  # fmt: skip


def plan_of(text: str, *, provisional: bool = False) -> Plan:
    loaded = load_text(text)
    assert loaded.ruleset is not None, loaded.diagnostics
    return compile_plan(loaded.ruleset, provisional=provisional)


def test_only_the_plan_of_the_worksheet_explains_it() -> None:
    frame = pd.DataFrame(ROWS)
    plan = plan_of(POLICY)
    sheet = run(plan, frame).worksheet
    assert sheet is not None
    (own,) = explain(plan, sheet, "2")
    (again,) = explain(plan_of(POLICY), sheet, "2")  # the same policy, compiled once more
    assert own.values == again.values
    for other in (
        ("title: Pay", "title: Pay 2"),
        ("half * 20", "half * 21"),
        ("A: 100", "A: 90"),
        ("sales < 5", "sales < 6"),
    ):
        with pytest.raises(WrongPlan, match=r"explain it by its own, worksheet\.plan"):
            explain(plan_of(POLICY.replace(*other)), sheet, "2")
    with pytest.raises(WrongPlan, match="another plan of the same policy"):
        explain(plan_of(POLICY, provisional=True), sheet, "2")


def test_a_worksheet_as_of_a_day_is_not_explained_by_the_plan_of_whole_periods() -> None:
    plan = compile_plan(load("rulesets/key-account-quarterly-en.yaml").ruleset)  # type: ignore[arg-type]
    sheet = run(plan, "examples/team.csv", as_of=date(2026, 8, 15)).worksheet
    assert sheet is not None
    with pytest.raises(WrongPlan, match="as of 2026-08-15, and the plan is for whole periods"):
        explain(plan, sheet, "00439")
    (it,) = explain(sheet.plan, sheet, "00439")
    frame = sheet.frame().set_index("employee")
    assert it.values["score"] == frame.loc["00439", "score"]


def test_who_is_not_appraised_has_a_reason_and_no_results() -> None:
    plan = plan_of(POLICY)
    sheet = run(plan, pd.DataFrame(ROWS)).worksheet
    assert sheet is not None
    (it,) = explain(plan, sheet, "3")
    assert it.reason == "on leave"
    assert (it.values["sales"], it.values["half"]) == (500.0, 250.0)  # what the data say stays
    results = ("score", "grade", "bonus", "total_reward", "sales.score", "sales.points", "gate g")
    assert [it.values[name] for name in results] == [None] * len(results)
    assert (it.trails, it.facts, it.next_grade, it.reaches) == ({}, {}, None, ())
    frame = sheet.frame().set_index("employee").loc["3"]
    shown = {name: frame[name] for name in results if name in frame.index}
    assert all(pd.isna(value) for value in shown.values())
    assert [line.text for line in explanation_lines(it)][-1] == "Not appraised: on leave."


def test_peers_are_counted_also_where_one_person_alone_was_asked_for() -> None:
    plan = plan_of(POLICY)
    for employee in (None, "2"):
        sheet = run(plan, pd.DataFrame(ROWS), employee=employee).worksheet
        assert sheet is not None
        (it,) = explain(plan, sheet, "2")
        assert it.values["place"] == 2.0
        assert list(it.peers.values()) == [2]  # the third is not appraised


JUMP = """
rewards:
  bonus:
    title: Bonus
    base: pool
    tiers: {method: interpolate, of: sales.attainment, boundary: lower, rates: {0%: 0%, 80%: 8%, 90%: 10%, 150%: 40%}}
"""


@pytest.mark.parametrize(("boundary", "score"), [("lower", 110), ("upper", 95)])
def test_who_is_exactly_at_a_point_is_told_no_line_beside_it(boundary: str, score: int) -> None:
    """8.1 / 9 and 0.54 / 0.6 are 90% but for the last bits, on either side: the score is that of the point itself."""
    rule = f"{{method: linear, of: attainment, boundary: {boundary}, points: [[0%, 0], [60%, 50], [90%, 95], [90%, 110], [150%, 120]]}}"
    head = HEAD.replace("score: {method: formula, formula: value, floor: 0, cap: none}", f"target: pool, score: {rule}")
    plan = plan_of(head + JUMP)
    targets = [*range(1, 60), 0.6, 1234567.8, 99999.9]
    rows = [ROWS[0] | {"id": str(i), "sales": round(t * 0.9, 2), "pool": t} for i, t in enumerate(targets)]
    sheet = run(plan, pd.DataFrame(rows)).worksheet
    assert sheet is not None
    assert {row["sales"] / row["pool"] for row in rows} > {0.9}  # there are some with other last bits
    for i, target in enumerate(targets):
        (it,) = explain(sheet.plan, sheet, str(i))
        lines = [line.text for line in explanation_lines(it)]
        assert it.values["sales.score"] == score
        assert not [text for text in lines if "90%" in text and "−" in text], (target, lines)
