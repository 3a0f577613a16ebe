"""Parquet files: typed columns, read one at a time and only when asked for."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

import numpy as np

from appraise.data.arrow import pa, parquet
from appraise.data.columns.cells import BLANKS, CellReader, Cells, of_arrow
from appraise.data.files.headings import wanted_columns
from appraise.data.files.raw_table import DamagedError, RawTable
from appraise.data.files.unpacked import check_columns
from appraise.texts import msg

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from appraise.diagnostics import Diagnostics

AGAIN = msg("write the file again, or save the table as .xlsx or .csv")
DAMAGED = (pa.ArrowException, OSError, ValueError, IndexError, TypeError, OverflowError)  # what damaged bytes bring


def read_parquet(path: Path, sheet: str | None, diagnostics: Diagnostics, expected: Collection[str]) -> RawTable | None:
    """Open a Parquet file; its first row is called row 2, as in a spreadsheet. `sheet` means nothing here."""
    del sheet
    file = str(path)
    with path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    source = opened(path, diagnostics)
    if source is None:
        return None
    names, count = source.schema_arrow.names, source.metadata.num_rows
    found = wanted_columns(names, expected, file, diagnostics)
    if diagnostics.found:
        return None
    try:
        problem = check_columns(source.metadata, found)
    except DAMAGED as damage:
        problem = msg("it is damaged ({error})", error=type(damage).__name__)
    if problem:
        diagnostics.error(
            "data-file",
            msg("{path} cannot be read as Parquet: {problem}.", path=path, problem=problem),
            hint=AGAIN,
            place=file,
        )
        return None
    headings = tuple(name.strip(BLANKS) for name in names)
    kinds = {field.name: field.type for field in source.schema_arrow}
    columns = {name.strip(BLANKS): _column(path, name, is_text=_is_text(kinds[name])) for name in found}
    return RawTable(file, headings, columns, np.arange(2, count + 2, dtype=np.int64), digest)


def opened(path: Path, diagnostics: Diagnostics) -> Any:
    """Open a Parquet file; None, with the reason in `diagnostics`, where it is none."""
    try:
        source = parquet.ParquetFile(path)
        _ = source.schema_arrow.names, source.metadata.num_rows
    except DAMAGED as problem:
        diagnostics.error(
            "data-file",
            msg(
                "{path} is not a readable Parquet file: it is damaged, or something else ({error}).",
                path=path,
                error=type(problem).__name__,
            ),
            hint=AGAIN,
            place=str(path),
        )
        return None
    return source


def _is_text(kind: Any) -> bool:
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind))


def _column(path: Path, name: str, *, is_text: bool) -> CellReader:
    """Read a column; of texts, each different one is held once."""

    def read(as_text: bool) -> Cells:
        try:
            file = parquet.ParquetFile(path, memory_map=True, read_dictionary=[name] if is_text else [])
            column = file.read(columns=[name]).column(name)  # "a" asks for "a.b" too, so the name decides
            column.validate(full=True)
            if len(column) != file.metadata.num_rows:
                raise DamagedError(msg("the column {column} has another number of rows than the file", column=name))
            return of_arrow(column, as_text)
        except DAMAGED as problem:
            raise DamagedError(msg("the column {column} is damaged", column=name)) from problem

    return read
