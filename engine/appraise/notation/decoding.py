"""Bytes of a text file as text: certain, stated, or with the one reading that is plausible; never guessed."""

from __future__ import annotations

import codecs
import re
import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from appraise.notation.encodings import ENCODINGS, MARKS, WEIGHED
from appraise.notation.plausible import IMPOSSIBLE, surprise

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

MARGIN = 10.0  # the least difference of surprise, in nats, by which one reading is certain: 22,000 to 1
_OF_THREE_BYTES = "\u0800"  # the first sign that UTF-8 writes in three bytes
_MORE_OF_FEW = (6.0, 3.6)  # is added where the best reading has three such signs or fewer, soon an accident; in UTF-8
_MOST_PER_SIGN = 16.0  # beyond it not even the best reading is a text
_WEIGHED_CELLS = 300  # different cells that are looked at
_SEVERAL = 20  # different cells in UTF-8 that cannot be UTF-8 by accident
_CELL = re.compile(rb'[^,;\t\r\n"]*[\x80-\xff][^,;\t\r\n"]*')  # no encoding here has these signs inside others
_TONGUES = {"gb18030": ("zh",), "big5": ("zh-Hant",), "shift_jis": ("ja",), "euc-jp": ("ja",), "euc-kr": ("ko",),
            "utf-8": ("", "zh", "zh-Hant", "ja", "ko")}  # fmt: skip
_BEFOREHAND = {"utf-8": -8.0, "gb18030": -6.0}  # what most files are
_UNWRITTEN = 12.0  # of a control character in UTF-8, where bytes seldom fit by accident; in no other encoding
_RARE = 3.0  # for the encodings of other systems than Windows
_OF_WINDOWS = ("windows", "gb18030", "big5", "shift_jis", "euc-kr", "utf-8")


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file may say: the name of an encoding, and the different cells in which the readings differ."""

    encoding: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Decoded:
    """The outcome: the encoding, or None with the reason, a hint, and how else the file may be read.

    broken: the number of the line that is not in `named`, the encoding that is stated or certain; 0 if that is not
    the reason.
    contradicts: the encoding that the file certainly has, where another is stated.
    """

    encoding: str | None
    readings: tuple[Reading, ...] = ()
    broken: int = 0
    named: str = "utf-8"
    contradicts: str = ""
    marked: int = field(default=0)  # bytes of the mark at the beginning, which are no text


def encoding_of(content: bytes, stated: str | None, expected: Collection[str]) -> Decoded:
    """Find the encoding of a whole file. `expected` are headings that it may have, which tell readings apart."""
    for mark, codec in MARKS:
        if content.startswith(mark):
            return _held(content[len(mark) :], codec, codec.removesuffix("-le").removesuffix("-be"), len(mark))
    if content.isascii():
        return Decoded("utf-8")
    cells = sorted(set(_CELL.findall(content)), key=lambda cell: (len(cell), cell))
    if stated is not None:
        return _stated(content, stated, cells)
    utf8 = _is(content, "utf-8")
    if utf8 and len(cells) >= _SEVERAL:
        return Decoded("utf-8")
    broken = 0 if utf8 else _almost_utf8(content)
    return Decoded(None, broken=broken) if broken else _weighed(cells, expected)


def certainly_utf8(top: bytes) -> bool:
    """Whether a file is UTF-8 beyond doubt by its first part, which may end inside a character."""
    if top.isascii() or any(top.startswith(mark) for mark, _ in MARKS):
        return False
    try:
        codecs.getincrementaldecoder("utf-8")("strict").decode(top)
    except UnicodeDecodeError:
        return False
    return len(set(_CELL.findall(top))) >= _SEVERAL


def codec_of(found: Decoded, content: bytes) -> str:
    """The codec of Python that reads a file whose encoding was found."""
    for mark, codec in MARKS:
        if content.startswith(mark):
            return codec
    return ENCODINGS[found.encoding or "utf-8"]


def decode(content: bytes, found: Decoded) -> str:
    """The text of a file whose encoding was found."""
    return content[found.marked :].decode(codec_of(found, content))


def _held(content: bytes, codec: str, name: str, marked: int) -> Decoded:
    try:
        content.decode(codec)
    except UnicodeDecodeError as problem:
        return Decoded(None, broken=content[: problem.start].count(b"\n") + 1, named=name)
    return Decoded(name, marked=marked)


def _stated(content: bytes, stated: str, cells: list[bytes]) -> Decoded:
    """Take the encoding that is stated, unless the file cannot be in it or is certainly UTF-8."""
    found = _held(content, ENCODINGS[stated], stated, 0)
    if ENCODINGS[stated] != "utf-8" and _is(content, "utf-8"):
        text = [cell.decode() for cell in cells[:_WEIGHED_CELLS]]
        own = [cell.decode(ENCODINGS[stated], "replace") for cell in cells[:_WEIGHED_CELLS]]
        if _surprise("utf-8", text) + MARGIN <= _surprise(stated, own) or found.encoding is None:
            return Decoded(None, (Reading("utf-8", tuple(text)), Reading(stated, tuple(own))), contradicts="utf-8")
    return found


def _is(content: bytes, codec: str) -> bool:
    try:
        content.decode(codec)
    except UnicodeDecodeError:
        return False
    return True


def _almost_utf8(content: bytes) -> int:
    """The line of the first broken character of a file that is UTF-8 for so long that it can be nothing else."""
    try:
        content.decode()
    except UnicodeDecodeError as problem:
        before = content[: problem.start]
        if len(before) - len(before.decode()) > 16:
            return before.count(b"\n") + 1
    return 0


def _weighed(cells: list[bytes], expected: Collection[str]) -> Decoded:
    """Weigh all readings against each other; the most plausible is taken if no other comes near it."""
    alike: dict[tuple[str, ...], tuple[float, str]] = {}
    whole = b"\n".join(cells)
    looked_at = cells[:: max(1, len(cells) // _WEIGHED_CELLS)][:_WEIGHED_CELLS]
    words = {_folded(name) for name in expected if not name.isascii()}
    for name in WEIGHED:
        if not _is(whole, ENCODINGS[name]):
            continue
        texts = tuple(cell.decode(ENCODINGS[name]) for cell in looked_at)
        cost = _surprise(name, texts) - 8.0 * len(words.intersection(map(_folded, texts)))
        if cost < IMPOSSIBLE and (texts not in alike or cost < alike[texts][0]):
            alike[texts] = (cost, name)
    ranked = sorted((cost, name, texts) for texts, (cost, name) in alike.items())
    if ranked:
        best, name, texts = ranked[0]
        signs = sum(not sign.isascii() for text in texts for sign in text)
        few = signs <= 3 and (name != "utf-8" or max(map(max, texts)) < _OF_THREE_BYTES)
        margin = MARGIN + (_MORE_OF_FEW[name == "utf-8"] if name in _TONGUES and few else 0)
        if best <= _MOST_PER_SIGN * signs and (len(ranked) == 1 or ranked[1][0] - best >= margin):
            return Decoded(name)
    near = [(name, texts) for cost, name, texts in ranked if cost - ranked[0][0] < 2 * MARGIN][:4]
    return Decoded(None, tuple(Reading(name, texts) for name, texts in near))


def _surprise(name: str, texts: Iterable[str]) -> float:
    texts = list(texts)
    rare = 0.0 if name.startswith(_OF_WINDOWS) else _RARE
    unwritten = _UNWRITTEN if name == "utf-8" else IMPOSSIBLE
    return min(surprise(texts, tongue, unwritten) for tongue in _TONGUES.get(name, ("",))) + _BEFOREHAND.get(name, rare)


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip()
