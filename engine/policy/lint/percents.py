"""A percent is a share: 95% is 0.95. Where percents meet numbers like 95, somebody mixed the two up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.formula.grammar import Formula
from engine.policy.model import ByPercentile, Linear, PerStep, PerUnit, Steps
from engine.policy.scoring import rules_of
from engine.policy.uses import settings_of
from engine.policy.values import Constant, Dated, Lookup, variants

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
            _look(_constants(indicator.target, ruleset), f"the target of {indicator.title}", report)
        for rule in rules_of(indicator.scoring):
            if isinstance(rule, (Linear, Steps)) and (percent or rule.of == "attainment"):
                places = rule.bounds if isinstance(rule, Steps) else tuple(at for at, _ in rule.points)
                _look(places[-1:], f"the scale of {indicator.title}", report)
            if isinstance(rule, ByPercentile):
                _look([rule.points[-1][0]], f"the percentiles of {indicator.title}", report)
            if isinstance(rule, PerStep) and (percent or rule.of == "attainment"):
                _look(_constants(rule.step, ruleset), f"the steps of {indicator.title}", report)
    for reward in ruleset.rewards.values():
        for tiers in variants(reward.tiers):
            _rates(tiers, reward.title, ruleset, report)
            measure = tiers.of or reward.base
            if measure is not None and scope.quiet(measure).unit == "percent":
                _look(tiers.bounds[-1:], f"the tiers of {reward.title}", report)
    for gate in ruleset.gates.values():
        _look(_constants(gate.reward_factor, ruleset), gate.title, report)
    _everything_plain(ruleset, report)


def _plain(setting: Setting | None, what: str, ruleset: Ruleset, report: Report) -> None:
    """Look for percents where points or money are meant."""
    for constant in _constants(setting, ruleset):
        if constant.percent:
            report.warn("percent-or-ratio", f"{constant.text} in {what} is {constant.value:g}: points and money are plain numbers.",
                        constant.where, f"write {constant.text.strip().rstrip('%％')}")  # fmt: skip


def _everything_plain(ruleset: Ruleset, report: Report) -> None:
    for indicator in ruleset.indicators.values():
        for rule in rules_of(indicator.scoring):
            for setting in _scores(rule):
                _plain(setting, f"the scores of {indicator.title}", ruleset, report)
    for bands in variants(ruleset.grades.bands) if ruleset.grades is not None else []:
        for bound in bands.bounds:
            _plain(bound, "the grades", ruleset, report)
    for adjustment in ruleset.adjustments.values():
        for setting in (adjustment.points, adjustment.minimum, adjustment.maximum):
            _plain(setting, adjustment.title, ruleset, report)
    for limit in (ruleset.score_minimum, ruleset.score_maximum):
        _plain(limit, "the total score", ruleset, report)
    for reward in ruleset.rewards.values():
        for setting in (reward.minimum, reward.maximum, reward.each):
            _plain(setting, reward.title, ruleset, report)
        for tiers in variants(reward.tiers):
            for pay in () if tiers.rates else tiers.pays:
                _plain(pay, reward.title, ruleset, report)
    for gate in ruleset.gates.values():
        for setting in (gate.score_at_most, gate.reward_at_most, *gate.indicator_at_most.values()):
            _plain(setting, gate.title, ruleset, report)


def _scores(rule: Rule) -> tuple[Setting | None, ...]:
    """Give the settings of a rule that are points, and not in the unit of what they are set against."""
    if isinstance(rule, PerUnit):
        return (rule.points, rule.limit)
    if isinstance(rule, PerStep):
        return (rule.start, rule.up.points, rule.up.at_most, rule.down.points, rule.down.at_most)
    return settings_of(rule)


def _rates(tiers: Tiers, title: str, ruleset: Ruleset, report: Report) -> None:
    for pay in tiers.pays if tiers.rates else ():
        for constant in _constants(pay, ruleset):
            if not constant.percent and abs(constant.value) >= 1:
                report.warn("percent-or-ratio", f"A rate of {constant.text} in {title} pays {constant.value * 100:g}% of the base.",
                            constant.where, f"write {constant.text}%")  # fmt: skip


def _look(constants: Iterable[Constant], what: str, report: Report) -> None:
    for constant in constants:
        if not constant.percent and abs(constant.value) > _TOO_LARGE:
            report.warn("percent-or-ratio", f"As a share, {constant.text} in {what} is {constant.value * 100:g}%.",
                        constant.where, f"write {constant.text}%")  # fmt: skip


def _constants(setting: Setting | None, ruleset: Ruleset) -> list[Constant]:
    """Give the plain numbers that a setting may have, also by way of a parameter."""
    if isinstance(setting, Constant):
        return [setting]
    if isinstance(setting, Lookup):
        parts: list[Setting | None] = [*setting.values.values(), setting.otherwise]
    elif isinstance(setting, Dated):
        parts = [value for _, value in setting.values]
    elif isinstance(setting, Formula) and setting.text.strip() in ruleset.parameters:
        parameter = ruleset.parameters[setting.text.strip()]
        parts = [] if isinstance(parameter, Formula) else [parameter]
    else:
        parts = []
    return [c for part in parts for c in _constants(part, ruleset)]
