"""What the workbook reader does not tell: error cells, formulas without a result, and cells shown with %.

The reader gives an empty text for `#N/A` and 0.95 for a cell that shows 95%. Taken as they are, a failed
formula would count as "no value", and 95 points and 95% could not be told apart. So the XML of the sheet is
searched for such cells, without parsing the rest.
"""

from __future__ import annotations

import html
import re
import zipfile
import zlib
from dataclasses import dataclass, field
from decimal import Decimal
from io import BytesIO
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_CHUNK = 1 << 24
_ATTRIBUTE = re.compile(rb"""([\w:]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_ERROR = re.compile(rb"""<(?:\w+:)?c\s([^>]*?\bt=["']e["'][^>]*)>(.*?)</(?:\w+:)?c>""", re.DOTALL)
_FORMULA = re.compile(
    rb"<(?:\w+:)?c\s([^>]*)(?<!/)>\s*<(?:\w+:)?f(?:\s[^>]*)?(?:/>|>([^<]*)</(?:\w+:)?f>)\s*"
    rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v\s*>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
_ANY_FORMULA = re.compile(rb"<(?:\w+:)?c\s([^>]*)(?<!/)>\s*<(?:\w+:)?f[\s>/]")
_WAITS = re.compile(rb"""\bfullCalcOnLoad=["'](?:1|true)["']""")
_VALUE = re.compile(rb"<(?:\w+:)?v[^>]*>([^<]*)<")
_BUILT_IN_PERCENT = {9, 10}


class UnmarkedError(Exception):
    """The workbook's inner files are not as the standard has them, so its cells cannot be checked."""


@dataclass
class Marks:
    """Cells by (row, column) from 0: `texts` to show instead, and `percent` as the rows of each column.

    uncomputed: the last row with a formula in each column, if the file asks that all of its formulas be
    computed when it is opened: a program wrote it, and its results may be mere placeholders.
    """

    texts: dict[tuple[int, int], str] = field(default_factory=dict)
    percent: dict[int, list[int]] = field(default_factory=dict)
    uncomputed: dict[int, int] = field(default_factory=dict)

    @staticmethod
    def shown_percent(value: float) -> str:
        """Write a share as the percent that it is, with every digit: 0.953 is "95.3%"."""
        text = f"{Decimal(repr(value)).scaleb(2):f}"
        return (text.rstrip("0").rstrip(".") if "." in text else text) + "%"


def marks_of(content: bytes, sheet: str) -> Marks:
    """Search a sheet of a workbook. Raises UnmarkedError if its inner files cannot be found or read."""
    marks = Marks()
    try:
        with zipfile.ZipFile(BytesIO(content)) as package:
            styles = _percent_styles(package)
            waits = _WAITS.search(package.read("xl/workbook.xml")) is not None
            shown = re.compile(
                rb"""<(?:\w+:)?c\s([^>]*?\bs=["'](?:%s)["'][^>]*)(?<!/)>""" % b"|".join(styles)
            ) if styles else None  # fmt: skip
            with package.open(_part(package, sheet)) as stream:
                for chunk in _chunks(stream):
                    _search(chunk, marks, shown)
                    for found in _ANY_FORMULA.finditer(chunk) if waits else ():
                        row, column = _place(found[1])
                        marks.uncomputed[column] = row
    except (KeyError, ValueError, zipfile.BadZipFile, zlib.error, NotImplementedError) as problem:
        raise UnmarkedError(str(problem)) from problem
    return marks


def _search(chunk: bytes, marks: Marks, shown: re.Pattern[bytes] | None) -> None:
    for found in _ERROR.finditer(chunk):
        value = _VALUE.search(found[2])
        marks.texts[_place(found[1])] = html.unescape(value[1].decode()) if value else "#N/A"
    if b"<f" in chunk or b":f" in chunk:
        for found in _FORMULA.finditer(chunk):
            if _attributes(found[1]).get("t") not in ("str", "e"):
                marks.texts[_place(found[1])] = "=" + html.unescape((found[2] or b"...").decode())
    if shown:
        for found in shown.finditer(chunk):
            row, column = _place(found[1])
            marks.percent.setdefault(column, []).append(row)


def _chunks(stream: IO[bytes]) -> Iterator[bytes]:
    """Give the text in parts that each hold whole rows."""
    rest = b""
    while part := stream.read(_CHUNK):
        rest += part
        cut = max(rest.rfind(b"<row"), rest.rfind(b":row"))
        if cut > 0:
            yield rest[:cut]
            rest = rest[cut:]
    yield rest


def _attributes(tag: bytes) -> dict[str, str]:
    return {
        name.decode(): html.unescape((a or b).decode()) for name, a, b in _ATTRIBUTE.findall(tag)
    }  # fmt: skip


def _place(tag: bytes) -> tuple[int, int]:
    found = re.fullmatch("([A-Z]{1,3})([0-9]{1,7})", _attributes(tag).get("r", ""))
    if not found:
        raise ValueError("a cell does not say where it stands")
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - 64
    return int(found[2]) - 1, column - 1


def _tags(text: bytes, name: bytes) -> Iterator[dict[str, str]]:
    for found in re.finditer(rb"<(?:\w+:)?%s\s([^>]*)>" % name, text):
        yield _attributes(found[1])


def _part(package: zipfile.ZipFile, sheet: str) -> str:
    """Find the inner file of a sheet by the sheet's name."""
    ids = [next((value for key, value in tag.items() if key.endswith(":id")), "")
           for tag in _tags(package.read("xl/workbook.xml"), b"sheet")
           if tag.get("name") == sheet]  # fmt: skip
    if not ids:
        raise ValueError(f"sheet {sheet} is not in its list of sheets")
    targets = {tag["Id"]: tag["Target"] for tag in
               _tags(package.read("xl/_rels/workbook.xml.rels"), b"Relationship")}  # fmt: skip
    target = targets[ids[0]]
    return target[1:] if target.startswith("/") else "xl/" + target


def _percent_styles(package: zipfile.ZipFile) -> list[bytes]:
    """Give the numbers of the cell styles whose format shows a percent sign."""
    if "xl/styles.xml" not in package.namelist():
        return []
    text = package.read("xl/styles.xml")
    own = {int(tag["numFmtId"]) for tag in _tags(text, b"numFmt") if is_percent(tag.get("formatCode", ""))}
    named = {int(tag["numFmtId"]) for tag in _tags(text, b"numFmt")}
    percent = own | (_BUILT_IN_PERCENT - named)
    used = re.search(rb"<(?:\w+:)?cellXfs[\s>](.*?)</(?:\w+:)?cellXfs>", text, re.DOTALL)
    formats = [int(tag.get("numFmtId", "0")) for tag in _tags(used[1], b"xf")] if used else []
    return [str(at).encode() for at, number in enumerate(formats) if number in percent]


def is_percent(code: str) -> bool:
    """Whether a number format multiplies by 100 and shows %: not inside quotes or after a backslash."""
    return "%" in re.sub(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]', "", code)
