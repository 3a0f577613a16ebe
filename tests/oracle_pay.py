"""The oracle's pay: one reward of one person, in the order in which the language page says it is made."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from appraise.policy.model import Amount, Clawback, Contest, Each, RewardAtMost, RewardFactor, Tiered
from tests.oracle_formula import bound
from tests.oracle_scoring import limited, prorated, tiers_pay
from tests.oracle_settled import clawed_back, draw_part, last_known, paid_this_year, place, prize
from tests.oracle_values import half_up, largest, product, smallest, total

if TYPE_CHECKING:
    from appraise.policy.model import Reward, Tiers
    from tests.oracle import Person
    from tests.oracle_values import Number


def reward_part(person: Person, reward: Reward, part: str) -> Number:
    """A figure of a reward beside its amount."""
    match part:
        case "factor":
            return person.setting(reward.factor)
        case "place":
            return place(person, reward)
        case "first" | "earned" | "claimed":
            return person.look_up(f"{reward.id}.first") if part != "first" else _first(person, reward)
        case "accrued":
            return half_up(_limited(person, reward), person.ruleset.conventions.rounding.money)
        case "banked":
            return _banked(person, reward)
    return draw_part(person, reward, part)


def _first(person: Person, reward: Reward) -> Number:
    """`when`, the amount, its factor, share of the period and limits; then gates; rounded at the end."""
    wanted = _wanted(person, reward)
    if wanted is None:
        person.note("undecided")
        return None
    amount = _due(person, reward) if wanted else Fraction(0)
    if amount is None:
        person.note("no-amount")
    for gate in person.ruleset.gates.values():
        times, most = gate.only(RewardFactor), gate.only(RewardAtMost)
        if (times or most) and (not gate.covers or reward.id in gate.covers) and person.holds(gate):
            factor = Fraction(1) if times is None else person.setting(times.factor)
            if amount is not None and amount > 0:
                amount = product(amount, factor)
                if amount is None:
                    person.note("no-amount")
            if most is not None:
                amount = smallest(amount, person.limit(most.limit))
    pools = [b for b in person.ruleset.budgets.values() if reward.id in b.covers and b.mode == "hand_out"]
    return half_up(amount, 6 if pools else person.ruleset.conventions.rounding.money)


def _wanted(person: Person, reward: Reward) -> bool | None:
    return True if reward.when is None else person.compute(reward.when)


def _due(person: Person, reward: Reward) -> Number:
    """The limited amount, less what was paid earlier in the year where it is due for the year so far."""
    if reward.true_up is None:
        return _limited(person, reward)
    accrued = person.look_up(f"{reward.id}.accrued")
    rest = total([accrued, product(Fraction(-1), paid_this_year(person, reward))])
    return rest if reward.true_up.below_zero == "take_back" else largest(rest, Fraction(0))


def _limited(person: Person, reward: Reward) -> Number:
    amount = total([_amount(person, reward), last_known(person, f"{reward.id}.banked") if reward.bank else Fraction(0)])
    return limited(amount, reward.minimum, reward.maximum, person.setting)


def _banked(person: Person, reward: Reward) -> Number:
    """What exceeds the maximum; what was kept before stays where nothing is earned."""
    before, wanted = last_known(person, f"{reward.id}.banked"), _wanted(person, reward)
    if wanted is None:
        return None
    if not wanted:
        return before
    whole, paid = total([_amount(person, reward), before]), _limited(person, reward)
    if whole is None or paid is None:
        return None
    return half_up(max(whole - paid, Fraction(0)), person.ruleset.conventions.rounding.money)


def _amount(person: Person, reward: Reward) -> Number:
    factor = person.look_up(f"{reward.id}.factor") if reward.factor is not None else Fraction(1)
    match reward.pay:
        case Amount(amount=stated):
            local = bound(factor=f"{reward.id}.factor") if reward.factor is not None else {}
            amount = person.setting(stated, local)
        case Each(each=each, count=count):
            amount = product(person.setting(each), person.compute(count), factor)
        case Contest():
            amount = product(prize(person, reward), factor)
        case Clawback():
            amount = product(clawed_back(person, reward), factor)
        case Tiered() as pay:
            amount = product(_tiers(person, pay), factor)
    if reward.prorate is None:
        return amount
    share = reward.prorate
    ends = None if share.ends is None else person.compute(share.ends)
    return product(amount, prorated(person.compute(share.begins), ends, person.period, share.places))


def _tiers(person: Person, pay: Tiered) -> Number:
    tiers: Tiers | None = person.whole(pay.tiers)
    if tiers is None:
        return None
    base = person.compute(pay.base)
    measure = base if tiers.of is None else person.compute(tiers.of)
    return tiers_pay(tiers, base, measure, person.setting, person.note)
