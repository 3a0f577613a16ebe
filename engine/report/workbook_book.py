"""The workbook that every report writes to: texts are never computed, and hold nothing that is hidden."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from engine.visible import visible

if TYPE_CHECKING:
    from typing import BinaryIO

_CREATED = datetime(2000, 1, 1, tzinfo=UTC)  # the same for every workbook, so that the same results are the same bytes
_OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


class _Sheet(Worksheet):  # type: ignore[misc] # xlsxwriter carries no types
    """A sheet whose one writer of texts, to which merged ranges go too, writes out what is hidden."""

    def _write_string(self, row: int, column: int, text: str, style: Any = None) -> Any:
        return super()._write_string(row, column, visible(text), style)


class Book(xlsxwriter.Workbook):  # type: ignore[misc] # as above
    """A workbook in an open file."""

    worksheet_class = _Sheet

    def __init__(self, stream: BinaryIO, title: str):
        super().__init__(stream, dict(_OPTIONS))
        self.set_properties({"title": visible(title), "created": _CREATED})
