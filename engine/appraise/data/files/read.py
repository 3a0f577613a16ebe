"""A data file as raw columns: the format by the ending of the name, the wanted columns by their headings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from appraise.data.files.formats import endings, format_of
from appraise.diagnostics import Diagnostics, errors
from appraise.extensions import ExtensionError
from appraise.texts import Listed, msg

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from appraise.data.files.raw_table import RawTable


def read_raw(path: Path, sheet: str | None, diagnostics: Diagnostics, expected: Collection[str], *,
             may_be_empty: bool = False, encoding: str | None = None) -> RawTable | None:  # fmt: skip
    """Open a file and find its headings, taking the columns whose headings are expected.

    `sheet` names the sheet of a workbook, `encoding` is that of a text file where it is stated. Rows wholly blank are left out.
    None after an error (data-file, data-sheet, data-column, extension), which is in `diagnostics`. Columns that are missing
    are not an error here; no rows are one unless it `may_be_empty`.
    """
    own = Diagnostics()
    try:
        table = _read(path, sheet, own, expected, encoding)
    except ExtensionError as failed:
        table = None
        own.add(failed.diagnostic)
    if table is not None and not len(table.rows) and not may_be_empty and not errors(own.found):
        own.error(
            "data-file",
            msg("{path} has no rows of data.", path=path),
            hint=msg("the table needs a row of headings and below it one row for each employee"),
            place=str(path),
        )
    diagnostics.found += own.found
    return table if not errors(own.found) else None


def _read(
    path: Path, sheet: str | None, diagnostics: Diagnostics, expected: Collection[str], encoding: str | None
) -> RawTable | None:
    kind = format_of(path)
    if kind is None:
        diagnostics.error(
            "data-file",
            msg('{path} is not a file of data: its name ends in "{ending}".', path=path, ending=path.suffix),
            hint=msg(
                "files that are read end in {endings}; save the table as .xlsx or .csv",
                endings=Listed(tuple(endings())),
            ),
            place=str(path),
        )
        return None
    if not path.is_file():
        diagnostics.error(
            "data-file",
            msg("{path} is a folder.", path=path) if path.is_dir() else msg("{path} does not exist.", path=path),
            hint=msg("check the name and the folder of the file"),
            place=str(path),
        )
        return None
    try:
        table = kind.reader(encoding)(path, sheet, diagnostics, expected)
    except OSError as problem:
        diagnostics.error(
            "data-file",
            msg("{path} cannot be opened: {problem}.", path=path, problem=problem.strerror or problem),
            hint=msg("close the file in other programs and check that you may read it"),
            place=str(path),
        )
        return None
    return table
