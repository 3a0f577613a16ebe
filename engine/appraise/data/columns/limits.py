"""Numbers that can be read but not be meant: outside the limits, or shares where points are declared."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from appraise.data.columns.cells import number_text, percent_text
from appraise.data.columns.number_text import DIGITS_ONLY
from appraise.data.findings import AtRow, Findings, Reason
from appraise.texts import Message, msg, plain

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from appraise.policy.model import Field

LARGEST = 1e15
LARGEST_SHARE = 2.0  # beyond which a number without a percent sign is no share, unless the field says so by `max`
LARGEST_PERCENT = 10.0  # 1000%, beyond which nothing is a percent, unless the field says so by `max`
_NOT_A_SHARE = Reason(
    msg("{value} without a percent sign is read as a share, {percent}: are the cells percent points?"),
    msg(
        "write the percent sign in every cell (5% or 0.05 for 5 percent); if the whole column "
        "holds percent points, set `scale: 100` in the field; if such shares do occur, state it: "
        "`max: 1000%`"
    ),
)
_TOO_LARGE = Reason(
    msg("{value} means {percent}, more than a percent here can be."),
    msg("correct the cell; if such values do occur, state the largest one in the field, for example `max: 10000%`"),
)


def check_size(findings: Findings, written: NDArray[np.float64]) -> None:
    """Refuse numbers beyond LARGEST, as they are written [n] (NaN: none)."""
    reason = Reason(msg("{value} is larger than any number here can be."), DIGITS_ONLY)
    findings.mark(np.abs(_zeroed(written)) > LARGEST, reason)


def check_percent(
    field: Field, findings: Findings, bare: NDArray[np.float64], values: NDArray[np.float64]
) -> None:  # fmt: skip
    """Refuse percents that are off by a factor of 100, and columns that write percents in two ways.

    bare [n]: those written without a percent sign, as they are written; values [n]: all, as shares (NaN: others).
    A blank or a 0 fits every way of writing. What is too large is so unless the field states a `max`.
    """
    points = field.scale[1] == 100
    plain = ~np.isnan(bare) & (bare != 0) & ~findings.bad
    signed = np.isnan(bare) & ~np.isnan(values) & (values != 0) & ~findings.bad
    if (values[signed] == 1).any() and not points:
        plain &= bare != 1  # beside 100%, a 1 is the whole
    if plain.any() and signed.any():
        findings.whole.append(_two_ways(int(np.argmax(plain)), int(np.argmax(signed)), bare, values))
    elif plain.any():
        _check_scale(field, findings, bare[plain])
    if field.maximum is not None:
        return
    for rows, reason, most in ((plain, _NOT_A_SHARE, np.inf if points else LARGEST_SHARE),
                               (plain | signed, _TOO_LARGE, LARGEST_PERCENT)):  # fmt: skip
        large = rows & (np.abs(_zeroed(values)) > most)
        for value in np.unique(values[large]).tolist() if large.any() else ():
            message = reason.message.given(percent=percent_text(value))
            findings.mark(large & (values == value), reason._replace(message=message))


def _two_ways(plain: int, signed: int, bare: NDArray[np.float64], values: NDArray[np.float64]) -> Reason:
    return Reason(
        msg(
            "The column writes percents in two ways: {signed}{at_signed} with a percent sign, and "
            "{bare}{at_bare} without one.",
            signed=percent_text(float(values[signed])),
            at_signed=AtRow(signed),
            bare=number_text(float(bare[plain])),
            at_bare=AtRow(plain),
        ),
        msg(
            "write all of its cells in one way, best with the percent sign: in a workbook, look at "
            "each cell without one, then format the whole column as percentage"
        ),
    )


def _check_scale(field: Field, findings: Findings, written: NDArray[np.float64]) -> None:
    """Refuse a column, all of it written without a percent sign, that seems to be of the other scale."""
    low, high = number_text(float(written.min())), number_text(float(written.max()))
    seen = msg("the numbers in the column are {low} to {high}", low=low, high=high)
    if low == high:
        seen = msg("every number in the column is {number}", number=low)
    least, most = np.abs(written).min(), np.abs(written).max()
    if field.scale[1] == 100 and most <= 1:
        findings.whole.append(
            Reason(
                msg(
                    "The field says `scale: 100` (95 means 95%), but {seen}: the file seems to hold shares (0.95).",
                    seen=seen,
                ),
                msg(
                    "remove `scale: 100` from the field; if the values really are at most 1 percent, write "
                    "them with a % sign"
                ),
            )
        )
    if field.scale[1] != 100 and field.maximum is None and least >= 1 and 1 < most <= LARGEST_SHARE:
        findings.whole.append(
            Reason(
                msg(
                    "The column has no percent signs, and {seen}: shares (1.2 for 120%), or percent points "
                    "(1.2 for 1.2%)?",
                    seen=seen,
                ),
                msg(
                    "write the percent sign in every cell; or say which it is: for points set `scale: 100` "
                    "in the field, for shares state the largest, for example `max: 300%`"
                ),
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
                msg("{value} is outside the rating scale {low} to {high}.", low=low, high=high),
                msg("write a number from {low} to {high}", low=low, high=high),
            ),
        )
    if field.minimum is not None:
        beyond = msg("{value} is beyond the smallest value allowed, {limit}.", limit=_limit(field, field.minimum))
        findings.mark(values < field.minimum, Reason(beyond, _changed(field, "minimum")))
    if field.maximum is not None:
        beyond = msg("{value} is beyond the largest value allowed, {limit}.", limit=_limit(field, field.maximum))
        findings.mark(values > field.maximum, Reason(beyond, _changed(field, "maximum")))


def _limit(field: Field, limit: float) -> Message:
    shown = number_text(float(limit))
    if field.type != "percent":
        return plain(shown)
    return msg("{share} ({percent}%)", share=shown, percent=number_text(round(limit * 100, 10)))


def _changed(field: Field, key: str) -> Message:
    return msg("correct the cell; if the value is right, change `{key}` of the field {field}", key=key, field=field.id)


def _check_count(field: Field, findings: Findings, values: NDArray[np.float64]) -> None:
    known = _zeroed(values)
    findings.mark(
        known != np.trunc(known),
        Reason(
            msg("{value} is not a whole number, but the column counts something."),
            msg("write a whole number, or give the field {field} `type: number`", field=field.id),
        ),
    )
    if field.minimum is None or field.minimum >= 0:
        findings.mark(
            known < 0,
            Reason(
                msg("{value} is negative, but the column counts something."),
                msg("write a number from 0 up, or set a negative `min` in the field {field}", field=field.id),
            ),
        )


def _zeroed(values: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.where(np.isnan(values), 0, values)
