"""Reads the lines of a file with DuckDB: plain cells at once, the others as the cells of every table are read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from appraise.data.arrow import array_of, pa
from appraise.data.columns.cells import of_arrow
from appraise.data.columns.decimal_signs import holds_numbers, shown_in, with_decimals
from appraise.data.columns.fields import holds_text, read_field
from appraise.data.files.guards import unguarded
from appraise.data.files.raw_table import RawTable
from appraise.data.findings import MOST_PER_FIELD, ColumnPlace, diagnostics_of
from appraise.data.keys import read_employees
from appraise.data.lines.plain import Plain, blank, or_missing
from appraise.data.lines.table import Keyless, Lines, arrow_of, date_of, groups_of, owner, pkey
from appraise.data.matching import match_columns
from appraise.diagnostics import Diagnostic, place_of
from appraise.notation.decimals import Shown
from appraise.texts import msg

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from appraise.data.columns.cells import Cells
    from appraise.data.lines.database import Database
    from appraise.data.lines.raw import Raw
    from appraise.policy.model import Field, LineSource, PeriodKind


def viewed(source: LineSource, needed: Collection[str], raw: Raw, kind: PeriodKind, database: Database) -> Lines | None:
    """The lines of a file without reading it: a view, in which cells that are not plain are missing.

    All fields are kept, so that all are checked; the date only where it is `needed` beside its period.
    """
    matched, found = match_columns(source.fields.values(), _headings(raw))
    if found:
        return None
    kept = [id_ for id_ in source.fields if id_ != source.date or id_ in needed]
    work = Plain(source, raw, kind, database, matched, kept)
    work.view()
    return replace(work.lines(), numbered=f"{work.table}_numbered")


def typed(
    source: LineSource, needed: Collection[str], raw: Raw, kind: PeriodKind, database: Database
) -> tuple[Lines | None, list[Diagnostic]]:
    """Read a file that DuckDB can read; None after an error. Raises duckdb.InvalidInputException where the file is not sound.

    All fields are checked; those that are `needed`, and the keys, are kept.
    """
    matched, found = match_columns(source.fields.values(), _headings(raw))
    if found:
        return None, found
    points = {of.id for of in source.fields.values() if of.type == "percent" and of.scale[1] == 100}
    work = Plain(source, raw, kind, database, matched, {*needed, *points})  # `shares` looks at points again
    work.first()
    doubtful = work.doubtful()
    careful = _Careful(work)
    found = (careful.read(doubtful) if doubtful else []) or careful.shares()
    return (None if found else work.lines()), found


def _headings(raw: Raw) -> RawTable:
    return RawTable(raw.file, raw.headings, {}, np.array([], np.int64), "", raw.elsewhere)


class _Careful:
    """Reads the doubtful cells of a file as cells of every table are read, and makes the table anew."""

    def __init__(self, plain: Plain):
        self.plain, self.source, self.raw, self.database = plain, plain.source, plain.raw, plain.database
        self.matched, self.columns, self.cells = plain.matched, plain.columns, plain.cells

    def read(self, doubtful: Sequence[str]) -> list[Diagnostic]:
        """Read the doubtful cells, each different one once, as cells of every table are; then read all lines anew."""
        found: list[Diagnostic] = []
        joins: dict[str, str] = {}
        self.plain.drop()
        doubted = {id_: self._different(id_) for id_ in doubtful}
        fields, found = self._notation(doubted)
        if found:
            return found
        for id_, different in doubted.items():
            of = fields[id_]
            cells = self._taken(different, of)
            column, findings = read_employees(of, cells) if id_ in self.source.named_by else read_field(of, cells)
            if findings.bad.any() or findings.whole:
                whole = replace(findings, which=np.zeros_like(findings.which))
                said = diagnostics_of(
                    whole, cells.shown, ColumnPlace(self.raw.file, self.matched[id_], np.array([], np.int64))
                )
                found += self._refused(of, different.filter(array_of(findings.bad)), said)
                continue
            self.database.register(
                f"read_{self.columns[id_]}", pa.table({"cell": different, "value": arrow_of(column)})
            )
            joins[id_] = f"read_{self.columns[id_]}"
        if not found:
            self._again(joins)
            self.plain.groups = groups_of(self.source, self.plain.table, self.columns, self.database)
            who, when = owner(self.source, self.columns), self.columns.get(self.source.period or "", "pkey")
            self.plain.keyless = Keyless(who, when, "NOT blank")
        return found

    def _taken(self, column: Any, of: Field) -> Cells:
        """Take over cells as a table that is read cell by cell does."""
        as_text = holds_text(of) or of.id in self.source.named_by
        cells = of_arrow(column, as_text)
        return unguarded(cells) if as_text and self.raw.guarded else cells

    def _different(self, id_: str) -> Any:
        """The different cells of a column that SQL may not read; all of those that are judged as a whole column."""
        cell = self.cells[id_]
        whole = id_ in self.source.named_by or self.source.fields[id_].type == "percent"
        unread = "TRUE" if whole else f"({self.plain.way(id_, cell).whole()}) IS NOT TRUE"
        return self.database.table(
            f"SELECT DISTINCT {cell} AS cell FROM {self.raw.rows} WHERE {unread} AND NOT {blank(cell)}"
        ).column("cell")

    def _notation(self, doubted: Mapping[str, Any]) -> tuple[Mapping[str, Field], list[Diagnostic]]:
        """Find what marks the decimals in the doubtful columns, by all columns of numbers."""
        seen: dict[str, Shown] = {}
        for id_, of in self.source.fields.items():
            if not holds_numbers(of) or self.plain.kind_of(id_) != "VARCHAR":
                continue
            cell = self.cells[id_]
            plain = self.database.rows(
                f"SELECT {cell} FROM {self.raw.rows} WHERE contains({cell}, '.') AND {self.plain.way(id_, cell).whole()} LIMIT 1"
            )
            rest = shown_in(of_arrow(doubted[id_])) if id_ in doubted else Shown()
            seen[id_] = replace(rest, point=rest.point or (plain[0][0] if plain else ""))
        return with_decimals(
            self.source.fields, seen, self.matched, self.raw.file, self.raw.delimiter, self.raw.decimal
        )

    def _refused(self, of: Field, cells: Any, whole: list[Diagnostic]) -> list[Diagnostic]:
        """Name the rows of cells that cannot be read."""
        if not len(cells):
            return whole
        cell = self.cells[of.id]
        self.database.register("refused", pa.table({"cell": cells}))
        rows = self.database.table(
            f"SELECT line, {cell} AS cell FROM {self.raw.numbered} WHERE {cell} IN (SELECT cell FROM refused) ORDER BY line"
        )
        lines = rows.column("line").to_pylist()
        shown = lines[:MOST_PER_FIELD]
        held = self._taken(rows.column("cell").slice(0, len(shown)), of)
        read = read_employees(of, held)[1] if of.id in self.source.named_by else read_field(of, held)[1]
        at = ColumnPlace(self.raw.file, self.matched[of.id], np.array(self.raw.row_of(shown), np.int64))
        found = whole + diagnostics_of(replace(read, whole=[]), held.shown, at)
        if len(lines) > len(shown):
            more = msg(
                "{left:,} more cells of this column cannot be read ({n:,} in all).",
                left=len(lines) - len(shown),
                n=len(lines),
            )
            found.append(Diagnostic("more-of-the-same", more, place=place_of(self.raw.file, None, at.heading)))
        return found

    def _again(self, joins: Mapping[str, str]) -> None:
        """Make the table anew, with the values of cells that were read the careful way; `blank` marks blank rows."""
        parsed, values, tables = ["r.line"], ["line"], [f"{self.raw.numbered} r"]
        for id_, of in self.source.fields.items():
            cell, column = f"r.{self.cells[id_]}", self.columns[id_]
            way = self.plain.way(id_, cell)
            value = way.checked(f"x_{column}")
            if id_ in joins:
                tables.append(f"LEFT JOIN {joins[id_]} ON {cell} = {joins[id_]}.cell")
                parsed.append(f"{joins[id_]}.value AS y_{column}")
                value = f"y_{column}" if id_ in self.source.named_by else f"coalesce({value}, y_{column})"
            parsed += [f"{way.parsed} AS x_{column}", f"{cell} AS r_{column}"]
            values.append(f"{or_missing(of, f'r_{column}', value)} AS {column}")
        whole = " AND ".join(blank(f"r.{c}") for c in self.raw.all_columns)
        missing = " OR ".join(blank(f"r.{self.cells[k]}") for k in self.plain.keys)
        parsed.append(f"CASE WHEN {missing} THEN {whole} ELSE FALSE END AS blank")
        rows = f"(SELECT {', '.join(parsed)} FROM {' '.join(tables)})"
        # the lines have their numbers, and DuckDB, which takes the file for small, would gather it for the joins
        self.database.run(
            "SET preserve_insertion_order = false; SET disabled_optimizers = 'join_order,build_side_probe_side'"
        )
        query = f"(SELECT {', '.join([*values, 'blank'])} FROM {rows})"
        if self.source.date is not None:
            query = f"(SELECT *, {pkey(date_of(self.columns[self.source.date]), self.plain.kind)} AS pkey FROM {query})"
        self.plain.create(query, "line, blank", "")
        self.database.run("SET preserve_insertion_order = true; SET disabled_optimizers = ''")

    def shares(self) -> list[Diagnostic]:
        """Refuse a column of percent points in which every number is a share."""
        found: list[Diagnostic] = []
        for id_, of in self.source.fields.items():
            if of.type != "percent" or of.scale[1] != 100:
                continue
            most = self.database.rows(f"SELECT max(abs({self.columns[id_]})) FROM {self.plain.table}")[0][0]
            if not most or most > 0.01:
                continue
            different = self.database.table(f"SELECT DISTINCT {self.cells[id_]} AS cell FROM {self.raw.rows}").column(
                "cell"
            )
            cells = of_arrow(different)
            whole = replace(read_field(of, cells)[1], which=np.zeros(len(cells), np.int32))
            found += diagnostics_of(
                whole, cells.shown, ColumnPlace(self.raw.file, self.matched[id_], np.array([], np.int64))
            )
        return found
