"""The .xlsx file that every report writes to: texts are never computed, and hold nothing that is hidden."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import UTC, datetime
from io import BytesIO
from traceback import clear_frames
from typing import TYPE_CHECKING, Any

import xlsxwriter
from xlsxwriter.exceptions import FileCreateError
from xlsxwriter.worksheet import Worksheet

from appraise.visible import visible, written_out

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_CREATED = datetime(2000, 1, 1, tzinfo=UTC)  # the same for every workbook, so that the same results are the same bytes
_OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


class _Sheet(Worksheet):  # type: ignore[misc] # xlsxwriter carries no types
    """A sheet whose one writer of texts, to which merged ranges go too, writes out what is hidden."""

    def _write_string(self, row: int, column: int, text: str, style: Any = None) -> Any:
        return super()._write_string(row, column, written_out(text), style)


class _Book(xlsxwriter.Workbook):  # type: ignore[misc] # as above
    worksheet_class = _Sheet


@contextmanager
def new_workbook(path: Path, title: str) -> Iterator[Any]:
    """A workbook to fill, written at the end. Raises OSError where it cannot be."""
    packed = BytesIO()  # a package that breaks off in the middle of a file could not be closed
    try:
        with _Book(packed, dict(_OPTIONS)) as book:
            book.set_properties({"title": visible(title), "created": _CREATED})
            yield book
    except FileCreateError as wrapped:  # xlsxwriter's name for any OSError while it packs its parts
        cause = wrapped.args[0] if wrapped.args else None
        for problem in (wrapped, cause):  # their frames hold the package, which would complain when they go
            clear_frames(getattr(problem, "__traceback__", None))
        raise (cause if isinstance(cause, OSError) else OSError(str(wrapped))) from wrapped
    path.write_bytes(packed.getbuffer())
