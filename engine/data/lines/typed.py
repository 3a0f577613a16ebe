"""Reads the lines of a file with DuckDB: plain cells at once, the others as the cells of every table are read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from engine.data.arrow import pa
from engine.data.cells import of_arrow
from engine.data.decimal_signs import holds_numbers, shown_in, with_decimals
from engine.data.fields import holds_text, read_field
from engine.data.findings import MOST_PER_FIELD, Source, diagnostics_of, place
from engine.data.guards import unguarded
from engine.data.keys import read_employees
from engine.data.lines.alike import alike_in_file
from engine.data.lines.clean import BLANK, NEVER, Clean, clean, employee_is_clean
from engine.data.lines.table import Groups, Lines, arrow_of, date_of, groups_of, owner, pkey
from engine.data.matching import match_columns
from engine.data.raw_table import RawTable
from engine.diagnostics import Diagnostic
from engine.formula.sql import quoted
from engine.formula.vectors import Text
from engine.notation.decimals import Shown

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from engine.data.cells import Cells
    from engine.data.lines.database import Database
    from engine.data.lines.raw import Raw
    from engine.policy.model import Field, LineSource, PeriodKind


def viewed(source: LineSource, needed: Collection[str], raw: Raw, kind: PeriodKind, database: Database) -> Lines | None:
    """Give the lines of a file without reading it: a view, in which cells that are not plain are missing.

    All fields are kept, so that all are checked; the date only where it is `needed` beside its period.
    """
    matched, found = match_columns(source.fields.values(), _headings(raw))
    if found:
        return None
    kept = [id_ for id_ in source.fields if id_ != source.date or id_ in needed]
    work = _Typing(source, raw, kind, database, matched, kept)
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
    work = _Typing(source, raw, kind, database, matched, {*needed, *points})  # `shares` looks at points again
    work.first()
    doubtful = work.doubtful()
    found = (work.careful(doubtful) if doubtful else []) or work.shares()
    return (None if found else work.lines()), found


def _headings(raw: Raw) -> RawTable:
    return RawTable(raw.file, raw.headings, {}, np.array([], np.int64), "", raw.elsewhere)


class _Typing:
    def __init__(self, source: LineSource, raw: Raw, kind: PeriodKind, database: Database, matched: Mapping[str, str],
                 needed: Collection[str]):  # fmt: skip
        self.source, self.raw, self.kind, self.database, self.matched = source, raw, kind, database, matched
        self.table = f"lines_{len(database.rows('SHOW TABLES'))}"
        self.columns = {id_: f"f{i}" for i, id_ in enumerate(source.fields)}
        self.cells = {id_: raw.named[heading] for id_, heading in matched.items()}
        self.kinds = dict(raw.kinds) or self._described()
        self.needed = {*needed, *source.named_by, source.period}
        self.groups: Groups = []
        self.keyless = ""
        self.keys = [k for k in (*source.named_by, source.date, source.period) if k is not None]

    def _described(self) -> dict[str, str]:
        """Ask for the types of the columns, which text files need not be asked for."""
        types = {name: kind for name, kind, *_ in self.database.rows(f"DESCRIBE SELECT * FROM {self.raw.rows}")}
        return {heading: str(types[name[1:-1].replace('""', '"')]) for heading, name in self.raw.named.items()}

    def kind_of(self, id_: str) -> str:
        return self.kinds[self.matched[id_]]

    def way(self, id_: str, cell: str) -> Clean:
        of = self.source.fields[id_]
        if id_ in self.source.named_by and self.kind_of(id_) == "VARCHAR" and of.digits is None:
            return Clean(cell)  # the different ones are looked at afterwards
        return clean(of, cell, self.kind_of(id_))

    def lines(self) -> Lines:
        """Give what was made."""
        columns = {id_: column for id_, column in self.columns.items() if id_ in self.needed}
        raw = self.raw
        return Lines(
            self.source,
            raw.file,
            self.table,
            columns,
            self.matched,
            raw.row_of,
            raw.digest,
            self.groups,
            keyless=self.keyless,
            alike=lambda: alike_in_file(raw, self.database),
        )

    def _plain(self, rows: str) -> str:
        """Give the rows of the file with the values of all cells that mean one thing only."""
        parsed, values = [], []
        for id_, of in self.source.fields.items():
            cell, column = self.cells[id_], self.columns[id_]
            way = self.way(id_, cell)
            parsed.append(f"{way.parsed} AS x_{column}")
            values.append(f"{_or_missing(of, cell, way.checked(f'x_{column}'))} AS {column}")
        if self.source.date is not None:
            way = self.way(self.source.date, self.cells[self.source.date])
            column = f"x_{self.columns[self.source.date]}"
            number = pkey(column, self.kind) if way != NEVER else "NULL::INTEGER"
            missing = _or_missing(self.source.fields[self.source.date], self.cells[self.source.date], "NULL::DOUBLE")
            empty = "NULL" if missing == "NULL::DOUBLE" else pkey(date_of(missing), self.kind)
            values.append(f"CASE WHEN {way.holds.format(column) or 'TRUE'} THEN {number} ELSE {empty} END AS pkey")
        return f"(SELECT *, {', '.join(values)} FROM (SELECT *, {', '.join(parsed)} FROM {rows}))"

    def view(self) -> None:
        """Make a view of these."""
        self.database.run(f"CREATE VIEW {self.table} AS SELECT {self._kept()} FROM {self._plain(self.raw.rows)}")
        numbered = self._plain(self.raw.numbered)
        self.database.run(f"CREATE VIEW {self.table}_numbered AS SELECT line, {self._kept()} FROM {numbered}")

    def first(self) -> None:
        """Make a table of these; the bits of `doubt` say which fields of a line hold others."""
        blank = " AND ".join(map(_blank, self.raw.all_columns))
        doubts, bits = [], "USMALLINT" if len(self.source.fields) < 16 else "UBIGINT"
        nobody = " AND ".join(_blank(self.cells[id_]) for id_ in self.source.named_by)
        for i, id_ in enumerate(self.source.fields):
            empty = _blank(self.cells[id_])
            if self.source.owners is not None and id_ in self.source.named_by:
                empty = f"CASE WHEN {nobody} THEN {blank} ELSE {empty} END"  # one of several may be empty
            elif id_ in self.keys:
                empty = blank  # a key may be empty only where all cells are
            doubts.append(
                f"((CASE WHEN {self.columns[id_]} IS NOT NULL THEN FALSE ELSE NOT ({empty}) END)::{bits} << {i})"
            )
        self._create(self._plain(self.raw.rows), f"{' | '.join(doubts)} AS doubt", "rowid AS line, ")

    def _kept(self) -> str:
        """Give the columns that are kept, and the number of the period."""
        parts = [column for id_, column in self.columns.items() if id_ in self.needed]
        if self.source.date is not None:
            parts.append("pkey")
        return ", ".join(parts)

    def _create(self, query: str, more: str, line: str) -> None:
        """Make the table, and over it a view that numbers the lines where the table does not."""
        self.database.run(f"CREATE OR REPLACE TABLE {self.table}_all AS SELECT {self._kept()}, {more} FROM {query}")
        self.database.run(f"CREATE OR REPLACE VIEW {self.table} AS SELECT {line}* FROM {self.table}_all")

    def doubtful(self) -> list[str]:
        """Give the fields with cells that SQL may not read."""
        bits = self.database.rows(f"SELECT bit_or(doubt) FROM {self.table}")[0][0] or 0
        found = [id_ for i, id_ in enumerate(self.source.fields) if bits >> i & 1]
        self.groups = groups_of(self.source, self.table, self.columns, self.database)
        for id_ in self.source.named_by:
            names = {group[0] for group in self.groups} if id_ == self.source.employee else self._names(id_)
            if id_ not in found and any(not employee_is_clean(name) for name in names):
                found.append(id_)
        return found

    def _names(self, id_: str) -> set[str]:
        column = self.columns[id_]
        return {
            name
            for (name,) in self.database.rows(f"SELECT DISTINCT {column} FROM {self.table} WHERE {column} IS NOT NULL")
        }

    def careful(self, doubtful: Sequence[str]) -> list[Diagnostic]:
        """Read the doubtful cells, each different one once, as cells of every table are; then read all lines anew."""
        found: list[Diagnostic] = []
        joins: dict[str, str] = {}
        self._drop()
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
                    whole, cells.shown, Source(self.raw.file, self.matched[id_], np.array([], np.int64))
                )
                found += self._refused(of, different.filter(pa.array(findings.bad)), said)
                continue
            self.database.register(
                f"read_{self.columns[id_]}", pa.table({"cell": different, "value": arrow_of(column)})
            )
            joins[id_] = f"read_{self.columns[id_]}"
        if not found:
            self._again(joins)
            self.groups = groups_of(self.source, self.table, self.columns, self.database)
            who, when = owner(self.source, self.columns), self.columns.get(self.source.period or "", "pkey")
            self.keyless = f"(NOT blank AND ({who} IS NULL OR {when} IS NULL))"
        return found

    def _taken(self, column: Any, of: Field) -> Cells:
        """Take over cells as a table that is read cell by cell does."""
        as_text = holds_text(of) or of.id in self.source.named_by
        cells = of_arrow(column, as_text)
        return unguarded(cells) if as_text and self.raw.guarded else cells

    def _different(self, id_: str) -> Any:
        """Give the different cells of a column that SQL may not read; all of those that are judged as a whole column."""
        cell = self.cells[id_]
        whole = id_ in self.source.named_by or self.source.fields[id_].type == "percent"
        unread = "TRUE" if whole else f"({self.way(id_, cell).whole()}) IS NOT TRUE"
        return self.database.table(
            f"SELECT DISTINCT {cell} AS cell FROM {self.raw.rows} WHERE {unread} AND NOT {_blank(cell)}"
        ).column("cell")

    def _notation(self, doubted: Mapping[str, Any]) -> tuple[Mapping[str, Field], list[Diagnostic]]:
        """Find what marks the decimals in the doubtful columns, by all columns of numbers."""
        seen: dict[str, Shown] = {}
        for id_, of in self.source.fields.items():
            if not holds_numbers(of) or self.kind_of(id_) != "VARCHAR":
                continue
            cell = self.cells[id_]
            plain = self.database.rows(
                f"SELECT {cell} FROM {self.raw.rows} WHERE contains({cell}, '.') AND {self.way(id_, cell).whole()} LIMIT 1"
            )
            rest = shown_in(of_arrow(doubted[id_])) if id_ in doubted else Shown()
            seen[id_] = replace(rest, point=rest.point or (plain[0][0] if plain else ""))
        return with_decimals(self.source.fields, seen, self.matched, self.raw.file, self.raw.delimiter)

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
        at = Source(self.raw.file, self.matched[of.id], np.array(self.raw.row_of(shown), np.int64))
        found = whole + diagnostics_of(replace(read, whole=[]), held.shown, at)
        if len(lines) > len(shown):
            more = f"{len(lines) - len(shown):,} more cells of this column cannot be read ({len(lines):,} in all)."
            found.append(Diagnostic("more-of-the-same", more, place=place(self.raw.file, None, at.heading)))
        return found

    def _drop(self) -> None:
        """Give up the table, so that two of them need not be held."""
        self.database.run(f"DROP VIEW {self.table}")
        self.database.run(f"DROP TABLE {self.table}_all")

    def _again(self, joins: Mapping[str, str]) -> None:
        """Make the table anew, with the values of cells that were read the careful way; `blank` marks blank rows."""
        parsed, values, tables = ["r.line"], ["line"], [f"{self.raw.numbered} r"]
        for id_, of in self.source.fields.items():
            cell, column = f"r.{self.cells[id_]}", self.columns[id_]
            way = self.way(id_, cell)
            value = way.checked(f"x_{column}")
            if id_ in joins:
                tables.append(f"LEFT JOIN {joins[id_]} ON {cell} = {joins[id_]}.cell")
                parsed.append(f"{joins[id_]}.value AS y_{column}")
                value = f"y_{column}" if id_ in self.source.named_by else f"coalesce({value}, y_{column})"
            parsed += [f"{way.parsed} AS x_{column}", f"{cell} AS r_{column}"]
            values.append(f"{_or_missing(of, f'r_{column}', value)} AS {column}")
        blank = " AND ".join(_blank(f"r.{c}") for c in self.raw.all_columns)
        missing = " OR ".join(_blank(f"r.{self.cells[k]}") for k in self.keys)
        parsed.append(f"CASE WHEN {missing} THEN {blank} ELSE FALSE END AS blank")
        rows = f"(SELECT {', '.join(parsed)} FROM {' '.join(tables)})"
        # the lines have their numbers, and DuckDB, which takes the file for small, would gather it for the joins
        self.database.run(
            "SET preserve_insertion_order = false; SET disabled_optimizers = 'join_order,build_side_probe_side'"
        )
        query = f"(SELECT {', '.join([*values, 'blank'])} FROM {rows})"
        if self.source.date is not None:
            query = f"(SELECT *, {pkey(date_of(self.columns[self.source.date]), self.kind)} AS pkey FROM {query})"
        self._create(query, "line, blank", "")
        self.database.run("SET preserve_insertion_order = true; SET disabled_optimizers = ''")

    def shares(self) -> list[Diagnostic]:
        """Refuse a column of percent points in which every number is a share."""
        found: list[Diagnostic] = []
        for id_, of in self.source.fields.items():
            if of.type != "percent" or of.scale[1] != 100:
                continue
            most = self.database.rows(f"SELECT max(abs({self.columns[id_]})) FROM {self.table}")[0][0]
            if not most or most > 0.01:
                continue
            different = self.database.table(f"SELECT DISTINCT {self.cells[id_]} AS cell FROM {self.raw.rows}").column(
                "cell"
            )
            cells = of_arrow(different)
            whole = replace(read_field(of, cells)[1], which=np.zeros(len(cells), np.int32))
            found += diagnostics_of(
                whole, cells.shown, Source(self.raw.file, self.matched[id_], np.array([], np.int64))
            )
        return found


def _blank(cell: str) -> str:
    return f"({cell} IS NULL OR regexp_full_match({cell}::VARCHAR, {BLANK}))"


def _or_missing(of: Field, cell: str, value: str) -> str:
    """Write the value of a cell, or what an empty one means where the field says so."""
    missing = of.missing
    if missing is None:
        return value
    text = str(missing).upper() if isinstance(missing, bool) else repr(missing)
    if isinstance(missing, str):
        column = read_field(of, of_arrow(pa.array([None], pa.string())))[0]
        text = quoted(str(column.strings()[0])) if isinstance(column, Text) else repr(float(column[0]))
    return f"coalesce({value}, CASE WHEN {_blank(cell)} THEN {text} END)"
