"""Who still owes data: the values that a step of the cycle needs and that are missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from appraise.diagnostics import Diagnostic
from appraise.execution.people import people_of
from appraise.formula.columns import is_missing
from appraise.texts import msg

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from appraise.data.periods import Period
    from appraise.data.table import Table
    from appraise.policy.model import Ruleset


def not_handed_in(ruleset: Ruleset, table: Table, periods: Collection[Period]) -> Iterator[Diagnostic]:
    """A warning for each column and period in which something is missing that a step of the cycle needs.

    `periods` are those looked at, all of the table if there are none.
    """
    for step in ruleset.cycle.values():
        for need in step.needs:
            gone = np.asarray(is_missing(table.columns[need]))
            for code, period in enumerate(table.periods):
                inside = table.period.codes == code
                missing = np.flatnonzero(inside & gone)
                if not len(missing) or (periods and period not in periods):
                    continue
                field = ruleset.data.fields.get(need)
                heading = field.columns[0] if field is not None else need
                due = step.due(period.end)
                hint = (
                    msg("{step}, due on {due}: ask {who}", step=step.title, due=due, who=step.who)
                    if step.who
                    else msg("{step}, due on {due}: ask for it", step=step.title, due=due)
                )
                yield Diagnostic(
                    "not-handed-in",
                    msg(
                        "{heading} is missing for {n:,} of {all:,} people in {period}: {who}.",
                        heading=heading,
                        n=len(missing),
                        all=int(inside.sum()),
                        period=period.label,
                        who=people_of(table, missing),
                    ),
                    step.where,
                    "warning",
                    hint,
                    place=table.file,
                )
