"""Budgets: caps and pools, by hand and as laws."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from appraise import load_text
from tests.pay.policies import HEAD, appraise, attempt, found, people

BONUS = "rewards: {bonus: {title: Bonus, amount: sales}}\n"


def budget(amount: object, mode: str, more: str = "", covers: str = "bonus") -> str:
    return f"budgets: {{pool: {{title: Pool, covers: [{covers}], amount: {amount}, mode: {mode}{more}}}}}\n"


def paid(policy: str, rows: list[dict[str, Any]]) -> list[float]:
    return appraise(policy, rows)["bonus"].tolist()


def test_more_than_there_is_to_give_is_cut_by_one_factor() -> None:
    """612,000 claimed, 500,000 to give: 18,000 becomes 14,705.88."""
    rows = people([18_000.0] * 34)
    shares = paid(BONUS + budget(500_000, "cap"), rows)
    assert shares == [14_705.89] * 8 + [14_705.88] * 26  # 34 x 14,705.88 is 8 cents short: the lower numbers
    assert sum(round(x * 100) for x in shares) == 50_000_000


def test_what_can_be_paid_is_not_cut() -> None:
    assert paid(BONUS + budget(600, "cap"), people([100.0, 200.0, 300.0])) == [100, 200, 300]


def test_a_pool_by_coefficients() -> None:
    """o15.net 473447947."""
    rows = people([1.8, 1.5, 1.5, 1.5, 1.2])
    assert paid(BONUS + budget(50_000, "hand_out"), rows) == [12_000, 10_000, 10_000, 10_000, 8_000]


def test_coefficients_are_not_rounded_to_cents() -> None:
    """0.875 against 0.125 is seven to one; rounded to cents it would be 0.88 against 0.13."""
    assert paid(BONUS + budget(8000, "hand_out"), people([0.875, 0.125])) == [7000, 1000]


def test_penalties_stay_and_leave_no_more_for_others() -> None:
    assert paid(BONUS + budget(100, "cap"), people([300.0, -50.0, 100.0, 0.0])) == [75, -50, 25, 0]


def test_groups_have_their_own_amount() -> None:
    rows = [*people([300.0, 100.0]), {"id": "3", "sales": 300.0, "region": "West"}]
    amount = "{by: region, values: {East: 200, West: 1000}}"
    frame = appraise(BONUS + budget(amount, "cap", ", within: [region]"), rows)
    assert frame["bonus"].tolist() == [150, 50, 300]
    assert frame["bonus.claimed"].tolist() == [300, 100, 300]
    assert frame["total_reward"].tolist() == [150, 50, 300]


def test_periods_are_budgets_of_their_own() -> None:
    rows = [{"id": "1", "sales": 100.0}, {"id": "1", "sales": 300.0, "period": "2026-02"}]
    assert paid(BONUS + budget(200, "cap"), rows) == [100, 200]


def test_several_rewards_are_paid_out_of_one_budget() -> None:
    rewards = "rewards: {bonus: {title: A, amount: sales}, extra: {title: B, each: 100, count: '1'}, own: {title: C, amount: 7}}\n"
    frame = appraise(rewards + budget(300, "cap", covers="bonus, extra"), people([100.0, 300.0]))
    assert frame["bonus"].tolist() == [50, 150]
    assert frame["extra"].tolist() == [50, 50]
    assert frame["total_reward"].tolist() == [107, 207]


def test_gates_and_limits_act_on_the_claim() -> None:
    rewards = "rewards: {bonus: {title: Bonus, amount: sales, max: 200}}\n"
    gates = "gates: {half: {title: Half, when: not active, reward_factor: 0.5}}\n"
    rows = [{"id": "1", "sales": 900.0}, {"id": "2", "sales": 200.0, "active": False}]
    assert paid(rewards + gates + budget(150, "cap"), rows) == [100, 50]


def test_whoever_is_not_appraised_claims_nothing() -> None:
    rows = [*people([100.0, 100.0]), {"id": "3", "sales": 100.0, "here": False}]
    shares = paid(BONUS + budget(100, "cap"), rows)
    assert shares[:2] == [50, 50]
    assert np.isnan(shares[2])


def test_an_amount_by_a_formula_over_everybody() -> None:
    assert paid(BONUS + budget("total(sales) * 50%", "cap"), people([100.0, 300.0])) == [50, 150]


def test_an_amount_of_a_budget_may_follow_from_the_claims() -> None:
    assert paid(BONUS + budget("total(bonus.claimed) / 4", "cap"), people([100.0, 300.0])) == [25, 75]


def test_an_amount_that_depends_on_what_it_limits_is_a_cycle() -> None:
    (one,) = found(BONUS + budget("total(bonus) * 50%", "cap"))
    assert one.code == "cycle"
    assert "budget pool → bonus → budget pool" in one.message


def test_a_gate_on_the_claim_that_asks_for_what_is_paid_is_a_cycle() -> None:
    gate = "gates: {g: {when: bonus > 5, reward_factor: 0.5}}\n"
    assert [d.code for d in found(BONUS + gate + budget(100, "cap"))] == ["cycle"]


def test_who_is_appraised_does_not_depend_on_who_shares_a_budget() -> None:
    policy = HEAD.replace("when: here", "when: other > 0 and here") + BONUS + "derive: {other: bonus}\n"
    for more, codes in (("", []), (budget(100, "cap"), ["cycle"])):
        assert [d.code for d in load_text(policy + more).diagnostics if d.code != "unused"] == codes


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ("draw: {amount: 100, recoverable: false}", "`draw`"),
        ("true_up: {in: year, below_zero: carry}", "`true_up`"),
    ],
)
def test_what_is_settled_later_is_in_no_budget(more: str, says: str) -> None:
    (one,) = found("rewards: {bonus: {title: Bonus, amount: sales, " + more + "}}\n" + budget(100, "cap"))
    assert one.code == "budget-covers"
    assert says in one.message


def test_a_budget_covers_rewards_that_there_are() -> None:
    (one,) = found(BONUS + budget(100, "cap", covers="bonsu"))
    assert (one.code, one.hint) == ("unknown-reference", "did you mean bonus?")


def test_a_budget_is_not_below_zero() -> None:
    (one,) = found(BONUS + budget(-100, "cap"))
    assert (one.code, one.message) == ("wrong-value", "-100 in `amount` of Pool is too low: it must be 0 or more.")


def test_whoever_belongs_to_no_group_is_named() -> None:
    rows = [*people([100.0]), {"id": "2", "sales": 100.0, "region": None}]
    result = attempt(BONUS + budget(100, "cap", ", within: [region]"), rows)
    assert result.worksheet is None
    assert ["region is empty" in d.message for d in result.diagnostics] == [True]


amounts = st.lists(st.integers(-3000, 100_000), min_size=1, max_size=15)


@settings(max_examples=40, deadline=None)
@given(amounts, st.integers(0, 200_000), st.sampled_from(["cap", "hand_out"]), st.randoms(use_true_random=False))
def test_pools_add_up_and_the_order_of_rows_does_not_matter(
    cents: list[int], pool: int, mode: str, random: Any
) -> None:
    rows = people([c / 100 for c in cents])
    policy = BONUS + budget(pool / 100, mode)
    shares = [round(x * 100) for x in paid(policy, rows)]
    claims = [max(c, 0) for c in cents]
    given_ = sum(s for s, c in zip(shares, cents, strict=True) if c > 0)
    whole = pool if mode == "hand_out" and any(claims) else min(pool, sum(claims))
    assert given_ == whole
    for share, claim, own in zip(shares, claims, cents, strict=True):
        assert abs(share - claim * whole / max(sum(claims), 1)) < 1 if own > 0 else share == own
    mixed = list(range(len(rows)))
    random.shuffle(mixed)
    again = [round(x * 100) for x in paid(policy, [rows[i] for i in mixed])]
    assert again == [shares[i] for i in mixed]
