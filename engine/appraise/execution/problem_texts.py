"""What is said of each kind of trouble, and what to do about it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from appraise.execution.causes import group_of, named_values, percent, shown
from appraise.formula.precision import LARGEST
from appraise.plan.operations import FindRow
from appraise.policy import columns as col
from appraise.texts import Listed, Message, msg

if TYPE_CHECKING:
    from collections.abc import Callable

    from appraise.execution.worksheet import Worksheet
    from appraise.plan.operations import Check


class InTrouble(NamedTuple):
    """Who is in trouble with what: the title of the clause, the check that failed, why, and the row."""

    title: str | Message
    check: Check
    cause: Message
    sheet: Worksheet
    i: int

    @property
    def value(self) -> Message:
        """What the check looked at."""
        return shown(self.sheet, self.check.inputs[0], self.i)

    def each(self, operands: tuple[str | float, ...]) -> Listed:
        """Several values, one after another."""
        return Listed(tuple(shown(self.sheet, operand, self.i) for operand in operands))


_Words = tuple[Message, Message]


def _missing_value(it: InTrouble) -> _Words:
    return (msg("{title} has no score: {cause}.", title=it.title, cause=it.cause),
            msg("fill in the value, or let the indicator say what missing means (missing: zero, full or reweight)"))  # fmt: skip


def _undecided(it: InTrouble) -> _Words:
    return (msg("{title} cannot be decided: {cause}.", title=it.title, cause=it.cause),
            msg("fill in the value, or say in the condition what missing means: coalesce(x, 0), is_missing(x)"))  # fmt: skip


def _no_cohort(it: InTrouble) -> _Words:
    if it.cause:
        return msg("the cohort cannot be decided: {cause}.", cause=it.cause), msg("fill in the value")
    names = sorted({n for c in it.sheet.plan.ruleset.cohorts.values() if c.when for n in c.when.names})
    given = named_values(it.sheet, ((n, n) for n in names), it.i)
    return (msg("belongs to no cohort ({given}).", given=given),
            msg("widen a cohort's condition, or let the last one be `otherwise`"))  # fmt: skip


def _no_setting(it: InTrouble) -> _Words:
    return (msg("{name} is {value}, for which the ruleset states no value (it has {labels}).",
                name=it.check.subject, value=it.value, labels=Listed(it.check.labels)),
            msg("add `{value}: …`, or `otherwise: …`, or correct the data", value=it.value))  # fmt: skip


def _no_row(it: InTrouble) -> _Words:
    step = next(s for s in it.sheet.plan.steps if s.name == it.check.inputs[0])
    assert isinstance(step.operation, FindRow)  # noqa: S101 - the check is made beside this step
    table = step.operation.table
    given = Listed(tuple(msg("{name} {value}", name=key, value=shown(it.sheet, operand, it.i))
                         for key, operand in zip(table.keys, step.inputs, strict=True)))  # fmt: skip
    mend = msg("add the row to {file}, or `otherwise: …`, or correct the data", file=table.file) if table.file else msg(
        "add the row, or `otherwise: …`, or correct the data")  # fmt: skip
    return msg("{title} has no row for {given}.", title=it.title, given=given), mend


def _below(it: InTrouble) -> _Words:
    return (msg("{title} states nothing for a value of {value}.", title=it.title, value=it.value),
            msg("add a tier that begins at `lowest` (or the missing mark), or correct the data"))  # fmt: skip


def _no_weight(_: InTrouble) -> _Words:
    return (msg("every indicator is missing, so there is nothing to score."),
            msg("fill in the values, or leave such people out under `eligible` (scored_indicators >= 1)"))  # fmt: skip


def _no_amount(it: InTrouble) -> _Words:
    hint = msg("fill in the value, or use coalesce(x, 0) where 0 is meant")
    if not it.cause:
        return msg("{title} ({name}) has no value.", title=it.title, name=it.check.subject), hint
    return msg("{title} ({name}) has no value: {cause}.", title=it.title, name=it.check.subject, cause=it.cause), hint


def _weights(it: InTrouble) -> _Words:
    return (msg("the {weights} are {each}; they add up to {total}, but must add up to 100, none below 0.",
                weights=it.check.subject, each=it.each(it.check.inputs[1:]), total=it.value),
            msg("correct the formulas of the weights"))  # fmt: skip


def _crossing(it: InTrouble) -> _Words:
    return (msg("the lower bounds of the grades, from the best, are {each}; they do not fall.",
                each=it.each(tuple(reversed(it.check.inputs)))),
            msg("correct the formulas of the bands"))  # fmt: skip


def _outcome(it: InTrouble) -> _Words:
    return (msg("{title} could not be decided and was not given: {cause}.", title=it.title, cause=it.cause),
            msg("fill in the value if it should be"))  # fmt: skip


def _below_zero(it: InTrouble) -> _Words:
    return (msg("{title} ({name}) is {value}, below 0.", title=it.title, name=it.check.subject, value=it.value),
            msg("where nothing is meant to be given then, write max(…, 0)"))  # fmt: skip


def _too_large(it: InTrouble) -> _Words:
    given = float(it.sheet.numbers(str(it.check.inputs[0]))[it.i])
    value = f"{given:,.0f}" if abs(given) < LARGEST * 1000 else msg("larger than any amount")
    return (msg("{title} ({name}) is {value}; below {bound} all digits are exact.",
                title=it.title, name=it.check.subject, value=value, bound=f"{it.check.bound:,.0f}"),
            msg("correct the factor, the formula or the data; state a limit (`max`, `cap`) where one is meant"))  # fmt: skip


def _differs(it: InTrouble) -> _Words:
    grade = col.share_of(it.check.subject)
    if not grade:
        own, most = (shown(it.sheet, operand, it.i) for operand in it.check.inputs)
        return (msg("{title} ({name}) is {own}, but {most} for most others in the same group, who share it.",
                    title=it.title, name=it.check.subject, own=own, most=most),
                msg("let the amount depend only on what is the same for the whole group"))  # fmt: skip
    share, usual = (percent(it.sheet, n, it.i) for n in it.check.inputs)
    return (msg("the share of {grade} is {own}, but {most} for most of {group}.",
                grade=grade, own=share, most=usual, group=group_of(it.sheet, it.i)),
            msg("let it be the same for everybody in a group, or divide the groups by it too (`within`)"))  # fmt: skip


def _shares(it: InTrouble) -> _Words:
    each = Listed(tuple(percent(it.sheet, n, it.i) for n in it.check.inputs[1:]))
    return (msg("the shares of the grades in {group} are {each}; they add up to {total}%, but must add up to 100%, "
                "none below 0.", group=group_of(it.sheet, it.i), each=each, total=it.value),
            msg("correct the formulas of the shares"))  # fmt: skip


def _too_small(it: InTrouble) -> _Words:
    lacking, size = it.sheet.numbers(str(it.check.inputs[0]))[it.i], it.sheet.numbers(col.grade("size"))[it.i]
    return (msg("in {group}, with the other groups that are too small, people number {number}; {least} are needed.",
                group=group_of(it.sheet, it.i), number=f"{size:.0f}", least=f"{size - lacking:.0f}"),
            msg("state `bands` for such groups, pool them in a wider one, or lower `size`"))  # fmt: skip


TEXTS: dict[str, Callable[[InTrouble], _Words]] = {
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
