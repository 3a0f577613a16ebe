"""Cases are run as real data is: promises that hold, promises that do not, data that is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from appraise.cases.comparing import Difference
from appraise.cases.files import run_files
from tests.cases.team import ran


def differences(folder: Path, cases: str) -> list[Difference]:
    return [d for r in ran(folder, cases).results for d in r.differences]


def passes(folder: Path, case: str) -> bool:
    (result,) = ran(folder, f"  one:\n    {case}\n").results
    return result.passed


@pytest.mark.parametrize(
    "promise",
    [
        "score: 100",
        "score: 100.0",
        "sales.points: 70",
        "sales.attainment: 100%",
        "sales.attainment: 1",
        "grade: A",
        "cohort: senior",
        "bonus: 1000",
        "bonus.factor: 1",
        "total_reward: 1000",
        "tenure: 74",
        "hired: 2020-01-01",
        "region: East",
        "quality: 95%",
        "gates: []",
        "gates: none",
        "outcomes: []",
        "reason: none",
        "score: {about: 99.5, within: 0.5}",
        "quarter: 1",
        "scored_indicators: 2",
    ],
)
def test_a_promise_that_holds(tmp_path: Path, promise: str) -> None:
    assert passes(tmp_path, f"expect: {{{promise}}}")


@pytest.mark.parametrize(
    "promise",
    [
        "score: 99.99",
        "score: none",
        "sales.attainment: 100",
        "grade: B",
        "cohort: new",
        "bonus: 1000.01",
        "hired: 2020-01-02",
        "region: West",
        "gates: [west]",
        "score: {about: 99.5, within: 0.4}",
    ],
)
def test_a_promise_that_does_not_hold(tmp_path: Path, promise: str) -> None:
    assert not passes(tmp_path, f"expect: {{{promise}}}")


def test_values_are_typed_as_hr_types_them(tmp_path: Path) -> None:
    case = 'given: {hired: 2025年11月1日, salary: "1,000.00", sales: ¥2000, quality: ９５％, region: West}'
    assert passes(tmp_path, f"{case}\n    expect: {{cohort: new, score: 114, bonus: 900, gates: [west]}}")


def test_twelve_digits_are_the_same_number(tmp_path: Path) -> None:
    case = "given: {sales: 1234.56}"
    assert passes(tmp_path, f"{case}\n    expect: {{sales.score: 61.728}}")
    assert not passes(tmp_path, f"{case}\n    expect: {{sales.score: 61.7280001}}")


def test_the_gap_is_told(tmp_path: Path) -> None:
    (d,) = differences(tmp_path, "  one:\n    given: {sales: 1000}\n    expect: {score: 60}\n")
    assert (d.promise.value, d.got, d.promise.node.where.line) == (60, 65, 8)


def test_people_of_a_case_are_told_apart(tmp_path: Path) -> None:
    cases = """  two people, two quarters:
    given:
      - {employee: A, sales: 1000}
      - {employee: A, period: 2026年第二季度}
      - {sales: 500}
    expect:
      A 2026Q1: {score: 65}
      A 2026Q2: {score: 100}
      E3: {score: 47.5}
"""
    assert ran(tmp_path, cases).sound


def test_cases_are_nobodys_peers_but_their_own(tmp_path: Path) -> None:
    rules = """ruleset: prizes
title: Prizes
version: "1"
effective: {from: 2026-01-01, to: 2026-12-31}
period: quarter
currency: CNY
conventions: {boundary: lower, rounding: {mode: half-up, score: 2, money: 2}, missing: error}
data:
  employee: id
  fields: {id: {type: text, column: 工号}, sales: {type: money, column: 销售额}}
derive:
  before: coalesce(previous(score), 0)
indicators:
  sales: {title: Sales, value: sales, score: {method: formula, formula: value, floor: 0, cap: none}, weight: 100}
rewards:
  prize: {title: Prize, amount: "(1000 if rank(sales) == 1 else 0) + before"}
"""
    (tmp_path / "team.yaml").write_text(rules, encoding="utf-8")
    path = tmp_path / "prizes.cases.yaml"
    path.write_text(
        """ruleset: team.yaml
defaults: {period: 2026Q1}
cases:
  the best has the prize:
    given: [{sales: 100}, {sales: 50}]
    expect: {E1: {prize: 1000}, E2: {prize: 0}}
  alone among lesser figures:
    given: {sales: 1}
    expect: {prize: 1000}
  what was before:
    given: {sales: 1}
    history: [{period: 2025Q4, score: 77}]
    expect: {before: 77, prize: 1077}
  over two quarters:
    given: [{employee: A, sales: 60}, {employee: A, period: 2026Q2, sales: 1}]
    expect: {A 2026Q2: {before: 60, prize: 1060}}
  of two people:
    given: [{employee: A, sales: 60}, {employee: B, sales: 70}]
    history: [{employee: B, period: 2025Q4, score: 5}]
    expect: {A: {prize: 0}, B: {prize: 1005}}
  earlier results are checked too:
    given: {sales: 1}
    history: [{period: 2025Q4, score: much}]
    error: data-value
""",
        encoding="utf-8",
    )
    (one,) = run_files([path])
    assert [r.case.name for r in one.results if not r.passed] == []
    assert len(one.results) == 6
    (refused,) = one.results[-1].refused
    assert refused.where is not None
    assert refused.where.line == 23


@pytest.mark.parametrize(
    ("given", "code", "line"),
    [
        ("{sales: -5}", "data-value", 7),
        ("{quality: 101%}", "data-value", 7),
        ("{sales: none}", "missing-value", 7),
        ("{sales: }", "missing-value", 7),
        ("{region: North}", "data-value", 7),
        ("{period: 2025Q4}", "not-in-force", 6),
        ("{period: 2026-13}", "data-period", 7),
        ("[{employee: A}, {employee: A}]", "data-duplicate", 7),
    ],
)
def test_data_that_must_be_refused(tmp_path: Path, given: str, code: str, line: int) -> None:
    (result,) = ran(tmp_path, f"  one:\n    given: {given}\n    error: {code}\n").results
    assert result.passed, result.refused
    assert result.refused[0].where is not None
    assert result.refused[0].where.line == line
    other = "data-column" if code != "data-column" else "undecided"
    (result,) = ran(tmp_path, f"  one:\n    given: {given}\n    error: {other}\n").results
    assert not result.passed


def test_a_result_where_an_error_is_promised_is_a_failure(tmp_path: Path) -> None:
    assert not passes(tmp_path, "error: data-value")


def test_a_quoted_none_is_a_text(tmp_path: Path) -> None:
    (result,) = ran(tmp_path, "  one:\n    given: {region: 'none'}\n    error: data-value\n").results
    assert result.passed, result.refused


def test_those_who_are_not_appraised_have_no_results(tmp_path: Path) -> None:
    assert passes(tmp_path, "given: {quality: none}\n    error: missing-value")
