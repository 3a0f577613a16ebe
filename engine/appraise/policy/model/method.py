"""What every scoring method says of itself. A new method is a class with these facts, in scoring.py or standing.py."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from appraise.formula.syntax.grammar import Formula
    from appraise.policy.model.data import Boundary
    from appraise.policy.model.facts import Asked, NumberOf, Stated
    from appraise.policy.values import Constant, Setting
    from appraise.texts import Message

# by what a method scores: the indicator's own value, the value against its target, or the standing among peers
By = Literal["value", "attainment", "place", "percentile", "deviation"]
Limits = tuple["Setting | None", "Setting | None", "Message"]


class Scale(NamedTuple):
    """Scores at places of what is measured: from each place on (`steps`), or on straight lines between the places."""

    points: tuple[tuple[Constant, Setting], ...]
    boundary: Boundary
    steps: bool = False


class Method(ABC):
    """The facts that checks, compiler, words and tests ask of a scoring method.

    Those that are abstract each method states; the others say what holds for most.
    """

    __slots__ = ()

    @property
    @abstractmethod
    def by(self) -> By:
        """By what it scores."""

    @abstractmethod
    def settings(self) -> Iterator[Stated]:
        """Yield every number that it states, in the order of its keys."""

    @property
    @abstractmethod
    def limits(self) -> Limits:
        """The lowest and highest score that it states, None where there is none; and, where not the indicator, what they limit."""

    @abstractmethod
    def highest(self, number_of: NumberOf) -> float | None:
        """Give the highest score that it can come to; None where there is no limit, or it takes data to know it."""

    def formulas(self) -> Iterator[Asked]:
        """Yield the formulas that stand beside its settings."""
        yield from ()

    @property
    def needs_target(self) -> bool:
        """Whether it has no meaning without a target."""
        return self.by == "attainment"

    @property
    def scale(self) -> Scale | None:
        """The scale by which it scores."""
        return None

    @property
    def peers(self) -> tuple[Formula, ...] | None:
        """The texts that divide the peers whom it looks at; None where it looks at nobody else."""
        return None

    @property
    def marks(self) -> tuple[str, ...]:
        """The marks that it has a score for, where it has scores for single marks."""
        return ()

    @property
    def labelled(self) -> bool:
        """Whether the value is a text."""
        return False
