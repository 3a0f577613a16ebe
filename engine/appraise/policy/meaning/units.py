"""In what unit the figures of a policy are, and how finely each is written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from appraise.policy.meaning.scope import Scope
from appraise.policy.values import constants

if TYPE_CHECKING:
    from appraise.formula.kinds import Type
    from appraise.policy.model import Indicator, Ruleset
    from appraise.policy.values import Setting

ValueUnit = Literal["", "money", "percent", "count", "rating"]
KNOWN: dict[str, ValueUnit] = {"money": "money", "percent": "percent", "count": "count", "rating": "rating"}
_PLACES = {"count": 0, "rating": 0, "percent": 4}


def unit_of(indicator: Indicator, ruleset: Ruleset) -> ValueUnit:
    """Give the unit of an indicator's value; a number with a target in percent is a percent."""
    unit = Scope(ruleset, set()).quiet(indicator.value).unit
    return KNOWN.get(unit) or ("percent" if _in_percent(indicator.target) else "")


def unit_shown(name: str, kind: Type, ruleset: Ruleset) -> ValueUnit:
    """Give the unit in which a figure is shown: the one that `results` states for it, else that of its type."""
    stated = ruleset.results[name].unit if name in ruleset.results else ""
    return KNOWN.get(stated or kind.unit, "")


def places_of(unit: str) -> int:
    """Give the decimal places in which figures of a unit are written; 0.95 is 95%, so percents have four."""
    return _PLACES.get(unit, 2)


def _in_percent(setting: Setting | None) -> bool:
    return any(constant.percent for constant in constants(setting))
