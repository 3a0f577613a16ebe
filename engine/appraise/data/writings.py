"""Employee numbers that are written in several ways: which writings are one, and which may be.

Writings are the same that differ in nothing one can see or mean: full or half width (NFKC), invisible signs, blanks
around them. Writings are near that differ besides in leading zeros, letter case, blanks inside, or an apostrophe before
them: a person would take them for one, and a program must not, so they are told.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from functools import lru_cache

from appraise.data.columns.cells import BLANKS
from appraise.diagnostics import Diagnostic
from appraise.texts import Listed, Message, msg, plain

_ZEROS = re.compile(r"(?<![0-9])0+(?=[0-9])")
_QUOTES = "'’‘`´\""


@lru_cache(maxsize=100_000)
def same(text: str) -> str:
    """The form in which two writings are the same."""
    if text.isascii() and text.isalnum():  # nearly all
        return text
    plain = unicodedata.normalize("NFKC", text)
    return "".join(c for c in plain if unicodedata.category(c) != "Cf").strip(BLANKS)


_STEPS: dict[str, Callable[[str], str]] = {
    "case": str.casefold,
    "blanks": lambda text: "".join(text.split()),
    "quotes": lambda text: text.lstrip(_QUOTES),
    "zeros": lambda text: _ZEROS.sub("", text),
}
_NAMES = {
    "case": msg("letter case"),
    "blanks": msg("blanks", "how writings differ"),
    "quotes": msg("an apostrophe"),
    "zeros": msg("leading zeros"),
}


def near(text: str, without: str = "") -> str:
    """The form in which two writings are near: `E 007`, `e007` and `'E7` are. `without` leaves a step out."""
    text = same(text)
    for name, step in _STEPS.items():
        text = step(text) if name != without else text
    return text


def near_misses(strangers: Iterable[str], known: Iterable[str]) -> dict[str, str]:
    """Give, for each of the strangers who is near to somebody known, that one's writing."""
    wanted = {text: near(text) for text in strangers}
    if not wanted:
        return {}
    found: dict[str, str] = {}
    for label in known:
        found.setdefault(near(label), label)
    return {text: found[form] for text, form in wanted.items() if form in found}


def apart(one: str, other: str) -> Message:
    """Say by what two near writings differ: "leading zeros"."""
    ways = (name for step, name in _NAMES.items() if near(one, step) != near(other, step))
    return plain(Listed(tuple(ways), "and"))


def all_alike(labels: tuple[str, ...]) -> bool:
    """Whether it is plain that no two different texts are near: of capitals and digits, as long or with no zero before."""
    every = "".join(labels)
    if not every.isascii() or not every.isalnum() or every != every.upper():
        return False
    return len(set(map(len, labels))) == 1 or (every.isdigit() and not any(text.startswith("0") for text in labels))


def writings_told(labels: tuple[str, ...], file: str) -> list[Diagnostic]:
    """Refuse employees of whom two writings are the same; warn of those of whom they are near."""
    found: list[Diagnostic] = []
    if all_alike(labels):
        return found
    alike: dict[str, str] = {}
    close: dict[str, str] = {}
    for label in labels:
        first = alike.setdefault(same(label), label)
        beside = close.setdefault(near(label), label)
        if first != label:
            found.append(
                Diagnostic(
                    "employee-writing",
                    msg(
                        "The employees {first!r} and {label!r} differ only in full-width or invisible signs.",
                        first=first,
                        label=label,
                    ),
                    place=file,
                    hint=msg("write the number the same way in every row"),
                )
            )
        elif beside != label:
            found.append(
                Diagnostic(
                    "employee-writing",
                    msg(
                        "The employees {first!r} and {label!r} differ only in {ways}, and count as two people.",
                        first=beside,
                        label=label,
                        ways=apart(beside, label),
                    ),
                    None,
                    "warning",
                    msg("write the number in the same way in every row, if it is one person"),
                    place=file,
                )
            )
    return found
