"""Cells of which the number format shows something else than the number that they hold, as texts."""

from __future__ import annotations

import re

from appraise.texts import Message, msg, plain

_SHOWN = re.compile(r"(-?[0-9][0-9.e+-]*) shown as (.*)")
_NOTHING = "nothing"


def shown_as(held: str, shown: str) -> str:
    """Write, as the text of a cell, that its number format shows something else than the number it holds."""
    return f"{held} shown as {shown or _NOTHING}"


def held_and_shown(text: str) -> tuple[str, Message] | None:
    """The number that such a cell holds and what it shows; None for every other text."""
    found = _SHOWN.fullmatch(text)
    if not found:
        return None
    return found[1], msg("nothing", "what a cell shows") if found[2] == _NOTHING else plain(found[2])
