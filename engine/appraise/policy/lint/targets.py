"""Methods that measure against a target need one: ratio, pass without `when`, and `of: attainment`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from appraise.policy.meaning.combinations import cases, constant_in
from appraise.policy.values import constants
from appraise.texts import msg

if TYPE_CHECKING:
    from appraise.diagnostics import Diagnostics
    from appraise.policy.meaning.scope import Scope
    from appraise.policy.model import Indicator, Ruleset


def check(ruleset: Ruleset, scope: Scope, diagnostics: Diagnostics) -> None:
    """Look for rules that need the target that is not there."""
    for indicator in ruleset.indicators.values():
        field = ruleset.data.fields.get(indicator.value.text.strip())
        if (
            indicator.attainment == "target/value"
            and indicator.target is not None
            and field is not None
            and (field.minimum or 0.0) <= 0
        ):
            diagnostics.warn(
                "direction-formula",
                msg("{field} may be 0, for which target/value has no result.", field=field.id),
                indicator.where,
                msg("state `attainment: 2 - value/target`, or a `min` above 0 for the field"),
            )
        if indicator.target is not None:
            _above_zero(ruleset, scope, indicator, diagnostics)
            continue
        if any(rule.needs_target for rule in indicator.rules):
            diagnostics.error(
                "target-needed",
                msg("{indicator} is scored against a target, and none is stated.", indicator=indicator.title),
                indicator.where,
                msg("add `target: …`"),
            )


def _above_zero(ruleset: Ruleset, scope: Scope, indicator: Indicator, diagnostics: Diagnostics) -> None:
    """See that there is an attainment where one is scored: a target of 0 or less has none, and counts as missing."""
    shares = any(rule.by == "attainment" for rule in indicator.rules)
    if indicator.target is None or not shares or indicator.missing != "error":
        return
    if not any(constant.value <= 0 for constant in constants(indicator.target)):
        return
    for case in cases((indicator.target, indicator.weight), ruleset, scope):
        target = constant_in(indicator.target, case)
        if target is not None and target <= 0 and constant_in(indicator.weight, case) != 0:
            says = msg(
                "The target of {indicator} is {target:g}{whose}, against which nothing can be attained.",
                indicator=indicator.title,
                target=target,
                whose=case.whose,
            )
            diagnostics.error(
                "wrong-value",
                says,
                indicator.target.where,
                msg("state a target above 0; for whom it does not count, state the weight 0"),
            )
            return
