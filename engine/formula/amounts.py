"""Numbers as people write them: with units, currency signs and thousands separators; and as the language writes them."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

_TIMES = {
    "亿": 100_000_000, "千万": 10_000_000, "百万": 1_000_000, "万": 10_000, "千": 1_000, "百": 100, "元": 1,
    "k": 1_000, "K": 1_000,
}  # fmt: skip
_AMOUNT = re.compile(r"(\d[\d,_]*(?:\.\d+)?)\s*(亿|千万|百万|万|千|百|元)元?")
_DIGITS = r"[-+]?(?:\d{1,3}(?:[,' ]\d{3})+|\d+)(?:\.\d+)?"
_SIGN = r"[¥$€£]|USD|CNY|RMB|EUR|人民币"
_UNIT = r"元|块|圆|分|个月|个|天|次|人|年|月|名|位|小时|points?|days?|months?|years?|hours?|dollars?|yuan"
_NUMBER = re.compile(
    rf"^(?:{_SIGN})?\s*(?P<digits>{_DIGITS})\s*(?P<times>亿|千万|百万|万|千|百|[kK])?\s*(?:{_SIGN}|{_UNIT}|(?P<percent>%|percent|pct|个百分点)|(?P<tenths>折|成))?$"
)
_WORDS = re.compile(rf"^百分之\s*(?P<digits>{_DIGITS})$")


def plain_number(text: str) -> str:
    """Give a number as the language writes it: 1,234.50 元 is 1234.5, 3万 is 30000, 5 percent is 5%; "" if it is none."""
    written = unicodedata.normalize("NFKC", text).strip()
    found = _NUMBER.match(written) or _WORDS.match(written)
    if found is None:
        return ""
    parts = found.groupdict()
    number = Decimal(re.sub("[,' ]", "", found["digits"])) * _TIMES.get(parts.get("times") or "", 1)
    if parts.get("tenths"):
        number *= 10
    plain = f"{number.normalize():f}"
    return plain + "%" if parts.get("percent") or parts.get("tenths") or "times" not in parts else plain


def plain_amount(text: str) -> str:
    """Say how amounts with a unit are written, as in 'write 80000 for 8万'; nothing where there are none."""
    plain = {
        found[0]: Decimal(re.sub("[,_]", "", found[1])) * _TIMES[found[2]]
        for found in _AMOUNT.finditer(unicodedata.normalize("NFKC", text))
    }
    told = ", ".join(f"{number.normalize():f} for {amount}" for amount, number in plain.items())
    return f"write {told}" if told else ""
