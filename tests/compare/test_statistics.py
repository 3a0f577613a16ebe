"""Each measure against its definition, pair by pair or table by table, and against published figures."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from appraise.compare.figures.statistics import fisher, gini, kendall, over, pearson, quantiles, spearman

numbers = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=2, max_size=30)


def sign(x: int) -> int:
    return (x > 0) - (x < 0)


@given(numbers)
def test_kendall_is_counted_pair_by_pair(pairs: list[tuple[int, int]]) -> None:
    signs = [(sign(a[0] - b[0]), sign(a[1] - b[1])) for i, a in enumerate(pairs) for b in pairs[:i]]
    size = math.sqrt(sum(abs(x) for x, _ in signs) * sum(abs(y) for _, y in signs))
    got = kendall(np.array([a for a, _ in pairs], float), np.array([b for _, b in pairs], float))
    if size == 0:
        assert math.isnan(got)
    else:
        assert got == pytest.approx(sum(x * y for x, y in signs) / size)


def test_kendall_takes_many() -> None:
    x = np.arange(100_000.0)
    assert kendall(x, x) == 1
    assert kendall(x, -x) == -1


def test_spearman_of_a_textbook() -> None:
    """Ten people by IQ and by hours of television: rho is -29/165."""
    iq = np.array([106, 100, 86, 101, 99, 103, 97, 113, 112, 110.0])
    hours = np.array([7, 27, 2, 50, 28, 29, 20, 12, 6, 17.0])
    assert spearman(iq, hours) == pytest.approx(-29 / 165)


def test_no_correlation_where_nothing_differs() -> None:
    same, different = np.ones(4), np.arange(4.0)
    assert all(math.isnan(f(same, different)) for f in (pearson, spearman, kendall))
    assert pearson(np.array([1, 2, np.nan]), np.array([2, 4, 0.0])) == pytest.approx(1)


def test_the_lady_tasting_tea() -> None:
    """Fisher, The Design of Experiments: three of four cups right; 34/70 two-sided."""
    assert fisher(3, 1, 1, 3) == pytest.approx(34 / 70)


cells = st.integers(0, 12)


@given(cells, cells, cells, cells)
def test_fisher_is_the_sum_over_tables(a: int, b: int, c: int, d: int) -> None:
    def chance(x: int) -> Fraction:
        return Fraction(math.comb(a + b, x) * math.comb(c + d, a + c - x), math.comb(a + b + c + d, a + c))

    possible = [chance(x) for x in range(max(0, a - d), min(a + b, a + c) + 1)]
    assert fisher(a, b, c, d) == pytest.approx(float(sum(p for p in possible if p <= chance(a))))


def test_gini() -> None:
    assert gini(np.array([5.0, 5, 5])) == 0
    assert gini(np.array([0.0, 0, 0, 8])) == pytest.approx(0.75)
    assert math.isnan(gini(np.array([-1.0, 5])))
    assert math.isnan(gini(np.array([])))


def test_shares_of_nothing() -> None:
    assert over(-5, -10) == -0.5
    assert math.isnan(over(5, 0))
    assert quantiles(np.array([1.0, 2, 3, 4]), (0.25,)) == [1.75]
    assert math.isnan(quantiles(np.array([]), (0.5,))[0])
