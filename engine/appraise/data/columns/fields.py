"""One column of cells read as what its field declares."""

from __future__ import annotations

from typing import TYPE_CHECKING

from appraise.data.columns.dates import read_dates
from appraise.data.columns.labels import read_texts, read_yes_no
from appraise.data.columns.numbers import read_numbers

if TYPE_CHECKING:
    from appraise.data.columns.cells import Cells
    from appraise.data.findings import Findings
    from appraise.formula.vectors import Column
    from appraise.policy.model import Field


def read_field(field: Field, cells: Cells) -> tuple[Column, Findings]:
    """Read the cells [n] as a column of the field's type, and say which cells are refused and why.

    text, and rating with declared values: Text. date: days since 1970-01-01. yes-no: Truth. Everything else:
    float64; percents are shares (95% is 0.95). Blank cells are missing, or the field's `missing`.
    """
    if holds_text(field):
        return read_texts(field, cells)
    if field.type == "yes-no":
        return read_yes_no(field, cells)
    if field.type in ("date", "datetime"):
        return read_dates(field, cells)
    return read_numbers(field, cells)


def holds_text(field: Field) -> bool:
    """Whether the field's column is a Text, so that whole numbers in the file stand for their digits."""
    return field.type == "text" or (field.type == "rating" and field.values is not None)
