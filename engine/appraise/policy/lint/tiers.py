"""What lies below the first tier is stated: `lowest`, or a bound that no legal value lies below."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from appraise.policy.model import Tiered
from appraise.policy.values import LOWEST, Constant, variants
from appraise.texts import Message, msg

if TYPE_CHECKING:
    from appraise.diagnostics import Diagnostics
    from appraise.formula.syntax.grammar import Formula
    from appraise.policy.meaning.scope import Scope
    from appraise.policy.model import Boundary, Ruleset


class _Open(NamedTuple):
    """What is said where nothing is stated below the first bound, and where nothing is stated exactly at it."""

    below: Message
    at: Message


_SCORES = _Open(
    msg("The first tier begins at {first}: what scores in {title} below it?"),
    msg("The first tier begins above {first}: what scores in {title} exactly there?"),
)
_PAY = _Open(
    msg("The first tier begins at {first}: what is paid as {title} below it?"),
    msg("The first tier begins above {first}: what is paid as {title} exactly there?"),
)


def check(ruleset: Ruleset, scope: Scope, diagnostics: Diagnostics) -> None:  # noqa: ARG001 - checks share one form
    """Look at the steps of scores and the tiers of rewards."""
    for indicator in ruleset.indicators.values():
        for rule in indicator.rules:
            if rule.scale is not None and rule.scale.steps and rule.peers is None:
                value = indicator.value if rule.by == "value" else None
                bounds = tuple(bound for bound, _ in rule.scale.points)
                _open(bounds, rule.scale.boundary, value, ruleset, diagnostics, _SCORES, indicator.title)
    for reward in ruleset.rewards.values():
        if not isinstance(pay := reward.pay, Tiered):
            continue
        for tiers in variants(pay.tiers):
            if tiers.method != "interpolate":
                boundary = tiers.boundary if tiers.method == "whole" else "lower"
                by = tiers.of or pay.base
                _open(tiers.bounds, boundary, by, ruleset, diagnostics, _PAY, reward.title)


def _open(
    bounds: tuple[Constant, ...],
    boundary: Boundary,
    value: Formula | None,
    ruleset: Ruleset,
    diagnostics: Diagnostics,
    says: _Open,
    title: str,
) -> None:
    field = ruleset.data.fields.get(value.text.strip()) if value is not None else None
    least = field.minimum if field is not None and field.minimum is not None else 0.0
    if not bounds or bounds[0].value == LOWEST or any(b.value <= a.value for a, b in pairwise(bounds)):
        return
    first = bounds[0]
    if first.value > least:
        diagnostics.error(
            "lowest-missing",
            says.below.given(first=first.text, title=title),
            first.where,
            msg("begin with `lowest: …` (or 0), then {first}", first=first.text),
        )
    elif boundary == "upper" and first.value == least:
        diagnostics.error(
            "lowest-missing",
            says.at.given(first=first.text, title=title),
            first.where,
            msg("write `lowest` instead of {first}", first=first.text),
        )
