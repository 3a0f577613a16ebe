"""How people are named in a message: number and name of the first of them, and how many more there are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from appraise.diagnostics import listed
from appraise.formula.vectors import Text

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from appraise.data.table import Table


def people_of(table: Table, rows: NDArray[Any], most: int = 5) -> str:
    """Name the people in some rows [k] of a table, as in `1001 Wang Chao, 1002 Li Wen and 3 more`."""
    first, name = rows[:most], table.columns.get("name")
    names = name.part(first).strings() if isinstance(name, Text) else [None] * len(first)
    told = [f"{e} {n or ''}".strip() for e, n in zip(table.employee.part(first).strings(), names, strict=True)]
    return listed(told, most, len(rows))
