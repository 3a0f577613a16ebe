"""What the workbook reader does not tell: failed formulas, number formats, merged cells, hidden rows and columns.

The reader gives an empty text for `#N/A`, 0.95 for a cell that shows 95%, and nothing of what covers or hides a cell.
Taken as they are, a failed formula would count as "no value", and 95 points and 95% could not be told apart. So the
XML of the sheet is searched for such things, without parsing the rest.
"""

from __future__ import annotations

import html
import re
import zipfile
import zlib
from dataclasses import dataclass, field
from io import BytesIO
from typing import IO, TYPE_CHECKING, NamedTuple

from appraise.data.files.number_formats import Format, parsed
from appraise.data.files.sheet_names import UnmarkedError, attributes, part_of, tags
from appraise.texts import msg, plain

if TYPE_CHECKING:
    from collections.abc import Iterator

_CHUNK = 1 << 24
_ERROR = re.compile(rb"""<(?:\w+:)?c\s([^>]*?\bt=["']e["'][^>]*)>(.*?)</(?:\w+:)?c>""", re.DOTALL)
_FORMULA = re.compile(
    rb"<(?:\w+:)?c\s([^>]*)(?<!/)>\s*<(?:\w+:)?f(?:\s[^>]*)?(?:/>|>([^<]*)</(?:\w+:)?f>)\s*"
    rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v\s*>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
_ANY_FORMULA = re.compile(rb"<(?:\w+:)?c\s([^>]*)(?<!/)>\s*<(?:\w+:)?f[\s>/]")
_WAITS = re.compile(rb"""\bfullCalcOnLoad=["'](?:1|true)["']""")
_VALUE = re.compile(rb"<(?:\w+:)?v[^>]*>([^<]*)<")
_HIDDEN_ROW = re.compile(rb"""<(?:\w+:)?row\s([^>]*\b(?:hidden=["'](?:1|true)["']|ht=["']0(?:\.0*)?["'])[^>]*)>""")
_HIDDEN_COLUMN = re.compile(
    rb"""<(?:\w+:)?col\s([^>]*\b(?:hidden=["'](?:1|true)["']|width=["']0(?:\.0*)?["'])[^>]*)>"""
)
_FILTER = re.compile(rb"""<(?:\w+:)?filterColumn[\s>]|\bfilterMode=["'](?:1|true)["']""")
_BUILT_IN = {9: "0%", 10: "0.00%"}  # the other formats without a code of their own show the number


class Area(NamedTuple):
    """Merged cells, all ends included, from 0."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass
class Marks:
    """What is to be known of a sheet; rows and columns count from 0.

    texts: what is shown in place of a value, by (row, column). styled: for each column (row, style) of the cells whose
    style has a format in `formats`. merged: the areas of merged cells. hidden_rows, hidden_columns: those that nobody
    sees; filtered: whether a filter hides rows. uncomputed: the last row with a formula in each column, if the file
    asks that all of its formulas be computed when it is opened: a program wrote it, and its results may be mere
    placeholders.
    """

    texts: dict[tuple[int, int], str] = field(default_factory=dict)
    styled: dict[int, list[tuple[int, int]]] = field(default_factory=dict)
    formats: dict[int, Format] = field(default_factory=dict)
    merged: list[Area] = field(default_factory=list)
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)  # first and last
    filtered: bool = False
    uncomputed: dict[int, int] = field(default_factory=dict)


def marks_of(content: bytes, sheet: str) -> Marks:
    """Search a sheet of a workbook. Raises UnmarkedError if its inner files cannot be found or read."""
    marks = Marks()
    try:
        with zipfile.ZipFile(BytesIO(content)) as package:
            marks.formats = _formats(package)
            waits = _WAITS.search(package.read("xl/workbook.xml")) is not None
            shown = _styled(list(marks.formats)) if marks.formats else None
            with package.open(part_of(package, sheet)) as stream:
                for chunk in _chunks(stream):
                    _search(chunk, marks, shown)
                    for found in _ANY_FORMULA.finditer(chunk) if waits else ():
                        row, column = _place(found[1])
                        marks.uncomputed[column] = row
    except (KeyError, ValueError, zipfile.BadZipFile, zlib.error, NotImplementedError) as problem:
        raise UnmarkedError(plain(str(problem))) from problem
    return marks


def _search(chunk: bytes, marks: Marks, shown: re.Pattern[bytes] | None) -> None:
    for found in _ERROR.finditer(chunk):
        value = _VALUE.search(found[2])
        marks.texts[_place(found[1])] = html.unescape(value[1].decode()) if value else "#N/A"
    if b"<f" in chunk or b":f" in chunk:
        for found in _FORMULA.finditer(chunk):
            if attributes(found[1]).get("t") not in ("str", "e"):
                marks.texts[_place(found[1])] = "=" + html.unescape((found[2] or b"...").decode())
    for found in shown.finditer(chunk) if shown else ():
        row, column = (int(found[2]) - 1, _column(found[1].decode())) if found[1] else _place(found[0])
        marks.styled.setdefault(column, []).append((row, int(found[3] or found[4] or 0)))
    _search_layout(chunk, marks)


def _search_layout(chunk: bytes, marks: Marks) -> None:
    """Look for what covers or hides cells."""
    if b"hidden=" in chunk or b'ht="0' in chunk or b'width="0' in chunk:
        marks.hidden_rows += [int(attributes(found[1])["r"]) - 1 for found in _HIDDEN_ROW.finditer(chunk)]
        for found in _HIDDEN_COLUMN.finditer(chunk):
            tag = attributes(found[1])
            marks.hidden_columns.append((int(tag["min"]) - 1, int(tag["max"]) - 1))
    marks.filtered = marks.filtered or _FILTER.search(chunk) is not None
    if b"mergeCell" in chunk:
        for tag in tags(chunk, b"mergeCell"):
            first, _, last = tag["ref"].partition(":")
            (top, left), (bottom, right) = _cell(first), _cell(last or first)
            marks.merged.append(Area(top, left, bottom, right))


def _styled(styles: list[int]) -> re.Pattern[bytes]:
    """What finds the cells of some styles that hold something: mostly they begin with their place."""
    listed = b"|".join(str(style).encode() for style in styles)
    found = rb"""<(?:\w+:)?c\s(?:r="([A-Z]{1,3})([0-9]{1,7})"\ss="(%s)"|[^>]*?\bs=["'](%s)["'])[^>]*(?<!/)>"""
    if 0 in styles:
        found = found.replace(rb"|[^>]*?", rb"|(?![^>]*\ss=)|[^>]*?")
    return re.compile(found % (listed, listed))


def _chunks(stream: IO[bytes]) -> Iterator[bytes]:
    """The text in parts that each hold whole rows."""
    rest = b""
    while part := stream.read(_CHUNK):
        rest += part
        cut = max(rest.rfind(b"<row"), rest.rfind(b":row"))
        if cut > 0:
            yield rest[:cut]
            rest = rest[cut:]
    yield rest


def _place(tag: bytes) -> tuple[int, int]:
    return _cell(attributes(tag).get("r", ""))


def _cell(name: str) -> tuple[int, int]:
    """Read the name of a cell, such as B3."""
    found = re.fullmatch(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})", name)
    if not found:
        raise UnmarkedError(msg("a cell does not say where it stands"))
    return int(found[2]) - 1, _column(found[1])


def _column(letters: str) -> int:
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    return column - 1


def _formats(package: zipfile.ZipFile) -> dict[int, Format]:
    """The number formats by the number of the cell style, but those that show a number as its digits alone."""
    if "xl/styles.xml" not in package.namelist():
        return {}
    text = package.read("xl/styles.xml")
    codes = _BUILT_IN | {int(tag["numFmtId"]): tag.get("formatCode", "") for tag in tags(text, b"numFmt")}
    formats = {number: parsed(code) for number, code in codes.items()}
    used = re.search(rb"<(?:\w+:)?cellXfs[\s>](.*?)</(?:\w+:)?cellXfs>", text, re.DOTALL)
    numbers = [int(tag.get("numFmtId", "0")) for tag in tags(used[1], b"xf")] if used else []
    return {
        style: formats[number]
        for style, number in enumerate(numbers)
        if number in formats and not (formats[number].plain and formats[number].bare)
    }
