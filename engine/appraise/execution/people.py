"""How people are named in a message: number and name of the first of them, and how many more there are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from appraise.data.writings import apart
from appraise.diagnostics import Diagnostic, listed
from appraise.formula.vectors import Text
from appraise.texts import Listed, msg

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from appraise.data.table import Table
    from appraise.texts import Message


def people_of(table: Table, rows: NDArray[Any], most: int = 5) -> Message:
    """Name the people in some rows [k] of a table, as in `1001 Wang Chao, 1002 Li Wen and 3 more`."""
    first, name = rows[:most], table.columns.get("name")
    names = name.part(first).strings() if isinstance(name, Text) else [None] * len(first)
    told = [f"{e} {n or ''}".strip() for e, n in zip(table.employee.part(first).strings(), names, strict=True)]
    return listed(told, most, len(rows))


def written_otherwise(pairs: Mapping[str, str], file: str, employee: str) -> Diagnostic:
    """Say that people are written in a file otherwise than in the data; `pairs` are writings there and here."""
    shown = [msg('"{then}" is "{now}" in the data', then=then, now=now) for then, now in sorted(pairs.items())]
    kinds = Listed(tuple(dict.fromkeys(apart(*pair) for pair in pairs.items())), "or")
    return Diagnostic(
        "employee-writing",
        msg("People in {file} are written in another way in the data (they differ in {kinds}): {people}.",
            file=file, kinds=kinds, people=listed(shown, 5)),
        hint=msg("write the numbers as the results do, or state `digits` in the field {employee} of the ruleset for both",
                 employee=employee),
        place=file,
    )  # fmt: skip
