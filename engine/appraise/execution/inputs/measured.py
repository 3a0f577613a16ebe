"""Reads the lines of all sources and puts the measures onto the table of employees and periods."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from appraise.data.files.formats import PARQUET, TEXT, is_workbook
from appraise.data.files.frame import raw_of_frame
from appraise.data.files.raw_table import damage_told
from appraise.data.files.read import read_raw
from appraise.data.keys import not_in_force
from appraise.data.lines.at_once import at_once, fits
from appraise.data.lines.attach import attach, survey
from appraise.data.lines.cell_tables import typed_of
from appraise.data.lines.database import Database, database
from appraise.data.lines.owners import by_owner
from appraise.data.lines.people import Known
from appraise.data.lines.raw import Raw, raw_csv, raw_parquet
from appraise.data.lines.table import Lines, groups_of
from appraise.data.lines.typed import typed, viewed
from appraise.data.present import periods_present
from appraise.data.roster import spread
from appraise.data.table import Table, read_table, table_of
from appraise.diagnostics import Diagnostic, Diagnostics, errors, suggest
from appraise.execution.inputs.results_of import result_lines
from appraise.formula.lines import LINE_FUNCTIONS
from appraise.formula.vectors import EPOCH
from appraise.policy.reading.data.source_files import needed_sources, without_file
from appraise.texts import msg

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

    import pandas as pd

    from appraise.data.periods import Period
    from appraise.execution.worksheet import Run
    from appraise.plan.steps import Plan
    from appraise.policy.model import LineSource, Ruleset

    Given = str | Path | pd.DataFrame


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be read: the main data, the files of sources by name, the periods, the sheet, the last day.

    `run` is how another ruleset is run.
    """

    data: Given
    sources: Mapping[str, Given]
    periods: Sequence[Period]
    sheet: str | None
    until: date | None
    run: Callable[..., Run]
    before: bool  # rows of earlier periods are needed too


def read_measured(ruleset: Ruleset, asked: Asked) -> tuple[Table | None, list[Diagnostic]]:
    """Read the main data and the lines of the sources, and add the measures to the table."""
    found = _names(ruleset, asked)
    if found:
        return None, found
    with database() as db:
        known: dict[str, Known] = {}
        for source in ruleset.line_sources.values():
            lines, problems = _read(source, asked, ruleset, db)
            found += problems
            if lines is not None:
                owned = by_owner(lines, ruleset, db)
                known[source.id], problems = survey(_until(owned, asked.until, db), ruleset.period, db)
                found += problems
        table, problems = _table(ruleset, asked, known, bool(errors(found)))
        found += problems
        if table is None or errors(found):
            return None, found
        table, problems = attach(table, ruleset, known, db, asked.periods)
        return table, found + problems


def _names(ruleset: Ruleset, asked: Asked) -> list[Diagnostic]:
    needed = needed_sources(ruleset)
    found = [
        Diagnostic("no-source", msg("The ruleset has no source {name!r}.", name=name), hint=suggest(name, needed))
        for name in asked.sources
        if name not in needed
    ]
    return found + [
        Diagnostic(
            "no-source",
            msg("The lines of {source} are needed, and there is no file of them.", source=s.id),
            s.where,
            hint=msg("add: --source {source}=FILE", source=s.id),
        )
        for s in without_file([ruleset], asked.sources, workbook=is_workbook(asked.data))
    ]


def _read(source: LineSource, asked: Asked, ruleset: Ruleset, db: Database) -> tuple[Lines | None, list[Diagnostic]]:
    given = asked.sources.get(source.id, source.file)
    if given is None:  # a sheet of the main workbook
        given = asked.data
    if source.results_of is not None:
        return result_lines(source, ruleset, lambda plan, keep: _other(plan, keep, source, asked), db)
    diagnostics = Diagnostics()
    expected = {name for field in source.fields.values() for name in field.columns or (field.id,)}
    if not isinstance(given, (str, Path)):
        raw_table = raw_of_frame(given, diagnostics, expected, source.id, may_be_empty=True)
        if raw_table is None or errors(diagnostics.found):
            return None, diagnostics.found
        return typed_of(source, raw_table, ruleset.period, db)
    import duckdb  # noqa: PLC0415 - starting fast

    path = Path(given)
    raw = _quick(path, source, expected, db, diagnostics) if path.is_file() else None
    if errors(diagnostics.found):
        return None, diagnostics.found
    if raw is not None:
        try:
            lines = _at_once(source, raw, asked, ruleset, db)
            lines, found = (
                (lines, []) if lines else typed(source, _needed(source, ruleset, asked.until), raw, ruleset.period, db)
            )
        except duckdb.Error:  # not quite a plain table: the other reader says what is wrong, or copes
            lines, found = None, []
        if lines is not None or found:
            return lines, found
    slow = read_raw(path, source.sheet, diagnostics, expected, may_be_empty=True, encoding=source.encoding)
    if slow is None or errors(diagnostics.found):
        return None, diagnostics.found
    try:
        with damage_told(slow.file, diagnostics):
            lines, found = typed_of(source, slow, ruleset.period, db)
            return lines, diagnostics.found + found
    except duckdb.Error as problem:  # out of memory, or so damaged that the database has given up
        said = str(problem).split("\n", 1)[0]
        diagnostics.error(
            "data-file",
            msg("{file} cannot be added up: {said}", file=slow.file, said=said),
            place=slow.file,
            hint=msg("save the table as .csv or .xlsx, or leave out what is not needed"),
        )
    return None, diagnostics.found


def _at_once(source: LineSource, raw: Raw, asked: Asked, ruleset: Ruleset, db: Database) -> Lines | None:
    """Add up the lines in one pass over the file, where that can be."""
    mine = [m for m in ruleset.measures.values() if m.source == source.id]
    if asked.until is not None or not fits(source, mine, ruleset):
        return None
    view = viewed(source, _needed(source, ruleset, asked.until), raw, ruleset.period, db)
    return at_once(view, mine, ruleset, db) if view is not None else None


def _needed(source: LineSource, ruleset: Ruleset, until: date | None) -> set[str]:
    """The fields whose values are used: all are checked, and a table of few columns is quickly made."""
    mine = [m for m in ruleset.measures.values() if m.source == source.id]
    formulas = [f for m in mine for f in (m.of, m.condition) if f is not None]
    formulas += source.formulas
    formulas += [function.body for function in ruleset.functions.values()]
    called = {name for formula in formulas for name in formula.called}
    needed = {*source.unique, *(name for formula in formulas for name in formula.names)}
    needed |= {m.weights.by for m in mine if m.weights is not None}
    by_day = until is not None or any(m.how in ("first", "last") for m in mine) or called & set(LINE_FUNCTIONS)
    return needed | ({source.date} if by_day and source.date is not None else set())


def _other(plan: Plan, keep: list[str], source: LineSource, asked: Asked) -> Run:
    """Run another ruleset on the file that was given for it, or else on the main data."""
    given = asked.sources.get(source.id, source.file)
    data, sheet = (asked.data, source.sheet or asked.sheet) if given is None else (given, source.sheet)
    inner = {name: file for name, file in asked.sources.items() if name in needed_sources(plan.ruleset)}
    periods = _within(plan.ruleset, data, sheet, asked) if asked.periods else []
    return asked.run(plan, data, periods, sheet, keep=keep, sources=inner)


def _within(ruleset: Ruleset, data: Given, sheet: str | None, asked: Asked) -> list[str]:
    """The periods of another ruleset that lie in those asked for, and earlier ones that are looked back at."""
    periods, _ = periods_present(ruleset, data, sheet)  # what is wrong with the file is told when it is read
    first, last = min(p.start for p in asked.periods), max(p.end for p in asked.periods)
    inside = [p for p in periods if first <= p.end <= last]
    earlier = [p for p in periods if asked.before and p.end < first and ruleset.holds_on(p.end)]
    return [p.label for p in (*earlier, *inside)]


def _quick(path: Path, source: LineSource, expected: set[str], db: Database, diagnostics: Diagnostics) -> Raw | None:
    ending = path.suffix.lower()
    if ending in TEXT.endings:
        return raw_csv(path, expected, db, Diagnostics(), source.encoding)
    return raw_parquet(path, expected, diagnostics) if ending in PARQUET.endings else None


def _until(lines: Lines, until: date | None, db: Database) -> Lines:
    """Leave out lines after a day."""
    if until is None or lines.source.date is None:
        return lines
    day = lines.columns[lines.source.date]
    db.run(
        f"CREATE VIEW {lines.table}_until AS SELECT * FROM {lines.table} WHERE floor({day}) <= {until.toordinal() - EPOCH} "
        f"OR {day} IS NULL"
    )
    table = f"{lines.table}_until"
    return replace(lines, table=table, groups=groups_of(lines.source, table, lines.columns, db))


def _table(
    ruleset: Ruleset, asked: Asked, known: Mapping[str, Known], broken: bool
) -> tuple[Table | None, list[Diagnostic]]:
    """Read the main data; a roster has the periods that were asked for, or those of the lines."""
    r, periods = ruleset, list(asked.periods)
    roster = r.data.period is None
    dated = {p for one in known.values() for p in one.periods.values()}
    if roster and periods and asked.before:
        periods = sorted({*periods, *(p for p in dated if p < max(periods))})
    if roster and not periods:
        periods = sorted(p for p in dated if r.holds_on(p.end))
        if not periods:
            hint = msg("say which with --period, or check the dates of the lines")
            message = msg(
                "The lines are of no period in which the ruleset is in force ({begins} to {ends}).",
                begins=r.begins,
                ends=r.ends,
            )
            return None, [] if broken else [Diagnostic("data-period", message, hint=hint)]
    read = list(asked.periods or periods)[:1] if roster else periods
    if isinstance(asked.data, (str, Path)):
        table, found = read_table(
            r.data, r.begins, r.ends, r.period, Path(asked.data), periods=read, before=asked.before, sheet=asked.sheet
        )
    else:
        table, found = table_of(asked.data, r.data, r.begins, r.ends, r.period, periods=read, before=asked.before)
    if roster and len(periods) > 1:
        count = len(table) if table is not None else 0
        found += not_in_force(dict.fromkeys(asked.periods[1:], count), r.begins, r.ends, str(asked.data))
        table = spread(table, sorted(set(periods))) if table is not None and not errors(found) else None
    return table, found
