"""The apostrophe that keeps a spreadsheet from taking a text of a CSV file for a formula: written and read alike.

A text that begins with a sign of formulas, after any number of apostrophes, is written with one apostrophe more,
and read with one less, so that every text comes back as it was.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from appraise.data.arrow import compute, pa, texts_of
from appraise.visible import WRITTEN_OUT, read_back

if TYPE_CHECKING:
    from appraise.data.columns.cells import Cells

_SIGNS = "[=+\\-@\t\r\n＝＋－＠]"
_FORMULA = re.compile(f"'*{_SIGNS}")
_GUARDED = f"^''*{_SIGNS}"


def guard(text: str) -> str:
    """Put an apostrophe before a text that a spreadsheet would take for a formula."""
    return f"'{text}" if _FORMULA.match(text) else text


def _those_like(pattern: str, cells: Cells) -> Any:
    """Which labels match a pattern, None where none does, as of nearly all columns."""
    marked = compute.match_substring_regex(cells.labels, pattern) if len(cells.labels) else None
    return marked if marked is not None and compute.any(marked, min_count=0).as_py() else None


def with_hidden(cells: Cells) -> Cells:
    """Put the hidden characters back that a workbook of results writes out, such as `[U+000D]`."""
    if _those_like(WRITTEN_OUT, cells) is None:
        return cells
    return replace(cells, labels=texts_of([t and read_back(t) for t in cells.labels.to_pylist()]))


def unguarded(cells: Cells) -> Cells:
    """Take the apostrophe off the texts of a CSV file."""
    marked = _those_like(_GUARDED, cells)
    if marked is None:
        return cells
    labels = compute.if_else(marked, compute.utf8_slice_codeunits(cells.labels, 1), cells.labels)
    return replace(cells, labels=compute.cast(labels, pa.large_string()))
