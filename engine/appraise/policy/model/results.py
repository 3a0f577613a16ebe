"""What the results show because the policy asks for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from appraise.diagnostics import Where

ShownUnit = Literal["", "money", "percent", "count", "number"]


@dataclass(frozen=True, slots=True)
class Shown:
    """A figure with a column of its own in the results: a derived value, a measure, a field.

    Without a `title` it is called as the data call it, without a `unit` it is in the unit it is computed in.
    """

    name: str
    title: str
    unit: ShownUnit
    where: Where
