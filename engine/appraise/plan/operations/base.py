"""Formulas, choices and plain arithmetic."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar

from appraise.formula.syntax.grammar import Formula
from appraise.policy.model import Boundary, Function


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
class Clamp(Operation):
    """No less than a low and no more than a high. Inputs: value, low, high (an infinity where there is none)."""


@dataclass(frozen=True)
class Rounded(Operation):
    """Half-up to decimal places. Inputs: value."""

    places: int


@dataclass(frozen=True)
class Sum(Operation):
    """The sum of its inputs. `signed` parts may cancel each other."""

    signed: bool = False


@dataclass(frozen=True)
class Minus(Operation):
    """A plain difference. Inputs: two numbers."""


@dataclass(frozen=True)
class Times(Operation):
    """A plain product. Inputs: two numbers."""
