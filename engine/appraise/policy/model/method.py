"""What every scoring method says of itself. A new method is a class with these facts, in scoring.py or standing.py."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Literal, NamedTuple

from appraise.policy.model.facts import POINTS, stated
from appraise.policy.words import inner
from appraise.texts import NOTHING, Message, clauses, msg

if TYPE_CHECKING:
    from collections.abc import Iterator

    from appraise.formula.syntax.grammar import Formula
    from appraise.policy.model.data import Boundary
    from appraise.policy.model.facts import Asked, NumberOf, Stated
    from appraise.policy.values import Constant, Setting

# by what a method scores: the indicator's own value, the value against its target, or the standing among peers
By = Literal["value", "attainment", "place", "percentile", "deviation"]
MEASURED = {"value": msg("value", "scored by"), "attainment": msg("attainment", "scored by")}


class Limits(NamedTuple):
    """The lowest and the highest score that a method states, None where it states none.

    `what` they limit, where that is not the score of the indicator itself.
    """

    floor: Setting | None = None
    cap: Setting | None = None
    what: Message = NOTHING

    def settings(self) -> Iterator[Stated]:
        """Yield those that are stated, under the keys `floor` and `cap`."""
        yield from stated(POINTS, floor=self.floor, cap=self.cap)

    def around(self, sentence: Message) -> Message:
        """Say what a method gives, and between which limits."""
        return clauses(sentence, floor_in_words(self.floor), cap_in_words(self.cap))


def floor_in_words(floor: Setting | None) -> Message:
    """Say a lowest score, or that there is none."""
    return msg("no lower limit", "policy") if floor is None else msg("at least {floor}", "policy", floor=inner(floor))


def cap_in_words(cap: Setting | None) -> Message:
    """Say a highest score, or that there is none."""
    return msg("no upper limit", "policy") if cap is None else msg("at most {cap}", "policy", cap=inner(cap))


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
        """The lowest and the highest score that it states."""

    @abstractmethod
    def highest(self, number_of: NumberOf) -> float | None:
        """The highest score that it can come to; None where there is no limit, or it takes data to know it."""

    @abstractmethod
    def sentence(self) -> Message:
        """Say how it scores, as a policy is told: without its key, in one sentence with no full stop."""

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
