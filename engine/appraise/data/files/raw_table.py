"""What every reader of files gives: columns whose cells are read when they are needed."""

from __future__ import annotations

import hashlib
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from appraise.texts import msg

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping

    import numpy as np
    from numpy.typing import NDArray

    from appraise.data.columns.cells import CellReader
    from appraise.diagnostics import Diagnostic, Diagnostics
    from appraise.notation.decimals import Decimal
    from appraise.texts import Message


class DamagedError(Exception):
    """The bytes of a column, which are read only when they are needed, are not what the file says of them."""

    def __init__(self, problem: Message) -> None:
        super().__init__(problem)
        self.problem = problem


@contextmanager
def damage_told(file: str, diagnostics: Diagnostics) -> Iterator[None]:
    """Turn damage that is met while columns are read into an error."""
    try:
        yield
    except DamagedError as damage:
        diagnostics.error(
            "data-file",
            msg("{file} is damaged: {problem}.", file=file, problem=damage.problem),
            hint=msg("write the file again, or save the table as .xlsx"),
            place=file,
        )


@dataclass(frozen=True, slots=True, eq=False)
class RawTable:
    """What a file holds before its cells are read.

    file: the name as the user gave it. headings: all of them, stripped. columns: the wanted ones, by heading;
    calling one reads its cells. rows: int64 [n], row numbers as a spreadsheet shows them. digest: SHA-256 of
    the bytes of the file. elsewhere: expected headings (folded) that stand at the top of the file, but not in
    the row of the headings, with the number of their row. label: the file, and its sheet, as messages say it.
    problems: errors of the whole table that do not keep its cells from being checked. delimiter: what parts the
    cells of a text file. decimal: what marks the decimals, where that is known beforehand. every_row: all cells of
    each row, also of columns that are not wanted.
    """

    file: str
    headings: tuple[str, ...]
    columns: Mapping[str, CellReader]
    rows: NDArray[np.int64]
    digest: str
    elsewhere: Mapping[str, int] = field(default_factory=dict)
    label: str = ""
    problems: tuple[Diagnostic, ...] = ()
    delimiter: str = ""
    decimal: Decimal | None = None
    every_row: Callable[[], Iterable[tuple[Hashable, ...]]] = tuple

    def __post_init__(self) -> None:
        if not self.label:
            object.__setattr__(self, "label", self.file)


def digest_of(content: bytes) -> str:
    """The SHA-256 of a file's bytes in hexadecimal."""
    return hashlib.sha256(content).hexdigest()
