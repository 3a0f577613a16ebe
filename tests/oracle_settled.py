"""The oracle's settling of pay with others and with earlier periods: prizes, budgets, draws, banks, true-ups, clawbacks."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from appraise.policy.model import Contest
from tests.oracle_company import place_of
from tests.oracle_values import half_up, product, total

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from appraise.formula.syntax.grammar import Formula
    from appraise.policy.model import Budget, Reward, Ruleset
    from tests.oracle import Person
    from tests.oracle_values import Number


def parts(reward: Reward, ruleset: Ruleset) -> list[str]:
    """The figures that a reward has beside its amount."""
    found = ["place"] if isinstance(reward.pay, Contest) else []
    found += ["claimed"] if budget_of(reward, ruleset) is not None else []
    found += ["accrued"] if reward.true_up is not None else []
    if reward.draw is not None:
        found += ["earned", *(["recovered", "balance"] if reward.draw.recover is not None else [])]
    return found + (["banked"] if reward.bank else [])


def budget_of(reward: Reward, ruleset: Ruleset) -> Budget | None:
    """The budget out of which a reward is paid."""
    return next((b for b in ruleset.budgets.values() if reward.id in b.covers), None)


def last_known(person: Person, name: str) -> Number:
    """What a name was in the latest earlier period in which the person was appraised; 0 if there is none."""
    before = [p for p in _earlier(person) if p.look_up(name) is not None]
    return max(before, key=_time).look_up(name) if before else Fraction(0)


def settled(person: Person, reward: Reward) -> Number:
    """The money of a reward, after its draw or its budget."""
    if reward.draw is not None:
        return _drawn(person, reward)
    budget = budget_of(reward, person.ruleset)
    return person.look_up(f"{reward.id}.first") if budget is None else _budgeted(person, reward, budget)


def place(person: Person, reward: Reward) -> Number:
    """The place among those who take part; those who tie have the better one."""
    values = _taking_part(person, reward)
    if person not in values:
        return None
    better = sum(_ahead(other, values[person], reward) for other in values.values())
    return Fraction(1 + better)


def prize(person: Person, reward: Reward) -> Number:
    """The prize of the place: shared by those who tie, or the same for each of them; nobody's place is worth 0."""
    at, values = person.look_up(f"{reward.id}.place"), _taking_part(person, reward)
    if at is None:
        return Fraction(0)
    tied = sorted(p.employee for p, value in values.items() if value == values[person])
    if reward.pay.ties == "repeat":
        return _prize_of(person, reward, int(at))
    cent = Fraction(1, 10**person.ruleset.conventions.rounding.money)
    whole = sum((_prize_of(person, reward, int(at) + i) for i in range(len(tied))), Fraction(0)) / cent
    units, rest = divmod(whole, len(tied))
    return cent * (units + (1 if tied.index(person.employee) < rest else 0))


def clawed_back(person: Person, reward: Reward) -> Number:
    """A share of what was paid in the periods before, from the one on in which something was taken back last."""
    now, back = _time(person), reward.pay
    fired = [_time(p) for p in _earlier(person) if p.look_up(reward.id) != 0]
    since = max([now - back.periods, *fired])
    was = total(p.look_up(id_) for p in _earlier(person) if _time(p) >= since for id_ in back.of)
    return None if was is None else product(person.setting(back.share), -max(was, Fraction(0)))


def paid_this_year(person: Person, reward: Reward) -> Number:
    """What the reward was in the earlier periods of the year."""
    return total(p.look_up(reward.id) for p in _earlier(person) if p.period.year == person.period.year)


def draw_part(person: Person, reward: Reward, part: str) -> Number:
    """What is kept back, and what is owed afterwards."""
    earned, least = person.look_up(f"{reward.id}.earned"), _guaranteed(person, reward)
    if earned is None or least is None:
        return None
    before = last_known(person, f"{reward.id}.balance")
    if part == "balance":
        advanced = _at_least(earned, least) - earned
        kept = person.look_up(f"{reward.id}.recovered")
        return None if kept is None else before + advanced - kept
    recover, above = reward.draw.recover, max(earned - least[0], Fraction(0))
    holds = True if recover.when is None else person.compute(recover.when)
    if holds is None:
        person.note("undecided")
        return None
    share = person.setting(recover.share) if holds else Fraction(0)
    kept = half_up(product(above, share), person.ruleset.conventions.rounding.money)
    return None if kept is None else min(kept, before)


def _drawn(person: Person, reward: Reward) -> Number:
    earned, least = person.look_up(f"{reward.id}.earned"), _guaranteed(person, reward)
    if earned is None or least is None:
        return None
    kept = person.look_up(f"{reward.id}.recovered") if reward.draw.recover is not None else Fraction(0)
    return None if kept is None else _at_least(earned, least) - kept


def _at_least(earned: Fraction, least: tuple[Fraction, bool]) -> Fraction:
    """What is earned, or the draw where it is in force and more."""
    return max(earned, least[0]) if least[1] else earned


def _guaranteed(person: Person, reward: Reward) -> tuple[Fraction, bool] | None:
    """The draw, and whether it is in force; 0 where it is not."""
    draw = reward.draw
    holds = True if draw.when is None else person.compute(draw.when)
    if holds is None:
        person.note("undecided")
        return None
    if not holds:
        return Fraction(0), False
    amount = half_up(person.setting(draw.amount), person.ruleset.conventions.rounding.money)
    if amount is None:
        person.note("no-amount")
        return None
    return amount, True


def _budgeted(person: Person, reward: Reward, budget: Budget) -> Number:
    """Claims are paid in whole cents, in proportion; what is left over goes by largest remainders."""
    own = person.look_up(f"{reward.id}.claimed")
    if own is None:
        return None
    claims = {(p.employee, id_): claim for p in _group(person, budget.within) for id_ in budget.covers
              if (claim := p.look_up(f"{id_}.claimed")) is not None and claim > 0}  # fmt: skip
    amount, wanted = person.setting(budget.amount), sum(claims.values(), Fraction(0))
    if amount is None:
        person.note("no-amount")
        return None
    if budget.mode == "cap" and wanted <= amount:
        return own
    if own <= 0:
        return half_up(own, person.ruleset.conventions.rounding.money)
    cent = Fraction(1, 10**person.ruleset.conventions.rounding.money)
    exact = {key: amount * claim / wanted / cent for key, claim in claims.items()}
    units = {key: value.numerator // value.denominator for key, value in exact.items()}
    order = sorted(claims, key=lambda k: (units[k] - exact[k], -claims[k], k[0], budget.covers.index(k[1])))
    for key in order[: int(amount / cent) - sum(units.values())]:
        units[key] += 1
    return units[person.employee, reward.id] * cent


def _earlier(person: Person) -> Iterator[Person]:
    for other in person.company.rows.values():
        if other.employee == person.employee and _time(other) < _time(person) and other.reason() is None:
            yield other


def _time(person: Person) -> int:
    return place_of(person.period)


def _group(person: Person, within: Sequence[Formula]) -> list[Person]:
    mine = [person.compute(f) for f in within]
    return [p for p in person.company.rows.values() if p.period == person.period and p.reason() is None
            and None not in mine and [p.compute(f) for f in within] == mine]  # fmt: skip


def _taking_part(person: Person, reward: Reward) -> dict[Person, Fraction]:
    found = {}
    for other in _group(person, reward.pay.within):
        value = other.compute(reward.pay.by)
        if value is not None and (reward.when is None or other.compute(reward.when) is True):
            found[other] = value
    return found


def _ahead(other: Fraction, own: Fraction, reward: Reward) -> bool:
    return other > own if reward.pay.best == "highest" else other < own


def _prize_of(person: Person, reward: Reward, at: int) -> Fraction:
    for first, last, setting in reward.pay.prizes:
        if first <= at <= last:
            stated = person.setting(setting) or Fraction(0)
            return half_up(stated, person.ruleset.conventions.rounding.money) or Fraction(0)
    return Fraction(0)
