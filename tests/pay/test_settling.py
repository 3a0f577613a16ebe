"""Pay that is shared out, won, drawn, banked, owed and taken back: each operation on a few rows. By hand."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from appraise.execution.kernels.across import ACROSS
from appraise.execution.kernels.rowwise import compute
from appraise.formula.vectors import NO, UNDECIDED, YES, Text
from appraise.plan import operations as op
from tests.execution.test_kernels import NAN, check, col, truth
from tests.ranking.test_kernels import compared, group, not_appraised, texts


def pool(mode: Any, places: int = 0, own: int = 0, rewards: int = 1, claim_places: int = 0) -> op.ShareOut:
    return op.ShareOut(mode, own, rewards, places, claim_places)


def test_a_cap_cuts_only_what_is_over_it() -> None:
    claims = col(50, 30, 20, -10)  # the first input is the reward, whose claim is repeated
    compared(pool("cap"), [claims, 50.0, claims], [25, 15, 10, -10])
    compared(pool("cap"), [claims, 100.0, claims], [50, 30, 20, -10])
    compared(pool("cap"), [claims, 99.0, claims], [49, 30, 20, -10])  # .5, .7 and .8: the largest remainders
    compared(pool("cap"), [claims, 200.0, claims], [50, 30, 20, -10])
    compared(pool("cap"), [claims, 0.0, claims], [0, 0, 0, -10])
    compared(pool("hand_out"), [claims, 200.0, claims], [100, 60, 40, -10])
    compared(pool("hand_out"), [col(0, 0), 200.0, col(0, 0)], [0, 0])


def test_a_pool_of_several_rewards_in_places() -> None:
    first, second = col(10, 20), col(30, -5.55)
    for own, result in ((0, [5.0, 10.0]), (1, [15.0, -5.6])):
        compared(pool("cap", 1, own, 2, 1), [first, 30.0, first, second], result)
    coefficients = col(0.004, 0.001)
    compared(pool("hand_out", claim_places=3), [coefficients, 10.0, coefficients], [8, 2])


def test_a_pool_of_each_group_and_of_those_who_have_a_figure() -> None:
    claims, team = col(10, 30, 50, 50, NAN), texts("xxyyx")
    amount = col(20, 20, 10, 10, 20)
    compared(pool("hand_out"), [claims, amount, claims, team], [5, 15, 5, 5, NAN])
    compared(pool("cap"), [claims, col(90, 90, 60, 60, 90), claims, team], [10, 30, 30, 30, NAN])
    compared(pool("hand_out"), [claims, amount, claims, team], [NAN, 20, 10, NAN, NAN], out=(0, 3))
    compared(pool("hand_out"), [claims, amount, claims, texts("x-yyx")], [20, NAN, 5, 5, NAN])
    compared(pool("hand_out"), [col(1, 1), NAN, col(1, 1)], [NAN, NAN])
    compared(pool("hand_out"), [col(1, 1), 4.0, col(1, 1)], [NAN, NAN], out=(0, 1))
    compared(pool("hand_out"), [col(1, 1, 1), 5.0, col(1, 1, 1)], [2, 2, 1])  # the lower employee numbers


def test_prizes_of_places() -> None:
    rule = op.Prizes(((1, 1), (2, 4)), share=True, places=0)
    compared(rule, [col(1, 2, 3, 4, 5), 100.0, 40.0], [100, 40, 40, 40, 0])
    compared(rule, [col(1, 1, 3, NAN), 100.0, 41.0], [71, 70, 41, NAN])
    compared(op.Prizes(((1, 1), (2, 4)), share=False, places=1), [col(1, 1, 3), 100.05, 40.0], [100.1, 100.1, 40])
    prize = col(10, 10, 20, 20)
    compared(op.Prizes(((1, 1),), share=True, places=0), [col(1, 2, 1, 1), prize, texts("xxyy")], [10, 0, 10, 10])
    compared(
        op.Prizes(((1, 1),), share=True, places=0),
        [col(1, 2, 1, 1), prize, texts("xxyy")],
        [NAN, 0, NAN, 20],
        out=(0, 2),
    )

    two = [col(1, 2, 1, 2), prize, col(4, 4, 6, 6), texts("xxyy")]
    compared(op.Prizes(((1, 1), (2, 2)), share=True, places=0), two, [10, 4, 20, 6])
    compared(
        op.Prizes(((1, 1), (3, 3)), share=True, places=0), [col(1, 2, 3), 9.0, 5.0], [9, 0, 5]
    )  # none for the second


def test_who_shares_a_place() -> None:
    place = col(1, 2, 2, 3, 3, NAN, 1)
    found: Any = ACROSS[op.Tied](op.Tied(2), [place, not_appraised(7, 6)], group("9", "12", "7", "4", "5", "6", "8"))
    assert found.strings() == [None, "7, 12", "7, 12", None, None, None, None]
    found = ACROSS[op.Tied](op.Tied(3), [place, texts("xxxxyxx"), not_appraised(7)], group(*"9876543"))
    assert found.strings() == ["3, 9", "7, 8", "7, 8", None, None, None, "3, 9"]


@pytest.mark.parametrize(("people", "more"), [(20, ""), (21, " …")])
def test_at_most_twenty_names_of_those_who_tie(people: int, more: str) -> None:
    numbers = [str(n) for n in range(people, 0, -1)]
    found: Any = ACROSS[op.Tied](op.Tied(1), [np.ones(people), not_appraised(people)], group(*numbers))
    assert found.strings() == [", ".join(str(n) for n in range(1, 21)) + more] * people


THREE = truth(YES, NO, UNDECIDED)


def test_who_takes_part_in_a_contest() -> None:
    check(op.Entered(lowest=False), [col(5, 5, 5), THREE], [5, NAN, NAN])
    check(op.Entered(lowest=True), [col(5, 5, 5), THREE], [-5, NAN, NAN])


def test_what_is_banked() -> None:
    check(op.Banked(0), [col(130.5, 90, 130), 100.0, 7.0, truth(YES, YES, YES)], [31, 0, 30])
    check(op.Banked(0), [col(130, 130, 130), 100.0, 7.0, THREE], [30, 7, NAN])


def test_draws() -> None:
    check(op.Guaranteed(), [col(50, 50, 50), 80.0, THREE], [80, 50, NAN])
    check(op.Guaranteed(), [col(90), 80.0, truth(YES)], [90])
    always = truth(YES, YES, YES)
    check(op.Recovered(0), [col(180, 180, 180), 80.0, THREE, 0.5, always, 999.0], [50, 90, NAN])
    check(op.Recovered(0), [col(179), 80.0, truth(NO), 0.5, truth(YES), 999.0], [90])
    check(op.Recovered(0), [col(180, 180, 180), 80.0, always, 0.5, THREE, 999.0], [50, 0, NAN])
    check(op.Recovered(0), [col(180, 70, 81), 80.0, always, 0.5, always, col(40, 40, 40)], [40, 0, 1])
    check(op.Owed(0), [col(100, 0), col(80, 90), col(50, 90), col(0, 0)], [130, 0])
    check(op.Owed(0), [col(100), col(150), col(150), col(40)], [60])


def test_what_was_paid_before_and_is_taken_back() -> None:
    check(op.PaidBefore(2), [col(10, NAN), col(5, 1), col(0, NAN), col(7, 7), col(0, 2), col(0, 0)], [22, 10])
    # nothing is counted beyond the period in which a share was taken already, but that period is
    check(op.PaidBefore(1), [col(10, 10), col(0, -3), col(20, 20), col(0, 0)], [30, 10])
    check(op.PaidBefore(1), [col(10, -30), col(-3, 0), col(20, 20), col(0, 0), col(5, 5), col(0, 0)], [10, 0])
    check(op.TakenBack(), [col(30, 0), col(0.5, 0.5)], [-15, 0])
    assert not np.signbit(compute(op.TakenBack(), [col(0), col(0.5)])).any()  # type: ignore[arg-type]


def test_texts_of_nobody_have_no_names() -> None:
    found: Any = ACROSS[op.Tied](op.Tied(1), [col(1, 2), not_appraised(2)], group("a", "b"))
    assert (found.labels, found.codes.tolist()) == ((), [-1, -1])
    assert isinstance(found, Text)
