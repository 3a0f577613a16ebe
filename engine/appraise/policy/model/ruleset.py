"""A whole policy, and the sources of its lines, which may be the results of another one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from appraise.diagnostics import Where
from appraise.formula.syntax.grammar import Formula
from appraise.policy.model.data import Condition, Conventions, CycleStep, Data, Field, Function, PeriodKind
from appraise.policy.model.grading import Gate, Grades, Outcome
from appraise.policy.model.indicators import Adjustment, Category, Indicator
from appraise.policy.model.pay import Budget, Reward
from appraise.policy.model.results import Shown
from appraise.policy.model.sources import Measure, Owners, Requirement
from appraise.policy.model.tables import Table
from appraise.policy.values import Setting
from appraise.texts import Language


@dataclass(frozen=True, slots=True)
class LineSource:
    """A table of lines. `employee`, `date` and `period` are ids of its fields; one of the last two is stated.

    With `owners` a line counts for each of them, and `employee` is no field but the one for whom it counts.
    With `results_of` its lines are the results of another ruleset, whose names are its fields.
    """

    id: str
    where: Where
    employee: str
    date: str | None
    period: str | None
    fields: Mapping[str, Field]
    unique: tuple[str, ...] = ()
    file: Path | None = None
    sheet: str | None = None
    encoding: str | None = None
    results_of: Ruleset | None = field(default=None, compare=False)
    everyone: Formula | bool = False  # who must have a line in every period
    require: tuple[Requirement, ...] = ()
    others: bool = False  # most lines may be of people who are not in the data
    owners: Owners | None = None
    repeats: bool = False  # lines may be the same in every column

    @property
    def named_by(self) -> tuple[str, ...]:
        """The fields that hold employee numbers."""
        return (self.employee,) if self.owners is None else self.owners.fields

    @property
    def formulas(self) -> tuple[Formula, ...]:
        """The formulas of the source itself: what it requires of its lines, and the shares of their owners."""
        shares = self.owners.shares if self.owners is not None else ()
        return (*(required.check for required in self.require), *(s for s in shares if isinstance(s, Formula)))


@dataclass(frozen=True, slots=True)
class Ruleset:
    """A whole policy. Mappings keep the order of the file."""

    id: str
    title: str
    version: str
    language: Language
    begins: date
    ends: date
    period: PeriodKind
    currency: str
    conventions: Conventions
    data: Data
    parameters: Mapping[str, Setting]
    derive: Mapping[str, Formula]
    functions: Mapping[str, Function]
    tables: Mapping[str, Table]
    eligible: Mapping[str, Condition]
    cohorts: Mapping[str, Condition]
    categories: Mapping[str, Category]
    indicators: Mapping[str, Indicator]
    adjustments: Mapping[str, Adjustment]
    score_minimum: Setting | None
    score_maximum: Setting | None
    gates: Mapping[str, Gate]
    grades: Grades | None
    rewards: Mapping[str, Reward]
    budgets: Mapping[str, Budget]
    outcomes: Mapping[str, Outcome]
    cycle: Mapping[str, CycleStep]
    where: Where
    in_force: Where  # the place of the dates
    texts: Mapping[str, str]  # file name to text, for messages
    digest: str  # SHA-256 of the resolved policy, blank for one of many that stand in no file
    line_sources: Mapping[str, LineSource] = field(default_factory=dict)
    measures: Mapping[str, Measure] = field(default_factory=dict)
    reason: str = ""  # why this variant is tried
    results: Mapping[str, Shown] = field(default_factory=dict)  # with a column each, beside what all policies show

    def holds_on(self, day: date) -> bool:
        """Whether the policy is in force on a day; a period is appraised if it is on its last one."""
        return self.begins <= day <= self.ends
