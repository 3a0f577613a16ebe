"""Lines that count for nobody, people who have none, and owners who are somebody under another writing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.data.findings import stated
from engine.data.lines.findings import NAMED, Left, SourceRead, left_out
from engine.data.lines.keyless import keyless_lines
from engine.data.writings import apart, near_misses
from engine.diagnostics import Diagnostic

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from engine.data.lines.aggregate import Aggregation
    from engine.data.lines.attach import People
    from engine.data.periods import Period
    from engine.policy.model import Data, Field, Ruleset

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
        _sums(outside, work), _without(people, wanted), lines.left_out, keyless,
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
    return [written_apart(pairs, counts, "are of", source.id, work.lines.file, fields, data, rows)]


def written_apart(pairs: Mapping[str, str], counts: Mapping[str, int], belong: str, source: str, file: str,
                  fields: Sequence[tuple[str, Field]], data: Data,
                  rows: Mapping[str, Sequence[int]] | None = None) -> Diagnostic:  # fmt: skip
    """Tell of owners who are in the data under another writing: `pairs` of the two, `counts` of lines by the first."""
    told = []
    for who in sorted(pairs)[:NAMED]:
        at = (rows or {}).get(who, ())
        where = f", row{'s' if len(at) != 1 else ''} {', '.join(map(str, at))}" if at else ""
        more = " and more" if at and counts[who] > len(at) else ""
        told.append(f'"{who}" for "{pairs[who]}" ({_lines(counts[who])}{where}{more})')
    shown = ", ".join(told) + (f" and {len(pairs) - NAMED:,} more" if len(pairs) > NAMED else "")
    kinds = " or ".join(dict.fromkeys(apart(who, whose) for who, whose in pairs.items()))
    total = sum(counts[who] for who in pairs)
    return Diagnostic(
        "employee-writing",
        f"{_lines(total)} of {source} {belong} people whom the data write in another way (they differ in {kinds}): {shown}.",
        None, "error", "write the number in the same way in both places" + _digits(pairs, fields, data), place=file,
    )  # fmt: skip


def _lines(count: int) -> str:
    return f"{count:,} line{'s' if count != 1 else ''}"


def _digits(pairs: Mapping[str, str], fields: Sequence[tuple[str, Field]], data: Data) -> str:
    """Say how zeros are put before numbers, where that is all that is needed."""
    every = [text for pair in pairs.items() for text in pair]
    if not fields or not all(text.isdecimal() for text in every):
        return ""
    most = max(map(len, every))
    own, digits = data.fields[data.employee], f"digits: {most}"
    mends = [f"`{stated(own, digits)}` under data"]
    mends += [f"`{stated(field, digits)}` under the source" for _, field in fields if field is not own]
    return f"; or let whole numbers have {most} digits everywhere: " + " and ".join(mends)
