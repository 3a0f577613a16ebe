"""Money that people share, and money that is settled with an employee's other periods."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

from appraise.plan.operations.base import Operation


@dataclass(frozen=True)
class ShareOut(Operation):
    """One reward after its budget. Inputs: the reward, what there is to give, all covered rewards, groups, reason.

    `own` is the place of the reward among the `rewards` covered ones. What is negative is rounded to `places`.
    """

    mode: Literal["cap", "hand_out"]
    own: int
    rewards: int
    places: int
    claim_places: int
    across: ClassVar[bool] = True


@dataclass(frozen=True)
class Entered(Operation):
    """The number by which somebody takes part in a contest, missing for all others; more is better.

    Inputs: number, condition. `lowest` turns the sign.
    """

    lowest: bool


@dataclass(frozen=True)
class Prizes(Operation):
    """The prize of a place, missing for those without one. Inputs: place, one prize per range, groups, reason."""

    ranges: tuple[tuple[int, int], ...]
    share: bool
    places: int
    across: ClassVar[bool] = True


@dataclass(frozen=True)
class WithBanked(Operation):
    """An amount with what was banked before. Inputs: amount, banked before."""


@dataclass(frozen=True)
class Tied(Operation):
    """Who shares a place down to the `last` that has a prize: their numbers in one text, missing for those alone.

    Inputs: place, groups, reason.
    """

    last: int
    across: ClassVar[bool] = True


@dataclass(frozen=True)
class Banked(Operation):
    """What is kept for later periods. Inputs: amount with what was banked, maximum, banked before, condition.

    Where the condition does not hold, nothing is earned or paid, and what was banked stays.
    """

    places: int


@dataclass(frozen=True)
class Guaranteed(Operation):
    """What is earned, and at least the draw where it is in force. Inputs: earned, draw, condition."""


@dataclass(frozen=True)
class Recovered(Operation):
    """What is kept back of earnings above the draw, up to what is owed.

    Inputs: earned, draw, draw's condition, share, condition to recover, owed before.
    """

    places: int


@dataclass(frozen=True)
class Owed(Operation):
    """What is owed after this period. Inputs: owed before, guaranteed, earned, recovered."""

    places: int


@dataclass(frozen=True)
class PaidBefore(Operation):
    """What some rewards paid in earlier periods and no clawback has taken yet.

    Inputs, from the last period back: what each of the `rewards` paid, then what the clawback took.
    """

    rewards: int


@dataclass(frozen=True)
class TakenBack(Operation):
    """The share of an amount that is taken back, below 0. Inputs: amount, share."""
