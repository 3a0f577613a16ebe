"""What is exact: cents of large amounts, codes beyond 127, scores without a value, whole cents in every pay column."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from appraise import compile_plan, load_text, run
from appraise.execution.kernels.tiers import position
from appraise.formula import arithmetic
from tests.agreement import run_engine, without_errors
from tests.generate import case
from tests.test_edges import HEAD, NAN, appraise, one, reward, two

if TYPE_CHECKING:
    from pathlib import Path

CENTS = st.integers(-(10**13), 10**13)  # up to 100 billion
MANY = range(0, 30_000, 100)  # 300 bounds


@settings(deadline=None)
@given(CENTS, CENTS)
def test_differences_of_amounts_are_right_to_the_cent(a: int, b: int) -> None:
    left = arithmetic.subtract(np.float64(a / 100), np.float64(b / 100))
    assert arithmetic.round_half_up(left, 2) == float(Decimal(a - b) / 100)
    assert arithmetic.round_half_up(arithmetic.add(np.float64(a / 100), np.float64(b / 100)), 2) == float(
        Decimal(a + b) / 100
    )


@settings(deadline=None)
@given(st.integers(1, 10**14), st.integers(-3, 3))
def test_amounts_up_to_a_trillion_are_told_apart_by_a_cent(a: int, more: int) -> None:
    one_, other = np.float64(a / 100), np.float64((a + more) / 100)
    assert (other >= arithmetic.below(one_)) == (more >= 0)
    assert (other > arithmetic.above(one_)) == (more > 0)
    assert len(set(arithmetic.levelled(np.array([one_, other])))) == (1 if more == 0 else 2)


@settings(deadline=None)
@given(st.integers(0, 10**15 - 1))
def test_fifteen_digits_survive_rounding(cents: int) -> None:
    assert arithmetic.round_half_up(np.float64(cents / 100), 2) == cents / 100


def test_rounding_a_small_half_beside_a_very_large_number_gives_both() -> None:
    """A computed 2.675 is a half; of 9,007,199,254,740.99 no digit may move; a small negative number is 0, not -0."""
    found = arithmetic.round_half_up(np.array([2.675, 9007199254740.99, -2.675, -0.001]), 2)
    assert found.tolist() == [2.68, 9007199254740.99, -2.68, 0.0]
    assert not np.signbit(found[3])


def test_an_amount_per_head() -> None:
    """100 among 3 is 33.33, though the policy pays whole units; among nobody there is none."""
    assert (arithmetic.each(100.0, 3, 0), arithmetic.each(100.0, 3, 3)) == (33.33, 33.333)
    assert np.isnan(arithmetic.each(100.0, 0, 2))


@pytest.mark.parametrize(
    ("a", "b", "left"),
    [
        (1.1 * 200000, 219999.99, 0.01),
        (12345678901.23, 12345678900.0, 1.23),
        (999999999999.99, 999999999999.98, 0.01),
        (0.1 + 0.2, 0.3, 0.0),
        (100.1, 100.0, 0.1),
        (1.0, 2 / 3, 1 - 2 / 3),  # no decimal: all digits stay
        (1e-9, 0.9e-9, 1e-10),
        (5.0, -5.0, 10.0),
        (np.inf, 1.0, np.inf),
    ],
)
def test_differences(a: float, b: float, left: float) -> None:
    assert np.all(arithmetic.subtract(np.float64(a), np.float64(b)) == left)


def test_numbers_that_are_the_same_are_levelled_to_the_smallest_and_nothing_else_moves() -> None:
    values = np.array([NAN, 0.1 + 0.2, 5.0, 0.3, NAN, 12345678901.24, 12345678901.23])
    assert arithmetic.levelled(values).tolist()[1:4] == [0.3, 5.0, 0.3]
    assert np.isnan(arithmetic.levelled(values)[[0, 4]]).all()
    assert arithmetic.levelled(values)[5:].tolist() == [12345678901.24, 12345678901.23]


def test_a_cent_decides_at_ten_billion() -> None:
    policy = reward("amount: 100, when: n >= 10000000000.01")
    paid = [appraise(policy, n=n).worksheet.frame()["p"][0] for n in (10000000000.00, 10000000000.01)]
    assert paid == [0, 100]


def steps(pays: str = "{value}") -> str:
    return "{" + ", ".join(f"{b}: {pays.format(value=i)}" for i, b in enumerate(MANY)) + "}"


@pytest.mark.parametrize("sales", [0, 12_650, 12_700, 12_750, 12_800, 25_599, 25_600, 29_999])
def test_more_than_127_tiers(sales: int) -> None:
    policy = one(f"{{method: steps, steps: {steps()}}}") + (
        f"rewards: {{w: {{title: w, base: n, tiers: {{method: whole, amounts: {steps()}}}}},"
        f" s: {{title: s, base: n, tiers: {{method: marginal, rates: {steps('0.01')}}}}}}}\n"
    )
    row = appraise(policy, n=float(sales)).worksheet.frame().iloc[0]
    assert (row["score"], row["w"], row["s"]) == (sales // 100, sales // 100, round(sales * 0.01, 2))


@pytest.mark.parametrize(
    ("bounds", "reached"), [(127, 127), (128, 128), (200, 200), (256, 256), (32_767, 32_767), (33_000, 33_000)]
)
def test_places_among_bounds_never_wrap_around(bounds: int, reached: int) -> None:
    value = np.array([-1.0, 0.0, bounds - 1.0, np.nan])
    assert position(value, tuple(float(i) for i in range(bounds)), "lower").tolist() == [0, 1, reached, 0]


@pytest.mark.parametrize(
    ("shift", "score", "grade"),
    [(0, 150, "g150"), (1, 150, "g151"), (1, 299, "g299"), (-1, 128, "g127"), (20, 120, "g140")],
)
def test_more_than_127_grades_and_shifts_of_them(shift: int, score: int, grade: str) -> None:
    bands = ", ".join(f"g{i}: {i}" for i in reversed(range(1, 300))) + ", g0: lowest"
    policy = one("{method: formula, formula: value, floor: none, cap: none}") + (
        f"grades: {{bands: {{{bands}}}}}\n"
        + (f"gates: {{s: {{title: s, when: n > 0, grade_shift: {shift}}}}}\n" if shift else "")
    )
    assert appraise(policy, n=float(score)).worksheet.frame()["grade"][0] == grade


def test_more_than_127_cohorts_labels_prizes_and_table_rows() -> None:
    labels = [f"t{i:03}" for i in range(300)]
    policy = (
        HEAD.replace("ROUNDING", "")
        + one(
            "{method: rank, of: place, scores: {1: 300, " + ", ".join(f"{i}: {301 - i}" for i in range(2, 301)) + "}}"
        )
        + (
            "cohorts: {" + ", ".join(f"c{i}: n == {i}" for i in range(299)) + ", rest: otherwise}\n"
            "tables: {t: {keys: [team], values: {"
            + ", ".join(f"{label}: {i}" for i, label in enumerate(labels))
            + "}}}\n"
            "rewards:\n  looked: {title: l, amount: 'lookup(t, team)'}\n"
            "  by: {title: b, amount: {by: team, values: {"
            + ", ".join(f"{label}: {i}" for i, label in enumerate(labels))
            + "}}}\n"
            "  won: {title: w, contest: {by: n, best: highest, ties: share, prizes: {"
            + ", ".join(f"{i}: {1000 - i}" for i in range(1, 301))
            + "}}}\n"
        )
    )
    loaded = load_text(policy)
    assert loaded.ruleset is not None, loaded.diagnostics
    people = pd.DataFrame({"e": [str(i) for i in range(300)], "team": labels, "n": np.arange(300.0), "m": 1.0})
    done = run(compile_plan(loaded.ruleset), people, ["2025Q1"])
    assert done.worksheet is not None, done.diagnostics
    for i, row in enumerate(done.worksheet.frame().to_dict("records")):
        assert (row["cohort"], row["looked"], row["by"]) == (f"c{i}" if i < 299 else "rest", i, i)
        assert (row["won"], row["score"]) == (1000 - (300 - i), i + 1)


def test_forty_thousand_labels() -> None:
    labels = [f"t{i:05}" for i in range(40_000)]
    people = pd.DataFrame({"e": labels, "team": labels, "n": np.arange(40_000.0), "m": 1.0})
    loaded = load_text(
        HEAD.replace("ROUNDING", "") + one() + "rewards: {p: {title: p, amount: 'rank(n, within=team) + n'}}\n"
    )
    assert loaded.ruleset is not None
    done = run(compile_plan(loaded.ruleset), people, ["2025Q1"])
    assert done.worksheet is not None
    frame = done.worksheet.frame()
    assert (frame["team"].astype(str).tolist(), frame["p"].tolist()) == (labels, [i + 1.0 for i in range(40_000)])


VALUELESS = [
    "{method: pass, when: value >= 10 or m > 0}", "{method: pass, when: m > 0}", "{method: pass, when: is_missing(value)}",
    "{method: formula, formula: 'coalesce(value, 80)', floor: 0, cap: 100}", "{method: formula, formula: m, floor: 0, cap: 100}",
    "{method: formula, formula: '100 if is_missing(value) else value', floor: 0, cap: 100}",
    "{method: steps, steps: {lowest: 50, 10: 100}}", "{method: add, points: 5, cap: 100}", "{method: deduct, points: 5, floor: 0}",
    "{method: linear, points: [[0, 50], [1, 100]]}", "{method: rank, of: percentile, points: [[0%, 50], [100%, 100]]}",
    "{by: team, values: {red: {method: pass, when: m > 0}, otherwise: {method: pass, when: m < 0}}}",
]  # fmt: skip


@pytest.mark.parametrize("rule", VALUELESS)
@pytest.mark.parametrize(("missing", "score"), [("reweight", 60.0), ("zero", 30.0), ("full", 80.0)])
def test_a_missing_value_has_no_score_whatever_the_rule(rule: str, missing: str, score: float) -> None:
    policy = two("value: m, score: {method: formula, formula: '60', floor: 0, cap: 100}, weight: 50",
                 f"value: n, missing: {missing}, score: {rule}, weight: 50")  # fmt: skip
    done = appraise(policy + "rewards: {p: {title: p, amount: score * 10}}\n", n=NAN)
    assert done.worksheet is not None, done.diagnostics
    row = done.worksheet.frame().iloc[0]
    assert (row["score"], row["p"]) == (score, score * 10)


@pytest.mark.parametrize("rule", VALUELESS)
def test_a_missing_value_is_an_error_where_the_policy_says_so(rule: str) -> None:
    done = appraise(one(rule), n=NAN)
    assert [d.code for d in done.diagnostics if d.severity == "error"] == ["missing-value"]


@pytest.mark.parametrize("places", [0, 1, 2, 3])
def test_a_penalty_beside_a_pool_is_in_whole_units(places: int) -> None:
    text = (
        HEAD.replace("money: 2ROUNDING", f"money: {places}")
        + reward("amount: n / 3")
        + ("budgets: {pool: {title: Pool, covers: [p], amount: 1000, mode: hand_out}}\n")
    )
    loaded = load_text(text)
    assert loaded.ruleset is not None, loaded.diagnostics
    people = pd.DataFrame({"e": ["1", "2", "3"], "team": "red", "n": [100.0, -100.0, 50.0], "m": 1.0})
    done = run(compile_plan(loaded.ruleset), people, ["2025Q1"])
    assert done.worksheet is not None
    shares = {0: [667, -33, 333], 1: [666.7, -33.3, 333.3], 2: [666.67, -33.33, 333.33], 3: [666.667, -33.333, 333.333]}
    assert done.worksheet.frame()["p"].tolist() == shares[places]


@pytest.mark.parametrize("seed", range(200, 216))
def test_every_pay_column_is_in_whole_units_and_adds_up(seed: int, tmp_path: Path) -> None:
    made = case(seed)
    loaded = load_text(made.text)
    assert loaded.ruleset is not None
    r = loaded.ruleset
    records = without_errors(r, made.records)
    if not r.rewards or not records:
        return
    rows, errors = run_engine(compile_plan(r), made, records, tmp_path)
    assert not errors
    unit = Decimal(1).scaleb(-r.conventions.rounding.money)
    parts = [
        *r.rewards,
        *(n for n in rows[0] if n.endswith((".accrued", ".earned", ".recovered", ".balance", ".banked"))),
    ]
    for row in rows:
        if row["reason"] is not None:
            continue
        money = {n: Decimal(repr(float(row[n]))) for n in (*parts, "total_reward") if row[n] is not None}
        assert {n: m for n, m in money.items() if m % unit} == {}
        assert sum((money[n] for n in r.rewards), Decimal(0)) == money["total_reward"]


@pytest.mark.parametrize(
    ("rule", "n"),
    [
        ("amount: n * factor, factor: 100000000000000", 100.0),
        ("amount: n * n * n * n", 1e12),
        ("amount: n / 0.00000000000001", 1.0),
        ("base: n, tiers: {method: whole, rates: {lowest: 100000}}", 1e12),
        ("base: n, tiers: {method: marginal, rates: {0: 100000}}", 1e12),
        ("each: n, count: n", 1e12),
        ("amount: -n * n", 1e12),
        ("amount: 0, draw: {amount: n * n, recoverable: false}", 1e12),
        ("contest: {by: n, best: highest, ties: share, prizes: {1: n * n}}", 1e12),
    ],
)
def test_amounts_that_cannot_be_exact_are_an_error_that_names_the_employee(rule: str, n: float) -> None:
    done = appraise(reward(rule), n=n)
    errors = [d for d in done.diagnostics if d.severity == "error"]
    assert done.worksheet is None
    assert {d.code for d in errors} == {"too-large"}
    assert all(d.message.startswith("1 (2025Q1): p (p") for d in errors if "total" not in d.message)


@pytest.mark.parametrize("mode", ["cap", "hand_out"])
@pytest.mark.parametrize(("amount", "pool"), [("n * n", "1000"), ("n", "n * n")])
def test_claims_and_pools_that_cannot_be_exact_are_errors(mode: str, amount: str, pool: str) -> None:
    budgets = f"budgets: {{pool: {{title: Pool, covers: [p], amount: {pool}, mode: {mode}}}}}\n"
    done = appraise(reward(f"amount: {amount}") + budgets, n=1e9)
    assert done.worksheet is None
    assert "too-large" in {d.code for d in done.diagnostics}


def test_a_score_that_cannot_be_exact_is_an_error() -> None:
    done = appraise(one("{method: formula, formula: value * value, floor: none, cap: none}"), n=1e12)
    assert [d.code for d in done.diagnostics if d.severity == "error"] == ["too-large"]
