"""Parquet files: typed columns, read one at a time and only when asked for."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

import numpy as np

from engine.data.arrow import pa, parquet
from engine.data.cells import BLANKS, CellReader, Cells, of_arrow
from engine.data.headings import wanted_columns
from engine.data.read import RawTable

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from engine.diagnostics import Report


def read_parquet(path: Path, sheet: str | None, report: Report, expected: Collection[str]) -> RawTable | None:
    """Open a Parquet file; its first row is called row 2, as in a spreadsheet. `sheet` means nothing here."""
    del sheet
    file = str(path)
    with path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    try:
        source = parquet.ParquetFile(path)
        names, count = source.schema_arrow.names, source.metadata.num_rows
    except pa.ArrowException as problem:
        report.error("data-file", f"{path} is not a readable Parquet file: {problem}.",
                     hint="write the file again, or save the table as .xlsx or .csv", place=file)  # fmt: skip
        return None
    found = wanted_columns(names, expected, file, report)
    if report.found:
        return None
    headings = tuple(name.strip(BLANKS) for name in names)
    columns = {name.strip(BLANKS): _column(path, name) for name in found}
    return RawTable(file, headings, columns, np.arange(2, count + 2, dtype=np.int64), digest)


def _column(path: Path, name: str) -> CellReader:
    def read(as_text: bool) -> Cells:
        table: Any = parquet.ParquetFile(path, memory_map=True).read(columns=[name])
        return of_arrow(table.column(name), as_text)  # "a" asks for "a.b" too, so the name decides

    return read
