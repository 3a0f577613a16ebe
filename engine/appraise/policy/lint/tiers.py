"""What lies below the first tier is stated: `lowest`, or a bound that no legal value lies below."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from appraise.policy.model import Tiered
from appraise.policy.values import LOWEST, Constant, variants

if TYPE_CHECKING:
    from appraise.diagnostics import Report
    from appraise.formula.grammar import Formula
    from appraise.policy.meaning.scope import Scope
    from appraise.policy.model import Boundary, Ruleset


def check(ruleset: Ruleset, scope: Scope, report: Report) -> None:  # noqa: ARG001 - checks share one form
    """Look at the steps of scores and the tiers of rewards."""
    for indicator in ruleset.indicators.values():
        for rule in indicator.rules:
            if rule.scale is not None and rule.scale.steps and rule.peers is None:
                value = indicator.value if rule.by == "value" else None
                bounds = tuple(bound for bound, _ in rule.scale.points)
                _open(bounds, rule.scale.boundary, value, ruleset, report, f"scores in {indicator.title}")
    for reward in ruleset.rewards.values():
        if not isinstance(pay := reward.pay, Tiered):
            continue
        for tiers in variants(pay.tiers):
            if tiers.method != "interpolate":
                boundary = tiers.boundary if tiers.method == "whole" else "lower"
                by = tiers.of or pay.base
                _open(tiers.bounds, boundary, by, ruleset, report, f"is paid as {reward.title}")


def _open(
    bounds: tuple[Constant, ...], boundary: Boundary, value: Formula | None, ruleset: Ruleset, report: Report, what: str
) -> None:
    field = ruleset.data.fields.get(value.text.strip()) if value is not None else None
    least = field.minimum if field is not None and field.minimum is not None else 0.0
    if not bounds or bounds[0].value == LOWEST or any(b.value <= a.value for a, b in pairwise(bounds)):
        return
    first = bounds[0]
    if first.value > least:
        report.error("lowest-missing", f"The first tier begins at {first.text}: what {what} below it?", first.where,
                     f"begin with `lowest: …` (or 0), then {first.text}")  # fmt: skip
    elif boundary == "upper" and first.value == least:
        report.error("lowest-missing", f"The first tier begins above {first.text}: what {what} exactly there?", first.where,
                     f"write `lowest` instead of {first.text}")  # fmt: skip
