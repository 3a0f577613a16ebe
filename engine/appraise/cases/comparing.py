"""What came out beside what was promised."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from appraise.execution.explaining.explain import value_of
from appraise.formula.precision import SAME, slack
from appraise.policy.meaning.scope import BUILT_IN

if TYPE_CHECKING:
    from appraise.cases.model import Promise, Promised
    from appraise.execution.worksheet import Worksheet

_NOTHING = 1e-12  # absolute: what is left over where equal numbers are subtracted


@dataclass(frozen=True, slots=True, eq=False)
class Difference:
    """A promise that is not kept, and the value that came out."""

    promise: Promise
    got: Promised


def difference(promise: Promise, sheet: Worksheet, row: int | None) -> Difference | None:
    """Compare one promise with its row of a worksheet; None where it is kept. Without a row there is no result."""
    got = outcome_of(promise, sheet, row) if row is not None else None
    return None if _agree(promise, got) else Difference(promise, got)


def outcome_of(promise: Promise, sheet: Worksheet, at: int) -> Promised:
    """What came out for a promise, as the results show it: nothing for those who are not appraised."""
    name = promise.column
    if name in ("gates", "outcomes"):
        return tuple(id_ for id_, held in sheet.triggered(name.removesuffix("s")).items() if held[at])
    r = sheet.plan.ruleset
    given = name in {*r.data.fields, *r.measures, *r.derive, *r.parameters, *BUILT_IN, "reason"}
    if not given and not sheet.appraised[at]:
        return None
    operand = sheet.plan.names.get(name, name)
    return value_of(sheet, operand, at)


def _agree(promise: Promise, got: Promised) -> bool:
    wanted = promise.value
    if isinstance(wanted, float) and isinstance(got, float):
        room = promise.within or max(slack(max(abs(wanted), abs(got))), _NOTHING)
        return abs(wanted - got) <= room * (1 + SAME)
    return wanted == got
