"""How a result of a day inside the period is marked, wherever it is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.data.periods import period_containing
from engine.report.phrases import phrase

if TYPE_CHECKING:
    from datetime import date

    from engine.policy.model import Ruleset


def provisional_line(day: date, ruleset: Ruleset) -> str:
    """Say of which day a result is, and that it is not final."""
    period = period_containing(day, ruleset.period)
    gone = (day - period.start).days + 1
    return phrase("provisional", ruleset.language, day=day, gone=gone, days=period.days, period=period.label)
