"""Single values as an explanation writes them: halves up, with as many places as are asked for."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np

from appraise.formula.arithmetic import round_half_up
from appraise.formula.precision import same

if TYPE_CHECKING:
    from appraise.execution.explaining.explain import Value

_DIGITS = 12  # that mean something in a computed number


def day(days: float) -> str:
    """Write a day since 1970 as a date."""
    return str(date(1970, 1, 1) + timedelta(days=int(days)))


def number(value: Value, places: int = 4) -> str:
    """Write a number with up to so many places."""
    if isinstance(value, bool) or not isinstance(value, float):
        return str(value)
    return _fixed(value, 0, places)


def percent(value: Value, places: int = 4) -> str:
    """Write a share as a percent; of its places, two are those of the percent sign."""
    if not isinstance(value, float):
        return "–"
    return f"{_fixed(value * 100, 2, max(2, places - 2))}%".replace(".00%", "%")


def money(value: Value, places: int = 2) -> str:
    """Write an amount with two places, or with more where it has more."""
    return _fixed(value, 2, max(2, places)) if isinstance(value, float) else "–"


def unrounded(exact: Value, rounded: Value, *, share: bool = False) -> str:
    """Write a number before its rounding, with the digits by which it is seen to be rounded; blank where they are the same."""
    if not isinstance(exact, float) or not isinstance(rounded, float) or same(exact, rounded):
        return ""
    scale = 100.0 if share else 1.0
    for places in range(2, 13):
        text = f"{exact * scale:,.{places}f}"
        written = float(text.replace(",", "")) / scale
        if not same(written, rounded) and abs(written - exact) <= abs(exact - rounded) / 2:
            break
    return text.rstrip("0").rstrip(".") + ("%" if share else "")


def _fixed(value: float, least: int, places: int) -> str:
    """Write a number with so many places at most, without the noughts at the end beyond the least."""
    if not np.isfinite(value):
        return str(value)
    whole = len(f"{abs(value):.0f}")
    places = max(least, min(places, _DIGITS - whole))
    text = f"{float(round_half_up(np.asarray(value), places)):,.{places}f}"
    if places > least:
        head, _, tail = text.partition(".")
        tail = tail.rstrip("0").ljust(least, "0")
        text = f"{head}.{tail}" if tail else head
    return text
