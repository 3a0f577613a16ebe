"""What the steps of the cycle need is described in the data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from appraise.diagnostics import suggest
from appraise.texts import msg

if TYPE_CHECKING:
    from appraise.diagnostics import Diagnostics
    from appraise.policy.meaning.scope import Scope
    from appraise.policy.model import Ruleset


def check(ruleset: Ruleset, scope: Scope, diagnostics: Diagnostics) -> None:
    """Look for needs that are neither a field nor a measure."""
    known = [*ruleset.data.fields, *ruleset.measures]
    for step in ruleset.cycle.values():
        for need in step.needs:
            if need not in known and not {"data", "measures", need} & scope.broken:
                diagnostics.error(
                    "unknown-reference",
                    msg("{step} needs {need!r}, which is neither a field nor a measure.", step=step.title, need=need),
                    step.where,
                    suggest(need, known),
                )
