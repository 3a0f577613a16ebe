"""The steps of the appraisal with their dates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from appraise.data.periods import parse_period

if TYPE_CHECKING:
    from appraise.policy.model import Ruleset


def cycle_dates(label: str, ruleset: Ruleset) -> list[str]:
    """The steps of one period: "数据收集 2026-10-05"."""
    period = parse_period(label, ruleset.period)
    if period is None:
        return []
    return [f"{step.title} {step.due(period.end)}" for step in ruleset.cycle.values()]
