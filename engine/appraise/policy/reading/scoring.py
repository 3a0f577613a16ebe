"""Scoring rules: for each method its keys, what they mean, and how they are read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from appraise.policy.keys.gathered import branches, each_word, names_to, varying
from appraise.policy.keys.key import Keys, defaulted, mapping, optional, required
from appraise.policy.keys.kinds import FLAG, FORMULA, LIMIT, SETTING, Kind, choice, only
from appraise.policy.keys.numbers import as_number
from appraise.policy.keys.said import said
from appraise.policy.keys.unit import SCORE, VALUE
from appraise.policy.model import Rule, Scoring
from appraise.policy.model.method import Limits
from appraise.policy.model.per_unit import PerStep, PerUnit, StepSide
from appraise.policy.model.scoring import ByFormula, Linear, Pass, Rating, Ratio, Steps
from appraise.policy.reading.shared import BOUNDARY, CAP, FLOOR
from appraise.policy.reading.standing import RANK
from appraise.policy.reading.tiers import POINTS, tiers_to
from appraise.texts import Listed, msg

if TYPE_CHECKING:
    from appraise.policy.keys.key import Key
    from appraise.policy.keys.reader import Reading
    from appraise.policy.text.tree import Node

_OF: Key[Literal["value", "attainment"]] = defaulted(
    choice("value", "attainment"),
    "value",
    said("What the bounds are compared with: the value itself, or attainment (value against target; 100% is 1)."),
)
_UNIT = defaulted(SETTING, 1, said("Size of a unit, 1 if not stated."), VALUE)


class RatioKeys(Keys[Ratio], ref="score_ratio"):
    """Attainment itself, within limits."""

    method = required(only("ratio"), said("100 x attainment."))
    floor = FLOOR
    cap = CAP

    def read(self) -> Ratio:
        """Read the rule."""
        return Ratio(Limits(self.floor, self.cap), self.where)


class LinearKeys(Keys[Linear], ref="score_linear"):
    """Straight lines between points."""

    method = required(only("linear"), said("Straight lines between points."))
    of = _OF
    points = required(
        POINTS,
        said("Points [place, score] in rising order; two at one place are a jump."),
        SCORE,
    )
    extend = defaulted(
        FLAG,
        False,
        said("Go on in a straight line outside the first and last point; otherwise flat."),
    )
    boundary = BOUNDARY

    def read(self) -> Linear:
        """Read the rule."""
        return Linear(self.of, self.points, self.extend, self.boundary, self.where)


class StepsKeys(Keys[Steps], ref="score_steps"):
    """A score for each tier."""

    method = required(only("steps"), said("The score of the step that is reached."))
    of = _OF
    steps = required(
        tiers_to(said("setting")),
        said("Tiers in rising order: lower bound to score. The first may be `lowest`, which is open below."),
        SCORE,
    )
    boundary = BOUNDARY

    def read(self) -> Steps:
        """Read the rule."""
        bounds, scores = self.steps
        return Steps(self.of, bounds, scores, self.boundary, self.where)


class StepSideKeys(Keys[StepSide], ref="step_side"):
    """What a step is worth on one side of the target."""

    points = required(SETTING, said("Points for one step."), SCORE)
    at_most = required(
        LIMIT,
        said("No more points than this on this side; `none` for no limit."),
        SCORE,
    )

    def read(self) -> StepSide:
        """Read one side."""
        return StepSide(self.points, self.at_most, self.where)


class PerStepKeys(Keys[PerStep], ref="score_per_step"):
    """Points for each step away from the target."""

    method = required(
        only("per_step"),
        said("Points for every step above or below the target."),
    )
    start = required(SETTING, said("The score exactly on target."), SCORE)
    of: Key[Literal["value", "attainment"]] = required(
        choice("attainment", "value"),
        said("What is compared with the target: attainment with 100%, or the value with the target itself."),
    )
    step = required(
        SETTING,
        said("Size of a step, more than 0; a percent for attainment."),
        VALUE,
    )
    steps: Key[Literal["whole", "proportional"]] = required(
        choice("whole", "proportional"),
        said("whole: only whole steps count. proportional: parts of a step count in proportion."),
    )
    up = required(mapping(StepSideKeys), said("Points gained on the better side of the target."))
    down = required(mapping(StepSideKeys), said("Points lost on the worse side of the target."))

    def read(self) -> PerStep:
        """Read the rule."""
        return PerStep(self.start, self.of, self.step, self.steps == "whole", self.up, self.down, self.where)


class PassKeys(Keys[Pass], ref="score_pass"):
    """All or nothing."""

    method = required(only("pass"), said("100 or nothing."))
    when = optional(FORMULA, said("What passes; without it, reaching the target."))

    def read(self) -> Pass:
        """Read the rule."""
        return Pass(self.when, self.where)


class DeductKeys(Keys[PerUnit], ref="score_deduct"):
    """Points lost for each unit."""

    method = required(only("deduct"), said("Starts at 100 and loses points."))
    points = required(SETTING, said("Points lost per unit."), SCORE)
    unit = _UNIT
    free = defaulted(SETTING, 0, said("As much as this costs nothing."), VALUE)
    floor = FLOOR

    def read(self) -> PerUnit:
        """Read the rule."""
        return PerUnit(-1, self.points, self.unit, self.free, self.floor, self.where)


class AddKeys(Keys[PerUnit], ref="score_add"):
    """Points gained for each unit."""

    method = required(only("add"), said("Starts at 0 and gains points."))
    points = required(SETTING, said("Points gained per unit."), SCORE)
    unit = _UNIT
    free = defaulted(SETTING, 0, said("As much as this gains nothing."), VALUE)
    cap = CAP

    def read(self) -> PerUnit:
        """Read the rule."""
        return PerUnit(1, self.points, self.unit, self.free, self.cap, self.where)


class RatingKeys(Keys[Rating], ref="score_rating"):
    """A score for each mark."""

    method = required(only("rating"), said("A score for each mark."))
    values = required(names_to(SETTING, 1, said("mark")), said("Mark to score."), SCORE)

    def read(self) -> Rating:
        """Read the rule."""
        marks = self.values
        return Rating(marks, all(as_number(mark) is not None for mark in marks), self.where)


class FormulaKeys(Keys[ByFormula], ref="score_formula"):
    """Any formula, within limits."""

    method = required(
        only("formula"),
        said("Any formula of value, target and attainment."),
    )
    formula = required(FORMULA, said("Gives the score."), SCORE)
    floor = FLOOR
    cap = CAP

    def read(self) -> ByFormula:
        """Read the rule."""
        return ByFormula(self.formula, Limits(self.floor, self.cap), self.where)


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
_METHOD = each_word(said("How the value becomes a score."), "method", METHODS)
RULE = branches("method", _METHOD, said("scoring rule"), METHODS, "rule")
VARYING_RULE = varying(RULE)


def _scoring(reading: Reading, node: Node) -> Scoring | None:
    """Read a rule, a lookup of rules, or the name of a scale; None where there is no such scale."""
    if isinstance(node.value, str):
        if node.text not in reading.scales and node.text not in reading.broken:
            reading.diagnostics.error(
                "unknown-reference",
                msg("There is no scale {name!r}.", name=node.text),
                node.where,
                msg("scales: {names}", names=Listed(tuple(reading.scales)))
                if reading.scales
                else msg("scales: none are defined"),
            )
        return reading.scales.get(node.text)
    return VARYING_RULE.read(reading, node)


SCORING: Kind[Scoring | None] = Kind(
    {"type": ["string", "object"], "if": {"type": "object"}, "then": VARYING_RULE},
    _scoring,
    said("scoring rule, name of a scale, or {{by: …, values: …}}"),
    "scoring",
    said("How a value becomes a score on a scale of 0 to 100: a rule, the name of a scale, or {{by: …, values: …}}."),
    parts=VARYING_RULE.parts,
)
