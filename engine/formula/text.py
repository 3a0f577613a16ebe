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
_CLOSING = {"“": "”", "‘": "’", "＂": "＂", "＇": "＇", '"': '"', "'": "'"}
_TOKEN = re.compile(
    r"(?P<quote>[“‘＂＇\"'])|(?P<number>(?:\d+(?:[.．]\d*)?|\.\d+)(?:[eE][-+]?\d+)?)(?P<percent>\s*[%％])?"
    r"|(?P<name>[^\W\d]\w*)|(?P<other>.)",
    re.DOTALL,
)


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
    at = 0
    while at < len(text):
        found = _TOKEN.match(text, at)
        assert found is not None  # noqa: S101 - the last alternative takes any character
        end = found.end()
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
        pieces.append((piece, at, end))
        at = end
    python = "".join(p for p, _, _ in pieces)
    origin = tuple(min(begin + i, end - 1) for p, begin, end in pieces for i in range(len(p)))
    return Typed(python, (*origin, len(text)))


def _number(found: re.Match[str]) -> str:
    """Give the digits as Python writes them; a percent is divided in decimal, so that 7% is 0.07."""
    digits = fold(found["number"])
    if len(digits) > 40:
        raise BadText("A number is far too long.", found.start(), found.end())
    if not found["percent"]:
        return digits
    return format(Decimal(digits) / 100, "f")
