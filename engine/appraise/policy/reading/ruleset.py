"""The whole file: its sections, and the keys of those that are not worth a file of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from appraise.formula.text import fold
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
from appraise.policy.reading.data import DataKeys
from appraise.policy.reading.grading import GateKeys, GradesKeys, OutcomeKeys
from appraise.policy.reading.indicators import AdjustmentKeys, CategoryKeys, IndicatorKeys
from appraise.policy.reading.measures import MeasureKeys
from appraise.policy.reading.pay import RewardKeys
from appraise.policy.reading.results import RESULTS
from appraise.policy.reading.scoring import VARYING_RULE
from appraise.policy.reading.settlement import BudgetKeys
from appraise.policy.reading.shared import TITLE, WHEN
from appraise.policy.reading.sources import SourceKeys
from appraise.policy.reading.tables import TableKeys

if TYPE_CHECKING:
    from appraise.policy.keys.key import Key
    from appraise.policy.keys.reader import Reading
    from appraise.policy.text.tree import Node


class ConditionKeys(Keys[Condition], ref="condition"):
    """Who is appraised."""

    when = WHEN
    reason = required(WORDS, said("Said of those who are not appraised.", "不参加考核的原因。"))

    def read(self) -> Condition:
        """Read a condition."""
        return Condition(self.id, self.when, self.spot, self.reason)


class LimitsKeys(Keys[Any]):
    """Limits of the total score."""

    min = optional(SETTING, said("The total score is at least this.", "总分不低于。"), unit.SCORE)
    max = optional(SETTING, said("The total score is at most this.", "总分不高于。"), unit.SCORE)


class CycleStepKeys(Keys[CycleStep], about=said("One step of the cycle.", "一个步骤。")):
    """A step of the appraisal."""

    title = required(TEXT, said("The name of the step for people.", "步骤名称。"))
    days = required(
        count(0, 366), said("How many days after the period's last day it is due.", "期末之后第几天截止。"), unit.DAYS
    )
    who = optional(TEXT, said("Who does it.", "负责人或部门。"))
    needs: Key[tuple[str, ...]] = assumed(
        list_of(TEXT, 1),
        lambda _reading, _node: (),
        said(
            "Fields and measures that must be handed in by then; `run` says for whom they are missing.",
            "届时须交齐的字段或指标取数；run 会列出仍缺的人员。",
        ),
    )

    def read(self) -> CycleStep:
        """Read a step."""
        return CycleStep(
            self.id, self.title, self.days, self.who or "", tuple(fold(name) for name in self.needs), self.spot
        )


def _cohort(reading: Reading, id_: str, node: Node) -> Condition:
    return Condition(id_, None if node.text == "otherwise" else reading.formula(node), node.key or node.where)


_LANGUAGE: Kind[Literal["zh", "en"]] = choice("zh", "en")


class RulesetKeys(Keys[Any]):
    """A whole policy; `build` reads its sections, in an order in which each knows what it needs."""

    ruleset = required(
        Kind({"type": "string", "pattern": r"^[^\s/\\]+$"}, lambda _, node: node.text, said("text", "文本")),
        said("Id of the policy: letters, digits and dashes.", "制度编号。"),
    )
    extends = optional(
        TEXT,
        said(
            "The ruleset that this one is a variant of: a file from here, or a shipped one by its name. "
            "Only what differs is stated; null removes.",
            "本制度所依据的制度文件：只写不同之处，null 表示删除。",
        ),
    )
    reason = optional(TEXT, said("Why this variant is tried.", "试行该方案的理由。"))
    title = TITLE
    version = required(
        Kind({"type": ["string", "number"]}, lambda _, node: node.text, said("text or number", "文本或数值")),
        said("Version, in quotes.", "版本号，加引号。"),
    )
    language = optional(
        _LANGUAGE,
        said("Language of the reports; without it, that of the title.", "报告语言；不写则依标题判断。"),
    )
    effective = required(mapping(BoundsKeys), said("When the policy is in force.", "制度的有效期。"))
    period: Key[PeriodKind] = required(
        choice("month", "quarter", "half-year", "year"), said("How often is appraised.", "考核周期。")
    )
    currency = required(
        Kind({"type": "string", "pattern": "^[A-Z]{3}$"}, lambda _, node: node.text, said("three letters", "三个字母")),
        said("Currency of all money, for example CNY.", "金额的币种，如 CNY。"),
    )
    conventions = required(
        mapping(ConventionsKeys), said("What a reader would otherwise have to guess.", "读者原本要猜的约定。")
    )
    data = required(
        as_written(DataKeys),
        said("HR's own table: who, when, and what the columns are.", "HR 的数据表：谁、何时、各列的含义。"),
    )
    sources = section(
        SourceKeys,
        said(
            "Tables of single lines (orders, payments, visits, ratings), by id.",
            "明细表（订单、回款、拜访、评价等），按名称。",
        ),
    )
    measures = section(
        MeasureKeys,
        said(
            "Figures per employee and period that are made of the lines of a source.",
            "由明细汇总而成的指标数据，每人每期一个值。",
        ),
    )
    parameters = section_of(SETTING, said("Named constants, possibly dated.", "命名常数，可按日期变化。"))
    derive = section_of(FORMULA, said("Named formulas; order does not matter.", "命名公式，顺序无关。"))
    functions = section_of(
        FORMULA,
        said(
            "Named formulas with arguments: `points(value, threshold): …`.",
            "带参数的命名公式：`points(value, threshold): …`。",
        ),
        {},
    )
    tables = section(
        TableKeys,
        said(
            "Tables of values by one or more keys, read by lookup(table, key, …).",
            "按一个或多个键取值的表，用 lookup(表名, 键, …) 查取。",
        ),
    )
    eligible = section(
        ConditionKeys,
        said(
            "Who is appraised: all conditions must hold; others appear as not appraised, with the reason.",
            "谁参加考核：条件须全部成立；其余列为不考核并写明原因。",
        ),
    )
    cohorts = Section(
        FORMULA,
        _cohort,
        said(
            "Named conditions, the first that holds; the last may be `otherwise`.",
            "分组条件，取第一个成立的；最后可写 otherwise。",
        ),
        {**NAMED, "minProperties": 1},
        needed=False,
    )
    categories = section(CategoryKeys, said("Families of indicators.", "指标类别。"), {**NAMED, "minProperties": 1})
    scales = section_of(
        VARYING_RULE, said("Named scoring rules that several indicators share.", "多个指标共用的计分规则。")
    )
    indicators = section(
        IndicatorKeys,
        said("What is measured, against what, how it is scored and weighted.", "指标：实际值、目标、计分方法与权重。"),
        {**NAMED, "minProperties": 1},
        needed=True,
    )
    adjustments = section(AdjustmentKeys, said("Points for and against, outside the weights.", "权重之外的加减分。"))
    score = optional(as_written(LimitsKeys), said("Limits of the total score.", "总分上下限。"))
    gates = section(
        GateKeys,
        said(
            "Conditions that change a result: veto, minimum collection, linked measures.",
            "改变结果的条件：一票否决、最低回款等。",
        ),
        {**NAMED, "maxProperties": 60},
    )
    grades = optional(mapping(GradesKeys), said("How the total score becomes a grade.", "总分如何定等级。"))
    rewards = section(RewardKeys, said("Components of pay, positive or negative.", "奖金、提成与扣款。"))
    budgets = section(BudgetKeys, said("Amounts of money that rewards are paid out of.", "奖金预算（奖金池）。"))
    cycle = section(
        CycleStepKeys,
        said(
            "The steps of the appraisal and their days after the period ends: data collected, review, "
            "results published, rewards paid, appeals.",
            "考核流程：各步骤及其在期末之后的天数（收集数据、面谈、公布、发放、申诉）。",
        ),
        {"maxProperties": 60},
    )
    outcomes = section(
        OutcomeKeys, said("Consequences that are not money.", "金钱以外的后果。"), {**NAMED, "maxProperties": 60}
    )
    results = optional(
        RESULTS,
        said(
            "Figures that get a column in every output beside scores and pay: derived values, measures, fields, parameters. "
            "A list [payout, days_worked], or each with a title: {payout: Paid out}.",
            "结果中另外列出的数据：派生数据、汇总数据、字段、参数。写成列表 [payout, days_worked]，或各配标题 {payout: 实发}。",
        ),
    )


RULESET = as_written(RulesetKeys)
