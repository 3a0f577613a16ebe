"""A DataFrame as raw columns, so that a notebook has the same checks as a file."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

import numpy as np

from appraise.data.arrow import compute, pa
from appraise.data.columns.cells import BLANKS, CellReader, Cells, of_arrow, of_objects
from appraise.data.files.headings import wanted_columns
from appraise.data.files.raw_table import RawTable
from appraise.texts import msg

if TYPE_CHECKING:
    from collections.abc import Collection

    import pandas as pd

    from appraise.diagnostics import Diagnostics

FILE = "data"


def raw_of_frame(
    frame: pd.DataFrame,
    diagnostics: Diagnostics,
    expected: Collection[str],
    name: str = FILE,
    *,
    may_be_empty: bool = False,
) -> RawTable | None:
    """Take the wanted columns of a DataFrame; messages call it by `name`.

    Without rows it is refused unless it `may_be_empty`. The digest is of headings and cells: there is no file.
    """
    headings = tuple(str(name).strip(BLANKS) for name in frame.columns)
    found = wanted_columns(headings, expected, name, diagnostics)
    if not len(frame) and not may_be_empty:
        diagnostics.error("data-file", msg("The DataFrame has no rows."), place=name, hint=msg("check how it was made"))
    if diagnostics.found:
        return None
    columns = {heading: _column(frame.iloc[:, at]) for heading, at in found.items()}
    digest = hashlib.sha256()
    for heading, read in columns.items():
        cells = read(False)
        digest.update(heading.encode() + b"\0")
        for array in (cells.kinds, cells.values, cells.codes):
            digest.update(np.ascontiguousarray(array).tobytes())
        digest.update("\0".join(compute.fill_null(cells.labels, "").to_pylist()).encode())
    return RawTable(name, headings, columns, np.arange(2, len(frame) + 2, dtype=np.int64), digest.hexdigest(),
                    every_row=lambda: zip(*(frame.iloc[:, at].map(str) for at in range(len(headings))), strict=True))  # fmt: skip


def _column(series: pd.Series[Any]) -> CellReader:
    def read(as_text: bool) -> Cells:
        kind = str(series.dtype)
        if kind == "object":
            return of_objects(series.tolist())
        if kind == "category":
            return of_objects(series.astype(object).tolist())
        if kind.startswith("period"):
            return of_objects(series.astype(str).replace("NaT", "").tolist())
        return of_arrow(pa.array(series, from_pandas=True), as_text)

    return read
