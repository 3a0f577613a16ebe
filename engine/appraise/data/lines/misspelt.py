"""Owners of lines who are somebody of the data under another writing: what is said of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from appraise.data.findings import stated
from appraise.data.lines.findings import NAMED, counted
from appraise.data.writings import apart
from appraise.diagnostics import Diagnostic, listed
from appraise.texts import Listed, msg, msgs

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from appraise.policy.model import Data, Field
    from appraise.texts import Message


OF = msg("{lines} of {source} are of people whom the data write in another way (they differ in {ways}): {people}.")
CREDITED = msg(
    "{lines} of {source} are credited by {credit} to people whom the data write in another way "
    "(they differ in {ways}): {people}."
)


def written_apart(pairs: Mapping[str, str], counts: Mapping[str, int], belong: Message, source: str, file: str,
                  fields: Sequence[tuple[str, Field]], data: Data,
                  rows: Mapping[str, Sequence[int]] | None = None) -> Diagnostic:  # fmt: skip
    """Tell of owners who are in the data under another writing: `pairs` of the two, `counts` of lines by the first.

    `belong` is one of the sentences above: whose the lines are.
    """
    people = [_person(who, pairs[who], counts[who], (rows or {}).get(who, ())) for who in sorted(pairs)[:NAMED]]
    ways = dict.fromkeys(apart(who, whose) for who, whose in pairs.items())
    return Diagnostic(
        "employee-writing",
        belong.given(
            lines=counted(sum(counts[who] for who in pairs)),
            source=source,
            ways=Listed(tuple(ways), "or"),
            people=listed(people, NAMED, len(pairs)),
        ),
        None,
        "error",
        _mend(pairs, fields, data),
        place=file,
    )


def _person(who: str, whose: str, count: int, rows: Sequence[int]) -> Message:
    lines, named = counted(count), Listed(tuple(rows))
    if not rows:
        return msg('"{who}" for "{whose}" ({lines})', who=who, whose=whose, lines=lines)
    if count > len(rows):
        return msg('"{who}" for "{whose}" ({lines}, rows {rows} and more)',
                   who=who, whose=whose, lines=lines, rows=named)  # fmt: skip
    return msgs('"{who}" for "{whose}" ({lines}, row {rows})', '"{who}" for "{whose}" ({lines}, rows {rows})',
                len(rows), who=who, whose=whose, lines=lines, rows=named)  # fmt: skip


def _mend(pairs: Mapping[str, str], fields: Sequence[tuple[str, Field]], data: Data) -> Message:
    """Say what to do; where that is all that is needed, how zeros are put before numbers."""
    every = [text for pair in pairs.items() for text in pair]
    if not fields or not all(text.isdecimal() for text in every):
        return msg("write the number in the same way in both places")
    most = max(map(len, every))
    own, digits = data.fields[data.employee], f"digits: {most}"
    mends = [msg("`{field}` under data", field=stated(own, digits))]
    mends += [msg("`{field}` under the source", field=stated(field, digits)) for _, field in fields if field is not own]
    return msg("write the number in the same way in both places; "
               "or let whole numbers have {digits} digits everywhere: {fields}",
               digits=most, fields=Listed(tuple(mends), "and"))  # fmt: skip
