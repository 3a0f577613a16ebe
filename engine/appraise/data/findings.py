"""What is wrong in a column: a reason for each bad row, turned into diagnostics that quote the cell."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from appraise.diagnostics import Diagnostic, listed

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from appraise.policy.model import Field

_ROW = re.compile(r"\{row ([0-9]+)\}")
_NAMED = 8  # other cells with the same reason that a message names
MOST_PER_FIELD = 1000  # diagnostics of one field that are built; the rest are counted


class Reason(NamedTuple):
    """Why a cell is refused and what to write instead; `{value}` stands for the cell as it is shown."""

    message: str
    hint: str


class Source(NamedTuple):
    """Where a column comes from; `rows` are the row numbers in the file [n]."""

    file: str
    heading: str
    rows: NDArray[np.int64]


@dataclass
class Findings:
    """The reasons of one column. `which` (one int32 per row): 0 is fine, k means `reasons[k - 1]`."""

    which: NDArray[np.int32]
    reasons: list[Reason] = field(default_factory=list)
    whole: list[Reason] = field(default_factory=list)  # about the column, not about one row

    @classmethod
    def none(cls, count: int) -> Findings:
        """Begin with no reasons, for so many rows."""
        return cls(np.zeros(count, np.int32))

    def number(self, reason: Reason) -> int:
        """Add a reason and give the number that stands for it in `which`."""
        self.reasons.append(reason)
        return len(self.reasons)

    def mark(self, rows: NDArray[np.bool_], reason: Reason) -> None:
        """Refuse the rows of a mask, except those that have a reason already."""
        new = rows & (self.which == 0)
        if new.any():
            self.which[new] = self.number(reason)

    @property
    def bad(self) -> NDArray[np.bool_]:
        """Which rows are refused."""
        return self.which > 0


def place(file: str, row: int | np.integer[Any] | None, heading: str) -> str:
    """Name a cell as people look for it: "sales.xlsx, row 17, 销售额"; without a row, a whole column."""
    return ", ".join([file, *([f"row {row}"] if row is not None else []), *([heading] if heading else [])])


def stated(field: Field, setting: str) -> str:
    """Write a field with one more setting, as it stands under `fields`; a heading that is no name gets one."""
    column = "" if field.columns == (field.id,) and field.id.isidentifier() else f"column: {field.columns[0]}, "
    name = field.id if field.id.isidentifier() else {"date": "day", "datetime": "day"}.get(field.type, "number")
    return f"{name}: {{type: {field.type}, {column}{setting}}}"


def at_row(position: int) -> str:
    """Name a row of the column in a reason about the whole column; it is left out where rows are not known."""
    return f"{{row {position}}}"


def _with_rows(message: str, rows: NDArray[np.int64]) -> str:
    return _ROW.sub(lambda found: f" (row {rows[int(found[1])]})" if len(rows) > int(found[1]) else "", message)


def diagnostics_of(
    findings: Findings, shown: Callable[[int], str], source: Source, code: str = "data-value"
) -> list[Diagnostic]:
    """Build the diagnostics of one column; `shown` gives the text of a cell by its position.

    There is one for each reason, in the order of the rows, and at most MOST_PER_FIELD; one more says how many cells
    are left.
    """
    file, heading, rows = source
    found = [
        Diagnostic(code, _with_rows(reason.message, rows), hint=reason.hint, place=place(file, None, heading))
        for reason in findings.whole
    ]
    bad = np.flatnonzero(findings.which)
    alike: dict[int, list[int]] = {}
    for at, which in zip(bad.tolist(), findings.which[bad].tolist(), strict=True):
        alike.setdefault(which, []).append(at)
    told = list(alike.items())[:MOST_PER_FIELD]
    for which, cells in told:
        reason, value = findings.reasons[which - 1], shown(cells[0])
        found.append(
            Diagnostic(
                code, reason.message.replace("{value}", value) + _others(cells[1:], shown, rows),
                hint=reason.hint.replace("{value}", value), place=place(file, rows[cells[0]], heading),
            )
        )  # fmt: skip
    left = len(bad) - sum(len(cells) for _, cells in told)
    if left:
        more = f"{left:,} more cells of this column cannot be read ({len(bad):,} in all)."
        found.append(Diagnostic("more-of-the-same", more, place=place(file, None, heading)))
    return found


def _others(cells: list[int], shown: Callable[[int], str], rows: NDArray[np.int64]) -> str:
    """Name the first of the other cells that are refused for the same reason."""
    if not cells:
        return ""
    named = listed([f"{shown(at)} in row {rows[at]}" for at in cells[:_NAMED]], _NAMED, len(cells))
    count = "one more cell" if len(cells) == 1 else f"{len(cells):,} more cells"
    return f" The same holds for {count} of the column: {named}."
