"""Shares of a pool and prizes of places, against fractions and by hand."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from appraise.execution.kernels.sharing import by_number, prizes_of, share_out
from appraise.formula.vectors import Text


def same(rows: np.ndarray) -> np.ndarray:
    return rows


def whole(*numbers: int) -> np.ndarray:
    return np.array(numbers, dtype=np.int64)


def by_hand(weights: list[int], pool: int) -> list[int]:
    """Largest remainder in fractions; equal remainders: the larger weight, then the first."""
    exact = [Fraction(w * pool, sum(weights)) for w in weights]
    shares = [int(x) for x in exact]
    order = sorted(range(len(weights)), key=lambda i: (shares[i] - exact[i], -weights[i], i))
    for i in order[: pool - sum(shares)]:
        shares[i] += 1
    return shares


@given(
    st.lists(st.integers(0, 10**13) | st.integers(0, 30) | st.integers(10**17, 10**18), min_size=1, max_size=8).filter(
        any
    ),
    st.integers(0, 10**12) | st.integers(0, 100) | st.integers(10**15, 10**18),
)
def test_shares_add_up_and_are_those_of_fractions(weights: list[int], pool: int) -> None:
    shares = share_out(whole(*weights), pool, same).tolist()
    assert sum(shares) == pool
    assert shares == by_hand(weights, pool)


def test_a_pool_by_coefficients() -> None:
    """o15.net 473447947: 50,000 by 1.8, 1.5 three times, 1.2."""
    shares = share_out(whole(18, 15, 15, 15, 12), 5_000_000, same)
    assert shares.tolist() == [1_200_000, 1_000_000, 1_000_000, 1_000_000, 800_000]


@pytest.mark.parametrize(
    ("weights", "pool", "shares"),
    [
        ([1, 1, 1], 100, [34, 33, 33]),  # nothing but the rank tells them apart
        ([1, 1, 1], 101, [34, 34, 33]),
        ([1, 3], 2, [0, 2]),  # both remainders are a half: the larger weight
        ([0, 5], 7, [0, 7]),
        ([3], 0, [0]),
    ],
)
def test_what_cannot_be_divided(weights: list[int], pool: int, shares: list[int]) -> None:
    assert share_out(whole(*weights), pool, same).tolist() == shares


def test_the_rank_decides_and_not_the_position() -> None:
    assert share_out(whole(1, 1, 1), 100, lambda rows: -rows).tolist() == [33, 33, 34]


def test_employee_numbers_rank_as_people_read_them() -> None:
    employees = Text(np.array([2, 0, 1, 3]), ("9", "10", "E2", "E10"))
    assert by_number(employees, np.arange(4)).tolist() == [2, 0, 1, 3]


@pytest.mark.parametrize(
    ("places", "share", "won"),
    [
        ([1, 2, 3, 4], True, [500, 300, 100, 0]),
        ([1, 1, 3, 4], True, [400, 400, 100, 0]),
        ([1, 1, 1, 4], True, [300, 300, 300, 0]),
        ([1, 2, 3, 3], True, [500, 300, 50, 50]),
        ([1, 2, 2, 2], True, [500, 134, 133, 133]),
        ([1, 1, 3, 4], False, [500, 500, 100, 0]),
        ([1, 2, 2, 4], False, [500, 300, 300, 0]),
        ([4, 4, 4, 4], True, [0, 0, 0, 0]),
    ],
)
def test_prizes(places: list[int], share: bool, won: list[int]) -> None:
    assert prizes_of(whole(*places), [500, 300, 100], same, share=share).tolist() == won


@given(st.lists(st.integers(1, 12), min_size=1, max_size=30), st.lists(st.integers(0, 1000), min_size=1, max_size=10))
def test_shared_prizes_are_given_whole(sizes: list[int], prizes: list[int]) -> None:
    places = [1 + sum(sizes[:i]) for i, size in enumerate(sizes) for _ in range(size)]
    won = prizes_of(whole(*places), prizes, same, share=True)
    assert won.sum() == sum(prizes[: len(places)])
