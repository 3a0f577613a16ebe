"""Settings: the forms that a number (or a whole value) may take in a policy."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Generic, Protocol, TypeVar

from appraise.diagnostics import Where
from appraise.formula.grammar import Formula

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)
LOWEST = float("-inf")  # the bound of a tier that is open below
OTHERWISE = "otherwise"


class Placed(Protocol):
    """What knows where it is written: settings, rules, bands, tiers."""

    @property
    def where(self) -> Where:
        """Its place."""
        ...


@dataclass(frozen=True, slots=True)
class Constant:
    """A number as written: `text` is what stands in the file, "95%" is 0.95 with `percent`."""

    value: float
    text: str
    where: Where
    percent: bool = False


@dataclass(frozen=True, slots=True)
class Lookup(Generic[T_co]):
    """One of several values, by the label (or number) that a name has for the employee."""

    by: Formula
    values: Mapping[str, T_co]
    otherwise: T_co | None
    where: Where


@dataclass(frozen=True, slots=True)
class Dated:
    """Values with the day from which each is in force; the one in force at the end of the period holds."""

    values: tuple[tuple[date, Setting], ...]
    where: Where


def inside(setting: Setting | None) -> Iterator[Setting]:
    """Yield a setting and all settings that it chooses between, in their order."""
    if setting is None:
        return
    yield setting
    if isinstance(setting, Lookup):
        for part in (*setting.values.values(), setting.otherwise):
            yield from inside(part)
    elif isinstance(setting, Dated):
        for _, part in setting.values:
            yield from inside(part)


def variants(value: T | Lookup[T] | None) -> list[T]:
    """Give all the values that a whole value may have: itself, or those of a lookup."""
    if isinstance(value, Lookup):
        return [*value.values.values(), *([value.otherwise] if value.otherwise is not None else [])]
    return [] if value is None else [value]


Setting = Constant | Formula | Lookup["Setting"] | Dated
