"""Runs a plan: stretches of row-wise steps over chunks that fit the processor's cache.

Whole columns of a million rows leave the cache between any two steps, which costs ten times the
arithmetic. Only what is asked for is kept; every other column lives as long as its last reader in the chunk.
All operations so far are row-wise, so a plan is one stretch; a step across rows (`Operation.across`) would end it.
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from engine.execution.kernels import compute, listed
from engine.execution.sources import source_column
from engine.execution.tiers import reached
from engine.execution.worksheet import Trouble, Worksheet
from engine.formula.columns import is_missing
from engine.formula.vectors import UNDECIDED, YES, Column, Text, part

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from engine.data.table import Table
    from engine.plan.operations import Check
    from engine.plan.steps import Operand, Plan, Step

CHUNK = 65_536  # rows; the columns of a chunk, half a megabyte each, pass through the cache and not through memory


def execute(plan: Plan, table: Table, keep: Iterable[str] | None = None,
            override: Mapping[str, Column] | None = None,
            progress: Callable[[int], None] = lambda _rows: None) -> Worksheet:  # fmt: skip
    """Run a plan on a table.

    `keep` are the names whose columns are wanted (every step's, if None). `override` replaces columns by
    others, one value per row. `progress` is told how many rows were done.
    """
    override = override or {}
    wanted = set(plan.names) | {s.name for s in plan.steps} if keep is None else {*keep, "reason"}
    kept = {o for o in (plan.names.get(n, n) for n in wanted) if isinstance(o, str)}
    run = _Run(plan, table, kept, override)
    for start in range(0, max(len(table), 1), CHUNK):
        rows = slice(start, min(start + CHUNK, len(table)))
        run.chunk(rows)
        progress(rows.stop - rows.start)
    troubles = tuple(Trouble(c, np.concatenate(rows)) for c, rows in run.troubles.items())
    return Worksheet(plan, table, run.out, troubles)


@dataclass
class _Run:
    plan: Plan
    table: Table
    kept: set[str]
    override: Mapping[str, Column]
    out: dict[str, Column] = field(default_factory=dict)
    troubles: dict[Check, list[NDArray[np.int64]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        checked = {i for c in self.plan.checks for i in (*c.inputs, *c.where) if isinstance(i, str)}
        needed = self.kept | checked | {"reason"}
        steps = []
        for step in reversed(self.plan.steps):
            if step.name in needed:
                steps.append(step)
                needed.update(step.reads())
        self.steps = steps[::-1]
        computed = {s.name for s in self.steps}
        self.sources = {n: source_column(n, self.table) for n in needed - computed}
        self.fixed: dict[str, Column] = {}
        varying = [s for s in self.steps if not self._fold(s)]
        self.steps = varying
        self.last = self._last_uses(checked)

    def _fold(self, step: Step) -> bool:
        """Compute a step once if nothing in it differs from row to row."""
        if step.name in self.override or not all(i in self.fixed for i in step.reads()):
            return False
        with np.errstate(all="ignore"):
            self.fixed[step.name] = compute(step.operation, [self._operand(i, self.fixed) for i in step.inputs])
        return True

    def _last_uses(self, checked: set[str]) -> dict[str, list[str]]:
        """Give, per step, the columns that nobody reads after it."""
        last: dict[str, str] = {}
        for step in self.steps:
            for name in step.reads():
                last[name] = step.name
        ends: dict[str, list[str]] = {}
        for name, step_name in last.items():
            if name not in checked and name != "reason":
                ends.setdefault(step_name, []).append(name)
        return ends

    @staticmethod
    def _operand(operand: Operand, columns: Mapping[str, Column]) -> Any:
        return columns[operand] if isinstance(operand, str) else np.float64(operand)

    def chunk(self, rows: slice) -> None:
        """Run all steps on some rows and store what is kept."""
        columns: dict[str, Column] = {n: part(c, rows) for n, c in self.sources.items()}
        columns.update(self.fixed)
        for name in self.override:
            columns[name] = part(self.override[name], rows)
        for name in (self.kept & columns.keys()) - self.sources.keys() | (self.kept & self.override.keys()):
            self._store(name, columns[name], rows)
        with np.errstate(all="ignore"):
            for step in self.steps:
                if step.name not in self.override:
                    columns[step.name] = compute(step.operation, [self._operand(i, columns) for i in step.inputs])
                    if step.name in self.kept:
                        self._store(step.name, columns[step.name], rows)
                for name in self.last.get(step.name, ()):
                    columns.pop(name, None)
            self._check(columns, rows)

    def _store(self, name: str, column: Column, rows: slice) -> None:
        if name not in self.out:
            self.out[name] = _empty(column, len(self.table))
        whole = self.out[name]
        if isinstance(whole, Text) and isinstance(column, Text):
            whole.codes[rows] = column.codes
        elif not isinstance(whole, Text) and not isinstance(column, Text):
            whole[rows] = column

    def _check(self, columns: Mapping[str, Column], rows: slice) -> None:
        """Note the rows in trouble, each under the first check that it fails."""
        reason = columns["reason"]
        assert isinstance(reason, Text)  # noqa: S101 - made by FirstThatFails
        open_: Any = np.broadcast_to(reason.codes < 0, (rows.stop - rows.start,))
        for check in self.plan.checks:
            bad = failed(check, [self._operand(i, columns) for i in check.inputs])
            if not np.any(bad):
                continue
            for condition in check.where:
                bad = bad & (np.asarray(columns[condition]) == YES)
            bad = bad & open_
            if not np.any(bad):
                continue
            found = np.flatnonzero(bad) + rows.start
            self.troubles.setdefault(check, []).append(found.astype(np.int64))
            if check.severity == "error":
                open_ = open_ & ~bad


def _empty(column: Column, rows: int) -> Column:
    if isinstance(column, Text):
        return Text(np.full(rows, -1, dtype=np.int32), column.labels, column.ordered)
    return np.empty(rows, dtype=column.dtype)


def failed(check: Check, inputs: list[Any]) -> Any:
    """Give the rows in which a check fails."""
    it = inputs[0]
    match check.test:
        case "missing":
            there = np.isfinite(it)
            if there.all():
                return False
            return ~there if len(inputs) == 1 else ~there & (np.asarray(inputs[1]) != 0)
        case "not-positive":
            return np.asarray(it) <= 0
        case "falling":
            crossed: Any = np.asarray(False)
            for low, high in itertools.pairwise(inputs):
                crossed = crossed | (low > high)
            return crossed
        case "undecided":
            return np.asarray(it) == UNDECIDED
        case "none":
            return it.codes < 0
        case "not-100":
            off = ~(np.abs(np.asarray(it) - 100.0) <= 1e-9)
            return functools.reduce(np.logical_or, (np.asarray(weight) < 0 for weight in inputs[1:]), off)
        case "unlisted":
            return ~(is_missing(it) | listed(it, check.labels))
        case "below":
            lowest = it if len(inputs) == 1 else np.minimum(inputs[1], np.add(inputs[1], it))
            return ~np.isnan(lowest) & ~reached(lowest, check.bound, check.boundary)
