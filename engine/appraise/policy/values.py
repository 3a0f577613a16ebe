"""Settings: the forms that a number (or a whole value) may take in a policy."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Generic, Protocol, TypeVar, assert_never

from appraise.diagnostics import Where
from appraise.formula.syntax.grammar import Formula

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
class ByLabel(Generic[T_co]):
    """One of several values, by the label (or number) that a name has for the employee."""

    by: Formula
    values: Mapping[str, T_co]
    otherwise: T_co | None
    where: Where

    def of(self, label: str) -> T_co | None:
        """The value of a label, None where nothing is stated for it."""
        return self.values.get(label, self.otherwise)


@dataclass(frozen=True, slots=True)
class Dated:
    """Values with the day from which each is in force; the one in force at the end of the period holds."""

    values: tuple[tuple[date, Setting], ...]
    where: Where


def parts_of(setting: Setting) -> tuple[Setting, ...]:
    """The settings that a setting chooses between, in their order; none where it chooses nothing."""
    match setting:
        case Constant() | Formula():
            return ()
        case ByLabel():
            return tuple(variants(setting))
        case Dated():
            return tuple(part for _, part in setting.values)
        case _:
            assert_never(setting)


def inside(setting: Setting | None) -> Iterator[Setting]:
    """Yield a setting and all settings that it chooses between, in their order."""
    if setting is None:
        return
    yield setting
    for part in parts_of(setting):
        yield from inside(part)


def ends(setting: Setting | None, chosen: Callable[[Choice], Iterable[Setting | None]] | None = None
         ) -> Iterator[Constant | Formula | None]:  # fmt: skip
    """Yield the numbers and formulas that a setting may come to, None where it states nothing.

    `chosen` gives those parts of a choice that are to be looked at; without it all parts are.
    """
    if setting is None or isinstance(setting, (Constant, Formula)):
        yield setting
        return
    for part in parts_of(setting) if chosen is None else chosen(setting):
        yield from ends(part, chosen)


def constants(setting: Setting | None) -> list[Constant]:
    """The plain numbers that a setting may be, whatever decides between them."""
    return [end for end in ends(setting) if isinstance(end, Constant)]


def variants(value: T | ByLabel[T] | None) -> list[T]:
    """All the values that a whole value may have: itself, or those of a lookup."""
    if isinstance(value, ByLabel):
        return [*value.values.values(), *([value.otherwise] if value.otherwise is not None else [])]
    return [] if value is None else [value]


Setting = Constant | Formula | ByLabel["Setting"] | Dated
Choice = ByLabel[Setting] | Dated
