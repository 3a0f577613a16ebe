"""What people type, as text that Python's parser reads: full-width signs, percents, curly quotes.

The text keeps, for every character, where it came from, so that a message can point at it.
"""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from typing import NamedTuple

_SIGNS = {
    "（": "(", "）": ")", "，": ",", "、": ",", "＝": "=", "×": "*", "÷": "/", "≥": ">=", "≤": "<=", "≠": "!=",
    "＞": ">", "＜": "<", "＋": "+", "－": "-", "＊": "*", "／": "/", "！": "!", "．": ".", "\u3000": " ", "\n": " ",
    "\t": " ",
}  # fmt: skip
_TIMES = {"亿": 100_000_000, "千万": 10_000_000, "百万": 1_000_000, "万": 10_000, "千": 1_000, "百": 100, "元": 1}
_AMOUNT = re.compile(rf"(\d[\d,_]*(?:\.\d+)?)\s*({'|'.join(_TIMES)})元?")
_CLOSING = {"“": "”", "‘": "’", "＂": "＂", "＇": "＇", '"': '"', "'": "'"}
_TOKEN = re.compile(
    r"(?P<date>\d{4}-\d\d?-\d\d?(?!\w))|(?P<unit>[¥￥$€]|\d[\d.,]*\s*[万亿元千])|(?P<quote>[“‘＂＇\"'])|(?P<number>(?:\d+(?:[.．]\d*)?|\.\d+)(?:[eE][-+]?\d+)?)(?P<percent>\s*[%％])?"
    r"|(?P<name>[^\W\d]\w*)|(?P<other>.)",
    re.DOTALL,
)


_HABITS = {  # what people know from spreadsheets
    "AND": "write: a and b", "OR": "write: a or b", "NOT": "write: not a", "IF": "write: a if condition else b",
    "then": "write: a if condition else b", "且": "write: a and b", "或": "write: a or b", "非": "write: not a",
    "SUM": "write: a + b", "AVERAGE": "write: (a + b) / 2", "MAX": "write: max(a, b)", "MIN": "write: min(a, b)",
    "ROUND": "write: round(x, 2)", "DATEDIF": "write: months_between(from, to)", "TRUE": "write: True", "FALSE": "write: False",
}  # fmt: skip


class Typed(NamedTuple):
    """Python text, and for each of its characters the index of the character it came from."""

    python: str
    origin: tuple[int, ...]


class BadText(ValueError):  # noqa: N818 - named for what it says
    """A piece of the text that cannot be read; `begin` and `end` say which."""

    def __init__(self, message: str, begin: int, end: int, hint: str = ""):
        super().__init__(message)
        self.begin, self.end, self.hint = begin, end, hint


def fold(name: str) -> str:
    """Give a name as Python's parser will see it: full-width letters become plain ones (NFKC)."""
    return unicodedata.normalize("NFKC", name)


def normalise(text: str) -> Typed:
    """Rewrite the signs of a Chinese keyboard and `80%`; raises BadText."""
    pieces: list[tuple[str, int, int]] = []
    at, quoted = 0, False
    while at < len(text):
        found = _TOKEN.match(text, at)
        assert found is not None  # noqa: S101 - the last alternative takes any character
        end = found.end()
        if found["date"]:
            raise BadText("A date stands in quotes.", at, end, f"write '{_iso(found['date'])}'")
        if found["unit"]:
            hint = plain_amount(found["unit"]) or "write 30000 for 3万"
            raise BadText("Amounts are plain numbers, without a unit or currency sign.", at, end, hint)
        if found["name"] in _HABITS:
            raise BadText(f"{found['name']} is not a word of formulas.", at, end, _HABITS[found["name"]])
        if found["quote"]:
            end = text.find(_CLOSING[found["quote"]], at + 1) + 1
            if end == 0:
                raise BadText("A quoted text is opened here and never closed.", at, at + 1, "close the quote")
            piece = repr(text[at + 1 : end - 1])
        elif found["number"]:
            piece = _number(found)
        elif found["name"]:
            piece = fold(found["name"])
        else:
            piece = _SIGNS.get(found["other"], found["other"])
            if piece in "%％":
                raise BadText("A percent sign must follow a number, as in 80%.", at, end,
                              "for a remainder there is no sign; to take a share, multiply: sales * 5%")  # fmt: skip
            if piece == "#":
                raise BadText(
                    "Formulas have no comments.", at, end, "put the comment behind the value, outside the quotes"
                )
        if found["number"] and end < len(text) and (text[end].isalnum() or text[end] in "._"):
            raise BadText(
                "A number runs into what follows it.",
                at,
                end + 1,
                "put a sign between them; write 1000, not 1_000",
            )
        if found["quote"] and quoted:
            raise BadText("Two texts stand side by side.", at, end, "separate them by a comma")
        quoted = bool(found["quote"]) or (quoted and not piece.strip())
        pieces.append((piece, at, end))
        at = end
    python = "".join(p for p, _, _ in pieces)
    origin = tuple(min(begin + i, end - 1) for p, begin, end in pieces for i in range(len(p)))
    return Typed(python, (*origin, len(text)))


def plain_amount(text: str) -> str:
    """Say how amounts with a unit are written, as in 'write 80000 for 8万'; nothing where there are none."""
    plain = {
        found[0]: Decimal(re.sub("[,_]", "", found[1])) * _TIMES[found[2]] for found in _AMOUNT.finditer(fold(text))
    }
    told = ", ".join(f"{number.normalize():f} for {amount}" for amount, number in plain.items())
    return f"write {told}" if told else ""


def _iso(text: str) -> str:
    year, month, day = text.split("-")
    return f"{year}-{month:>02}-{day:>02}"


def _number(found: re.Match[str]) -> str:
    """Give the digits as Python writes them; a percent is divided in decimal, so that 7% is 0.07."""
    digits = fold(found["number"])
    if len(digits) > 40:
        raise BadText("A number is far too long.", found.start(), found.end())
    if not found["percent"]:
        return digits
    plain = format(Decimal(digits) / 100, "f")
    short = found.end() - found.start() - len(plain)  # as many characters as were written, so that each has its place
    return plain + ("" if "." in plain or short <= 0 else ".") + "0" * (short if "." in plain else short - 1)
