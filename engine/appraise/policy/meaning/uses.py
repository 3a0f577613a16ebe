"""Every formula of a ruleset with the value it helps to compute: what the checks and the plan walk over."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from appraise.formula.beyond import BEYOND, only_before
from appraise.formula.syntax.grammar import Formula, calls, named
from appraise.policy import columns as col
from appraise.policy.meaning.parts import changed_by, first_of
from appraise.policy.model.facts import decider
from appraise.policy.values import ByLabel, Constant, ends, inside, parts_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from appraise.policy.model import Function, Gate, Grades, Indicator, Reward, Ruleset
    from appraise.policy.model.facts import Asked, Expects, Stated
    from appraise.policy.values import Choice, Setting


@dataclass(frozen=True, slots=True)
class Use:
    """A formula, the column it feeds, the kind it must give, and names that mean something only here."""

    formula: Formula
    owner: str
    expects: Expects
    local: Mapping[str, str] = field(default_factory=dict)
    lookup: ByLabel[object] | None = None  # for the name that a lookup goes by


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
        yield from in_setting(category.weight, col.category(category.id))
    for indicator in ruleset.indicators.values():
        yield from _in_indicator(indicator)
    for adjustment in ruleset.adjustments.values():
        yield from _settings(adjustment.settings(), col.adjustment(adjustment.id))
    for limit in (ruleset.score_minimum, ruleset.score_maximum):
        yield from in_setting(limit, "score")
    for gate in ruleset.gates.values():
        yield from _in_gate(gate, ruleset)
    if ruleset.grades is not None:
        yield from _in_grades(ruleset.grades)
    for reward in ruleset.rewards.values():
        yield from _in_reward(reward, first_of(reward.id, ruleset))
    for budget in ruleset.budgets.values():
        yield from _settings(budget.settings(), col.budget(budget.id))
        yield from (Use(name, col.budget(budget.id), "text") for name in budget.within)
    yield from _in_sources(ruleset)
    for outcome in ruleset.outcomes.values():
        yield Use(outcome.when, col.outcome(outcome.id), "yes-no")


def _in_sources(ruleset: Ruleset) -> Iterator[Use]:
    """Yield the conditions that say who must have lines."""
    for source in ruleset.line_sources.values():
        if not isinstance(source.everyone, bool):
            yield Use(source.everyone, col.everyone(source.id), "yes-no")


def in_setting(setting: Setting | None, owner: str, local: Mapping[str, str] | None = None) -> Iterator[Use]:
    """Yield the formulas of a setting in any of its forms."""
    for part in inside(setting):
        if isinstance(part, Formula):
            yield Use(part, owner, "number", local or {})
        elif isinstance(part, ByLabel):
            yield Use(part.by, owner, "label", local or {}, part)


def _settings(stated: Iterable[Stated], owner: str, local: Mapping[str, str] | None = None) -> Iterator[Use]:
    """Yield the formulas of the settings that an element states."""
    for one in stated:
        yield from in_setting(one.setting, owner, local)


def _formulas(asked: Iterable[Asked], owner: str, local: Mapping[str, str] | None = None) -> Iterator[Use]:
    """Yield the formulas that stand beside them."""
    for one in asked:
        yield Use(one.formula, owner, one.expects, local or {} if one.own else {}, one.lookup)


def formulas_of(setting: Setting | None) -> list[Formula]:
    """The formulas of a setting in any of its forms, those that choose between its values too."""
    return [use.formula for use in in_setting(setting, "")]


def constant(setting: Setting | None) -> float | None:
    """The number of a setting that is always the same, else None."""
    return setting.value if isinstance(setting, Constant) else None


def constant_by_cohort(setting: Setting | None, cohort: str | None) -> float | None:
    """The number that a setting has for a cohort, None where it takes data to know it."""

    def chosen(choice: Choice) -> Iterable[Setting | None]:
        if not isinstance(choice, ByLabel):
            return parts_of(choice)
        return [choice.of(cohort) if choice.by.name == "cohort" and cohort is not None else None]

    if isinstance(setting, Constant):
        return setting.value
    numbers = {constant(end) for end in ends(setting, chosen)}
    return numbers.pop() if len(numbers) == 1 else None


def cohorts_of(ruleset: Ruleset) -> list[str | None]:
    """The cohorts, or None alone for a ruleset without any."""
    return list(ruleset.cohorts) or [None]


def _in_indicator(indicator: Indicator) -> Iterator[Use]:
    labelled = any(rule.labelled for rule in indicator.rules)
    yield Use(indicator.value, col.indicator(indicator.id, "value"), "any" if labelled else "number")
    yield from in_setting(indicator.target, col.indicator(indicator.id, "target"))
    if isinstance(indicator.pace, Formula):
        yield Use(indicator.pace, col.indicator(indicator.id, "due"), "number")
    yield from in_setting(indicator.weight, col.indicator(indicator.id, "stated"))
    local, owner = indicator_locals(indicator.id), col.indicator(indicator.id, "score")
    yield from _formulas(decider(indicator.scoring), owner)
    for rule in indicator.rules:
        yield from _settings(rule.settings(), owner, local)
        yield from _formulas(rule.formulas(), owner, local)


def indicator_locals(id_: str) -> dict[str, str]:
    """The short names that an indicator's own scoring rule may use."""
    return {name: col.indicator(id_, name) for name in ("value", "target", "attainment")}


def _in_gate(gate: Gate, ruleset: Ruleset) -> Iterator[Use]:
    yield Use(gate.when, col.gate(gate.id), "yes-no")
    for effect in gate.effects:
        for owner in changed_by(effect, gate, ruleset) or ("total_reward",):
            yield from _settings(effect.settings(), owner)


def _in_grades(grades: Grades) -> Iterator[Use]:
    yield from _settings(grades.settings(), "grade")
    yield from _settings(grades.ranking.settings() if grades.ranking is not None else (), "grade")
    yield from _formulas(grades.formulas(), "grade")


def _in_reward(reward: Reward, owner: str) -> Iterator[Use]:
    factor = col.reward(reward.id, "factor")
    yield from in_setting(reward.factor, factor)
    local = {"factor": factor} if reward.factor is not None and reward.pay.names_factor else {}
    yield from _settings(reward.settings(), owner, local)
    yield from _formulas(reward.formulas(), owner)
    if reward.draw is not None:
        yield from _settings(reward.draw.settings(), col.draw(reward.id))
        yield from _formulas(reward.draw.formulas(), col.draw(reward.id))


def reads_now(formula: Formula, functions: Mapping[str, Function]) -> set[str]:
    """All names that a formula reads of the period at hand, through functions too.

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
