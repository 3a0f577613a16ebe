"""Files of lines as DuckDB reads them: every column as it stands in the file, and which row a line is."""

from __future__ import annotations

import codecs
import functools
import hashlib
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from appraise.data.columns.cells import BLANKS
from appraise.data.files.csv_file import TOP, Head, best_head
from appraise.data.files.headings import wanted_columns
from appraise.data.files.parquet_file import opened
from appraise.data.lines.database import column
from appraise.formula.sql.algebra import quoted
from appraise.notation.decoding import certainly_utf8, codec_of, encoding_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from appraise.data.lines.database import Database
    from appraise.diagnostics import Diagnostics
    from appraise.notation.decimals import Decimal

_BLOCK = 1 << 24


def _digest(path: Path) -> Callable[[], str]:
    """The SHA-256 of a file when it is asked for: reading and hashing a large one takes its time."""

    @functools.cache
    def digest() -> str:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()

    return digest


@dataclass(frozen=True, slots=True, eq=False)
class Raw:
    """A file that DuckDB reads.

    rows: SQL of a table with the columns `named` (by heading). all_columns: those that say whether a row is blank, and
    every_column: those of the whole file; a Parquet file, which has no blank rows, is read by columns.
    guarded: texts may have an apostrophe before a sign of formulas.
    numbered: the same with a column `line`, 0 for the first line of data; it may be slower.
    kinds: DuckDB's types by heading. row_of: row numbers, as a spreadsheet shows them, of some lines.
    """

    file: str
    headings: tuple[str, ...]
    named: Mapping[str, str]
    all_columns: Sequence[str]
    kinds: Mapping[str, str]
    rows: str
    numbered: str
    row_of: Callable[[Sequence[int]], list[int]]
    digest: Callable[[], str]
    elsewhere: Mapping[str, int] = field(default_factory=dict)
    guarded: bool = False
    delimiter: str = ""
    decimal: Decimal | None = None
    every_column: Sequence[str] = ()


def raw_csv(
    path: Path, expected: Collection[str], database: Database, diagnostics: Diagnostics, stated: str | None = None
) -> Raw | None:
    """Open a CSV file; None where it must be read the slow way, or after an error, which is in `diagnostics`."""
    encoding = _encoding(path, stated, expected)
    if encoding is None:
        return None
    read, skipped = path, 0
    if encoding != "utf-8":
        read = database.folder / f"{path.stem}.utf-8.csv"
        if not _transcode(path, read, encoding):
            return None
    with path.open("rb") as stream:
        marked = stream.read(len(codecs.BOM_UTF8)) == codecs.BOM_UTF8
    text = _top(read)
    head = best_head(text, expected, marked=marked)
    named = wanted_columns(head.headings, expected, str(path), diagnostics)
    if diagnostics.found or head.data >= len(text) or "\n" not in text[: head.data]:
        return None
    skipped = text[: head.data].count("\n")
    columns = [f"c{i}" for i in range(len(head.headings))]
    listed = ", ".join(f"{quoted(c)}: 'VARCHAR'" for c in columns)
    rows = (f"read_csv({quoted(str(read))}, auto_detect=false, header=false, skip={skipped}, strict_mode=true, "
            f"delim={quoted(head.delimiter)}, quote='\"', escape='\"', columns={{{listed}}})")  # fmt: skip
    return Raw(
        str(path), head.headings, {h: columns[at] for h, at in named.items()}, columns,
        dict.fromkeys(named, "VARCHAR"), rows, f"(SELECT row_number() OVER () - 1 AS line, * FROM {rows})",
        lambda lines: _csv_rows(read, head, lines), _digest(path), head.elsewhere, guarded=True, delimiter=head.delimiter,
        decimal=head.decimal,
        every_column=columns,
    )  # fmt: skip


def _encoding(path: Path, stated: str | None, expected: Collection[str]) -> str | None:
    """Find the codec of a file by all that may tell: its top, or where that is not certainly UTF-8, the whole."""
    with path.open("rb") as stream:
        top = stream.read(TOP)
        if stated is None and certainly_utf8(top):
            return "utf-8"
        if stated is None and top.isascii():
            blocks = iter(lambda: stream.read(_BLOCK), b"")
            if all(block.isascii() for block in blocks):
                return "utf-8"
    content = path.read_bytes()
    found = encoding_of(content, stated, expected)
    return None if found.encoding is None else codec_of(found, content)


def _transcode(source: Path, target: Path, encoding: str) -> bool:
    """Write a file anew in UTF-8; give False where it is not in that encoding after all."""
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    try:
        with source.open("rb") as reading, target.open("wb") as writing:
            while block := reading.read(_BLOCK):
                writing.write(decoder.decode(block).removeprefix("\ufeff").encode())
            writing.write(decoder.decode(b"", final=True).encode())
    except UnicodeDecodeError:
        return False
    return True


def _top(path: Path) -> str:
    decoder = codecs.getincrementaldecoder("utf-8")("strict")
    with path.open("rb") as stream:
        return decoder.decode(stream.read(TOP)).removeprefix("\ufeff")


def _csv_rows(path: Path, head: Head, lines: Sequence[int]) -> list[int]:
    """Find the rows of some lines as a spreadsheet counts them: blank lines are rows, a quoted line end is none."""
    import csv  # noqa: PLC0415 - only to name rows in messages

    if not lines:
        return []
    wanted, found, line = set(lines), dict[int, int](), -1
    with path.open(encoding="utf-8-sig", newline="") as stream:
        for row, record in enumerate(csv.reader(stream, delimiter=head.delimiter), 1):
            line += row > head.row and bool(record)
            if row > head.row and line in wanted and line not in found:
                found[line] = row
                if len(found) == len(wanted):
                    break
    return [found.get(n, head.row + 1 + n) for n in lines]


def raw_parquet(path: Path, expected: Collection[str], diagnostics: Diagnostics) -> Raw | None:
    """Open a Parquet file; its first row is called row 2. None after an error, which is in `diagnostics`."""
    source = opened(path, diagnostics)
    if source is None:
        return None
    names = source.schema_arrow.names
    named = wanted_columns(names, expected, str(path), diagnostics)
    if diagnostics.found:
        return None
    columns = {name.strip(BLANKS): column(name) for name in named}
    rows = f"read_parquet({quoted(str(path))})"
    numbered = f"(SELECT file_row_number AS line, * FROM read_parquet({quoted(str(path))}, file_row_number=true))"
    return Raw(
        str(path), tuple(name.strip(BLANKS) for name in names), columns, list(columns.values()), {}, rows, numbered,
        lambda lines: [n + 2 for n in lines], _digest(path), every_column=[column(name) for name in names],
    )  # fmt: skip
