"""`lookup(table, key, …)` as two steps: the row that fits, and what it says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from appraise.plan.operations import FindRow, RowValue

if TYPE_CHECKING:
    from collections.abc import Sequence

    from appraise.plan.emitting import Emitter
    from appraise.plan.steps import Clause, Operand


def compile_lookup(compiler: Emitter, id_: str, keys: Sequence[Operand], text: str, clause: Clause) -> Operand:
    """Compile a look-up written as `text`; that no row fits is an error for those whom the place concerns."""
    table = compiler.ruleset.tables[id_]
    row = compiler.emit(f"{text} row", FindRow(id_, table), tuple(keys), clause)
    compiler.check("no-table-row", "no-row", (row,), row)
    return compiler.emit(text, RowValue(id_, table), (row,), clause)
