"""Columns of numbers: money, counts, plain numbers, percents and numeric ratings as float64 with NaN."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.data.arrow import compute, pa
from engine.data.cells import BLANK, DAY, NUMBER, OTHER, TEXT, TRUTH, Cells, number_text
from engine.data.findings import Findings, Reason
from engine.data.number_text import DIGITS_ONLY, Written, read_number
from engine.formula.vectors import Numbers
from engine.policy.model import Field

LARGEST = 1e15
_PLAIN = r"^[0-9]{1,15}(\.[0-9]{1,20})?$|^-[0-9]{1,15}(\.[0-9]{1,20})?$"
_WRONG_KIND = (
    (DAY, Reason("{value} is a date, not a number.",
                 "format the column as a number in the workbook and check the cell")),
    (TRUTH, Reason("{value} is a yes/no value, not a number.", DIGITS_ONLY)),
    (OTHER, Reason("{value} is a time or another kind of value, not a number.",
                   "format the column as a number in the workbook and check the cell")),
)  # fmt: skip


def read_numbers(field: Field, cells: Cells) -> tuple[Numbers, Findings]:
    """Read a column of numbers [n]; blank cells are NaN (or the field's `missing`), percents are shares.

    Refused cells are NaN and have a reason in the findings.
    """
    findings = Findings.none(len(cells))
    for kind, reason in _WRONG_KIND:
        findings.mark(cells.kinds == kind, reason)
    percent = field.type == "percent"
    points = percent and field.scale[1] == 100
    typed = np.where(cells.kinds == NUMBER, cells.values, np.nan)
    values = hundredth(typed) if points else typed
    bare = typed  # as written, NaN where a % sign says that it is a percent
    if len(cells.labels):
        texts = _Texts(field, cells.labels, points)
        is_text = cells.kinds == TEXT
        codes = cells.codes[is_text]
        values, bare = values.copy(), bare.copy()
        values[is_text], bare[is_text] = texts.values[codes], texts.bare[codes]
        findings.which[is_text] = texts.which[codes]
        findings.reasons = texts.shift(findings.reasons, findings.which, is_text)
        findings.whole += texts.mixed(np.unique(codes))
    findings.mark(np.abs(np.where(np.isnan(bare), 0, bare)) > LARGEST,
                  Reason("{value} is larger than any number here can be.", DIGITS_ONLY))  # fmt: skip
    if percent:
        _check_percent(findings, bare, points=points)
    _check_range(field, findings, values)
    values = np.where(findings.bad, np.nan, values)
    if field.missing is not None:
        values[cells.kinds == BLANK] = float(field.missing)
    return values, findings


def hundredth(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Divide by 100 as in decimal: 1.1 becomes 0.011, where 1.1 / 100 in floats is 0.011000000000000001."""
    result = values / 100  # right for whole numbers, which are exact
    broken = np.flatnonzero(np.isfinite(values) & (values != np.trunc(values)))
    if len(broken):
        digits = compute.cast(pa.array(values[broken]), pa.string())
        result[broken] = _shifted(digits, result[broken])
    return result


def _shifted(digits: Any, otherwise: NDArray[np.float64]) -> NDArray[np.float64]:
    """Read texts of digits with the point two places to the left; those with an exponent are left alone."""
    plain = compute.match_substring_regex(digits, r"^-?[0-9]+\.?[0-9]*$")
    moved = compute.if_else(plain, compute.binary_join_element_wise(digits, "e-2", ""), "0")
    return np.where(np.asarray(plain), np.asarray(compute.cast(moved, pa.float64())), otherwise)


class _Texts:
    """The numbers in the different texts of a column [m]: plain ones all at once, the others one by one."""

    def __init__(self, field: Field, labels: Any, points: bool) -> None:
        self.field, self.points = field, points
        plain = np.asarray(compute.match_substring_regex(labels, _PLAIN))
        digits = compute.if_else(pa.array(plain), labels, "0")
        self.bare = np.array(compute.cast(digits, pa.float64()))
        self.values = self.bare
        if points:
            self.values = np.array(compute.cast(compute.binary_join_element_wise(digits, "e-2", ""), pa.float64()))
        self.which = np.zeros(len(labels), np.int32)
        self.reasons: list[Reason] = []
        self.currencies: dict[int, str] = {}
        known: dict[Reason, int] = {}
        for at in np.flatnonzero(~plain).tolist():
            reason = self._read(at, labels[at].as_py())
            if reason is not None:
                self.values[at] = self.bare[at] = np.nan
                self.which[at] = known.setdefault(reason, len(known) + 1)
        self.reasons = list(known)

    def _read(self, at: int, text: str) -> Reason | None:
        """Read one text into its place, or say why not."""
        read = read_number(text)
        if isinstance(read, Reason):
            return read
        return self._reason(read) or self._store(at, read)

    def _store(self, at: int, read: Written) -> None:
        shifted = read.percent or self.points
        self.values[at] = float(read.digits + ("e-2" if shifted else ""))
        self.bare[at] = np.nan if read.percent else float(read.digits)
        if read.currency:
            self.currencies[at] = read.currency

    def _reason(self, read: Written) -> Reason | None:
        kind = self.field.type
        if read.percent and kind != "percent":
            return Reason(f"{{value}} is a percent, but this column is read as {kind}.",
                          f"write the number without %, or give the field {self.field.id} `type: percent`")  # fmt: skip
        if read.currency and kind not in ("money", "number"):
            return Reason(f"{{value}} is an amount of money, but this column is read as {kind}.", DIGITS_ONLY)
        if len(read.digits.lstrip("-").partition(".")[0].lstrip("0")) > 16:
            return Reason("{value} is larger than any number here can be.", DIGITS_ONLY)
        return None

    def shift(
        self, earlier: list[Reason], which: NDArray[np.int32], rows: NDArray[np.bool_]
    ) -> list[Reason]:
        """Put the reasons of the texts behind earlier ones, and renumber the rows that have them."""
        which[rows & (which > 0)] += len(earlier)
        return earlier + self.reasons

    def mixed(self, used: NDArray[np.intp]) -> list[Reason]:
        """Refuse a column that holds amounts in more than one currency."""
        rows = set(used.tolist())
        present = sorted({sign for at, sign in self.currencies.items() if at in rows})
        if len(present) < 2:
            return []
        return [Reason(f"The column mixes currencies: {' and '.join(present)}.",
                       "convert the amounts to one currency, or put them in columns of their own")]  # fmt: skip


def _check_percent(findings: Findings, bare: NDArray[np.float64], *, points: bool) -> None:
    written = bare[~np.isnan(bare) & (bare != 0) & ~findings.bad]
    if not points:
        large = np.abs(np.where(np.isnan(bare), 0, bare)) > 10
        findings.mark(large, Reason(
            "{value} is read as a share, so it means more than 1000%: is the column in percent points?",
            "write 95% or 0.95 for 95 percent; if the whole file means percent points, set `scale: 100` "
            "in the field"))  # fmt: skip
    elif len(written) and np.abs(written).max() <= 1:
        low, high = number_text(float(written.min())), number_text(float(written.max()))
        seen = low if low == high else f"between {low} and {high}"
        findings.whole.append(Reason(
            f"The field says `scale: 100` (95 means 95%), but every number in the column is {seen}: the file "
            "seems to hold shares (0.95).",
            "remove `scale: 100` from the field; if the values really are below 1 percent, write them with "
            "a % sign"))  # fmt: skip


def _check_range(field: Field, findings: Findings, values: NDArray[np.float64]) -> None:
    known = np.where(np.isnan(values), 0, values)
    present = ~np.isnan(values)
    percent = field.type == "percent"
    if field.type == "count":
        findings.mark(known != np.trunc(known), Reason(
            "{value} is not a whole number, but the column counts something.",
            f"write a whole number, or give the field {field.id} `type: number`"))  # fmt: skip
        if field.minimum is None or field.minimum >= 0:
            findings.mark(known < 0, Reason(
                "{value} is negative, but the column counts something.",
                f"write a number from 0 up, or set a negative `minimum` in the field {field.id}"))  # fmt: skip
    if field.type == "rating":
        low, high = field.scale
        findings.mark(present & ((values < low) | (values > high)), Reason(
            f"{{value}} is outside the rating scale {number_text(low)} to {number_text(high)}.",
            f"write a number from {number_text(low)} to {number_text(high)}"))  # fmt: skip
    for limit, outside, word in ((field.minimum, values < (field.minimum or 0), "smallest"),
                                 (field.maximum, values > (field.maximum or 0), "largest")):  # fmt: skip
        if limit is not None:
            side = "minimum" if word == "smallest" else "maximum"
            shown = number_text(limit) + (f" ({number_text(round(limit * 100, 10))}%)" if percent else "")
            findings.mark(present & outside, Reason(
                f"{{value}} is beyond the {word} value allowed, {shown}.",
                f"correct the cell; if the value is right, change `{side}` of the field {field.id}"))  # fmt: skip
