"""Measures of a file in one pass, without a table of its lines: for files in which every cell is plain and full.

Whether it is such a file is known only at the end; if it is not, the lines are read again, into a table.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from appraise.data.lines.aggregate import Aggregation
from appraise.data.lines.clean import employee_is_clean
from appraise.formula.lines import LINE_FUNCTIONS, OTHER_LINES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from appraise.data.lines.database import Database
    from appraise.data.lines.table import Lines
    from appraise.policy.model import LineSource, Measure, Ruleset

_SAMPLE = 10_000  # lines that are looked at first


def fits(source: LineSource, measures: Sequence[Measure], ruleset: Ruleset) -> bool:
    """Whether one grouping gives all measures, and nothing has to look at single lines or at whole columns."""
    formulas = [f for m in measures for f in (m.of, m.condition) if f is not None]
    called = {name for f in (*formulas, *(f.body for f in ruleset.functions.values())) for name in f.called}
    plain = all(
        m.how not in ("first", "last") and not m.trim and m.weights is None and m.credit_to is None for m in measures
    )
    points = any(field.type == "percent" and field.scale[1] == 100 for field in source.fields.values())
    return (
        bool(measures)
        and plain
        and not points
        and not source.unique
        and not source.require
        and source.owners is None
        and not called & {*LINE_FUNCTIONS, *OTHER_LINES}
    )


def at_once(lines: Lines, measures: Sequence[Measure], ruleset: Ruleset, database: Database) -> Lines | None:
    """Group the lines, which are a view of the file; None where a cell is empty, or not certain to be plain."""
    work = Aggregation(ruleset, lines, measures, database)
    if work.troubles(None):  # a formula may be missing though its cells are not
        return None
    columns = work.columns_of(measures)[0]
    fields = [*lines.columns.values(), *(["pkey"] if lines.source.date is not None else [])]
    full = f"bool_and({' AND '.join(f'{column} IS NOT NULL' for column in fields)})"
    if database.rows(f"SELECT {full} FROM (SELECT * FROM {lines.table} LIMIT {_SAMPLE})")[0][0] is False:
        return None
    parts = "".join(f", {aggregate} AS {name}" for aggregate, name in columns.items())
    once = f"{lines.table}_once"
    database.run(
        f"CREATE TABLE {once} AS SELECT {work.who} AS w, {work.when} AS p, count(*) AS n, {full} AS full_{parts} "
        f"FROM {work.query} GROUP BY w, p"
    )
    (sound,) = database.rows(f"SELECT bool_and(full_) FROM {once}")[0]
    groups = database.rows(f"SELECT w, p, n FROM {once}")
    if sound is False or not all(employee_is_clean(text) for text in {group[0] for group in groups}):
        return None
    return replace(lines, once=once, groups=groups)
