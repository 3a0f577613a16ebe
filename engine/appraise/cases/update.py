"""Rewrites promises that are not kept: only the characters of their values, so that comments and layout stay."""

from __future__ import annotations

import bisect
import json
import re
import shutil
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from appraise.cases.files import run_files
from appraise.diagnostics import Diagnostics
from appraise.formula.vectors import EPOCH
from appraise.formula.written_numbers import digits_of
from appraise.policy.text.document import parse_document
from appraise.writing import replacing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from appraise.cases.comparing import Difference
    from appraise.cases.model import Case, CaseFile
    from appraise.cases.running import Result
    from appraise.diagnostics import Where
    from appraise.policy.text.tree import Node


@dataclass(frozen=True, slots=True)
class Change:
    """One value to be rewritten: characters `start` to `end` of the file's text become `new`."""

    case: str
    at: int  # whose promise, as a position in `Case.given`
    column: str
    where: Where
    old: str
    new: str
    start: int
    end: int


def changes(file: CaseFile, results: Sequence[Result]) -> tuple[list[Change], list[Case]]:
    """What would have to be rewritten for the cases to pass, and the cases that this cannot mend.

    These were refused, or should have been, or state a value in lines of its own.
    """
    found: list[Change] = []
    beyond: list[Case] = []
    for result in results:
        if result.passed:
            continue
        mine = [_change(result.case, d, file.document.text) for d in result.differences]
        if not mine or None in mine:
            beyond.append(result.case)
        found += [change for change in mine if change is not None]
    return sorted(found, key=lambda c: c.start), beyond


def _change(case: Case, difference: Difference, text: str) -> Change | None:
    promise = difference.promise
    span = _span(promise.node, text)
    if span is None:
        return None
    start, end = span
    new = _written(difference, text[start:end])
    return Change(case.name, promise.at, promise.column, promise.node.where, text[start:end], new, start, end)


def _span(node: Node, text: str) -> tuple[int, int] | None:
    """Where a value stands; None for a list without brackets, and for a text in lines of its own."""
    if not isinstance(node.value, list):
        return None if text[node.start] in "|>" else (node.start, node.end)
    lines = text.split("\n")
    start = sum(len(line) + 1 for line in lines[: node.where.line - 1]) + node.where.column - 1
    end = text.find("]", start) + 1
    return (start, end) if text[start] == "[" and end else None


def _written(difference: Difference, old: str) -> str:
    """Write a result as a promise is written, a percent as a percent."""
    got, kind = difference.got, difference.promise.type
    if got is None:
        return "none"
    if isinstance(got, tuple):
        return "[" + ", ".join(got) + "]"
    if isinstance(got, bool):
        return "是否"[not got] if old in ("是", "否") else ("no", "yes")[got]
    if isinstance(got, str):
        return _quoted(got)
    if kind.kind == "date":
        return date.fromordinal(int(got) + EPOCH).isoformat()
    percent = kind.unit == "percent" or old.endswith(("%", "％"))
    return digits_of(got, share=percent, short=True)


def _quoted(text: str) -> str:
    """Put a text in quotes where YAML would read it as something else."""
    document = parse_document(f"{{it: {text}}}", "", Diagnostics())
    plain = document is not None and document.root.plain() == {"it": text} and text != "none"
    return text if plain else json.dumps(text, ensure_ascii=False)


def rewritten(data: bytes, changed: Sequence[Change]) -> bytes:
    """The bytes of a file with the changes made; the ends of its lines stay what they are.

    Positions count in the text as it is read: without the mark at the beginning, every end of line one character.
    """
    text = data.decode("utf-8-sig")
    doubled = [m.start() - i for i, m in enumerate(re.finditer("\r\n", text))]  # in the text as it is read

    def at(position: int) -> int:
        return position + bisect.bisect_left(doubled, position)

    pieces, done = [], 0
    for change in changed:
        pieces += [text[done : at(change.start)], change.new]
        done = at(change.end)
    mark = data[: len(data) - len(text.encode())]
    return mark + ("".join(pieces) + text[done:]).encode()


def update(file: CaseFile, changed: Sequence[Change]) -> bool:
    """Make the changes in a file, at once: whoever reads it meets the old file or the new one, whole.

    False, and the file left alone, where somebody has edited it since it was read, or where the new one would not
    keep the promises that were rewritten.
    """
    real = file.path.resolve()
    data = real.read_bytes()
    if _as_read(data) != file.document.text:
        return False
    with suppress(_NotSoundError), replacing(real) as temporary:
        temporary.write_bytes(rewritten(data, changed))
        shutil.copymode(real, temporary)
        if not _sound(temporary, changed):
            raise _NotSoundError
        return True
    return False


class _NotSoundError(Exception):
    """The file as rewritten would not keep the promises that were rewritten."""


def _sound(path: Path, changed: Sequence[Change]) -> bool:
    (tested,) = run_files([path])
    broken = {(r.case.name, d.promise.at, d.promise.column) for r in tested.results for d in r.differences}
    return tested.plan is not None and not broken & {(c.case, c.at, c.column) for c in changed}


def _as_read(data: bytes) -> str:
    return data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
