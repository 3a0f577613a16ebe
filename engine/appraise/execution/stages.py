"""Which steps run when: stretches of row-wise steps, each begun by the steps across rows that it waits for."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from appraise.plan.operations import Earlier

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from appraise.plan.operations import Check
    from appraise.plan.steps import Memory, Operand, Step
    from appraise.plan.together import Kept


@dataclass
class Stage:
    """Steps across rows, computed on whole columns, then a stretch of row-wise steps, run chunk by chunk.

    `reads` are columns of the data and of earlier stages that the stretch needs; `holds` those of the stretch that
    later stages need; `ends` says after which step a column is not needed any more, and `checks` after which step
    what can be checked ("": before the first).
    """

    across: list[Step] = field(default_factory=list)
    stretch: list[Step] = field(default_factory=list)
    checks: dict[str, list[Check]] = field(default_factory=dict)
    reads: set[str] = field(default_factory=set)
    holds: set[str] = field(default_factory=set)
    ends: dict[str, list[str]] = field(default_factory=dict)


def needed_steps(
    all_steps: Sequence[Step], remembered: Mapping[str, Memory | Kept], wanted: Collection[str], given: Collection[str]
) -> tuple[list[Step], set[str]]:
    """The steps that lead to the wanted columns, in order, and all columns involved. `given` ones are not computed."""
    steps = {s.name: s for s in all_steps}
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
            column = remembered[step.operation.key].column
            todo += [column] if isinstance(column, str) else []
    return [s for s in all_steps if s.name in needed and s.name not in given], needed


def in_stages(
    steps: Sequence[Step], checks: Iterable[Check], whole: Collection[Operand], reasons: Collection[str]
) -> list[Stage]:
    """Arrange steps in stages; the columns in `whole` are held to the end, `reasons` to the end of the first stage."""
    level: dict[str, int] = {}
    for step in steps:
        before = max((level.get(name, -1) for name in step.reads()), default=-1)
        level[step.name] = before + 1 if step.operation.across else max(before, 0)
    stages = [Stage() for _ in range(max(level.values(), default=0) + 1)]
    for step in steps:
        stage = stages[level[step.name]]
        (stage.across if step.operation.across else stage.stretch).append(step)
    checked: list[list[Check]] = [[] for _ in stages]
    for check in checks:
        checked[max((level.get(name, 0) for name in columns_of(check)), default=0)].append(check)
    for stage, own in zip(stages, checked, strict=True):
        _what_is_read(stage, own, reasons if stage is stages[0] else ())
    for number, stage in enumerate(stages):
        for name in (*stage.reads, *(n for s in stage.across for n in s.reads())):
            if level.get(name, number) < number:
                stages[level[name]].holds.add(name)
        stage.holds |= {s.name for s in stage.stretch if s.name in whole}
    return stages


def columns_of(check: Check) -> set[str]:
    """The columns that a check looks at."""
    return {i for i in (*check.inputs, *check.where) if isinstance(i, str)}


def _what_is_read(stage: Stage, checks: Iterable[Check], to_the_end: Collection[str]) -> None:
    order = {step.name: i for i, step in enumerate(stage.stretch)}
    last: dict[str, int] = {}
    for i, step in enumerate(stage.stretch):
        stage.reads.update(step.reads())
        last |= dict.fromkeys(step.reads(), i)
    for check in checks:
        columns = columns_of(check)
        stage.reads |= columns
        at = max((order.get(name, -1) for name in columns), default=-1)
        stage.checks.setdefault(stage.stretch[at].name if at >= 0 else "", []).append(check)
        for name in columns:
            last[name] = max(last.get(name, -1), at)
    stage.reads |= set(to_the_end)
    stage.reads -= order.keys()
    for name, at in last.items():
        if at >= 0 and name not in to_the_end:
            stage.ends.setdefault(stage.stretch[at].name, []).append(name)
