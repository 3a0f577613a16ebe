"""A percent is a share: 95% is 0.95. Where percents meet numbers like 95, somebody mixed the two up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.policy.model import Linear, Steps
from engine.policy.scoring import rules_of
from engine.policy.values import Constant, Lookup

if TYPE_CHECKING:
    from collections.abc import Iterable

    from engine.diagnostics import Report
    from engine.policy.model import Ruleset
    from engine.policy.scope import Scope
    from engine.policy.values import Setting

_TOO_LARGE = 5.0  # nobody's target is 500%


def check(ruleset: Ruleset, scope: Scope, report: Report) -> None:
    """Compare targets, points and steps with the unit of what they are set against."""
    for indicator in ruleset.indicators.values():
        percent = scope.quiet(indicator.value).unit == "percent"
        if percent:
            _look(_constants(indicator.target), f"the target of {indicator.title}", report)
        for rule in rules_of(indicator.scoring):
            if isinstance(rule, (Linear, Steps)) and (percent or rule.of == "attainment"):
                places = rule.bounds if isinstance(rule, Steps) else tuple(at for at, _ in rule.points)
                _look(places[-1:], f"the scale of {indicator.title}", report)


def _look(constants: Iterable[Constant], what: str, report: Report) -> None:
    for constant in constants:
        if not constant.percent and abs(constant.value) > _TOO_LARGE:
            report.warn("percent-or-ratio", f"As a share, {constant.text} in {what} is {constant.value * 100:g}%.",
                        constant.where, f"write {constant.text}%")  # fmt: skip


def _constants(setting: Setting | None) -> list[Constant]:
    if isinstance(setting, Constant):
        return [setting]
    if isinstance(setting, Lookup):
        return [c for part in setting.values.values() for c in _constants(part)]
    return []
