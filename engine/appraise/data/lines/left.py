"""Lines that count for nobody, people who have none, and owners who are somebody under another writing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from appraise.data.arrow import column_of, pa, texts_of
from appraise.data.lines.findings import NAMED, Left, SourceRead, left_out
from appraise.data.lines.keyless import keyless_lines
from appraise.data.lines.misspelt import OF, written_apart
from appraise.data.lines.table import period_kind
from appraise.data.writings import near_misses
from appraise.formula.sql.algebra import quoted

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from appraise.data.lines.aggregate import Aggregation
    from appraise.data.lines.people import People
    from appraise.data.periods import Period
    from appraise.diagnostics import Diagnostic
    from appraise.policy.model import Data, Ruleset

_ROWS = 3  # rows that are named of each owner


def left(
    people: People, work: Aggregation, ruleset: Ruleset, wanted: Sequence[Period]
) -> tuple[SourceRead, list[Diagnostic]]:
    """Count the lines that count for nobody, and tell of them."""
    known, lines = people.known, work.lines
    there = {p.ordinal for p in people.table.periods}
    unknown: dict[tuple[str, object], int] = {}
    outside: dict[tuple[str, object], int] = {}
    counted: dict[tuple[str, object], int] = {}
    for who, when, n in known.groups:
        period = known.periods[when]
        if period.ordinal in there:
            if people.row(who, when) is None:
                unknown[who, when] = n
            else:
                counted[who, when] = n
        elif not wanted or not ruleset.holds_on(period.end):
            outside[who, when] = n
    keyless, found = keyless_lines(work, sorted(there))
    total = _count({(who, when): n for who, when, n in lines.groups}, work)
    read = SourceRead(
        lines.source.id, lines.file, lines.digest, total, _count(counted, work), _sums(unknown, work),
        _sums(outside, work), _without(people, wanted), lines.left_out, keyless, lines.called,
    )  # fmt: skip
    misspelt = _misspelt(unknown, people, work, ruleset.data)
    return read, found + (misspelt or left_out(read, others=lines.source.others))


def _without(people: People, wanted: Sequence[Period]) -> tuple[str, ...]:
    """The people who have no line in any of the periods appraised."""
    table, numbers = people.table, {p.ordinal for p in wanted}
    codes = table.employee.codes.tolist()
    here = {code for code, n in zip(codes, people.numbers.tolist(), strict=True) if not numbers or n in numbers}
    some = {codes[row] for row in people.reached if not numbers or int(people.numbers[row]) in numbers}
    return tuple(sorted(table.employee.labels[code] for code in here - some))


def _count(groups: Mapping[tuple[str, object], int], work: Aggregation) -> int:
    """Count the lines of some employees and periods; where a line has a row for each owner, it is one line."""
    if work.lines.source.owners is None:
        return sum(groups.values())
    these = _registered(groups, work)
    return int(
        work.database.rows(
            f"SELECT count(DISTINCT line) FROM {work.lines.table} l JOIN {these} s ON {work.joined('s')}"
        )[0][0]
    )


def _registered(groups: Mapping[tuple[str, object], int], work: Aggregation) -> str:
    """Let queries read some employees and periods under a name."""
    who, when = texts_of(g[0] for g in groups), column_of([g[1] for g in groups], period_kind(work.lines.source))
    work.database.register("these_groups", pa.table({"employee": who, "period": when}))
    return "these_groups"


def _sums_of(groups: Mapping[tuple[str, object], int], work: Aggregation) -> tuple[tuple[str, float], ...]:
    """What the lines of some employees and periods would have added to each sum, by its title."""
    sums = [m for m in work.measures if m.how == "sum"]
    if not sums:
        return ()
    columns, _, figures = work.columns_of(sums)
    if work.lines.once:
        columns_ = work.columns_of(work.measures)[2]
        parts = [f"sum({name})" for m, name in zip(work.measures, columns_, strict=True) if m.how == "sum"]
        rows, on = f"{work.lines.once} l", "l.w = s.employee AND l.p = s.period"
    else:
        named = {name: aggregate for aggregate, name in columns.items()}
        parts = [named[name] for name in figures]
        rows, on = f"{work.query} l", work.joined("s")
    shown = ", ".join(f"coalesce({part}, 0)::DOUBLE / 1e6" for part in parts)
    row = work.database.rows(f"SELECT {shown} FROM {rows} JOIN {_registered(groups, work)} s ON {on}")[0]
    return tuple((m.title, float(value)) for m, value in zip(sums, row, strict=True))


def _rows_with(employee: str, work: Aggregation) -> list[int]:
    """The first rows of an employee's lines."""
    table = work.lines.numbered or work.lines.table
    found = work.database.rows(
        f"SELECT line FROM {table} WHERE {work.who} = {quoted(employee)} ORDER BY line LIMIT {_ROWS}"
    )
    return work.lines.row_of([line for (line,) in found])


def _sums(groups: Mapping[tuple[str, object], int], work: Aggregation) -> Left:
    if not groups:
        return Left(0, (), ())
    return Left(_count(groups, work), tuple(sorted({who for who, _ in groups})), _sums_of(groups, work))


def _misspelt(
    unknown: Mapping[tuple[str, object], int], people: People, work: Aggregation, data: Data
) -> list[Diagnostic]:
    """An error for owners of lines who are nobody, and who are somebody under another writing."""
    counts: dict[str, int] = {}
    for (who, _), n in unknown.items():
        if people.codes[who] < 0:
            counts[who] = counts.get(who, 0) + n
    pairs = near_misses(counts, people.table.employee.labels)
    if not pairs:
        return []
    source = work.lines.source
    fields = [(name, source.fields[name]) for name in source.named_by] if source.fields else []
    rows = {who: _rows_with(who, work) for who in sorted(pairs)[:NAMED]}
    return [written_apart(pairs, counts, OF, source.id, work.lines.called, fields, data, rows)]
