"""Columns of numbers: money, counts, plain numbers, percents and numeric ratings as float64 with NaN."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import numpy as np

from appraise.data.arrow import array_of, compute, floats_of, numpy_of, pa, texts_of
from appraise.data.columns.cells import BLANK, DAY, NUMBER, OTHER, TEXT, TRUTH, Cells
from appraise.data.columns.limits import check_limits, check_percent, check_size
from appraise.data.columns.number_text import DIGITS_ONLY, Written, read_number
from appraise.data.findings import Findings, Reason
from appraise.notation.currencies import CURRENCIES
from appraise.texts import Listed, msg

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from appraise.formula.vectors import Numbers
    from appraise.policy.model import Field

_PLAIN = r"^-?[0-9]{1,15}(\.[0-9]{1,20})?$"
_WHOLE = r"^-?[0-9]{1,15}$"
_FORMAT = msg("format the column as a number in the workbook and check the cell")
_WRONG_KIND = (
    (DAY, Reason(msg("{value} is a date, not a number."), _FORMAT)),
    (TRUTH, Reason(msg("{value} is a yes/no value, not a number."), DIGITS_ONLY)),
    (OTHER, Reason(msg("{value} is a time or another kind of value, not a number."), _FORMAT)),
)


def read_numbers(field: Field, cells: Cells) -> tuple[Numbers, Findings]:
    """Read a column of numbers [n]; blank cells are NaN (or the field's `missing`), percents are shares.

    Refused cells are NaN and have a reason in the findings.
    """
    findings = Findings.none(len(cells))
    points = field.type == "percent" and field.scale[1] == 100
    bare = np.where(cells.kinds == NUMBER, cells.values, np.nan)  # as written; NaN where % is written
    values = hundredth(bare) if points else bare.copy()
    is_text, signs = cells.kinds == TEXT, cells.signs
    if is_text.any():
        texts = _Texts(field, cells.labels, points)
        codes = cells.codes[is_text]
        values[is_text], bare[is_text] = texts.values[codes], texts.bare[codes]
        findings.which[is_text], findings.reasons = texts.which[codes], texts.reasons
        signs |= texts.signs(codes)
    findings.whole += _currencies(field, signs)
    for kind, reason in _WRONG_KIND:
        findings.mark(cells.kinds == kind, reason)
    check_size(findings, bare)
    check_size(findings, values)
    if field.type == "percent":
        check_percent(field, findings, bare, values)
    check_limits(field, findings, values)
    values[findings.bad] = np.nan
    if field.missing is not None:
        values[cells.kinds == BLANK] = float(field.missing)
    return values, findings


def hundredth(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Divide by 100 as in decimal: 1.1 becomes 0.011, where 1.1 / 100 in floats is 0.011000000000000001.

    >>> hundredth(np.array([1.1]))
    array([0.011])
    """
    result = values / 100  # right for whole numbers, which are exact
    broken = np.flatnonzero(np.isfinite(values) & (values != np.trunc(values)))
    digits = compute.cast(array_of(values[broken]), pa.string())
    plain = numpy_of(compute.match_substring_regex(digits, r"^-?[0-9]+\.[0-9]+$"))
    result[broken[plain]] = _floats(compute.filter(digits, array_of(plain)), "e-2")
    for at in broken[~plain].tolist():  # very small ones, which are written with an exponent
        result[at] = float(Decimal(repr(float(values[at]))).scaleb(-2))
    return result


def _floats(digits: Any, exponent: str) -> NDArray[np.float64]:
    """Read an Arrow array of plain digits as the nearest floats, with a power of ten."""
    if exponent:
        power, nothing = texts_of((exponent, ""))
        digits = compute.binary_join_element_wise(compute.cast(digits, pa.large_string()), power, nothing)
    return np.array(floats_of(digits))  # a copy, to be written into


def _currencies(field: Field, signs: frozenset[str]) -> list[Reason]:
    """Refuse a column whose cells show several currencies, by their texts or number formats, or one that is not paid in."""
    if not signs:
        return []
    named = Listed(tuple(sorted(signs)), "and")
    if not frozenset.intersection(*(CURRENCIES[sign] for sign in signs)):
        hint = msg("convert the amounts to one currency, or put them in columns of their own")
        return [Reason(msg("The column mixes currencies: {signs}.", signs=named), hint)]
    own = field.currency
    if own and not any(own in CURRENCIES[sign] for sign in signs):
        return [
            Reason(
                msg("The cells show {signs}, but the ruleset's currency is {own}.", signs=named, own=own),
                msg(
                    "convert the column to {own} and leave the signs out, or correct `currency` if the "
                    "policy pays in another",
                    own=own,
                ),
            )
        ]
    return []


class _Texts:
    """The numbers in the different texts of a column [m]: plain ones all at once, the others one by one.

    values: as the field means them. bare: as written, NaN where % follows. which, reasons: as in Findings.
    """

    def __init__(self, field: Field, labels: Any, points: bool) -> None:
        self.field, self.points = field, points
        plain = numpy_of(compute.match_substring_regex(labels, _PLAIN if field.decimal != "comma" else _WHOLE))
        digits = compute.if_else(array_of(plain), labels, texts_of(["0"])[0])
        self.bare = _floats(digits, "")
        self.values = _floats(digits, "e-2" if points else "")
        self.which = np.zeros(len(labels), np.int32)
        self.currencies = np.zeros(len(labels), "U4")
        known: dict[Reason, int] = {}
        others = np.flatnonzero(~plain)
        for at, text in zip(others.tolist(), labels.take(array_of(others)).to_pylist(), strict=True):
            read = read_number(text, field.decimal or "point")
            reason = read if isinstance(read, Reason) else self._reason(read)
            if reason is None and isinstance(read, Written):
                self._store(at, read)
            elif reason is not None:
                self.values[at] = self.bare[at] = np.nan
                self.which[at] = known.setdefault(reason, len(known) + 1)
        self.reasons = list(known)

    def signs(self, codes: NDArray[np.intp]) -> frozenset[str]:
        """The signs of currencies in the texts that are used."""
        return frozenset(sign for sign in np.unique(self.currencies[codes]).tolist() if sign)

    def _store(self, at: int, read: Written) -> None:
        shifted = read.percent or self.points
        self.values[at] = float(read.digits + ("e-2" if shifted else ""))
        self.bare[at] = np.nan if read.percent else float(read.digits)
        self.currencies[at] = read.currency

    def _reason(self, read: Written) -> Reason | None:
        """Say why a number that can be read does not fit the field."""
        kind, name = self.field.type, self.field.id
        if read.percent and kind != "percent":
            return Reason(
                msg("{value} is a percent, but the column is read as {type}.", type=kind),
                msg("write the number without %, or give the field {field} `type: percent`", field=name),
            )
        if read.currency and kind not in ("money", "number"):
            hint = msg(
                "write the number without {currency}, or give the field {field} `type: money`",
                currency=read.currency,
                field=name,
            )
            return Reason(msg("{value} is an amount of money, but the column is read as {type}.", type=kind), hint)
        return None
