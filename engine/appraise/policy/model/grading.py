"""From the score to a grade, and what conditions do to either."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from appraise.diagnostics import Where
from appraise.formula.grammar import Formula
from appraise.policy.model.ranking import Ranking
from appraise.policy.values import Lookup, Setting


@dataclass(frozen=True, slots=True)
class Gate:
    """A condition and what it does to the result; effects that are not stated are None."""

    id: str
    title: str
    when: Formula
    where: Where
    grade_at_most: str | None = None
    grade_at_least: str | None = None
    grade_shift: int | None = None
    score_at_most: Setting | None = None
    reward_factor: Setting | None = None
    reward_at_most: Setting | None = None
    covers: tuple[str, ...] = ()
    indicator_at_most: Mapping[str, Setting] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Bands:
    """Grades from best to worst with their lower bounds; the last grade is open below."""

    grades: tuple[str, ...]
    bounds: tuple[Setting, ...]  # one fewer than grades
    where: Where


@dataclass(frozen=True, slots=True)
class Grades:
    """The names of the grades from best to worst; the bands, for everybody or by a lookup; the ranking.

    A score becomes a grade by the bands, by the place among peers, or by both: there is at least one of them.
    """

    labels: tuple[str, ...]
    bands: Bands | Lookup[Bands] | None
    ranking: Ranking | None
    where: Where


@dataclass(frozen=True, slots=True)
class Outcome:
    """A consequence that is not money."""

    id: str
    title: str
    kind: str
    message: str
    when: Formula
    where: Where
