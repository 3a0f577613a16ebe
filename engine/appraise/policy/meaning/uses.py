"""Every formula of a ruleset with the value it helps to compute: what the checks and the plan walk over."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from appraise.formula.beyond import BEYOND, only_before
from appraise.formula.grammar import Formula, calls, named
from appraise.policy.meaning.parts import first_of
from appraise.policy.model import (
    Adjustment,
    ByDeviation,
    ByFormula,
    ByPercentile,
    ByPlace,
    Draw,
    Function,
    Gate,
    Grades,
    Indicator,
    Linear,
    Pass,
    PerStep,
    PerUnit,
    Ranking,
    Rating,
    Ratio,
    Reward,
    Rule,
    Ruleset,
    Scoring,
    Shares,
    Standing,
    Steps,
    Tiers,
)
from appraise.policy.reading.scoring import rules_of
from appraise.policy.values import Constant, Dated, Lookup, Setting, variants

Expects = Literal["number", "yes-no", "date", "text", "label", "any"]


@dataclass(frozen=True, slots=True)
class Use:
    """A formula, the column it feeds, the kind it must give, and names that mean something only here."""

    formula: Formula
    owner: str
    expects: Expects
    local: Mapping[str, str] = field(default_factory=dict)
    lookup: Lookup[object] | None = None  # for the name that a lookup goes by


def uses(ruleset: Ruleset) -> Iterator[Use]:
    """Yield every formula of the ruleset, those of functions excepted: they are walked where they are called."""
    for name, setting in ruleset.parameters.items():
        yield from in_setting(setting, name)
    for name, formula in ruleset.derive.items():
        yield Use(formula, name, "any")
    for condition in ruleset.eligible.values():
        if condition.when is not None:
            yield Use(condition.when, "status", "yes-no")
    for condition in ruleset.cohorts.values():
        if condition.when is not None:
            yield Use(condition.when, "cohort", "yes-no")
    for category in ruleset.categories.values():
        yield from in_setting(category.weight, f"category {category.id}")
    for indicator in ruleset.indicators.values():
        yield from _in_indicator(indicator)
    for adjustment in ruleset.adjustments.values():
        yield from _in_adjustment(adjustment)
    for limit in (ruleset.score_minimum, ruleset.score_maximum):
        yield from in_setting(limit, "score")
    for gate in ruleset.gates.values():
        yield from _in_gate(gate, tuple(first_of(r, ruleset) for r in gate.covers or ruleset.rewards))
    if ruleset.grades is not None:
        yield from _in_grades(ruleset.grades)
    for reward in ruleset.rewards.values():
        yield from _in_reward(reward, first_of(reward.id, ruleset))
    for budget in ruleset.budgets.values():
        yield from in_setting(budget.amount, f"budget {budget.id}")
        yield from (Use(name, f"budget {budget.id}", "text") for name in budget.within)
    yield from _in_sources(ruleset)
    for outcome in ruleset.outcomes.values():
        yield Use(outcome.when, f"outcome {outcome.id}", "yes-no")


def _in_sources(ruleset: Ruleset) -> Iterator[Use]:
    """Yield the conditions that say who must have lines."""
    for source in ruleset.line_sources.values():
        if not isinstance(source.everyone, bool):
            yield Use(source.everyone, f"everyone {source.id}", "yes-no")


def in_setting(setting: Setting | None, owner: str, local: Mapping[str, str] | None = None) -> Iterator[Use]:
    """Yield the formulas of a setting in any of its forms."""
    local = local or {}
    if isinstance(setting, Formula):
        yield Use(setting, owner, "number", local)
    elif isinstance(setting, Lookup):
        yield Use(setting.by, owner, "label", local, setting)
        for part in (*setting.values.values(), setting.otherwise):
            yield from in_setting(part, owner, local)
    elif isinstance(setting, Dated):
        for _, part in setting.values:
            yield from in_setting(part, owner, local)


def formulas_of(setting: Setting | None) -> list[Formula]:
    """Give the formulas of a setting in any of its forms, those that choose between its values too."""
    return [use.formula for use in in_setting(setting, "")]


def constant(setting: Setting | None) -> float | None:
    """Give the number of a setting that is always the same, else None."""
    return setting.value if isinstance(setting, Constant) else None


def constant_by_cohort(setting: Setting | None, cohort: str | None) -> float | None:
    """Give the number that a setting has for a cohort, None where it takes data to know it."""
    if isinstance(setting, Constant):
        return setting.value
    if isinstance(setting, Lookup) and setting.by.text == "cohort" and cohort is not None:
        return constant_by_cohort(setting.values.get(cohort, setting.otherwise), cohort)
    if isinstance(setting, Dated):
        numbers = {constant_by_cohort(value, cohort) for _, value in setting.values}
        return numbers.pop() if len(numbers) == 1 else None
    return None


def cohorts_of(ruleset: Ruleset) -> list[str | None]:
    """Give the cohorts, or None alone for a ruleset without any."""
    return list(ruleset.cohorts) or [None]


def _decider(value: object, owner: str) -> Iterator[Use]:
    """Yield what a lookup of whole values goes by."""
    if isinstance(value, Lookup):
        yield Use(value.by, owner, "label", {}, value)


def _in_indicator(indicator: Indicator) -> Iterator[Use]:
    yield Use(indicator.value, f"{indicator.id}.value", "number" if not _by_label(indicator.scoring) else "any")
    yield from in_setting(indicator.target, f"{indicator.id}.target")
    if isinstance(indicator.pace, Formula):
        yield Use(indicator.pace, f"{indicator.id}.due", "number")
    yield from in_setting(indicator.weight, f"{indicator.id}.stated")
    local = indicator_locals(indicator.id)

    owner = f"{indicator.id}.score"
    yield from _decider(indicator.scoring, owner)
    for rule in rules_of(indicator.scoring):
        for setting in settings_of(rule):
            yield from in_setting(setting, owner, local)
        if isinstance(rule, Pass) and rule.when is not None:
            yield Use(rule.when, owner, "yes-no", local)
        if isinstance(rule, Standing):
            yield from (Use(name, owner, "text") for name in rule.within)
        if isinstance(rule, ByFormula):
            yield Use(rule.formula, owner, "number", local)


def indicator_locals(id_: str) -> dict[str, str]:
    """Give the short names that an indicator's own scoring rule may use."""
    return {name: f"{id_}.{name}" for name in ("value", "target", "attainment")}


def _by_label(scoring: Scoring) -> bool:
    return any(isinstance(rule, Rating) and not rule.numeric for rule in rules_of(scoring))


def settings_of(rule: Rule) -> tuple[Setting | None, ...]:
    """Give all settings inside a scoring rule."""
    match rule:
        case Ratio() | ByFormula():
            return (rule.floor, rule.cap)
        case Linear():
            return tuple(score for _, score in rule.points)
        case Steps():
            return rule.scores
        case PerStep():
            return (rule.start, rule.step, *(s for side in (rule.up, rule.down) for s in (side.points, side.at_most)))
        case PerUnit():
            return (rule.points, rule.unit, rule.free, rule.limit)
        case Rating():
            return tuple(rule.values.values())
        case ByPlace():
            return rule.scores
        case ByPercentile():
            return tuple(score for _, score in rule.points)
        case ByDeviation():
            return (rule.mean, rule.spread, rule.floor, rule.cap)
        case Pass():
            return ()


def _in_adjustment(adjustment: Adjustment) -> Iterator[Use]:
    for setting in (adjustment.points, adjustment.minimum, adjustment.maximum):
        yield from in_setting(setting, f"adjustment {adjustment.id}")


def _in_gate(gate: Gate, rewards: tuple[str, ...]) -> Iterator[Use]:
    yield Use(gate.when, f"gate {gate.id}", "yes-no")
    yield from in_setting(gate.score_at_most, "score")
    for id_, limit in gate.indicator_at_most.items():
        yield from in_setting(limit, f"{id_}.score")
    for reward in rewards or ("total_reward",):
        yield from in_setting(gate.reward_factor, reward)
        yield from in_setting(gate.reward_at_most, reward)


def _in_grades(grades: Grades) -> Iterator[Use]:
    yield from _decider(grades.bands, "grade")
    for bands in variants(grades.bands):
        for bound in bands.bounds:
            yield from in_setting(bound, "grade")
    ranking = grades.ranking
    if ranking is None:
        return
    yield Use(ranking.by, "grade", "number")
    yield from (Use(name, "grade", "text") for name in ranking.within)
    yield from (Use(number, "grade", "number") for number in ranking.ties.by)
    for setting in shares_of(ranking):
        yield from in_setting(setting, "grade")
    if isinstance(ranking, Shares):
        yield from (Use(condition, "grade", "yes-no") for condition in ranking.require.values())


def shares_of(ranking: Ranking) -> tuple[Setting, ...]:
    """Give the shares that a ranking states."""
    return tuple(ranking.shares.values()) if isinstance(ranking, Shares) else tuple(c.share for c in ranking.ceilings)


def _in_tiers(tiers: Tiers, owner: str) -> Iterator[Use]:
    if tiers.of is not None:
        yield Use(tiers.of, owner, "number")
    for setting in (*tiers.pays, tiers.start):
        yield from in_setting(setting, owner)


def _in_reward(reward: Reward, owner: str) -> Iterator[Use]:
    local = {"factor": f"{reward.id}.factor"} if reward.factor is not None else {}
    yield from in_setting(reward.factor, f"{reward.id}.factor")
    yield from in_setting(reward.amount, owner, local)
    prizes = [prize for _, _, prize in reward.contest.prizes] if reward.contest is not None else []
    shares = [reward.clawback.share] if reward.clawback is not None else []
    for setting in (reward.each, reward.minimum, reward.maximum, *prizes, *shares):
        yield from in_setting(setting, owner)
    for number in (reward.base, reward.count, reward.contest.by if reward.contest is not None else None):
        if number is not None:
            yield Use(number, owner, "number")
    if reward.contest is not None:
        yield from (Use(name, owner, "text") for name in reward.contest.within)
    if reward.when is not None:
        yield Use(reward.when, owner, "yes-no")
    if reward.prorate is not None:
        for day in (reward.prorate.begins, reward.prorate.ends):
            if day is not None:
                yield Use(day, owner, "date")
    yield from _decider(reward.tiers, owner)
    for tiers in variants(reward.tiers):
        yield from _in_tiers(tiers, owner)
    if reward.draw is not None:
        yield from _in_draw(reward.draw, f"draw {reward.id}")


def _in_draw(draw: Draw, owner: str) -> Iterator[Use]:
    yield from in_setting(draw.amount, owner)
    yield from in_setting(draw.recover.share if draw.recover is not None else None, owner)
    for condition in (draw.when, draw.recover.when if draw.recover is not None else None):
        if condition is not None:
            yield Use(condition, owner, "yes-no")


def reads_now(formula: Formula, functions: Mapping[str, Function]) -> set[str]:
    """Give all names that a formula reads of the period at hand, through functions too.

    What stands in `previous(…)` and its like is of earlier periods; who looks at peers needs to know who is appraised.
    """
    names, seen, todo = set[str](), set[str](), [(formula.tree, frozenset[str]())]
    while todo:
        tree, arguments = todo.pop()
        names |= {name for name, _ in named(tree, only_before)} - arguments
        for call in calls(tree, only_before):
            if call in functions and call not in seen:
                seen.add(call)
                todo.append((functions[call].body.tree, frozenset(functions[call].arguments)))
            elif call in BEYOND and BEYOND[call].family == "peers":
                names.add("status")
    return names
