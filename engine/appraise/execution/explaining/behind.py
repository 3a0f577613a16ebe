"""What stands behind a person's results: every step that led there, with what went in and what came out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from appraise.execution.kernels.rowwise import compute
from appraise.formula.arithmetic import round_half_up
from appraise.formula.vectors import EPOCH, NO, YES, Text
from appraise.plan.operations import Choose, InForce

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from appraise.execution.worksheet import Worksheet
    from appraise.formula.vectors import Column
    from appraise.plan.steps import Operand, Plan, Step

Value = float | str | bool | None
MOST_PLACES = 12  # of a number that is written; a float64 has no more to tell


@dataclass(frozen=True, slots=True)
class Fact:
    """One step for one person: what went in and what came out (None where missing or undecided).

    `again` computes the step once more from other numbers in place of those that went in.
    """

    step: Step
    inputs: tuple[Value, ...]
    output: Value
    again: Callable[[Sequence[Value]], Value] = field(repr=False, compare=False)


def fact_of(sheet: Worksheet, step: Step) -> Fact:
    """The fact of a step on the one row of a worksheet that kept every column."""
    columns = [np.float64(i) if isinstance(i, float) else sheet.column(i) for i in step.inputs]

    def again(values: Sequence[Value]) -> Value:
        given = [np.full(1, v) if isinstance(v, float) else c for v, c in zip(values, columns, strict=True)]
        with np.errstate(all="ignore"):
            return _first(compute(step.operation, given))

    return Fact(step, tuple(value_of(sheet, i) for i in step.inputs), value_of(sheet, step.name), again)


def value_of(sheet: Worksheet, operand: Operand, row: int = 0) -> Value:
    """One value of a column as a plain Python value."""
    return operand if isinstance(operand, float) else _first(sheet.column(operand), row)


def _first(column: Column, row: int = 0) -> Value:
    if isinstance(column, Text):
        code = int(np.atleast_1d(column.codes)[row])
        return column.labels[code] if code >= 0 else None
    value = np.atleast_1d(column)[row]
    if np.asarray(column).dtype == np.int8:
        return {NO: False, YES: True}.get(int(value))
    return None if np.isnan(value) else float(value)


def reached(plan: Plan, sheet: Worksheet, names: Iterable[str]) -> set[str]:
    """The columns behind named values of the one person of a worksheet that kept every column, and their own."""
    steps = {s.name: s for s in plan.steps}
    found: set[str] = set()
    todo: list[Operand] = [plan.names[name] for name in names]
    while todo:
        at = todo.pop()
        if isinstance(at, str) and at not in found:
            found.add(at)
            todo += _deciding(steps[at], sheet) if at in steps else ()
    return found


def _deciding(step: Step, sheet: Worksheet) -> tuple[Operand, ...]:
    """The inputs of a step; of a choice by label, or by day, only the one that was chosen."""
    if isinstance(step.operation, Choose):
        by = value_of(sheet, step.inputs[0])
        if by in step.operation.labels:
            return (step.inputs[0], step.inputs[1 + step.operation.labels.index(str(by))])
    if isinstance(step.operation, InForce):
        at = value_of(sheet, step.inputs[0])
        begun = sum(1 for day in step.operation.days if isinstance(at, float) and at >= day - EPOCH)
        return (step.inputs[0], *step.inputs[max(1, begun) : max(1, begun) + 1])
    return step.inputs


def places_needed(facts: Sequence[Fact], stated: Mapping[str, int], least: Callable[[str], int]) -> dict[str, int]:
    """The decimal places with which each column must be written so that every step comes out again.

    `stated` are the places to which the policy rounds results, `least` gives those of all else. From the results back
    to the data: the numbers that went into a step are written so finely that the step, computed from what is written,
    gives what is written of it. What went into several steps is written for the finest of them, so all are done again.
    """
    needed = dict(stated)
    told = [fact for fact in reversed(facts) if not fact.step.operation.across and fact.output is not None]
    for fact in told:
        own = fact.step.name
        if own not in stated:
            needed[own] = max(needed.get(own, 0), least(own))
        fewest = _fewest(fact, needed[own])
        for operand, value in zip(fact.step.inputs, fact.inputs, strict=True):
            if isinstance(operand, str) and isinstance(value, float):
                needed[operand] = max(needed.get(operand, 0), fewest)
    while sum(_made_finer(fact, needed) for fact in told):  # every step in every round
        pass
    return needed


def _made_finer(fact: Fact, needed: dict[str, int]) -> bool:
    """Write what went into a step one place finer if the step does not come out; give whether that could be done."""
    pairs = list(zip(fact.step.inputs, fact.inputs, strict=True))
    written = [rounded(value, needed[o]) if isinstance(o, str) and o in needed else value for o, value in pairs]
    places = needed[fact.step.name]
    if written == list(fact.inputs) or rounded(fact.again(written), places) == rounded(fact.output, places):
        return False
    coarse = [o for o, v in pairs if isinstance(o, str) and isinstance(v, float) and needed[o] < MOST_PLACES]
    needed |= {operand: needed[operand] + 1 for operand in coarse}
    return bool(coarse)


def _fewest(fact: Fact, places: int) -> int:
    """Go down from all digits for as long as the step comes out: with fewer it may do so by chance only."""
    wanted, fewest = rounded(fact.output, places), MOST_PLACES
    while fewest > 2:
        coarser = [rounded(value, fewest - 1) for value in fact.inputs]
        if coarser != list(fact.inputs) and rounded(fact.again(coarser), places) != wanted:
            break
        fewest -= 1
    return fewest


def rounded(value: Any, places: int) -> Any:
    """Round a number as it is written; all else stays as it is."""
    if not isinstance(value, float) or not np.isfinite(value) or abs(value) * 10.0**places > 1e15:
        return value
    return float(round_half_up(np.asarray(value), places))
