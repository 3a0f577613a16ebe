"""Old workbooks (.xls): their container and records, searched for error cells and cells shown with %.

Only what engine/data/marks.py needs to know; the cells themselves are read by the workbook reader. Formats:
[MS-CFB] for the container, [MS-XLS] for the records of BIFF8 (Excel 97 to 2003).
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator
from struct import unpack_from

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_END = 0xFFFFFFFA  # sector numbers from here up mean: no further sector
_BOF, _EOF, _SHEET, _FORMAT, _XF, _PASSWORD = 0x0809, 0x000A, 0x0085, 0x041E, 0x00E0, 0x002F
_FORMULA, _NUMBER, _RK, _MANY_RK, _ERROR = 0x0006, 0x0203, 0x027E, 0x00BD, 0x0205
_ERRORS = {0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A"}
Cell = tuple[int, int]


def marks_of_xls(content: bytes, sheet: str, is_percent: Callable[[str], bool]) -> tuple[dict[Cell, str], list[Cell]]:
    """Give the texts of the error cells and the places of the numbers shown with %, by (row, column) from 0.

    `is_percent` judges a number format. Raises ValueError if the file is not as the standard has it.
    """
    try:
        stream = workbook_stream(content)
        version = unpack_from("<H", stream, 4)[0]
        if version != 0x0600:
            raise ValueError("it was written by a very old program")
        start, percent = _globals(stream, sheet, is_percent)
        return _cells(stream, start, percent)
    except (struct.error, IndexError) as problem:
        raise ValueError("its inner structure is damaged") from problem


def workbook_stream(content: bytes) -> bytes:
    """Find the stream called Workbook in the container. Raises ValueError if it is not whole."""
    try:
        return _stream(content)
    except (struct.error, IndexError) as problem:
        raise ValueError("its inner structure is damaged") from problem


def _stream(content: bytes) -> bytes:
    shift, mini_shift = unpack_from("<HH", content, 30)
    size, first_directory = 1 << shift, unpack_from("<I", content, 48)[0]
    cutoff, first_mini, _, first_more = unpack_from("<IIII", content, 56)

    def sector(number: int) -> bytes:
        return content[(number + 1) * size : (number + 2) * size]

    tables = list(unpack_from("<109I", content, 76))
    while first_more < _END:
        numbers = unpack_from(f"<{size // 4}I", sector(first_more))
        tables += numbers[:-1]
        first_more = numbers[-1]
    following = [n for table in tables if table < _END for n in unpack_from(f"<{size // 4}I", sector(table))]
    directory = b"".join(sector(n) for n in _chain(first_directory, following))
    small = b""
    for at in range(0, len(directory), 128):
        length = unpack_from("<H", directory, at + 64)[0]
        name = directory[at : at + max(0, length - 2)].decode("utf-16-le", "replace")
        first, count = unpack_from("<II", directory, at + 116)
        if directory[at + 66] == 5:  # the root, which holds the small streams
            small = b"".join(sector(n) for n in _chain(first, following))
        if name == "EncryptedPackage":
            raise ValueError("it is protected by a password")
        if name.casefold() == "workbook":
            if count >= cutoff:
                found = b"".join(sector(n) for n in _chain(first, following))
            else:
                table = b"".join(sector(n) for n in _chain(first_mini, following))
                chain = _chain(first, list(unpack_from(f"<{len(table) // 4}I", table)))
                found = b"".join(small[n << mini_shift : (n + 1) << mini_shift] for n in chain)
            if len(found) < count:
                raise ValueError("its end is missing")
            return found[:count]
    raise ValueError("it holds no workbook that can be read")


def _chain(first: int, following: list[int]) -> Iterator[int]:
    seen = 0
    while first < _END:
        yield first
        first, seen = following[first], seen + 1
        if seen > len(following):
            raise ValueError("its inner structure is damaged")


def _records(stream: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    """Give the records of one part of the stream, up to its end; embedded parts (charts) are passed over."""
    depth = 0
    while at + 4 <= len(stream):
        kind, length = unpack_from("<HH", stream, at)
        if kind == _BOF:
            depth += 1
        elif kind == _EOF:
            depth -= 1
            if depth <= 0:
                return
        elif depth == 1:
            yield kind, stream[at + 4 : at + 4 + length]
        at += 4 + length


def _globals(stream: bytes, sheet: str, is_percent: Callable[[str], bool]) -> tuple[int, set[int]]:
    """Give where the sheet begins and which cell styles show a percent sign."""
    start, formats, styles = -1, {9: "0%", 10: "0.00%"}, list[int]()
    for kind, data in _records(stream, 0):
        if kind == _SHEET and _text(data, 6, data[6]) == sheet:
            start = unpack_from("<I", data)[0]
        elif kind == _PASSWORD:
            raise ValueError("it is protected by a password")
        elif kind == _FORMAT:
            number, length = unpack_from("<HH", data)
            formats[number] = _text(data, 3, length)
        elif kind == _XF:
            styles.append(unpack_from("<H", data, 2)[0])
    if start < 0:
        raise ValueError(f"sheet {sheet} is not in its list of sheets")
    return start, {at for at, number in enumerate(styles) if is_percent(formats.get(number, ""))}


def _text(data: bytes, at: int, length: int) -> str:
    """Read characters whose flag (two bytes each, or one) stands behind the byte at `at`."""
    wide = data[at + 1] & 1
    return data[at + 2 : at + 2 + length * (2 if wide else 1)].decode("utf-16-le" if wide else "latin-1")


def _cells(stream: bytes, start: int, percent: set[int]) -> tuple[dict[Cell, str], list[Cell]]:
    errors, shown = dict[Cell, str](), list[Cell]()
    for kind, data in _records(stream, start):
        if kind not in (_FORMULA, _NUMBER, _RK, _MANY_RK, _ERROR):
            continue
        row, column, style = unpack_from("<HHH", data)
        if kind == _ERROR:
            if data[7]:
                errors[row, column] = _ERRORS.get(data[6], "#N/A")
        elif kind == _FORMULA and data[12:14] == b"\xff\xff":
            if data[6] == 2:
                errors[row, column] = _ERRORS.get(data[8], "#N/A")
        elif kind == _MANY_RK:
            for i in range((len(data) - 6) // 6):
                if unpack_from("<H", data, 4 + 6 * i)[0] in percent:
                    shown.append((row, column + i))
        elif style in percent:
            shown.append((row, column))
    return errors, shown
