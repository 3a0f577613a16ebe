"""A setting says something for every cohort, grade and label that can occur, and for no other."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from appraise.diagnostics import Where, suggest
from appraise.policy.meaning.scope import labels_of
from appraise.policy.meaning.uses import uses
from appraise.policy.values import Lookup

if TYPE_CHECKING:
    from collections.abc import Sequence

    from appraise.diagnostics import Report
    from appraise.policy.meaning.scope import Scope
    from appraise.policy.model import Field, Rule, Ruleset

_MOST_MARKS = 1_000  # of a scale whose marks have a score each
_LISTED = 12


def check(ruleset: Ruleset, scope: Scope, report: Report) -> None:
    """Look at all lookups, dated values and ratings."""
    for use in uses(ruleset):
        if use.lookup is not None:
            _complete(use.lookup, scope, report)
    for indicator in ruleset.indicators.values():
        name = indicator.value.text.strip()
        for rule in (rule for rule in indicator.rules if rule.marks):
            if scope.quiet(indicator.value).kind == "number":
                _apart(list(rule.marks), indicator.title, rule.where, report)
            if name in ruleset.data.fields:
                _marks(rule, ruleset.data.fields[name], report)


def _complete(lookup: Lookup[object], scope: Scope, report: Report) -> None:
    labels = labels_of(lookup, scope)
    if labels is None:
        _numbers(lookup, scope, report)
        return
    for key in lookup.values:
        if key not in labels:
            report.error("unknown-label", f"{lookup.by.text} is never {key!r}.", lookup.where, suggest(key, labels))
    absent = [label for label in labels if label not in lookup.values]
    if absent and lookup.otherwise is None and set(lookup.values) <= set(labels):
        report.error("setting-incomplete", f"Nothing is stated for {lookup.by.text} {', '.join(absent)}.", lookup.where,
                     f"add {absent[0]}: …, or `otherwise: …` for all others")  # fmt: skip


def _numbers(lookup: Lookup[object], scope: Scope, report: Report) -> None:
    if scope.quiet(lookup.by).kind == "number":
        _apart(list(lookup.values), lookup.by.text, lookup.where, report)


def _apart(keys: list[str], name: str, where: Where, report: Report) -> None:
    """See that keys are numbers, and different ones: 1 and 1.0 are the same."""
    seen: dict[float, str] = {}
    for key in keys:
        try:
            number = float(key)
        except ValueError:
            number = math.nan
        if not math.isfinite(number):
            report.error("unknown-label", f"{name} is a number and never {key!r}.", where, "write a number")
        elif number in seen:
            report.error("duplicate-key", f"{key} and {seen[number]} are the same number.", where, "keep one of them")
        seen[number] = key


def _marks(rule: Rule, field: Field, report: Report) -> None:
    if field.values is not None:
        possible: Sequence[str] = list(field.values)
    elif field.type == "rating":
        low, high = field.scale
        if high - low >= _MOST_MARKS:
            report.error("wrong-value", f"The scale of {field.id} has {high - low + 1:,.0f} marks, from {low:g} to {high:g}; "
                         f"a score for each mark can be stated for at most {_MOST_MARKS}.", rule.where,
                         "correct the scale of the field, or score it by `steps` or `linear`")  # fmt: skip
            return
        possible = [f"{m:g}" for m in range(int(low), int(high) + 1)]
    else:
        return
    stated = {k if rule.labelled else f"{float(k):g}" for k in rule.marks}
    absent = [mark for mark in possible if mark not in stated]
    if absent:
        listed = ", ".join(absent[:_LISTED]) + (f" and {len(absent) - _LISTED} more" if len(absent) > _LISTED else "")
        report.error("setting-incomplete", f"No score is stated for {field.id} {listed}.", rule.where,
                     f"add {absent[0]}: …")  # fmt: skip
    for mark in stated - set(possible):
        report.error("unknown-label", f"{field.id} is never {mark}.", rule.where, suggest(mark, possible))
