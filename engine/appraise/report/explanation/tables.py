"""A look-up in a table in words: the keys, the row that fits, what it gives."""

from __future__ import annotations

from typing import TYPE_CHECKING

from appraise.formula.written_numbers import digits_of
from appraise.policy.model.tables import Label
from appraise.report.explanation.phrases import phrase
from appraise.report.policy.tables import conditions_in_words, value_in_words

if TYPE_CHECKING:
    from appraise.execution.explaining.lookup_trace import Looked
    from appraise.policy.model import Table
    from appraise.texts import Language


def lookup_in_words(looked: Looked, language: Language) -> str:
    """Tell one look-up; the row itself is told where it is more than the keys."""
    table, row = looked.table, looked.row
    given = ", ".join(f"{name} = {_key(table, i, looked.keys[i])}" for i, name in enumerate(table.keys))
    exact = all(cell and len(cell) == 1 and isinstance(cell[0], Label) for cell in row.cells)
    return phrase("looked_up" if exact else "looked_up_row", language, table=table.id, given=given,
                  row=conditions_in_words(table, row, language), value=value_in_words(table, row))  # fmt: skip


def _key(table: Table, i: int, key: float | str) -> str:
    """The value of a key, as a percent where the table's own are percents."""
    if isinstance(key, str):
        return key
    percent = any("%" in part.text for row in table.rows for part in row.cells[i] or ())
    return digits_of(key, share=percent, grouped=True)
