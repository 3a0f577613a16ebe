"""Workbooks: the sheet, its heading row and its cells with their types, checked against the file itself."""

from __future__ import annotations

import io
import zlib
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple
from zipfile import BadZipFile

import numpy as np
from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from appraise.data.columns.cells import BLANKS, CellReader, Cells, number_text, of_objects
from appraise.data.files.guards import with_hidden
from appraise.data.files.headings import LOOKED_AT, folded, heading_row, in_other_rows, wanted_columns
from appraise.data.files.layout import check_merged, tell_hidden
from appraise.data.files.raw_table import RawTable, digest_of
from appraise.data.files.sheet_names import UnmarkedError
from appraise.data.files.unpacked import check_package
from appraise.data.files.xlsx_flags import Marks, marks_of
from appraise.diagnostics import Diagnostics, errors, place_of, suggest
from appraise.texts import Listed, msg, plain

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from pathlib import Path

    from appraise.data.files.number_formats import Format

_SMALLER = msg(
    "go to the end of the sheet with Ctrl+End, delete the rows and columns beyond the table, and save the file"
)
_UNLOCK = msg("remove the password in Excel or WPS and save the file")
_SAVE = msg("open it in Excel or WPS and save it again as .xlsx")


class _Sheet(NamedTuple):
    """A sheet: the file with its name, as messages say it, its cells, what is to be known of them, and whether it is hidden."""

    label: str
    grid: list[list[Any]]
    marks: Marks
    hidden: bool


def read_workbook(
    path: Path, sheet: str | None, diagnostics: Diagnostics, expected: Collection[str]
) -> RawTable | None:
    """Read one sheet of a workbook. Cells come as one sees them: errors of formulas, percents, codes such as 00148."""
    file, content = str(path), path.read_bytes()
    opened = _opened(content, sheet, file, diagnostics)
    if opened is None:
        return None
    label, grid, marks, hidden = opened
    if not grid:
        diagnostics.error(
            "data-file", msg("The sheet holds nothing."), hint=msg("check which sheet is meant"), place=label
        )
        return None
    top = [[_heading(cell) for cell in row] for row in grid[:LOOKED_AT]]
    at = heading_row(top, expected)
    headings = tuple(top[at])
    found = wanted_columns(headings, expected, label, diagnostics)
    if errors(diagnostics.found):
        return None
    waiting = [h for h, column in found.items() if marks.uncomputed.get(column, -1) > at]
    if waiting:
        diagnostics.warn(
            "data-value",
            msg(
                "A program wrote this workbook without computing its formulas; the columns {headings} "
                "hold what it put in their place.",
                headings=Listed(tuple(waiting)),
            ),
            hint=msg("open the workbook in Excel or WPS, save it, and run again"),
            place=label,
        )
    _put(grid, marks, set(found.values()), at)
    kept = [i for i in range(at + 1, len(grid)) if not _blank(grid[i])]
    merged = check_merged(grid, marks, found, at, label)
    tell_hidden(kept, marks, found, label, diagnostics, sheet_hidden=hidden)
    order = {row: i for i, row in enumerate(kept)}
    columns = {
        name: _column([grid[i][j] for i in kept], _by_format(marks, j, order)) for name, j in found.items()
    }  # fmt: skip
    return RawTable(
        file, headings, columns, np.array(kept, np.int64) + 1, digest_of(content),
        in_other_rows(top, at, expected), label, merged, every_row=lambda: (tuple(grid[i]) for i in kept),
    )  # fmt: skip


def _opened(content: bytes, sheet: str | None, file: str, diagnostics: Diagnostics) -> _Sheet | None:
    """Open the sheet that is meant; None after an error."""
    hint = _SAVE
    try:
        problem = check_package(content)
        if problem:
            diagnostics.error(
                "data-file",
                msg("{file} cannot be opened: {problem}.", file=file, problem=problem),
                hint=_SMALLER,
                place=file,
            )
            return None
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        chosen = _chosen(book, sheet, file, diagnostics)
        if chosen is None:
            return None
        label = place_of(file, sheet=chosen.name)
        hidden = any(s.name == chosen.name and s.visible != SheetVisibleEnum.Visible for s in book.sheets_metadata)
        return _Sheet(label, chosen.to_python(skip_empty_area=False), marks_of(content, chosen.name), hidden)
    except PasswordError:
        problem, hint = msg("it is protected by a password"), _UNLOCK
    except UnmarkedError as error:
        problem = error.problem
    except (CalamineError, BadZipFile, zlib.error, NotImplementedError, ValueError) as error:
        problem = plain(str(error))
        hint = _UNLOCK if "password" in problem else _SAVE
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # a crash inside the reader, not derived from Exception
            raise
        problem = msg("its inner structure is damaged")
    diagnostics.error(
        "data-file",
        msg("{file} cannot be read as a workbook: {problem}.", file=file, problem=problem),
        hint=hint,
        place=file,
    )
    return None


def _chosen(book: CalamineWorkbook, sheet: str | None, file: str, diagnostics: Diagnostics) -> CalamineSheet | None:
    """Find the sheet that is meant: by name, or the only visible one that holds anything."""
    names = [s.name for s in book.sheets_metadata if s.typ == SheetTypeEnum.WorkSheet]
    if sheet is not None:
        same = [n for n in names if n == sheet] or [n for n in names if folded(n) == folded(sheet)]
        if same:
            return book.get_sheet_by_name(same[0])
        diagnostics.error(
            "data-sheet",
            msg('The workbook has no sheet "{sheet}".', sheet=sheet),
            hint=suggest(sheet, names),
            place=file,
        )
        return None
    hidden = {s.name for s in book.sheets_metadata if s.visible != SheetVisibleEnum.Visible}
    sheets = {n: book.get_sheet_by_name(n) for n in names}
    filled = [n for n in names if sheets[n].end is not None]
    seen = [n for n in filled if n not in hidden] or filled
    if len(seen) == 1:
        return sheets[seen[0]]
    if not seen:
        diagnostics.error(
            "data-file", msg("No sheet of the workbook holds anything."), hint=msg("check the file"), place=file
        )
    else:
        diagnostics.error(
            "data-sheet",
            msg("The workbook has {n} sheets with content: {sheets}.", n=len(seen), sheets=Listed(tuple(seen))),
            hint=msg(
                'say which one: `--sheet "{sheet}"`, or `sheet: {sheet}` under `data` in the ruleset', sheet=seen[0]
            ),
            place=file,
        )
    return None


def _heading(cell: Any) -> str:
    return number_text(cell) if isinstance(cell, float) else str(cell).strip(BLANKS)


def _blank(row: Sequence[Any]) -> bool:
    return all(isinstance(cell, str) and not cell.strip(BLANKS) for cell in row)


def _put(grid: list[list[Any]], marks: Marks, columns: set[int], headings: int) -> None:
    """Write into the grid what a person sees where the reader gives nothing."""
    for (row, column), text in marks.texts.items():
        if column in columns and headings < row < len(grid) and column < len(grid[row]):
            grid[row][column] = text


def _by_format(marks: Marks, column: int, order: Mapping[int, int]) -> dict[Format, list[int]]:
    """The cells of a column, by their places among the rows that are kept, whose format is more than digits."""
    found: dict[Format, list[int]] = {}
    for row, style in marks.styled.get(column, ()):
        if row in order:
            found.setdefault(marks.formats[style], []).append(order[row])
    return found


def _column(column: list[Any], by_format: Mapping[Format, Sequence[int]]) -> CellReader:
    def read(as_text: bool) -> Cells:
        cells, signs = list(column) if by_format else column, set[str]()
        for shown, places in by_format.items():
            if shown.bare if as_text else shown.plain and not shown.currencies:
                continue
            means = shown.text if as_text else shown.number
            currencies = shown.currencies
            for at in places:
                if isinstance(cells[at], float):
                    cells[at] = means(cells[at])
                    signs |= currencies
        read_cells = replace(of_objects(cells), signs=frozenset(signs))
        return with_hidden(read_cells) if as_text else read_cells

    return read
