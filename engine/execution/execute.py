"""Runs a plan: stretches of row-wise steps over chunks that fit the processor's cache.

Whole columns of a million rows leave the cache between any two steps, which costs ten times the
arithmetic. Only what is asked for is kept; every other column lives as long as its last reader in the chunk.
Where steps go across rows (peers, rankings, earlier periods), the periods are run one by one in time order, and
a stretch ends at such a step: it is computed on whole columns of the period.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from engine.execution.across import ACROSS, Group
from engine.execution.checks import failed
from engine.execution.kernels import compute
from engine.execution.memory import MemoryStore
from engine.execution.sources import source_column
from engine.execution.stages import Stage, in_stages, needed_steps
from engine.execution.worksheet import Trouble, Worksheet
from engine.formula.columns import align
from engine.formula.vectors import YES, Column, Text, part
from engine.plan.operations import Earlier

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from engine.data.table import Table
    from engine.plan.operations import Check
    from engine.plan.steps import Operand, Plan, Step

CHUNK = 65_536  # rows; the columns of a chunk, half a megabyte each, pass through the cache and not through memory


def execute(plan: Plan, table: Table, keep: Iterable[str] | None = None,
            override: Mapping[str, Column] | None = None,
            progress: Callable[[int], None] = lambda _rows: None, memory: MemoryStore | None = None) -> Worksheet:  # fmt: skip
    """Run a plan on a table.

    `keep` are the names whose columns are wanted (every step's, if None); those that go across rows are always
    kept, so that a row can be explained alone. `override` replaces columns by others, one value per row.
    `progress` is told how many rows were done. `memory` holds what is known of periods before the table's.
    """
    wanted = set(plan.names) | {s.name for s in plan.steps} if keep is None else {*keep, "reason"}
    kept = {o for o in (plan.names.get(n, n) for n in wanted) if isinstance(o, str)}
    run = _Run(plan, table, kept, override or {}, progress, memory or new_memory(plan, table))
    run.everything()
    troubles = tuple(Trouble(c, np.concatenate(rows)) for c, rows in run.troubles.items())
    return Worksheet(plan, table, run.out, troubles)


def new_memory(plan: Plan, table: Table) -> MemoryStore:
    """Give an empty memory for a plan and the employees of a table."""
    return MemoryStore(len(table.employee.labels), {key: m.kind for key, m in plan.memories.items()})


@dataclass
class _Run:
    plan: Plan
    table: Table
    kept: set[str]
    override: Mapping[str, Column]
    progress: Callable[[int], None]
    memory: MemoryStore
    out: dict[str, Column] = field(default_factory=dict)
    troubles: dict[Check, list[NDArray[np.int64]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        checked = {i for c in self.plan.checks for i in (*c.inputs, *c.where) if isinstance(i, str)}
        steps, needed = needed_steps(self.plan, self.kept | checked | {"reason"}, self.override)
        given = needed & self.override.keys()
        computed = {s.name for s in steps}
        self.kept |= given | {s.name for s in steps if s.operation.across}
        self.sources = {n: source_column(n, self.table) for n in needed - computed - given}
        self.sources |= {n: self.override[n] for n in given}
        self.fixed: dict[str, Column] = {}
        varying = [s for s in steps if not self._fold(s)]
        self.across = any(s.operation.across for s in varying)
        keys = {s.operation.key for s in varying if isinstance(s.operation, Earlier)}
        self.remembered = {k: m for k, m in self.plan.memories.items() if k in keys}
        whole = {m.column for m in self.remembered.values()} | {"reason"}
        self.stages = in_stages(varying, self.plan.checks, whole if self.across else set())
        for name in self.kept & (self.fixed.keys() | given):
            self._store(name, self.fixed[name] if name in self.fixed else self.sources[name], slice(0, len(self.table)))

    def _fold(self, step: Step) -> bool:
        """Compute a step once if nothing in it differs from row to row."""
        if step.operation.across or not all(i in self.fixed for i in step.reads()):
            return False
        with np.errstate(all="ignore"):
            self.fixed[step.name] = compute(step.operation, [_operand(i, self.fixed) for i in step.inputs])
        return True

    def everything(self) -> None:
        """Run all rows at once, or period by period where something goes across rows."""
        if not self.across:
            self._group(slice(0, len(self.table)), len(self.table), None)
            return
        for code, period in enumerate(self.table.periods):
            rows = np.flatnonzero(self.table.period.codes == code)
            group = Group(self.table.employee.part(rows), period, self.memory)
            self._remember(group, rows, self._group(rows, len(rows), group))

    def _group(self, rows: slice | NDArray[np.int64], number: int, group: Group | None) -> dict[str, Column]:
        """Run all stages on some rows, and give the columns that were held as a whole."""
        held: dict[str, Column] = dict(self.fixed)
        judged = group is None or self._in_force(group)
        open_ = np.full(number, judged, dtype=np.bool_)  # rows in which no problem was found so far
        for stage in self.stages:
            with np.errstate(all="ignore"):
                for step in stage.across:
                    assert group is not None  # noqa: S101 - there are such steps
                    inputs = [self._whole(i, rows, held) for i in step.inputs]
                    held[step.name] = ACROSS[type(step.operation)](step.operation, inputs, group)
                    self._store(step.name, held[step.name], rows)
                for start in range(0, max(number, 1), CHUNK):
                    span = slice(start, min(start + CHUNK, number))
                    self._chunk(stage, span if isinstance(rows, slice) else rows[span], span, held, open_)
                    if stage is self.stages[-1]:
                        self.progress(span.stop - span.start)
        return held

    def _whole(self, operand: Operand, rows: slice | NDArray[np.int64], held: Mapping[str, Column]) -> Any:
        """Give a column for all rows of a group."""
        if isinstance(operand, float):
            return np.float64(operand)
        return held[operand] if operand in held else part(self.sources[operand], rows)

    def _chunk(self, stage: Stage, rows: slice | NDArray[np.int64], span: slice, held: dict[str, Column],
               open_: NDArray[np.bool_]) -> None:  # fmt: skip
        """Run a stretch on some rows: `rows` of the table, which are `span` of their group."""
        columns = {n: part(held[n], span) if n in held else part(self.sources[n], rows) for n in stage.reads}
        for step in stage.stretch:
            column = columns[step.name] = compute(step.operation, [_operand(i, columns) for i in step.inputs])
            if step.name in self.kept:
                self._store(step.name, column, rows)
            if step.name in stage.holds:
                _put(held, step.name, column, span, len(open_))
            for name in stage.ends.get(step.name, ()):
                columns.pop(name, None)
        if stage is self.stages[0]:
            reason = columns["reason"]
            assert isinstance(reason, Text)  # noqa: S101 - made by FirstThatFails
            open_[span] &= reason.codes < 0
        self._check(stage, columns, rows, open_[span])

    def _store(self, name: str, column: Column, rows: slice | NDArray[np.int64]) -> None:
        _put(self.out, name, column, rows, len(self.table))

    def _check(self, stage: Stage, columns: Mapping[str, Column], rows: slice | NDArray[np.int64],
               open_: NDArray[np.bool_]) -> None:  # fmt: skip
        """Note the rows in trouble, each under the first check that it fails."""
        for check in stage.checks:
            bad = failed(check, [_operand(i, columns) for i in check.inputs])
            if not np.any(bad):
                continue
            for condition in check.where:
                bad = bad & (np.asarray(columns[condition]) == YES)
            bad = bad & open_
            if not np.any(bad):
                continue
            found = np.flatnonzero(bad) + rows.start if isinstance(rows, slice) else rows[bad]
            self.troubles.setdefault(check, []).append(found.astype(np.int64))
            if check.severity == "error":
                open_ &= ~bad

    def _in_force(self, group: Group) -> bool:
        """Whether the policy was in force; periods before are only looked back at, and have no results."""
        return self.plan.ruleset.holds_on(group.period.end)

    def _remember(self, group: Group, rows: NDArray[np.int64], held: Mapping[str, Column]) -> None:
        reason: Any = self._whole("reason", rows, held)
        appraised = np.broadcast_to(reason.codes < 0, len(rows))
        for key, memory in self.remembered.items():
            if memory.result and not self._in_force(group):
                continue  # the results of that period are another policy's, and may be known from its run
            column = self._whole(memory.column, rows, held)
            who = np.flatnonzero(appraised) if memory.result else np.arange(len(rows))
            self.memory.write(key, group.period, group.employees.codes[who], part(column, who))


def _operand(operand: Operand, columns: Mapping[str, Column]) -> Any:
    return columns[operand] if isinstance(operand, str) else np.float64(operand)


def _put(columns: dict[str, Column], name: str, column: Column, rows: slice | NDArray[np.int64], number: int) -> None:
    """Store some rows of a column of `number` rows, which is made when its first rows come."""
    whole = columns.get(name)
    if whole is None:
        whole = columns[name] = _empty(column, number)
    if isinstance(whole, Text) and isinstance(column, Text):
        if whole.labels != column.labels:  # of an earlier period, which may know other labels, or none
            whole, column = align(whole, column)
            columns[name] = whole
        whole.codes[rows] = column.codes
    elif not isinstance(whole, Text) and not isinstance(column, Text):
        whole[rows] = column


def _empty(column: Column, rows: int) -> Column:
    if isinstance(column, Text):
        return Text(np.full(rows, -1, dtype=np.int32), column.labels, column.ordered)
    return np.empty(rows, dtype=column.dtype)
