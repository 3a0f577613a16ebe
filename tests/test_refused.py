"""Slips that once got through: each changes one thing of the shipped policy, and each must be told."""

from __future__ import annotations

from pathlib import Path

import pytest

from appraise import load_text

POLICY = (Path(__file__).parents[1] / "rulesets" / "key-account-quarterly-en.yaml").read_text(encoding="utf-8")
AMOUNT, CAP, RATING = "salary * 3 * factor", "max: 60000", "4: 80, 5: 100}"


@pytest.mark.parametrize(
    ("before", "after", "code"),
    [
        # numbers and texts that run together
        (AMOUNT, "salary * (7%2) * factor", "formula-syntax"),
        (AMOUNT, "salary * 0x10 * factor", "formula-syntax"),
        (AMOUNT, "salary * 1_000 * factor", "formula-syntax"),
        ("when: grade == 'S'", "when: \"name in ('a' 'b')\"", "formula-syntax"),
        ("when: grade == 'S'", "when: \"name in 'a，b'\"", "formula-syntax"),
        ("when: collection_rate < 80%", "when: (collection_rate < 80%", "formula-syntax"),
        # two of one name
        ("rewards:\n", "rewards:\n  ｂｏｎｕｓ: {title: X, amount: 5000}\n", "duplicate-key"),
        ("derive:\n", "functions: {f(x): x * 3, f(y): y}\nderive:\n", "name-taken"),
        ("derive:\n", "functions: {'f(x, x)': x * 3}\nderive:\n", "name-taken"),
        (RATING, "4: 80, 5: 100, 5.0: 0}", "duplicate-key"),
        (RATING, "4: 80, nan: 5, 5: 100}", "unknown-label"),
        ("South: [华南]", "South: [华南, 华东]", "duplicate-key"),
        ("column: [Sales, 销售额]", "column: [Monthly salary, 月薪]", "name-taken"),
        # limits that cross, values that cannot be
        (CAP, "min: 70000\n    max: 60000", "wrong-value"),
        ("max: 6}", "min: 10, max: 6}", "wrong-value"),
        ("floor: 0, cap: 120", "floor: 200, cap: 120", "wrong-value"),
        ("违规次数], missing: 0}", "违规次数], missing: 0.5}", "wrong-value"),
        (CAP, "max: 1e400", "wrong-value"),
        ("factor: {by: grade", "factor: {by: 5", "wrong-value"),
        ("{new: 60, senior: 45}", "{2025-01-01: 1, new: 60, senior: 45}", "setting-not-clear"),
        ("Results, weight: 60", "Results, weight: sales.score", "cycle"),
        ("weight: 100", "weight: !!int x", "yaml-syntax"),
        ("title: Sales\n", 'title: "Sales\n', "yaml-syntax"),
        # percents where points or money are meant, and the other way round
        ("C: 60, D", "C: 60%, D", "percent-or-ratio"),
        (CAP, "max: 60%", "percent-or-ratio"),
        ("target: 90%", "target: {2025-01-01: 90}", "percent-or-ratio"),
        ("{0: 1%, 100000", "{0: {new: 1%, otherwise: 1}, 100000", "percent-or-ratio"),
        ("reward_factor: 0.5", "reward_factor: 50", "percent-or-ratio"),
    ],
)
def test_told(before: str, after: str, code: str) -> None:
    assert POLICY.count(before) >= 1
    found = load_text(POLICY.replace(before, after, 1)).diagnostics
    assert code in {d.code for d in found}


@pytest.mark.parametrize(
    ("before", "after"), [("score: 2, money", "score: 2.0, money"), (AMOUNT, "salary * 3 * factor * 100%")]
)
def test_sound(before: str, after: str) -> None:
    assert load_text(POLICY.replace(before, after, 1)).diagnostics == ()


def test_formulas_cut_by_commas_are_not_called_keys_that_stand_twice() -> None:
    found = load_text("derive: {a: coalesce(x, -1), b: coalesce(y, -1)}\n").diagnostics
    assert [(d.code, "put the formulas in quotes" in d.hint) for d in found] == [("duplicate-key", True)]
