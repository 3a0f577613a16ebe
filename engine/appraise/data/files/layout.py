"""What a person does not see of a sheet, or sees otherwise than it is stored: merged cells, hidden rows and columns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from appraise.data.columns.cells import BLANKS
from appraise.data.files.headings import letters
from appraise.diagnostics import Diagnostic, listed, place_of
from appraise.texts import Listed, msg, msgs

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from appraise.data.files.xlsx_flags import Area, Marks
    from appraise.diagnostics import Diagnostics
    from appraise.texts import Message

_NAMED = 10  # merged areas, or runs of rows, that a message names
_UNMERGE = msg(
    "select the column and unmerge it (in Excel or WPS: Home, Merge & Center), then write in "
    "every row the value that holds for it; if the value does not belong to every row, write "
    "it only where it does"
)


def check_merged(
    grid: Sequence[Sequence[Any]], marks: Marks, columns: Mapping[str, int], headings: int, file: str
) -> tuple[Diagnostic, ...]:
    """Refuse merged cells that cover cells of a column that is used: only the first of them holds the value."""
    found: list[Diagnostic] = []
    for heading, column in columns.items():
        areas = [area for area in marks.merged if _covers(area, column, headings) and _filled(grid, area)]
        if not areas:
            continue
        named = listed([_name(area) for area in areas], _NAMED)
        found.append(
            Diagnostic(
                "data-value",
                msg("Merged cells hold one value, in their first cell; the others are empty: {areas}.", areas=named),
                hint=_UNMERGE,
                place=place_of(file, None, heading),
            )
        )
    return tuple(found)


def tell_hidden(
    kept: Sequence[int],
    marks: Marks,
    columns: Mapping[str, int],
    file: str,
    diagnostics: Diagnostics,
    *,
    sheet_hidden: bool,
) -> None:
    """Warn of rows [n, from 0], columns and sheets that are read though nobody sees them."""
    if sheet_hidden:
        diagnostics.warn(
            "data-hidden",
            msg("The sheet is hidden; it is read."),
            place=file,
            hint=msg("look whether this sheet is meant; unhide it (right click on the names of the sheets)"),
        )
    hidden = sorted(set(marks.hidden_rows) & set(kept))
    if hidden:
        diagnostics.warn("data-hidden", *_of_hidden_rows([row + 1 for row in hidden], marks), place=file)
    unseen = [h for h, column in columns.items() if any(low <= column <= high for low, high in marks.hidden_columns)]
    if unseen:
        diagnostics.warn(
            "data-hidden",
            msgs(
                "The column {headings} is hidden, and used.",
                "The columns {headings} are hidden, and used.",
                len(unseen),
                headings=Listed(tuple(unseen)),
            ),
            place=file,
            hint=msg("unhide the columns and look at what they hold"),
        )


def _of_hidden_rows(rows: Sequence[int], marks: Marks) -> tuple[Message, None, Message]:
    """The message, no line and the hint for hidden rows, by the cause that hides them."""
    runs, n = _runs(rows), len(rows)
    if marks.filtered:
        return (msgs("{n:,} row is hidden by a filter, and counts like every other: {rows}.",
                     "{n:,} rows are hidden by a filter, and count like every other: {rows}.", n, rows=runs),
                None, msg("clear the filter, look at them, and delete those that are not meant"))  # fmt: skip
    return (msgs("{n:,} row is hidden by hand or by a closed group, and counts like every other: {rows}.",
                 "{n:,} rows are hidden by hand or by a closed group, and count like every other: {rows}.",
                 n, rows=runs),
            None, msg("unhide the rows, look at them, and delete those that are not meant"))  # fmt: skip


def _covers(area: Area, column: int, headings: int) -> bool:
    """Whether merged cells leave a cell of the column, below the headings, without its value."""
    below = area.bottom > max(area.top, headings) if column == area.left else area.bottom > headings
    return area.left <= column <= area.right and below


def _filled(grid: Sequence[Sequence[Any]], area: Area) -> bool:
    if area.top >= len(grid) or area.left >= len(grid[area.top]):
        return False
    cell = grid[area.top][area.left]
    return not isinstance(cell, str) or bool(cell.strip(BLANKS))


def _name(area: Area) -> str:
    return f"{letters(area.left)}{area.top + 1}:{letters(area.right)}{area.bottom + 1}"


def _runs(rows: Sequence[int]) -> Message:
    """Write row numbers shortly: "row 4", "rows 5-9, 14"."""
    runs: list[list[int]] = []
    for row in rows:
        if runs and row == runs[-1][1] + 1:
            runs[-1][1] = row
        else:
            runs.append([row, row])
    written = [str(first) if first == last else f"{first}-{last}" for first, last in runs]
    return msgs("row {rows}", "rows {rows}", len(rows), rows=listed(written, _NAMED))
