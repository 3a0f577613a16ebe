"""What is said of a text file whose encoding is not certain: one cell under each reading, and what to write."""

from __future__ import annotations

from typing import TYPE_CHECKING

from appraise.notation.encodings import ENCODINGS
from appraise.texts import NOTHING, Listed, msg, plain

if TYPE_CHECKING:
    from appraise.notation.decoding import Decoded
    from appraise.texts import Message

BESIDE = msg("beside `fields:` (under `data`, or the source)")
SAVE = msg("in Excel or WPS: Save As, CSV UTF-8; or save the table as .xlsx")


def why_unreadable(found: Decoded, stated: str | None, beside: Message = BESIDE) -> tuple[Message, Message, int]:
    """A message, a hint, and the number of the line that is meant (0: none).

    `beside` says where in a ruleset the encoding is to be written.
    """
    shown = _differing(found)
    if found.contradicts:
        return (msg("The ruleset says that the file is {stated}, but it is {encoding}: {readings}.",
                    stated=stated, encoding=found.contradicts, readings=shown),
                msg("remove `encoding`"), 0)  # fmt: skip
    if found.broken:
        name = stated or found.named.upper()
        message = msg(
            "The text is {encoding}, but line {line} has broken characters.", encoding=name, line=found.broken
        )
        hint = msg("{save}, or correct `encoding: {stated}`", save=SAVE, stated=stated) if stated else SAVE
        return message, hint, found.broken
    if not found.readings:
        return msg("The file is not a table of text in a known encoding."), SAVE, 0
    names = Listed(tuple(f"`encoding: {reading.encoding}`" for reading in found.readings[:3]), "or")
    return (msg("The encoding of the file is not certain. One cell can be {readings}.", readings=shown),
            msg("in Excel or WPS: Save As, CSV UTF-8; or write {encodings} {beside}", encodings=names, beside=beside),
            0)  # fmt: skip


def unreadable_cell(content: bytes, found: Decoded) -> int | None:
    """The number of the line with the cell that is shown."""
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


def _differing(found: Decoded) -> Message:
    at = _at(found)
    if at is None:
        return NOTHING
    return plain(Listed(tuple(
        msg('"{text}" ({encoding})', text=reading.cells[at].strip()[:40], encoding=reading.encoding)
        for reading in found.readings
    ), "or"))  # fmt: skip
