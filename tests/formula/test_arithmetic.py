"""Arithmetic on single numbers and columns, at the edges: halves, signs, sizes, what has no result. By hand."""

from __future__ import annotations

import numpy as np
import pytest

from appraise.formula import arithmetic

NAN, INF = np.nan, np.inf


@pytest.mark.parametrize(
    ("number", "places", "result"),
    [
        (2.5, 0, 3.0), (-2.5, 0, -3.0), (2.4, 0, 2.0), (-2.4, 0, -2.0), (2.675, 2, 2.68), (-2.675, 2, -2.68),
        (0.0, 2, 0.0), (1e-9, 2, 0.0), (INF, 2, INF), (123456789012.345, 2, 123456789012.35), (450.0, -2, 500.0),
        (0.49, 0, 0.0), (0.4999999, 0, 0.0), (0.4999999999, 0, 1.0),  # within a billionth of the last place: a half
    ],
)  # fmt: skip
def test_halves_are_rounded_away_from_zero(number: float, places: int, result: float) -> None:
    assert arithmetic.round_half_up(np.float64(number), places) == result
    assert arithmetic.round_half_up(np.array([number, 1.0]), places).tolist()[0] == result


def test_rounding_keeps_numbers_beyond_any_half_and_has_no_negative_zero() -> None:
    large = [1e15 - 1, -(2.0**49 + 1), 123456789012345.0, 1e18, 0.5]
    assert arithmetic.round_half_up(np.array(large), 0).tolist() == [*large[:4], 1.0]
    zeros = arithmetic.round_half_up(np.array([-0.001, -0.0]), 2)
    assert zeros.tolist() == [0.0, 0.0]
    assert not np.signbit(zeros).any()
    assert np.isnan(arithmetic.round_half_up(np.float64(NAN), 2))


@pytest.mark.parametrize("number", [150_000_000_000_000.25, -150_000_000_000_000.25, 99_999_999_999_999.25])
def test_a_quarter_is_no_half_of_large_numbers(number: float) -> None:
    whole = np.trunc(number)
    assert arithmetic.round_half_up(np.float64(number), 0) == whole
    assert arithmetic.round_half_up(np.array([number, 2.5]), 0).tolist() == [whole, 3.0]
    assert arithmetic.round_half_up(np.array([number, number]), 0).tolist() == [whole, whole]


@pytest.mark.parametrize(("places", "result"), [(0, 33.33), (2, 33.33), (3, 33.333)])
def test_an_amount_per_head_has_cents_at_least(places: int, result: float) -> None:
    assert arithmetic.each(100.0, 3, places) == result
    assert np.isnan(arithmetic.each(100.0, 0, places))


SLACKS = [  # twelve digits, of large amounts a hundredth of a cent, of huge ones what float64 can tell
    (0.0, 0.0), (5.0, 5e-12), (-5.0, 5e-12), (1e8, 1e-4), (1e9, 1e-4), (-1e9, 1e-4), (1e12, 5e-3), (1e14, 0.5), (INF, 0.0),
]  # fmt: skip


@pytest.mark.parametrize(("number", "near"), SLACKS)
def test_how_far_the_same_number_may_lie_away(number: float, near: float) -> None:
    assert arithmetic.slack(number) == pytest.approx(near, rel=1e-12)
    assert arithmetic.below(number) == number - arithmetic.slack(number)
    assert arithmetic.above(number) == number + arithmetic.slack(number)


def test_each_number_of_a_column_has_its_own_slack() -> None:
    numbers, near = (np.array(c) for c in zip(*SLACKS, strict=True))
    assert np.asarray(arithmetic.slack(numbers)) == pytest.approx(near, rel=1e-12)


@pytest.mark.parametrize(
    ("values", "result"),
    [
        ([0.3, 0.1 + 0.2, 0.3], [0.3, 0.3, 0.3]),
        ([7.0, 0.1 + 0.2, 5.0, 0.3], [7.0, 0.3, 5.0, 0.3]),
        ([0.1 + 0.2, NAN, 1.0, NAN, 0.3, 1.0], [0.3, NAN, 1.0, NAN, 0.3, 1.0]),
        ([3.0, 1.0, 2.0, 1.0], [3.0, 1.0, 2.0, 1.0]),
        ([1 + 1e-12, 1.0], [1.0, 1.0]),  # exactly at the limit
        ([1.0, 1 + 0.9e-12, 1 + 1.8e-12, 1 + 5e-12], [1.0, 1.0, 1.0, 1 + 5e-12]),  # each is the same as the next
        ([], []),
        ([NAN], [NAN]),
    ],
)
def test_ties_have_the_smallest_of_their_numbers(values: list[float], result: list[float]) -> None:
    np.testing.assert_array_equal(arithmetic.levelled(np.array(values)), np.array(result))


def test_columns_and_single_numbers_are_subtracted_alike() -> None:
    column, left = np.array([1.1 * 200000, 0.1 + 0.2, 2.0, 500000.0, NAN]), [0.01, -219999.69, -219997.99, 280000.01]
    assert arithmetic.subtract(column, 219999.99).tolist()[:4] == left
    assert arithmetic.subtract(219999.99, column).tolist()[:4] == [-x for x in left]
    assert arithmetic.add(column, np.full(5, -219999.99)).tolist()[:4] == left
    assert np.isnan(arithmetic.subtract(column, 219999.99)[4])


def test_what_is_below_the_error_of_the_operands_alone_is_moved() -> None:
    a = np.array([1.0 + 1e-14, 1e10 + 0.00004, 1e10 + 0.0002, 1.0 + 2.0**-30, 1e-300])
    left = arithmetic.subtract(a, np.array([1.0, 1e10, 1e10, 1.0, 0.9e-300]))
    assert left[:2].tolist() == [0.0, 0.0]  # the same numbers leave nothing
    assert left[2] == pytest.approx(0.0002, abs=1e-5)
    assert left[3] == 2.0**-30  # exact in float64, and no decimal lies within the error
    assert left[4] == pytest.approx(1e-301)


@pytest.mark.parametrize(
    ("a", "b", "left"),
    [
        (110_000_000_000.01, 110_000_000_000.0, 0.01),  # stored to some 1.5e-5: the cent is looked for
        (1_000_000_000_000.07, 1_000_000_000_000.0, 0.07),
        (2_000_000_000_000.0 + 3 / 4096, 2_000_000_000_000.0, 3 / 4096),  # beyond 2 ** 40 nothing is
        (1_500_000_000_000.0 + 409 / 4096, 1_500_000_000_000.0, 409 / 4096),  # 0.0999
        (3_000_000_000_001.0, 2_400_000_000_000.0, 600_000_000_001.0),  # whole numbers leave whole numbers
        (1e300, 0.9e300, 1e300 - 0.9e300),
        (1e-300, 1e-300, 0.0),
        (INF, 1.0, INF),
    ],
)
def test_cents_are_found_again_as_far_as_they_can_be_told_apart(a: float, b: float, left: float) -> None:
    assert arithmetic.subtract(a, b) == left
    assert arithmetic.subtract(np.array([a, 1.0]), b)[0] == left
    assert arithmetic.add(-a, b) == -left


def test_whole_numbers_leave_whole_numbers() -> None:
    a = 2.0**41 + np.arange(0.0, 1e12, 1_234_567_891.0)
    b = np.arange(2.0**41, 2.0**41 - 5e11, -987_654_321.0)[: len(a)]
    a = a[: len(b)]
    assert (arithmetic.subtract(a, b) == (a.astype(np.int64) - b.astype(np.int64))).all()


@pytest.mark.parametrize(
    ("operation", "a", "b", "result"),
    [
        ("multiply", 6.0, 1.5, 9.0), ("multiply", 1e200, 1e200, NAN), ("multiply", -1e200, 1e200, NAN),
        ("divide", 6.0, 1.5, 4.0), ("divide", 1.0, 0.0, NAN), ("divide", -1.0, 0.0, NAN), ("divide", 0.0, 0.0, NAN),
        ("power", 2.0, 10.0, 1024.0), ("power", 0.0, -1.0, NAN), ("power", -8.0, 0.5, NAN), ("power", NAN, 0.0, NAN),
        ("power", 1.0, NAN, NAN), ("power", 10.0, 400.0, NAN), ("power", 5.0, 0.0, 1.0),
    ],
)  # fmt: skip
def test_what_has_no_finite_result_is_missing(operation: str, a: float, b: float, result: float) -> None:
    with np.errstate(all="ignore"):
        one = getattr(arithmetic, operation)(np.float64(a), np.float64(b))
        column = getattr(arithmetic, operation)(np.array([a, 3.0]), np.array([b, 1.0]))
    np.testing.assert_array_equal(one, result)
    np.testing.assert_array_equal(column, [result, 3.0])
