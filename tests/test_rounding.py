"""Rounding that decides: stated for all or for one indicator, and told wherever it changes a figure. By hand."""

from __future__ import annotations

import pandas as pd
import pytest

from appraise import compile_plan, load_text, run
from appraise.diagnostics import as_text
from appraise.execution.explaining.explain import explain
from appraise.report.explanation.person import explanation_lines
from appraise.report.policy.sections import policy_in_words

POLICY = """
ruleset: rounding
title: TITLE
version: "1"
effective: {from: 2026-01-01, to: 2026-12-31}
period: month
currency: CNY
conventions: {boundary: lower, rounding: {mode: half-up, score: 2, money: 2ALL}, missing: error}
data: {employee: id, fields: {id: {type: text}, sales: {type: money}, marks: {type: number}}}
indicators:
  sales: {title: Sales, value: sales, target: 800000, score: {method: ratio, floor: 0, cap: 120}, weight: 40OWN}
  marks: {title: Marks, value: marks, score: {method: formula, formula: value, floor: 0, cap: 100}, weight: 60}
grades: {bands: {A: 95, B: lowest}}
rewards: {bonus: {title: Bonus, amount: 1000, when: sales.attainment >= 100%}}
"""


def appraised(
    everywhere: str, own: str, sales: float, marks: float, title: str = "Rounding"
) -> tuple[dict[str, object], list[str]]:
    text = POLICY.replace("ALL", everywhere).replace("OWN", own).replace("TITLE", title)
    loaded = load_text(text)
    assert loaded.ruleset is not None, as_text(loaded.diagnostics)
    plan = compile_plan(loaded.ruleset)
    done = run(plan, pd.DataFrame({"id": ["a"], "sales": [sales], "marks": [marks]}), ["2026-01"])
    assert done.worksheet is not None, as_text(done.diagnostics)
    (why,) = explain(plan, done.worksheet, "a")
    return done.worksheet.frame().to_dict("records")[0], [line.text for line in explanation_lines(why)]


@pytest.mark.parametrize(
    ("everywhere", "own", "attainment", "score", "bonus"),
    [
        (", attainment: 2", "", 1.0, 100.0, 1000),  # 796,000 of 800,000 are 99.5%
        (", attainment: 2", ", rounding: {attainment: 4}", 0.995, 99.5, 0),
        (", attainment: 2", ", rounding: {attainment: 3}", 0.995, 99.5, 0),
        (", attainment: 2", ", rounding: {attainment: none}", 0.995, 99.5, 0),
        (", attainment: 4", ", rounding: {attainment: 2}", 1.0, 100.0, 1000),
        (", attainment: 2, indicator: 0", ", rounding: {attainment: 4}", 0.995, 100.0, 0),
        (", indicator: 0", ", rounding: {score: 1}", 0.995, 99.5, 0),
        (", indicator: 0", ", rounding: {score: none}", 0.995, 99.5, 0),
        ("", ", rounding: {score: 0}", 0.995, 100.0, 0),
        ("", "", 0.995, 99.5, 0),
    ],
)
def test_one_indicator_is_rounded_as_it_says(
    everywhere: str, own: str, attainment: float, score: float, bonus: float
) -> None:
    row, _ = appraised(everywhere, own, 796_000, 50)
    assert (row["sales.attainment"], row["sales.score"], row["bonus"]) == (attainment, score, bonus)


@pytest.mark.parametrize(
    ("everywhere", "sales", "marks", "told"),
    [
        (
            ", attainment: 2",
            796_000,
            50,
            "796,000.00 against a target of 800,000.00: attainment 99.5%, rounded to 100%",
        ),
        (
            ", attainment: 2",
            799_999,
            50,
            "799,999.00 against a target of 800,000.00: attainment 99.9999%, rounded to 100%",
        ),
        (", attainment: 2", 800_000, 50, "800,000.00 against a target of 800,000.00: attainment 100%"),
        (", indicator: 0", 796_000, 50, "99.5 rounded to 100"),
        ("", 800_000, 91.66, "94.996 rounded to 95.00"),
        ("", 800_000, 91.65, "rounded: 94.99"),
    ],
)
def test_what_was_rounded_is_told(everywhere: str, sales: float, marks: float, told: str) -> None:
    assert told in [line.strip() for line in appraised(everywhere, "", sales, marks)[1]]


def test_a_condition_shows_what_stood_before_the_rounding() -> None:
    """95.5% of the target is rounded to 96%; the condition names both."""
    lines = appraised(", attainment: 2", "", 764_000, 50)[1]
    assert any("sales.attainment Sales attainment = 96% (95.5% before rounding)" in line for line in lines)


def test_in_chinese() -> None:
    lines = appraised(", attainment: 2", "", 796_000, 91.66, "取整")[1]
    assert "796,000.00，目标 800,000.00，完成率 99.5%，四舍五入为 100%" in lines
    assert "94.996 四舍五入为 95.00" in lines


def test_a_policy_says_it_in_words() -> None:
    words = []
    for own in (", rounding: {attainment: 4, score: 1}", ", rounding: {attainment: none}", ""):
        loaded = load_text(POLICY.replace("ALL", ", attainment: 2").replace("OWN", own).replace("TITLE", "T"))
        assert loaded.ruleset is not None
        words.append([s.words for s in policy_in_words(loaded.ruleset)])
    assert "Rounded half-up here to decimal places: attainment 4, score 1" in words[0]
    assert "Neither attainment nor score is rounded here" in words[1]
    assert not any("ounded half-up here" in text or "rounded here" in text for text in words[2])


@pytest.mark.parametrize(
    ("own", "code"),
    [
        (", rounding: {atainment: 4}", "unknown-key"), (", rounding: {score: 7}", "wrong-value"),
        (", rounding: {score: no}", "wrong-value"), (", rounding: {}", "missing-key"),
    ],
)  # fmt: skip
def test_what_cannot_be_meant(own: str, code: str) -> None:
    loaded = load_text(POLICY.replace("ALL", "").replace("OWN", own).replace("TITLE", "T"))
    assert loaded.ruleset is None
    assert {d.code for d in loaded.diagnostics} <= {code, "wrong-value"}


def test_attainment_without_a_target_cannot_be_rounded() -> None:
    text = POLICY.replace("ALL", "").replace("OWN", "").replace("TITLE", "T")
    loaded = load_text(text.replace("weight: 60}", "weight: 60, rounding: {attainment: 2}}"))
    assert [d.code for d in loaded.diagnostics if d.severity == "error"] == ["target-needed"]
