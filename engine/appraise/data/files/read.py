"""A data file as raw columns: the format by the ending of the name, the wanted columns by their headings."""

from __future__ import annotations

import functools
from collections.abc import Callable, Collection
from pathlib import Path

from appraise.data.files.raw_table import RawTable
from appraise.diagnostics import Report, errors

Reader = Callable[[Path, "str | None", Report, Collection[str]], "RawTable | None"]


def read_raw(path: Path, sheet: str | None, report: Report, expected: Collection[str], *,
             may_be_empty: bool = False, encoding: str | None = None) -> RawTable | None:  # fmt: skip
    """Open a file and find its headings, taking the columns whose headings are expected.

    `sheet` names the sheet of a workbook, `encoding` is that of a text file where it is stated. Rows wholly blank are left out.
    None after an error (data-file, data-sheet, data-column), which is in the report. Columns that are missing
    are not an error here; no rows are one unless it `may_be_empty`.
    """
    own = Report()
    table = _read(path, sheet, own, expected, encoding)
    if table is not None and not len(table.rows) and not may_be_empty and not errors(own.found):
        own.error("data-file", f"{path} has no rows of data.",
                  hint="the table needs a row of headings and below it one row for each employee",
                  place=str(path))  # fmt: skip
    report.found += own.found
    return table if not errors(own.found) else None


def _read(
    path: Path, sheet: str | None, report: Report, expected: Collection[str], encoding: str | None
) -> RawTable | None:
    reader = _reader(path.suffix.lower(), encoding)
    if reader is None:
        endings = ", ".join(ENDINGS)
        report.error("data-file", f'{path} is not a file of data: its name ends in "{path.suffix}".',
                     hint=f"files that are read end in {endings}; save the table as .xlsx or .csv",
                     place=str(path))  # fmt: skip
        return None
    if not path.is_file():
        what = "is a folder" if path.is_dir() else "does not exist"
        report.error("data-file", f"{path} {what}.", hint="check the name and the folder of the file",
                     place=str(path))  # fmt: skip
        return None
    try:
        table = reader(path, sheet, report, expected)
    except OSError as problem:
        report.error("data-file", f"{path} cannot be opened: {problem.strerror or problem}.",
                     hint="close the file in other programs and check that you may read it",
                     place=str(path))  # fmt: skip
        return None
    return table


_SHEETS = (".xlsx", ".xlsm")


def is_workbook(data: object) -> bool:
    """Whether data is a file with sheets."""
    return isinstance(data, (str, Path)) and Path(data).suffix.lower() in _SHEETS


ENDINGS = (*_SHEETS, ".csv", ".tsv", ".txt", ".parquet", ".json")


def _reader(ending: str, encoding: str | None) -> Reader | None:
    """Find the reader for an ending, importing only what it needs."""
    if ending in (".csv", ".tsv", ".txt"):
        from appraise.data.files.csv_file import read_csv  # noqa: PLC0415

        return functools.partial(read_csv, encoding=encoding)
    if ending in _SHEETS:
        from appraise.data.files.workbook import read_workbook  # noqa: PLC0415

        return read_workbook
    if ending == ".parquet":
        from appraise.data.files.parquet_file import read_parquet  # noqa: PLC0415

        return read_parquet
    if ending == ".json":
        from appraise.data.files.json_file import read_json  # noqa: PLC0415

        return read_json
    return None
