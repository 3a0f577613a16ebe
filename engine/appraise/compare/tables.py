"""What a comparison comes to: all of its tables together. A further table is one more field of `Compared`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache
from typing import get_type_hints

from appraise.compare.appraised import Appraised
from appraise.compare.changes import Changes
from appraise.compare.cliffs.cliffs import Cliffs
from appraise.compare.figures.agreement import Agreement
from appraise.compare.figures.aims import Aims
from appraise.compare.figures.budgets import Budgets
from appraise.compare.figures.cost import Cost
from appraise.compare.figures.deciles import Deciles
from appraise.compare.figures.distribution import Distribution
from appraise.compare.figures.fairness import Fairness
from appraise.compare.figures.movement import Movement
from appraise.compare.figures.moves import Moves
from appraise.compare.figures.over_time import OverTime
from appraise.compare.figures.spread import Spread
from appraise.compare.figures.stability import Stability
from appraise.compare.figures.winners import Winners
from appraise.compare.origin import Origin
from appraise.compare.table import ComparisonTable


@dataclass(frozen=True, slots=True)
class Compared:
    """What every rendering shows. `rows` are those of all policies, `left_out` those, by policy, that others do not have.

    `unpaid` are the policies without rewards, because of which nobody's pay is compared. `origins` are those of the base
    and the variants. `untold` are the keys of the tables in which a whole column of figures is left out so that nobody's
    own can be read. The tables stand in the order in which they are read.
    """

    base: str
    variants: tuple[str, ...]
    origins: tuple[Origin, ...]
    periods: tuple[str, ...]
    rows: int
    left_out: Mapping[str, int]
    unpaid: tuple[str, ...]
    anonymous: bool
    untold: frozenset[str]
    cost: Cost
    budgets: Budgets
    changes: Changes
    movement: Movement
    winners: Winners
    appraised: Appraised
    deciles: Deciles
    moves: Moves
    fairness: Fairness
    cliffs: Cliffs
    stability: Stability
    agreement: Agreement
    spread: Spread
    aims: Aims
    distribution: Distribution
    over_time: OverTime


@cache
def tables() -> Mapping[str, type[ComparisonTable]]:
    """The kinds of tables by their fields, in the order in which they are read."""
    kinds = get_type_hints(Compared)
    return {f.name: kinds[f.name] for f in fields(Compared) if _is_table(kinds[f.name])}


def _is_table(kind: object) -> bool:
    return isinstance(kind, type) and issubclass(kind, ComparisonTable)
