"""Lines without an owner, a date or a period: they count for nobody, and must not be meant to count."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from appraise.data.keys import MERGED
from appraise.data.lines.findings import Left
from appraise.diagnostics import Diagnostic, place_of
from appraise.texts import Listed, msg

if TYPE_CHECKING:
    from collections.abc import Sequence

    from appraise.data.lines.aggregate import Aggregation


_BLANK = {
    "employee": msg("The employee is blank, and {measure} counts this line."),
    "date": msg("The date is blank, and {measure} counts this line."),
    "period": msg("The period is blank, and {measure} counts this line."),
}


def keyless_lines(work: Aggregation, periods: Sequence[int]) -> tuple[Left, list[Diagnostic]]:
    """Count such lines of some periods, by number; one that a measure counts by its `where` is an error.

    Where a measure has no `where`, or one that cannot be decided, it is not known what was meant: a warning.
    """
    count, doubtful, held = _keyless(work, periods)
    if not count:
        return Left(0, (), ()), []
    lines, source = work.lines, work.lines.source
    keys = [("employee", source.employee, lines.columns[source.employee])]
    keys += [("date", source.date, "pkey")] if source.date else []
    keys += [("period", source.period, lines.columns[source.period])] if source.period else []
    found: list[Diagnostic] = []
    for line, row in zip(held, lines.row_of([line["line"] for line in held]), strict=True):
        what, id_, _ = next(key for key in keys if line[key[2]] is None)
        measure = work.measures[line["measure"]]
        name = "employee" if what == "employee" and "employee" not in source.fields else id_
        hint = msg(
            "write it ({merged}); if such lines do not count, add `and not is_missing({name})` to `where` of {measure}",
            merged=MERGED,
            name=name,
            measure=measure.id,
        )
        found.append(
            Diagnostic(
                "data-value",
                _BLANK[what].given(measure=measure.id),
                None,
                "error",
                hint,
                ((measure.where, measure.title),),
                place_of(lines.called, row, lines.headings.get(id_, id_)),
            )
        )
    left = Left(count, (), _sums(work, periods))
    if doubtful and not found:
        headings = Listed(tuple(lines.headings.get(id_, id_) for _, id_, _ in keys), "or")
        found.append(
            Diagnostic(
                "lines-keyless",
                msg(
                    "{lines} of {source} have nothing under {headings}, and count for nobody.",
                    lines=left.said(),
                    source=source.id,
                    headings=headings,
                ),
                None,
                "warning",
                msg(
                    "write it where they should count; where they should not, say so in the `where` of each "
                    "measure; to have them refused, state it under `require` of the source"
                ),
                place=lines.called,
            )
        )
    return left, found


def _keyless(work: Aggregation, periods: Sequence[int]) -> tuple[int, int, list[dict[str, Any]]]:
    """Look at lines without an owner, a date or a period that may lie in some `periods`, by number.

    Give how many there are, of how many nobody can tell whether they were meant to count, and the first that one
    counts by its `where`: their columns, and `measure`, its place among the measures.
    """
    lines = work.lines
    if not lines.keyless or lines.once:
        return 0, 0, []
    among = work.among(str(lines.keyless), periods)
    tests = {i: work.where[m.id].text for i, m in enumerate(work.measures) if m.id in work.where}
    unsure = " OR ".join(f"({test}) IS NULL" for test in tests.values())
    unsure = unsure if len(tests) == len(work.measures) else "TRUE"
    count, doubtful = work.database.rows(
        f"SELECT count(*), count(*) FILTER (WHERE {unsure}) FROM {work.query} WHERE {among}"
    )[0]
    if not count or not tests:
        return count, doubtful, []
    which = " ".join(f"WHEN {test} THEN {i}" for i, test in tests.items())
    columns = ", ".join(dict.fromkeys([*lines.columns.values(), *(["pkey"] if lines.source.date else [])]))
    held: list[dict[str, Any]] = work.database.table(
        f"SELECT line, {columns}, CASE {which} END AS measure FROM {work.query} WHERE {among} "
        f"AND ({' OR '.join(tests.values())}) ORDER BY line LIMIT 1000"
    ).to_pylist()
    return count, doubtful, held


def _sums(work: Aggregation, periods: Sequence[int]) -> tuple[tuple[str, float], ...]:
    """What these lines would have added to each sum, by its title."""
    sums = [m for m in work.measures if m.how == "sum"]
    if not sums:
        return ()
    columns, _, figures = work.columns_of(sums)
    named = {name: aggregate for aggregate, name in columns.items()}
    shown = ", ".join(f"coalesce({named[name]}, 0)::DOUBLE / 1e6" for name in figures)
    among = work.among(str(work.lines.keyless), periods)
    row = work.database.rows(f"SELECT {shown} FROM {work.query} WHERE {among}")[0]
    return tuple((m.title, float(value)) for m, value in zip(sums, row, strict=True))
