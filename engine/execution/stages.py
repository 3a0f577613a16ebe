"""Which steps run when: stretches of row-wise steps, each begun by the steps across rows that it waits for."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from engine.plan.operations import Earlier

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from engine.plan.operations import Check
    from engine.plan.steps import Operand, Plan, Step


@dataclass
class Stage:
    """Steps across rows, computed on whole columns, then a stretch of row-wise steps, run chunk by chunk.

    `reads` are columns of the data and of earlier stages that the stretch needs; `holds` those of the stretch that
    later stages need; `ends` says after which step a column is not needed any more.
    """

    across: list[Step] = field(default_factory=list)
    stretch: list[Step] = field(default_factory=list)
    checks: list[Check] = field(default_factory=list)
    reads: set[str] = field(default_factory=set)
    holds: set[str] = field(default_factory=set)
    ends: dict[str, list[str]] = field(default_factory=dict)


def needed_steps(plan: Plan, wanted: Collection[str], given: Collection[str]) -> tuple[list[Step], set[str]]:
    """Give the steps that lead to the wanted columns, in order, and all columns involved. `given` ones are not computed."""
    steps = {s.name: s for s in plan.steps}
    needed, todo = set[str](), list(wanted)
    while todo:
        name = todo.pop()
        if name in needed:
            continue
        needed.add(name)
        step = steps.get(name)
        if step is None or name in given:
            continue
        todo += step.reads()
        if isinstance(step.operation, Earlier):
            remembered = plan.memories[step.operation.key].column
            todo += [remembered] if isinstance(remembered, str) else []
    return [s for s in plan.steps if s.name in needed and s.name not in given], needed


def in_stages(steps: Sequence[Step], checks: Iterable[Check], whole: Collection[Operand]) -> list[Stage]:
    """Arrange steps in stages; the columns in `whole` are held to the end."""
    level: dict[str, int] = {}
    for step in steps:
        before = max((level.get(name, -1) for name in step.reads()), default=-1)
        level[step.name] = before + 1 if step.operation.across else max(before, 0)
    stages = [Stage() for _ in range(max(level.values(), default=0) + 1)]
    for step in steps:
        stage = stages[level[step.name]]
        (stage.across if step.operation.across else stage.stretch).append(step)
    for check in checks:
        stages[max((level.get(name, 0) for name in _columns(check)), default=0)].checks.append(check)
    for stage in stages:
        _what_is_read(stage)
    stages[0].reads |= {"reason"} - level.keys()
    for number, stage in enumerate(stages):
        for name in (*stage.reads, *(n for s in stage.across for n in s.reads())):
            if level.get(name, number) < number:
                stages[level[name]].holds.add(name)
        stage.holds |= {s.name for s in stage.stretch if s.name in whole}
    return stages


def _columns(check: Check) -> set[str]:
    return {i for i in (*check.inputs, *check.where) if isinstance(i, str)}


def _what_is_read(stage: Stage) -> None:
    last: dict[str, str] = {}
    for step in stage.stretch:
        stage.reads.update(step.reads())
        last |= dict.fromkeys(step.reads(), step.name)
    to_the_end = {"reason"}.union(*(_columns(check) for check in stage.checks))
    stage.reads |= to_the_end - {"reason"}
    stage.reads -= {s.name for s in stage.stretch}
    for name, step_name in last.items():
        if name not in to_the_end:
            stage.ends.setdefault(step_name, []).append(name)
