"""Many plans over one registry of steps: what several of them compute alike is one step, and is computed once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, NamedTuple

from appraise.plan.operations import Check, Earlier, FindRow, RowValue
from appraise.plan.steps import Operand, Plan, Step

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from appraise.formula.kinds import Kind
    from appraise.policy.model import Table


class Kept(NamedTuple):
    """A column that later periods look back at; `result`: only those have it for whom the column `reason` is blank.

    `within`: it is that of the group which these columns name, not the employee's.
    """

    column: Operand
    kind: Kind
    result: bool
    reason: str
    within: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class View:
    """One plan among others: where its own steps and memories are found; its checks, own and on the shared steps."""

    plan: Plan
    steps: Mapping[str, str]
    memories: Mapping[str, str]
    checks: tuple[tuple[Check, Check], ...]

    def shared(self, operand: Operand) -> Operand:
        """The shared column of an own one; columns of the data are the same for all."""
        return self.steps.get(operand, operand) if isinstance(operand, str) else operand

    @property
    def reason(self) -> str:
        """The shared column that says who is appraised."""
        return self.steps.get("reason", "reason")


@dataclass(frozen=True, slots=True)
class Plans:
    """Plans of one kind of period, in force on the same days, that read the same data.

    `steps` stand in an order in which they can be computed. `memories`: by key, as the steps name them. `bare`:
    nothing is wanted but what is asked for by name, no warnings, and nothing by which a row is explained alone.
    """

    steps: tuple[Step, ...]
    memories: Mapping[str, Kept]
    views: tuple[View, ...]
    bare: bool


def together(plans: Sequence[Plan], *, apart: bool = False, bare: bool = False) -> Plans:
    """Join plans; `bare` see Plans.

    `apart`: what one remembers of earlier periods is not another's, even where they compute it alike.
    """
    keys = [{key: (key, i if apart else 0) for key in plan.memories} for i, plan in enumerate(plans)]
    while True:  # memories are alike until it is seen that they are made of different steps
        registry, places = _Registry(keys), []
        for i, plan in enumerate(plans):
            places.append(registry.add(i, plan))
        finer = _told_apart(plans, keys, places)
        if len(set(_all(finer))) == len(set(_all(keys))):
            break
        keys = finer
    views = tuple(_view(registry, i, plan, places[i], bare=bare) for i, plan in enumerate(plans))
    memories: dict[str, Kept] = {}
    for view in views:
        for key, memory in view.plan.memories.items():
            column, within = view.shared(memory.column), memory.within
            texts = tuple(str(view.shared(text)) for text in within) if within is not None else None
            memories.setdefault(view.memories[key], Kept(column, memory.kind, memory.result, view.reason, texts))
    return Plans(tuple(registry.steps), memories, views, bare)


_Keys = list[dict[str, tuple[str, int]]]


def _all(keys: _Keys) -> list[tuple[str, int]]:
    return [key for one in keys for key in one.values()]


def _told_apart(plans: Sequence[Plan], keys: _Keys, places: Sequence[Mapping[str, str]]) -> _Keys:
    """Number the memories anew: two keep one number where they had one and are the same column of the same people."""
    numbers: dict[Hashable, int] = {}
    finer: _Keys = []
    for plan, own, place in zip(plans, keys, places, strict=True):
        reason = place.get("reason", "reason")
        finer.append({})
        for key, memory in plan.memories.items():
            column = place.get(memory.column, memory.column) if isinstance(memory.column, str) else memory.column
            within = tuple(place.get(text, text) for text in memory.within) if memory.within is not None else None
            alike = (own[key], column, reason, memory.kind, memory.result, within)
            finer[-1][key] = (key, numbers.setdefault(alike, len(numbers)))
    return finer


def _view(registry: _Registry, i: int, plan: Plan, place: Mapping[str, str], *, bare: bool) -> View:
    def at(name: Operand) -> Operand:
        return place.get(name, name) if isinstance(name, str) else name

    checks = []
    for check in plan.checks:
        if bare and check.severity != "error":
            continue
        inputs, where = tuple(at(n) for n in check.inputs), tuple(place.get(n, n) for n in check.where)
        same = inputs == check.inputs and where == check.where
        moved = check if same else replace(check, inputs=inputs, where=where)
        checks.append((check, registry.checks.setdefault(moved, moved)))
    return View(plan, place, {key: registry.key(i, key) for key in plan.memories}, tuple(checks))


@dataclass
class _Registry:
    keys: _Keys
    steps: list[Step] = field(default_factory=list)
    checks: dict[Check, Check] = field(default_factory=dict)
    _same: dict[Hashable, str] = field(default_factory=dict)
    _names: dict[str, int] = field(default_factory=dict)
    _keyed: dict[tuple[str, int], str] = field(default_factory=dict)
    _key_names: dict[str, int] = field(default_factory=dict)
    _tables: dict[int, tuple[Table, int]] = field(default_factory=dict)
    _contents: dict[Hashable, int] = field(default_factory=dict)

    def add(self, i: int, plan: Plan) -> dict[str, str]:
        """Add the steps of a plan that are not there yet; give the shared step of each."""
        place: dict[str, str] = {}
        for step in plan.steps:
            inputs = tuple([place.get(o, o) if isinstance(o, str) else o for o in step.inputs])
            operation = step.operation
            alike: Hashable = operation
            if isinstance(operation, Earlier):
                alike = operation = replace(operation, key=self.key(i, operation.key))
            elif isinstance(operation, (FindRow, RowValue)):
                alike = (operation, self._table(operation.table))
            name = self._same.get((alike, inputs))
            if name is None:
                name = self._same[alike, inputs] = _free(step.name, self._names)
                kept = name == step.name and inputs == step.inputs and operation is step.operation
                self.steps.append(step if kept else Step(name, operation, inputs, step.clause))
            place[step.name] = name
        return place

    def key(self, i: int, key: str) -> str:
        """The shared key of a memory."""
        own = self.keys[i][key]
        if own not in self._keyed:
            self._keyed[own] = _free(key, self._key_names)
        return self._keyed[own]

    def _table(self, table: Table) -> int:
        """Number a table by what it says; operations know tables by their names."""
        if id(table) not in self._tables:
            says = (table.keys, table.rows, table.ranged, table.boundary, table.first, table.otherwise, table.kind)
            self._tables[id(table)] = table, self._contents.setdefault(says, len(self._contents))
        return self._tables[id(table)][1]


def _free(name: str, names: dict[str, int]) -> str:
    """A name that nothing has yet."""
    own = name
    while own in names:
        names[name] += 1
        own = f"{name} :{names[name]}"
    names[own] = 1
    return own
