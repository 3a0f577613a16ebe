"""Files that another package reads: it gives a DataFrame, which is checked as one that is handed in from Python."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd

from appraise.data.files.frame import raw_of_frame
from appraise.texts import msg

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from appraise.data.files.raw_table import RawTable
    from appraise.diagnostics import Diagnostics
    from appraise.extensions import Extension


def read_by(
    extension: Extension, path: Path, sheet: str | None, diagnostics: Diagnostics, expected: Collection[str]
) -> RawTable | None:
    """Call the reader with the path and the sheet; its ValueError says what is wrong with the file.

    The first row of the frame is called row 2, as in a spreadsheet. Raises ExtensionError for anything else that goes wrong.
    """
    reader = extension.load()
    if not callable(reader):
        raise extension.failed(msg("is no function but {found}", found=repr(reader)))
    try:
        frame = extension.calling(msg("has failed"), lambda: reader(path, sheet), own=(ValueError, OSError))
    except ValueError as problem:
        diagnostics.error("data-file", msg("{path} cannot be read: {problem}.", path=path, problem=str(problem)), place=str(path),
                     hint=msg("the package {package} reads such files; mend the file, or save the table as .xlsx or .csv",
                              package=extension.package))  # fmt: skip
        return None
    if not isinstance(frame, pd.DataFrame):
        raise extension.failed(msg("gives no pandas DataFrame but {found}", found=type(frame).__name__))
    with path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    table = raw_of_frame(frame, diagnostics, expected, str(path), may_be_empty=True)
    return replace(table, digest=digest) if table is not None else None
