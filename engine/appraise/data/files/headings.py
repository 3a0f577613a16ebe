"""Headings: how they are compared, which of the first rows holds them, where each wanted one stands."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from appraise.data.columns.cells import BLANKS
from appraise.diagnostics import place_of
from appraise.texts import msg

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from appraise.diagnostics import Diagnostics

LOOKED_AT = 10  # rows at the top of a file among which the headings are looked for


def folded(heading: str) -> str:
    """The form in which headings are compared: full-width as half-width, a run of blanks as one."""
    return re.sub(r"\s+", " ", unicodedata.normalize("NFKC", heading).strip(BLANKS))


def heading_row(rows: Sequence[Sequence[str]], expected: Collection[str]) -> int:
    """The position of the row with the most expected headings; if none, the first that is not blank."""
    wanted = {folded(name) for name in expected}
    hits = [len(wanted.intersection(map(folded, row))) for row in rows]
    if any(hits):
        return hits.index(max(hits))
    return next((i for i, row in enumerate(rows) if any(cell.strip(BLANKS) for cell in row)), 0)


def in_other_rows(rows: Sequence[Sequence[str]], taken: int, expected: Collection[str]) -> dict[str, int]:
    """The expected headings, folded, that stand in other rows than the one taken, with their row number."""
    wanted = {folded(name) for name in expected}
    return {
        folded(cell): number
        for number, row in enumerate(rows, 1)
        for cell in row
        if number != taken + 1 and folded(cell) in wanted
    }


def wanted_columns(
    headings: Sequence[str], expected: Collection[str], file: str, diagnostics: Diagnostics
) -> dict[str, int]:
    """The position of each heading that is wanted; one that stands over two columns is an error."""
    wanted, found = {folded(name) for name in expected}, dict[str, int]()
    taken: dict[str, int] = {}
    for at, heading in enumerate(headings):
        key = folded(heading)
        if key not in wanted:
            continue
        if key in taken:
            diagnostics.error(
                "data-column",
                msg(
                    'Two columns are headed "{heading}": {first} and {second}.',
                    heading=heading,
                    first=letters(taken[key]),
                    second=letters(at),
                ),
                hint=msg("rename or remove one of them"),
                place=place_of(file, None, heading),
            )
            continue
        taken[key] = found[heading] = at
    return found


def letters(at: int) -> str:
    """Name a column as spreadsheets do: 0 is A, 26 is AA."""
    name = ""
    while at >= 0:
        name, at = chr(65 + at % 26) + name, at // 26 - 1
    return name
