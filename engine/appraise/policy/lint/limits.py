"""A minimum does not exceed its maximum, bounds of grades fall, and a gate does what it can do, in every case."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from appraise.policy.meaning.combinations import cases, constant_in
from appraise.policy.model import GradeAtLeast, GradeAtMost, GradeShift
from appraise.policy.model.method import Limits
from appraise.policy.values import Constant, variants
from appraise.texts import msg, plain

if TYPE_CHECKING:
    from appraise.diagnostics import Diagnostics
    from appraise.policy.meaning.scope import Scope
    from appraise.policy.model import Bands, Gate, Ruleset


def check(ruleset: Ruleset, scope: Scope, diagnostics: Diagnostics) -> None:
    """Compare the limits that are plain numbers, for every cohort."""
    pairs = [Limits(ruleset.score_minimum, ruleset.score_maximum, msg("the total score"))]
    for indicator in ruleset.indicators.values():
        for low, high, beside in (rule.limits for rule in indicator.rules):
            named = beside.given(indicator=indicator.title) if beside else plain(indicator.title)
            pairs.append(Limits(low, high, named))
    pairs += [Limits(a.minimum, a.maximum, plain(a.title)) for a in ruleset.adjustments.values()]
    pairs += [Limits(r.minimum, r.maximum, plain(r.title)) for r in ruleset.rewards.values()]
    for low, high, what in pairs:
        if low is None or high is None:
            continue
        for case in cases((low, high), ruleset, scope):
            least, most = constant_in(low, case), constant_in(high, case)
            if least is not None and most is not None and least > most:
                says = msg(
                    "The least of {what}, {least:g}, is more than the most, {most:g}{whose}.",
                    what=what,
                    least=least,
                    most=most,
                    whose=case.whose,
                )
                diagnostics.error("wrong-value", says, low.where, msg("exchange them, or mend one"))
                break
    for field in ruleset.data.fields.values():
        if field.minimum is not None and field.maximum is not None and field.minimum > field.maximum:
            diagnostics.error(
                "wrong-value",
                msg("The `min` of {field} is more than its `max`.", field=field.id),
                field.where,
                msg("exchange them"),
            )
    if "grades" not in scope.broken and ruleset.grades is not None:
        for bands in variants(ruleset.grades.bands):
            _bands(ruleset, bands, scope, diagnostics)
        for gate in ruleset.gates.values():
            _gate(gate, ruleset.grades.labels, diagnostics)


def _bands(ruleset: Ruleset, bands: Bands, scope: Scope, diagnostics: Diagnostics) -> None:
    """Grades from best to worst have falling bounds in every case; those that are the same for all are seen when read."""
    for i, (better, worse) in enumerate(pairwise(bands.bounds)):
        if isinstance(better, Constant) and isinstance(worse, Constant):
            continue
        for case in cases((better, worse), ruleset, scope):
            high, low = constant_in(better, case), constant_in(worse, case)
            if high is not None and low is not None and low >= high:
                says = msg(
                    "For {case}, grade {worse} begins at {low:g}, not below {better} ({high:g}).",
                    case=case.words or msg("everybody"),
                    worse=bands.grades[i + 1],
                    low=low,
                    better=bands.grades[i],
                    high=high,
                )
                diagnostics.error(
                    "tiers-order",
                    says,
                    worse.where,
                    msg("let the bounds fall from the best grade on"),
                )
                break


def _gate(gate: Gate, labels: tuple[str, ...], diagnostics: Diagnostics) -> None:
    at_most, at_least, shift = gate.only(GradeAtMost), gate.only(GradeAtLeast), gate.only(GradeShift)
    most, least = at_most.grade if at_most else "", at_least.grade if at_least else ""
    if most in labels and least in labels and labels.index(least) < labels.index(most):
        diagnostics.warn(
            "wrong-value",
            msg(
                "{gate} allows no grade better than {most} and none worse than {least}.",
                gate=gate.title,
                most=most,
                least=least,
            ),
            gate.where,
            msg("keep one of the two"),
        )
    if shift is not None and abs(shift.by) >= len(labels) > 0:
        end = labels[0 if shift.by > 0 else -1]
        diagnostics.error(
            "wrong-value",
            msg(
                "{gate} shifts by {by} of {grades} grades, so that all whom it meets would be {end}.",
                gate=gate.title,
                by=abs(shift.by),
                grades=len(labels),
                end=end,
            ),
            gate.where,
            msg("shift by 1 to {most}, or state `grade_at_most` or `grade_at_least`", most=len(labels) - 1),
        )
    if gate.covers and not gate.acts_on("reward"):
        diagnostics.warn(
            "unused",
            msg("{gate} names rewards under `covers` and does nothing to them.", gate=gate.title),
            gate.where,
            msg("add `reward_factor` or `reward_at_most`, or remove `covers`"),
        )
