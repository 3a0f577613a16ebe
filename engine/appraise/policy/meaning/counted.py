"""In what the numbers behind a name are counted: points, percents, money, counts."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from appraise.policy.values import Constant, ends

if TYPE_CHECKING:
    from appraise.formula.kinds import Measured, Type
    from appraise.policy.values import Setting

_UNITS: dict[str, Measured] = {"percent": "percent", "money": "money", "count": "count", "rating": "rating"}
_POINTS = ("score", "points", "weight")


def measured(name: str, kind: Type) -> Type:
    """Say of a name in what its numbers are counted."""
    if kind.kind != "number" or kind.measured:
        return kind
    head, _, part = name.rpartition(".")
    if (part in _POINTS and head) or name == "score":
        return replace(kind, measured="points")
    return replace(kind, measured=_UNITS[kind.unit]) if kind.unit in _UNITS and not kind.literal else kind


def in_percent(setting: Setting | None) -> bool:
    """Whether all numbers that a setting may be are written as percents; a 0 goes with any."""
    parts = list(ends(setting))
    return all(isinstance(p, Constant) and (p.percent or not p.value) for p in parts) and any(
        isinstance(p, Constant) and p.percent for p in parts
    )
