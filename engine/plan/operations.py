"""What a step can do: frozen records without arithmetic; engine/execution/kernels.py computes each on columns.

Two operations that compare equal compute the same from the same inputs, which is how steps are shared.
Every operation is row-wise (a row's result needs that row alone) unless its `across` says otherwise.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar, Literal

from engine.formula.grammar import Formula
from engine.policy.model import AttainmentFormula, Boundary, Function


class Operation:
    """The base of all operations, only to tell row-wise from across rows."""

    across: ClassVar[bool] = False


@dataclass(frozen=True)
class Compute(Operation):
    """A formula over its names. Inputs: one per name. `key` is the formula's meaning, functions included."""

    key: str
    names: tuple[str, ...]
    formula: Formula = field(compare=False)
    functions: Mapping[str, Function] = field(compare=False, hash=False)


@dataclass(frozen=True)
class Choose(Operation):
    """A value by label. Inputs: the deciding column, one value per label, then one for all others if `otherwise`."""

    labels: tuple[str, ...]
    otherwise: bool


@dataclass(frozen=True)
class InForce(Operation):
    """The value in force at the end of the period. Inputs: period_end, one value per day (ordinals)."""

    days: tuple[int, ...]


@dataclass(frozen=True)
class IsLabel(Operation):
    """Whether a column has one of the labels (or, `inverse`, none of them). Inputs: the column."""

    labels: tuple[str, ...]
    inverse: bool


@dataclass(frozen=True)
class IsInTier(Operation):
    """Whether a value has reached one bound and not the next (infinite: none). Inputs: the value."""

    low: float
    high: float
    boundary: Boundary


@dataclass(frozen=True)
class IsInForce(Operation):
    """Whether a period ends on or after a day, and before another (None: open). Inputs: period_end."""

    since: int
    until: int | None


@dataclass(frozen=True)
class FirstThat(Operation):
    """The label of the first condition that holds. Inputs: the conditions; a last label without one takes the rest."""

    labels: tuple[str, ...]
    open_end: bool


@dataclass(frozen=True)
class FirstThatFails(Operation):
    """The reason of the first condition that does not hold, missing where all hold. Inputs: the conditions."""

    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Attain(Operation):
    """Value against target, missing where there is no meaning in it. Inputs: value, target."""

    formula: AttainmentFormula
    places: int | None


@dataclass(frozen=True)
class RatioScore(Operation):
    """100 x attainment. Inputs: attainment."""


@dataclass(frozen=True)
class Clamp(Operation):
    """No less than a low and no more than a high. Inputs: value, low, high (an infinity where there is none)."""


@dataclass(frozen=True)
class LinearScore(Operation):
    """Straight lines between points. Inputs: value, one score per point."""

    places: tuple[float, ...]
    extend: bool
    boundary: Boundary


@dataclass(frozen=True)
class TierValue(Operation):
    """The value of the tier that is reached, missing below the first. Inputs: value, one value per tier."""

    bounds: tuple[float, ...]
    boundary: Boundary


@dataclass(frozen=True)
class PassScore(Operation):
    """100 where it holds, 0 where not, missing where undecided. Inputs: a condition, or attainment."""


@dataclass(frozen=True)
class UnitScore(Operation):
    """Start plus (or minus) points per unit beyond the free ones. Inputs: value, points, unit, free."""

    sign: Literal[-1, 1]


@dataclass(frozen=True)
class MarkScore(Operation):
    """The score of a numeric mark, missing for a mark that has none. Inputs: value, one score per mark."""

    marks: tuple[float, ...]


@dataclass(frozen=True)
class Fill(Operation):
    """A number in place of missing ones. Inputs: value, the number."""


@dataclass(frozen=True)
class Rounded(Operation):
    """Half-up to decimal places. Inputs: value."""

    places: int


@dataclass(frozen=True)
class Product(Operation):
    """A percent of a percent. Inputs: two numbers."""


@dataclass(frozen=True)
class Present(Operation):
    """A weight where the score is there, 0 where it is missing. Inputs: weight, score."""


@dataclass(frozen=True)
class Points(Operation):
    """Score x weight / 100; 0 where the weight is 0, whether there is a score or not. Inputs: score, weight."""


@dataclass(frozen=True)
class Sum(Operation):
    """The sum of its inputs. `signed` parts may cancel each other."""

    signed: bool = False


@dataclass(frozen=True)
class Spread(Operation):
    """What weights that are left are multiplied by, so that they make up the whole. Inputs: whole, left.

    Where nothing is left: 0 inside a category, missing where it is `final`.
    """

    final: bool


@dataclass(frozen=True)
class Count(Operation):
    """In how many groups at least one input is there. Inputs: numbers; `groups` numbers them."""

    groups: tuple[int, ...]


@dataclass(frozen=True)
class Band(Operation):
    """The grade. Inputs: score, the bounds from the lowest to the highest. Labels rise from worst to best."""

    labels: tuple[str, ...]
    boundary: Boundary


@dataclass(frozen=True)
class GradeGate(Operation):
    """A grade changed where a condition holds. Inputs: grade, condition. Positions count from the worst grade."""

    at_most: int | None
    at_least: int | None
    shift: int


@dataclass(frozen=True)
class AtMostWhere(Operation):
    """A number limited where a condition holds. Inputs: number, condition, limit."""


@dataclass(frozen=True)
class FactorWhere(Operation):
    """A positive number multiplied where a condition holds. Inputs: number, condition, factor."""


@dataclass(frozen=True)
class OnlyWhere(Operation):
    """A number where a condition holds, else 0. Inputs: number, condition."""


@dataclass(frozen=True)
class Times(Operation):
    """A plain product. Inputs: two numbers."""


@dataclass(frozen=True)
class Marginal(Operation):
    """Each slice at its own rate. Inputs: base, measure, start, one rate per tier.

    The measure decides the slices; where it is not the base, a slice is worth its part of the base.
    """

    bounds: tuple[float, ...]


@dataclass(frozen=True)
class DayShare(Operation):
    """Days employed over days of the period. Inputs: first day, last day (missing: still), period start, end."""

    places: int


Test = Literal["missing", "undecided", "none", "not-100", "unlisted", "below", "falling", "not-positive"]


@dataclass(frozen=True)
class Check:
    """What must hold for every appraised employee; the rows where it does not become diagnostics.

    `where` are conditions: a check inside one branch of a policy concerns those to whom the branch applies.
    `labels` belong to the test "unlisted", `bound` and `boundary` to "below".
    """

    code: str
    test: Test
    inputs: tuple[str | float, ...]
    subject: str  # the named column that is in trouble
    where: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    bound: float = 0.0
    boundary: Boundary = "lower"
    severity: Literal["error", "warning"] = "error"
