"""Measures: figures that are made of the lines of a source. Their keys and how they are read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, get_args

from appraise.formula.syntax.text import fold
from appraise.policy.keys import unit
from appraise.policy.keys.gathered import names_to
from appraise.policy.keys.key import Keys, defaulted, mapping, optional, required
from appraise.policy.keys.kinds import FORMULA, NUMBER_OR_TEXT, TEXT, WORDS, choice, count
from appraise.policy.keys.said import said
from appraise.policy.model import GroupWeights, How, Measure
from appraise.texts import Listed, msg

if TYPE_CHECKING:
    from appraise.formula.syntax.grammar import Formula
    from appraise.policy.keys.key import Key

_LEAST = count(1)  # `count` is a key of its own below
HOWS: tuple[How, ...] = get_args(How)


class GroupWeightsKeys(Keys[GroupWeights]):
    """How much groups of lines weigh in a mean."""

    by = required(TEXT, said("The text field of the source that tells the groups apart."))
    values = required(
        names_to(NUMBER_OR_TEXT, 1, said("group")),
        said("The weight of each group in percent; together 100."),
        unit.WEIGHT,
    )
    missing: Key[Literal["reweight", "missing"]] = required(
        choice("reweight", "missing"),
        said(
            "A group without lines: its weight goes to the others in proportion (reweight), or there is no result (missing)."
        ),
    )

    def read(self) -> GroupWeights:
        """Read the weights, which add up to 100."""
        diagnostics, stated = self.reading.diagnostics, self.values
        values: dict[str, float] = {}
        for label, child in stated.items():
            constant = self.reading.constant(child)
            if constant is None or constant.value < 0:
                diagnostics.error(
                    "wrong-value",
                    msg("The weight of {group} is not a number from 0 up.", group=label),
                    child.where,
                    msg("write the weights in percent, for example 50"),
                )
            else:
                values[label] = constant.value * (100 if constant.percent else 1)
        if len(values) == len(stated) and abs(sum(values.values()) - 100) > 1e-9:
            diagnostics.error(
                "weights-sum",
                msg("The weights add up to {sum:g}, but must add up to 100.", sum=sum(values.values())),
                self.at(GroupWeightsKeys.values).key or self.where,
                msg("correct them"),
            )
        return GroupWeights(fold(self.by), values, self.missing, self.spot)


class MeasureKeys(Keys[Measure | None], ref="measure"):
    """One figure per employee and period."""

    title = optional(WORDS, said("Name for people."))
    from_ = required(TEXT, said("The source."))
    sum = optional(FORMULA, said("The sum of a formula over the lines."))
    count = optional(
        FORMULA,
        said("`lines`, or a formula: the lines in which it has a value."),
    )
    count_distinct = optional(FORMULA, said("How many different values there are."))
    mean = optional(FORMULA, said("The mean of a formula."))
    median = optional(FORMULA, said("The median."))
    min = optional(FORMULA, said("The smallest value."))
    max = optional(FORMULA, said("The largest value."))
    first = optional(FORMULA, said("The value of the earliest line."))
    last = optional(FORMULA, said("The value of the latest line."))
    where_ = optional(FORMULA, said("Only lines for which this holds."))
    weights = optional(mapping(GroupWeightsKeys), said("Weights of groups of lines in a mean."))
    at_least = defaulted(_LEAST, 1, said("With fewer values there is no result."))
    trim = optional(
        NUMBER_OR_TEXT,
        said("Share of the lines left out at each end of a mean."),
        unit.SHARE,
    )
    credit_to = optional(
        TEXT,
        said("The field of data with the employee number of the one for whom the lines count, such as the manager."),
    )

    def read(self) -> Measure | None:
        """Read one measure; None where it does not say what it makes of the lines."""
        how = self._how()
        if how is None:
            return None
        diagnostics = self.reading.diagnostics
        for key, fits in (
            (MeasureKeys.weights, ("mean",)),
            (MeasureKeys.trim, ("mean",)),
            (MeasureKeys.at_least, tuple(h for h in HOWS if "count" not in h)),
        ):
            stated = self.written(key)
            if stated is not None and how not in fits:
                diagnostics.error(
                    "wrong-value",
                    msg("`{key}` does not go with `{other}`.", key=key.name, other=how),
                    stated.key or self.spot,
                    msg("it goes with {kinds}", kinds=Listed(tuple(fits))),
                )
        trim = self.trim
        share = self.reading.constant(trim) if trim else None
        if trim is not None and (share is None or not 0 <= share.value < 0.5):
            diagnostics.error(
                "wrong-value",
                msg("`trim` is the share of lines left out at each end, from 0% to below 50%."),
                trim.where,
                msg("for example `trim: 10%`"),
            )
            share = None
        return Measure(self.id, self.title or self.id, fold(self.from_), how, self._of(how), self.where_, self.spot,
                       self.weights, self.at_least, share.value if share else 0.0, fold(self.credit_to or "") or None)  # fmt: skip

    def _how(self) -> How | None:
        keys = MeasureKeys.keys()
        stated = [how for how in HOWS if self.written(keys[how]) is not None]
        if len(stated) == 1:
            return stated[0]
        self.reading.diagnostics.error(
            "missing-key" if not stated else "wrong-value",
            msg("The measure {measure} does not say what it makes of the lines.", measure=self.id)
            if not stated
            else msg(
                "The measure {measure} states {keys}; a measure makes one thing of the lines.",
                measure=self.id,
                keys=Listed(tuple(stated), "and"),
            ),
            self.spot if not stated else self.at(keys[stated[1]]).key or self.spot,
            msg("state one of {keys}", keys=Listed(HOWS)) if not stated else msg("make two measures of it"),
        )
        return None

    def _of(self, how: How) -> Formula | None:
        stated = self.node.mapping[how]
        return None if how == "count" and stated.text == "lines" else self.reading.formula(stated)
