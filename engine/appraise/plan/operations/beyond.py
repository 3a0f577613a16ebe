"""Looking beyond a row: at peers of the same period, and at an employee's own earlier periods."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

from appraise.plan.operations.base import Operation

PeerFigure = Literal["total", "mean", "quantile", "share", "rank", "percentile"]
Reading = Literal["at", "latest", "sum", "count", "year"]


@dataclass(frozen=True)
class Peers(Operation):
    """A figure of the peers. Inputs: number, who counts (a condition), grouping texts, reason.

    `quantile` is the share below; 0, 0.5 and 1 are the lowest, the median and the highest.
    """

    figure: PeerFigure
    quantile: float = 0.0
    across: ClassVar[bool] = True


@dataclass(frozen=True)
class Earlier(Operation):
    """What an employee had in earlier periods of the column remembered as `key`. No inputs.

    at: `periods` before, missing where there was none. latest: the last one known, of the last `periods` (0: of all).
    sum, count: over the last `periods`, of those that are there. year: the sum over the earlier periods of the
    calendar year, missing if one of them is, 0 where there are none.

    `grouped`: what the group had to which the employee belongs now. Inputs: the texts that name it, none for everybody.
    """

    key: str
    reading: Reading
    periods: int = 1
    grouped: bool = False
    across: ClassVar[bool] = True


@dataclass(frozen=True)
class OfLast(Operation):
    """The sum or mean over the last periods, missing with fewer than `least`.

    Inputs: sum and count of the earlier ones, and this period's value where it counts too.
    """

    mean: bool
    least: int


@dataclass(frozen=True)
class Streak(Operation):
    """For how many periods a condition has held. Inputs: the streak of the period before, the condition."""
