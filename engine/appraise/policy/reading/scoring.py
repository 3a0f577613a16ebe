"""Scoring rules: for each method its keys, what they mean, and how they are read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from appraise.policy.keys.gathered import branches, each_word, names_to, varying
from appraise.policy.keys.key import Keys, defaulted, mapping, optional, required
from appraise.policy.keys.kinds import FLAG, FORMULA, LIMIT, SETTING, Kind, choice, only
from appraise.policy.keys.reader import as_number
from appraise.policy.keys.said import said
from appraise.policy.keys.unit import SCORE, VALUE
from appraise.policy.model import (
    ByFormula,
    Linear,
    Pass,
    PerStep,
    PerUnit,
    Rating,
    Ratio,
    Rule,
    Scoring,
    Steps,
    StepSide,
)
from appraise.policy.reading.shared import BOUNDARY, CAP, FLOOR
from appraise.policy.reading.standing import RANK
from appraise.policy.reading.tiers import POINTS, tiers_to

if TYPE_CHECKING:
    from appraise.policy.keys.key import Key
    from appraise.policy.keys.reader import Reading
    from appraise.policy.text.tree import Node

_OF: Key[Literal["value", "attainment"]] = defaulted(
    choice("value", "attainment"),
    "value",
    said(
        "What the bounds are compared with: the value itself, or attainment (value against target; 100% is 1).",
        "与界限比较的对象：实际值 value，或完成率 attainment（100% 即 1）。",
    ),
)
_UNIT = defaulted(SETTING, 1, said("Size of a unit, 1 if not stated.", "单位大小，默认 1。"), VALUE)


class RatioKeys(Keys[Ratio], ref="score_ratio"):
    """Attainment itself, within limits."""

    method = required(only("ratio"), said("100 x attainment.", "100 × 完成率。"))
    floor = FLOOR
    cap = CAP

    def read(self) -> Ratio:
        """Read the rule."""
        return Ratio(self.floor, self.cap, self.where)


class LinearKeys(Keys[Linear], ref="score_linear"):
    """Straight lines between points."""

    method = required(only("linear"), said("Straight lines between points.", "各点之间按直线计分。"))
    of = _OF
    points = required(
        POINTS,
        said("Points [place, score] in rising order; two at one place are a jump.",
             "由低到高的点 [位置, 得分]；同一位置两点表示跳变。"),
        SCORE,
    )  # fmt: skip
    extend = defaulted(
        FLAG,
        False,
        said("Go on in a straight line outside the first and last point; otherwise flat.",
             "首尾点之外沿直线延伸；否则保持不变。"),
    )  # fmt: skip
    boundary = BOUNDARY

    def read(self) -> Linear:
        """Read the rule."""
        return Linear(self.of, self.points, self.extend, self.boundary, self.where)


class StepsKeys(Keys[Steps], ref="score_steps"):
    """A score for each tier."""

    method = required(only("steps"), said("The score of the step that is reached.", "按达到的档给分。"))
    of = _OF
    steps = required(
        tiers_to(said("setting", "设定值")),
        said("Tiers in rising order: lower bound to score. The first may be `lowest`, which is open below.",
             "由低到高的档：下限对应得分。第一档可写 lowest，表示向下不限。"),
        SCORE,
    )  # fmt: skip
    boundary = BOUNDARY

    def read(self) -> Steps:
        """Read the rule."""
        bounds, scores = self.steps
        return Steps(self.of, bounds, scores, self.boundary, self.where)


class StepSideKeys(Keys[StepSide], ref="step_side"):
    """What a step is worth on one side of the target."""

    points = required(SETTING, said("Points for one step.", "每一步的分数。"), SCORE)
    at_most = required(
        LIMIT,
        said("No more points than this on this side; `none` for no limit.", "本侧分数上限；不设限写 none。"),
        SCORE,
    )

    def read(self) -> StepSide:
        """Read one side."""
        return StepSide(self.points, self.at_most, self.where)


class PerStepKeys(Keys[PerStep], ref="score_per_step"):
    """Points for each step away from the target."""

    method = required(
        only("per_step"),
        said("Points for every step above or below the target.", "距目标每高（低）一步加（减）分。"),
    )
    start = required(SETTING, said("The score exactly on target.", "恰好完成目标时的得分。"), SCORE)
    of: Key[Literal["value", "attainment"]] = required(
        choice("attainment", "value"),
        said("What is compared with the target: attainment with 100%, or the value with the target itself.",
             "用完成率与 100% 比较（attainment），或用实际值与目标比较（value）。"),
    )  # fmt: skip
    step = required(
        SETTING,
        said("Size of a step, more than 0; a percent for attainment.", "一步的大小，大于 0；按完成率时写百分数。"),
        VALUE,
    )
    steps: Key[Literal["whole", "proportional"]] = required(
        choice("whole", "proportional"),
        said("whole: only whole steps count. proportional: parts of a step count in proportion.",
             "whole 只计整步；proportional 不足一步按比例计。"),
    )  # fmt: skip
    up = required(
        mapping(StepSideKeys), said("Points gained on the better side of the target.", "优于目标一侧的加分。")
    )
    down = required(mapping(StepSideKeys), said("Points lost on the worse side of the target.", "劣于目标一侧的扣分。"))

    def read(self) -> PerStep:
        """Read the rule."""
        return PerStep(self.start, self.of, self.step, self.steps == "whole", self.up, self.down, self.where)


class PassKeys(Keys[Pass], ref="score_pass"):
    """All or nothing."""

    method = required(only("pass"), said("100 or nothing.", "达标 100 分，否则 0 分。"))
    when = optional(FORMULA, said("What passes; without it, reaching the target.", "达标条件；不写则为达到目标。"))

    def read(self) -> Pass:
        """Read the rule."""
        return Pass(self.when, self.where)


class DeductKeys(Keys[PerUnit], ref="score_deduct"):
    """Points lost for each unit."""

    method = required(only("deduct"), said("Starts at 100 and loses points.", "从 100 分起扣。"))
    points = required(SETTING, said("Points lost per unit.", "每单位扣分。"), SCORE)
    unit = _UNIT
    free = defaulted(SETTING, 0, said("As much as this costs nothing.", "此数以内不扣分。"), VALUE)
    floor = FLOOR

    def read(self) -> PerUnit:
        """Read the rule."""
        return PerUnit(-1, self.points, self.unit, self.free, self.floor, self.where)


class AddKeys(Keys[PerUnit], ref="score_add"):
    """Points gained for each unit."""

    method = required(only("add"), said("Starts at 0 and gains points.", "从 0 分起加。"))
    points = required(SETTING, said("Points gained per unit.", "每单位加分。"), SCORE)
    unit = _UNIT
    free = defaulted(SETTING, 0, said("As much as this gains nothing.", "此数以内不加分。"), VALUE)
    cap = CAP

    def read(self) -> PerUnit:
        """Read the rule."""
        return PerUnit(1, self.points, self.unit, self.free, self.cap, self.where)


class RatingKeys(Keys[Rating], ref="score_rating"):
    """A score for each mark."""

    method = required(only("rating"), said("A score for each mark.", "每个评级对应一个得分。"))
    values = required(names_to(SETTING, 1, said("mark", "评级")), said("Mark to score.", "评级对应得分。"), SCORE)

    def read(self) -> Rating:
        """Read the rule."""
        marks = self.values
        return Rating(marks, all(as_number(mark) is not None for mark in marks), self.where)


class FormulaKeys(Keys[ByFormula], ref="score_formula"):
    """Any formula, within limits."""

    method = required(
        only("formula"),
        said("Any formula of value, target and attainment.", "用 value、target、attainment 写的公式。"),
    )
    formula = required(FORMULA, said("Gives the score.", "得出得分的公式。"), SCORE)
    floor = FLOOR
    cap = CAP

    def read(self) -> ByFormula:
        """Read the rule."""
        return ByFormula(self.formula, self.floor, self.cap, self.where)


METHODS: tuple[Kind[Rule], ...] = (
    mapping(RatioKeys),
    mapping(LinearKeys),
    mapping(StepsKeys),
    mapping(PerStepKeys),
    mapping(PassKeys),
    mapping(DeductKeys),
    mapping(AddKeys),
    mapping(RatingKeys),
    RANK,
    mapping(FormulaKeys),
)
_METHOD = each_word(said("How the value becomes a score.", "计分方法。"), "method", METHODS)
RULE = branches("method", _METHOD, said("scoring rule", "计分规则"), METHODS, "rule")
VARYING_RULE = varying(RULE)


def _scoring(reading: Reading, node: Node) -> Scoring | None:
    """Read a rule, a lookup of rules, or the name of a scale; None where there is no such scale."""
    if isinstance(node.value, str):
        if node.text not in reading.scales and node.text not in reading.broken:
            known = ", ".join(reading.scales) or "none are defined"
            reading.report.error("unknown-reference", f"There is no scale {node.text!r}.", node.where,
                                 f"scales: {known}")  # fmt: skip
        return reading.scales.get(node.text)
    return VARYING_RULE.read(reading, node)


SCORING: Kind[Scoring | None] = Kind(
    {"type": ["string", "object"], "if": {"type": "object"}, "then": VARYING_RULE},
    _scoring,
    said("scoring rule, name of a scale, or {by: …, values: …}", "计分规则、scales 中的名称，或 {by: …, values: …}"),
    "scoring",
    said("How a value becomes a score on a scale of 0 to 100: a rule, the name of a scale, or {by: …, values: …}.",
         "如何把实际值换算为 0–100 分：一条规则、scales 中的名称，或 {by: …, values: …}。"),
    parts=VARYING_RULE.parts,
)  # fmt: skip
