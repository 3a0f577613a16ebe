"""What each number of a policy is counted in, and between what it lies: points, money, shares, factors, counts.

Each element says it of its own settings (policy/model/facts.py); the check over them is lint/quantities.py.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, assert_never

from appraise.formula.measured import IN_WORDS
from appraise.policy.model.facts import ANY, ATTAINMENT, POINTS, RATE, Quantity, stated
from appraise.texts import msg

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from appraise.formula.syntax.grammar import Formula
    from appraise.policy.meaning.scope import Scope
    from appraise.policy.model import Ruleset
    from appraise.policy.model.facts import Like, Stated
    from appraise.policy.values import Setting
    from appraise.texts import Message


class Held(NamedTuple):
    """A setting, what it holds, its key (or what stands there), and the element it belongs to, by its title."""

    setting: Setting
    quantity: Quantity
    key: str | Message
    whose: str


def held(ruleset: Ruleset, scope: Scope) -> Iterator[Held]:
    """Yield every setting of a policy that is a number of a known kind; those of parameters are seen where they are used.

    The shares of a ranking have a check of their own.
    """

    def of(settings: Iterable[Stated], whose: str, value: Quantity = ANY) -> Iterator[Held]:
        last: Quantity | Like | None = None
        quantity = value
        for key, setting, counted in settings:
            if counted is not last:  # settings under one key are counted alike, and types take time to find
                last = counted
                quantity = counted if isinstance(counted, Quantity) else _like(counted, value, scope)
            yield Held(setting, quantity, key, whose)

    for indicator in ruleset.indicators.values():
        value = measured(indicator.value, scope)
        if indicator.target is not None:
            yield Held(indicator.target, value, "target", indicator.title)
            value = value._replace(else_=msg("state `of: attainment`"))
        for rule in indicator.rules:
            yield from of(rule.settings(), indicator.title, value)
    yield from of(ruleset.grades.settings() if ruleset.grades is not None else (), msg("the grades"))
    for adjustment in ruleset.adjustments.values():
        yield from of(adjustment.settings(), adjustment.title)
    yield from of(stated(POINTS, min=ruleset.score_minimum, max=ruleset.score_maximum), msg("the total score"))
    for gate in ruleset.gates.values():
        for effect in gate.effects:
            yield from of(effect.settings(), gate.title)
    for reward in ruleset.rewards.values():
        yield from of(reward.settings(), reward.title)
        yield from of(reward.draw.settings() if reward.draw is not None else (), reward.title)
    for budget in ruleset.budgets.values():
        yield from of(budget.settings(), budget.title)


def measured(formula: Formula, scope: Scope) -> Quantity:
    """In what a formula's numbers are counted."""
    kind = scope.quiet(formula)
    if kind.unit == "percent" or kind.measured == "percent":
        return ATTAINMENT._replace(words=IN_WORDS["percent"], sure=kind.measured == "percent")
    return Quantity(IN_WORDS[kind.measured], shares=False) if kind.measured else ANY


def _like(like: Like, value: Quantity, scope: Scope) -> Quantity:
    """In what numbers are counted that go by a formula, or by the `value` of an indicator."""
    counted = value if like.formula is None else measured(like.formula, scope)
    match like.use:
        case "place":
            return counted
        case "distance":
            return counted.size
        case "part":
            return counted.upward
        case "rate":
            base = scope.quiet(like.formula) if like.formula is not None else None
            if base is not None and base.unit == "count":
                return ANY  # 5 for each piece is a rate as well
            return RATE._replace(sure=base is not None and base.unit in ("money", "percent"))
        case _:
            assert_never(like.use)
