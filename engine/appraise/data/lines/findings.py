"""What is to be said of lines: those that cannot be added up, and those that count for nobody."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from appraise.data.findings import place
from appraise.diagnostics import MOST_PER_KIND, Diagnostic, listed

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from appraise.data.lines.aggregate import Aggregation, Trouble
    from appraise.data.lines.table import Lines

NAMED = 5  # employees who are named in a message


@dataclass(frozen=True, slots=True)
class Left:
    """Lines that count for nobody: how many, of whom, and what they would have added to each sum."""

    lines: int
    employees: tuple[str, ...]
    sums: tuple[tuple[str, float], ...]

    def said(self) -> str:
        """Say how many lines, with their sums: "12 lines (销售额 3,400.00)"."""
        sums = ", ".join(f"{title} {value:,.2f}" for title, value in self.sums)
        return f"{self.lines:,} line{'s' if self.lines != 1 else ''}" + (f" ({sums})" if sums else "")

    def names(self) -> str:
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
        found.append(Diagnostic(
            "lines-unmatched", f"{read.unknown.said()} of {read.id} count for nobody: "
            f"the data have no row for {read.unknown.names()}."
            + (f" These are most of the {inside:,} lines in the periods appraised." if most else ""), None,
            "error" if most else "warning",
            f"check that the column of the employee holds employee numbers as the data do; if {read.id} rightly holds "
            f"lines of many others, state `others: allowed` in the source {read.id}" if most else
            "add these employees to the data, or correct their numbers, if they are to be appraised", place=read.called,
        ))  # fmt: skip
    if read.outside.lines:
        found.append(Diagnostic(
            "lines-outside", f"{read.outside.said()} of {read.id} lie in no period that is appraised.", None, "warning",
            "check the dates; the data, or --period, say which periods are appraised", place=read.called,
        ))  # fmt: skip
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
            at = place(aggregation.lines.called, row, "")
            found.append(Diagnostic(trouble.code, message, None, "error", hint, also, at))
        if trouble.count > len(lines):
            found.append(Diagnostic("more-of-the-same", f"{trouble.count - len(lines):,} more lines have the same problem with "
                                    f"{trouble.measure.id} ({trouble.count:,} in all).",
                                    place=aggregation.lines.called))  # fmt: skip
    return found


def _words(trouble: Trouble, line: dict[str, Any], lines: Lines) -> tuple[str, str]:
    measure = trouble.measure
    names = sorted(trouble.formula.names) if trouble.formula is not None else []
    empty = [lines.headings.get(n, n) for n in names if n in lines.columns and line[lines.columns[n]] is None]
    why = f": {', '.join(empty)} is empty" if empty else ""
    match trouble.code:
        case "undecided":
            return (f"Whether this line counts for {measure.id} cannot be decided{why}.",
                    "fill in the cell, or say in `where` what missing means: coalesce(x, 0), is_missing(x)")  # fmt: skip
        case "missing-value":
            return (f"This line has nothing to add to {measure.id}{why}.",
                    "fill in the cell; state `missing: 0` in the field; or leave such lines out with `where`")  # fmt: skip
        case "no-setting":
            by = measure.weights.by if measure.weights is not None else ""
            return (f"{by} is {line[lines.columns[by]] or 'empty'}, for which {measure.id} states no weight.",
                    "add it to `weights`, with 0 if it does not count, or correct the data")  # fmt: skip
    return (f"{measure.id} takes the {measure.how} line, and several lines of that moment have different values.",
            "give the date its time of day, or say with `where` which of them counts")  # fmt: skip
