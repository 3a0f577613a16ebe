"""Contests: places, ties, groups and who takes part."""

from __future__ import annotations

from typing import Any

import pytest

from tests.pay.policies import appraise, attempt, found, people

CONTEST = "rewards: {spring: {title: Spring, contest: {by: sales, best: BEST, prizes: PRIZES, ties: TIES MORE} WHEN}}\n"


def contest(prizes: str = "{1: 5000, 2: 3000, 3: 1000, 4..5: 200}", ties: str = "share", best: str = "highest",
            more: str = "", when: str = "") -> str:  # fmt: skip
    text = CONTEST.replace("BEST", best).replace("PRIZES", prizes).replace("TIES", ties)
    return text.replace(" MORE", more and f", {more}").replace(" WHEN", when and f", when: {when}")


def won(policy: str, rows: list[dict[str, Any]]) -> tuple[list[float], list[float]]:
    frame = appraise(policy, rows)
    return frame["spring.place"].tolist(), frame["spring"].tolist()


def test_places_and_prizes() -> None:
    places, prizes = won(contest(), people([30.0, 60.0, 50.0, 10.0, 40.0, 20.0]))
    assert places == [4, 1, 2, 6, 3, 5]
    assert prizes == [200, 5000, 3000, 0, 1000, 200]


@pytest.mark.parametrize(
    ("ties", "prizes"),
    [("share", [5000, 2000, 2000, 200, 0]), ("repeat", [5000, 3000, 3000, 200, 0])],
)
def test_ties(ties: str, prizes: list[float]) -> None:
    rows = people([90.0, 80.0, 80.0, 70.0, 60.0])
    assert won(contest("{1: 5000, 2: 3000, 3: 1000, 4: 200}", ties), rows)[1] == prizes


def test_cents_that_cannot_be_divided_go_to_the_lower_numbers() -> None:
    rows = [{"id": i, "sales": 5.0} for i in ("10", "9", "100")]
    assert won(contest("{1: 100}"), rows)[1] == [33.33, 33.34, 33.33]


def test_sales_that_agree_in_twelve_digits_tie() -> None:
    assert won(contest("{1: 100}"), people([0.1 + 0.2, 0.3]))[1] == [50, 50]


def test_the_lowest_may_be_best() -> None:
    assert won(contest("{1: 100, 2: 50}", best="lowest"), people([3.0, 1.0, 2.0]))[1] == [0, 100, 50]


def test_groups_have_their_own_places() -> None:
    rows = [*people([30.0, 60.0]), {"id": "3", "sales": 1.0, "region": "West"}]
    places, prizes = won(contest("{1: 100}", more="within: [region]"), rows)
    assert (places, prizes) == ([2, 1, 1], [0, 100, 100])


def test_only_those_for_whom_when_holds_take_part() -> None:
    rows = [{"id": "1", "sales": 90.0, "active": False}, *({"id": str(i), "sales": float(i)} for i in (2, 3))]
    places, prizes = won(contest("{1: 100, 2: 50}", when="active"), rows)
    assert (places[1:], prizes) == ([2, 1], [0, 50, 100])
    assert places[0] != places[0]  # no place


def test_whoever_is_not_appraised_has_no_place() -> None:
    rows = [{"id": "1", "sales": 90.0, "here": False}, {"id": "2", "sales": 3.0}]
    assert won(contest("{1: 100}"), rows)[0][1] == 1


def test_a_prize_may_depend_on_the_group_and_on_nothing_else() -> None:
    prizes = "{1: {by: region, values: {East: 100, West: 70}}}"
    rows = [*people([30.0, 60.0, 20.0]), {"id": "4", "sales": 1.0, "region": "West"}]
    assert won(contest(prizes, more="within: [region]"), rows)[1] == [0, 100, 0, 70]
    (one,) = attempt(contest(prizes), rows).diagnostics
    assert one.code == "differs-in-group"
    assert "4 (2026-01): Spring (spring prize of place 1) is 70, but 100 for most others" in one.message


def test_sales_that_are_missing_are_named() -> None:
    policy = contest().replace("by: sales", "by: pool / sales")
    (one,) = attempt(policy, people([1.0, 0.0])).diagnostics
    assert one.code == "no-amount"
    assert "2 (2026-01): Spring (spring) has no value: pool / sales has no result" in one.message


@pytest.mark.parametrize(
    ("prizes", "code", "says"),
    [
        ("{first: 100}", "wrong-value", "'first' is not a place"),
        ("{0: 100}", "wrong-value", "'0' is not a place"),
        ("{1: 100, 1..3: 50}", "tiers-order", "do not follow"),
        ("{3..1: 100}", "tiers-order", "do not follow"),
        ("{2: 100}", "payout-falls", "gives the first place nothing"),
        ("{1: 100, 3: 50}", "payout-falls", "gives place 2 nothing, but place 3 a prize"),
        ("{1: 100, 2: 150}", "payout-falls", "gives place 2 150, but place 1 only 100"),
    ],
)
def test_prizes_that_make_no_sense(prizes: str, code: str, says: str) -> None:
    (one,) = found(contest(prizes))
    assert one.code == code
    assert says in one.message


def test_groups_are_made_of_texts() -> None:
    (one,) = found(contest(more="within: [sales]"))
    assert one.code == "type-mismatch"
