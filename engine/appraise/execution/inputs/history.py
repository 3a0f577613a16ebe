"""Earlier results, from a file or a run before: what the first periods of the data look back at."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from appraise.data.columns.cells import NUMBER as CELL_NUMBER
from appraise.data.columns.cells import TEXT as CELL_TEXT
from appraise.data.columns.cells import Cells
from appraise.data.files.formats import is_workbook
from appraise.data.files.frame import raw_of_frame
from appraise.data.files.headings import folded
from appraise.data.files.raw_table import damage_told
from appraise.data.files.read import read_raw
from appraise.data.table import Table, checked_table
from appraise.data.writings import near_misses, same
from appraise.diagnostics import Diagnostic, Diagnostics, errors
from appraise.execution.execute import new_memory
from appraise.execution.inputs.columns import source_column
from appraise.execution.kernels.rowwise import compute
from appraise.execution.people import written_otherwise
from appraise.formula.kinds import TEXT
from appraise.formula.vectors import Column, Text, part
from appraise.plan.expressions import everything
from appraise.plan.lifting import looks_beyond
from appraise.plan.operations import Compute, Earlier, Streak
from appraise.policy.meaning.scope import BUILT_IN, Scope
from appraise.policy.model import Data, Field
from appraise.texts import Listed, msg

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from appraise.data.columns.cells import CellReader
    from appraise.data.files.raw_table import RawTable
    from appraise.data.periods import Period
    from appraise.execution.kernels.memory import MemoryStore
    from appraise.formula.kinds import Type
    from appraise.formula.syntax.grammar import Formula
    from appraise.plan.steps import Memory, Plan
    from appraise.policy.model import FieldType, Ruleset

_PERCENT = re.compile(r"-?[0-9]+(\.[0-9]+)?%")


@dataclass(frozen=True, slots=True)
class History:
    """Results of earlier periods: a file or a DataFrame.

    Its columns are named as the results are (employee, period, score, sales.score …), or as `headings` says for
    a name; `sheets` are the names that the sheet of results may have in a workbook.
    """

    data: str | Path | pd.DataFrame
    headings: Mapping[str, str] = field(default_factory=dict)
    sheets: tuple[str, ...] = ()


def memory_of(plan: Plan, table: Table, histories: Sequence[History]) -> tuple[MemoryStore, list[Diagnostic]]:
    """The memory with which the first period of the table begins, from results in the order of their periods."""
    memory, found = new_memory(plan, table), list[Diagnostic]()
    for history in histories:
        found += _add(memory, plan, table, history)
    return memory, found


def _add(memory: MemoryStore, plan: Plan, table: Table, history: History) -> list[Diagnostic]:
    names = sorted(
        {n for m in plan.memories.values() for n in (*_names_of(m.formula, plan.ruleset), *(m.within or ()))}
        | {*plan.carried, "reason"}
    )
    past, found = _read(plan, history, names)
    if past is None:
        return found
    known = _Past(plan, past)
    computed = {p for p in table.periods if plan.ruleset.holds_on(p.end)}
    both = [p.label for p in past.periods if p in computed]
    if both:
        found.append(
            Diagnostic(
                "history",
                msg("{file} has results of {both}, which are computed anew.", file=past.file, both=Listed(tuple(both))),
                severity="warning",
                hint=msg("the data count, not the history"),
            )
        )
    employees = _codes(past.employee, table.employee)
    gone = {past.employee.labels[c] for c in np.unique(past.employee.codes[employees < 0]).tolist()}
    pairs = near_misses(gone, table.employee.labels)
    if pairs:
        return [*found, written_otherwise(pairs, past.file, plan.ruleset.data.employee)]
    looks = [step.operation for step in plan.steps if isinstance(step.operation, Earlier)]
    added = {look.key for look in looks if look.reading in ("latest", "year")}
    for key, remembered in plan.memories.items():
        counted = known.name(key) if key in plan.carried else None
        column = known.column_of(remembered.formula) if counted is None else counted
        if column is None:
            lacking = [n for n in remembered.formula.names if known.name(n) is None]
            missing = Listed(tuple(lacking), "or") if lacking else key
            adds = key in added and not set(past.periods) <= set(table.periods)
            found.append(_unknown(key, missing, past.file, adds=adds))
            continue
        owners = employees
        if remembered.within is not None:
            texts = [known.name(text) for text in remembered.within]
            lacking = [name for name, text in zip(remembered.within, texts, strict=True) if text is None]
            if lacking:
                adds = key in added and not set(past.periods) <= set(table.periods)
                found.append(_unknown(key, Listed(tuple(lacking), "or"), past.file, adds=adds))
                continue
            owners = memory.groups_of(key, texts, len(past))
        who = owners if not remembered.result else np.where(known.appraised, owners, -1)
        _write(memory, key, remembered, column, past, who, skip=computed, counted=counted is not None)
    return found


def _unknown(key: str, missing: str | Listed, file: str, *, adds: bool) -> Diagnostic:
    """Tell what earlier results lack. A balance or a year so far would count it as 0: that is an error."""
    message = msg("{file} has no {missing}, so earlier periods have no {key}.", file=file, missing=missing, key=key)
    if adds:
        return Diagnostic("history", message, hint=msg("add the column, with 0 where there was nothing"))
    return Diagnostic(
        "history", message, severity="warning", hint=msg("add the column, or leave it: it is missing then")
    )


def _names_of(formula: Formula, ruleset: Ruleset) -> set[str]:
    """Every name that a formula may be computed from: its own, and those behind derived ones."""
    names, todo = set[str](), set(everything(formula, ruleset)[0])
    while todo:
        name = todo.pop()
        names.add(name)
        if name in ruleset.derive:
            todo |= set(everything(ruleset.derive[name], ruleset)[0]) - names
    return names


def _read(plan: Plan, history: History, names: list[str]) -> tuple[Table | None, list[Diagnostic]]:
    r = plan.ruleset
    wanted = [n for n in names if n not in BUILT_IN]
    columns = {n: _headings(n, r, history.headings) for n in ("employee", "period", *wanted)}
    expected = {h for options in columns.values() for h in options}
    diagnostics = Diagnostics()
    raw = _raw(history, diagnostics, expected)
    if raw is None or errors(diagnostics.found):
        return None, diagnostics.found
    there = {folded(h) for h in raw.headings}
    if any(folded(h) in there for h in ("provisional", history.headings.get("provisional", "provisional"))):
        return None, [
            Diagnostic(
                "history",
                msg("{file} holds provisional results, of a day inside a period.", file=raw.file),
                hint=msg("give the final results of that period"),
            )
        ]
    fields = {n: Field(n, "text", columns[n], r.where) for n in ("employee", "period")}
    fields["employee"] = replace(fields["employee"], digits=r.data.fields[r.data.employee].digits)
    for name in wanted:
        if any(folded(o) in there for o in columns[name]):
            fields[name] = _field(name, columns[name], _type_of(name, plan), r)
    numbers = {folded(h) for f in fields.values() if f.type == "number" for h in f.columns}
    plain = {h: _as_numbers(read) if folded(h) in numbers else read for h, read in raw.columns.items()}
    with damage_told(raw.file, diagnostics):
        return checked_table(replace(raw, columns=plain), Data("employee", "period", fields), r.period)
    return None, diagnostics.found


def _as_numbers(read: CellReader) -> CellReader:
    """Read what a workbook of results shows with a percent sign as the share behind it, whatever the column is."""

    def plain(as_text: bool) -> Cells:
        cells = read(as_text)
        shares = np.array([_share(label) for label in cells.labels.to_pylist()] + [np.nan])
        given = np.where(cells.kinds == CELL_TEXT, shares[cells.codes], np.nan)
        shown = np.isfinite(given)
        kinds = np.where(shown, CELL_NUMBER, cells.kinds).astype(cells.kinds.dtype)
        return replace(cells, kinds=kinds, values=np.where(shown, given, cells.values))

    return plain


def _share(label: str | None) -> float:
    return float(label.removesuffix("%") + "e-2") if label is not None and _PERCENT.fullmatch(label) else np.nan


def _type_of(name: str, plan: Plan) -> Type:
    if name in plan.carried:
        return plan.carried[name].type
    return TEXT if name == "reason" else Scope(plan.ruleset, set()).type_of(name)


def _headings(name: str, ruleset: Ruleset, headings: Mapping[str, str]) -> tuple[str, ...]:
    keys = {"employee": ruleset.data.employee, "period": ruleset.data.period}
    own = ruleset.data.fields.get(keys.get(name) or name)
    return tuple(dict.fromkeys([name, headings.get(name, name), *(own.columns if own else ())]))


def _raw(history: History, diagnostics: Diagnostics, expected: set[str]) -> RawTable | None:
    if not isinstance(history.data, (str, Path)):
        return raw_of_frame(history.data, diagnostics, expected, "history")
    if is_workbook(history.data):
        for sheet in history.sheets:
            own = Diagnostics()
            raw = read_raw(Path(history.data), sheet, own, expected)
            if not any(d.code == "data-sheet" for d in own.found):  # there is this sheet, readable or not
                diagnostics.found += own.found
                return raw
    return read_raw(Path(history.data), None, diagnostics, expected)


def _field(name: str, headings: tuple[str, ...], kind: Type, ruleset: Ruleset) -> Field:
    """Describe a column as results are written: numbers and shares as they are, dates and conditions in words."""
    if name in ruleset.data.fields and kind.kind == "text":
        return replace(ruleset.data.fields[name], columns=headings)
    forms: dict[str, FieldType] = {"text": "text", "date": "date", "yes-no": "yes-no"}
    labels = dict.fromkeys(kind.labels, ()) if kind.labels is not None else None
    return Field(name, forms.get(kind.kind, "number"), headings, ruleset.where, values=labels)


@dataclass
class _Past:
    """The columns of earlier results, and what can be computed from them."""

    plan: Plan
    table: Table
    known: dict[str, Column | None] = field(default_factory=dict)

    @property
    def appraised(self) -> NDArray[np.bool_]:
        """Which rows are of people who were appraised: those without a reason why not."""
        reason = self.table.columns.get("reason")
        return reason.codes < 0 if isinstance(reason, Text) else np.ones(len(self.table), dtype=np.bool_)

    def name(self, name: str) -> Column | None:
        """The column of a name: as it stands in the file, or derived from what does; None where neither."""
        if name not in self.known:
            self.known[name] = None
            self.known[name] = self._look_up(name)
        return self.known[name]

    def _look_up(self, name: str) -> Column | None:
        if name in self.table.columns:
            column = self.table.columns[name]
            kind = _type_of(name, self.plan)
            if isinstance(column, Text) and kind.ordered and kind.labels is not None:
                return Text(_codes_by(column.labels, kind.labels)[column.codes], kind.labels, ordered=True)
            return column
        if name in BUILT_IN:
            return source_column(name, self.table)
        derive = self.plan.ruleset.derive
        return self.column_of(derive[name]) if name in derive else None

    def column_of(self, formula: Formula) -> Column | None:
        """Compute a formula on the earlier rows; None where something is not known, or is not in these rows alone."""
        names, key = everything(formula, self.plan.ruleset)
        columns = [self.name(n) for n in names]
        if any(c is None for c in columns) or looks_beyond(formula.tree, self.plan.ruleset.functions):
            return None
        with np.errstate(all="ignore"):
            return compute(Compute(key, names, formula, self.plan.ruleset.functions), columns)


def _codes(past: Text, now: Text) -> NDArray[np.intp]:
    """The code that each earlier row's employee has in the data, -1 for somebody who is not there any more."""
    if set(past.labels) <= set(now.labels):
        return _codes_by(past.labels, now.labels)[past.codes]
    return _codes_by(tuple(map(same, past.labels)), tuple(map(same, now.labels)))[past.codes]


def _codes_by(labels: tuple[str, ...], into: tuple[str, ...]) -> NDArray[np.intp]:
    places = {label: i for i, label in enumerate(into)}
    return np.array([*(places.get(label, -1) for label in labels), -1], dtype=np.intp)


def _write(memory: MemoryStore, key: str, remembered: Memory, column: Column, past: Table,
           employees: NDArray[np.intp], skip: set[Period], *, counted: bool) -> None:  # fmt: skip
    """Write the periods one by one; a streak that is not `counted` yet is counted on the way."""
    for code, period in enumerate(past.periods):
        rows = np.flatnonzero((past.period.codes == code) & (employees >= 0))
        who = employees[rows]
        values = part(column, rows) if isinstance(column, Text) or column.ndim else column
        if remembered.streak and not counted:
            before = memory.read(Earlier(key, "at", grouped=remembered.within is not None), who, period)
            values = compute(Streak(), [before, values])
        if period not in skip:
            memory.write(key, period, who, values)
