"""Small tables as CSV beside a ruleset: every cell a text that knows its line and column. Nothing is guessed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from appraise.diagnostics import Where
from appraise.notation.decoding import decode, encoding_of
from appraise.notation.telling import SAVE, why_unreadable
from appraise.texts import msg, msgs

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path

    from appraise.diagnostics import Diagnostics

MAX_BYTES = 50_000_000
_THOUSANDS = re.compile(r"([-+]?\d{1,3}(?:,\d{3})+)((?:\.\d+)?\s*%?)")
_BLANKS = " \t\u3000\xa0"


@dataclass(frozen=True, slots=True, eq=False)
class CsvText:
    """A file as headings and records (line number from 1, one text per heading). `file` is its name for people."""

    file: str
    lines: list[str]
    delimiter: str
    headings: tuple[str, ...]
    records: list[tuple[int, list[str]]]

    def place(self, line: int, column: int | None = None) -> Where:
        """The place of a cell by its column from 0, or of the whole line."""
        text = self.lines[line - 1]
        if column is None:
            return Where(self.file, line, 1, max(1, len(text)))
        begin, end = [*_spans(text, self.delimiter)][column]
        return Where(self.file, line, begin + 1, max(1, end - begin))


def read_csv_text(
    path: Path,
    file: str,
    expected: Collection[str],
    stated: Where,
    diagnostics: Diagnostics,
    encoding: str | None = None,
) -> CsvText | None:
    """Read a text file, cells parted by comma, semicolon or tab; `encoding` is the one that is stated.

    The first line that is not blank holds the headings; `expected` are those that decide on the delimiter. Every
    line has as many cells. `stated` is where the ruleset names the file. None, with the reason in `diagnostics`.
    """
    try:
        content = path.read_bytes() if path.stat().st_size <= MAX_BYTES else None
    except OSError as problem:
        diagnostics.error(
            "data-file",
            msg("The file {file} cannot be read: {why}.", file=file, why=problem.strerror),
            stated,
            msg("the path begins where the ruleset stands"),
        )
        return None
    if content is None:
        diagnostics.error(
            "file-too-large", msg("{file} has more than {most:,} bytes.", file=file, most=MAX_BYTES), stated
        )
        return None
    found = encoding_of(content, encoding, expected)
    if found.encoding is None:
        message, hint, line = why_unreadable(found, encoding, msg("beside `file:`"))
        at = f"{file}, line {line}" if line else file
        diagnostics.error("data-file", message, stated, hint, place=at)
        return None
    text = decode(content, found)
    if "\0" in text:
        diagnostics.error("data-file", msg("{file} is not a table of text.", file=file), stated, SAVE)
        return None
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    top = next((i for i, line in enumerate(lines) if line.strip(_BLANKS + ",;")), None)
    if top is None:
        diagnostics.error("data-file", msg("{file} is empty.", file=file), stated)
        return None
    delimiter = max(",;\t", key=lambda d: (len(set(expected) & set(_cells(lines[top], d) or ())), lines[top].count(d)))
    return _parsed(file, lines, top, delimiter, diagnostics)


def _parsed(file: str, lines: list[str], top: int, delimiter: str, diagnostics: Diagnostics) -> CsvText | None:
    headings = _cells(lines[top], delimiter)
    found = CsvText(file, lines, delimiter, tuple(headings or ()), [])
    wrong = 0 if headings else top + 1
    for number, line in enumerate(lines[top + 1 :], top + 2):
        if not line.strip(_BLANKS + delimiter):
            continue
        cells = _cells(line, delimiter)
        if cells is None:
            wrong = wrong or number
        elif len(cells) != len(found.headings):
            many = len(cells) > len(found.headings)
            diagnostics.error(
                "data-file",
                msg(
                    "This line has {cells}, but there {headings}.",
                    cells=msgs("{n} cell", "{n} cells", len(cells)),
                    headings=msgs("is {n} heading", "are {n} headings", len(found.headings)),
                ),
                found.place(number),
                msg('put a value that contains "{delimiter}" in quotation marks', delimiter=delimiter)
                if many
                else msg("leave nothing between two delimiters for an empty cell"),
            )
            return None
        else:
            found.records.append((number, cells))
    if wrong:
        diagnostics.error(
            "data-file",
            msg("A quotation mark is not closed in its line, or text follows the closing one."),
            found.place(wrong),
            msg('write a quotation mark inside a value twice ("")'),
        )
        return None
    return found


def _cells(line: str, delimiter: str) -> list[str] | None:
    """The texts of a line without blanks around them; None where its quotation marks do not fit."""
    if '"' not in line:
        return [cell.strip(_BLANKS) for cell in line.split(delimiter)]
    cells = []
    for begin, end in _spans(line, delimiter):
        cell = line[begin:end]
        if '"' in cell and not re.fullmatch('"(?:[^"]|"")*"', cell):
            return None
        cells.append((cell[1:-1].replace('""', '"') if '"' in cell else cell).strip(_BLANKS))
    return cells


def _spans(line: str, delimiter: str) -> Iterator[tuple[int, int]]:
    """Yield where each cell begins and ends, blanks around it left out."""
    begin, quoted = 0, False
    for at, sign in enumerate(line + delimiter):
        if sign == '"':
            quoted = not quoted
        elif sign == delimiter and (not quoted or at == len(line)):
            cell = line[begin:at]
            left = len(cell) - len(cell.lstrip(_BLANKS))
            yield begin + left, max(begin + left, begin + len(cell.rstrip(_BLANKS)))
            begin = at + 1


def plain_cell(text: str) -> str:
    """A cell without the commas between thousands, if it is a number written with them."""
    found = _THOUSANDS.fullmatch(text) if "," in text else None
    return found[1].replace(",", "") + found[2] if found else text
