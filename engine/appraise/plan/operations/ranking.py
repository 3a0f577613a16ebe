"""Standing among peers, and what it is worth. Places count from 1, the best; ties share the better place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

from appraise.plan.operations.base import Operation


@dataclass(frozen=True)
class PeerGroup(Operation):
    """The number of the group in which a person is ranked, missing without one. Inputs: number, texts, reason.

    Groups with fewer than `least` people are pooled inside those of the texts that `wider` counts off.
    """

    least: int = 0
    wider: tuple[int, ...] = ()
    across: ClassVar[bool] = True


@dataclass(frozen=True)
class PlaceBy(Operation):
    """The place by several numbers, one after the other, the largest first. Inputs: numbers, group, reason."""

    across: ClassVar[bool] = True


@dataclass(frozen=True)
class PlaceHeld(Operation):
    """The place that counts where gates hold people back: whoever may not have a grade takes up none of its places.

    The first place of people who tie, or (`together` worse) their last. Inputs: the best grade that somebody may have,
    `keys` numbers (the largest first), the last place of each grade but the worst, group, reason.
    """

    keys: int
    together: Literal["better", "worse"]
    across: ClassVar[bool] = True


@dataclass(frozen=True)
class HeldBack(Operation):
    """Whether gates make a grade worse. Inputs: grade, grade after the gates."""


@dataclass(frozen=True)
class AlwaysLabel(Operation):
    """One label for everybody. Inputs: a column of as many rows."""

    labels: tuple[str, ...]
    at: int


@dataclass(frozen=True)
class Deviation(Operation):
    """Population standard deviations above the mean, 0 where all are equal. Inputs: number, texts, reason."""

    across: ClassVar[bool] = True


@dataclass(frozen=True)
class FirstOfGroup(Operation):
    """Whether a person has the first employee number of the group. Inputs: group, reason."""

    across: ClassVar[bool] = True


@dataclass(frozen=True)
class UnderCeilings(Operation):
    """What ceilings leave of a grade: its position from the worst + the number of grades x the ceiling that was full.

    Ceilings are numbered from 1 (0: none was full). Inputs: grade, `keys` numbers (the largest first), the places of
    each ceiling, group, reason. `sets` are the positions of each ceiling's grades.
    """

    sets: tuple[frozenset[int], ...]
    keys: int
    together: Literal["better", "worse"]
    hand_down: bool
    across: ClassVar[bool] = True


@dataclass(frozen=True)
class CeilingGrade(Operation):
    """The grade that ceilings leave. Inputs: what they leave. Labels rise from worst to best."""

    labels: tuple[str, ...]


@dataclass(frozen=True)
class LowestAbove(Operation):
    """The lowest number among those of the next better grade that somebody has. Inputs: grade, number, group, reason."""

    across: ClassVar[bool] = True


@dataclass(frozen=True)
class LastPlace(Operation):
    """The last place of a grade (0 the best). Inputs: size of the group, the share of each grade, best first."""

    counts: Literal["down", "nearest", "largest-remainder"]
    grade: int


@dataclass(frozen=True)
class PlacesOf(Operation):
    """How many people a share is. Inputs: size of the group, share."""

    counts: Literal["down", "up", "nearest"]


@dataclass(frozen=True)
class PlaceGrade(Operation):
    """The grade of a place. Inputs: place, the last place of each grade but the worst, one condition per demand.

    Labels rise from worst to best. Who does not meet the demand of a grade (0 the best) falls to the next one.
    """

    labels: tuple[str, ...]
    demands: tuple[int, ...]


@dataclass(frozen=True)
class Instead(Operation):
    """A grade, or where a condition holds another one. Inputs: grade, condition, the other grade."""
