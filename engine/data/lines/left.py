"""Lines that count for nobody, people who have none, and owners who are somebody under another writing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.data.lines.findings import NAMED, Left, SourceRead, left_out
from engine.data.lines.keyless import keyless_lines
from engine.data.lines.misspelt import written_apart
from engine.data.writings import near_misses

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from engine.data.lines.aggregate import Aggregation
    from engine.data.lines.people import People
    from engine.data.periods import Period
    from engine.diagnostics import Diagnostic
    from engine.policy.model import Data, Ruleset

_ROWS = 3  # rows that are named of each owner


def left(
    people: People, work: Aggregation, ruleset: Ruleset, wanted: Sequence[Period]
) -> tuple[SourceRead, list[Diagnostic]]:
    """Count the lines that count for nobody, and tell of them."""
    known, lines = people.known, work.lines
    there = {p.ordinal for p in people.table.periods}
    unknown: dict[tuple[str, object], int] = {}
    outside: dict[tuple[str, object], int] = {}
    counted = 0
    for who, when, n in known.groups:
        period = known.periods[when]
        if period.ordinal in there:
            if people.row(who, when) is None:
                unknown[who, when] = n
            else:
                counted += n
        elif not wanted or not ruleset.holds_on(period.end):
            outside[who, when] = n
    keyless, found = keyless_lines(work, sorted(there))
    read = SourceRead(
        lines.source.id, lines.file, lines.digest, sum(n for *_, n in lines.groups), counted, _sums(unknown, work),
        _sums(outside, work), _without(people, wanted), lines.left_out, keyless, lines.called,
    )  # fmt: skip
    misspelt = _misspelt(unknown, people, work, ruleset.data)
    return read, found + (misspelt or left_out(read, others=lines.source.others))


def _without(people: People, wanted: Sequence[Period]) -> tuple[str, ...]:
    """Give the people who have no line in any of the periods appraised."""
    table, numbers = people.table, {p.ordinal for p in wanted}
    codes = table.employee.codes.tolist()
    here = {code for code, n in zip(codes, people.numbers.tolist(), strict=True) if not numbers or n in numbers}
    some = {codes[row] for row in people.reached if not numbers or int(people.numbers[row]) in numbers}
    return tuple(sorted(table.employee.labels[code] for code in here - some))


def _sums(groups: Mapping[tuple[str, object], int], work: Aggregation) -> Left:
    if not groups:
        return Left(0, (), ())
    return Left(sum(groups.values()), tuple(sorted({who for who, _ in groups})), work.sums_of(list(groups)))


def _misspelt(
    unknown: Mapping[tuple[str, object], int], people: People, work: Aggregation, data: Data
) -> list[Diagnostic]:
    """Give an error for owners of lines who are nobody, and who are somebody under another writing."""
    counts: dict[str, int] = {}
    for (who, _), n in unknown.items():
        if people.codes[who] < 0:
            counts[who] = counts.get(who, 0) + n
    pairs = near_misses(counts, people.table.employee.labels)
    if not pairs:
        return []
    source = work.lines.source
    fields = [(source.employee, source.fields[source.employee])] if source.fields else []
    rows = {who: work.rows_with(who, _ROWS) for who in sorted(pairs)[:NAMED]}
    return [written_apart(pairs, counts, "are of", source.id, work.lines.called, fields, data, rows)]
