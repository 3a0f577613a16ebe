"""Figures of a whole run: `cost`, `total(bonus)`, `mean(score)`, `share(A)`; and goals such as `total(bonus) <= 500000`."""

from __future__ import annotations

import operator
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, cast

import numpy as np

from engine.compare.settings import WrongSetting
from engine.diagnostics import suggest
from engine.execution.sharing import to_whole
from engine.formula.text import fold
from engine.plan.compile import result_names

if TYPE_CHECKING:
    from collections.abc import Callable

    from engine.execution.worksheet import Worksheet
    from engine.policy.model import Ruleset

_CALL = re.compile(r"(total|mean|share)\s*\(\s*(.+?)\s*\)")
_GOAL = re.compile(r"(.+?)\s*(<=|>=|<|>|≤|≥)\s*(-?[\d,_]+(?:\.\d+)?)(%?)")
_COMPARE: dict[str, Callable[[float, float], bool]] = {
    "<=": operator.le, "≤": operator.le, "<": operator.lt, ">=": operator.ge, "≥": operator.ge, ">": operator.gt,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure of a run: the total or mean of a result column over those who are appraised, or the share of a grade."""

    text: str
    figure: Literal["total", "mean", "share"]
    of: str

    @property
    def column(self) -> str:
        """The column that it needs."""
        return "grade" if self.figure == "share" else self.of

    def of_run(self, sheet: Worksheet) -> float:
        """Compute it; NaN where nobody has a value."""
        appraised = sheet.appraised
        if self.figure == "share":
            grade = sheet.text("grade")
            number = (
                int((grade.codes[appraised] == grade.labels.index(self.of)).sum()) if self.of in grade.labels else 0
            )
            return number / int(appraised.sum()) if appraised.any() else float("nan")
        values = sheet.numbers(self.of)[appraised]
        values = values[~np.isnan(values)]
        if self.figure == "mean":
            return float(np.sort(values).mean()) if len(values) else float("nan")
        places = max(sheet.plan.ruleset.conventions.rounding.money, 6)
        return float(int(to_whole(values, places).sum()) / 10**places)


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


def measure(text: str, ruleset: Ruleset) -> Measure:
    """Read a measure. Raises WrongSetting."""
    if text.strip() == "cost":
        if not ruleset.rewards:
            raise WrongSetting("The policy has no rewards, so it costs nothing; take mean(score) or share(GRADE)")
        return Measure("cost", "total", "total_reward")
    found = _CALL.fullmatch(text.strip())
    if found is None:
        raise WrongSetting(f"{text!r} is no figure of a run; write cost, total(x), mean(x) or share(GRADE)")
    figure, of = found[1], fold(found[2])
    if figure == "share":
        grades = ruleset.grades.labels if ruleset.grades else ()
        if found[2] not in grades:
            raise WrongSetting(f"There is no grade {found[2]!r}; {suggest(found[2], grades)}".rstrip("; "))
        return Measure(text.strip(), "share", found[2])
    fields = ruleset.data.fields
    names = [n for n in result_names(ruleset) if n not in ("employee", "period", "cohort", "reason", "grade", *fields)]
    names += [n for n, field in fields.items() if field.type in ("count", "number", "money", "percent", "rating")]
    if of not in names:
        raise WrongSetting(f"The results have no number {of!r}; {suggest(of, names)}".rstrip("; "))
    return Measure(text.strip(), cast("Literal['total', 'mean']", figure), of)


def goal(text: str, ruleset: Ruleset) -> Goal:
    """Read a goal. Raises WrongSetting."""
    found = _GOAL.fullmatch(text.strip())
    if found is None:
        raise WrongSetting(f"{text!r} is no goal; write it as total(bonus) <= 500000, with <= or >=")
    bound = float(re.sub("[,_]", "", found[3])) / (100 if found[4] else 1)
    return Goal(text.strip(), measure(found[1], ruleset), found[2], bound)


def usual(ruleset: Ruleset) -> list[Measure]:
    """Give the measures that are shown where none are asked for."""
    grades = ruleset.grades.labels if ruleset.grades else ()
    texts = [*(["cost"] if ruleset.rewards else []), "mean(score)", *(f"share({g})" for g in grades)]
    return [measure(text, ruleset) for text in texts]
