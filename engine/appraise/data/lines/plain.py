"""The lines of a file with the values of all cells that mean one thing only, as DuckDB reads them by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from appraise.data.arrow import pa
from appraise.data.columns.cells import of_arrow
from appraise.data.columns.fields import read_field
from appraise.data.lines.alike import alike_in_file
from appraise.data.lines.clean import BLANK, NEVER, Clean, clean, employee_is_clean
from appraise.data.lines.table import Groups, Keyless, Lines, date_of, groups_of, pkey
from appraise.formula.sql.algebra import quoted
from appraise.formula.vectors import Text

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from appraise.data.lines.database import Database
    from appraise.data.lines.raw import Raw
    from appraise.policy.model import Field, LineSource, PeriodKind


class Plain:
    """A table, or a view, of the lines of a file; cells that SQL may not read are missing in it."""

    def __init__(self, source: LineSource, raw: Raw, kind: PeriodKind, database: Database, matched: Mapping[str, str],
                 needed: Collection[str]):  # fmt: skip
        self.source, self.raw, self.kind, self.database, self.matched = source, raw, kind, database, matched
        self.table = f"lines_{len(database.rows('SHOW TABLES'))}"
        self.columns = {id_: f"f{i}" for i, id_ in enumerate(source.fields)}
        self.cells = {id_: raw.named[heading] for id_, heading in matched.items()}
        self.kinds = dict(raw.kinds) or self._described()
        self.needed = {*needed, *source.named_by, source.period}
        self.groups: Groups = []
        self.keyless: Keyless | None = None
        self.keys = [k for k in (*source.named_by, source.date, source.period) if k is not None]

    def _described(self) -> dict[str, str]:
        """Ask for the types of the columns, which text files need not be asked for."""
        types = {name: kind for name, kind, *_ in self.database.rows(f"DESCRIBE SELECT * FROM {self.raw.rows}")}
        return {heading: str(types[name[1:-1].replace('""', '"')]) for heading, name in self.raw.named.items()}

    def kind_of(self, id_: str) -> str:
        """DuckDB's type of the column of a field."""
        return self.kinds[self.matched[id_]]

    def way(self, id_: str, cell: str) -> Clean:
        """How SQL reads the cells of a field that are plain."""
        of = self.source.fields[id_]
        if id_ in self.source.named_by and self.kind_of(id_) == "VARCHAR" and of.digits is None:
            return Clean(cell)  # the different ones are looked at afterwards
        return clean(of, cell, self.kind_of(id_))

    def lines(self) -> Lines:
        """What was made."""
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

    def rows(self, rows: str) -> str:
        """The rows of the file with the values of all cells that mean one thing only."""
        parsed, values = [], []
        for id_, of in self.source.fields.items():
            cell, column = self.cells[id_], self.columns[id_]
            way = self.way(id_, cell)
            parsed.append(f"{way.parsed} AS x_{column}")
            values.append(f"{or_missing(of, cell, way.checked(f'x_{column}'))} AS {column}")
        if self.source.date is not None:
            way = self.way(self.source.date, self.cells[self.source.date])
            column = f"x_{self.columns[self.source.date]}"
            number = pkey(column, self.kind) if way != NEVER else "NULL::INTEGER"
            missing = or_missing(self.source.fields[self.source.date], self.cells[self.source.date], "NULL::DOUBLE")
            empty = "NULL" if missing == "NULL::DOUBLE" else pkey(date_of(missing), self.kind)
            values.append(f"CASE WHEN {way.holds.format(column) or 'TRUE'} THEN {number} ELSE {empty} END AS pkey")
        return f"(SELECT *, {', '.join(values)} FROM (SELECT *, {', '.join(parsed)} FROM {rows}))"

    def view(self) -> None:
        """Make a view of these."""
        self.database.run(f"CREATE VIEW {self.table} AS SELECT {self.kept()} FROM {self.rows(self.raw.rows)}")
        numbered = self.rows(self.raw.numbered)
        self.database.run(f"CREATE VIEW {self.table}_numbered AS SELECT line, {self.kept()} FROM {numbered}")

    def first(self) -> None:
        """Make a table of these; the bits of `doubt` say which fields of a line hold others."""
        whole = " AND ".join(map(blank, self.raw.all_columns))
        doubts, bits = [], "USMALLINT" if len(self.source.fields) < 16 else "UBIGINT"
        nobody = " AND ".join(blank(self.cells[id_]) for id_ in self.source.named_by)
        for i, id_ in enumerate(self.source.fields):
            empty = blank(self.cells[id_])
            if self.source.owners is not None and id_ in self.source.named_by:
                empty = f"CASE WHEN {nobody} THEN {whole} ELSE {empty} END"  # one of several may be empty
            elif id_ in self.keys:
                empty = whole  # a key may be empty only where all cells are
            doubts.append(
                f"((CASE WHEN {self.columns[id_]} IS NOT NULL THEN FALSE ELSE NOT ({empty}) END)::{bits} << {i})"
            )
        self.create(self.rows(self.raw.rows), f"{' | '.join(doubts)} AS doubt", "rowid AS line, ")

    def kept(self) -> str:
        """The columns that are kept, and the number of the period."""
        parts = [column for id_, column in self.columns.items() if id_ in self.needed]
        if self.source.date is not None:
            parts.append("pkey")
        return ", ".join(parts)

    def create(self, query: str, more: str, line: str) -> None:
        """Make the table, and over it a view that numbers the lines where the table does not."""
        self.database.run(f"CREATE OR REPLACE TABLE {self.table}_all AS SELECT {self.kept()}, {more} FROM {query}")
        self.database.run(f"CREATE OR REPLACE VIEW {self.table} AS SELECT {line}* FROM {self.table}_all")

    def doubtful(self) -> list[str]:
        """The fields with cells that SQL may not read."""
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

    def drop(self) -> None:
        """Let go of the table, so that two of them need not be held."""
        self.database.run(f"DROP VIEW {self.table}")
        self.database.run(f"DROP TABLE {self.table}_all")


def blank(cell: str) -> str:
    """Write the condition that nothing stands in a cell."""
    return f"({cell} IS NULL OR regexp_full_match({cell}::VARCHAR, {BLANK}))"


def or_missing(of: Field, cell: str, value: str) -> str:
    """Write the value of a cell, or what an empty one means where the field says so."""
    missing = of.missing
    if missing is None:
        return value
    text = str(missing).upper() if isinstance(missing, bool) else repr(missing)
    if isinstance(missing, str):
        column = read_field(of, of_arrow(pa.array([None], pa.string())))[0]
        text = quoted(str(column.strings()[0])) if isinstance(column, Text) else repr(float(column[0]))
    return f"coalesce({value}, CASE WHEN {blank(cell)} THEN {text} END)"
