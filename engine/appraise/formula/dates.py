"""Days and months between dates held as days since 1970-01-01."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from appraise.formula.vectors import Numbers


def days_between(begin: Numbers, end: Numbers) -> Numbers:
    """Count days from one date to another; negative where the second is earlier."""
    return np.subtract(np.floor(end), np.floor(begin))


def months_between(begin: Numbers, end: Numbers) -> Numbers:
    """Count whole months, as the spreadsheet function DATEDIF(…, "m"): 31 January to 28 February is 0."""
    begin, end = np.broadcast_arrays(np.floor(begin), np.floor(end))  # the time of day makes no month
    missing = np.isnan(begin) | np.isnan(end)
    first_month, first_day = _month_and_day(np.where(missing, 0.0, begin))
    last_month, last_day = _month_and_day(np.where(missing, 0.0, end))
    months = (last_month - first_month).astype(np.float64)
    forward = end >= begin
    months -= forward & (last_day < first_day)
    months += ~forward & (last_day > first_day)
    return np.where(missing, np.nan, months)


def calendar_months_between(begin: Numbers, end: Numbers, last_day: float = 31.0) -> Numbers:
    """Count from the month of one date to the month of another: any day of January to any day of March is 2.

    A first date after `last_day` counts as one of the next month, so that who begins on the 16th may be taken to
    begin with the month that follows.
    """
    begin, end = np.broadcast_arrays(np.floor(begin), np.floor(end))
    missing = np.isnan(begin) | np.isnan(end)
    first_month, first_day = _month_and_day(np.where(missing, 0.0, begin))
    last_month, _ = _month_and_day(np.where(missing, 0.0, end))
    return np.where(missing, np.nan, (last_month - first_month - (first_day >= last_day)).astype(np.float64))


def _month_and_day(days: Numbers) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Months since 1970 and the day of the month, from 0, once for every different date."""
    different, position = np.unique(days, return_inverse=True)
    dates = different.astype("datetime64[D]")
    months = dates.astype("datetime64[M]")
    day = (dates - months.astype("datetime64[D]")).astype(np.int64)
    return months.astype(np.int64)[position], day[position]
