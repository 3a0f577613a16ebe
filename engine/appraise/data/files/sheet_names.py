"""Which inner file of a workbook holds which sheet, and the attributes of its XML."""

from __future__ import annotations

import html
import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from appraise.texts import msg

if TYPE_CHECKING:
    import zipfile
    from collections.abc import Iterator

    from appraise.texts import Message

_ATTRIBUTE = re.compile(rb"""([\w:]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_BOOK, _TARGETS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"


class UnmarkedError(Exception):
    """The workbook's inner files are not as the standard has them, so its cells cannot be checked."""

    def __init__(self, problem: Message) -> None:
        super().__init__(problem)
        self.problem = problem


def attributes(tag: bytes) -> dict[str, str]:
    """The attributes of a tag."""
    return {
        name.decode(): html.unescape((a or b).decode()) for name, a, b in _ATTRIBUTE.findall(tag)
    }  # fmt: skip


def tags(text: bytes, name: bytes) -> Iterator[dict[str, str]]:
    """The attributes of every tag of a name."""
    for found in re.finditer(rb"""<(?:\w+:)?%s\s((?:[^>"']|"[^"]*"|'[^']*')*)>""" % name, text):
        yield attributes(found[1])


def part_of(package: zipfile.ZipFile, sheet: str) -> str:
    """Find the inner file of a sheet by the sheet's name. Raises UnmarkedError, or KeyError where the workbook is damaged."""
    for name, part in _parts(package):
        if name == sheet:
            return part
    raise UnmarkedError(msg("sheet {sheet} is not in its list of sheets", sheet=sheet))


def called(package: zipfile.ZipFile, part: str) -> str:
    """The name of the sheet that an inner file holds, or the file's own name where the workbook does not say."""
    try:
        return next(name for name, own in _parts(package) if own == part)
    except (KeyError, StopIteration, UnicodeDecodeError):
        return PurePosixPath(part).stem


def _parts(package: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """The sheets with their inner files."""
    targets = {tag.get("Id", ""): tag.get("Target", "") for tag in tags(package.read(_TARGETS), b"Relationship")}
    for tag in tags(package.read(_BOOK), b"sheet"):
        target = targets.get(next((value for key, value in tag.items() if key.endswith(":id")), ""), "")
        yield tag.get("name", ""), target[1:] if target.startswith("/") else "xl/" + target
