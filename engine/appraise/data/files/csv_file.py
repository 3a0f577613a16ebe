"""CSV files: encoding, delimiter and heading row are found out; every cell is kept as the text that it is."""

from __future__ import annotations

import codecs
import csv
import io
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from appraise.data.arrow import EMPTY, array_of, compute, numpy_of, pa, texts_of
from appraise.data.arrow import csv as arrow_csv
from appraise.data.columns.cells import BLANKS, CellReader, Cells, of_arrow
from appraise.data.files.guards import unguarded
from appraise.data.files.headings import LOOKED_AT, folded, heading_row, in_other_rows, wanted_columns
from appraise.data.files.raw_table import RawTable, digest_of
from appraise.data.findings import MOST_PER_FIELD
from appraise.diagnostics import Diagnostic, Diagnostics, place_of
from appraise.notation.decoding import decode, encoding_of
from appraise.notation.telling import SAVE, unreadable_cell, why_unreadable
from appraise.texts import msg, msgs

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from appraise.notation.decimals import Decimal

TOP = 1 << 20  # characters among which the headings are looked for
_OF_RESULTS = {"employee", "period", "reason", "score"}  # columns of every file of results


class Head(NamedTuple):
    """The top of a file: delimiter, headings, their row number, and where in the text the data begin.

    `decimal`: what marks the decimals, where that is known beforehand.
    """

    delimiter: str
    headings: tuple[str, ...]
    row: int
    data: int
    elsewhere: dict[str, int]
    decimal: Decimal | None = None


def read_csv(
    path: Path, sheet: str | None, diagnostics: Diagnostics, expected: Collection[str], encoding: str | None = None
) -> RawTable | None:
    """Read a text file of values parted by comma, semicolon or tab. `sheet` means nothing here.

    `encoding` is the one that is stated; otherwise the file itself must tell. Every row must have as many cells as
    there are headings.
    """
    del sheet
    file, content = str(path), path.read_bytes()
    text = _decoded(content, file, diagnostics, encoding, expected)
    if text is None:
        return None
    if not text.strip(BLANKS + ",;"):
        diagnostics.error(
            "data-file", msg("{path} is empty.", path=path), hint=msg("export the table again"), place=file
        )
        return None
    head = best_head(text, expected, marked=content.startswith(codecs.BOM_UTF8))
    found = wanted_columns(head.headings, expected, file, diagnostics)
    text = text[head.data :]
    table = _parsed(text, head, file, diagnostics) if _quotes_are_closed(text, head, file, diagnostics) else None
    if table is None or diagnostics.found:
        return None
    rows = np.arange(head.row + 1, head.row + 1 + len(table), dtype=np.int64)
    kept = ~_blank_rows(table)
    if not kept.all():
        table, rows = table.filter(array_of(kept)), rows[kept]
    columns = {name: _column(table.column(at)) for name, at in found.items()}
    return RawTable(
        file, head.headings, columns, rows, digest_of(content), head.elsewhere, delimiter=head.delimiter, decimal=head.decimal,
        every_row=lambda: zip(*(column.to_pylist() for column in table.columns), strict=True),
    )  # fmt: skip


def _decoded(
    content: bytes, file: str, diagnostics: Diagnostics, stated: str | None, expected: Collection[str]
) -> str | None:
    found = encoding_of(content, stated, expected)
    if found.encoding is None:
        message, hint, line = why_unreadable(found, stated)
        at = unreadable_cell(content, found)
        diagnostics.error("data-file", message, hint=hint, place=place_of(file, line or at, ""))
        return None
    text = decode(content, found)
    if "\0" in text or "\x1b$" in text:
        diagnostics.error(
            "data-file", msg("The file is not a table of text in a known encoding."), hint=SAVE, place=file
        )
        return None
    return text


def best_head(text: str, expected: Collection[str], *, marked: bool) -> Head:
    """Try each delimiter; take the one that gives the most expected headings, then the most columns.

    `marked`: whether the file begins with the mark of UTF-8, as the files of results that Appraise writes do. They have
    all headings in quotation marks, which no spreadsheet keeps, and decimal points.
    """
    wanted = {folded(name) for name in expected}

    def worth(head: Head) -> tuple[int, int]:
        return len(wanted.intersection(map(folded, head.headings))), len(head.headings)

    best = max((_head(text, delimiter, expected) for delimiter in ",;\t"), key=worth)
    line = '"' + '","'.join(best.headings) + '"'
    of_results = (
        marked and best.row == 1 and set(best.headings) >= _OF_RESULTS and text[: best.data].rstrip("\r\n") == line
    )
    return best._replace(decimal="point") if of_results else best


def _head(text: str, delimiter: str, expected: Collection[str]) -> Head:
    ends, records = [0], list[list[str]]()
    lines = io.StringIO(text[:TOP], newline="")
    parts = csv.reader(iter(lines.readline, ""), delimiter=delimiter)
    try:
        for record in parts:
            records.append(record)
            ends.append(lines.tell())
            if len(records) == LOOKED_AT:
                break
    except csv.Error:  # a quote that is never closed; reading the rows will say where
        pass
    at = heading_row(records, expected) if records else 0
    headings = tuple(cell.strip(BLANKS) for cell in records[at]) if records else ()
    elsewhere = in_other_rows(records, at, expected)
    return Head(delimiter, headings, at + 1, ends[at + 1] if records else len(text), elsewhere)


def _quotes_are_closed(text: str, head: Head, file: str, diagnostics: Diagnostics) -> bool:
    """Check quotation marks strictly: one too many could make rows vanish inside a cell, without an error."""
    if '"' not in text:
        return True
    row = head.row
    try:
        for _ in csv.reader(io.StringIO(text, newline=""), delimiter=head.delimiter, strict=True):
            row += 1
    except csv.Error:
        diagnostics.error(
            "data-file",
            msg("A quotation mark is not closed, or text follows the closing one."),
            hint=msg('write a quotation mark inside a value twice (""), or save the table as .xlsx'),
            place=place_of(file, row + 1, ""),
        )
        return False
    return True


def _parsed(text: str, head: Head, file: str, diagnostics: Diagnostics) -> Any:
    """Read the rows below the headings, reporting those with too few or too many cells."""
    wrong: list[tuple[int, int]] = []

    def note(row: Any) -> str:
        wrong.append((row.number, row.actual_columns))
        return "skip"

    names = [str(at) for at in range(len(head.headings))]
    if not text:
        return pa.table({name: texts_of(()) for name in names})
    content = text.encode()
    try:
        table = arrow_csv.read_csv(
            pa.BufferReader(content),
            read_options=arrow_csv.ReadOptions(
                column_names=names, use_threads=False, block_size=max(1 << 20, min(len(content), 1 << 26))
            ),
            parse_options=arrow_csv.ParseOptions(
                delimiter=head.delimiter, newlines_in_values=True, ignore_empty_lines=False,
                invalid_row_handler=note,
            ),
            convert_options=arrow_csv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False
            ),
        )  # fmt: skip
    except pa.ArrowException as problem:
        diagnostics.error(
            "data-file",
            msg("The rows cannot be read: {problem}.", problem=problem),
            hint=msg("look for a quotation mark that is not closed, or save the table as .xlsx"),
            place=file,
        )
        return None
    for number, cells in wrong[:MOST_PER_FIELD]:
        diagnostics.found.append(_wrong_count(file, head, head.row + number, cells))
    if len(wrong) > MOST_PER_FIELD:
        left = len(wrong) - MOST_PER_FIELD
        more = msgs("{n:,} more row has another number of cells than the headings.",
                    "{n:,} more rows have another number of cells than the headings.", left)  # fmt: skip
        diagnostics.found.append(Diagnostic("more-of-the-same", more, place=file))
    return table


def _wrong_count(file: str, head: Head, row: int, cells: int) -> Diagnostic:
    few = msg("write an empty cell as nothing between two delimiters; remove notes below the table")
    many = msg('a value that contains "{delimiter}" needs quotation marks around it', delimiter=head.delimiter)
    return Diagnostic(
        "data-file",
        msg(
            "Row {row} has {cells} cells, but there are {headings} headings (in row {heading_row}).",
            row=row,
            cells=cells,
            headings=len(head.headings),
            heading_row=head.row,
        ),
        hint=many if cells > len(head.headings) else few,
        place=place_of(file, row, ""),
    )


def _blank_rows(table: Any) -> Any:
    """Say which rows are wholly blank, looking at no more columns than are needed for that."""
    blank = np.ones(len(table), np.bool_)
    for column in table.columns:
        if not blank.any():
            break
        blank &= numpy_of(compute.equal(compute.utf8_trim(column, characters=BLANKS), EMPTY))
    return blank


def _column(column: Any) -> CellReader:
    def read(as_text: bool) -> Cells:
        cells = of_arrow(column, as_text)
        return unguarded(cells) if as_text else cells

    return read
