"""Measures of one source: lines to one figure per row of the table.

`asked` in the database says which row of the table a line of an employee in a period counts for; lines that have no
row there count for nobody. Sums are exact and do not depend on order: each line is taken in whole millionths.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from appraise.data.arrow import floats_of, numpy_of
from appraise.data.lines.algebra import LineFormulas
from appraise.data.lines.table import SHARE, full_columns
from appraise.formula.sql.algebra import quoted
from appraise.formula.vectors import Column, Numbers, Text
from appraise.policy.model import ADDS_UP

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from appraise.data.lines.database import Database
    from appraise.data.lines.table import Lines
    from appraise.data.periods import Period
    from appraise.formula.sql.levels import Sql
    from appraise.formula.syntax.grammar import Formula
    from appraise.policy.model import GroupWeights, Measure, Ruleset

_MILLIONTHS = "TRY_CAST(round({0} * 1e6) AS HUGEINT)"
_EXACT = f"sum({_MILLIONTHS})"
_IN_ONES = "({0} // 1000000)::DOUBLE + ({0} % 1000000)::DOUBLE / 1e6"  # of whole millionths
_MOST = 1e30  # whole millionths up to here are numbers of DuckDB


@dataclass(frozen=True, slots=True, eq=False)
class Figure:
    """One measure, row by row [n]: its values, and the number of lines behind each."""

    measure: Measure
    values: Column
    lines: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Trouble:
    """Lines that cannot be added up: why (a code), which they are (SQL), and the formula that they meet."""

    code: str
    measure: Measure
    condition: str
    formula: Formula | None
    count: int = 0


class Aggregation:
    """Compiles the measures of one source and computes them."""

    def __init__(self, ruleset: Ruleset, lines: Lines, measures: Sequence[Measure], database: Database, rows: int = 0,
                 known: Mapping[object, Period] | None = None):  # fmt: skip
        self.lines, self.measures, self.database, self.n = lines, measures, database, rows
        self.known = known or {}  # the period that is meant, by what stands in the lines
        full = full_columns(lines, database) if lines.groups and not lines.once else set(lines.columns.values())
        self.formulas = LineFormulas(ruleset, lines, full)
        self.of = {m.id: self._of(m, m.of) for m in measures if m.of is not None}
        self.where = {m.id: self.formulas.of(m.condition) for m in measures if m.condition is not None}
        self.query = self.formulas.levels.query(lines.table)
        source = lines.source
        self.who, self.when = lines.columns[source.employee], lines.columns.get(source.period or "", "pkey")

    def _of(self, measure: Measure, of: Formula) -> Sql:
        """What a measure takes of a line; of an amount that is added up, the share of the owner."""
        value = self.formulas.of(of)
        if self.lines.source.owners is None or measure.how != "sum":
            return value
        return self.formulas.levels.named(replace(value, text=f"({value.text} * {SHARE})", plain=False))

    def joined(self, other: str) -> str:
        """Write by what a line `l` and a row of another table, with `employee` and `period`, belong together."""
        return f"l.{self.who} = {other}.employee AND l.{self.when} = {other}.period"

    def rows_of(self, credit: str | None) -> str:
        """The lines that count, with the `row` of the table for which they do."""
        return f"(SELECT l.*, a.row FROM {self.query} l JOIN {_asked(credit)} a ON {self.joined('a')})"

    def grouped(self, credit: str | None, columns: Mapping[str, str]) -> Any:
        """Aggregates (SQL to name) by `row`.

        Where each employee as written has a row of its own, lines are grouped before the row is looked up.
        """
        parts = ", ".join(f"{aggregate} AS {name}" for aggregate, name in columns.items())
        shown = {n: _IN_ONES.format(n) if aggregate.startswith("sum(") else n for aggregate, n in columns.items()}
        names = ", ".join(["row", *(f"{text} AS {name}" for name, text in shown.items())])
        asked = _asked(credit)
        alone, most = self.database.rows(f"SELECT count(*) = count(DISTINCT row), count(*) FROM {asked}")[0]
        inner = self.lines.once
        if not inner and (not alone or most * 2 < len(self.lines.groups) or not parts):
            more = f", {parts}" if parts else ""
            return self.database.table(
                f"SELECT {names} FROM (SELECT row{more} FROM {self.rows_of(credit)} GROUP BY row)"
            )
        inner = inner or f"(SELECT {self.who} AS w, {self.when} AS p, {parts} FROM {self.query} GROUP BY w, p)"
        return self.database.table(
            f"SELECT {names} FROM {inner} g JOIN {asked} a ON g.w = a.employee AND g.p = a.period"
        )

    def counts(self, measure: Measure) -> str:
        """The condition under which a line counts for a measure: it is among its lines and has a value."""
        parts = [self.where[measure.id].text] if measure.id in self.where else []
        of = self.of.get(measure.id)
        parts += [f"{of.text} IS NOT NULL"] if of is not None and not of.there else []
        return " AND ".join(parts) or "TRUE"

    def figures(self) -> tuple[list[Figure], list[Trouble]]:
        """Compute all measures, those that need no order of lines in one go; and give what stands in the way."""
        found: dict[str, Figure] = {}
        troubles: list[Trouble] = []
        for credit in dict.fromkeys(m.credit_to for m in self.measures):
            mine = [m for m in self.measures if m.credit_to == credit]
            plain = [m for m in mine if m.how not in ("first", "last") and not m.trim and m.weights is None]
            troubles += self._plain(plain, credit, found)
            for measure in mine:
                if measure.how in ("first", "last"):
                    found[measure.id] = self._at_an_end(measure)
                elif measure.trim or measure.weights is not None:
                    found[measure.id] = self._weighted(measure)
        return [found[m.id] for m in self.measures], troubles

    def columns_of(self, measures: Sequence[Measure]) -> tuple[dict[str, str], list[str], list[str]]:
        """Aggregates (SQL to name), and for each measure which of them are its number of lines and its figure."""
        columns: dict[str, str] = {}  # what is computed, once for all measures that need it, to its name

        def column(aggregate: str) -> str:
            return columns.setdefault(aggregate, f"a{len(columns)}")

        numbers, sums = [], []
        for m in measures:
            counts = self.counts(m)
            filtered = f"FILTER (WHERE {counts})" if counts != "TRUE" else ""
            numbers.append(column(f"count(*) {filtered}"))
            sums.append(numbers[-1])
            value = self.of[m.id].text if m.id in self.of else ""
            match m.how:
                case "sum" | "mean":
                    sums[-1] = column(f"{_EXACT.format(value)} {filtered}")
                case "count_distinct":
                    sums[-1] = column(f"count(DISTINCT {value}) {filtered}")
                case "median" | "min" | "max":
                    sums[-1] = column(f"{m.how}({value}) {filtered}")
        return columns, numbers, sums

    def _plain(self, measures: Sequence[Measure], credit: str | None, found: dict[str, Figure]) -> list[Trouble]:
        """Compute what one grouping gives, and count the lines in trouble on the way."""
        columns, numbers, sums = self.columns_of(measures)

        def column(aggregate: str) -> str:
            return columns.setdefault(aggregate, f"a{len(columns)}")

        asked = self.troubles(credit)
        ties = {i: t for i, t in enumerate(asked) if "OVER" in t.condition}
        inside = {i: column(f"count(*) FILTER (WHERE {t.condition})") for i, t in enumerate(asked) if i not in ties}
        result = self.grouped(credit, columns)
        at = numpy_of(result.column("row"))
        for m, number, value in zip(measures, numbers, sums, strict=True):
            n = self._spread(at, result.column(number), 0).astype(np.int64)
            values = self._spread(at, result.column(value), 0 if m.how in ADDS_UP else np.nan)
            if m.how == "mean":
                values = np.divide(values, n, out=np.full(self.n, np.nan), where=n > 0)
            if m.at_least > 1:
                values[n < m.at_least] = np.nan
            found[m.id] = Figure(m, values, n)
        counts_ = {i: int(numpy_of(result.column(name)).sum()) for i, name in inside.items()}
        counts_ |= {i: len(self.lines_in_trouble(t, 1)) for i, t in ties.items()}
        return [replace(t, count=counts_[i]) for i, t in enumerate(asked) if counts_[i]]

    def _spread(self, at: NDArray[Any], column: Any, empty: float) -> Numbers:
        values = np.full(self.n, float(empty))
        given = floats_of(column)
        values[at] = given if np.isnan(empty) else np.nan_to_num(given, nan=empty)
        return values

    def _at_an_end(self, m: Measure) -> Figure:
        """The value of the first or last line by date. Lines of the same moment agree, or are in trouble."""
        day, value = self.lines.columns[str(self.lines.source.date)], self.of[m.id].text
        end = "min" if m.how == "first" else "max"
        result = self.database.table(
            f"SELECT row, arg_{end}(v, d) AS v, sum(n)::BIGINT AS n FROM (SELECT row, {day} AS d, min({value}) AS v, "
            f"count(*) AS n FROM {self.rows_of(m.credit_to)} WHERE {self.counts(m)} GROUP BY row, {day}) GROUP BY row"
        )
        at, values = numpy_of(result.column("row")), result.column("v")
        n = self._spread(at, result.column("n"), 0).astype(np.int64)
        if self.of[m.id].kind == "text":
            coded = values.combine_chunks().dictionary_encode()
            codes = np.full(self.n, -1, np.intp)
            codes[at] = numpy_of(coded.indices)
            labels = tuple(coded.dictionary.to_pylist())
            codes[n < m.at_least] = -1
            return Figure(m, Text(codes, labels), n)
        held = self._spread(at, values, np.nan)
        held[n < m.at_least] = np.nan
        return Figure(m, held, n)

    def _weighted(self, m: Measure) -> Figure:
        """A mean that leaves out both ends, and in which groups of lines have weights."""
        value, group = self.of[m.id].text, self.lines.columns[m.weights.by] if m.weights else "''"
        inner = (
            f"SELECT row, {group} AS g, {value} AS v, row_number() OVER w AS r, count(*) OVER (PARTITION BY row, {group}) AS n "
            f"FROM {self.rows_of(m.credit_to)} WHERE {self.counts(m)} "
            f"WINDOW w AS (PARTITION BY row, {group} ORDER BY {value})"
        )
        cut = f"floor(n * {m.trim!r}::DOUBLE + 1e-9)"
        result = self.database.table(
            f"SELECT row, g, any_value(n) AS n, {_EXACT.format('v')}::DOUBLE / 1e6 / count(*) AS v FROM ({inner}) "
            f"WHERE r > {cut} AND r <= n - {cut} GROUP BY row, g"
        )
        at, n, v = (numpy_of(result.column(c)) for c in ("row", "n", "v"))
        n_all = np.bincount(at, n, self.n).astype(np.int64)
        values = np.full(self.n, np.nan)
        if m.weights is None:
            values[at] = v
        else:
            values = _by_group(m.weights, at, result.column("g").to_pylist(), v, self.n)
        values[n_all < m.at_least] = np.nan
        return Figure(m, values, n_all)

    def troubles(self, credit: str | None) -> list[Trouble]:
        """What may stand in the way: conditions that cannot be decided, lines without a value to add."""
        found: list[Trouble] = []
        asking = dict(self.formulas.asking)
        for m in self.measures:
            if m.credit_to != credit:
                continue
            if m.condition is not None and not self.where[m.id].there:
                found.append(Trouble("undecided", m, f"{self.where[m.id].text} IS NULL", m.condition))
            if m.how == "sum" and m.of is not None and not (self.of[m.id].there and self.of[m.id].most <= _MOST):
                among = self.where[m.id].text if m.id in self.where else "TRUE"
                found.append(
                    Trouble("missing-value", m, f"{among} AND {_MILLIONTHS.format(self.of[m.id].text)} IS NULL", m.of)
                )
            if m.weights is not None:
                by, known = self.lines.columns[m.weights.by], ", ".join(map(quoted, m.weights.values))
                found.append(Trouble("no-setting", m, f"{self.counts(m)} AND ({by} IN ({known})) IS NOT TRUE", None))
            if m.how in ("first", "last") and m.of is not None:
                found.append(Trouble("data-duplicate", m, self._tied(m), m.of))
            found += [Trouble("undecided", m, f"{c} IS NULL", f) for c, f in asking.items() if f in (m.of, m.condition)]
        return found

    def _tied(self, m: Measure) -> str:
        """The condition that a line stands at the end, beside another of the same moment with another value."""
        day, value, counts = self.lines.columns[str(self.lines.source.date)], self.of[m.id].text, self.counts(m)
        end = "min" if m.how == "first" else "max"
        over = f"FILTER (WHERE {counts}) OVER (PARTITION BY row"
        ends = f"{day} = {end}({day}) {over})"
        return f"{counts} AND {ends} AND min({value}) {over}, {day}) <> max({value}) {over}, {day})"

    def lines_in_trouble(self, trouble: Trouble, most: int) -> list[dict[str, Any]]:
        """The first lines of which a condition is true: `line`, `row`, and the columns of the source."""
        columns = ", ".join(["line", "row", *dict.fromkeys(self.lines.columns.values())])
        rows = self.rows_of(trouble.measure.credit_to)
        query = f"SELECT {columns} FROM {rows} QUALIFY {trouble.condition} ORDER BY line LIMIT {most}"
        if "OVER" not in trouble.condition:
            query = f"SELECT {columns} FROM {rows} WHERE {trouble.condition} ORDER BY line LIMIT {most}"
        found: list[dict[str, Any]] = self.database.table(query).to_pylist()
        return found

    def among(self, condition: str, periods: Sequence[int]) -> str:
        """Leave out of some lines those of other periods, by number."""
        if self.lines.source.period is None:
            return f"{condition} AND (pkey IS NULL OR pkey IN ({', '.join(map(str, periods)) or 'NULL'}))"
        others = [when for when, period in self.known.items() if period.ordinal not in periods]
        listed = ", ".join(quoted(when) if isinstance(when, str) else str(when) for when in others)
        return condition + (f" AND ({self.when} IS NULL OR {self.when} NOT IN ({listed}))" if others else "")


def _asked(credit: str | None) -> str:
    return f'"asked_{credit}"' if credit else "asked"


def _by_group(weights: GroupWeights, at: NDArray[Any], groups: list[str], means: Numbers, n: int) -> Numbers:
    """Weigh the means of groups; a group without lines counts as `missing` says. A weight of 0 asks for no line."""
    total, weight = np.zeros(n), np.zeros(n)
    for label, share in weights.values.items():
        mine = np.array([g == label for g in groups], bool)
        total[at[mine]] += means[mine] * share
        weight[at[mine]] += share
    with np.errstate(all="ignore"):
        result = total / weight
    if weights.missing == "missing":
        result[np.abs(weight - sum(weights.values.values())) > 1e-9] = np.nan
    return result
