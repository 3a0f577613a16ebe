"""Numbers in CSV and JSON are those that people would write, without the noise of binary arithmetic."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from appraise.formula.written_numbers import as_written, digits_of, figure_as_written


@pytest.mark.parametrize(
    ("number", "written"),
    [
        (200000 * 1.15, "230000.0"),
        (0.1 + 0.2, "0.3"),
        (1.1 * 1.1, "1.21"),
        (-(200000 * 1.15), "-230000.0"),
        (1 / 3, "0.3333333333333333"),
        (2 / 3 * 1e9, "666666666.6666666"),
        (12345678901.23, "12345678901.23"),
        (123456789012345.6, "123456789012345.6"),
        (1e15, "1000000000000000.0"),
        (0.0, "0.0"),
        (1e-30, "1e-30"),
        (3e-30 * 1.1, repr(3e-30 * 1.1)),
        (1e300, "1e+300"),
        (5e-324, "5e-324"),
    ],
)
def test_noise_is_gone(number: float, written: str) -> None:
    assert repr(float(as_written(np.array([number]))[0])) == written


def test_what_is_missing_stays_missing() -> None:
    assert np.isnan(as_written(np.array([np.nan, 0.1 + 0.2]))[0])


@given(st.integers(-(10**13), 10**13), st.integers(0, 20))
def test_a_decimal_of_up_to_13_digits_stays_what_it_is(digits: int, places: int) -> None:
    number = float(Decimal(digits).scaleb(-places))
    for near in (number, np.nextafter(number, np.inf), np.nextafter(number, -np.inf)):
        written = float(as_written(np.array([near, 1 / 3]))[0])
        assert written == number or (abs(number) < 1e-10 and written == near)


@given(st.floats(-1e300, 1e300))
def test_nothing_moves_by_more_than_the_last_bits(number: float) -> None:
    written = float(as_written(np.array([number, 1 / 3]))[0])
    assert abs(written - number) <= abs(number) * 1e-15


@pytest.mark.parametrize(
    ("value", "share", "written", "short"),
    [
        (200000 * 1.15, False, "230,000", "230,000"),
        (12345678901.23, False, "12,345,678,901.23", "12,345,678,901.23"),
        (-1234.5, False, "-1,234.5", "-1,234.5"),
        (1 / 3, False, "0.3333333333333333", "0.33333333333"),
        (0.07, True, "7%", "7%"),
        (0.123456789012345, True, "12.3456789012345%", "12.3456789012%"),
        (0.0, False, "0", "0"),
        (-0.0, False, "0", "0"),
        (1e-9, False, "0.000000001", "0.000000001"),
        (999999999999999.0, False, "999,999,999,999,999", "999,999,999,999,999"),
    ],
)
def test_all_digits_are_written(value: float, share: bool, written: str, short: str) -> None:
    assert digits_of(value, share=share, grouped=True) == written
    assert digits_of(value, share=share, grouped=True, short=True) == short
    assert digits_of(value, share=share) == written.replace(",", "")


@pytest.mark.parametrize(
    ("value", "figure"),
    [
        (16926354.57 - 17072154.57, -145800.0),  # -145799.99999999814 without
        (17072154.570000003, 17072154.57),
        (12345678901.23, 12345678901.23),
        (0.1 + 0.2, 0.3),
        (100 / 3, 100 / 3),
        (2e-10, 2e-10),  # a probability
        (0.12340005, 0.12340005),
    ],
)
def test_figures_of_many_numbers_have_no_noise(value: float, figure: float) -> None:
    assert figure_as_written(value) == figure
