"""The cells of one column before anybody knows what they mean: blank, number, text, date, truth or other.

A column of any source (Parquet, CSV, workbook, DataFrame) becomes the same four arrays, so that each type of
field has one set of rules, applied to whole arrays and to each different text once.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import repeat
from typing import TYPE_CHECKING, Any

import numpy as np

from appraise.data.arrow import EMPTY, array_of, compute, floats_of, numpy_of, pa, texts_of
from appraise.data.columns.shown import held_and_shown
from appraise.texts import Message, msg, plain

if TYPE_CHECKING:
    from numpy.typing import NDArray

BLANK, NUMBER, TEXT, DAY, TRUTH, OTHER = range(6)
EPOCH = dt.date(1970, 1, 1)
BLANKS = "".join(chr(code) for code in range(0x3001) if chr(code).isspace()) + "\u200b\u200e\u200f\u2060\ufeff"
EXACT = 2**53  # whole numbers up to here are exact in float64
_NOWHERE = array_of(np.array([-1]))[0]
_OF_TYPE = "a value of type "  # how the label of a cell begins that is of a type that no field has
CellReader = Callable[[bool], "Cells"]  # reads a column; the argument says whether whole numbers are texts


@dataclass(frozen=True, slots=True, eq=False)
class Cells:
    """A column of n cells.

    kinds: int8 [n], one of BLANK, NUMBER, TEXT, DAY, TRUTH, OTHER.
    values: float64 [n]: a number, days since 1970-01-01 (with the time of day as fraction), or 1 and 0 for a
    truth; NaN elsewhere.
    codes: int [n]: the position in `labels` of a TEXT or OTHER cell, else -1.
    labels: an Arrow array of strings without blanks around them; the same text can stand in it twice.
    signs: the currencies that number formats show beside NUMBER cells.
    """

    kinds: NDArray[np.int8]
    values: NDArray[np.float64]
    codes: NDArray[np.intp]
    labels: Any
    signs: frozenset[str] = frozenset()

    def __len__(self) -> int:
        return len(self.kinds)

    def part(self, rows: NDArray[Any]) -> Cells:
        """Some of the rows."""
        return Cells(self.kinds[rows], self.values[rows], self.codes[rows], self.labels, self.signs)

    def shown(self, at: int) -> Message:
        """One cell as a message quotes it."""
        kind, value = self.kinds[at], float(self.values[at])
        if kind in (TEXT, OTHER):
            return _quoted(str(self.labels[int(self.codes[at])].as_py()))
        if kind == NUMBER:
            return plain(number_text(value))
        if kind == DAY:
            return plain(moment_text(value))
        return plain(("FALSE", "TRUE")[int(value)]) if kind == TRUTH else msg("(blank)")


def _quoted(text: str) -> Message:
    if found := held_and_shown(text):
        return msg('"{held} shown as {shown}"', held=found[0], shown=found[1])
    if text.startswith(_OF_TYPE):
        return msg('"a value of type {type}"', type=text.removeprefix(_OF_TYPE))
    text = text.replace("\n", " ").replace("\r", "")
    return msg('"{text}"', text=text if len(text) <= 60 else text[:57] + "...")


def number_text(value: float) -> str:
    """Write a number as people write it: 1001 for 1001.0, otherwise the shortest digits that mean it.

    >>> number_text(1001.0), number_text(0.1)
    ('1001', '0.1')
    """
    return str(int(value)) if value.is_integer() and abs(value) < 1e16 else repr(value)


def percent_text(value: float) -> str:
    """Write a share as the percent that it is, with every digit: 0.953 is "95.3%".

    >>> percent_text(0.953)
    '95.3%'
    """
    return plain_digits(Decimal(repr(value)).scaleb(2)) + "%"


def plain_digits(value: Decimal) -> str:
    """Write a number without an exponent and without zeros at its end.

    >>> plain_digits(Decimal("1.20E+4")), plain_digits(Decimal("0.50"))
    ('12000', '0.5')
    """
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def moment_text(days: float) -> str:
    """Write days since 1970-01-01 as a date, with the time of day if there is one."""
    try:
        moment = dt.datetime(1970, 1, 1) + dt.timedelta(days=days)  # noqa: DTZ001  a calendar day has no zone
    except OverflowError:  # no day of the calendar
        return msg("day {days:,} after 1970-01-01", days=round(days))
    return moment.date().isoformat() if days == np.floor(days) else moment.isoformat(" ", "seconds")


def of_arrow(column: Any, as_text: bool = False) -> Cells:
    """Take over an Arrow column without touching cells one by one.

    With `as_text` whole numbers become their digits. Null and NaN are blank. Timestamps with a time zone
    are taken as the clock shows in that zone.
    """
    kind, types = column.type, pa.types
    if types.is_dictionary(kind) and not _is_string(kind.value_type):
        return of_arrow(compute.cast(column, kind.value_type), as_text)
    if types.is_dictionary(kind) or _is_string(kind):
        return _of_strings(column)
    if types.is_null(kind):
        return _typed(np.full(len(column), np.nan), NUMBER)
    if types.is_boolean(kind):
        return _typed(floats_of(compute.cast(column, pa.int8())), TRUTH)
    if types.is_integer(kind):
        if as_text:
            return _of_strings(compute.cast(column, pa.string()))
        return _typed(floats_of(column), NUMBER)
    if types.is_floating(kind):
        return _typed(floats_of(column), NUMBER)
    if types.is_decimal(kind):  # by way of its digits: the nearest float of exactly what is stored
        return _typed(floats_of(compute.cast(column, pa.string())), NUMBER)
    if types.is_date(kind):
        return _typed(floats_of(compute.cast(compute.cast(column, pa.date32()), pa.int32())), DAY)
    if types.is_timestamp(kind):
        local = compute.local_timestamp(column) if kind.tz else column
        whole = compute.cast(compute.cast(local, pa.timestamp("us"), safe=False), pa.int64())
        return _typed(floats_of(whole) / 86_400_000_000, DAY)
    blank = numpy_of(compute.is_null(column))
    codes = np.where(blank, -1, 0).astype(np.intp)
    kinds = np.where(blank, BLANK, OTHER).astype(np.int8)
    return Cells(kinds, np.full(len(column), np.nan), codes, texts_of([f"{_OF_TYPE}{kind}"]))


def of_objects(column: Sequence[Any]) -> Cells:
    """Take over Python objects, as a workbook or a DataFrame of mixed cells gives them."""
    count = len(column)
    kinds = np.fromiter(map(_PLAIN.get, map(type, column), repeat(-1)), np.int8, count)
    for i in np.flatnonzero(kinds < 0).tolist():
        kinds[i] = _kind(column[i])
    values = np.full(count, np.nan)
    for kind in (NUMBER, TRUTH, DAY):
        at = np.flatnonzero(kinds == kind)
        picked = [column[i] for i in at.tolist()]
        values[at] = np.array([_days(day) for day in picked] if kind == DAY else picked, np.float64)
    kinds[(kinds == NUMBER) & np.isnan(values)] = BLANK
    at = np.flatnonzero((kinds == TEXT) | (kinds == OTHER))
    codes, known = np.full(count, -1, np.intp), dict[str, int]()
    codes[at] = [known.setdefault(str(column[i]), len(known)) for i in at.tolist()]
    codes, labels = _trimmed(codes, texts_of(known))
    kinds[at[codes[at] < 0]] = BLANK
    return Cells(kinds, values, codes, labels)


def _is_string(kind: Any) -> bool:
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind))


def _typed(values: NDArray[np.float64], kind: int) -> Cells:
    kinds = np.where(np.isnan(values), BLANK, kind).astype(np.int8)
    none = np.broadcast_to(np.intp(-1), len(values))  # one number, seen n times
    return Cells(kinds, values, none, texts_of(()))


def _of_strings(column: Any) -> Cells:
    if pa.types.is_string_view(column.type):
        column = compute.cast(column, pa.large_string())
    coded = column if pa.types.is_dictionary(column.type) else compute.dictionary_encode(column)
    if isinstance(coded, pa.ChunkedArray):
        coded = coded.unify_dictionaries().combine_chunks()
    if isinstance(coded, pa.ChunkedArray):  # a table without rows
        return of_objects(())
    given = numpy_of(compute.fill_null(compute.cast(coded.indices, pa.int64()), _NOWHERE))
    codes, labels = _trimmed(given.astype(np.intp, copy=False), compute.cast(coded.dictionary, pa.large_string()))
    kinds = np.where(codes < 0, BLANK, TEXT).astype(np.int8)
    return Cells(kinds, np.broadcast_to(np.nan, len(codes)), codes, labels)


def _trimmed(codes: NDArray[np.intp], labels: Any) -> tuple[NDArray[np.intp], Any]:
    """Take the blanks around labels off; those of which nothing is left have the code -1."""
    labels = compute.utf8_trim(compute.fill_null(labels, EMPTY), characters=BLANKS)
    empty = np.append(numpy_of(compute.equal(labels, EMPTY)), True)  # and code -1
    return np.where(empty[codes], -1, codes), labels


_PLAIN = {str: TEXT, float: NUMBER, bool: TRUTH, dt.date: DAY, dt.datetime: DAY}  # what workbooks hold


def _kind(cell: Any) -> int:
    if cell is None:
        return BLANK
    if isinstance(cell, str):
        return TEXT
    if isinstance(cell, np.bool_):
        return TRUTH
    if isinstance(cell, np.floating):
        return NUMBER
    if isinstance(cell, int | np.integer):
        return NUMBER if abs(int(cell)) <= EXACT else TEXT  # longer ones keep their digits as text
    if isinstance(cell, dt.date):
        return DAY if cell == cell else BLANK  # noqa: PLR0124  pandas' NaT is a date that is not itself
    if isinstance(cell, Decimal):
        return NUMBER
    return BLANK if str(cell) in ("<NA>", "NaT") else OTHER


def _days(moment: dt.date) -> float:
    day = moment.toordinal() - EPOCH.toordinal()
    if not isinstance(moment, dt.datetime):
        return float(day)
    return day + (moment.hour * 3600 + moment.minute * 60 + moment.second + moment.microsecond / 1e6) / 86400
