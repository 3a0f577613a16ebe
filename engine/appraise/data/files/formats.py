"""The kinds of files that are read as data, each with the endings of its names and what reads it: stated here once.

Nothing that reads is imported before a file of its kind is met, so that every command may ask which endings there are.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from appraise.extensions import Extension, extensions

if TYPE_CHECKING:
    from appraise.data.files.raw_table import RawTable
    from appraise.diagnostics import Diagnostics

Reader = Callable[[Path, "str | None", "Diagnostics", Collection[str]], "RawTable | None"]


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file. `reader` imports what reads it, for the encoding that is stated, if one is."""

    endings: tuple[str, ...]  # the usual one first
    reader: Callable[[str | None], Reader]


def _workbook(_encoding: str | None) -> Reader:
    from appraise.data.files.workbook import read_workbook  # noqa: PLC0415 - only what is read is imported

    return read_workbook


def _text(encoding: str | None) -> Reader:
    from appraise.data.files.csv_file import read_csv  # noqa: PLC0415 - as above

    return functools.partial(read_csv, encoding=encoding)


def _parquet(_encoding: str | None) -> Reader:
    from appraise.data.files.parquet_file import read_parquet  # noqa: PLC0415 - as above

    return read_parquet


def _json(_encoding: str | None) -> Reader:
    from appraise.data.files.json_file import read_json  # noqa: PLC0415 - as above

    return read_json


WORKBOOK = Format((".xlsx", ".xlsm"), _workbook)
TEXT = Format((".csv", ".tsv", ".txt"), _text)
PARQUET = Format((".parquet",), _parquet)
JSON = Format((".json",), _json)
FORMATS = (WORKBOOK, TEXT, PARQUET, JSON)
USUAL = tuple(one.endings[0] for one in FORMATS)  # what help texts name


def format_of(path: str | Path) -> Format | None:
    """Find the kind of a file by the ending of its name, among those of other packages too; None where nothing reads it.

    Raises ExtensionError where two packages read it.
    """
    ending = Path(path).suffix.lower()
    own = next((one for one in FORMATS if ending in one.endings), None)
    extension = None if own is not None else extensions("appraise.readers").get(ending.removeprefix("."))
    return _of_extension(ending, extension) if extension is not None else own


def endings() -> tuple[str, ...]:
    """List all endings of files that are read, those that other packages read last."""
    more = (f".{name}" for name in extensions("appraise.readers"))
    return tuple(dict.fromkeys((*(ending for one in FORMATS for ending in one.endings), *more)))


def is_workbook(data: object) -> bool:
    """Whether data is a file with sheets that Appraise itself reads."""
    return isinstance(data, (str, Path)) and Path(data).suffix.lower() in WORKBOOK.endings


def may_have_sheets(path: Path) -> bool:
    """Whether a sheet of a file may be asked for: of a workbook, and of what another package reads."""
    return is_workbook(path) or not any(path.suffix.lower() in one.endings for one in FORMATS)


def _of_extension(ending: str, extension: Extension) -> Format:
    def reader(_encoding: str | None) -> Reader:
        from appraise.data.files.extension import read_by  # noqa: PLC0415 - as above

        return functools.partial(read_by, extension)

    return Format((ending,), reader)
