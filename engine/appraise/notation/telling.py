"""What is said of a text file whose encoding is not certain: one cell under each reading, and what to write."""

from __future__ import annotations

from typing import TYPE_CHECKING

from appraise.notation.encodings import ENCODINGS

if TYPE_CHECKING:
    from appraise.notation.decoding import Decoded

BESIDE = "beside `fields:` (under `data`, or the source)"
SAVE = "in Excel or WPS: Save As, CSV UTF-8; or save the table as .xlsx"


def why_unreadable(found: Decoded, stated: str | None) -> tuple[str, str, int]:
    """Give a message, a hint, and the number of the line that is meant (0: none)."""
    shown = _differing(found)
    if found.contradicts:
        return (f"The ruleset says that the file is {stated}, but it is {found.contradicts}: {shown}.",
                "remove `encoding`", 0)  # fmt: skip
    if found.broken:
        name = stated or found.named.upper()
        more = f", or correct `encoding: {stated}`" if stated else ""
        return f"The text is {name}, but line {found.broken} has broken characters.", SAVE + more, found.broken
    if not found.readings:
        return "The file is not a table of text in a known encoding.", SAVE, 0
    names = " or ".join(f"`encoding: {reading.encoding}`" for reading in found.readings[:3])
    return (f"The encoding of the file is not certain. One cell can be {shown}.",
            f"in Excel or WPS: Save As, CSV UTF-8; or write {names} {BESIDE}", 0)  # fmt: skip


def unreadable_cell(content: bytes, found: Decoded) -> int | None:
    """Give the number of the line with the cell that is shown."""
    at = _at(found)
    if at is None:
        return None
    reading = found.readings[0]
    bytes_ = reading.cells[at].encode(ENCODINGS[reading.encoding], "ignore")
    before = content.find(bytes_)
    return content[:before].count(b"\n") + 1 if before >= 0 else None


def _at(found: Decoded) -> int | None:
    """Find the cell in which most readings differ."""
    if not found.readings:
        return None
    columns = list(zip(*(reading.cells for reading in found.readings), strict=True))
    return max(range(len(columns)), key=lambda at: (len(set(columns[at])), -len(columns[at][0])))


def _differing(found: Decoded) -> str:
    at = _at(found)
    if at is None:
        return ""
    return " or ".join(f'"{reading.cells[at].strip()[:40]}" ({reading.encoding})' for reading in found.readings)
