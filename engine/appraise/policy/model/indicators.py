"""Indicators: what is measured, against what, how it is scored, how much it counts; and points beside them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from appraise.diagnostics import Where
from appraise.formula.syntax.grammar import Formula
from appraise.policy.model.data import Missing
from appraise.policy.model.facts import POINTS, Stated, stated
from appraise.policy.model.scoring import Rule, Scoring
from appraise.policy.values import Setting, variants

AttainmentFormula = Literal["value/target", "target/value", "2 - value/target"]


@dataclass(frozen=True, slots=True)
class Category:
    """A family of indicators with its share of the total score, in percent."""

    id: str
    title: str
    weight: Setting
    where: Where


@dataclass(frozen=True, slots=True)
class OwnRounding:
    """Decimal places of an indicator's attainment and score, None where they are not rounded; `where` if it says so itself."""

    attainment: int | None
    score: int | None
    where: Where | None = None


@dataclass(frozen=True, slots=True)
class Indicator:
    """What is measured, against what, how it is scored, and how much it counts (percent of its category)."""

    id: str
    title: str
    category: str | None
    value: Formula
    target: Setting | None
    attainment: AttainmentFormula
    scoring: Scoring
    weight: Setting
    missing: Missing
    where: Where
    improve: str = ""
    scale: str = ""
    pace: Formula | Literal["days"] | None = None
    rounding: OwnRounding = OwnRounding(None, None)

    @property
    def rules(self) -> list[Rule]:
        """All the scoring rules that may hold."""
        return variants(self.scoring)


@dataclass(frozen=True, slots=True)
class Adjustment:
    """Points added to (or taken from) the total score."""

    id: str
    title: str
    points: Setting
    minimum: Setting | None
    maximum: Setting | None
    where: Where

    def settings(self) -> Iterator[Stated]:
        """Yield the points and their limits."""
        yield from stated(POINTS, points=self.points, min=self.minimum, max=self.maximum)
