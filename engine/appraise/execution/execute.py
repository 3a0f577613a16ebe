"""Runs a plan: stretches of row-wise steps over chunks that fit the processor's cache.

Whole columns of a million rows leave the cache between any two steps, which costs ten times the
arithmetic. Only what is asked for is kept; every other column lives as long as its last reader in the chunk.
Where steps go across rows (peers, rankings, earlier periods), the periods are run one by one in time order, and
a stretch ends at such a step: it is computed on whole columns of the period.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from appraise.execution.checks import failed
from appraise.execution.group import Group
from appraise.execution.inputs.columns import source_column
from appraise.execution.kernels.across import ACROSS
from appraise.execution.kernels.memory import MemoryStore
from appraise.execution.kernels.rowwise import compute
from appraise.execution.stages import Stage, columns_of, in_stages, needed_steps
from appraise.execution.troubles import Troubles
from appraise.execution.worksheet import Worksheet
from appraise.formula.columns import align
from appraise.formula.vectors import YES, Column, Text, part
from appraise.plan.operations import Earlier
from appraise.plan.steps import moved_by
from appraise.plan.together import Plans, together

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from appraise.data.table import Table
    from appraise.plan.operations import Check
    from appraise.plan.steps import Operand, Plan, Step
    from appraise.plan.together import View

CHUNK = 65_536  # rows; the columns of a chunk, half a megabyte each, pass through the cache and not through memory


def execute(plan: Plan, table: Table, keep: Iterable[str] | None = None,
            override: Mapping[str, Column] | None = None,
            progress: Callable[[int], None] = lambda _rows: None, memory: MemoryStore | None = None, *,
            bare: bool = False) -> Worksheet:  # fmt: skip
    """Run a plan on a table; `bare` see Plans.

    `keep` are the names whose columns are wanted (every step's, if None); those that go across rows are always
    kept, so that a row can be explained alone. `override` replaces columns by others, one value per row.
    `progress` is told how many rows were done. `memory` holds what is known of periods before the table's.
    """
    wanted = None if keep is None else [keep]
    run = _Run(together([plan], bare=bare), table, wanted, override or {}, progress, memory or new_memory(plan, table))
    return run.worksheets()[0]


def execute_together(plans: Plans, table: Table, keep: Sequence[Iterable[str]] | None = None,
                     progress: Callable[[int], None] = lambda _rows: None,
                     memories: Sequence[MemoryStore] | None = None) -> list[Worksheet]:  # fmt: skip
    """Run plans on a table, each shared step once; give for each plan what `execute` alone would give.

    `keep` are the names that are wanted of each plan, `memories` what is known for each (the plans are then held
    apart, see `together`).
    """
    known = MemoryStore(len(table.employee.labels), {key: m.kind for key, m in plans.memories.items()})
    for view, memory in zip(plans.views, memories or (), strict=memories is not None):
        for key, shared in view.memories.items():
            known.take(shared, memory, key)
    return _Run(plans, table, keep, {}, progress, known).worksheets()


def new_memory(plan: Plan, table: Table) -> MemoryStore:
    """An empty memory for a plan and the employees of a table."""
    return MemoryStore(len(table.employee.labels), {key: m.kind for key, m in plan.memories.items()})


@dataclass
class _Run:
    plans: Plans
    table: Table
    keep: Sequence[Iterable[str]] | None
    override: Mapping[str, Column]
    progress: Callable[[int], None]
    memory: MemoryStore
    out: dict[str, Column] = field(default_factory=dict)

    def __post_init__(self) -> None:
        views, memories = self.plans.views, self.plans.memories
        self.wanted = [self._wanted(i, view) for i, view in enumerate(views)]
        self.reasons = list(dict.fromkeys(view.reason for view in views))
        checks = {shared: None for view in views for _, shared in view.checks}
        if self.plans.bare and self.override:  # checks of other columns cannot tell anything new
            moved = moved_by(self.plans.steps, self.override)
            checks = {check: None for check in checks if not moved.isdisjoint(columns_of(check))}
        checked = {name for check in checks for name in columns_of(check)}
        self.kept = set[str]().union(*self.wanted)
        steps, needed = needed_steps(self.plans.steps, memories, self.kept | checked | {*self.reasons}, self.override)
        given = needed & self.override.keys()
        computed = {s.name for s in steps}
        self.kept |= given
        if not self.plans.bare:
            self.kept |= {s.name for s in steps if s.operation.across}
        self.inputs = {n: source_column(n, self.table) for n in needed - computed - given}
        self.inputs |= {n: self.override[n] for n in given}
        self.fixed: dict[str, Column] = {}
        varying = [s for s in steps if not self._fold(s)]
        self.across = any(s.operation.across for s in varying)
        keys = {s.operation.key for s in varying if isinstance(s.operation, Earlier)}
        self.remembered = {k: m for k, m in memories.items() if k in keys}
        whole = {m.column for m in self.remembered.values()} | {*self.reasons}
        whole |= {text for m in self.remembered.values() for text in m.within or ()}
        self.stages = in_stages(varying, checks, whole if self.across else set(), self.reasons)
        self.troubles = Troubles(views)
        for name in self.kept & (self.fixed.keys() | given):
            self._store(name, self.fixed[name] if name in self.fixed else self.inputs[name], slice(0, len(self.table)))

    def _wanted(self, i: int, view: View) -> set[str]:
        """The shared columns that one plan's worksheet holds, those across rows excepted."""
        names = view.plan.names
        wanted = {*names, *view.steps} if self.keep is None else {*self.keep[i], "reason"}
        return {o for o in (view.shared(names.get(n, n)) for n in wanted) if isinstance(o, str)}

    def worksheets(self) -> list[Worksheet]:
        """Run everything, and give each plan's own worksheet, under its own names."""
        self.everything()
        return [
            Worksheet(view.plan, self.table, self._columns(view, wanted), self.troubles.of(i))
            for i, (view, wanted) in enumerate(zip(self.plans.views, self.wanted, strict=True))
        ]

    def _columns(self, view: View, wanted: set[str]) -> dict[str, Column]:
        across = set() if self.plans.bare else {s.name for s in view.plan.steps if s.operation.across}
        own = {
            name: self.out[shared]
            for name, shared in view.steps.items()
            if shared in self.out and (shared in wanted or name in across)
        }
        return own | {name: self.out[name] for name in self.override if name in self.out}

    def _fold(self, step: Step) -> bool:
        """Compute a step once if nothing in it differs from row to row."""
        if step.operation.across or not all(i in self.fixed for i in step.reads()):
            return False
        with np.errstate(all="ignore"):
            self.fixed[step.name] = compute(step.operation, [_operand(i, self.fixed) for i in step.inputs])
        return True

    def everything(self) -> None:
        """Run all rows at once, or period by period where a period is looked back at or rows are many."""
        table = self.table
        if not self.across:
            self._group(slice(0, len(table)), len(table), [], judged=True)
            return
        groups = [self._of_period(code) for code in range(len(table.periods))]
        if not self.remembered and len(table) <= CHUNK:  # then the columns of a whole table pass through the cache
            judged = np.array([self._in_force(group) for _, group in groups], dtype=np.bool_)[table.period.codes]
            self._group(slice(0, len(table)), len(table), groups, judged=judged)
            return
        for rows, group in groups:
            alone = [(np.arange(len(rows)), group)]
            held = self._group(rows, len(rows), alone, judged=self._in_force(group))
            self._remember(group, rows, held)

    def _of_period(self, code: int) -> tuple[NDArray[np.int64], Group]:
        """The rows of a period, and who they are."""
        rows = np.flatnonzero(self.table.period.codes == code)
        return rows, Group(self.table.employee.part(rows), self.table.periods[code], self.memory)

    def _group(self, rows: slice | NDArray[np.int64], number: int, groups: Sequence[tuple[NDArray[np.int64], Group]],
               *, judged: bool | NDArray[np.bool_]) -> dict[str, Column]:  # fmt: skip
        """Run all stages on some rows, and give the columns that were held as a whole.

        `groups` are the periods among them, with the places of their rows; `judged` says whether the policy is in force.
        """
        held: dict[str, Column] = dict(self.fixed)
        self.troubles.begin(number, self.reasons, judged=judged)
        for stage in self.stages:
            with np.errstate(all="ignore"):
                for step in stage.across:
                    self._across(step, rows, groups, held, number)
                for start in range(0, max(number, 1), CHUNK):
                    span = slice(start, min(start + CHUNK, number))
                    self._chunk(stage, span if isinstance(rows, slice) else rows[span], span, held, number)
                    if stage is self.stages[-1]:
                        self.progress(span.stop - span.start)
        return held

    def _across(self, step: Step, rows: slice | NDArray[np.int64], groups: Sequence[tuple[NDArray[np.int64], Group]],
                held: dict[str, Column], number: int) -> None:  # fmt: skip
        """Compute a step that goes across rows, one period after the other."""
        inputs = [self._whole(i, rows, held) for i in step.inputs]
        kernel = ACROSS[type(step.operation)]
        if len(groups) == 1:
            held[step.name] = kernel(step.operation, inputs, groups[0][1])
        for at, group in groups if len(groups) > 1 else ():
            _put(held, step.name, kernel(step.operation, [_some(i, at) for i in inputs], group), at, number)
        if step.name in self.kept:
            self._store(step.name, held[step.name], rows)

    def _whole(self, operand: Operand, rows: slice | NDArray[np.int64], held: Mapping[str, Column]) -> Any:
        """A column for all rows of a group."""
        if isinstance(operand, float):
            return np.float64(operand)
        return held[operand] if operand in held else part(self.inputs[operand], rows)

    def _chunk(self, stage: Stage, rows: slice | NDArray[np.int64], span: slice, held: dict[str, Column],
               number: int) -> None:  # fmt: skip
        """Run a stretch on some rows: `rows` of the table, which are `span` of their group of `number` rows."""
        columns = {n: part(held[n], span) if n in held else part(self.inputs[n], rows) for n in stage.reads}
        found = {c: bad for c in stage.checks.get("", ()) if (bad := _failed(c, columns)) is not None}
        for step in stage.stretch:
            name = step.name
            column = columns[name] = compute(step.operation, [_operand(i, columns) for i in step.inputs])
            if name in self.kept:
                self._store(name, column, rows)
            if name in stage.holds:
                _put(held, name, column, span, number)
            found |= {c: bad for c in stage.checks.get(name, ()) if (bad := _failed(c, columns)) is not None}
            for ended in stage.ends.get(name, ()):
                columns.pop(ended, None)
        if stage is self.stages[0]:
            self.troubles.appraised({n: columns[n] for n in self.reasons}, span)
        self.troubles.note(found, rows, span)

    def _store(self, name: str, column: Column, rows: slice | NDArray[np.int64]) -> None:
        _put(self.out, name, column, rows, len(self.table))

    def _in_force(self, group: Group) -> bool:
        """Whether the policy was in force; periods before are only looked back at, and have no results."""
        return self.plans.views[0].plan.ruleset.holds_on(group.period.end)

    def _remember(self, group: Group, rows: NDArray[np.int64], held: Mapping[str, Column]) -> None:
        for key, memory in self.remembered.items():
            if memory.result and not self._in_force(group):
                continue  # the results of that period are another policy's, and may be known from its run
            column = (
                np.asarray(memory.column)
                if isinstance(memory.column, float)
                else self._whole(memory.column, rows, held)
            )
            who = np.arange(len(rows))
            if memory.result:
                reason: Any = self._whole(memory.reason, rows, held)
                who = np.flatnonzero(np.broadcast_to(reason.codes < 0, len(rows)))
            owners: NDArray[np.intp] = group.employees.codes
            if memory.within is not None:
                texts = [self._whole(text, rows, held) for text in memory.within]
                owners = self.memory.groups_of(key, texts, len(rows))
            self.memory.write(key, group.period, owners[who], part(column, who))


def _failed(check: Check, columns: Mapping[str, Column]) -> Any:
    """The rows in which a check fails that concerns them; None where there are none."""
    bad = failed(check, [_operand(i, columns) for i in check.inputs])
    for condition in check.where:
        if not np.any(bad):
            return None
        bad = bad & (np.asarray(columns[condition]) == YES)
    return bad if np.any(bad) else None


def _some(column: Any, rows: NDArray[np.int64]) -> Any:
    return part(column, rows) if np.ndim(getattr(column, "codes", column)) else column


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
