"""Why somebody's column has no value: back along the plan to the empty cells, or to the step at which it arises."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from appraise.formula.columns import is_missing
from appraise.formula.vectors import Text
from appraise.formula.written_numbers import ten_digits
from appraise.plan.operations import Attain, Compute, Earlier, OfLast
from appraise.texts import Listed, Message, msg, plain, series

if TYPE_CHECKING:
    from collections.abc import Iterable

    from appraise.execution.worksheet import Worksheet
    from appraise.plan.steps import Step

MISSING = msg("missing")


def who(sheet: Worksheet, i: int) -> Message:
    """Name an employee as HR does: the number, the name where there is one, and the period."""
    employee = sheet.table.employee.strings()[i] or ""
    name = sheet.table.columns.get("name")
    shown = name.strings()[i] if isinstance(name, Text) else None
    return msg("{who} ({period})", who=f"{employee} {shown or ''}".strip(), period=sheet.table.period.strings()[i])


def cause(sheet: Worksheet, name: str, i: int) -> Message:
    """Follow missing values back to the empty cells, or to the step at which they arise."""
    steps = {s.name: s for s in sheet.plan.steps}
    fields, measures = sheet.plan.ruleset.data.fields, sheet.plan.ruleset.measures
    empty: dict[Message, None] = {}
    arises: dict[Message, None] = {}
    todo, seen = [name], set[str]()
    while todo:
        at = todo.pop()
        if at in seen:
            continue
        seen.add(at)
        if at in fields:
            empty[msg("{field} is empty", field=fields[at].columns[0])] = None
            continue
        if at in measures:
            count = int(sheet.table.counts[at][i])
            empty[msg("{measure} has no value ({n} lines count)", measure=measures[at].title, n=count)] = None
            continue
        step = steps.get(at)
        if step is None:
            continue
        missing = [n for n in step.reads() if _is_missing(sheet, n, i)]
        todo += missing
        if not missing and (found := _arises(sheet, step, i)):
            arises[found] = None
    return series([*empty, *arises])


def _arises(sheet: Worksheet, step: Step, i: int) -> Message | None:
    """Say why a step has no value though all that it reads has one."""
    operation = step.operation
    if isinstance(operation, Attain):
        value, target = (shown(sheet, n, i) for n in step.inputs)
        if operation.formula == "target/value":
            return msg("the value is {value} and the target {target}, so attainment has no meaning; "
                       "`2 - value/target` has one", value=value, target=target)  # fmt: skip
        return msg("the value is {value} and the target {target}, so attainment has no meaning",
                   value=value, target=target)  # fmt: skip
    if isinstance(operation, Compute):
        given = named_values(sheet, zip(operation.names, step.inputs, strict=True), i)
        return msg("{formula} has no result ({given})", formula=operation.formula.text.strip(), given=given)
    if isinstance(operation, (Earlier, OfLast)):
        return msg("{step} has no value, because there are too few earlier periods", step=step.name)
    return None


def named_values(sheet: Worksheet, named: Iterable[tuple[str, str | float]], i: int) -> Listed:
    """Say what each of some names is: "sales is 5, days is missing"."""
    return Listed(tuple(msg("{name} is {value}", name=name, value=shown(sheet, operand, i)) for name, operand in named))


def _is_missing(sheet: Worksheet, name: str, i: int) -> bool:
    return bool(np.asarray(is_missing(sheet.column(name)))[i])


def shown(sheet: Worksheet, operand: str | float, i: int) -> Message:
    """Write somebody's value of a column as the data would have it."""
    if isinstance(operand, float):
        return plain(f"{operand:g}")
    column = sheet.column(operand)
    if isinstance(column, Text):
        return plain(column.strings()[i])
    if np.isnan(column[i]):
        return MISSING
    fields = sheet.plan.ruleset.data.fields
    if operand.endswith(".attainment") or (operand in fields and fields[operand].type == "percent"):
        return plain(ten_digits(float(column[i]), share=True))
    return plain(ten_digits(float(column[i])))


def percent(sheet: Worksheet, operand: str | float, i: int) -> str:
    """Write somebody's share as a percent."""
    value = operand if isinstance(operand, float) else float(sheet.numbers(operand)[i])
    return ten_digits(value, share=True)


def group_of(sheet: Worksheet, i: int) -> Message:
    """Name the group in which somebody is graded: "region 华东", or everybody."""
    grades = sheet.plan.ruleset.grades
    ranking = grades.ranking if grades is not None else None
    names = [name.text.strip() for name in ranking.within] if ranking is not None else []
    if not names:
        return msg("the group of everybody")
    return plain(Listed(tuple(msg("{name} {value}", name=name, value=shown(sheet, name, i)) for name in names)))
