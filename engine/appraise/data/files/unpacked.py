"""Files that unpack to far more than they are: refused by what they say of themselves, before anything is unpacked.

A workbook or a Parquet file of some kilobytes can hold gigabytes, by damage, by a slip (one value in the last cell of
a sheet) or on purpose; a reader that takes it as it is has no memory left for a sentence about it.
"""

from __future__ import annotations

import re
import zipfile
from io import BytesIO
from typing import TYPE_CHECKING, Any, NamedTuple

from appraise.data.files.headings import letters
from appraise.data.files.sheet_names import called
from appraise.texts import NOTHING, msg

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from appraise.texts import Message

MOST_ROWS = 20_000_000  # of a table of employees and periods
MOST_CELLS = 25_000_000  # of a sheet, from A1 to the last row and the last column that hold something
LONGEST_CELL = 32_767  # characters, as in Excel
_LARGE, _TIMES = 100_000_000, 150  # bytes that are never too much, and what packing can save at most beyond them
_BYTES_A_CHARACTER = 4
_CHUNK = 1 << 24
_ROW = re.compile(rb"""row\s[^>]*?\br=["']([0-9]{1,9})["']""")
_COLUMN = re.compile(rb"""r=["']([A-Z]{2,3})[0-9]""")  # beyond Z
_FILLED = re.compile(rb"""<(?:\w+:)?c\s[^>]*?\br=["']([A-Z]{1,3})([0-9]{1,9})["'][^>]*(?<!/)>""")


class _Cell(NamedTuple):
    row: int
    column: int

    def __str__(self) -> str:
        return f"{letters(self.column - 1)}{self.row}"


def check_package(content: bytes) -> Message:
    """Say why a workbook must not be unpacked, NOTHING where it may be. Raises BadZipFile, or what else a damaged one brings."""
    with zipfile.ZipFile(BytesIO(content)) as package:
        parts = package.infolist()
        unpacked = sum(part.file_size for part in parts)
        if unpacked > max(_LARGE, len(content) * _TIMES):
            return msg("its {packed} MB would become {unpacked} MB",
                       packed=f"{len(content) / 1e6:,.1f}", unpacked=f"{unpacked / 1e6:,.0f}")  # fmt: skip
        sheets = (part for part in parts if "/worksheets/" in part.filename and part.filename.endswith(".xml"))
        far = next(((part.filename, problem) for part in sheets if (problem := _far_cell(package, part))), None)
        return far[1].given(sheet=called(package, far[0])) if far is not None else NOTHING


def _far_cell(package: zipfile.ZipFile, part: zipfile.ZipInfo) -> Message:
    """Say of a {sheet} where a cell stands that is so far away that it could not be held, NOTHING where there is none."""
    rows, columns = 0, set[bytes]()
    for chunk in _chunks(package, part):
        rows = max([rows, *map(int, _ROW.findall(chunk))])
        columns.update(_COLUMN.findall(chunk))
    if rows * max([26, *map(_number, columns)]) <= MOST_CELLS:
        return NOTHING
    last = far = _Cell(0, 0)  # once more, with a look at what is filled: a row that is only formatted takes no room
    for chunk in _chunks(package, part):
        for letters_, digits in _FILLED.findall(chunk):
            cell = _Cell(int(digits), _number(letters_))
            last = _Cell(max(last.row, cell.row), max(last.column, cell.column))
            far = max(far, cell, key=lambda one: (one.row * one.column, one.row))
    if last.row * last.column <= MOST_CELLS:
        return NOTHING
    return msg("the sheet {sheet} reaches to row {row:,} and column {column}, {cells:,} cells; "
               "{cell} holds something, far away from the table",
               row=last.row, column=letters(last.column - 1), cells=last.row * last.column, cell=far)  # fmt: skip


def _chunks(package: zipfile.ZipFile, part: zipfile.ZipInfo) -> Iterator[bytes]:
    """The text in parts that cut no tag in two."""
    with package.open(part) as stream:
        rest = b""
        while block := stream.read(_CHUNK):
            whole, _, rest = (rest + block).rpartition(b"<")
            yield whole
            rest = b"<" + rest
        yield rest


def _number(name: bytes) -> int:
    number = 0
    for letter in name:
        number = number * 26 + letter - 64
    return number


def check_columns(metadata: Any, wanted: Collection[str]) -> Message:
    """Say why columns of a Parquet file must not be read, NOTHING where they may be; `metadata` as pyarrow gives it."""
    if metadata.num_rows > MOST_ROWS:
        return msg("it has {rows:,} rows, and at most {most:,} are read at once",
                   rows=metadata.num_rows, most=MOST_ROWS)  # fmt: skip
    for group in (metadata.row_group(i) for i in range(metadata.num_row_groups)):
        most = max(_LARGE, group.num_rows * LONGEST_CELL * _BYTES_A_CHARACTER)
        for column in (group.column(j) for j in range(group.num_columns)):
            if column.path_in_schema.split(".")[0] in wanted and column.total_uncompressed_size > most:
                return msg("the column {column} would become {unpacked} MB", column=column.path_in_schema,
                           unpacked=f"{column.total_uncompressed_size / 1e6:,.0f}")  # fmt: skip
    return NOTHING
