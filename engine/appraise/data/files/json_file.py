"""JSON files of records: results as they are written, or a list of records with the headings as keys."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np

from appraise.data.columns.cells import BLANKS, CellReader, Cells, of_objects
from appraise.data.files.headings import wanted_columns
from appraise.data.files.raw_table import RawTable, digest_of
from appraise.texts import msg

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from appraise.diagnostics import Diagnostics

_FORM = msg('the file holds a list of records, [{{"employee": "1", …}}, …], or such a list under "results"')


def read_json(path: Path, sheet: str | None, diagnostics: Diagnostics, expected: Collection[str]) -> RawTable | None:
    """Read records; the first is called row 2, as in a spreadsheet. `sheet` means nothing here."""
    del sheet
    file, content = str(path), path.read_bytes()
    try:
        held = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError) as problem:
        diagnostics.error(
            "data-file",
            msg("{path} is not a readable JSON file: {problem}.", path=path, problem=problem),
            hint=_FORM,
            place=file,
        )
        return None
    records = held.get("results") if isinstance(held, dict) else held
    if not isinstance(records, list) or not all(isinstance(record, dict) for record in records):
        diagnostics.error("data-file", msg("{path} is no table of records.", path=path), hint=_FORM, place=file)
        return None
    names = list(dict.fromkeys(name for record in records for name in record))
    found = wanted_columns(names, expected, file, diagnostics)
    if diagnostics.found:
        return None
    columns = {name.strip(BLANKS): _column([record.get(name) for record in records]) for name in found}
    rows = np.arange(2, len(records) + 2, dtype=np.int64)
    return RawTable(file, tuple(name.strip(BLANKS) for name in names), columns, rows, digest_of(content),
                    every_row=lambda: (tuple(str(record.get(name)) for name in names) for record in records))  # fmt: skip


def _column(column: list[Any]) -> CellReader:
    def read(as_text: bool) -> Cells:
        del as_text
        return of_objects(column)

    return read
