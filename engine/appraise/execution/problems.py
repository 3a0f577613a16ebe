"""Rows in trouble as messages: who, in which row of the file, what is wrong and what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from appraise.diagnostics import MOST_PER_KIND, Diagnostic, Where
from appraise.execution.execute import execute
from appraise.formula.columns import is_missing
from appraise.formula.precision import LARGEST
from appraise.formula.vectors import Text
from appraise.plan.operations import Attain, Compute, Earlier, FindRow, OfLast
from appraise.plan.steps import Clause
from appraise.policy import columns as col

if TYPE_CHECKING:
    from collections.abc import Callable

    from appraise.execution.worksheet import Trouble, Worksheet
    from appraise.plan.operations import Check


def diagnose(sheet: Worksheet) -> list[Diagnostic]:
    """Turn a worksheet's troubles into diagnostics, the first of each kind in full and the rest counted."""
    found: list[Diagnostic] = []
    for trouble in sheet.troubles:
        rows = trouble.rows[:MOST_PER_KIND]
        closer = execute(sheet.plan, sheet.table.part(rows), override=sheet.given(rows))
        found += [_one(trouble, closer, i) for i in range(len(rows))]
        if len(trouble.rows) > len(rows):
            subject = _Subject.of(trouble.check, closer)
            found.append(Diagnostic("more-of-the-same", f"{len(trouble.rows) - len(rows):,} more employees have the same"
                                    f" problem with {subject.title} ({len(trouble.rows):,} in all).",
                                    severity=trouble.check.severity))  # fmt: skip
    return found


class _Subject(NamedTuple):
    """What is in trouble, in the policy's words."""

    title: str
    clause: Clause | None

    @staticmethod
    def of(check: Check, sheet: Worksheet) -> _Subject:
        plan = sheet.plan
        name = check.subject
        operand = plan.names.get(name, name)
        steps = {s.name: s for s in plan.steps}
        head = name.split(".")[0].split(" ")[0].split("/")[0]
        if head in plan.ruleset.rewards:
            reward = plan.ruleset.rewards[head]
            return _Subject(reward.title, Clause(reward.title, reward.where))
        if budget_id := col.budget_named(name):
            budget = plan.ruleset.budgets[budget_id]
            return _Subject(budget.title, Clause(budget.title, budget.where))
        if head in plan.ruleset.indicators:
            indicator = plan.ruleset.indicators[head]
            return _Subject(indicator.title, Clause(indicator.title, indicator.where))
        step = steps.get(str(operand)) or steps.get(f"{name} when")
        if step and isinstance(step.operation, FindRow):
            return _Subject(f"the table {step.operation.id}", Clause(step.operation.id, step.operation.table.where))
        clause = step.clause if step else None
        return _Subject(clause.title if clause else name, clause)


def who(sheet: Worksheet, i: int) -> str:
    """Name an employee as HR does: the number, and the name where there is one."""
    employee = sheet.table.employee.strings()[i] or ""
    name = sheet.table.columns.get("name")
    shown = name.strings()[i] if isinstance(name, Text) else None
    return f"{employee} {shown or ''}".strip() + f" ({sheet.table.period.strings()[i]})"


def _one(trouble: Trouble, sheet: Worksheet, i: int) -> Diagnostic:
    check = trouble.check
    subject = _Subject.of(check, sheet)
    column = check.inputs[0]
    cause = _cause(sheet, str(column), i)
    message, hint = _WORDS[check.code](subject, check, cause, sheet, i)
    also: tuple[tuple[Where, str], ...] = ((subject.clause.where, subject.clause.title),) if subject.clause else ()
    return Diagnostic(check.code, f"{who(sheet, i)}: {message}", None, check.severity, hint, also,
                      f"{sheet.table.file}, row {sheet.table.rows[i]}")  # fmt: skip


def _cause(sheet: Worksheet, name: str, i: int) -> str:
    """Follow missing values back to the empty cells, or to the step at which they arise."""
    steps = {s.name: s for s in sheet.plan.steps}
    fields, measures = sheet.plan.ruleset.data.fields, sheet.plan.ruleset.measures
    empty: dict[str, None] = {}
    arises: dict[str, None] = {}
    todo, seen = [name], set[str]()
    while todo:
        at = todo.pop()
        if at in seen:
            continue
        seen.add(at)
        if at in fields:
            empty[f"{fields[at].columns[0]} is empty"] = None
            continue
        if at in measures:
            empty[f"{measures[at].title} has no value ({sheet.table.counts[at][i]} lines count)"] = None
            continue
        step = steps.get(at)
        if step is None:
            continue
        missing = [n for n in step.reads() if _is_missing(sheet, n, i)]
        todo += missing
        if not missing and isinstance(step.operation, Attain):
            value, target = (_shown(sheet, n, i) for n in step.inputs)
            arises[
                f"the value is {value} and the target {target}, so attainment has no meaning"
                + ("; `2 - value/target` has one" if step.operation.formula == "target/value" else "")
            ] = None
        elif not missing and isinstance(step.operation, Compute):
            given = ", ".join(
                f"{n} is {_shown(sheet, c, i)}" for n, c in zip(step.operation.names, step.inputs, strict=True)
            )
            arises[f"{step.operation.formula.text.strip()} has no result ({given})"] = None
        elif not missing and isinstance(step.operation, (Earlier, OfLast)):
            arises[f"{step.name} has no value, because there are too few earlier periods"] = None
    return "; ".join([*empty, *arises])


def _is_missing(sheet: Worksheet, name: str, i: int) -> bool:
    return bool(np.asarray(is_missing(sheet.column(name)))[i])


def _shown(sheet: Worksheet, operand: str | float, i: int) -> str:
    if isinstance(operand, float):
        return f"{operand:g}"
    column = sheet.column(operand)
    if isinstance(column, Text):
        return str(column.strings()[i])
    if np.isnan(column[i]):
        return "missing"
    fields = sheet.plan.ruleset.data.fields
    if operand.endswith(".attainment") or (operand in fields and fields[operand].type == "percent"):
        return f"{float(column[i]) * 100:,.10g}%"
    return f"{float(column[i]):,.10g}"


def group_of(sheet: Worksheet, i: int) -> str:
    """Name the group in which somebody is graded: "region 华东", or everybody."""
    grades = sheet.plan.ruleset.grades
    ranking = grades.ranking if grades is not None else None
    names = [name.text.strip() for name in ranking.within] if ranking is not None else []
    return ", ".join(f"{name} {_shown(sheet, name, i)}" for name in names) or "the group of everybody"


_Words = tuple[str, str]


def _missing_value(subject: _Subject, _check: Check, cause: str, _sheet: Worksheet, _i: int) -> _Words:
    return (f"{subject.title} has no score: {cause}.",
            "fill in the value, or let the indicator say what missing means (missing: zero, full or reweight)")  # fmt: skip


def _undecided(subject: _Subject, _check: Check, cause: str, _sheet: Worksheet, _i: int) -> _Words:
    return (f"{subject.title} cannot be decided: {cause}.",
            "fill in the value, or say in the condition what missing means: coalesce(x, 0), is_missing(x)")  # fmt: skip


def _no_cohort(_subject: _Subject, _check: Check, cause: str, sheet: Worksheet, i: int) -> _Words:
    if cause:
        return f"the cohort cannot be decided: {cause}.", "fill in the value"
    names = sorted({n for c in sheet.plan.ruleset.cohorts.values() if c.when for n in c.when.names})
    given = ", ".join(f"{n} is {_shown(sheet, n, i)}" for n in names)
    return (
        f"belongs to no cohort ({given}).",
        "widen a cohort's condition, or let the last one be `otherwise`",
    )


def _no_setting(_subject: _Subject, check: Check, _cause: str, sheet: Worksheet, i: int) -> _Words:
    given = _shown(sheet, check.inputs[0], i)
    return (f"{check.subject} is {given}, for which the ruleset states no value (it has {', '.join(check.labels)}).",
            f"add `{given}: …`, or `otherwise: …`, or correct the data")  # fmt: skip


def _no_row(subject: _Subject, check: Check, _cause: str, sheet: Worksheet, i: int) -> _Words:
    step = next(s for s in sheet.plan.steps if s.name == check.inputs[0])
    assert isinstance(step.operation, FindRow)  # noqa: S101 - the check is made beside this step
    table = step.operation.table
    given = ", ".join(f"{k} {_shown(sheet, o, i)}" for k, o in zip(table.keys, step.inputs, strict=True))
    return (f"{subject.title} has no row for {given}.",
            f"add the row{f' to {table.file}' if table.file else ''}, or `otherwise: …`, or correct the data")  # fmt: skip


def _below(subject: _Subject, check: Check, _cause: str, sheet: Worksheet, i: int) -> _Words:
    given = _shown(sheet, check.inputs[0], i)
    return (f"{subject.title} states nothing for a value of {given}.",
            "add a tier that begins at `lowest` (or the missing mark), or correct the data")  # fmt: skip


def _no_weight(_subject: _Subject, _check: Check, _cause: str, _sheet: Worksheet, _i: int) -> _Words:
    return ("every indicator is missing, so there is nothing to score.",
            "fill in the values, or leave such people out under `eligible` (scored_indicators >= 1)")  # fmt: skip


def _no_amount(subject: _Subject, check: Check, cause: str, _sheet: Worksheet, _i: int) -> _Words:
    why = f": {cause}" if cause else ""
    return (
        f"{subject.title} ({check.subject}) has no value{why}.",
        "fill in the value, or use coalesce(x, 0) where 0 is meant",
    )


def _weights(_subject: _Subject, check: Check, _cause: str, sheet: Worksheet, i: int) -> _Words:
    given = _shown(sheet, check.inputs[0], i)
    each = ", ".join(_shown(sheet, weight, i) for weight in check.inputs[1:])
    return (f"the {check.subject} are {each}; they add up to {given}, but must add up to 100, none below 0.",
            "correct the formulas of the weights")  # fmt: skip


def _crossing(_subject: _Subject, check: Check, _cause: str, sheet: Worksheet, i: int) -> _Words:
    given = ", ".join(_shown(sheet, bound, i) for bound in reversed(check.inputs))
    return (
        f"the lower bounds of the grades, from the best, are {given}; they do not fall.",
        "correct the formulas of the bands",
    )


def _outcome(subject: _Subject, _check: Check, cause: str, _sheet: Worksheet, _i: int) -> _Words:
    return (
        f"{subject.title} could not be decided and was not given: {cause}.",
        "fill in the value if it should be",
    )


def _below_zero(subject: _Subject, check: Check, _cause: str, sheet: Worksheet, i: int) -> _Words:
    given = _shown(sheet, check.inputs[0], i)
    return (
        f"{subject.title} ({check.subject}) is {given}, below 0.",
        "where nothing is meant to be given then, write max(…, 0)",
    )


def _too_large(subject: _Subject, check: Check, _cause: str, sheet: Worksheet, i: int) -> _Words:
    given = float(sheet.numbers(str(check.inputs[0]))[i])
    shown = f"{given:,.0f}" if abs(given) < LARGEST * 1000 else "larger than any amount"
    return (
        f"{subject.title} ({check.subject}) is {shown}; below {check.bound:,.0f} all digits are exact.",
        "correct the factor, the formula or the data; state a limit (`max`, `cap`) where one is meant",
    )


def _differs(subject: _Subject, check: Check, _cause: str, sheet: Worksheet, i: int) -> _Words:
    grade = col.share_of(check.subject)
    if not grade:
        own, most = (_shown(sheet, operand, i) for operand in check.inputs)
        return (f"{subject.title} ({check.subject}) is {own}, but {most} for most others in the same group, who share it.",
                "let the amount depend only on what is the same for the whole group")  # fmt: skip
    own, most = (_percent(sheet, n, i) for n in check.inputs)
    return (f"the share of {grade} is {own}, but {most} for most of {group_of(sheet, i)}.",
            "let it be the same for everybody in a group, or divide the groups by it too (`within`)")  # fmt: skip


def _shares(_subject: _Subject, check: Check, _cause: str, sheet: Worksheet, i: int) -> _Words:
    total, each = _shown(sheet, check.inputs[0], i), ", ".join(_percent(sheet, n, i) for n in check.inputs[1:])
    message = f"the shares of the grades in {group_of(sheet, i)} are {each}; they add up to {total}%"
    return message + ", but must add up to 100%, none below 0.", "correct the formulas of the shares"


def _too_small(_subject: _Subject, check: Check, _cause: str, sheet: Worksheet, i: int) -> _Words:
    lacking, size = sheet.numbers(str(check.inputs[0]))[i], sheet.numbers(col.grade("size"))[i]
    number, least = f"{size:.0f}", f"{size - lacking:.0f}"
    message = f"in {group_of(sheet, i)}, with the other groups that are too small, people number {number}; {least} are needed."
    return message, "state `bands` for such groups, pool them in a wider one, or lower `size`"


def _percent(sheet: Worksheet, operand: str | float, i: int) -> str:
    value = operand if isinstance(operand, float) else float(sheet.numbers(operand)[i])
    return f"{value * 100:,.10g}%"


_WORDS: dict[str, Callable[[_Subject, Check, str, Worksheet, int], _Words]] = {
    "missing-value": _missing_value,
    "undecided": _undecided,
    "no-cohort": _no_cohort,
    "no-setting": _no_setting,
    "no-table-row": _no_row,
    "below-lowest": _below,
    "no-weight-left": _no_weight,
    "no-amount": _no_amount,
    "weights-sum-row": _weights,
    "differs-in-group": _differs,
    "shares-sum": _shares,
    "group-too-small": _too_small,
    "bands-cross": _crossing,
    "outcome-undecided": _outcome,
    "below-zero": _below_zero,
    "too-large": _too_large,
}
