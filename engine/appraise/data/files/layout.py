"""What a person does not see of a sheet, or sees otherwise than it is stored: merged cells, hidden rows and columns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from appraise.data.columns.cells import BLANKS
from appraise.data.files.headings import letters
from appraise.data.findings import place
from appraise.diagnostics import Diagnostic, listed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from appraise.data.files.xlsx_flags import Area, Marks
    from appraise.diagnostics import Report

_NAMED = 10  # merged areas, or runs of rows, that a message names
_UNMERGE = (
    "select the column and unmerge it (in Excel or WPS: Home, Merge & Center), then write in every row the value that "
    "holds for it; if the value does not belong to every row, write it only where it does"
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
        found.append(Diagnostic(
            "data-value", f"Merged cells hold one value, in their first cell; the others are empty: {named}.",
            hint=_UNMERGE, place=place(file, None, heading),
        ))  # fmt: skip
    return tuple(found)


def tell_hidden(
    kept: Sequence[int], marks: Marks, columns: Mapping[str, int], file: str, report: Report, *, sheet_hidden: bool
) -> None:
    """Warn of rows [n, from 0], columns and sheets that are read though nobody sees them."""
    if sheet_hidden:
        report.warn("data-hidden", "The sheet is hidden; it is read.", place=file,
                    hint="look whether this sheet is meant; unhide it (right click on the names of the sheets)")  # fmt: skip
    hidden = sorted(set(marks.hidden_rows) & set(kept))
    if hidden:
        rows = "1 row is" if len(hidden) == 1 else f"{len(hidden):,} rows are"
        by = "by a filter" if marks.filtered else "by hand or by a closed group"
        report.warn(
            "data-hidden",
            f"{rows} hidden {by}, and {'counts' if len(hidden) == 1 else 'count'} like every other: "
            f"{_runs([row + 1 for row in hidden])}.",
            hint=f"{'clear the filter' if marks.filtered else 'unhide the rows'}, look at them, and delete those that "
            "are not meant", place=file,
        )  # fmt: skip
    unseen = [h for h, column in columns.items() if any(low <= column <= high for low, high in marks.hidden_columns)]
    if unseen:
        what = f"The column {unseen[0]} is" if len(unseen) == 1 else f"The columns {', '.join(unseen)} are"
        report.warn("data-hidden", f"{what} hidden, and used.", place=file,
                    hint="unhide the columns and look at what they hold")  # fmt: skip


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


def _runs(rows: Sequence[int]) -> str:
    """Write row numbers shortly: "row 4", "rows 5-9, 14"."""
    runs: list[list[int]] = []
    for row in rows:
        if runs and row == runs[-1][1] + 1:
            runs[-1][1] = row
        else:
            runs.append([row, row])
    written = [str(first) if first == last else f"{first}-{last}" for first, last in runs]
    return ("row " if len(rows) == 1 else "rows ") + listed(written, _NAMED)
