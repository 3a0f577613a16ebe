"""Rows in trouble as messages: who, in which row of the file, what is wrong and what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from appraise.diagnostics import MOST_PER_KIND, Diagnostic, place_of
from appraise.execution.causes import cause, who
from appraise.execution.execute import execute
from appraise.execution.problem_texts import TEXTS, InTrouble
from appraise.plan.operations import FindRow
from appraise.plan.steps import Clause
from appraise.policy import columns as col
from appraise.texts import Message, msg, plain

if TYPE_CHECKING:
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
            found.append(
                Diagnostic(
                    "more-of-the-same",
                    msg(
                        "{more:,} more employees have the same problem with {subject} ({all:,} in all).",
                        more=len(trouble.rows) - len(rows),
                        subject=subject.title,
                        all=len(trouble.rows),
                    ),
                    severity=trouble.check.severity,
                )
            )
    return found


class _Subject(NamedTuple):
    """What is in trouble, in the policy's words."""

    title: str | Message
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
            return _Subject(
                msg("the table {table}", table=step.operation.id), Clause(step.operation.id, step.operation.table.where)
            )
        clause = step.clause if step else None
        return _Subject(clause.title if clause else name, clause)


def _one(trouble: Trouble, sheet: Worksheet, i: int) -> Diagnostic:
    check = trouble.check
    subject = _Subject.of(check, sheet)
    message, hint = TEXTS[check.code](InTrouble(subject.title, check, cause(sheet, str(check.inputs[0]), i), sheet, i))
    also = ((subject.clause.where, plain(subject.clause.title)),) if subject.clause else ()
    told = msg("{who}: {message}", who=who(sheet, i), message=message)
    row = int(sheet.table.rows[i])
    return Diagnostic(check.code, told, None, check.severity, hint, also, place_of(sheet.table.file, row))
