"""Short ways to build fields and to read one column or one file."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np

from appraise.data.columns.cells import of_objects
from appraise.data.columns.fields import read_field
from appraise.data.findings import ColumnPlace, diagnostics_of
from appraise.data.table import Table, read_table
from appraise.diagnostics import Diagnostic, Where
from appraise.formula.vectors import Column, Text
from appraise.policy.model import Data, Field

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

WHERE = Where("r.yaml", 1)
BEGINS, ENDS = date(2026, 1, 1), date(2026, 12, 31)


def field(name: str, kind: Any, *columns: str, **more: Any) -> Field:
    return Field(name, kind, columns or (name,), WHERE, **more)


def data(*fields: Field, period: str | None = "季度", sheet: str | None = None) -> Data:
    keys = [field("工号", "text")] + ([field(period, "text")] if period else [])
    return Data("工号", period, {f.id: f for f in [*keys, *fields]}, sheet)


def read(path: Path, *fields: Field, period: str | None = "季度", **more: Any) -> Table:
    table, found = read_table(data(*fields, period=period), BEGINS, ENDS, "quarter", path, **more)
    assert found == []
    assert table is not None
    return table


def refused(path: Path, *fields: Field, period: str | None = "季度", **more: Any) -> list[Diagnostic]:
    table, found = read_table(data(*fields, period=period), BEGINS, ENDS, "quarter", path, **more)
    assert table is None
    assert found
    return found


def column(of: Field, cells: Sequence[Any]) -> tuple[list[Any], list[Diagnostic]]:
    """Read cells given as Python objects; texts come back as texts."""
    held = of_objects(list(cells))
    read_as, findings = read_field(of, held)
    rows = np.arange(2, len(cells) + 2, dtype=np.int64)
    return listed(read_as), diagnostics_of(findings, held.shown, ColumnPlace("f.csv", of.id, rows))


def one(of: Field, cell: Any) -> Any:
    """Read one cell that is right."""
    values, found = column(of, [cell])
    assert found == []
    return values[0]


def why(of: Field, cell: Any) -> Diagnostic:
    """Read one cell that is wrong."""
    _, found = column(of, [cell])
    assert len(found) == 1
    return found[0]


def listed(read_as: Column) -> list[Any]:
    if isinstance(read_as, Text):
        return read_as.strings()
    return [None if np.isnan(value) else value for value in read_as.tolist()]
