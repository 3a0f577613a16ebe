"""Lines that are the same in every column of their file: most likely a part of it was pasted twice.

Every column is compared, also those that no measure reads: two orders of one day and one amount have two numbers. Files
of very many lines are not looked at, since comparing takes as long as adding up.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from appraise.diagnostics import Diagnostic, listed, place_of
from appraise.texts import msg, msgs

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Sequence

    from appraise.data.lines.aggregate import Aggregation
    from appraise.data.lines.database import Database
    from appraise.data.lines.raw import Raw

MOST = 1_000_000  # lines of a file that are compared
_NAMED = 5  # groups of lines that are named
_LOOKED_AT = 10_000

Groups = list[list[int]]


def alike_in_file(raw: Raw, database: Database) -> Groups:
    """Groups of lines, by number, that are the same in a file that DuckDB reads."""
    columns = ", ".join(raw.every_column)
    hashes = f"SELECT hash({columns}) AS h FROM {raw.rows}"
    if not database.rows(f"SELECT h FROM ({hashes}) GROUP BY h HAVING count(*) > 1 LIMIT 1"):
        return []
    return [lines for (lines,) in database.rows(
        f"SELECT list(line ORDER BY line) AS l FROM {raw.numbered} GROUP BY {columns} HAVING count(*) > 1 "
        f"ORDER BY l[1] LIMIT {_LOOKED_AT}"
    )]  # fmt: skip


def alike_among(rows: Iterable[Hashable]) -> Groups:
    """Groups of rows, by place, that are the same."""
    seen: dict[Hashable, int] = {}
    groups: dict[int, list[int]] = {}
    for at, row in enumerate(rows):
        first = seen.setdefault(row, at)
        if first != at:
            groups.setdefault(first, [first]).append(at)
    return list(groups.values())[:_LOOKED_AT]


def told_alike(work: Aggregation, periods: Sequence[int]) -> list[Diagnostic]:
    """Warn of such lines of some periods, by number, where the source neither allows them nor says what makes a line one."""
    lines, source = work.lines, work.lines.source
    if source.unique or source.repeats or sum(n for *_, n in lines.groups) > MOST:
        return []
    groups = lines.alike()
    if not groups:
        return []
    listed_ = ", ".join(str(line) for group in groups for line in group)
    there = work.among(f"{work.who} IS NOT NULL AND {work.when} IS NOT NULL AND line IN ({listed_})", periods)
    count = {line for (line,) in work.database.rows(f"SELECT line FROM {lines.numbered or lines.table} WHERE {there}")}
    counted = [group for group in groups if group[0] in count]
    if not counted:
        return []
    more = sum(len(group) - 1 for group in counted)
    shown = [" = ".join(map(str, lines.row_of(group[:_NAMED]))) for group in counted[:_NAMED]]
    return [
        Diagnostic(
            "lines-repeated",
            msgs(
                "{n:,} line repeats another in every column, and counts once more (rows {rows}).",
                "{n:,} lines repeat others in every column, and count once more (rows {rows}).",
                more,
                rows=listed(shown, _NAMED, len(counted)),
            ),
            None,
            "warning",
            msg(
                "remove what was entered or pasted twice; where lines may well be the same, state "
                "`repeats: allowed` in the source; where something makes a line one, such as its number, "
                "state it under `unique`, and repeated lines are an error"
            ),
            ((source.where, source.id),),
            place_of(lines.called, lines.row_of(counted[0][1:2])[0], ""),
        )
    ]
