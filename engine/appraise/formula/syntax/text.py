"""What people type, as text that Python's parser reads: full-width signs, percents, curly quotes.

The text keeps, for every character, where it came from, so that a message can point at it.
"""

from __future__ import annotations

import keyword
import re
import unicodedata
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from appraise.formula.amounts import how_to_write as amount_instead
from appraise.formula.amounts import plain_number
from appraise.formula.syntax.habits import AND_MORE, COMPARISON, COMPARISONS, SIGNS, WORDS
from appraise.formula.syntax.words import ENGLISH, NoOther, Piece, Words, in_order, place_of
from appraise.formula.written_dates import how_to_write, readings
from appraise.texts import NOTHING, Message, msg

if TYPE_CHECKING:
    from collections.abc import Callable

_SIGNS = {
    "（": "(", "）": ")", "，": ",", "、": ",", "＝": "=", "×": "*", "÷": "/", "≥": ">=", "≤": "<=", "≠": "!=",
    "＞": ">", "＜": "<", "＋": "+", "－": "-", "＊": "*", "／": "/", "！": "!", "．": ".", "\u3000": " ", "\n": " ",
    "\t": " ",
}  # fmt: skip
_CLOSING = {"“": "”", "‘": "’", "＂": "＂", "＇": "＇", '"': '"', "'": "'"}
_TOKEN = re.compile(
    r"(?P<date>\d{4}[-/年]\d\d?[-/月]\d\d?日?(?!\w)|\d\d?/\d\d?/\d{4}(?!\w))"
    r"|(?P<unit>[¥￥$€£]\s*\d[\d,.]*(?:\s*(?:千万|百万|[万亿千百]|(?:mn|mio|mln|bn|MM|[kKMBmwW])(?![A-Za-z0-9_])))?|[¥￥$€£]|\d[\d.,]*\s*[万亿元千])"
    r"|(?P<quote>[“‘＂＇\"'])"
    r"|(?P<commas>\d{1,3}(?:,\d{3})+(?:\.\d+)?(?![\d\w]))"
    r"|(?P<number>(?:\d+(?:[.．]\d*)?|\.\d+)(?:[eE][-+]?\d+)?)(?P<percent>\s*[%％])?"
    r"|(?P<name>[^\W\d]\w*)|(?P<sign>" + COMPARISON.pattern + r")|(?P<other>.)",
    re.DOTALL,
)
RESERVED = ("and", "or", "not", "if", "else", "in", "is", "True", "False", "None")  # the words of the language
_JOINING = (*RESERVED[:7], "then")


class Typed(NamedTuple):
    """Python text, and for each of its characters the index of the character it came from."""

    python: str
    origin: tuple[int, ...]


class BadText(ValueError):  # noqa: N818 - named for what it says
    """A piece of the text that cannot be read; `begin` and `end` say which."""

    def __init__(self, message: Message, begin: int, end: int, hint: Message = NOTHING):
        super().__init__(message)
        self.message, self.begin, self.end, self.hint = message, begin, end, hint


class SideBySide(BadText):
    """Two values without a sign between them; `words` says where words begin and end that may be a heading."""

    def __init__(self, message: Message, begin: int, end: int, hint: Message, words: tuple[int, int] | None):
        super().__init__(message, begin, end, hint)
        self.words = words


def fold(name: str) -> str:
    """A name as Python's parser will see it: full-width letters become plain ones (NFKC)."""
    return unicodedata.normalize("NFKC", name)


def normalise(text: str, words: Words = ENGLISH) -> Typed:
    """Rewrite the signs of a Chinese keyboard, `80%`, and `words` of another language; raises BadText."""
    try:
        pieces = in_order(_pieces(text, words))
    except NoOther as it:
        raise BadText(msg("`if` needs an `else`: what holds otherwise?"), it.begin, it.end,
                      msg("write: `if condition then a else b`")) from None  # fmt: skip
    python = "".join(p for p, _, _ in pieces)
    origin = tuple(min(begin + i, end - 1) for p, begin, end in pieces for i in range(len(p)))
    return Typed(python, (*origin, len(text)))


def rewritten(text: str, called: Callable[[str, str], str]) -> str:
    """A formula as it is typed, with other words for its names: `called` says which, by how a name stands and what it is.

    A condition before its value (`if A then B else C`) is put behind it where the words are English ones.
    """
    pieces: list[Piece] = []
    at = 0
    while at < len(text):
        found = _TOKEN.match(text, at)
        assert found is not None  # noqa: S101 - the last alternative takes any character
        end = found.end()
        if found["quote"]:
            end = text.find(_CLOSING[found["quote"]], at + 1) + 1 or end
        name = found["name"]
        pieces.append((called(place_of(text, at, end), name) if name else text[at:end], at, end))
        at = end
    return "".join(piece for piece, _, _ in in_order(pieces))


def _pieces(text: str, words: Words) -> list[Piece]:
    pieces: list[Piece] = []
    at, quoted, before = 0, False, -1  # `before`: where the value begins that ended just before this place
    while at < len(text):
        found = _TOKEN.match(text, at)
        assert found is not None  # noqa: S101 - the last alternative takes any character
        end = found.end()
        name = words.get(place_of(text, at, end), found["name"]) if found["name"] else ""
        _habit(found, text, before, name)
        if found["quote"]:
            end = text.find(_CLOSING[found["quote"]], at + 1) + 1
            if end == 0:
                raise BadText(msg("A quoted text is opened here and never closed."), at, at + 1, msg("close the quote"))
            piece = repr(text[at + 1 : end - 1])
        elif found["number"]:
            piece = _number(found)
        elif found["name"]:
            piece = _name(fold(name))
        else:
            piece = _sign(found, text)
        if found["number"] and end < len(text) and (text[end].isalnum() or text[end] in "._"):
            _runs_on(text, at, end)
        if found["quote"] and quoted:
            raise BadText(msg("Two texts stand side by side."), at, end, msg("separate them by a comma"))
        quoted = bool(found["quote"]) or (quoted and not piece.strip())
        if piece.strip():
            value = found["quote"] or found["number"] or (name and piece not in _JOINING)
            before = at if value else at if piece == ")" else -1
        pieces.append((piece, at, end))
        at = end
    return pieces


def _habit(found: re.Match[str], text: str, before: int, name: str) -> None:
    """Refuse what people write out of habit, and say what to write; `before` is where a value begins that ends here, or -1."""
    at, end = found.start(), found.end()
    if found["date"]:
        raise BadText(msg("A date stands in quotes."), at, end, _quoted_date(found["date"]))
    if found["unit"]:
        hint = amount_instead(found["unit"].lstrip("¥￥$€£")) or msg("write the number alone")
        raise BadText(msg("Amounts are plain numbers, without a unit or currency sign."), at, end, hint)
    if found["commas"]:
        whole, apart = found["commas"].replace(",", ""), found["commas"].replace(",", ", ")
        hint = msg("write `{plain}`", plain=whole)
        if "(" in text[:at]:
            hint = msg("write `{plain}`, or `{apart}` if these are several values", plain=whole, apart=apart)
        raise BadText(msg("A comma stands inside a number."), at, end, hint)
    if found["sign"]:
        raise _no_sign(found["sign"], at, end, COMPARISONS[found["sign"]])
    if name in WORDS and name == found["name"]:
        raise BadText(msg("{word} is not a word of formulas.", word=name), at, end, WORDS[name])
    if before >= 0 and (name or found["number"] or found["quote"]) and name not in _JOINING and text[at - 1] != ".":
        _side_by_side(text, before, at, end if not found["quote"] else at + 1, name or "")


def _side_by_side(text: str, before: int, at: int, end: int, name: str) -> None:
    """Refuse two values without a sign between them."""
    unit = amount_instead(text[before:end])
    if more := re.compile(r"(\d[\d.]*%?)\s*(?:个|元|次|天)?\s*(" + "|".join(AND_MORE) + ")").match(text, at):
        raise _no_sign(more[2], at, more.end(), f"{AND_MORE[more[2]]} {more[1]}")
    if blanks := re.compile(r"\d{1,3}(?: \d{3})+(?!\d)").match(text, before):
        hint = msg("write `{plain}`", plain=blanks[0].replace(" ", ""))
        raise BadText(msg("A blank stands inside a number."), before, blanks.end(), hint)
    if unit and name:
        raise BadText(msg("Numbers have no units here: {text}.", text=text[before:end]), before, end, unit)
    if name in SIGNS:
        raise _no_sign(name, at, end, SIGNS[name])
    if name in AND_MORE:
        raise _no_sign(name, before, end, f"{AND_MORE[name]} {text[before:at].strip()}")
    if text[before] in _CLOSING and not name:  # two texts, of which more is said
        return
    words = re.compile(r"[^\W\d]\w*(?:[ \u3000]+(?!(?:and|or|not|if|else|in|is)\b)\w+)+").match(text, before)
    raise SideBySide(msg("Between two values a sign is missing."), at, end,
                     msg("write + - * / or a comparison between them, or `and`, `or` between conditions"),
                     (before, words.end()) if words else None)  # fmt: skip


def _no_sign(sign: str, begin: int, end: int, meant: str) -> BadText:
    return BadText(msg("{sign} is not a sign of formulas.", sign=sign), begin, end, msg("write `{plain}`", plain=meant))


def _runs_on(text: str, at: int, end: int) -> None:
    """Refuse a number that something is stuck to."""
    rest = re.compile(r"\w+").match(text, end)
    last = rest.end() if rest else end + 1
    behind = re.compile(r"\s+(?:USD|CNY|RMB|EUR|元|人民币)(?!\w)").match(text, last)
    last = behind.end() if behind and plain_number(text[at : behind.end()]) else last
    if instead := amount_instead(text[at:last]):
        raise BadText(msg("Numbers have no units here: {text}.", text=text[at:last]), at, last, instead)
    grouped = re.compile(r"\d+(?:_\d+)+").match(text, at)
    if grouped:
        hint = msg("write `{plain}`", plain=grouped[0].replace("_", ""))
        raise BadText(msg("A number stands without underscores."), at, grouped.end(), hint)
    raise BadText(msg("A number runs into what follows it."), at, end + 1, msg("put a sign between them"))


def _sign(found: re.Match[str], text: str) -> str:
    at, end = found.span()
    piece = _SIGNS.get(found["other"], found["other"])
    if piece in "%％":
        raise BadText(
            msg("A percent sign must follow a number, as in 80%."),
            at,
            end,
            msg("for a remainder there is no sign; to take a share, multiply: sales * 5%"),
        )
    if piece == "#":
        hint = msg("put the comment behind the value, outside the quotes")
        raise BadText(msg("Formulas have no comments."), at, end, hint)
    inside = text.count("(", 0, at) > text.count(")", 0, at) or "（" in text[:at]
    if (
        piece == "="
        and not inside
        and not set(text[max(0, at - 1) : end + 1].replace(found["other"], "", 1)) & set("=<>!＝＜＞！")
    ):
        raise BadText(msg("A single = stands here."), at, end, msg("to compare, write `==`"))
    return piece


def _name(name: str) -> str:
    """A name so that Python reads it as one also where it is a word of Python, such as `class`.

    Its parser looks for its words in the text as it is typed, and makes full-width letters plain ones only afterwards.
    """
    if keyword.iskeyword(name) and name not in RESERVED:
        return chr(ord(name[0]) - ord("!") + ord("！")) + name[1:]
    return name


def _quoted_date(text: str) -> Message:
    days = readings(text)
    if len(days) == 1:
        return msg("write `{plain}`", plain=f"'{days[0]}'")
    return msg("{hint}, in quotes", hint=how_to_write(text))


def _number(found: re.Match[str]) -> str:
    """The digits as Python writes them; a percent is divided in decimal, so that 7% is 0.07."""
    digits = fold(found["number"])
    if len(digits) > 40:
        raise BadText(msg("A number is far too long."), found.start(), found.end())
    if not found["percent"]:
        return digits
    plain = format(Decimal(digits) / 100, "f")
    short = found.end() - found.start() - len(plain)  # as many characters as were written, so that each has its place
    return plain + ("" if "." in plain or short <= 0 else ".") + "0" * (short if "." in plain else short - 1)
