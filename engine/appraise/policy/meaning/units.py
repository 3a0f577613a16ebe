"""In what unit the figures of a policy are, and how finely each is written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from appraise.formula.syntax.grammar import Formula
from appraise.policy.meaning.scope import Scope
from appraise.policy.values import Constant, ends

if TYPE_CHECKING:
    from appraise.formula.kinds import Type
    from appraise.policy.model import Indicator, Ruleset
    from appraise.policy.values import Setting

ValueUnit = Literal["", "money", "percent", "count", "rating"]
KNOWN: dict[str, ValueUnit] = {"money": "money", "percent": "percent", "count": "count", "rating": "rating"}
_PLACES = {"count": 0, "rating": 0, "percent": 4}


def unit_of(indicator: Indicator, ruleset: Ruleset) -> ValueUnit:
    """The unit of an indicator's value; a number with a target in percent is a percent."""
    scope = Scope(ruleset, set())
    return KNOWN.get(scope.quiet(indicator.value).unit) or ("percent" if _in_percent(indicator.target, scope) else "")


def unit_shown(name: str, kind: Type, ruleset: Ruleset) -> ValueUnit:
    """The unit in which a figure is shown: the one that `results` states for it, else that of its type."""
    stated = ruleset.results[name].unit if name in ruleset.results else ""
    return KNOWN.get(stated or kind.unit, "")


def places_of(unit: str) -> int:
    """The decimal places in which figures of a unit are written; 0.95 is 95%, so percents have four."""
    return _PLACES.get(unit, 2)


def _in_percent(setting: Setting | None, scope: Scope) -> bool:
    """Whether a number that a setting may come to is a percent, as written or by the name of a parameter."""
    for end in ends(setting):
        if isinstance(end, Constant) and end.percent:
            return True
        if isinstance(end, Formula) and "percent" in ((kind := scope.quiet(end)).unit, kind.measured):
            return True
    return False
