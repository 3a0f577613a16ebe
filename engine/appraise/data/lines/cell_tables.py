"""Lines of tables that were read cell by cell, or computed: workbooks, DataFrames, results of other rulesets."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from appraise.data.arrow import array_of, pa
from appraise.data.columns.decimal_signs import decided_by_cells
from appraise.data.columns.fields import holds_text, read_field
from appraise.data.findings import ColumnPlace, diagnostics_of
from appraise.data.keys import read_employees
from appraise.data.lines.alike import alike_among
from appraise.data.lines.table import Keyless, Lines, arrow_of, date_of, groups_of, owner, pkey
from appraise.data.matching import match_columns

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from appraise.data.files.raw_table import RawTable
    from appraise.data.lines.database import Database
    from appraise.diagnostics import Diagnostic
    from appraise.policy.model import LineSource, PeriodKind


def typed_of(
    source: LineSource, raw: RawTable, kind: PeriodKind, database: Database
) -> tuple[Lines | None, list[Diagnostic]]:
    """Take over a table that was read cell by cell: a workbook, a DataFrame, or a text file that is not plain."""
    matched, found = match_columns(source.fields.values(), raw)
    found += raw.problems
    if found and raw.elsewhere:  # the headings stand in several rows: the first rows are no data
        return None, found
    held: dict[str, Any] = {"line": array_of(np.arange(len(raw.rows)))}
    columns = {id_: f"f{i}" for i, id_ in enumerate(source.fields)}
    present = {id_: of for id_, of in source.fields.items() if id_ in matched}
    cells_of = {id_: raw.columns[matched[id_]](holds_text(of) or id_ in source.named_by) for id_, of in present.items()}
    fields, undecided = decided_by_cells(present, cells_of, matched, raw.label, raw.delimiter, raw.decimal)
    found += undecided
    for id_, of in fields.items():
        cells = cells_of[id_]
        column, findings = read_employees(of, cells, blank=True) if id_ in source.named_by else read_field(of, cells)
        found += diagnostics_of(findings, cells.shown, ColumnPlace(raw.label, matched[id_], raw.rows))
        held[columns[id_]] = arrow_of(column)
    if found:
        return None, found
    lines = table_of_columns(source, raw.file, pa.table(held), columns, matched, kind, database,
                             lambda lines: [int(raw.rows[n]) for n in lines], lambda: raw.digest, raw.label)  # fmt: skip
    return replace(lines, alike=lambda: alike_among(raw.every_row())), []


def table_of_columns(source: LineSource, file: str, held: Any, columns: Mapping[str, str], headings: Mapping[str, str],
                     kind: PeriodKind, database: Database, row_of: Callable[[Sequence[int]], list[int]],
                     digest: Callable[[], str], label: str = "") -> Lines:  # fmt: skip
    """Make lines of an Arrow table of values."""
    table = f"lines_{len(database.rows('SHOW TABLES'))}"
    database.register(f"{table}_held", held)
    day = columns.get(source.date or "")
    number = f", {pkey(date_of(day), kind)} AS pkey" if day else ""
    database.run(f"CREATE TABLE {table} AS SELECT *{number} FROM {table}_held")
    groups = groups_of(source, table, columns, database)
    keyless = Keyless(owner(source, columns), columns.get(source.period or "", "pkey"))
    return Lines(source, file, table, columns, headings, row_of, digest, groups, keyless=keyless, label=label)
