"""The whole file: its sections, and the keys of those that are not worth a file of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from appraise.formula.syntax.text import fold
from appraise.policy.keys import unit
from appraise.policy.keys.gathered import list_of
from appraise.policy.keys.key import (
    NAMED,
    Keys,
    Section,
    as_written,
    assumed,
    mapping,
    optional,
    required,
    section,
    section_of,
)
from appraise.policy.keys.kinds import FORMULA, SETTING, TEXT, WORDS, Kind, choice, count
from appraise.policy.keys.said import said
from appraise.policy.model import Condition, CycleStep, PeriodKind
from appraise.policy.reading.conventions import BoundsKeys, ConventionsKeys
from appraise.policy.reading.data.main_table import DataKeys
from appraise.policy.reading.data.measures import MeasureKeys
from appraise.policy.reading.data.sources import SourceKeys
from appraise.policy.reading.grading import GateKeys, GradesKeys, OutcomeKeys
from appraise.policy.reading.indicators import AdjustmentKeys, CategoryKeys, IndicatorKeys
from appraise.policy.reading.pay import RewardKeys
from appraise.policy.reading.results import RESULTS
from appraise.policy.reading.scoring import VARYING_RULE
from appraise.policy.reading.settlement import BudgetKeys
from appraise.policy.reading.shared import TITLE, WHEN
from appraise.policy.reading.tables import TableKeys
from appraise.texts import languages

if TYPE_CHECKING:
    from appraise.policy.keys.key import Key
    from appraise.policy.keys.reader import Reading
    from appraise.policy.text.tree import Node


class ConditionKeys(Keys[Condition], ref="condition"):
    """Who is appraised."""

    when = WHEN
    reason = required(WORDS, said("Said of those who are not appraised."))

    def read(self) -> Condition:
        """Read a condition."""
        return Condition(self.id, self.when, self.spot, self.reason)


class LimitsKeys(Keys[Any]):
    """Limits of the total score."""

    min = optional(SETTING, said("The total score is at least this."), unit.SCORE)
    max = optional(SETTING, said("The total score is at most this."), unit.SCORE)


class CycleStepKeys(Keys[CycleStep], about=said("One step of the cycle.")):
    """A step of the appraisal."""

    title = required(TEXT, said("The name of the step for people."))
    days = required(count(0, 366), said("How many days after the period's last day it is due."), unit.DAYS)
    who = optional(TEXT, said("Who does it."))
    needs: Key[tuple[str, ...]] = assumed(
        list_of(TEXT, 1),
        lambda _reading, _node: (),
        said("Fields and measures that must be handed in by then; `run` says for whom they are missing."),
    )

    def read(self) -> CycleStep:
        """Read a step."""
        return CycleStep(
            self.id, self.title, self.days, self.who or "", tuple(fold(name) for name in self.needs), self.spot
        )


def _cohort(reading: Reading, id_: str, node: Node) -> Condition:
    return Condition(id_, None if node.text == "otherwise" else reading.formula(node), node.key or node.where)


_LANGUAGE: Kind[str] = choice(*languages())


class RulesetKeys(Keys[Any]):
    """A whole policy; `build` reads its sections, in an order in which each knows what it needs."""

    ruleset = required(
        Kind({"type": "string", "pattern": r"^[^\s/\\]+$"}, lambda _, node: node.text, said("text")),
        said("Id of the policy: letters, digits and dashes."),
    )
    extends = optional(
        TEXT,
        said(
            "The ruleset that this one is a variant of: a file from here, or a shipped one by its name. "
            "Only what differs is stated; null removes.",
        ),
    )
    reason = optional(TEXT, said("Why this variant is tried."))
    title = TITLE
    version = required(
        Kind({"type": ["string", "number"]}, lambda _, node: node.text, said("text or number")),
        said("Version, in quotes."),
    )
    language = optional(
        _LANGUAGE,
        said("Language of the reports; without it, that of the title."),
    )
    effective = required(mapping(BoundsKeys), said("When the policy is in force."))
    period: Key[PeriodKind] = required(choice("month", "quarter", "half-year", "year"), said("How often is appraised."))
    currency = required(
        Kind({"type": "string", "pattern": "^[A-Z]{3}$"}, lambda _, node: node.text, said("three letters")),
        said("Currency of all money, for example CNY."),
    )
    conventions = required(mapping(ConventionsKeys), said("What a reader would otherwise have to guess."))
    data = required(
        as_written(DataKeys),
        said("HR's own table: who, when, and what the columns are."),
    )
    sources = section(
        SourceKeys,
        said("Tables of single lines (orders, payments, visits, ratings), by id."),
    )
    measures = section(
        MeasureKeys,
        said("Figures per employee and period that are made of the lines of a source."),
    )
    parameters = section_of(SETTING, said("Named constants, possibly dated."))
    derive = section_of(FORMULA, said("Named formulas; order does not matter."))
    functions = section_of(
        FORMULA,
        said("Named formulas with arguments: `points(value, threshold): …`."),
        {},
    )
    tables = section(
        TableKeys,
        said("Tables of values by one or more keys, read by lookup(table, key, …)."),
    )
    eligible = section(
        ConditionKeys,
        said("Who is appraised: all conditions must hold; others appear as not appraised, with the reason."),
    )
    cohorts = Section(
        FORMULA,
        _cohort,
        said("Named conditions, the first that holds; the last may be `otherwise`."),
        {**NAMED, "minProperties": 1},
        needed=False,
    )
    categories = section(CategoryKeys, said("Families of indicators."), {**NAMED, "minProperties": 1})
    scales = section_of(VARYING_RULE, said("Named scoring rules that several indicators share."))
    indicators = section(
        IndicatorKeys,
        said("What is measured, against what, how it is scored and weighted."),
        {**NAMED, "minProperties": 1},
        needed=True,
    )
    adjustments = section(AdjustmentKeys, said("Points for and against, outside the weights."))
    score = optional(as_written(LimitsKeys), said("Limits of the total score."))
    gates = section(
        GateKeys,
        said("Conditions that change a result: veto, minimum collection, linked measures."),
        {**NAMED, "maxProperties": 60},
    )
    grades = optional(mapping(GradesKeys), said("How the total score becomes a grade."))
    rewards = section(RewardKeys, said("Components of pay, positive or negative."))
    budgets = section(BudgetKeys, said("Amounts of money that rewards are paid out of."))
    cycle = section(
        CycleStepKeys,
        said(
            "The steps of the appraisal and their days after the period ends: data collected, review, "
            "results published, rewards paid, appeals.",
        ),
        {"maxProperties": 60},
    )
    outcomes = section(OutcomeKeys, said("Consequences that are not money."), {**NAMED, "maxProperties": 60})
    results = optional(
        RESULTS,
        said(
            "Figures that get a column in every output beside scores and pay: derived values, measures, fields, parameters. "
            "A list [payout, days_worked], or each with a title: {{payout: Paid out}}.",
        ),
    )


RULESET = as_written(RulesetKeys)
