"""Lines with several owners: one row for each owner of a line, with the share of that owner.

Beside the columns of the source such a table has `employee` (for whom a row counts), `share` (of the line, from 0 to 1)
and `first` (one row of each line, by which lines are counted once).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from appraise.data.lines.algebra import LineFormulas
from appraise.data.lines.table import EMPLOYEE, FIRST, SHARE, Lines, groups_of
from appraise.diagnostics import MOST_PER_KIND, Diagnostic, place_of
from appraise.formula.syntax.grammar import Formula
from appraise.texts import Listed, msg

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from appraise.data.lines.aggregate import Aggregation
    from appraise.data.lines.database import Database
    from appraise.policy.model import Owners, Ruleset

_NEAR = 1e-9  # shares that together come so near to the whole are the whole


def by_owner(lines: Lines, ruleset: Ruleset, database: Database) -> Lines:
    """A row to each owner of a line.

    Somebody who is named twice on a line has one row with both shares. A line without any owner keeps one row.
    """
    owners = lines.source.owners
    if owners is None:
        return lines
    who = [lines.columns[name] for name in owners.fields]
    rows, shares, kept = _with_shares(lines, owners, who, ruleset)
    parts: list[str] = []
    for i, name in enumerate(who):
        both = " + ".join(
            f"CASE WHEN {other} = {name} THEN {share} ELSE 0 END" for other, share in zip(who, shares, strict=True)
        )
        share = "1.0" if owners.whole else both
        new = "".join(f" AND {earlier} IS DISTINCT FROM {name}" for earlier in who[:i])
        parts.append(f"SELECT {kept}, {name} AS {EMPLOYEE}, {share} AS {SHARE}, {_any(who)} = {name} AS {FIRST} FROM {rows} "
                     f"WHERE {name} IS NOT NULL{new}")  # fmt: skip
    parts.append(f"SELECT {kept}, NULL, 1.0, TRUE FROM {rows} WHERE {_any(who)} IS NULL")
    table = f"{lines.table}_owned"
    database.run(f"CREATE VIEW {table} AS {' UNION ALL '.join(parts)}")
    columns = {**lines.columns, "employee": EMPLOYEE}
    headings = {**lines.headings, "employee": " / ".join(lines.headings[name] for name in owners.fields)}
    groups = groups_of(lines.source, table, columns, database)
    keyless = lines.keyless and replace(lines.keyless, owner=EMPLOYEE)
    return replace(lines, table=table, columns=columns, headings=headings, groups=groups, keyless=keyless)


def _any(who: Sequence[str]) -> str:
    return f"coalesce({', '.join(who)})"


def _with_shares(lines: Lines, owners: Owners, who: Sequence[str], ruleset: Ruleset) -> tuple[str, list[str], str]:
    """The rows, SQL for the share of each owner who is named, and SQL for all columns beside these."""
    formulas = LineFormulas(ruleset, lines, set())
    stated = [formulas.of(s).text if isinstance(s, Formula) else f"{s!r}::DOUBLE" for s in owners.shares]
    rows = formulas.levels.query(lines.table)
    if all(isinstance(s, Formula) for s in owners.shares):
        made = ", ".join(name for names in formulas.levels.levels for name in names.values())
        return rows, stated, f"* EXCLUDE ({made})" if made else "*"
    there = " + ".join(
        f"CASE WHEN {name} IS NULL THEN 0 ELSE {share} END" for name, share in zip(who, stated, strict=True)
    )
    return rows, [f"({share} / nullif({there}, 0))" for share in stated], "*"


def divided(work: Aggregation, periods: Sequence[int]) -> list[Diagnostic]:
    """An error for each line, of some periods by number, whose shares are missing, below 0, or do not make 100%."""
    lines, owners = work.lines, work.lines.source.owners
    if owners is None or owners.whole:
        return []
    there = work.among(f"{EMPLOYEE} IS NOT NULL", periods)
    rows = work.database.rows(
        f"SELECT line, list({EMPLOYEE} ORDER BY {EMPLOYEE}), list({SHARE} ORDER BY {EMPLOYEE}), count(*) OVER () "
        f"FROM {lines.table} WHERE {there} GROUP BY line "
        f"HAVING bool_or({SHARE} IS NULL OR {SHARE} < 0) OR abs(sum({SHARE}) - 1) > {_NEAR!r} ORDER BY line LIMIT {MOST_PER_KIND}"
    )
    at = lines.row_of([line for line, *_ in rows])
    found = [
        _said(dict(zip(who, shares, strict=True)), row, lines)
        for (_, who, shares, _), row in zip(rows, at, strict=True)
    ]
    if rows and rows[0][3] > len(rows):
        more = msg(
            "{more:,} more lines are not divided as a whole ({all:,} in all).",
            more=rows[0][3] - len(rows),
            all=rows[0][3],
        )
        found.append(Diagnostic("more-of-the-same", more, place=lines.called))
    return found


def _said(shares: Mapping[str, float | None], row: int, lines: Lines) -> Diagnostic:
    told = [
        msg("{employee} an unknown share", employee=who)
        if share is None
        else msg("{employee} {percent}%", employee=who, percent=f"{share * 100:.10g}")
        for who, share in shares.items()
    ]
    return Diagnostic(
        "lines-require",
        msg("The owners of this line must have 100% of it together, and have: {shares}.", shares=Listed(tuple(told))),
        None,
        "error",
        msg(
            "correct the shares; where the share of an owner who is not named may be empty, add "
            "`missing: 0%` to its field"
        ),
        ((lines.source.where, lines.source.id),),
        place_of(lines.called, row, ""),
    )
