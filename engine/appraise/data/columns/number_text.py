"""One number as people write it: `1,234.50`, `¥1,234`, `95%`, and why other writings are refused."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

from appraise.data.columns.cells import BLANKS
from appraise.data.columns.shown import held_and_shown
from appraise.data.findings import Reason
from appraise.notation.currencies import CURRENCIES, SIGN
from appraise.texts import msg

# Only forms that stand for the ASCII sign; NFKC would turn 10² into 102.
FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {
    0x3000: " ", 0xA0: " ", 0x202F: " ", 0x2009: " ", 0xFFE5: "¥", 0xFFE1: "£", 0x2212: "-", 0x2019: "'",
}  # fmt: skip
EXCEL_ERRORS = frozenset(
    [
        "#N/A",
        "#DIV/0!",
        "#VALUE!",
        "#REF!",
        "#NAME?",
        "#NUM!",
        "#NULL!",
        "#SPILL!",
        "#CALC!",
        "#GETTING_DATA",
        "#FIELD!",
        "#BLOCKED!",
        "#UNKNOWN!",
        "#CONNECT!",
        "#BUSY!",
    ]
)
NO_VALUE = frozenset(
    [
        "n/a",
        "na",
        "-",
        "--",
        "---",
        "–",
        "—",
        "——",
        "/",
        "\\",
        ".",
        "null",
        "none",
        "nil",
        "nan",
        "#n/a无",
        "无",
        "空",
        "暂无",
        "无数据",
        "缺",
        "未填",
        "待定",
        "未定",
    ]
)
UNITS = {"万": 10**4, "亿": 10**8, "千": 10**3, "百": 10**2, "w": 10**4, "k": 10**3, "m": 10**6}
_AROUND = (
    rf"(?P<sign>[-+]?)\s*(?P<sign_before>{SIGN})?\s*(?P<sign_after>[-+]?)\s*"
    rf"(?P<body>%s)\s*(?P<unit>%%|{SIGN})?(?P<behind>-?)"
)
_BODIES = {  # by what marks the decimals: thousands may be parted by the other sign, apostrophes or blanks
    "point": r"(?:[0-9]+|[1-9][0-9]{0,2}(?:(?:,[0-9]{3})+|(?:'[0-9]{3})+|(?: [0-9]{3})+))(?:\.[0-9]+)?|\.[0-9]+",
    "comma": r"(?:[0-9]+|[1-9][0-9]{0,2}(?:(?:\.[0-9]{3})+|(?:'[0-9]{3})+|(?: [0-9]{3})+))(?:,[0-9]+)?|,[0-9]+",
}
_WRITTEN = {decimal: re.compile(_AROUND % body) for decimal, body in _BODIES.items()}
_WITH_UNIT = re.compile(r"([-+]?[0-9]+(?:\.[0-9]+)?)\s*([万亿千百wkmWKM])元?")
_EXPONENT = re.compile(r"[-+]?[0-9]+(?:\.[0-9]+)?[eE][-+]?[0-9]+")
_BRACKETS = re.compile(r"\([¥$€]?\s*([0-9.,]+)\s*元?\)")
_DATE = re.compile(r"[0-9]{1,4}([-/.年])[0-9]{1,2}([-/.月])[0-9]{1,4}日?(\s.*)?")
DIGITS_ONLY = msg("write digits only, for example 1234.50; leave the cell empty where there is no value")
LEAVE_EMPTY = msg("leave the cell empty where there is no value")


class Written(NamedTuple):
    """A number that was read: its plain digits, whether % follows, and its currency sign ("" if none)."""

    digits: str
    percent: bool
    currency: str


def fold(text: str) -> str:
    """Turn full-width digits and signs into ASCII ones and strip blanks."""
    return text.translate(FULL_WIDTH).strip(BLANKS)


def excel_error(text: str) -> Reason | None:
    """Say that a text stands for what a workbook holds in place of a value, whatever the column holds."""
    if found := held_and_shown(text):
        held, shown = found
        return Reason(
            msg(
                "The cell holds {held}, but its number format shows {shown}: which of them is meant?",
                held=held,
                shown=shown,
            ),
            msg(
                "give the column a plain number format (in Excel or WPS: Format Cells, Number), look at "
                "the numbers that then stand there, and write the right ones"
            ),
        )
    if text.upper() in EXCEL_ERRORS:
        return Reason(
            msg("The cell holds {error}, the error of a formula in the workbook.", error=text.upper()),
            msg("correct the formula, or leave the cell empty if there is no value"),
        )
    if text.startswith("="):
        return Reason(
            msg("The cell holds a formula without a result: {value}."),
            msg("open the workbook in Excel or WPS and save it, or paste the value in place of the formula"),
        )
    return None


def read_number(text: str, decimal: str = "point") -> Written | Reason:
    """Read one text as a number. The digits keep every decimal; nothing is rounded and no unit is applied.

    `decimal` says what marks the decimals, "point" or "comma".
    """
    plain = fold(text)
    found = _written(plain, decimal)
    if not found:
        return _other_sign(plain, decimal) or _why_not(plain)
    sign, before, unit = _sign(found), found["sign_before"] or "", found["unit"] or ""
    if before and unit and (unit == "%" or len(CURRENCIES[before] & CURRENCIES[unit]) != 1):
        return Reason(msg("{value} has two units, {before} and {unit}.", before=before, unit=unit), DIGITS_ONLY)
    digits = re.sub("[,' ]" if decimal == "point" else "[.' ]", "", found["body"]).replace(",", ".")
    currency = before or (unit if unit != "%" else "")
    if before and unit and len(CURRENCIES[unit]) < len(CURRENCIES[before]):
        currency = unit
    return Written(sign.replace("+", "") + digits, unit == "%", currency)


def _written(text: str, decimal: str) -> re.Match[str] | None:
    """Match a number with at most one sign, before or behind it."""
    found = _WRITTEN[decimal].fullmatch(text)
    return found if found and len(_sign(found)) < 2 else None


def _sign(found: re.Match[str]) -> str:
    return found["sign"] + found["sign_after"] + found["behind"]


def _other_sign(text: str, decimal: str) -> Reason | None:
    """Say that a text would be a number if the other sign marked the decimals."""
    other = "comma" if decimal == "point" else "point"
    found = _written(text, other)
    if not found:
        return None
    kept = r"[^0-9,]" if other == "comma" else r"[^0-9.]"
    digits = re.sub(kept, "", found["body"]).replace(",", ".")
    if other == "comma" and "." in text:
        message = msg("{value} has a comma after a point: which one marks the decimals?")
    elif other == "comma":
        message = msg("{value} is ambiguous: a comma may only part groups of three digits.")
    else:
        message = msg("{value} has a decimal point, but a comma marks the decimals of this column.")
    if decimal != "point":
        return Reason(message, msg("write {number}, or correct `decimal`", number=digits.replace(".", ",")))
    hint = msg(
        "write {number} if the comma marks the decimals, or `decimal: comma` in the field if it does in every cell",
        number=digits,
    )
    return Reason(message, hint)


def _why_not(text: str) -> Reason:
    if error := excel_error(text):
        return error
    if text.casefold() in NO_VALUE:
        return Reason(msg("{value} is not a number."), LEAVE_EMPTY)
    if found := _WITH_UNIT.fullmatch(text):
        meant = Decimal(found[1]) * UNITS[found[2].lower()]
        shown = f"{meant:f}"
        return Reason(
            msg("{value} uses the unit {unit}.", unit=found[2]),
            msg("write {number}", number=shown.rstrip("0").rstrip(".") if "." in shown else shown),
        )
    if _EXPONENT.fullmatch(text):
        return Reason(
            msg("{value} is in scientific notation, which may have lost digits."),
            msg("format the column as a number with enough digits, and save the file again"),
        )
    if found := _BRACKETS.fullmatch(text):
        return Reason(
            msg("{value} is in brackets: a negative number?"),
            msg("write -{number}", number=found[1].replace(",", "")),
        )
    if _DATE.fullmatch(text):
        return Reason(msg("{value} looks like a date, not a number."), DIGITS_ONLY)
    if re.fullmatch(r"[-+]?[¥$€]?[0-9][0-9.,]*(\s+[0-9.,]+)+\s*[%元]?", text):
        return Reason(msg("{value} has blanks inside the number."), msg("write the digits without blanks between them"))
    if re.fullmatch(r"[-+]?[¥$€]?[0-9][0-9.]*,[0-9]+\s*[%元]?", text) and "." in text:
        meant_digits = re.sub(r"[^0-9,]", "", text).replace(",", ".")
        return Reason(
            msg("{value} has a comma after a point: which one marks the decimals?"),
            msg("write {number} if the comma marks the decimals", number=meant_digits),
        )
    if re.fullmatch(r"[-+]?[¥$€]?[0-9][0-9.,]*\s*[%元]?", text):
        return Reason(
            msg("{value} is ambiguous: a comma may only part groups of three digits."),
            msg("write the number without commas, with a point before the decimals"),
        )
    return Reason(msg("{value} is not a number."), DIGITS_ONLY)
