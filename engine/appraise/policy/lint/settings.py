"""A setting says something for every cohort, grade and label that can occur, and for no other."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from appraise.diagnostics import Where, listed, suggest
from appraise.policy.meaning.scope import labels_of
from appraise.policy.meaning.uses import uses
from appraise.policy.values import ByLabel
from appraise.texts import Listed, msg

if TYPE_CHECKING:
    from collections.abc import Sequence

    from appraise.diagnostics import Diagnostics
    from appraise.policy.meaning.scope import Scope
    from appraise.policy.model import Field, Rule, Ruleset

_MOST_MARKS = 1_000  # of a scale whose marks have a score each
_LISTED = 12


def check(ruleset: Ruleset, scope: Scope, diagnostics: Diagnostics) -> None:
    """Look at all lookups, dated values and ratings."""
    for use in uses(ruleset):
        if use.lookup is not None:
            _complete(use.lookup, scope, diagnostics)
    for indicator in ruleset.indicators.values():
        name = indicator.value.text.strip()
        for rule in (rule for rule in indicator.rules if rule.marks):
            if scope.quiet(indicator.value).kind == "number":
                _apart(list(rule.marks), indicator.title, rule.where, diagnostics)
            if name in ruleset.data.fields:
                _marks(rule, ruleset.data.fields[name], diagnostics)


def _complete(lookup: ByLabel[object], scope: Scope, diagnostics: Diagnostics) -> None:
    labels = labels_of(lookup, scope)
    if labels is None:
        _numbers(lookup, scope, diagnostics)
        return
    for key in lookup.values:
        if key not in labels:
            diagnostics.error(
                "unknown-label",
                msg("{name} is never {label!r}.", name=lookup.by.text, label=key),
                lookup.where,
                suggest(key, labels),
            )
    absent = [label for label in labels if label not in lookup.values]
    if absent and lookup.otherwise is None and set(lookup.values) <= set(labels):
        diagnostics.error(
            "setting-incomplete",
            msg("Nothing is stated for {name} {labels}.", name=lookup.by.text, labels=Listed(tuple(absent))),
            lookup.where,
            msg("add {label}: …, or `otherwise: …` for all others", label=absent[0]),
        )


def _numbers(lookup: ByLabel[object], scope: Scope, diagnostics: Diagnostics) -> None:
    if scope.quiet(lookup.by).kind == "number":
        _apart(list(lookup.values), lookup.by.text, lookup.where, diagnostics)


def _apart(keys: list[str], name: str, where: Where, diagnostics: Diagnostics) -> None:
    """See that keys are numbers, and different ones: 1 and 1.0 are the same."""
    seen: dict[float, str] = {}
    for key in keys:
        try:
            number = float(key)
        except ValueError:
            number = math.nan
        if not math.isfinite(number):
            diagnostics.error(
                "unknown-label",
                msg("{name} is a number and never {label!r}.", name=name, label=key),
                where,
                msg("write a number"),
            )
        elif number in seen:
            diagnostics.error(
                "duplicate-key",
                msg("{key} and {other} are the same number.", key=key, other=seen[number]),
                where,
                msg("keep one of them"),
            )
        seen[number] = key


def _marks(rule: Rule, field: Field, diagnostics: Diagnostics) -> None:
    if field.values is not None:
        possible: Sequence[str] = list(field.values)
    elif field.type == "rating":
        low, high = field.scale
        if high - low >= _MOST_MARKS:
            diagnostics.error(
                "wrong-value",
                msg(
                    "The scale of {field} has {marks:,.0f} marks, from {low:g} to {high:g}; a score for each "
                    "mark can be stated for at most {most}.",
                    field=field.id,
                    marks=high - low + 1,
                    low=low,
                    high=high,
                    most=_MOST_MARKS,
                ),
                rule.where,
                msg("correct the scale of the field, or score it by `steps` or `linear`"),
            )
            return
        possible = [f"{m:g}" for m in range(int(low), int(high) + 1)]
    else:
        return
    stated = {k if rule.labelled else f"{float(k):g}" for k in rule.marks}
    absent = [mark for mark in possible if mark not in stated]
    if absent:
        diagnostics.error(
            "setting-incomplete",
            msg("No score is stated for {field} {marks}.", field=field.id, marks=listed(absent, _LISTED)),
            rule.where,
            msg("add {mark}: …", mark=absent[0]),
        )
    for mark in stated - set(possible):
        diagnostics.error(
            "unknown-label",
            msg("{field} is never {mark}.", field=field.id, mark=mark),
            rule.where,
            suggest(mark, possible),
        )
