"""Results as data: CSV, Parquet and JSON with stable column names, written stretch by stretch.

A stretch is a view of some rows, so that a million rows are never held twice.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import numpy as np

from appraise.data.arrow import array_of, compute, csv, pa, parquet, texts_of
from appraise.data.columns.cells import plain_digits
from appraise.data.files.guards import guard
from appraise.formula.vectors import Text
from appraise.formula.written_numbers import as_written
from appraise.report.results.columns import ResultColumn, result_columns

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from appraise.execution.worksheet import Worksheet
    from appraise.formula.vectors import Column
    from appraise.report.about import About

STRETCH = 131_072  # rows of a stretch, and of a row group in Parquet
_RECORDS = 4_096  # rows that are Python objects at one time
_JOINED = ("gates", "outcomes")
_LARGE, _SMALL = 1e10, 1e-6  # from and below which Arrow writes exponents


def write_csv(worksheet: Worksheet, path: Path) -> None:
    """Write results as CSV: UTF-8 with a BOM, without which Excel garbles Chinese; texts that Excel would compute are guarded."""
    shapes = _Shapes(worksheet, guarded=True, coded=False)
    with path.open("wb") as stream:
        stream.write(b"\xef\xbb\xbf")
        with csv.CSVWriter(stream, shapes.schema) as writer:
            for batch in shapes.batches(STRETCH):
                writer.write_batch(batch)


def write_parquet(worksheet: Worksheet, path: Path, about: About) -> None:
    """Write results as Parquet, with their origin in its metadata."""
    shapes = _Shapes(worksheet)
    origin = json.dumps(asdict(about), ensure_ascii=False)
    schema = shapes.schema.with_metadata({"appraise": origin.encode()})
    with path.open("wb") as stream, parquet.ParquetWriter(stream, schema, compression="zstd") as writer:
        for batch in shapes.batches(STRETCH):
            writer.write_batch(batch, row_group_size=STRETCH)


def write_json(worksheet: Worksheet, path: Path, about: About) -> None:
    """One record a line, inside one object."""
    shapes = _Shapes(worksheet, coded=False)
    encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode
    with path.open("w", encoding="utf-8", newline="\n") as stream:
        origin = json.dumps(asdict(about), ensure_ascii=False)
        stream.write(f'{{"about": {origin},\n"results": [')
        before = "\n"
        for batch in shapes.batches(_RECORDS):
            columns = [column.to_pylist() for column in batch.columns]
            for values in zip(*columns, strict=True):
                stream.write(before + encode(dict(zip(shapes.schema.names, values, strict=True))))
                before = ",\n"
        stream.write("\n]}\n")


@dataclass
class _Shapes:
    """The Arrow type of every result column, and the labels of texts, made once."""

    worksheet: Worksheet
    guarded: bool = False
    coded: bool = True
    labels: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        plan = self.worksheet.plan
        self.schema = pa.schema([(c.name, self._type(c)) for c in result_columns(plan)])

    def _type(self, column: ResultColumn) -> Any:
        if not column.text:
            return pa.string() if self.guarded and self._has_exponents(column.name) else pa.float64()
        if not self.coded or self._is_open(column.name):
            return pa.string()
        ordered = not self._is_made(column.name) and self.worksheet.text(column.name).ordered
        return pa.dictionary(pa.int32(), pa.string(), ordered=ordered)

    def _has_exponents(self, name: str) -> bool:
        """Whether numbers would be written as 1.2e+11, which spreadsheets shorten and the reader of data refuses."""
        column = shown_column(self.worksheet, name)
        sizes = np.abs(np.asarray(column, np.float64))
        return bool(((sizes >= _LARGE) & np.isfinite(sizes)).any() or ((sizes > 0) & (sizes < _SMALL)).any())

    def _is_made(self, name: str) -> bool:
        """Whether texts are made for each stretch anew, with labels of its own: joined ones, dates, conditions."""
        beside = self.worksheet.plan.beside.get(name)
        return name in _JOINED or (beside is not None and beside.type.kind != "text")

    def _is_open(self, name: str) -> bool:
        """Whether a column may hold any text, so that almost every row has its own."""
        data = self.worksheet.plan.ruleset.data
        if name in ("period", data.period):
            return False
        return name == "employee" or (name in data.fields and data.fields[name].values is None)

    def batches(self, most: int) -> Iterator[Any]:
        """The results, at most so many rows at a time."""
        for start in range(0, len(self.worksheet), most):
            some = self.worksheet.part(slice(start, start + most))
            arrays = [self._array(shown_column(some, f.name), f) for f in self.schema]
            yield pa.RecordBatch.from_arrays(arrays, schema=self.schema)

    def _array(self, values: Column, field: Any) -> Any:
        if isinstance(values, Text):
            codes = array_of(values.codes.astype(np.int32), values.codes < 0)
            labels = self._labels(field.name, values.labels)
            if pa.types.is_dictionary(field.type):
                return pa.DictionaryArray.from_arrays(codes, labels, ordered=field.type.ordered)
            return labels.take(codes)
        numbers = values.astype(np.float64, copy=False)
        numbers, missing = numbers if self.coded else as_written(numbers), ~np.isfinite(values)
        if pa.types.is_string(field.type):
            return pa.array([None if gone else plain_digits(Decimal(repr(value)))
                             for value, gone in zip(numbers.tolist(), missing.tolist(), strict=True)], pa.string())  # fmt: skip
        return array_of(numbers, missing)

    def _labels(self, name: str, labels: tuple[str, ...]) -> Any:
        if name not in self.labels or self._is_made(name):
            texts = texts_of(guard(x) if self.guarded else x for x in labels)
            self.labels[name] = compute.cast(texts, pa.string())
        return self.labels[name]


def shown_column(worksheet: Worksheet, name: str) -> Column:
    """A result column, or the joined `gates` (ids) and `outcomes` (messages)."""
    ruleset = worksheet.plan.ruleset
    if name == "gates":
        return worksheet.joined("gate", {g: g for g in ruleset.gates})
    if name == "outcomes":
        return worksheet.joined("outcome", {o.id: o.message for o in ruleset.outcomes.values()})
    return worksheet.result(name)
