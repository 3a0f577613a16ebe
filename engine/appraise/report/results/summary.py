"""What a run came to, as numbers: people, grades by cohort, pay, best and last, outcomes. Every rendering shows these."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from appraise.execution.budgets import BudgetFigures, budget_figures
from appraise.formula.arithmetic import each, round_half_up
from appraise.formula.vectors import Text
from appraise.policy.meaning.parts import score_columns_of
from appraise.report.results.columns import result_columns

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from appraise.data.lines.findings import SourceRead
    from appraise.execution.worksheet import Worksheet
    from appraise.report.results.columns import ResultColumn


_ADDED = ("", "money", "count")  # units of which a total says something


@dataclass(frozen=True, slots=True)
class Person:
    """One line of the best and the last: who, when, score, grade, pay (None where the ruleset has none)."""

    employee: str
    name: str
    period: str
    score: float
    grade: str | None
    pay: float | None


@dataclass(frozen=True, slots=True)
class Group:
    """A cohort's figures. `grades` counts people by grade; `pay` sums each reward in money, by reward id.

    `per_head` is the total over the people, NaN of nobody.
    """

    cohort: str
    people: int
    average_score: float
    grades: Mapping[str, int]
    pay: Mapping[str, float]
    total: float
    per_head: float


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure beside scores and pay: for how many people it is known, and what it is among them.

    `total` is None where adding up says nothing: of shares, scores, marks.
    """

    column: ResultColumn
    people: int
    average: float
    least: float
    most: float
    total: float | None


@dataclass(frozen=True, slots=True)
class Summary:
    """A run in short. People are counted once per period; the last of `groups` is everybody."""

    periods: tuple[str, ...]
    rows: int
    appraised: int
    reasons: Mapping[str, int]
    groups: tuple[Group, ...]
    best: tuple[Person, ...]
    last: tuple[Person, ...]
    outcomes: Mapping[str, int]
    gates: Mapping[str, int]
    as_of: date | None
    budgets: tuple[BudgetFigures, ...]
    sources: tuple[SourceRead, ...]
    figures: tuple[Figure, ...]


def summarise(sheet: Worksheet, most: int = 5) -> Summary:
    """Sum up a worksheet; `most` people stand among the best and the last."""
    ruleset = sheet.plan.ruleset
    appraised = sheet.appraised
    cohort = sheet.text("cohort")
    groups = [_group(sheet, name, appraised & (cohort.codes == i)) for i, name in enumerate(cohort.labels)]
    groups = [g for g in groups if g.people]
    score = np.where(appraised, sheet.numbers("score"), np.nan)
    order = np.argsort(-score, kind="stable")[: int(appraised.sum())]
    reason = sheet.text("reason")
    return Summary(
        sheet.table.period.labels,
        len(sheet),
        int(appraised.sum()),
        {label: int((reason.codes == i).sum()) for i, label in enumerate(reason.labels) if (reason.codes == i).any()},
        (*groups, _group(sheet, "", appraised)),
        tuple(_person(sheet, int(i)) for i in order[:most]),
        tuple(_person(sheet, int(i)) for i in order[::-1][: min(most, max(0, len(order) - most))]),
        {i: int(rows.sum()) for i, rows in sheet.triggered("outcome").items() if i in ruleset.outcomes},
        {i: int(rows.sum()) for i, rows in sheet.triggered("gate").items()},
        sheet.table.as_of,
        budget_figures(sheet),
        sheet.table.sources_read,
        tuple(_figures(sheet, appraised)),
    )


def _figures(sheet: Worksheet, rows: NDArray[np.bool_]) -> Iterator[Figure]:
    """The scores of categories, the adjustments, and what `results` asks for."""
    plan = sheet.plan
    shown = {n for n in score_columns_of(plan.ruleset) if not n.endswith(".category_points")} | set(plan.asked)
    for column in result_columns(plan):
        if column.name not in shown or column.text:
            continue
        values = sheet.numbers(column.name)[rows]
        there = values[np.isfinite(values)]
        if len(there):
            total = math.fsum(there.tolist())
            places = 4 if column.unit == "percent" else 2
            ends = (total / len(there), float(there.min()), float(there.max()), total)
            average, least, most, total = round_half_up(np.asarray(ends), places).tolist()
            yield Figure(column, len(there), average, least, most, total if column.unit in _ADDED else None)


def figures_in_short(figures: Sequence[BudgetFigures], most: int = 20) -> Sequence[BudgetFigures]:
    """The figures of budgets, those of all groups together where there are more than `most`."""
    if len(figures) <= most:
        return figures
    together: dict[tuple[str, str], BudgetFigures] = {}
    for f in figures:
        key = (f.budget.id, f.period)
        g = together.get(key, BudgetFigures(f.budget, f.period, (), 0.0, 0.0, 0.0))
        added = ((a + b) for a, b in ((g.amount, f.amount), (g.claimed, f.claimed), (g.paid, f.paid)))
        together[key] = BudgetFigures(f.budget, f.period, (), *added)
    return tuple(together.values())


def group_of(sheet: Worksheet, rows: NDArray[np.bool_]) -> Group:
    """Sum up those of some rows [n] who are appraised, as a group without a name."""
    return _group(sheet, "", rows & sheet.appraised)


def _group(sheet: Worksheet, cohort: str, rows: NDArray[np.bool_]) -> Group:
    ruleset = sheet.plan.ruleset
    grades: dict[str, int] = {}
    if ruleset.grades is not None:
        grade = sheet.text("grade")
        grades = {g: int((grade.codes[rows] == grade.labels.index(g)).sum()) for g in ruleset.grades.labels}
    pay = {r: _money(sheet, r, rows) for r in ruleset.rewards}
    score = sheet.numbers("score")[rows]
    total = _money(sheet, "total_reward", rows) if ruleset.rewards else 0.0
    per_head = each(total, int(rows.sum()), ruleset.conventions.rounding.money)
    return Group(cohort, int(rows.sum()), _average(score), grades, pay, total, per_head)


def _average(score: NDArray[np.float64]) -> float:
    return float(round_half_up(np.asarray(score.mean()), 2)) if len(score) else float("nan")


def _money(sheet: Worksheet, name: str, rows: NDArray[np.bool_]) -> float:
    """Add amounts in whole units of the last place, so that cents add up."""
    scale = 10**sheet.plan.ruleset.conventions.rounding.money
    return float(int(np.rint(sheet.numbers(name)[rows] * scale).astype(np.int64).sum()) / scale)


def _person(sheet: Worksheet, row: int) -> Person:
    ruleset = sheet.plan.ruleset
    one = np.array([row])
    name = sheet.table.columns.get("name")
    grade = sheet.text("grade").part(one).strings()[0] if ruleset.grades else None
    return Person(
        sheet.table.employee.part(one).strings()[0] or "",
        (name.part(one).strings()[0] or "") if isinstance(name, Text) else "",
        sheet.table.period.part(one).strings()[0] or "",
        float(sheet.numbers("score")[row]),
        grade,
        float(sheet.numbers("total_reward")[row]) if ruleset.rewards else None,
    )
