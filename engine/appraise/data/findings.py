"""What is wrong in a column: a reason for each bad row, turned into diagnostics that quote the cell."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from appraise.diagnostics import Diagnostic, listed, place_of
from appraise.texts import NOTHING, Message, msg, msgs, sentences

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from appraise.policy.model import Field

_NAMED = 8  # other cells with the same reason that a message names
MOST_PER_FIELD = 1000  # diagnostics of one field that are built; the rest are counted


class Reason(NamedTuple):
    """Why a cell is refused and what to write instead; `{value}` stands for the cell as it is shown."""

    message: Message
    hint: Message


class ColumnPlace(NamedTuple):
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


def stated(field: Field, setting: str) -> str:
    """Write a field with one more setting, as it stands under `fields`; a heading that is no name gets one."""
    column = "" if field.columns == (field.id,) and field.id.isidentifier() else f"column: {field.columns[0]}, "
    name = field.id if field.id.isidentifier() else {"date": "day", "datetime": "day"}.get(field.type, "number")
    return f"{name}: {{type: {field.type}, {column}{setting}}}"


@dataclass(frozen=True, slots=True)
class AtRow:
    """A row of the column in a reason about the whole column; nothing where rows are not known."""

    position: int

    def named(self, rows: NDArray[np.int64]) -> Message:
        """Name it by its number in the file."""
        return msg(" (row {row})", row=rows[self.position]) if len(rows) > self.position else NOTHING


def _with_rows(message: Message, rows: NDArray[np.int64]) -> Message:
    return message.given(**{key: v.named(rows) for key, v in message.values.items() if isinstance(v, AtRow)})


def diagnostics_of(
    findings: Findings, shown: Callable[[int], str], source: ColumnPlace, code: str = "data-value"
) -> list[Diagnostic]:
    """Build the diagnostics of one column; `shown` gives the text of a cell by its position.

    There is one for each reason, in the order of the rows, and at most MOST_PER_FIELD; one more says how many cells
    are left.
    """
    file, heading, rows = source
    found = [
        Diagnostic(code, _with_rows(reason.message, rows), hint=reason.hint, place=place_of(file, None, heading))
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
                code, sentences(reason.message.given(value=value), _others(cells[1:], shown, rows)),
                hint=reason.hint.given(value=value), place=place_of(file, rows[cells[0]], heading),
            )
        )  # fmt: skip
    left = len(bad) - sum(len(cells) for _, cells in told)
    if left:
        more = msg("{left:,} more cells of this column cannot be read ({n:,} in all).", left=left, n=len(bad))
        found.append(Diagnostic("more-of-the-same", more, place=place_of(file, None, heading)))
    return found


def _others(cells: list[int], shown: Callable[[int], str], rows: NDArray[np.int64]) -> Message:
    """Name the first of the other cells that are refused for the same reason."""
    if not cells:
        return NOTHING
    each = [msg("{value} in row {row}", value=shown(at), row=rows[at]) for at in cells[:_NAMED]]
    return msgs("The same holds for one more cell of the column: {cells}.",
                "The same holds for {n:,} more cells of the column: {cells}.",
                len(cells), cells=listed(each, _NAMED, len(cells)))  # fmt: skip
