"""What to write in a formula in place of a name that there is not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from appraise.diagnostics import suggest
from appraise.formula.amounts import plain_number
from appraise.texts import Message, msg

if TYPE_CHECKING:
    from collections.abc import Iterable

    from appraise.policy.model import Ruleset

_NO_VALUE = {"missing", "null", "none", "nan", "na", "blank", "empty", "缺失", "空", "空值"}


def instead(name: str, ruleset: Ruleset, known: Iterable[str]) -> Message:
    """Say what may be meant: a label, no value, a number with a unit, a heading, or one of the names that are known."""
    labels = {label for f in ruleset.data.fields.values() for label in f.values or ()} | set(ruleset.cohorts)
    if name in labels | set(ruleset.grades.labels if ruleset.grades else ()):
        return msg("if the label is meant, put it in quotes: write `'{label}'`", label=name)
    if name == "none":
        return msg("`none` stands for an open `floor` or `cap`; elsewhere leave the key out")
    if name.casefold() in _NO_VALUE:
        return msg(
            "a formula cannot take a value away: leave the cell empty, or let the indicator's weight be 0 for a cohort, "
            "as in `weight: {{some: 0, otherwise: 50}}`; or x / (1 if condition else 0)"
        )
    if plain := plain_number(name):
        return msg("write `{plain}`", plain=plain)
    headed = [f.id for f in ruleset.data.fields.values() if name in f.columns]
    if headed:
        return msg("{name} is a heading: write `{field}`", name=name, field=headed[0])
    return suggest(name, known)
