"""Numbers that can be read but not be meant: outside the limits, or shares where points are declared."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from engine.data.cells import number_text
from engine.data.findings import Findings, Reason
from engine.data.number_text import DIGITS_ONLY

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from engine.policy.model import Field

LARGEST = 1e15
_POINTS = Reason(
    "{value} is read as a share, so it means more than 1000%: is the column in percent points?",
    "write 95% or 0.95 for 95 percent; if the whole file means percent points, set `scale: 100` in the field",
)


def check_size(findings: Findings, written: NDArray[np.float64]) -> None:
    """Refuse numbers beyond LARGEST, as they are written [n] (NaN: none)."""
    reason = Reason("{value} is larger than any number here can be.", DIGITS_ONLY)
    findings.mark(np.abs(_zeroed(written)) > LARGEST, reason)


def check_percent(findings: Findings, bare: NDArray[np.float64], *, points: bool) -> None:
    """Refuse percents that are off by a factor of 100; `bare` are those written without % (NaN: others).

    As shares, a cell beyond 10 is refused. As points, the whole column is, if no number in it is beyond 1.
    """
    if not points:
        findings.mark(np.abs(_zeroed(bare)) > 10, _POINTS)
        return
    written = bare[~np.isnan(bare) & (bare != 0) & ~findings.bad]
    if not len(written) or np.abs(written).max() > 1:
        return
    low, high = number_text(float(written.min())), number_text(float(written.max()))
    seen = low if low == high else f"from {low} to {high}"
    findings.whole.append(
        Reason(
            f"The field says `scale: 100` (95 means 95%), but every number in the column is {seen}: "
            "the file seems to hold shares (0.95).",
            "remove `scale: 100` from the field; if the values really are at most 1 percent, write them with a % sign",
        )
    )


def check_limits(field: Field, findings: Findings, values: NDArray[np.float64]) -> None:
    """Refuse values [n] outside what the type, scale, minimum and maximum allow; percents are shares."""
    if field.type == "count":
        _check_count(field, findings, values)
    if field.type == "rating":
        low, high = (number_text(float(end)) for end in field.scale)
        findings.mark(
            (values < field.scale[0]) | (values > field.scale[1]),
            Reason(
                f"{{value}} is outside the rating scale {low} to {high}.",
                f"write a number from {low} to {high}",
            ),
        )
    for limit, key, word in ((field.minimum, "minimum", "smallest"), (field.maximum, "maximum", "largest")):
        if limit is None:
            continue
        shown = number_text(float(limit))
        if field.type == "percent":
            shown += f" ({number_text(round(limit * 100, 10))}%)"
        findings.mark(
            values < limit if key == "minimum" else values > limit,
            Reason(
                f"{{value}} is beyond the {word} value allowed, {shown}.",
                f"correct the cell; if the value is right, change `{key}` of the field {field.id}",
            ),
        )


def _check_count(field: Field, findings: Findings, values: NDArray[np.float64]) -> None:
    known = _zeroed(values)
    findings.mark(
        known != np.trunc(known),
        Reason(
            "{value} is not a whole number, but the column counts something.",
            f"write a whole number, or give the field {field.id} `type: number`",
        ),
    )
    if field.minimum is None or field.minimum >= 0:
        findings.mark(
            known < 0,
            Reason(
                "{value} is negative, but the column counts something.",
                f"write a number from 0 up, or set a negative `min` in the field {field.id}",
            ),
        )


def _zeroed(values: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.where(np.isnan(values), 0, values)
