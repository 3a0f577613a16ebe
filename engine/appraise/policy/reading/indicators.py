"""Indicators, their categories, and points outside the weights. Their keys and how they are read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from appraise.policy.keys import unit
from appraise.policy.keys.key import Keys, assumed, defaulted, mapping, optional, required
from appraise.policy.keys.kinds import FORMULA, SETTING, TEXT, Kind, choice, count
from appraise.policy.keys.said import said
from appraise.policy.model import Adjustment, AttainmentFormula, Category, Indicator, OwnRounding
from appraise.policy.reading.scoring import SCORING
from appraise.policy.reading.shared import CONVENTIONS, LEAST, MISSING, MOST, TITLE
from appraise.texts import msg

if TYPE_CHECKING:
    from appraise.formula.syntax.grammar import Formula
    from appraise.policy.keys.key import Key
    from appraise.policy.keys.reader import Reading
    from appraise.policy.model import Missing
    from appraise.policy.text.tree import Node


class CategoryKeys(Keys[Category], ref="category"):
    """A family of indicators."""

    title = TITLE
    weight = required(
        SETTING,
        said("Share of the total score in percent; all categories add up to 100."),
        unit.WEIGHT,
    )

    def read(self) -> Category:
        """Read a category."""
        return Category(self.id, self.title, self.weight, self.spot)


class AdjustmentKeys(Keys[Adjustment], ref="adjustment"):
    """Points for and against."""

    title = TITLE
    points = required(
        SETTING,
        said("Points added to the total score; negative ones are taken off."),
        unit.SCORE,
    )
    min = optional(SETTING, LEAST, unit.SCORE)
    max = optional(SETTING, MOST, unit.SCORE)

    def read(self) -> Adjustment:
        """Read an adjustment."""
        return Adjustment(self.id, self.title, self.points, self.min, self.max, self.spot)


_WHOLE = count(0, 6)
_PLACES: Kind[int | None] = Kind(
    {"oneOf": [_WHOLE, {"const": "none"}]},
    lambda reading, node: None if node.text == "none" else _WHOLE.read(reading, node),
    said("whole number, 0..6, or `none`"),
)


class OwnRoundingKeys(Keys[OwnRounding], rules={"minProperties": 1}):
    """How an indicator is rounded, in place of what the conventions say."""

    attainment = assumed(
        _PLACES,
        lambda reading, _: reading.conventions.rounding.attainment,
        said("Places of its attainment (2: whole percents, 4: 99.95%)."),
        unit.PLACES,
        told=CONVENTIONS,
    )
    score = assumed(
        _PLACES,
        lambda reading, _: reading.conventions.rounding.indicator,
        said("Places of its score."),
        unit.PLACES,
        told=CONVENTIONS,
    )

    def read(self) -> OwnRounding:
        """Read to how many places it is rounded."""
        return OwnRounding(self.attainment, self.score, self.where)


def _usual_rounding(reading: Reading, _: Node) -> OwnRounding:
    rounding = reading.conventions.rounding
    return OwnRounding(rounding.attainment, rounding.indicator)


def _pace(reading: Reading, node: Node) -> Formula | Literal["days"]:
    return "days" if node.text == "days" else reading.formula(node)


_ATTAINMENT: Kind[AttainmentFormula] = choice("value/target", "target/value", "2 - value/target")


class IndicatorKeys(Keys[Indicator | None], ref="indicator"):
    """What is measured."""

    title = TITLE
    category = optional(TEXT, said("The category it belongs to."))
    value = required(
        FORMULA,
        said("What is measured: a field, a derived value, or a formula."),
    )
    target = optional(SETTING, said("What is to be reached."), unit.VALUE)
    pace = optional(
        Kind({"type": "string"}, _pace, said("`days`, or formula")),
        said(
            "How the target builds up inside the period, for an appraisal as of a day in it: `days` (evenly by day), or a formula "
            "for the share that is due by then, such as lookup(workdays, days_gone). "
            "Without it the target is the same on every day."
        ),
    )
    direction: Key[Literal["higher", "lower"]] = defaulted(
        choice("higher", "lower"),
        "higher",
        said(
            "higher: more is better. lower: less is better (costs, complaints); then `attainment` states the formula."
        ),
    )
    attainment = optional(
        _ATTAINMENT,
        said("How value is set against target; stated where lower is better."),
    )
    score = required(SCORING)
    weight = required(
        SETTING,
        said("Share of its category in percent (of the whole where there are no categories); they add up to 100."),
        unit.WEIGHT,
    )
    missing: Key[Missing] = assumed(
        MISSING,
        lambda reading, _: reading.conventions.missing,
        said(
            "Where there is no value: error refuses to go on, zero scores 0, full scores 100, reweight spreads the weight over "
            "the others."
        ),
        told=CONVENTIONS,
    )
    rounding = assumed(
        mapping(OwnRoundingKeys),
        _usual_rounding,
        said("Decimal places of this indicator, in place of those of the conventions; none: not rounded."),
        told=CONVENTIONS,
    )
    improve = optional(TEXT, said("What helps: advice for those whose score is weak."))

    def read(self) -> Indicator | None:
        """Read an indicator; None where it names a scale that there is not."""
        rule = self.score
        if rule is None:
            self.reading.broken.update(("indicators", self.id))
            return None
        score = self.at(IndicatorKeys.score)
        return Indicator(
            self.id, self.title, self.category or None, self.value, self.target, self._attainment(), rule, self.weight,
            self.missing, self.spot, self.improve or "", score.text if isinstance(score.value, str) else "",
            self._pace_of_target(), self.rounding,
        )  # fmt: skip

    def _attainment(self) -> AttainmentFormula:
        lower, stated, diagnostics = self.direction == "lower", self.attainment, self.reading.diagnostics
        if lower and not stated and self.written(IndicatorKeys.target):
            diagnostics.error(
                "direction-formula",
                msg("For {indicator} less is better: how is its attainment computed?", indicator=self.id),
                self.spot,
                msg("state `attainment: 2 - value/target` (it works for 0 too) or `target/value`"),
            )
        if stated and lower == (stated == "value/target"):
            diagnostics.error(
                "direction-formula",
                msg(
                    "The attainment {formula} of {indicator} does not fit its direction.",
                    formula=stated,
                    indicator=self.id,
                ),
                self.at(IndicatorKeys.attainment).where,
                msg("`direction: lower` goes with target/value or 2 - value/target"),
            )
        return stated or ("target/value" if lower else "value/target")

    def _pace_of_target(self) -> Formula | Literal["days"] | None:
        """Read what makes sense with a target only."""
        pace, rounding, diagnostics = (
            self.written(IndicatorKeys.pace),
            self.written(IndicatorKeys.rounding),
            self.reading.diagnostics,
        )
        if pace and not self.written(IndicatorKeys.target):
            diagnostics.error(
                "target-needed",
                msg("The pace of {indicator} needs a target that builds up.", indicator=self.id),
                pace.where,
                msg("add `target:` to {indicator}, or remove the pace", indicator=self.id),
            )
        own = OwnRoundingKeys.attainment.of(rounding)
        if own and not self.written(IndicatorKeys.target):
            diagnostics.error(
                "target-needed",
                msg("{indicator} has no attainment to be rounded.", indicator=self.id),
                own.where,
                msg("add `target:` to {indicator}, or remove `attainment` from its rounding", indicator=self.id),
            )
        return self.pace
