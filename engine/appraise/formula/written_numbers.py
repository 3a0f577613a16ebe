"""Computed numbers as people would write them: exact, without what arithmetic in binary leaves behind.

Every output of numbers that others compute with goes through here.
"""

from __future__ import annotations

import numpy as np

from appraise.formula.vectors import Numbers

_POWERS = np.array([float(10**i) for i in range(23)])  # those that are exact
_LAST_BITS = 1e-15
_OF_SUMS = 1e-8  # what sums and differences of up to 50 million leave behind
_OF_SMALL = 5e-10  # the same, where shares may be meant


def as_written(numbers: Numbers) -> Numbers:
    """Numbers [n] without what arithmetic in binary leaves behind: 200000 * 1.15 as 230000, not as 229999.99999999997.

    A number is taken for one of 13 digits that is no further away than the last bits of a few operations; 1 / 3 stays.

    >>> as_written(np.array([200000 * 1.15]))
    array([230000.])
    """
    with np.errstate(all="ignore"):
        short = np.rint(numbers * 1e4) / 1e4
        if ((short == numbers) | np.isnan(numbers)).all():  # nearly all columns, at a tenth of the cost
            return numbers
        places = 12 - np.floor(np.log10(np.abs(numbers)))
        scale = _POWERS[np.nan_to_num(places, posinf=0).clip(0, 22).astype(np.intp)]
        rounded = np.rint(numbers * scale) / scale
        return np.where(np.abs(rounded - numbers) <= np.abs(numbers) * _LAST_BITS, rounded, numbers)


def figures_as_written(numbers: Numbers) -> Numbers:
    """Sums, means and differences [n] of many numbers: as above, and as the decimals of four places that they all but are."""
    with np.errstate(all="ignore"):
        plain = as_written(numbers + 0.0)
        near = np.rint(plain * 1e4) / 1e4 + 0.0
        room = np.where(np.abs(plain) >= 1, _OF_SUMS, _OF_SMALL)
        return np.where((plain == numbers) & (near != 0) & (np.abs(near - plain) <= room), near, plain)


def figure_as_written(value: float) -> float:
    """One such figure."""
    return float(figures_as_written(np.asarray([value]))[0])


def ten_digits(value: float, *, share: bool = False) -> str:
    """Write a number in a sentence: with thousands, in at most ten digits; a share as a percent."""
    return f"{value * 100:,.10g}%" if share else f"{value:,.10g}"


def digits_of(value: float, *, share: bool = False, grouped: bool = False, short: bool = False) -> str:
    """Write a number out with all digits that it has, a share as a percent; `grouped` by thousands.

    `short`: only those that make a difference where numbers are compared, twelve or six decimal places.
    """
    number = value * 100 if share else value
    number = round(number, max(6, 12 - len(f"{abs(number):.0f}"))) if short else number
    text = np.format_float_positional(float(as_written(np.asarray([number + 0.0]))[0]), trim="-")
    if grouped:
        whole, point, places = text.partition(".")
        sign, whole = ("-", whole[1:]) if whole.startswith("-") else ("", whole)
        text = f"{sign}{int(whole):,}{point}{places}"
    return text + ("%" if share else "")
