"""Draws, true-ups, banked limits and clawbacks over several periods, by hand and as laws."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from appraise import compile_plan, load_text, run
from appraise.execution.inputs.history import History
from tests.pay.policies import HEAD, appraise, attempt, found, months


def reward(rule: str, more: str = "") -> str:
    return f"rewards: {{c: {{title: C, {rule}}}{more}}}\n"


def draw(more: str, amount: object = 1000, earned: str = "sales") -> str:
    return reward(f"amount: {earned}, draw: {{amount: {amount}, {more}}}")


RECOVERABLE = draw("recoverable: true, recover: {when: month >= 4, share: 100%}")
TRUE_UP = "amount: year_to_date(sales) * 10%, true_up: {in: year, below_zero: "


def test_a_recoverable_draw() -> None:
    """Oracle Fusion Incentive Compensation, draw and recovery: 1,000 a period, recovery from period 4 on."""
    frame = appraise(RECOVERABLE, months([500, 700, 400, 1600, 900, 2500]))
    assert frame["c.earned"].tolist() == [500, 700, 400, 1600, 900, 2500]
    assert frame["c"].tolist() == [1000, 1000, 1000, 1000, 1000, 1600]
    assert frame["c.recovered"].tolist() == [0, 0, 0, 600, 0, 900]
    assert frame["c.balance"].tolist() == [500, 800, 1400, 800, 900, 0]
    assert frame["total_reward"].tolist() == frame["c"].tolist()


def test_a_draw_that_is_not_recoverable() -> None:
    frame = appraise(draw("recoverable: false"), months([500, 700, 400, 1600]))
    assert frame["c"].tolist() == [1000, 1000, 1000, 1600]
    assert frame["c.earned"].tolist() == [500, 700, 400, 1600]
    assert "c.balance" not in frame


def test_a_part_is_recovered_at_a_time_and_gaps_keep_what_is_owed() -> None:
    frame = appraise(draw("recoverable: true, recover: {share: 50%}"), months([200, None, None, 1400, None, 5000]))
    assert frame["c"].tolist() == [1000, 1200, 5000 - 600]
    assert frame["c.balance"].tolist() == [800, 600, 0]


def test_after_the_draw_has_ended_it_is_recovered_from_all_earnings() -> None:
    policy = draw("when: month <= 2, recoverable: true, recover: {share: 100%}")
    frame = appraise(policy, months([500, 700, 300, 900]))
    assert frame["c"].tolist() == [1000, 1000, 0, 400]
    assert frame["c.balance"].tolist() == [500, 800, 500, 0]


def test_whoever_is_not_appraised_for_a_time_owes_the_same_afterwards() -> None:
    rows = months([200, 0, 3000])
    rows[1]["here"] = False
    frame = appraise(draw("recoverable: true, recover: {share: 100%}"), rows)
    assert frame["c"].tolist()[::2] == [1000, 2200]


def test_gates_act_on_what_is_earned_and_not_on_the_guarantee() -> None:
    gates = "gates: {half: {title: Half, when: not active, reward_factor: 0.5}}\n"
    frame = appraise(gates + RECOVERABLE, months([3000, 1200], active=False))
    assert frame["c.earned"].tolist() == [1500, 600]
    assert frame["c"].tolist() == [1500, 1000]


def test_balances_can_be_used_in_formulas() -> None:
    policy = (
        RECOVERABLE
        + "derive: {owed_before: 'coalesce(previous(c.balance), 0)'}\noutcomes: {o: {when: owed_before > 600, kind: alert, message: Owes much}}\n"
    )
    assert appraise(policy, months([500, 700, 400]))["outcomes"].fillna("").tolist() == ["", "", "Owes much"]


cents = st.integers(-2000, 400_000).map(lambda c: c / 100)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.none() | cents, min_size=1, max_size=15).filter(lambda s: any(x is not None for x in s)),
       st.sampled_from(["recoverable: true, recover: {share: 30%}", "recoverable: true, recover: {when: month >= 4, share: 100%}"]),
       st.sampled_from([0, 1000.5]))  # fmt: skip
def test_what_is_paid_and_recovered_is_what_is_earned_and_advanced(
    sales: list[float | None], how: str, amount: float
) -> None:
    frame = appraise(draw(how, amount), months(sales))
    earned, paid, kept, owed = (frame[n].tolist() for n in ("c.earned", "c", "c.recovered", "c.balance"))
    before = 0.0
    for e, p, k, o in zip(earned, paid, kept, owed, strict=True):
        advanced = max(amount - e, 0.0)
        assert p + k == pytest.approx(e + advanced, abs=1e-9)
        assert o == pytest.approx(before + advanced - k, abs=1e-9)
        assert 0 <= k <= before + 1e-9
        assert o >= 0
        before = o


def test_a_true_up_that_takes_back() -> None:
    frame = appraise(reward(TRUE_UP + "take_back}"), months([1000, 2000, -1500, None, 500]))
    assert frame["c.accrued"].tolist() == [100, 300, 150, 200]
    assert frame["c"].tolist() == [100, 200, -150, 50]


def test_a_true_up_that_carries() -> None:
    frame = appraise(reward(TRUE_UP + "carry}"), months([1000, 2000, -1500, None, 500, 1500]))
    assert frame["c.accrued"].tolist() == [100, 300, 150, 200, 350]
    assert frame["c"].tolist() == [100, 200, 0, 0, 50]


def test_a_true_up_begins_anew_every_year() -> None:
    frame = appraise(reward(TRUE_UP + "carry}"), months([1000] + [None] * 10 + [-5000, 2000]))
    assert frame["c"].tolist() == [100, 0, 200]


def test_tiers_of_the_year_so_far() -> None:
    """1% to 3,000 and 3% above, of the year: 20 + 10 + 30 = 60 for 4,000."""
    tiers = "base: year_to_date(sales), tiers: {method: marginal, rates: {0: 1%, 3000: 3%}}, true_up: {in: year, below_zero: carry}"
    assert appraise(reward(tiers), months([2000, 2000, 1000]))["c"].tolist() == [20, 40, 30]


def test_what_when_holds_back_is_paid_later() -> None:
    rows = months([1000, 1000, 1000])
    rows[1]["active"] = False
    assert appraise(reward(TRUE_UP + "carry}, when: active"), rows)["c"].tolist() == [100, 0, 200]


@settings(max_examples=30, deadline=None)
@given(st.lists(st.none() | cents, min_size=1, max_size=12).filter(lambda s: any(x is not None for x in s)))
def test_a_true_up_has_paid_what_is_due(sales: list[float | None]) -> None:
    frame = appraise(reward(TRUE_UP + "take_back}"), months(sales))
    assert frame["c"].cumsum().tolist() == pytest.approx(frame["c.accrued"].tolist(), abs=1e-6)


def test_what_exceeds_the_limit_is_paid_later() -> None:
    frame = appraise(reward("amount: sales, max: 1000, above_max: bank"), months([1700, 2000, None, 400, 0, 0.5]))
    assert frame["c"].tolist() == [1000, 1000, 1000, 1000, 100.5]
    assert frame["c.banked"].tolist() == [700, 1700, 1100, 100, 0]


def test_what_exceeds_the_limit_is_lost() -> None:
    frame = appraise(reward("amount: sales, max: 1000, above_max: lose"), months([1700, 400]))
    assert frame["c"].tolist() == [1000, 400]
    assert "c.banked" not in frame


def test_nothing_is_paid_out_of_the_bank_where_when_does_not_hold() -> None:
    rows = months([1700, 300, 100])
    rows[1]["active"] = False
    frame = appraise(reward("amount: sales, max: 1000, above_max: bank, when: active"), rows)
    assert frame["c"].tolist() == [1000, 0, 800]
    assert frame["c.banked"].tolist() == [700, 700, 0]


@settings(max_examples=30, deadline=None)
@given(
    st.lists(st.none() | st.integers(0, 300_000).map(lambda c: c / 100), min_size=1, max_size=12).filter(
        lambda s: any(x is not None for x in s)
    )
)
def test_what_is_banked_is_what_was_not_paid(sales: list[float | None]) -> None:
    frame = appraise(reward("amount: sales, max: 1000, above_max: bank"), months(sales))
    kept = sum(x for x in sales if x is not None) - frame["c"].cumsum().iloc[-1]
    assert frame["c.banked"].iloc[-1] == pytest.approx(kept, abs=1e-6)
    assert frame["c"].max() <= 1000


BACK = ", back: {title: Back, clawback: {of: [c], share: 50%, periods: 3}, when: not active}"


def claw(sales: list[float | None], fires: tuple[str, ...], more: str = BACK) -> list[float]:
    rows = months(sales)
    for row in rows:
        row["active"] = row["period"] not in fires
    return appraise(reward("amount: sales", more), rows)["back"].tolist()


def test_a_clawback_takes_its_share_of_the_last_periods() -> None:
    assert claw([100, 200, 300, 400, 500], ("2026-05",)) == [0, 0, 0, 0, -450]


def test_no_payment_is_taken_back_twice() -> None:
    taken = claw([100, 200, 300, 400, None, 600, 700], ("2026-03", "2026-04", "2026-07"))
    assert taken == [0, 0, -150, -150, 0, -500]


def test_a_gap_counts_as_periods() -> None:
    """In May the last three months are February to April, of which only February is there."""
    assert claw([100, 200, None, None, 500], ("2026-05",)) == [0, 0, -100]


def test_a_clawback_that_is_limited() -> None:
    more = BACK.replace("when:", "min: -120, when:")
    assert claw([100, 200, 300, 400], ("2026-03", "2026-04"), more) == [0, 0, -120, -120]


@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(0, 1000), min_size=1, max_size=14), st.sets(st.integers(1, 12)), st.integers(1, 5))
def test_never_more_than_its_share_is_taken_back(sales: list[int], firing: set[int], periods: int) -> None:
    more = BACK.replace("periods: 3", f"periods: {periods}")
    fires = tuple(f"2026-{m:02}" for m in firing)
    taken = claw([float(x) for x in sales], fires, more)
    assert -sum(taken) <= 0.5 * sum(sales) + 0.01 * len(sales)
    open_: list[int] = []  # payments that no clawback has looked at, the last first
    for i, (paid, back) in enumerate(zip(sales, taken, strict=True)):
        fired = i < 12 and i + 1 in firing
        assert back == (pytest.approx(-0.5 * sum(open_[:periods])) if fired else 0)
        open_ = [paid] if fired else [paid, *open_]


@pytest.mark.parametrize(
    "rule",
    [
        "amount: sales, draw: {amount: 1000, recoverable: true, recover: {share: 50%}}",
        TRUE_UP.replace("(sales)", "(sales.value)") + "carry}",  # which stands in the results, as `sales` does not
        "amount: sales, max: 1000, above_max: bank",
        "amount: sales" + BACK.replace(", back", "}, back").replace("when: not active}", "when: month == 5"),
    ],
    ids=["draw", "true-up", "bank", "clawback"],
)
def test_a_later_run_goes_on_from_earlier_results(rule: str) -> None:
    policy = reward(rule)
    rows = months([1500, 200, None, 2500, 900])
    whole = appraise(policy, rows)
    earlier = appraise(policy, rows[:2])
    loaded = load_text(HEAD + policy)
    assert loaded.ruleset is not None
    columns = ["id", "period", "region", "sales", "pool", "active", "here"]
    later: Any = pd.DataFrame([{"region": "East", **row} for row in rows[2:]], columns=columns).astype(object)
    result = run(compile_plan(loaded.ruleset), later.where(later.notna(), None), history=[History(earlier)])
    assert result.worksheet is not None, result.diagnostics
    frame = result.worksheet.frame()
    for name in (n for n in whole if n.startswith(("c", "back", "total"))):
        assert frame[name].astype(str).tolist() == whole[name].astype(str).tolist()[2:], name


@pytest.mark.parametrize(
    ("rule", "code", "says"),
    [
        ("amount: sales, draw: {amount: 1000, recoverable: true}", "missing-key", "needs `recover`"),
        (
            "amount: sales, draw: {amount: 1000, recoverable: false, recover: {share: 50%}}",
            "wrong-value",
            "not recoverable",
        ),
        (
            "amount: sales, draw: {amount: -5, recoverable: false}",
            "wrong-value",
            "-5 in `draw` of C is too low: it must be 0 or more",
        ),
        (
            "amount: sales, draw: {amount: 5, recoverable: true, recover: {share: 50}}",
            "percent-or-ratio",
            "As a share, 50 in `share` of C is 5000%",
        ),
        (TRUE_UP + "carry}, draw: {amount: 5, recoverable: false}", "wrong-value", "both `true_up` and `draw`"),
        (TRUE_UP + "carry}, max: 5, above_max: bank", "wrong-value", "both `true_up` and `above_max: bank`"),
        ("amount: sales, above_max: bank", "missing-key", "needs `max` beside it"),
        ("amount: sales, clawback: {of: [c], share: 100%, periods: 2}", "wrong-value", "exactly one of"),
        ("clawback: {of: [d], share: 100%, periods: 2}", "unknown-reference", "There is no reward 'd'"),
        ("clawback: {of: [c], share: 100%, periods: 2}", "wrong-value", "took back itself"),
        ("clawback: {of: [c], share: 100%, periods: 0}", "wrong-value", "periods"),
        ("amount: sales + c.balance", "unknown-name", "The reward c has no 'balance'"),
        ("amount: c.balance, draw: {amount: 5, recoverable: true, recover: {share: 50%}}", "cycle", "c.balance"),
    ],
)
def test_what_makes_no_sense(rule: str, code: str, says: str) -> None:
    problems = found(reward(rule))
    assert code in [d.code for d in problems]
    assert any(says in d.message for d in problems if d.code == code)


def test_a_draw_below_zero_is_named() -> None:
    (one,) = attempt(draw("recoverable: false", "sales - 1000"), months([500])).diagnostics
    assert one.code == "below-zero"
    assert "C (c draw) is -500, below 0" in one.message


def test_an_undecided_draw_is_named() -> None:
    (one,) = attempt(draw("when: 1 / pool > 0, recoverable: false"), months([500])).diagnostics
    assert one.code == "undecided"


def test_that_nothing_is_known_of_earlier_periods_is_said() -> None:
    result = attempt(RECOVERABLE, months([None, None, 500.0, 500.0]))
    (one,) = result.diagnostics
    assert (one.code, one.severity) == ("history", "warning")
    assert one.message == "Nothing is known of the periods before 2026-03, so what C paid, owed or kept begins at 0."
    assert attempt(RECOVERABLE, months([500.0])).diagnostics == ()
    january = [{"id": "1", "period": "2027-01", "sales": 10.0}]
    assert attempt(reward(TRUE_UP + "carry}"), january).diagnostics == ()
    assert len(attempt(RECOVERABLE, january).diagnostics) == 1
