"""Which clauses are reached: by whom they concern, and only where everything around them holds too."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from appraise import compile_plan, load_text, run
from appraise.cases.coverage import Coverage, reached
from appraise.cases.files import coverage_of
from appraise.report.cases.terminal import missed_in_words, percent_text
from tests.cases.team import ran


def coverage(folder: Path, cases: str) -> Coverage:
    ((_, found),) = coverage_of([ran(folder, cases)])
    return found


def labels(found: Coverage, subject: str) -> list[str]:
    return [b.label for b in found.missed if b.subject == subject]


def test_one_person_reaches_what_concerns_that_person(tmp_path: Path) -> None:
    found = coverage(tmp_path, "  one:\n    expect: {score: 100}\n")
    assert labels(found, "cohort") == ["new"]
    assert labels(found, "sales.target") == ["new"]
    assert labels(found, "quality.score/rule") == ["0%", "80%"]
    assert labels(found, "grade/bands") == ["C", "B"]
    assert labels(found, "bonus.factor") == ["B", "C"]
    assert labels(found, "gate west") == [""]
    assert len(found.clauses) == 14
    assert percent_text(found.percent) == "35.7"


def test_every_clause_has_its_line(tmp_path: Path) -> None:
    found = coverage(tmp_path, "  one:\n    expect: {score: 100}\n")
    assert {b.subject: b.clause.where.line for b in found.clauses} == {
        "cohort": 26, "sales.target": 31, "quality.score/rule": 37, "gate west": 40, "grade/bands": 42, "bonus.factor": 47,
    }  # fmt: skip


def test_all_is_reached_by_enough_cases(tmp_path: Path) -> None:
    cases = """  one:
    given: [{}, {hired: 2026-01-01, sales: 500, quality: 80%, region: West}, {sales: 1500, quality: 80%}, {sales: 0, quality: 0%}]
    expect: {E1: {score: 100}}
"""
    found = coverage(tmp_path, cases)
    assert found.missed == ()
    assert found.percent == 100


def test_a_refused_case_reaches_nothing(tmp_path: Path) -> None:
    found = coverage(tmp_path, "  one:\n    given: {sales: none}\n    error: missing-value\n")
    assert found.missed == found.clauses


RULES = """
ruleset: nested
title: Nested
version: "1"
effective: {from: 2026-01-01, to: 2026-12-31}
period: quarter
currency: CNY
conventions: {boundary: lower, rounding: {mode: half-up, score: 2, money: 2}, missing: error}
data:
  employee: id
  fields:
    id: {type: text}
    sales: {type: money}
    months: {type: count}
eligible:
  months: {when: months >= 1, reason: No month}
  sales: {when: sales >= 0, reason: No sales}
cohorts: {new: months < 6, old: otherwise}
indicators:
  sales:
    title: Sales
    value: sales
    target: {new: {2026-01-01: 10, 2026-07-01: 20}, old: 30}
    score: {by: cohort, values: {new: {method: steps, of: attainment, steps: {0%: 0, 100%: 100}}, old: {method: ratio, floor: 0, cap: 120}}}
    weight: 100
rewards:
  bonus: {title: Bonus, base: sales, when: sales > 5, tiers: {method: marginal, rates: {0: 1%, 100: 2%}}}
  extra: {title: Extra, amount: {by: months, values: {3: 5, otherwise: 1}}}
outcomes:
  praise: {when: score >= 100, kind: other, message: Good}
"""


def nested(rows: list[tuple[int, int]], period: str, rules: str = RULES) -> list[tuple[str, str]]:
    loaded = load_text(rules)
    assert loaded.ruleset is not None, loaded.diagnostics
    plan = compile_plan(loaded.ruleset)
    frame = pd.DataFrame([{"id": f"{i:02d}", "sales": s, "months": m} for i, (s, m) in enumerate(rows)])
    sheet = run(plan, frame, [period], keep=[*plan.names, *(s.name for s in plan.steps)]).worksheet
    assert sheet is not None
    return [(b.subject, b.label) for b in reached(plan, [sheet]).missed]


def test_a_clause_inside_another_is_reached_where_both_hold() -> None:
    missed = nested([(50, 10)], "2026Q3")
    assert ("sales.target", "new") in missed
    assert ("sales.target[new]", "2026-07-01") in missed, "the date holds, the cohort does not"
    missed = nested([(50, 3)], "2026Q3")
    assert ("sales.target[new]", "2026-07-01") not in missed
    assert ("sales.target[new]", "2026-01-01") in missed


def test_only_appraised_people_count_but_reasons_are_reached_by_the_others() -> None:
    missed = nested([(-1, 3)], "2026Q1")
    assert ("reason", "No sales") not in missed
    assert ("reason", "No month") in missed
    assert ("cohort", "new") in missed


def test_conditions_slices_and_lookups() -> None:
    everything = nested([(50, 3), (200, 3), (1, 8)], "2026Q1")
    assert everything == [("reason", "No month"), ("reason", "No sales"), ("sales.target[new]", "2026-07-01"),
                          ("sales.score/rule[new]", "0%")]  # fmt: skip
    missed = nested([(5, 3)], "2026Q1")
    assert {("bonus when", ""), ("commission", ""), ("extra amount", "otherwise"), ("outcome praise", "")} & set(
        missed
    ) == {("bonus when", ""), ("extra amount", "otherwise"), ("outcome praise", "")}
    assert ("bonus tiers", "0") in missed, "no part of the pay of somebody who has none"


def test_each_kind_is_said_in_words() -> None:
    loaded = load_text(RULES)
    assert loaded.ruleset is not None
    said = [missed_in_words(b, "en") for b in compile_plan(loaded.ruleset).branches]
    for words in (
        "nobody is left out because of: No month",
        "nobody belongs to new",
        "Sales: nobody meets old (sales.target)",
        "Bonus: the condition of this pay never holds",
        "praise: the outcome is never given",
        "Bonus: nobody meets 100 (bonus tiers)",
    ):
        assert words in said


TABLES = """
tables:
  season: {keys: [quarter], values: {1: 0.8, 2: 1, otherwise: 1.2}}
  grid: {keys: [cohort, months], match: {months: range}, values: {new: {0: 10, 3: 20}, old: {0: 30, 12: 40}}}
"""


def test_rows_of_tables_are_reached_by_those_whom_the_look_up_concerns() -> None:
    rules = RULES.replace(
        "rewards:", TABLES + "rewards:\n  pay: {title: Pay, amount: 'lookup(season, quarter)'}"
    ).replace(
        "target: {new: {2026-01-01: 10, 2026-07-01: 20}, old: 30}",
        "target: {new: 'lookup(grid, cohort, months)', old: 30}",
    )
    missed = nested([(50, 4), (50, 20)], "2026Q1", rules)
    rows = [(subject, label) for subject, label in missed if subject.startswith("table")]
    assert rows == [
        ("table season", "2"), ("table season", "otherwise"),
        ("table grid", "new / 0"), ("table grid", "old / 0"), ("table grid", "old / 12"),
    ]  # fmt: skip


RANKED = (
    RULES.split("rewards:", maxsplit=1)[0]
    + """
grades:
  ranking:
    by: score
    shares: {A: 50%, B: 50%}
    counts: nearest
    ties: better
rewards:
  prize: {title: Prize, when: months > 5, contest: {by: sales, best: highest, ties: share, prizes: {1: 100}}}
"""
)


def test_grades_of_a_ranking_and_those_who_take_part_in_a_contest() -> None:
    missed = nested([(50, 3)], "2026Q1", RANKED)
    assert ("grade/ranked", "B") in missed
    assert ("prize when", "") in missed
    missed = nested([(50, 8), (5, 8)], "2026Q1", RANKED)
    assert not {subject for subject, _ in missed} & {"grade/ranked", "prize when"}
