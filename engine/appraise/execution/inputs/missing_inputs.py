"""Who still owes data: the values that a step of the cycle needs and that are missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from appraise.diagnostics import Diagnostic
from appraise.execution.people import people_of
from appraise.formula.columns import is_missing

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from appraise.data.periods import Period
    from appraise.data.table import Table
    from appraise.policy.model import Ruleset


def not_handed_in(ruleset: Ruleset, table: Table, periods: Collection[Period]) -> Iterator[Diagnostic]:
    """Give a warning for each column and period in which something is missing that a step of the cycle needs.

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
                hint = f"{step.title}, due on {step.due(period.end)}: ask {step.who or 'for it'}"
                yield Diagnostic(
                    "not-handed-in",
                    f"{heading} is missing for {len(missing):,} of {int(inside.sum()):,} people in {period.label}: "
                    f"{people_of(table, missing)}.",
                    step.where, "warning", hint, place=table.file,
                )  # fmt: skip
