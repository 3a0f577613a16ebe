"""Single values as an explanation writes them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from engine.formula.precision import same

if TYPE_CHECKING:
    from engine.execution.explain import Value


def day(days: float) -> str:
    """Write a day since 1970 as a date."""
    return str(date(1970, 1, 1) + timedelta(days=int(days)))


def number(value: Value) -> str:
    """Write a number with up to four places."""
    if isinstance(value, bool) or not isinstance(value, float):
        return str(value)
    text = f"{value + 0.0:,.4f}"
    return text.rstrip("0").rstrip(".")


def added(parts: list[float], total: Value) -> str:
    """Write a sum with as many places as it takes for the parts to add up before the eyes."""
    for places in range(2, 9):
        rounded = sum(round(p * 10**places) for p in parts)
        if isinstance(total, float) and rounded == round(total * 10**places):
            break
    shown = [f"{p:,.{places}f}".rstrip("0").rstrip(".") for p in (*parts, total if isinstance(total, float) else 0.0)]
    return " + ".join(shown[:-1]) + " = " + shown[-1]


def percent(value: Value) -> str:
    """Write a share as a percent."""
    return f"{value * 100:.2f}%".replace(".00%", "%") if isinstance(value, float) else "–"


def unrounded(exact: Value, rounded: Value, *, share: bool = False) -> str:
    """Write a number before its rounding, with the digits that tell the two apart; blank where they are the same."""
    if not isinstance(exact, float) or not isinstance(rounded, float) or same(exact, rounded):
        return ""
    scale = 100.0 if share else 1.0
    for places in range(2, 13):
        text = f"{exact * scale:,.{places}f}"
        if not same(float(text.replace(",", "")) / scale, rounded):
            break
    return text.rstrip("0").rstrip(".") + ("%" if share else "")


def money(value: Value) -> str:
    """Write an amount with two places."""
    return f"{value + 0.0:,.2f}" if isinstance(value, float) else "–"
