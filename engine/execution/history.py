"""Earlier results, from a file or a run before: what the first periods of the data look back at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from engine.data.frame import raw_of_frame
from engine.data.headings import folded
from engine.data.read import read_raw
from engine.data.table import Table, checked_table
from engine.diagnostics import Diagnostic, Report, errors
from engine.execution.execute import new_memory
from engine.execution.kernels import compute
from engine.execution.sources import source_column
from engine.formula.vectors import Column, Text, part
from engine.plan.compile import everything
from engine.plan.lifting import looks_beyond
from engine.plan.operations import Compute, Earlier, Streak
from engine.policy.model import Data, Field
from engine.policy.scope import BUILT_IN, Scope

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from engine.data.periods import Period
    from engine.data.read import RawTable
    from engine.execution.memory import MemoryStore
    from engine.formula.grammar import Formula
    from engine.plan.steps import Memory, Plan
    from engine.policy.model import FieldType, Ruleset


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
    """Give the memory with which the first period of the table begins, from results in the order of their periods."""
    memory, found = new_memory(plan, table), list[Diagnostic]()
    for history in histories:
        found += _add(memory, plan, table, history)
    return memory, found


def _add(memory: MemoryStore, plan: Plan, table: Table, history: History) -> list[Diagnostic]:
    names = sorted({n for m in plan.memories.values() for n in _names_of(m.formula, plan.ruleset)})
    past, found = _read(plan, history, names)
    if past is None:
        return found
    known = _Past(plan.ruleset, past)
    computed = set(table.periods) & {p for p in table.periods if plan.ruleset.begins <= p.end <= plan.ruleset.ends}
    both = [p.label for p in past.periods if p in computed]
    if both:
        found.append(Diagnostic("history", f"{past.file} has results of {', '.join(both)}, which are computed anew.",
                                severity="warning", hint="the data count, not the history"))  # fmt: skip
    employees = _codes(past.employee, table.employee)
    for key, remembered in plan.memories.items():
        column = known.column_of(remembered.formula)
        if column is None:
            missing = " or ".join(n for n in remembered.formula.names() if known.name(n) is None) or key
            found.append(Diagnostic("history", f"{past.file} has no {missing}, so earlier periods have no {key}.",
                                    severity="warning", hint="add the column, or leave it: it is missing then"))  # fmt: skip
            continue
        _write(memory, key, remembered, column, past, employees, skip=computed)
    return found


def _names_of(formula: Formula, ruleset: Ruleset) -> set[str]:
    """Give every name that a formula may be computed from: its own, and those behind derived ones."""
    names, todo = set[str](), set(everything(formula, ruleset)[0])
    while todo:
        name = todo.pop()
        names.add(name)
        if name in ruleset.derive:
            todo |= set(everything(ruleset.derive[name], ruleset)[0]) - names
    return names


def _read(plan: Plan, history: History, names: list[str]) -> tuple[Table | None, list[Diagnostic]]:
    r = plan.ruleset
    scope = Scope(r, set())
    wanted = [n for n in names if n not in BUILT_IN]
    columns = {n: _headings(n, r, history.headings) for n in ("employee", "period", *wanted)}
    expected = {h for options in columns.values() for h in options}
    report = Report()
    raw = _raw(history, report, expected)
    if raw is None or errors(report.found):
        return None, report.found
    there = {folded(h) for h in raw.headings}
    fields = {n: _field(n, options, scope, r) for n, options in columns.items()
              if n in ("employee", "period") or any(folded(o) in there for o in options)}  # fmt: skip
    for name in ("employee", "period"):
        fields[name] = Field(name, "text", columns[name], r.where)
    return checked_table(raw, Data("employee", "period", fields), r.period)


def _headings(name: str, ruleset: Ruleset, headings: Mapping[str, str]) -> tuple[str, ...]:
    keys = {"employee": ruleset.data.employee, "period": ruleset.data.period}
    own = ruleset.data.fields.get(keys.get(name) or name)
    return tuple(dict.fromkeys([name, headings.get(name, name), *(own.columns if own else ())]))


def _raw(history: History, report: Report, expected: set[str]) -> RawTable | None:
    if not isinstance(history.data, (str, Path)):
        return raw_of_frame(history.data, report, expected, "history")
    if Path(history.data).suffix.lower() in (".xlsx", ".xlsm"):
        for sheet in history.sheets:
            raw = read_raw(Path(history.data), sheet, Report(), expected)
            if raw is not None:
                return raw
    return read_raw(Path(history.data), None, report, expected)


def _field(name: str, headings: tuple[str, ...], scope: Scope, ruleset: Ruleset) -> Field:
    if name in ruleset.data.fields:
        return ruleset.data.fields[name]
    kind = scope.type_of(name)
    forms: dict[str, FieldType] = {"text": "text", "date": "date", "yes-no": "yes-no"}
    labels = dict.fromkeys(kind.labels, ()) if kind.labels is not None else None
    return Field(name, forms.get(kind.kind, "number"), headings, ruleset.where, values=labels)


@dataclass
class _Past:
    """The columns of earlier results, and what can be computed from them."""

    ruleset: Ruleset
    table: Table
    known: dict[str, Column | None] = field(default_factory=dict)

    def name(self, name: str) -> Column | None:
        """Give the column of a name: as it stands in the file, or derived from what does; None where neither."""
        if name not in self.known:
            self.known[name] = None
            self.known[name] = self._look_up(name)
        return self.known[name]

    def _look_up(self, name: str) -> Column | None:
        if name in self.table.columns:
            column = self.table.columns[name]
            kind = Scope(self.ruleset, set()).type_of(name)
            if isinstance(column, Text) and kind.ordered and kind.labels is not None:
                return Text(_codes_by(column.labels, kind.labels)[column.codes], kind.labels, ordered=True)
            return column
        if name in BUILT_IN:
            return source_column(name, self.table)
        return self.column_of(self.ruleset.derive[name]) if name in self.ruleset.derive else None

    def column_of(self, formula: Formula) -> Column | None:
        """Compute a formula on the earlier rows; None where something is not known, or is not in these rows alone."""
        names, key = everything(formula, self.ruleset)
        columns = [self.name(n) for n in names]
        if any(c is None for c in columns) or looks_beyond(formula.tree, self.ruleset.functions):
            return None
        with np.errstate(all="ignore"):
            return compute(Compute(key, names, formula, self.ruleset.functions), columns)


def _codes(past: Text, now: Text) -> NDArray[np.intp]:
    """Give the code that each earlier row's employee has in the data, -1 for somebody who is not there any more."""
    return _codes_by(past.labels, now.labels)[past.codes]


def _codes_by(labels: tuple[str, ...], into: tuple[str, ...]) -> NDArray[np.intp]:
    places = {label: i for i, label in enumerate(into)}
    return np.array([*(places.get(label, -1) for label in labels), -1], dtype=np.intp)


def _write(memory: MemoryStore, key: str, remembered: Memory, column: Column, past: Table,
           employees: NDArray[np.intp], skip: set[Period]) -> None:  # fmt: skip
    """Write the periods one by one; a streak is counted on the way."""
    for code, period in enumerate(past.periods):
        rows = np.flatnonzero((past.period.codes == code) & (employees >= 0))
        who = employees[rows]
        values = part(column, rows) if isinstance(column, Text) or column.ndim else column
        if remembered.streak:
            before = memory.read(Earlier(key, "at"), who, period)
            values = compute(Streak(), [before, values])
        if period not in skip:
            memory.write(key, period, who, values)
