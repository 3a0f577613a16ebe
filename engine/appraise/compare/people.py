"""Who would have got what: everybody under every policy, as columns, for files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from appraise.formula.vectors import Numbers, Text
from appraise.policy.variants.clauses import path_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from appraise.compare.attribution import Attribution
    from appraise.compare.comparison import Comparison, Side
    from appraise.compare.figures.units import Unit
    from appraise.policy.variants.clauses import Clause


@dataclass(frozen=True, slots=True, eq=False)
class PeopleColumn:
    """A column [n] of the table.

    `key`: employee, name, period, cohort; and of each policy, whose title `policy` is, score, grade, pay and, with
    `asked`, the names of figures that it asks for (`title` is blank where it states none); of a variant also change
    (of the pay, or where a policy does not pay of the score; somebody who is not appraised by one of the two has nothing
    there) and main_clause, the one with the largest part in it (its path; several, with commas, that are one change).
    Numbers are NaN, texts blank, where there is nothing.
    """

    policy: str
    key: str
    unit: Unit
    values: Numbers | Text
    title: str = ""
    asked: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class People:
    """Columns for the rows of a Comparison, in its order; `clauses` are those by whose paths a change is called."""

    rows: int
    columns: tuple[PeopleColumn, ...]
    clauses: dict[str, tuple[Clause, ...]]


def people(comparison: Comparison, attributions: Sequence[Attribution]) -> People:
    """List everybody; `attributions` are those of the variants, in their order."""
    c = comparison
    who = {"employee": c.employee, "name": c.name, "period": c.period, "cohort": c.cohort}
    columns = [PeopleColumn("", key, "text", text) for key, text in who.items() if text is not None]
    columns += _results(c, c.base)
    for variant, attribution in zip(c.variants, attributions, strict=True):
        columns += [*_results(c, variant), *_changes(c, variant, attribution)]
    clauses = {path_of(part.clauses): part.clauses for one in attributions for part in one.parts}
    return People(len(c), tuple(columns), clauses)


def _results(comparison: Comparison, side: Side) -> Iterator[PeopleColumn]:
    yield PeopleColumn(side.title, "score", "score", side.score)
    if comparison.grades:
        yield PeopleColumn(side.title, "grade", "grade", Text(side.grade, comparison.grades, ordered=True))
    if comparison.money:
        yield PeopleColumn(side.title, "pay", "money", side.pay)
    for name, one in side.asked.items():
        yield PeopleColumn(side.title, name, one.unit, one.values, one.title, asked=True)


def _changes(comparison: Comparison, side: Side, one: Attribution) -> Iterator[PeopleColumn]:
    appraised = comparison.base.appraised | side.appraised
    unit: Unit = "money_change" if comparison.money else "score_change"
    yield PeopleColumn(side.title, "change", unit, np.where(appraised, one.people, np.nan))
    if one.parts:
        sizes = np.abs([part.people for part in one.parts])
        main = np.where((one.people != 0) & sizes.any(axis=0), sizes.argmax(axis=0), -1)
        yield PeopleColumn(
            side.title, "main_clause", "clauses", Text(main, tuple(path_of(p.clauses) for p in one.parts))
        )
