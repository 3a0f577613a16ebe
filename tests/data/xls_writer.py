"""A minimal writer of old workbooks (BIFF8 in a compound file), for there is none among the dependencies."""

from __future__ import annotations

from struct import pack
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

SECTOR = 512
FREE, END, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
ERROR_CODES = {"#N/A": 0x2A, "#DIV/0!": 0x07, "#REF!": 0x17}
STYLES = {"General": 0, "0%": 1, "0.0%": 2, "date": 3}
NUMBER_FORMATS = [0, 9, 164, 14]


def record(kind: int, data: bytes = b"") -> bytes:
    return pack("<HH", kind, len(data)) + data


def text(value: str, count: str) -> bytes:
    return pack(count, len(value)) + b"\x01" + value.encode("utf-16-le")


def cell(row: int, column: int, value: object) -> bytes:
    """A text, a number, an error, a (value, style), or ("=", result) for a formula."""
    style = 0
    if isinstance(value, tuple) and value[0] == "=":
        result = value[1]
        stored = (pack("<BBBBHH", 2, 0, ERROR_CODES[result], 0, 0, 0xFFFF) if isinstance(result, str)
                  else pack("<d", result))  # fmt: skip
        return record(0x0006, pack("<HHH", row, column, 0) + stored + pack("<HIH", 0, 0, 3) + b"\x1e\x01\x00")
    if isinstance(value, tuple):
        value, style = value[0], STYLES[value[1]]
    head = pack("<HHH", row, column, style)
    if value in ERROR_CODES:
        return record(0x0205, head + pack("<BB", ERROR_CODES[str(value)], 1))
    if isinstance(value, str):
        return record(0x0204, head + text(value, "<H"))
    if isinstance(value, list):  # several percents in one record
        cells = b"".join(pack("<HI", style, round(number * 100) << 2 | 3) for number in value)
        return record(0x00BD, pack("<HH", row, column) + cells + pack("<H", column + len(value) - 1))
    return record(0x0203, head + pack("<d", value))


def stream(sheets: dict[str, Sequence[Sequence[object]]]) -> bytes:
    start = record(0x0809, pack("<HHHHII", 0x0600, 5, 0x0DBB, 0x07CC, 0, 6))
    start += record(0x041E, pack("<H", 164) + text("0.0%", "<H"))
    for number in NUMBER_FORMATS:
        start += record(0x00E0, pack("<HHH", 0, number, 0) + bytes(14))
    bodies = []
    for rows in sheets.values():
        body = record(0x0809, pack("<HHHHII", 0x0600, 0x10, 0x0DBB, 0x07CC, 0, 6))
        body += record(0x0200, pack("<IIHHH", 0, len(rows), 0, 50, 0))
        body += b"".join(cell(i, j, v) for i, row in enumerate(rows) for j, v in enumerate(row) if v is not None)
        bodies.append(body + record(0x000A))
    names = [text(name, "<B") for name in sheets]
    at = len(start) + sum(4 + 6 + len(name) for name in names) + 4
    for name, body in zip(names, bodies, strict=True):
        start += record(0x0085, pack("<IBB", at, 0, 0) + name)
        at += len(body)
    return start + record(0x000A) + b"".join(bodies)


def write_xls(path: Path, sheets: dict[str, Sequence[Sequence[object]]], *, small: bool = False) -> Path:
    """Write sheets as rows of cells. `small` keeps the book in the part for small streams, if it fits."""
    book = stream(sheets)
    if not small:
        book = book.ljust(4096, b"\0")
    sectors: list[bytes] = []
    following: list[int] = []

    def put(content: bytes) -> int:
        first = len(sectors)
        parts = [content[i : i + SECTOR].ljust(SECTOR, b"\0") for i in range(0, len(content), SECTOR)]
        following.extend(range(first + 1, first + len(parts)))
        following.append(END)
        sectors.extend(parts)
        return first

    def entry(name: str, kind: int, child: int, first: int, size: int) -> bytes:
        written = (name + "\0").encode("utf-16-le") if name else b""
        return (written.ljust(64, b"\0") + pack("<HBB", len(written), kind, 1)
                + pack("<III", FREE, FREE, child) + bytes(36) + pack("<III", first, size, 0))  # fmt: skip

    mini_first, root, book_first = END, (END, 0), 0
    if small:
        padded = book.ljust(-len(book) // 64 * -64, b"\0")
        count = len(padded) // 64
        root = (put(padded), len(padded))
        mini_first = put(pack(f"<{count}I", *range(1, count), END).ljust(SECTOR, b"\xff"))
    else:
        book_first = put(book)
    directory = entry("Root Entry", 5, 1, *root) + entry("Workbook", 2, FREE, book_first, len(book))
    directory_first = put(directory + entry("", 0, FREE, 0, 0) * 2)
    tables = 1
    while (len(sectors) + tables) * 4 > tables * SECTOR:
        tables += 1
    table_first = len(sectors)
    following += [FAT] * tables
    sectors.append(pack(f"<{len(following)}I", *following).ljust(tables * SECTOR, b"\xff"))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    header += pack("<IIIIIIIII", 0, tables, directory_first, 0, 4096, mini_first, int(small), END, 0)
    header += pack("<109I", *range(table_first, table_first + tables), *[FREE] * (109 - tables))
    path.write_bytes(header + b"".join(sectors))
    return path
