"""Single people on the edge: results computed by hand where halves, gaps and branches that do not apply meet."""

from __future__ import annotations

import pandas as pd
import pytest

from appraise import compile_plan, load_text, run
from appraise.execution.worksheet import Run

HEAD = """
ruleset: edges
title: Edges
version: "1"
effective: {from: 2025-01-01, to: 2026-12-31}
period: quarter
currency: CNY
conventions: {boundary: lower, rounding: {mode: half-up, score: 2, money: 2ROUNDING}, missing: error}
data: {employee: e, fields: {e: {type: text}, team: {type: text}, n: {type: number}, m: {type: number}}}
"""
NAN = float("nan")
FLAT = "{method: formula, formula: '1', floor: none, cap: none}"


def one(score: str = FLAT, more: str = "value: n") -> str:
    return f"indicators: {{i: {{title: i, {more}, score: {score}, weight: 100}}}}\n"


def two(first: str, second: str) -> str:
    return f"indicators: {{i: {{title: i, {first}}}, j: {{title: j, {second}}}}}\n"


def reward(rule: str) -> str:
    return one() + f"rewards: {{p: {{title: p, {rule}}}}}\n"


def appraise(policy: str, rounding: str = "", **row: object) -> Run:
    loaded = load_text(HEAD.replace("ROUNDING", rounding) + policy)
    assert loaded.ruleset is not None, loaded.diagnostics
    given = {"e": "1", "team": "red", "n": 1.0, "m": 1.0} | row
    return run(compile_plan(loaded.ruleset), pd.DataFrame({name: [value] for name, value in given.items()}), ["2025Q1"])


@pytest.mark.parametrize(
    ("policy", "rounding", "row", "name", "result"),
    [
        # halves after a subtraction, which floats miss by a hair
        (one("{method: deduct, points: 3.3, unit: 0.01, free: 0.8, floor: none}"), ", indicator: 0", {"n": 1.15}, "i.score", -16),
        (one("{method: add, points: 5, free: 0.8, cap: none}"), ", indicator: 1", {"n": 0.83}, "i.score", 0.2),
        (one("{method: linear, points: [[110%, 0], [150%, -20]]}"), ", indicator: 0", {"n": 1.15}, "i.score", -3),
        (
            two(
                "value: n, target: 0.6, direction: lower, attainment: 2 - value/target, score: {method: ratio, floor: 0, cap: 100}, weight: 47.5",
                "value: n, score: {method: deduct, points: 100, floor: 0}, weight: 52.5",
            ),
            "", {"n": 1.11}, "score", 7.13,
        ),
        (reward("base: n, tiers: {method: marginal, rates: {0: 2%, 100: 10%}, start: m}"), "", {"n": 400.15, "m": 1_125_000.0}, "p", 40.02),
        (reward("base: n, factor: 2, tiers: {method: marginal, rates: {0: 1, 85: 5%}, start: 100}"), "", {"n": 0.35}, "p", 0.04),
        (one(more='value: "ceil(100 * 1.1 + m)"'), "", {}, "i.value", 111),
        # what a branch says that does not apply to this person is no concern of this person
        (one("{method: steps, steps: {lowest: 1, 5: {by: team, values: {blue: 2}}}}"), "", {}, "i.score", 1),
        (one("{method: rating, values: {1: 1, 3: {by: team, values: {blue: 2}}}}"), "", {}, "i.score", 1),
        (one(more="target: {2025-01-01: 5, 2026-01-01: {by: team, values: {blue: 2}}}, value: n"), "", {}, "i.target", 5),
        (one(more="target: {a: {by: team, values: {blue: 2}}, b: 5}, value: n") + "cohorts: {a: n > 5, b: otherwise}\n", "", {}, "i.target", 5),
        (one() + "gates: {g: {when: n > 5, score_at_most: {by: team, values: {blue: 2}}}}\n", "", {}, "score", 1),
        (reward("amount: {by: team, values: {blue: 2}}, when: n > 5"), "", {}, "p", 0),
        (reward("base: n, tiers: {method: whole, rates: {0: 1%}}, when: n > 5"), "", {"n": -1.0}, "p", 0),
        (reward("base: n, tiers: {method: marginal, rates: {0: 1%, 100: m}}"), "", {"n": 50.0, "m": NAN}, "p", 0.5),
        (one("{method: linear, points: [[10, 1], [40, m]]}"), "", {"n": 10.0, "m": NAN}, "i.score", 1),
        (reward("base: n, tiers: {method: interpolate, rates: {10: 1%, 40: m}}"), "", {"n": 10.0, "m": NAN}, "p", 0.1),
        # grades by a lookup; two points at one place; nothing that varies
        (one() + "grades: {bands: {by: team, values: {red: {A: 1, B: lowest}, otherwise: {A: 5, B: lowest}}}}\n", "", {}, "grade", "A"),
        (one("{method: linear, points: [[1, 0 * m], [1, 105 + 0 * m]]}"), "", {}, "i.score", 105),
        (one(more="value: 1"), "", {}, "score", 1),
        # what does not count for somebody need not be there
        (
            two("value: n, score: {method: add, points: 1, cap: 100}, weight: 100",
                "value: m, score: {method: add, points: 1, cap: 100}, weight: 0"),
            "", {"n": 7.0, "m": NAN}, "score", 7,
        ),
    ],
)  # fmt: skip
def test_result(policy: str, rounding: str, row: dict[str, object], name: str, result: object) -> None:
    done = appraise(policy, rounding, **row)
    assert done.worksheet is not None, done.diagnostics
    assert done.worksheet.frame()[name].tolist() == [result]


REWEIGHT = "missing: reweight, score: {method: add, points: 1, cap: 100}, weight: 50"


@pytest.mark.parametrize(
    ("policy", "row", "code"),
    [
        (one(more="target: {by: a0, values: {'3': 5}}, value: n") + "parameters: {a0: 1}\n", {}, "no-setting"),
        (
            two(f"value: n, {REWEIGHT}", f"value: m, {REWEIGHT}")
            + "gates: {g: {when: n > 0, indicator_at_most: {i: {by: team, values: {otherwise: 1}}}}}\n",
            {"team": ""},
            "no-amount",
        ),
        (
            two(f"value: n, {REWEIGHT.replace('50', '50 + m')}", f"value: n, {REWEIGHT.replace('50', '50 - m')}"),
            {"m": NAN},
            "weights-sum-row",
        ),
        (
            two(f"value: n, {REWEIGHT.replace('50', '150 * m')}", f"value: n, {REWEIGHT.replace('50', '-50 * m')}"),
            {},
            "weights-sum-row",
        ),
        (
            one("{method: add, points: 60, cap: 100}") + "grades: {bands: {A: m, B: 50, C: lowest}}\n",
            {"m": NAN},
            "no-amount",
        ),
        (one(more='value: "power(n, 0)"'), {"n": NAN}, "missing-value"),
    ],
)
def test_trouble(policy: str, row: dict[str, object], code: str) -> None:
    done = appraise(policy, **row)
    assert [d.code for d in done.diagnostics if d.severity == "error"] == [code]
