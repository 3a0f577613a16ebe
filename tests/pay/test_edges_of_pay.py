"""Money where it is easily one step off: nothing measured, nothing claimed, single people, whole pools. By hand."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from appraise import compile_plan, load_text, run
from appraise.execution.kernels.rowwise import compute
from appraise.execution.worksheet import Run
from appraise.plan import operations as op
from tests.test_edges import HEAD, appraise, one, reward


def appraise_all(policy: str, **columns: list[object]) -> Run:
    loaded = load_text(HEAD.replace("ROUNDING", "") + policy)
    assert loaded.ruleset is not None, loaded.diagnostics
    given: dict[str, list[object]] = {
        "n": [1.0] * len(columns["e"]),
        "m": [1.0] * len(columns["e"]),
        "team": ["red"] * len(columns["e"]),
    }
    return run(compile_plan(loaded.ruleset), pd.DataFrame(given | columns), ["2025Q1"])


def paid(policy: str, name: str = "p", **columns: list[object]) -> list[float]:
    done = appraise_all(policy, **columns)
    assert done.worksheet is not None, done.diagnostics
    return list(done.worksheet.frame()[name])


@pytest.mark.parametrize(
    ("rule", "n", "m", "amount"),
    [
        # the base is paid by the tiers of another measure: nothing of it, nothing paid; also of no base
        ("base: n, tiers: {method: marginal, of: m, rates: {0: 1%, 5: 2%}}", 500.0, 0.0, 0),
        ("base: n, tiers: {method: marginal, of: m, rates: {0: 1%, 5: 2%}}", 0.0, 0.0, 0),
        ("base: n, tiers: {method: marginal, of: m, rates: {0: 1%, 5: 2%}}", 500.0, 10.0, 7.5),
        ("base: n, tiers: {method: marginal, rates: {lowest: 1%, 100: 2%}}", -50.0, 0.0, -0.5),
        ("base: n, tiers: {method: marginal, start: m, rates: {lowest: 1%, 100: 2%}}", -150.0, 200.0, -2.5),
    ],
)
def test_marginal_tiers(rule: str, n: float, m: float, amount: float) -> None:
    assert appraise(reward(rule), n=n, m=m).worksheet.frame()["p"].tolist() == [amount]


@pytest.mark.parametrize(
    ("measure", "start", "result"),
    [
        (4.0, 0.0, np.nan),
        (1.0, 5.0, 0.01),
        (-1.0, 5.0, np.nan),
        (-1.0, 6.0, -0.01),
        (1.0, 4.0, np.nan),
        (1.0, 5 - 1e-13, 0.01),
        (-1.0, 6 - 1e-13, -0.01),
    ],
)
def test_below_the_first_bound_nothing_is_priced(measure: float, start: float, result: float) -> None:
    column = compute(op.Marginal((5.0,)), [np.array([measure])] * 2 + [start, 0.01])
    assert column == pytest.approx([result], nan_ok=True)


def test_what_is_small_is_multiplied_too_and_penalties_are_not() -> None:
    gate = "gates: {g: {title: g, when: m > 0, reward_factor: 0.5}}\n"
    assert paid(gate + reward("amount: n"), e=["1", "2", "3"], n=[0.8, -0.8, 0.0]) == [0.4, -0.8, 0.0]


def test_who_left_before_the_period_has_no_day_of_it() -> None:
    """A period of 90 days: 1 January to 31 March; days are counted from both ends."""
    inputs = [np.array([0.0, 50.0, -400.0, np.nan]), np.array([9.0, 50.0, -10.0, 9.0]), 0.0, 89.0]
    assert compute(op.DayShare(4), inputs) == pytest.approx([0.1111, 0.0111, 0.0, np.nan], nan_ok=True)


POOL = "budgets: {pool: {title: Pool, covers: [p], amount: AMOUNT, mode: MODE, within: [team]}}\n"


@pytest.mark.parametrize(
    ("mode", "amount", "claims", "wanted"),
    [
        # a group without claims, or within its amount, does not end it for the groups after it
        ("cap", 100, [0.0, 300.0, 100.0], [0, 75, 25]),
        ("cap", 100, [100.0, 300.0, 100.0], [100, 75, 25]),
        ("cap", 100, [99.99, 60.0, 40.0], [99.99, 60, 40]),
        ("cap", 100, [100.01, 60.0, 40.0], [100, 60, 40]),
        ("hand_out", 100, [-5.0, 3.0, 1.0], [-5, 75, 25]),
        ("hand_out", 100, [2.0, 0.0, 1.0], [100, 0, 100]),
    ],
)
def test_budgets_of_groups(mode: str, amount: float, claims: list[object], wanted: list[float]) -> None:
    pool = POOL.replace("AMOUNT", str(amount)).replace("MODE", mode)
    assert paid(reward("amount: n") + pool, e=["1", "2", "3"], team=["blue", "red", "red"], n=claims) == wanted


@pytest.mark.parametrize(
    ("mode", "amount", "told"), [("cap", 100, False), ("hand_out", 0, False), ("hand_out", 100, True)]
)
def test_nobody_to_pay_is_told_only_where_money_is_left(mode: str, amount: float, told: bool) -> None:
    pool = POOL.replace("AMOUNT", str(amount)).replace("MODE", mode)
    done = appraise_all(reward("amount: 0 * n") + pool, e=["1", "2"])
    assert ("nobody-to-pay" in {d.code for d in done.diagnostics}) is told


def contest(prizes: str, ties: str = "share") -> str:
    return reward(f"contest: {{by: n, within: [team], best: highest, ties: {ties}, prizes: {prizes}}}")


def test_prizes_are_given_in_each_group() -> None:
    teams, sales = ["red", "red", "red", "blue", "blue"], [5.0, 4.0, 3.0, 2.0, 1.0]
    assert paid(contest("{1: 100, 2: 50}"), e=list("12345"), team=teams, n=sales) == [100, 50, 0, 100, 50]


@pytest.mark.parametrize(("people", "end"), [(20, "20"), (21, "20 …"), (22, "20 …")])
def test_up_to_twenty_who_tie_are_named_and_somebody_alone_is_not(people: int, end: str) -> None:
    rows = [str(i + 1) for i in range(people)]
    done = appraise_all(contest("{1: 100}", "repeat"), e=[*rows, "99"], n=[5.0] * people + [1.0])
    assert done.worksheet is not None
    named = done.worksheet.text("p/tied").strings()
    assert [named[0], named[-1]] == [", ".join([*rows[:19], end]), None]
    alone = appraise_all(contest("{1: 100, 2: 50}", "repeat"), e=["1", "2"], n=[2.0, 1.0]).worksheet
    assert alone is not None
    assert alone.text("p/tied").strings() == [None, None]


STEPS = "{method: per_step, start: 30, of: attainment, step: STEP, steps: proportional, up: UP, down: DOWN}"


def stepped(
    n: float, step: str = "10%", up: str = "{points: 1, at_most: none}", down: str = "{points: 2, at_most: none}"
) -> Run:
    rule = STEPS.replace("STEP", step).replace("UP", up).replace("DOWN", down)
    return appraise(one(rule, more="value: n, target: 100"), n=n)


@pytest.mark.parametrize(("n", "score"), [(100.0, 30), (150.0, 35), (1000.0, 120), (50.0, 20), (0.0, 10)])
def test_steps_without_a_limit(n: float, score: float) -> None:
    assert stepped(n).worksheet.frame()["score"].tolist() == [score]


LACKING = "{points: {by: team, values: {blue: 1}}, at_most: none}"


@pytest.mark.parametrize(("n", "side"), [(150.0, "up"), (50.0, "down"), (100.5, "up"), (99.5, "down")])
def test_what_is_wrong_on_one_side_concerns_only_those_on_it(n: float, side: str) -> None:
    wrong = {side: LACKING}
    assert [d.code for d in stepped(n, **wrong).diagnostics if d.severity == "error"] == ["no-setting"]
    other = {"down" if side == "up" else "up": LACKING}
    assert stepped(n, **other).worksheet is not None
    assert stepped(100.0, **wrong).worksheet is not None


@pytest.mark.parametrize(
    "done",
    [
        lambda: stepped(150.0, step="m - 1"), lambda: stepped(150.0, step="m - 3"),
        lambda: appraise(one("{method: add, points: 5, unit: m - 1, cap: 100}")),
        lambda: appraise(one("{method: deduct, points: 5, unit: m - 2, floor: 0}")),
    ],
)  # fmt: skip
def test_a_step_or_unit_of_nothing_is_an_error(done: object) -> None:
    assert "no-amount" in {d.code for d in done().diagnostics if d.severity == "error"}  # type: ignore[operator]


@pytest.mark.parametrize(("rule", "n", "score"), [
    ("{method: add, points: 5, free: 2, cap: 30}", 5.0, 15), ("{method: add, points: 5, free: 2, cap: 30}", 50.0, 30),
    ("{method: add, points: 5, free: 2, cap: 30}", 1.0, 0), ("{method: deduct, points: 5, free: 2, floor: 30}", 5.0, 85),
    ("{method: deduct, points: 5, free: 2, floor: 30}", 50.0, 30), ("{method: deduct, points: 5, free: 2, floor: 30}", 1.0, 100),
])  # fmt: skip
def test_units_and_their_limits(rule: str, n: float, score: float) -> None:
    assert appraise(one(rule), n=n).worksheet.frame()["score"].tolist() == [score]
