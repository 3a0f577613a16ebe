"""Methods that measure against a target need one: ratio, pass without `when`, and `of: attainment`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.policy.model import Linear, Pass, PerStep, Ratio, Steps
from engine.policy.scoring import rules_of

if TYPE_CHECKING:
    from engine.diagnostics import Report
    from engine.policy.model import Ruleset
    from engine.policy.scope import Scope


def check(ruleset: Ruleset, scope: Scope, report: Report) -> None:  # noqa: ARG001 - checks share one form
    """Look for rules that need the target that is not there."""
    for indicator in ruleset.indicators.values():
        field = ruleset.data.fields.get(indicator.value.text.strip())
        if (
            indicator.attainment == "target/value"
            and indicator.target is not None
            and field is not None
            and (field.minimum or 0.0) <= 0
        ):
            report.warn("direction-formula", f"{field.id} may be 0, for which target/value has no result.", indicator.where,
                        "state `attainment: 2 - value/target`, or a `min` above 0 for the field")  # fmt: skip
        if indicator.target is not None:
            continue
        for rule in rules_of(indicator.scoring):
            needs = isinstance(rule, (Ratio, PerStep)) or (isinstance(rule, Pass) and rule.when is None)
            if needs or (isinstance(rule, (Linear, Steps)) and rule.of == "attainment"):
                report.error("target-needed", f"{indicator.title} is scored against a target, and none is stated.",
                             indicator.where, "add `target: …`")  # fmt: skip
                break
