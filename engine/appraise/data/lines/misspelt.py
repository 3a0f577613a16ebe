"""Owners of lines who are somebody of the data under another writing: what is said of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from appraise.data.findings import stated
from appraise.data.lines.findings import NAMED
from appraise.data.writings import apart
from appraise.diagnostics import Diagnostic, listed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from appraise.policy.model import Data, Field


def written_apart(pairs: Mapping[str, str], counts: Mapping[str, int], belong: str, source: str, file: str,
                  fields: Sequence[tuple[str, Field]], data: Data,
                  rows: Mapping[str, Sequence[int]] | None = None) -> Diagnostic:  # fmt: skip
    """Tell of owners who are in the data under another writing: `pairs` of the two, `counts` of lines by the first."""
    told = []
    for who in sorted(pairs)[:NAMED]:
        at = (rows or {}).get(who, ())
        where = f", row{'s' if len(at) != 1 else ''} {', '.join(map(str, at))}" if at else ""
        more = " and more" if at and counts[who] > len(at) else ""
        told.append(f'"{who}" for "{pairs[who]}" ({_lines(counts[who])}{where}{more})')
    shown = listed(told, NAMED, len(pairs))
    kinds = " or ".join(dict.fromkeys(apart(who, whose) for who, whose in pairs.items()))
    total = sum(counts[who] for who in pairs)
    return Diagnostic(
        "employee-writing",
        f"{_lines(total)} of {source} {belong} people whom the data write in another way (they differ in {kinds}): {shown}.",
        None, "error", "write the number in the same way in both places" + _digits(pairs, fields, data), place=file,
    )  # fmt: skip


def _lines(count: int) -> str:
    return f"{count:,} line{'s' if count != 1 else ''}"


def _digits(pairs: Mapping[str, str], fields: Sequence[tuple[str, Field]], data: Data) -> str:
    """Say how zeros are put before numbers, where that is all that is needed."""
    every = [text for pair in pairs.items() for text in pair]
    if not fields or not all(text.isdecimal() for text in every):
        return ""
    most = max(map(len, every))
    own, digits = data.fields[data.employee], f"digits: {most}"
    mends = [f"`{stated(own, digits)}` under data"]
    mends += [f"`{stated(field, digits)}` under the source" for _, field in fields if field is not own]
    return f"; or let whole numbers have {most} digits everywhere: " + " and ".join(mends)
