"""What is to be said of lines: those that cannot be added up, and those that count for nobody."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from appraise.diagnostics import MOST_PER_KIND, Diagnostic, listed, place_of
from appraise.texts import NOTHING, Listed, Message, msg, msgs, sentences

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from appraise.data.lines.aggregate import Aggregation, Trouble
    from appraise.data.lines.table import Lines

NAMED = 5  # employees who are named in a message


def counted(lines: int) -> Message:
    """Say how many lines: "1,200 lines"."""
    return msgs("{n:,} line", "{n:,} lines", lines)


@dataclass(frozen=True, slots=True)
class Left:
    """Lines that count for nobody: how many, of whom, and what they would have added to each sum."""

    lines: int
    employees: tuple[str, ...]
    sums: tuple[tuple[str, float], ...]

    def said(self) -> Message:
        """Say how many lines, with their sums: "12 lines (销售额 3,400.00)"."""
        if not self.sums:
            return counted(self.lines)
        sums = Listed(tuple(f"{title} {value:,.2f}" for title, value in self.sums))
        return msgs("{n:,} line ({sums})", "{n:,} lines ({sums})", self.lines, sums=sums)

    def names(self) -> Message:
        """Name the first employees, and how many more there are."""
        return listed(self.employees, NAMED)


@dataclass(frozen=True, slots=True)
class SourceRead:
    """How a source was used: its file, its lines, and those that count for nobody."""

    id: str
    file: str
    digest_of: Callable[[], str]
    lines: int
    counted: int  # of people and periods that are appraised
    unknown: Left  # of employees who are not in the data
    outside: Left  # in no period that is appraised
    without: tuple[str, ...]  # people who have no line in the periods appraised
    not_appraised: int = 0  # by the other ruleset whose results these are
    keyless: Left = Left(0, (), ())  # without an owner, a date or a period
    called: str = ""  # the file as messages call it, with its sheet

    @property
    def digest(self) -> str:
        """SHA-256 of the file, in hexadecimal."""
        return self.digest_of()


def left_out(read: SourceRead, *, others: bool) -> list[Diagnostic]:
    """Warn of lines that count for nobody; where most do, it is an error, unless lines of `others` are expected."""
    found: list[Diagnostic] = []
    if read.unknown.lines:
        inside = read.counted + read.unknown.lines
        most = read.unknown.lines * 2 > inside and not others
        nobody = msg("{lines} of {source} count for nobody: the data have no row for {employees}.",
                     lines=read.unknown.said(), source=read.id, employees=read.unknown.names())  # fmt: skip
        mostly = msg("These are most of the {inside:,} lines in the periods appraised.", inside=inside)
        found.append(
            Diagnostic(
                "lines-unmatched",
                sentences(nobody, mostly if most else NOTHING),
                None,
                "error" if most else "warning",
                msg(
                    "check that the column of the employee holds employee numbers as the data do; if {source} "
                    "rightly holds lines of many others, state `others: allowed` in the source {source}",
                    source=read.id,
                )
                if most
                else msg("add these employees to the data, or correct their numbers, if they are to be appraised"),
                place=read.called,
            )
        )
    if read.outside.lines:
        found.append(
            Diagnostic(
                "lines-outside",
                msg(
                    "{lines} of {source} lie in no period that is appraised.", lines=read.outside.said(), source=read.id
                ),
                None,
                "warning",
                msg("check the dates; the data, or --period, say which periods are appraised"),
                place=read.called,
            )
        )
    return found


def in_trouble(aggregation: Aggregation, troubles: Sequence[Trouble]) -> list[Diagnostic]:
    """Name the lines that cannot be added up."""
    found: list[Diagnostic] = []
    for trouble in troubles:
        lines = aggregation.lines_in_trouble(trouble, MOST_PER_KIND)
        rows = aggregation.lines.row_of([line["line"] for line in lines])
        for line, row in zip(lines, rows, strict=True):
            message, hint = _words(trouble, line, aggregation.lines)
            also = ((trouble.measure.where, trouble.measure.title),)
            at = place_of(aggregation.lines.called, row, "")
            found.append(Diagnostic(trouble.code, message, None, "error", hint, also, at))
        if trouble.count > len(lines):
            found.append(
                Diagnostic(
                    "more-of-the-same",
                    msg(
                        "{more:,} more lines have the same problem with {measure} ({all:,} in all).",
                        more=trouble.count - len(lines),
                        measure=trouble.measure.id,
                        all=trouble.count,
                    ),
                    place=aggregation.lines.called,
                )
            )
    return found


def _words(trouble: Trouble, line: dict[str, Any], lines: Lines) -> tuple[Message, Message]:
    measure = trouble.measure.id
    names = sorted(trouble.formula.names) if trouble.formula is not None else []
    empty = [lines.headings.get(n, n) for n in names if n in lines.columns and line[lines.columns[n]] is None]
    why = empty_told(empty)
    match trouble.code:
        case "undecided":
            return (
                msg("Whether this line counts for {measure} cannot be decided{why}.", measure=measure, why=why),
                msg("fill in the cell, or say in `where` what missing means: coalesce(x, 0), is_missing(x)"),
            )
        case "missing-value":
            return (
                msg("This line has nothing to add to {measure}{why}.", measure=measure, why=why),
                msg("fill in the cell; state `missing: 0` in the field; or leave such lines out with `where`"),
            )
        case "no-setting":
            by = trouble.measure.weights.by if trouble.measure.weights is not None else ""
            held = line[lines.columns[by]] or msg("empty", "what a cell holds")
            return (msg("{field} is {value}, for which {measure} states no weight.",
                        field=by, value=held, measure=measure),
                    msg("add it to `weights`, with 0 if it does not count, or correct the data"))  # fmt: skip
    hint = msg("give the date its time of day, or say with `where` which of them counts")
    if trouble.measure.how == "first":
        return msg("{measure} takes the first line, and several lines of that moment have different values.",
                   measure=measure), hint  # fmt: skip
    return msg("{measure} takes the last line, and several lines of that moment have different values.",
               measure=measure), hint  # fmt: skip


def empty_told(headings: Sequence[str]) -> Message:
    """Say at the end of a sentence which columns are empty: ": 金额 is empty"; nothing where none is."""
    return msg(": {headings} is empty", headings=Listed(tuple(headings))) if headings else NOTHING
