"""What holds for the whole policy: when it is in force, and what a reader would otherwise have to guess. Keys and reading."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from appraise.formula.written_dates import as_date, how_to_write
from appraise.policy.keys import unit
from appraise.policy.keys.key import Keys, mapping, optional, required
from appraise.policy.keys.kinds import DATE, choice, count, only
from appraise.policy.keys.said import said
from appraise.policy.model import Conventions, Rounding
from appraise.policy.reading.shared import MISSING
from appraise.texts import msg

if TYPE_CHECKING:
    from appraise.policy.keys.key import Key
    from appraise.policy.model import Boundary, Missing

_WHOLE = count(0, 6)


class BoundsKeys(Keys[tuple[date, date]], ref="period_bounds"):
    """From one day to another."""

    from_ = required(DATE, said("First day on which the policy is in force."))
    to = required(DATE, said("Last day on which the policy is in force."))

    def read(self) -> tuple[date, date]:
        """Read the first and the last day; where one is no date, it has been reported."""
        diagnostics = self.reading.diagnostics
        (first, begins), (last, ends) = (
            (n, as_date(n.text)) for n in (self.at(BoundsKeys.from_), self.at(BoundsKeys.to))
        )
        for child, day in ((first, begins), (last, ends)):
            if day is None:
                diagnostics.error(
                    "wrong-value",
                    msg("{text!r} is not a date.", text=child.text),
                    child.where,
                    how_to_write(child.text),
                )
        begins, ends = begins or date.min, ends or date.max
        if ends < begins:
            diagnostics.error(
                "dates-order",
                msg("The policy ends on {ends}, before it begins on {begins}.", ends=ends, begins=begins),
                last.where,
                msg("exchange the two dates, or mend the year"),
            )
        return begins, ends


class RoundingKeys(Keys[Rounding]):
    """Decimal places."""

    mode = required(only("half-up"), said("half-up: 0.5 goes up, away from zero."))
    score = required(_WHOLE, said("Places of the total score."), unit.PLACES)
    money = required(_WHOLE, said("Places of each amount of money."), unit.PLACES)
    attainment = optional(
        _WHOLE,
        said("Places of attainment before it is scored (2: whole percents); without it, not rounded."),
        unit.PLACES,
    )
    indicator = optional(
        _WHOLE,
        said("Places of each indicator's score; without it, not rounded."),
        unit.PLACES,
    )

    def read(self) -> Rounding:
        """Read the places."""
        return Rounding(self.score, self.money, self.attainment, self.indicator)


class ConventionsKeys(Keys[Conventions]):
    """What a reader would otherwise have to guess."""

    boundary: Key[Boundary] = required(
        choice("lower", "upper"),
        said(
            "A value exactly on a boundary belongs to the tier that starts there (lower) or to the one below (upper)."
        ),
    )
    rounding = required(mapping(RoundingKeys), said("Decimal places; halves are rounded up, away from zero."))
    missing: Key[Missing] = required(
        MISSING,
        said("What a missing value means unless the indicator says otherwise."),
    )

    def read(self) -> Conventions:
        """Read the conventions."""
        return Conventions(self.boundary, self.rounding, self.missing)
