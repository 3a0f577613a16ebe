"""Numbers and percents as the language writes them."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

from appraise.formula.amounts import how_to_write, plain_amount, plain_number
from appraise.formula.syntax.text import fold
from appraise.texts import msg

if TYPE_CHECKING:
    from appraise.texts import Message

_DIGITS = r"\d+(?:_\d+)*"
_PERCENT = re.compile(rf"^\s*([-+]?(?:{_DIGITS}(?:\.\d*)?|\.\d+))\s*[%％]\s*$")
_NUMBER = re.compile(rf"^\s*[-+]?({_DIGITS}(\.\d*)?|\.\d+)([eE][-+]?\d+)?\s*$")


@lru_cache(maxsize=10_000)  # policies are built by the thousand when variants are compared
def as_number(text: str) -> float | None:
    """Read a number or a percent, or give None."""
    percent = _PERCENT.match(fold(text))
    if percent:
        return float(Decimal(percent[1]) / 100)
    return float(fold(text)) if _NUMBER.match(fold(text)) else None


def is_percent(text: str) -> bool:
    """Tell whether a text is a percent."""
    return _PERCENT.match(fold(text)) is not None


def number_instead(text: str, wanted: Message) -> Message:
    """Say what to write where only a plain number can stand: the amount itself, or what is wanted, worked out."""
    if plain := plain_number(text):
        return msg("write {plain} for {amount}", plain=plain, amount=text)
    if instead := plain_amount(text) or how_to_write(text):
        return instead
    if any(sign in text for sign in "*/+"):
        return msg("write {wanted}; a formula cannot stand here, so write what it comes to", wanted=wanted)
    return msg("write {wanted}", wanted=wanted)
