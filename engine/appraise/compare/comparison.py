"""The results of several policies on the same data, row for row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from appraise.compare.asked import asked_for
from appraise.formula.vectors import Numbers, Text
from appraise.policy import columns as col

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from appraise.compare.asked import Asked
    from appraise.data.table import Table
    from appraise.execution.worksheet import Worksheet
    from appraise.policy.columns import IndicatorPart

HALF_A_CENT = 0.005
SAME_SCORE = 1e-9


@dataclass(frozen=True, slots=True, eq=False)
class Figures:
    """What an indicator came to [n], NaN where it has no such figure or nobody is appraised."""

    title: str
    value: Numbers
    attainment: Numbers
    score: Numbers
    points: Numbers


@dataclass(frozen=True, slots=True, eq=False)
class Side:
    """The results [n] of one policy, in the rows of the Comparison.

    `score`, `pay` (all rewards together) and `rewards` are NaN where nobody is appraised. `grade` are positions in
    the grades of the Comparison, -1 without one. `labels` are the policy's own grades, best first. `asked` are the
    figures that its `results` ask for. `sheets` are the
    worksheets of its versions; `rows` says at which of their rows, counted through, each row of the Comparison stands.
    """

    title: str
    appraised: NDArray[np.bool_]
    score: Numbers
    pay: Numbers
    rewards: Mapping[str, Numbers]
    reward_titles: Mapping[str, str]
    grade: NDArray[np.intp]
    labels: tuple[str, ...]
    indicators: Mapping[str, Figures]
    asked: Mapping[str, Asked]
    sheets: tuple[Worksheet, ...]
    rows: NDArray[np.intp]


@dataclass(frozen=True, slots=True, eq=False)
class Comparison:
    """A base and its variants on the rows (employee and period) that all of them have; n rows in the base's order.

    `cohort` and `groups` (fields of the data, by id) are those of the base. `grades` are all grades, best first.
    `money`: whether every policy pays. `places`: decimal places of money. `left_out`: rows, by title, that are not in
    all of them.
    """

    base: Side
    variants: tuple[Side, ...]
    employee: Text
    name: Text | None
    period: Text
    cohort: Text
    groups: Mapping[str, Text]
    grades: tuple[str, ...]
    money: bool
    places: int
    left_out: Mapping[str, int]

    def __len__(self) -> int:
        return len(self.period.codes)

    @property
    def sides(self) -> tuple[Side, ...]:
        """The base, then the variants."""
        return (self.base, *self.variants)

    @property
    def unpaid(self) -> tuple[str, ...]:
        """The titles of policies without rewards, where others have some."""
        paying = {s.title for s in self.sides if all(sheet.plan.ruleset.rewards for sheet in s.sheets)}
        return tuple(s.title for s in self.sides if s.title not in paying) if paying else ()

    def both(self, variant: Side) -> NDArray[np.bool_]:
        """The rows in which the base and a variant appraise."""
        return self.base.appraised & variant.appraised

    def total(self, amounts: Numbers) -> float:
        """Add amounts in whole units of the last place, so that cents add up; NaN counts nothing."""
        return float(self.whole(amounts).sum() / 10**self.places)

    def whole(self, amounts: Numbers) -> NDArray[np.int64]:
        """Amounts in whole units of the last place, 0 for NaN."""
        return in_units(amounts, self.places)

    def grade_label(self, side: Side, row: int) -> str:
        """The grade of a row, blank without one."""
        code = int(side.grade[row])
        return self.grades[code] if code >= 0 else ""


def rows_in(comparison: Comparison, table: Table) -> NDArray[np.intp] | None:
    """Where the rows of a comparison stand in a table; None where one of them does not."""
    known = comparison.base.sheets[0].table if len(comparison.base.sheets) == 1 else None
    if known is not None and _same_rows(known, table):
        return comparison.base.rows
    wanted, there = _keys([[(comparison.employee, comparison.period)], [_who_and_when(table)]])
    return _places(there, wanted) if np.isin(wanted, there).all() else None


def _who_and_when(table: Table) -> tuple[Text, Text]:
    return table.employee, table.period


def _same_rows(one: Table, other: Table) -> bool:
    """Whether two tables have the same rows, which is seen at once where they were read together."""
    pairs = zip(_who_and_when(one), _who_and_when(other), strict=True)
    return one is other or all(a.labels == b.labels and np.array_equal(a.codes, b.codes) for a, b in pairs)


def in_units(amounts: Numbers, places: int) -> NDArray[np.int64]:
    """Amounts, which have so many decimal places, in whole units of the last one; 0 for NaN."""
    return np.asarray(np.rint(np.nan_to_num(amounts) * 10**places), dtype=np.int64)


def align(base: Sequence[Worksheet], variants: Sequence[Sequence[Worksheet]], by: Sequence[str] = ()) -> Comparison:
    """Put results side by side; `by` are fields of text, by which groups are compared.

    A policy in several versions has a worksheet for each, whose periods are different.
    """
    all_sheets = [tuple(base), *(tuple(sheets) for sheets in variants)]
    titles = _titles(all_sheets)
    rows, numbers = _aligned(all_sheets)
    grades = _grades(all_sheets)
    sides = [_side(title, sheets, at, grades) for title, sheets, at in zip(titles, all_sheets, rows, strict=True)]
    first, at = all_sheets[0], rows[0]
    named = isinstance(first[0].table.columns.get("name"), Text)
    return Comparison(
        sides[0], tuple(sides[1:]), _text(first, "employee", at), _text(first, "name", at) if named else None,
        _in_time_order(_text(first, "period", at)), _text(first, "cohort", at),
        {name: _text(first, name, at) for name in by}, grades,
        all(sheet.plan.ruleset.rewards for sheets in all_sheets for sheet in sheets),
        max(sheet.plan.ruleset.conventions.rounding.money for sheets in all_sheets for sheet in sheets),
        {title: n - len(at) for title, n in zip(titles, numbers, strict=True) if n > len(at)},
    )  # fmt: skip


def _titles(all_sheets: Sequence[tuple[Worksheet, ...]]) -> list[str]:
    """Call each policy by its title."""
    return apart([sheets[-1].plan.ruleset.title for sheets in all_sheets])


def apart(titles: Iterable[str]) -> list[str]:
    """Number titles that are the same: results are told apart by them."""
    found: list[str] = []
    for title in titles:
        own, number = title, 2
        while own in found:
            own, number = f"{title} ({number})", number + 1
        found.append(own)
    return found


def _aligned(all_sheets: Sequence[tuple[Worksheet, ...]]) -> tuple[list[NDArray[np.intp]], list[int]]:
    """Where the rows that all have stand in each, in the order of the first; and how many each has."""
    first = all_sheets[0]
    if all(
        len(s) == len(first) and all(_same_rows(a.table, b.table) for a, b in zip(s, first, strict=True))
        for s in all_sheets
    ):
        everything = np.arange(sum(map(len, first)), dtype=np.intp)
        return [everything] * len(all_sheets), [len(everything)] * len(all_sheets)
    keys = _keys([[_who_and_when(sheet.table) for sheet in sheets] for sheets in all_sheets])
    common = keys[0]
    for other in keys[1:]:
        common = common[np.isin(common, other)]
    return [_places(own, common) for own in keys], [len(own) for own in keys]


def _keys(all_rows: Sequence[Sequence[tuple[Text, Text]]]) -> list[NDArray[np.int64]]:
    """Number the pairs of employee and period alike for all."""
    people: dict[str, int] = {}
    times: dict[str, int] = {}
    pairs = []
    for versions in all_rows:
        parts = []
        for texts in versions:
            numbered = []
            for text, known in zip(texts, (people, times), strict=True):
                of_label = np.array([known.setdefault(label, len(known)) for label in text.labels], dtype=np.int64)
                numbered.append(of_label[text.codes])
            parts.append(np.stack(numbered))
        pairs.append(np.concatenate(parts, axis=1))
    return [pair[0] * len(times) + pair[1] for pair in pairs]


def _places(own: NDArray[np.int64], wanted: NDArray[np.int64]) -> NDArray[np.intp]:
    order = np.argsort(own, kind="stable")
    return np.asarray(order[np.searchsorted(own, wanted, sorter=order)], dtype=np.intp)


def _grades(all_sheets: Sequence[tuple[Worksheet, ...]]) -> tuple[str, ...]:
    """All grades; those that only a variant has stand before the next worse that is known."""
    known: list[str] = []
    for sheets in all_sheets:
        for sheet in sheets:
            grades = sheet.plan.ruleset.grades
            at = len(known)
            for label in reversed(grades.labels if grades else ()):
                at = known.index(label) if label in known else at
                if label not in known:
                    known.insert(at, label)
    return tuple(known)


_FIGURES: tuple[IndicatorPart, ...] = ("value", "attainment", "score", "points")


def _side(title: str, sheets: tuple[Worksheet, ...], at: NDArray[np.intp], grades: tuple[str, ...]) -> Side:
    rulesets = [sheet.plan.ruleset for sheet in sheets]
    appraised = np.concatenate([sheet.appraised for sheet in sheets])[at]

    def numbers(name: str) -> Numbers:
        parts = [
            s.numbers(name) if name in s.plan.names and _is_number(s, name) else np.full(len(s), np.nan) for s in sheets
        ]
        return np.where(appraised, np.concatenate(parts)[at], np.nan)

    graded = all(r.grades for r in rulesets)
    grade = np.full(len(at), -1, dtype=np.intp)
    if graded:
        text = _text(sheets, "grade", at)
        position = np.array([*(grades.index(label) for label in text.labels), -1], dtype=np.intp)
        grade = np.where(appraised, position[text.codes], -1)
    rewards = {id_: reward.title for r in rulesets for id_, reward in r.rewards.items()}
    indicators = {id_: i.title for r in rulesets for id_, i in r.indicators.items()}
    own = {label for r in rulesets if r.grades for label in r.grades.labels}
    labels = tuple(label for label in grades if label in own)  # a later version may have a better one
    return Side(
        title, appraised, numbers("score"), numbers("total_reward"), {id_: numbers(id_) for id_ in rewards}, rewards,
        grade, labels,
        {
            id_: Figures(shown, *(numbers(col.indicator(id_, part)) for part in _FIGURES))
            for id_, shown in indicators.items()
        },
        asked_for(sheets, at), sheets, at,
    )  # fmt: skip


def _is_number(sheet: Worksheet, name: str) -> bool:
    operand = sheet.plan.names[name]
    return isinstance(operand, float) or not isinstance(sheet.column(name), Text)


def _text(sheets: Sequence[Worksheet], name: str, at: NDArray[np.intp]) -> Text:
    """A column of texts, through all versions."""
    if len(sheets) == 1:
        alone = sheets[0].text(name)
        return Text(alone.codes[at], alone.labels)
    labels: dict[str, int] = {}
    parts = []
    for sheet in sheets:
        text = sheet.text(name)
        position = np.array([*(labels.setdefault(label, len(labels)) for label in text.labels), -1], dtype=np.intp)
        parts.append(position[text.codes])
    return Text(np.concatenate(parts)[at], tuple(labels))


def _in_time_order(period: Text) -> Text:
    """Labels of one kind of period are in time order when they are sorted."""
    order = sorted(range(len(period.labels)), key=lambda i: period.labels[i])
    position = np.empty(len(order), dtype=np.intp)
    position[order] = np.arange(len(order))
    return Text(position[period.codes], tuple(period.labels[i] for i in order), ordered=True)
