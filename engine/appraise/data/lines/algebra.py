"""Formulas over lines as SQL: the fields of a source, and the functions that look at other lines."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from appraise.data.lines.table import EMPLOYEE, FIRST
from appraise.formula.lines import OTHER_LINES
from appraise.formula.sql.algebra import SqlAlgebra, as_day
from appraise.formula.sql.levels import Levels, Sql, SqlKind
from appraise.formula.walker import Walker
from appraise.policy.meaning.line_scope import LineScope
from appraise.policy.meaning.scope import Scope

if TYPE_CHECKING:
    import ast
    from collections.abc import Collection, Mapping, Sequence

    from appraise.data.lines.table import Lines
    from appraise.formula.syntax.grammar import Formula
    from appraise.policy.model import Ruleset

_CELL = 1e15  # no cell of a table holds a larger number


class LineFormulas(SqlAlgebra):
    """Compiles the formulas of one source's measures.

    `full` are the columns in which no line lacks a value, `asking` conditions inside functions, with their formula.
    """

    def __init__(self, ruleset: Ruleset, lines: Lines, full: Collection[str]):
        self.full = full
        super().__init__(self._column, Levels())
        self.lines = lines
        self.scope = LineScope(ruleset, lines.source, Scope.of)
        self.walker: Walker[Sql] = Walker(self, ruleset.functions)
        self.asking: list[tuple[str, Formula]] = []

    def of(self, formula: Formula) -> Sql:
        """A formula as a column."""
        self.formula = formula
        return self.levels.named(self.walker.walk(formula))

    def _column(self, name: str) -> Sql:
        kind = self.scope.type_of(name)
        source = self.lines.source
        id_ = source.employee if name == "employee" and name not in source.fields else name
        column = self.lines.columns[id_]
        sql_kind: SqlKind = "number" if kind.kind == "unknown" else kind.kind
        return Sql(column, sql_kind, plain=True, most=_CELL, labels=(kind.labels or ()) if kind.ordered else (),
                   there=column in self.full)  # fmt: skip

    def call(self, node: ast.Call, name: str, arguments: Sequence[Sql], keywords: Mapping[str, Sequence[Sql]]) -> Sql:
        """Functions of lines; others are those of every formula."""
        if name == "hours_between":
            begin, end = (as_day(v) for v in arguments)
            text = f"(round(({end.text} - {begin.text}) * 86400e3) / 3600e3)"  # to the millisecond, which days hold exactly
            return Sql(text, "number", max(begin.level, end.level), most=1e9)
        if name in OTHER_LINES:
            return self._among(name, arguments[0], keywords)
        if name in ("is_first", "seen_before"):
            return self._earlier(name, arguments[0], keywords)
        return super().call(node, name, arguments, keywords)

    def part(self, formula: Formula, node: ast.expr) -> Sql:
        """A part of a formula as a column."""
        self.formula = formula
        return self.levels.named(self.walker.value(node))

    def _among(self, name: str, of: Sql, keywords: Mapping[str, Sequence[Sql]]) -> Sql:
        """Put a line among the others of its group: their sum, mean, lowest or highest, or its share."""
        value, groups = self.levels.named(of), [self.levels.named(p) for p in keywords.get("within", ())]
        level, tests = max([value.level, *(g.level for g in groups)]), list[str]()
        conditions = [self.levels.named(condition) for condition in keywords.get("where", ())]
        for condition in conditions:
            self.asking.append((condition.text, self.formula))
            level = max(level, condition.level)
            tests.append(condition.text)
        if self.lines.source.owners is not None and not any(map(self._by_owner, (value, *groups, *conditions))):
            tests.append(FIRST)  # a line has a row for each owner, and is one line all the same
        where = f" FILTER (WHERE {' AND '.join(tests)})" if tests else ""
        over = f"{where} OVER ({'PARTITION BY ' + ', '.join(g.text for g in groups) if groups else ''})"
        parts = f"sum(TRY_CAST(round({value.text} * 1e12) AS HUGEINT)){over}"  # exact, so the order does not matter
        total = f"(({parts} // 1000000000000)::DOUBLE + ({parts} % 1000000000000)::DOUBLE / 1e12)"
        text = {
            "total": total, "mean": f"({total} / count({value.text}){over})", "lowest": f"min({value.text}){over}",
            "highest": f"max({value.text}){over}", "share": f"({value.text} / nullif({total}, 0))",
        }[name]  # fmt: skip
        missing = " OR ".join(f"{g.text} IS NULL" for g in groups) or "FALSE"
        result = self.levels.named(Sql(text, "number", level, most=_CELL * _CELL))
        return replace(result, text=f"(CASE WHEN {missing} THEN NULL ELSE {result.text} END)", plain=False, there=False)

    def _by_owner(self, value: Sql) -> bool:
        """Whether a value is of the owner for whom a row of a line counts, and not of the line."""
        return EMPLOYEE in self.levels.spelt(value.text)

    def _earlier(self, name: str, of: Sql, keywords: Mapping[str, Sequence[Sql]]) -> Sql:
        """Look for lines of the same with an earlier day: the first of these days, or the latest, decides."""
        parts = [self.levels.named(p) for p in (of, *keywords.get("within", ()))]
        level, where = max(p.level for p in parts), ""
        for condition in map(self.levels.named, keywords.get("where", ())):
            self.asking.append((condition.text, self.formula))
            level, where = max(level, condition.level), f" FILTER (WHERE {condition.text})"
        date = self.lines.columns[str(self.lines.source.date)]
        day = self.levels.named(Sql(f"floor({date})", "date"))
        level = max(level, day.level)
        over = f"PARTITION BY {', '.join(p.text for p in parts)}"
        missing = " OR ".join(f"{p.text} IS NULL" for p in (*parts, day))
        if name == "is_first":
            first = self.levels.named(Sql(f"(min({day.text}){where} OVER ({over}))", "date", level))
            return Sql(
                f"(CASE WHEN {missing} THEN NULL ELSE coalesce({day.text} <= {first.text}, TRUE) END)",
                "yes-no",
                first.level,
            )
        frame = "RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW EXCLUDE GROUP"
        last = self.levels.named(
            Sql(f"(max({day.text}){where} OVER ({over} ORDER BY {day.text} {frame}))", "date", level)
        )
        seen = f"{last.text} IS NOT NULL"
        for months in keywords.get("months", ()):
            moved = f"(DATE '1970-01-01' + {last.text}::INTEGER + to_months({int(float(months.literal or 0))}))::DATE"
            seen = f"coalesce({moved} - DATE '1970-01-01' >= {day.text}, FALSE)"
        return Sql(f"(CASE WHEN {missing} THEN NULL ELSE {seen} END)", "yes-no", last.level)
