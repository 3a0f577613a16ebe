"""A percent is a share: 95% is 0.95. Where percents meet numbers like 95, somebody mixed the two up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.policy.model import Linear, Steps
from engine.policy.scoring import rules_of
from engine.policy.uses import settings_of
from engine.policy.values import Constant, Lookup, variants

if TYPE_CHECKING:
    from collections.abc import Iterable

    from engine.diagnostics import Report
    from engine.policy.model import Rule, Ruleset, Tiers
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
            _scores_as_percents(rule, indicator.title, report)
    for reward in ruleset.rewards.values():
        for tiers in variants(reward.tiers):
            _rates(tiers, reward.title, report)


def _scores_as_percents(rule: Rule, title: str, report: Report) -> None:
    for setting in settings_of(rule):
        for constant in _constants(setting):
            if constant.percent:
                report.warn("percent-or-ratio", f"Scores run from 0 to 100; {constant.text} of {title} is {constant.value:g}.",
                            constant.where, f"write {constant.text.strip().rstrip('%％')}")  # fmt: skip


def _rates(tiers: Tiers, title: str, report: Report) -> None:
    for pay in tiers.pays if tiers.rates else ():
        for constant in _constants(pay):
            if not constant.percent and abs(constant.value) >= 1:
                report.warn("percent-or-ratio", f"A rate of {constant.text} in {title} pays {constant.value * 100:g}% of the base.",
                            constant.where, f"write {constant.text}%")  # fmt: skip


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
