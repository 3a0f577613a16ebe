"""What elements of a policy say of themselves: their settings, what these are counted in, and their formulas.

Whoever walks over a policy (the checks, what uses what, units) asks each element, and names no kind of them.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator
from typing import Literal, NamedTuple

from appraise.formula.syntax.grammar import Formula
from appraise.policy.values import ByLabel, Setting
from appraise.texts import NOTHING, Message, msg

Expects = Literal["number", "yes-no", "date", "text", "label", "any"]
NumberOf = Callable[[Setting | None], float | None]  # of a setting in one case, None where it takes data to know it


class Quantity(NamedTuple):
    """`shares`: True where 95% is 0.95, False where numbers are plain, None where both can be meant.

    `plain`: up to what a number without a percent sign is taken for a share. `least` and `most` are legal themselves,
    unless `above` says that the least is not. `sure`: whether the policy says so itself, or it is only likely.
    `else_`: what may be meant instead of such numbers.
    """

    words: Message
    shares: bool | None
    plain: float = 5.0  # nobody means 500% without writing so
    least: float = -math.inf
    most: float = math.inf
    above: bool = False
    sure: bool = True
    else_: Message = NOTHING

    @property
    def size(self) -> Quantity:
        """The same for a distance, which is above 0."""
        return self._replace(plain=1, least=0, above=True)

    @property
    def upward(self) -> Quantity:
        """The same for what is counted upwards from 0."""
        return self._replace(least=0)


POINTS = Quantity(msg("points", "counted in"), shares=False)
POINTS_UP = POINTS.upward
MONEY = Quantity(msg("money", "counted in"), shares=False)
MONEY_UP = MONEY.upward
FACTOR = Quantity(msg("a factor", "counted in"), shares=True, least=0)
SHARE = Quantity(msg("a share", "counted in"), shares=True, plain=1, least=0, most=1)
RATE = Quantity(msg("a rate", "counted in"), shares=True, plain=math.nextafter(1, 0))  # 1 may be meant for 1%
ANY = Quantity(msg("a number", "counted in"), shares=None)
PERCENTILE = Quantity(msg("a percentile", "counted in"), shares=True, plain=1, least=0, most=1)
ATTAINMENT = Quantity(msg("attainment", "counted in"), shares=True)


class Like(NamedTuple):
    """Counted as the numbers of a formula, or (None) as the value of the indicator that a scoring method belongs to.

    `use`: a place on that scale, a distance on it (above 0), a part of it (from 0 on), or a rate for each unit of it.
    """

    formula: Formula | None = None
    use: Literal["place", "distance", "part", "rate"] = "place"


class Stated(NamedTuple):
    """A setting, the key that it stands under (or what stands there, in words), and what its numbers are counted in."""

    key: str | Message
    setting: Setting
    counted: Quantity | Like


class Asked(NamedTuple):
    """A formula that stands beside the settings, and the kind that it must give.

    `own`: the short names of the element (`value`, `target`, `attainment`) may stand in it. `lookup`: what goes by it.
    """

    formula: Formula
    expects: Expects
    own: bool = False
    lookup: ByLabel[object] | None = None


def stated(counted: Quantity | Like, **settings: Setting | None) -> Iterator[Stated]:
    """Yield the settings that are there, each under its key."""
    for key, setting in settings.items():
        if setting is not None:
            yield Stated(key, setting, counted)


def all_stated(key: str | Message, settings: Iterable[Setting], counted: Quantity | Like) -> Iterator[Stated]:
    """Yield settings that all stand under one key, or in one place that has no key."""
    for setting in settings:
        yield Stated(key, setting, counted)


def decider(value: object) -> Iterator[Asked]:
    """Yield what a whole value is chosen by, where it is."""
    if isinstance(value, ByLabel):
        yield Asked(value.by, "label", lookup=value)


def asked(expects: Expects, *formulas: Formula | None) -> Iterator[Asked]:
    """Yield the formulas that are there."""
    for formula in formulas:
        if formula is not None:
            yield Asked(formula, expects)


def most_of(settings: Iterable[Setting], number_of: NumberOf) -> float | None:
    """The largest of several settings, None where one of them is not known."""
    numbers = [number_of(setting) for setting in settings]
    known = [number for number in numbers if number is not None]
    return max(known) if len(known) == len(numbers) else None
