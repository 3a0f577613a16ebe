"""Numbers as people write them: with units, currency signs and thousands separators; and as the language writes them."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

from appraise.texts import NOTHING, Listed, Message, msg

_MILLION, _BILLION = 1_000_000, 1_000_000_000
_TIMES = {
    "亿": 100_000_000, "千万": 10_000_000, "百万": _MILLION, "万": 10_000, "千": 1_000, "百": 100, "元": 1,
    "k": 1_000, "K": 1_000, "thousand": 1_000, "M": _MILLION, "MM": _MILLION, "mm": _MILLION, "mn": _MILLION, "mio": _MILLION,
    "Mio": _MILLION, "mln": _MILLION, "million": _MILLION, "B": _BILLION, "bn": _BILLION, "billion": _BILLION,
}  # fmt: skip
_UNSURE = {"m": _MILLION, "w": 10_000, "W": 10_000}
_LETTERS = "|".join(sorted((name for name in _TIMES if name.isascii()), key=len, reverse=True))
_AMOUNT = re.compile(rf"(?<!\w)(\d[\d,_]*(?:\.\d+)?)\s*(?:(亿|千万|百万|万|千|百|元)元?|({_LETTERS})(?!\w))", re.ASCII)
_SHORT = re.compile(r"([-+]?\d[\d,]*(?:\.\d+)?)\s*([mwW])")
_DIGITS = r"[-+]?(?:\d{1,3}(?:[,' ]\d{3})+|\d+)(?:\.\d+)?"
_SIGN = r"[¥$€£]|USD|CNY|RMB|EUR|人民币"
_UNIT = r"元|块|圆|分|个月|个|天|次|人|年|月|名|位|小时|points?|days?|months?|years?|hours?|dollars?|yuan"
_NUMBER = re.compile(
    rf"^(?:{_SIGN})?\s*(?P<digits>{_DIGITS})\s*(?P<times>亿|千万|百万|万|千|百|{_LETTERS})?\s*(?:{_SIGN}|{_UNIT}|(?P<percent>%|percent|pct|个百分点)|(?P<tenths>折|成))?$"
)
_WORDS = re.compile(rf"^百分之\s*(?P<digits>{_DIGITS})$")


def plain_number(text: str) -> str:
    """A number as the language writes it: 1,234.50 元 is 1234.5, 3万 is 30000, 5 percent is 5%; "" if it is none."""
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


def plain_amount(text: str) -> Message:
    """Say how amounts with a unit are written, as in 'write 80000 for 8万'; nothing where there are none."""
    plain = {
        found[0]: Decimal(re.sub("[,_]", "", found[1])) * _TIMES[found[2] or found[3]]
        for found in _AMOUNT.finditer(unicodedata.normalize("NFKC", text))
    }
    each = (
        msg("{plain} for {amount}", plain=f"{number.normalize():f}", amount=amount) for amount, number in plain.items()
    )
    return msg("write {each}", each=Listed(tuple(each))) if plain else NOTHING


def how_to_write(text: str) -> Message:
    """Say what number to write for one with a unit: "write `100000`" for 100K; of 3m both readings; nothing else."""
    if plain := plain_number(text):
        return msg("write `{plain}`", plain=plain)
    found = _SHORT.fullmatch(unicodedata.normalize("NFKC", text).strip())
    if found is None:
        return NOTHING
    alone = Decimal(found[1].replace(",", ""))
    plain, many = f"{alone.normalize():f}", f"{(alone * _UNSURE[found[2]]).normalize():f}"
    if found[2] == "m":
        return msg("write `{many}` if these are millions, or `{plain}` if they are months", many=many, plain=plain)
    return msg("write `{many}` if these are 万, or `{plain}` if they are weeks", many=many, plain=plain)
