"""The oracle's pay: one reward of one person, in the order in which the language page says it is made."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from tests.oracle_formula import bound
from tests.oracle_scoring import limited, prorated, tiers_pay
from tests.oracle_values import half_up, product, smallest

if TYPE_CHECKING:
    from engine.policy.model import Reward, Tiers
    from tests.oracle import Person
    from tests.oracle_values import Number


def paid(person: Person, reward: Reward) -> Number:
    """`when`, the amount, its factor, share of the period and limits; then gates; rounded at the end."""
    wanted = True if reward.when is None else person.compute(reward.when)
    if wanted is None:
        person.note("undecided")
        return None
    amount = limited(_amount(person, reward), reward.minimum, reward.maximum, person.setting) if wanted else Fraction(0)
    if amount is None:
        person.note("no-amount")
    for gate in person.ruleset.gates.values():
        effects = gate.reward_factor is not None or gate.reward_at_most is not None
        if effects and (not gate.covers or reward.id in gate.covers) and person.holds(gate):
            factor = Fraction(1) if gate.reward_factor is None else person.setting(gate.reward_factor)
            if amount is not None and amount > 0:
                amount = product(amount, factor)
                if amount is None:
                    person.note("no-amount")
            if gate.reward_at_most is not None:
                amount = smallest(amount, person.limit(gate.reward_at_most))
    return half_up(amount, person.ruleset.conventions.rounding.money)


def _amount(person: Person, reward: Reward) -> Number:
    factor = person.look_up(f"{reward.id}.factor") if reward.factor is not None else Fraction(1)
    if reward.amount is not None:
        local = bound(factor=f"{reward.id}.factor") if reward.factor is not None else {}
        amount = person.setting(reward.amount, local)
    elif reward.each is not None:
        amount = product(person.setting(reward.each), person.compute(reward.count), factor)
    else:
        amount = product(_tiers(person, reward), factor)
    if reward.prorate is None:
        return amount
    share = reward.prorate
    ends = None if share.ends is None else person.compute(share.ends)
    return product(amount, prorated(person.compute(share.begins), ends, person.period, share.places))


def _tiers(person: Person, reward: Reward) -> Number:
    tiers: Tiers | None = person.whole(reward.tiers)
    if tiers is None:
        return None
    base = person.compute(reward.base)
    measure = base if tiers.of is None else person.compute(tiers.of)
    return tiers_pay(tiers, base, measure, person.setting, person.note)
