"""Formulas in the words of another language: each word becomes the English one, and a condition stands behind its value.

`如果 sales > 100 则 1 否则 0` is read as `1 if sales > 100 else 0`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType

Words = Mapping[str, str]  # to English ones, as they stand: `.x` a part, `x(` a function, `x=` a value by name
Piece = tuple[str, int, int]  # Python text, and from where to where it was written
ENGLISH: Words = MappingProxyType({})
_GIVEN = re.compile(r"[=＝](?![=＝])")
_OPEN, _CLOSE = "([", ")]"


class NoOther(ValueError):  # noqa: N818 - named for what it says
    """A choice that does not say what holds otherwise; `begin` and `end` say where it begins."""

    def __init__(self, begin: int, end: int):
        super().__init__(begin, end)
        self.begin, self.end = begin, end


def place_of(text: str, begin: int, end: int) -> str:
    """A name as it stands in a text, with the sign that tells what it is: `.x`, `x(`, `x=` or `x`."""
    name, behind = text[begin:end], text[end:].lstrip()
    if text[:begin].endswith((".", "．")):
        return f".{name}"
    if behind.startswith(("(", "（")):
        return f"{name}("
    return f"{name}=" if _GIVEN.match(behind) else name


def in_order(pieces: Sequence[Piece], *, within: bool = False) -> list[Piece]:
    """Pieces with every `if A then B else C` as Python has it: `B if A else C`, in brackets where it does not stand alone."""
    found: list[Piece] = []
    at = 0
    while at < len(pieces):
        then = _next(pieces, at + 1, "then") if pieces[at][0] == "if" else -1
        if then < 0:
            found.append(pieces[at])
            at += 1
            continue
        other = _next(pieces, then + 1, "else")
        if other < 0:
            raise NoOther(pieces[at][1], pieces[at][2])
        end = _end(pieces, other + 1)
        (_, begins, _), (_, _, ends) = pieces[at], pieces[end - 1]
        condition, value, rest = (_bare(pieces[a:b]) for a, b in ((at + 1, then), (then + 1, other), (other + 1, end)))
        choice = [
            *in_order(value, within=True), (" if ", begins, begins + 1), *in_order(condition, within=True),
            (" else ", pieces[other][1], pieces[other][2]), *in_order(rest),
        ]  # fmt: skip
        before, behind = _bare(found)[-1:], _bare(pieces[end:])[:1]
        alone = (not within) and (not before or before[0][0] in _OPEN) and (not behind or behind[0][0] in _CLOSE)
        found += choice if alone else [("(", begins, begins + 1), *choice, (")", ends - 1, ends)]
        at = end
    return found


def _next(pieces: Sequence[Piece], at: int, word: str) -> int:
    """Where a word stands that belongs to an `if` before it; -1 where there is none."""
    depth = nested = 0
    for i in range(at, len(pieces)):
        piece = pieces[i][0]
        depth += (piece in _OPEN) - (piece in _CLOSE) if piece.strip() else 0
        if depth < 0 or (piece == "," and not depth):
            return -1
        if depth:
            continue
        if piece == word and not nested:
            return i
        nested += (piece == "if") - (piece == "else")
    return -1


def _end(pieces: Sequence[Piece], at: int) -> int:
    """Where the last value of a choice ends: at a bracket or comma around it, with the choice that it is in, or with the text."""
    depth = nested = 0
    for i in range(at, len(pieces)):
        piece = pieces[i][0]
        if not piece.strip():
            continue
        if not depth and (piece in _CLOSE or piece == "," or (piece in ("then", "else") and not nested)):
            return i
        depth += (piece in _OPEN) - (piece in _CLOSE)
        nested += ((piece == "if") - (piece == "else")) if not depth else 0
    return len(pieces)


def _bare(pieces: Sequence[Piece]) -> Sequence[Piece]:
    """Pieces without the blanks around them."""
    there = [i for i, (piece, _, _) in enumerate(pieces) if piece.strip()]
    return pieces[there[0] : there[-1] + 1] if there else ()
