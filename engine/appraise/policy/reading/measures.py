"""Measures: figures that are made of the lines of a source. Their keys and how they are read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, get_args

from appraise.formula.text import fold
from appraise.policy.keys import unit
from appraise.policy.keys.gathered import names_to
from appraise.policy.keys.key import Keys, defaulted, mapping, optional, required
from appraise.policy.keys.kinds import FORMULA, NUMBER_OR_TEXT, TEXT, WORDS, choice, count
from appraise.policy.keys.said import said
from appraise.policy.model import GroupWeights, How, Measure

if TYPE_CHECKING:
    from appraise.formula.grammar import Formula
    from appraise.policy.keys.key import Key

_LEAST = count(1)  # `count` is a key of its own below
HOWS: tuple[How, ...] = get_args(How)


class GroupWeightsKeys(Keys[GroupWeights]):
    """How much groups of lines weigh in a mean."""

    by = required(TEXT, said("The text field of the source that tells the groups apart.", "区分组别的文本字段。"))
    values = required(
        names_to(NUMBER_OR_TEXT, 1, said("group", "组别")),
        said("The weight of each group in percent; together 100.", "各组权重（%），合计 100。"),
        unit.WEIGHT,
    )
    missing: Key[Literal["reweight", "missing"]] = required(
        choice("reweight", "missing"),
        said("A group without lines: its weight goes to the others in proportion (reweight), or there is no result (missing).",
             "某组没有明细时：权重按比例分给其他组（reweight），或结果缺失（missing）。"),
    )  # fmt: skip

    def read(self) -> GroupWeights:
        """Read the weights, which add up to 100."""
        report, stated = self.reading.report, self.values
        values: dict[str, float] = {}
        for label, child in stated.items():
            constant = self.reading.constant(child)
            if constant is None or constant.value < 0:
                report.error("wrong-value", f"The weight of {label} is not a number from 0 up.", child.where,
                             "write the weights in percent, for example 50")  # fmt: skip
            else:
                values[label] = constant.value * (100 if constant.percent else 1)
        if len(values) == len(stated) and abs(sum(values.values()) - 100) > 1e-9:
            report.error("weights-sum", f"The weights add up to {sum(values.values()):g}, but must add up to 100.",
                         self.at(GroupWeightsKeys.values).key or self.where, "correct them")  # fmt: skip
        return GroupWeights(fold(self.by), values, self.missing, self.spot)


class MeasureKeys(Keys[Measure | None], ref="measure"):
    """One figure per employee and period."""

    title = optional(WORDS, said("Name for people.", "给人看的名称。"))
    from_ = required(TEXT, said("The source.", "来源明细表。"))
    sum = optional(FORMULA, said("The sum of a formula over the lines.", "求和。"))
    count = optional(
        FORMULA,
        said("`lines`, or a formula: the lines in which it has a value.", "lines 为行数；写公式则为有值的行数。"),
    )
    count_distinct = optional(FORMULA, said("How many different values there are.", "不重复计数。"))
    mean = optional(FORMULA, said("The mean of a formula.", "平均。"))
    median = optional(FORMULA, said("The median.", "中位数。"))
    min = optional(FORMULA, said("The smallest value.", "最小值。"))
    max = optional(FORMULA, said("The largest value.", "最大值。"))
    first = optional(FORMULA, said("The value of the earliest line.", "日期最早一行的值。"))
    last = optional(FORMULA, said("The value of the latest line.", "日期最晚一行的值。"))
    where_ = optional(FORMULA, said("Only lines for which this holds.", "只计满足条件的明细。"))
    weights = optional(
        mapping(GroupWeightsKeys), said("Weights of groups of lines in a mean.", "各组明细在平均中的权重。")
    )
    at_least = defaulted(_LEAST, 1, said("With fewer values there is no result.", "少于此数时无结果。"))
    trim = optional(
        NUMBER_OR_TEXT,
        said("Share of the lines left out at each end of a mean.", "去掉两端各占此比例的明细后平均。"),
        unit.SHARE,
    )
    credit_to = optional(
        TEXT,
        said("The field of data with the employee number of the one for whom the lines count, such as the manager.",
             "明细计入谁：data 中存放其员工编号的字段，如上级。"),
    )  # fmt: skip

    def read(self) -> Measure | None:
        """Read one measure; None where it does not say what it makes of the lines."""
        how = self._how()
        if how is None:
            return None
        report = self.reading.report
        for key, fits in (
            (MeasureKeys.weights, ("mean",)),
            (MeasureKeys.trim, ("mean",)),
            (MeasureKeys.at_least, tuple(h for h in HOWS if "count" not in h)),
        ):
            stated = self.written(key)
            if stated is not None and how not in fits:
                report.error("wrong-value", f"`{key.name}` does not go with `{how}`.", stated.key or self.spot,
                             f"it goes with {', '.join(fits)}")  # fmt: skip
        trim = self.trim
        share = self.reading.constant(trim) if trim else None
        if trim is not None and (share is None or not 0 <= share.value < 0.5):
            report.error("wrong-value", "`trim` is the share of lines left out at each end, from 0% to below 50%.",
                         trim.where, "for example `trim: 10%`")  # fmt: skip
            share = None
        return Measure(self.id, self.title or self.id, fold(self.from_), how, self._of(how), self.where_, self.spot,
                       self.weights, self.at_least, share.value if share else 0.0, fold(self.credit_to or "") or None)  # fmt: skip

    def _how(self) -> How | None:
        keys = MeasureKeys.keys()
        stated = [how for how in HOWS if self.written(keys[how]) is not None]
        if len(stated) == 1:
            return stated[0]
        self.reading.report.error(
            "missing-key" if not stated else "wrong-value",
            f"The measure {self.id} " + ("does not say what it makes of the lines." if not stated
                                     else f"states {' and '.join(stated)}; a measure makes one thing of the lines."),
            self.spot if not stated else self.at(keys[stated[1]]).key or self.spot,
            "state one of " + ", ".join(HOWS) if not stated else "make two measures of it",
        )  # fmt: skip
        return None

    def _of(self, how: How) -> Formula | None:
        stated = self.node.mapping[how]
        return None if how == "count" and stated.text == "lines" else self.reading.formula(stated)
