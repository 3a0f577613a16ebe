"""Figures of a whole run: `cost`, `total(bonus)`, `mean(score) where region == '华东'`, `share(A)`; and goals of them."""

from __future__ import annotations

import ast
import operator
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, cast

import numpy as np

from appraise.compare.varying.paths import WrongSetting, see_amounts
from appraise.diagnostics import Report, Where, suggest
from appraise.execution.kernels.sharing import to_whole
from appraise.formula.beyond import BEYOND
from appraise.formula.columns import ColumnAlgebra
from appraise.formula.grammar import FormulaError, parse
from appraise.formula.text import fold
from appraise.formula.vectors import YES
from appraise.formula.walker import Walker
from appraise.plan.compile import compile_plan
from appraise.policy import columns as col
from appraise.policy.meaning.result_names import result_names
from appraise.policy.meaning.scope import Scope

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from numpy.typing import NDArray

    from appraise.execution.worksheet import Worksheet
    from appraise.formula.grammar import Formula
    from appraise.formula.vectors import Numbers
    from appraise.policy.model import Ruleset

Figure = Literal["total", "mean", "median", "lowest", "highest", "share", "count"]
_CALL = re.compile(r"(total|mean|median|lowest|highest|share|count)\s*[(（]\s*(.+?)\s*[)）]")
_GOAL = re.compile(r"(.+?)\s*(<=|>=|<|>|≤|≥)\s*(-?[\d,_]+(?:\.\d+)?)\s*([%％]?)")
_STRICT = 1e-300  # what is missing where the bound itself is reached, but does not count
_WHERE = re.compile(r"\s+where\s+")
_COMPARE: dict[str, Callable[[float, float], bool]] = {
    "<=": operator.le, "≤": operator.le, "<": operator.lt, ">=": operator.ge, "≥": operator.ge, ">": operator.gt,
}  # fmt: skip
_OF_VALUES: dict[str, Callable[[Numbers], float]] = {
    "mean": np.mean, "median": np.median, "lowest": np.min, "highest": np.max,
}  # fmt: skip
_KINDS = "cost, total(x), mean(x), median(x), lowest(x), highest(x), share(GRADE), share(condition) or count(condition)"
_PLAIN = ("count", "number", "money", "percent", "rating")  # types of fields that are numbers


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure of a run over those who are appraised, or over those of them for whom `where` holds.

    Of a column of results or data (`of`), values that are missing left out; or the number or the share of those for whom
    `holds`, or who have the grade `of`.
    """

    text: str
    figure: Figure
    of: str = ""
    holds: Formula | None = None
    where: Formula | None = None

    @property
    def counts(self) -> bool:
        """Whether people are counted, and not a column of theirs added up."""
        return self.figure in ("share", "count")

    @property
    def columns(self) -> frozenset[str]:
        """The columns that it needs."""
        names = self.holds.names if self.holds else {"grade"} if self.counts else {self.of}
        return frozenset(names) | (self.where.names if self.where else frozenset())

    def people(self, sheet: Worksheet) -> NDArray[np.bool_]:
        """Give the rows that it is a figure of."""
        whom = sheet.appraised if self.where is None else sheet.appraised & _holding(self.where, sheet)
        return whom if self.counts else whom & ~np.isnan(sheet.numbers(self.of))

    def of_run(self, sheet: Worksheet) -> float:
        """Compute it; NaN where nobody has a value."""
        whom = self.people(sheet)
        if self.counts:
            return self._number(sheet, whom)
        values = np.sort(sheet.numbers(self.of)[whom])  # so that no figure depends on the order of the rows
        if self.figure == "total":
            places = max(sheet.plan.ruleset.conventions.rounding.money, 6)
            return float(int(to_whole(values, places).sum()) / 10**places)
        return float(_OF_VALUES[self.figure](values)) if len(values) else float("nan")

    def _number(self, sheet: Worksheet, whom: NDArray[np.bool_]) -> float:
        if self.holds is not None:
            number = int((whom & _holding(self.holds, sheet)).sum())
        else:
            grade = sheet.text("grade")
            number = int((grade.codes[whom] == grade.labels.index(self.of)).sum()) if self.of in grade.labels else 0
        if self.figure == "count":
            return float(number)
        return number / int(whom.sum()) if whom.any() else float("nan")


@dataclass(frozen=True, slots=True)
class Goal:
    """A bound that a measure is to keep."""

    text: str
    measure: Measure
    sign: str
    bound: float

    def met(self, value: float) -> bool:
        """Whether a value keeps it; NaN does not."""
        return bool(_COMPARE[self.sign](value, self.bound))

    def off(self, value: float) -> float:
        """How far a value is from keeping it, as a share of the bound; 0 only where it keeps it, NaN where there is none."""
        return 0.0 if self.met(value) else abs(value - self.bound) / (abs(self.bound) or 1.0) + _STRICT


def measure(text: str, ruleset: Ruleset) -> Measure:
    """Read a measure. Raises WrongSetting."""
    whole = text.strip()
    head, *conditions = _WHERE.split(whole, maxsplit=1)
    where = _condition(conditions[0], ruleset) if conditions else None
    if head == "cost":
        return Measure(whole, "total", _column("cost", ruleset), where=where)
    found = _CALL.fullmatch(head)
    if found is None:
        raise WrongSetting(
            f"{text!r} is no figure of a run; write {_KINDS}, and behind it, where wanted: where region == 'X'"
        )
    figure, of = cast("Figure", found[1]), found[2]
    if figure not in ("share", "count"):
        return Measure(whole, figure, _column(fold(of), ruleset), where=where)
    grades = ruleset.grades.labels if ruleset.grades else ()
    grade = next((label for label in grades if fold(label) == fold(of)), None)
    if grade is not None:
        return Measure(whole, figure, grade, where=where)
    if of.isidentifier():
        near = suggest(of, grades) if grades else "the policy has no grades"
        stop = "" if near.endswith("?") else "."
        raise WrongSetting(
            f"There is no grade {of!r}; {near}{stop} For other shares write a condition: share(score >= 90)"
        )
    return Measure(whole, figure, holds=_condition(of, ruleset), where=where)


def goal(text: str, ruleset: Ruleset) -> Goal:
    """Read a goal. Raises WrongSetting."""
    whole = text.strip()
    found = _GOAL.fullmatch(whole)
    if found is None:
        see_amounts(text)
        raise WrongSetting(f"{text!r} is no goal; write it as 'total(bonus) <= 500000' or 'share(A) >= 15%'")
    of, bound = measure(found[1], ruleset), float(re.sub("[,_]", "", found[3])) / (100 if found[4] else 1)
    if of.figure == "share" and not 0 <= bound <= 1:
        raise WrongSetting(f"{of.text} is a share between 0% and 100%; write {found[3]}% rather than {found[3]}")
    if found[4] and not is_share(of, ruleset):
        raise WrongSetting(f"{of.text} is no share, so its bound is a plain number, not {found[3]}%")
    return Goal(whole, of, found[2], bound)


def is_share(of: Measure, ruleset: Ruleset) -> bool:
    """Whether a measure is shown as a percent."""
    if of.figure in ("share", "count", "total"):
        return of.figure == "share"
    try:
        return of.of.endswith(".attainment") or Scope(ruleset, set()).type_of(of.of).unit == "percent"
    except FormulaError:
        return False


def usual(ruleset: Ruleset) -> list[Measure]:
    """Give the measures that are shown where none are asked for."""
    grades = ruleset.grades.labels if ruleset.grades else ()
    texts = ["cost", "mean(cost)"] if ruleset.rewards else []
    return [measure(text, ruleset) for text in [*texts, "mean(score)"]] + [
        Measure(f"share({g})", "share", g) for g in grades
    ]


def _column(of: str, ruleset: Ruleset) -> str:
    """Give the column that a name stands for. Raises WrongSetting."""
    if of == "cost":
        if not ruleset.rewards:
            raise WrongSetting("The policy has no rewards, so it costs nothing; take mean(score) or share(GRADE)")
        return "total_reward"
    fields = ruleset.data.fields
    texts = ("employee", "period", "cohort", "reason", "grade")
    names = [name for name in result_names(ruleset) if name not in texts and name not in fields]
    names += [name for name, field in fields.items() if field.type in _PLAIN]
    computed, scope = compile_plan(ruleset, outcomes=False).names, Scope(ruleset, set())
    names += [
        name
        for name in (*ruleset.derive, *ruleset.results)
        if name in computed and scope.type_of(name).kind == "number"
    ]
    if of not in names:
        called = _called(ruleset, names)
        within = [f"{id_} ({title})" for title, id_ in called.items() if len(of) > 1 and of in title]
        near = f"did you mean {' or '.join(within)}?" if within else suggest(of, names)
        raise WrongSetting(f"The results have no number {of!r}; {_instead(of, called, ruleset) or near}".rstrip("; "))
    return of


def _called(ruleset: Ruleset, fields: Iterable[str]) -> dict[str, str]:
    """Give what people call rewards, some of the fields, and indicators, with what stands for each in a formula."""
    called = {fold(r.title): id_ for id_, r in ruleset.rewards.items()}
    called |= {fold(c): id_ for id_ in fields if id_ in ruleset.data.fields for c in ruleset.data.fields[id_].columns}
    for id_, indicator in ruleset.indicators.items():
        title = fold(indicator.title)
        called[title] = ", ".join(
            [*([called[title]] if title in called else []), col.indicator(id_, "score"), col.indicator(id_, "value")]
        )
    return called


def _instead(name: str, called: Mapping[str, str], ruleset: Ruleset) -> str:
    """Say what stands for a name that people use, also with a part, as in `Sales.score`; nothing where it is not one."""
    _, dot, part = name.rpartition(".")
    if dot:
        called = {f"{fold(i.title)}.{part}": f"{id_}.{part}" for id_, i in ruleset.indicators.items()}
    return f"it is called {called[name]} there" if name in called else ""


def _condition(text: str, ruleset: Ruleset) -> Formula:
    """Read a condition in the language of the policy. Raises WrongSetting."""
    report = Report()
    formula = parse(text, lambda begin, end: Where("", 1, begin + 1, end - begin), report)
    if formula is None:
        first = report.found[0]
        raise WrongSetting(f"{text!r}: {first.message} {first.hint}".rstrip())
    beyond = sorted(formula.called & set(BEYOND))
    if beyond:
        raise WrongSetting(f"{text!r}: {beyond[0]} looks at others or at other periods, and cannot choose people here")
    try:
        kind = Scope(ruleset, set()).infer(formula).kind
    except FormulaError as problem:
        name = ast.unparse(problem.node) if problem.node is not None else ""
        instead = _instead(name, _called(ruleset, ruleset.data.fields), ruleset)
        if problem.code == "unknown-name" and instead:
            raise WrongSetting(f"{text!r}: There is no {name!r}; {instead}") from None
        raise WrongSetting(f"{text!r}: {problem} {problem.hint}".rstrip()) from None
    if kind != "yes-no":
        raise WrongSetting(f"{text!r} is no condition; compare something, such as score >= 90 or region == '华东'")
    known = {*compile_plan(ruleset, outcomes=False).names, *ruleset.data.fields}
    unknown = sorted(formula.names - known)
    if unknown:
        raise WrongSetting(f"{text!r}: the policy does not compute {unknown[0]}, so nobody can be chosen by it")
    return formula


def _holding(condition: Formula, sheet: Worksheet) -> NDArray[np.bool_]:
    """Tell for whom a condition holds; where it is undecided it does not."""
    columns = {name: sheet.column(name) for name in condition.names}
    holds = Walker(ColumnAlgebra(columns), sheet.plan.ruleset.functions).walk(condition)
    return np.broadcast_to(np.asarray(holds) == YES, len(sheet))
