"""Results to a file of the kind its ending says, whole or not at all."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from appraise.report.about import about
from appraise.writing import replacing

if TYPE_CHECKING:
    from appraise.execution.worksheet import Worksheet

ENDINGS = (".xlsx", ".csv", ".parquet", ".json")


def write_results(worksheet: Worksheet, path: str | Path, engine_version: str) -> None:
    """Write the results as .xlsx, .csv, .parquet or .json.

    The same worksheet always gives the same bytes. Raises ValueError for another ending, and OSError (a
    PermissionError where the file is open in Excel) if it cannot be written; what was there before then stays.
    """
    path = Path(path)
    ending = path.suffix.lower()
    if ending not in ENDINGS:
        raise ValueError(f"results are written to a file ending in {', '.join(ENDINGS)}, not to {path.name!r}")
    origin = about(worksheet, engine_version)
    with replacing(path) as temporary:
        if ending == ".xlsx":
            from appraise.report.results.workbook import write_workbook  # noqa: PLC0415 - only workbooks pay for xlsxwriter

            write_workbook(worksheet, temporary, origin)
        else:
            from appraise.report.results.tables import write_table  # noqa: PLC0415 - nor workbooks for pyarrow

            write_table(worksheet, temporary, origin)
