"""The oracle's standings: who is in a group, what a place is worth, and what ceilings leave."""

from __future__ import annotations

from fractions import Fraction
from math import isqrt
from typing import TYPE_CHECKING

from appraise.policy.model import Shares
from appraise.policy.model.standing import ByDeviation, ByPercentile, ByPlace
from tests.oracle_values import constant, limited, on_lines, product, reached, total
from tests.ranking.oracle import by_shares, under_ceilings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from appraise.formula.syntax.grammar import Formula
    from appraise.policy.model import Ceilings, Indicator, Ranking, Standing
    from tests.oracle import Person
    from tests.oracle_formula import Local
    from tests.oracle_values import Number, Value

_DIGITS = 10**40


def standing(person: Person, indicator: Indicator, rule: Standing, own: Local) -> Number:
    """The score of the standing among those who are appraised and have a value."""
    stated = {
        ByPercentile: lambda: [score for _, score in rule.points],
        ByDeviation: lambda: [rule.mean, rule.spread],
    }.get(type(rule), list)()
    numbers = [person.setting(s, own) for s in stated]  # what a rule states counts also where there is no value
    at = _at(person, indicator, rule)
    if isinstance(rule, ByDeviation):  # limits are looked up for everybody
        score = None if at is None else total([numbers[0], product(numbers[1], at)])
        return limited(score, rule.limited.floor, rule.limited.cap, lambda s: person.setting(s, own))
    if at is None:
        return None
    if isinstance(rule, ByPlace):
        return person.setting(rule.scores[reached(at, [constant(p) for p in rule.places], "lower")], own)
    return on_lines(at, [constant(p) for p, _ in rule.points], numbers, rule.boundary, extend=False)


def _at(person: Person, indicator: Indicator, rule: Standing) -> Number:
    """The place, percentile or distance from the mean."""
    sign = 1 if indicator.attainment == "value/target" else -1
    value = person.look_up(f"{indicator.id}.value")
    peers = _group(person, rule.within)
    if value is None or person not in peers:
        return None
    value *= sign
    values = [sign * v for v in (peer.look_up(f"{indicator.id}.value") for peer in peers) if v is not None]
    if isinstance(rule, ByPlace):
        return Fraction(1 + sum(v > value for v in values))
    if isinstance(rule, ByPercentile):
        return Fraction(sum(v < value for v in values), len(values) - 1) if len(values) > 1 else Fraction(1)
    mean = sum(values, Fraction(0)) / len(values)
    variance = sum(((v - mean) ** 2 for v in values), Fraction(0)) / len(values)
    spread = Fraction(isqrt(variance.numerator * variance.denominator * _DIGITS**2), variance.denominator * _DIGITS)
    return (value - mean) / spread if spread else Fraction(0)


def ranked(person: Person, ranking: Ranking) -> str | None:
    """The grade of the place; `person.banded` gives that of the bands."""
    key = _key(person, ranking)
    if key is None or None in key:
        person.note("no-amount")
        return None
    if isinstance(ranking, Shares):
        return _of_place(person, ranking)
    return _left(person, ranking)


def _group(person: Person, within: Sequence[Formula]) -> list[Person]:
    """Everybody appraised in the same period and group; nobody for those who are in none."""
    mine = _texts(person, within)
    rows = person.company.rows.values()
    return [
        p
        for p in rows
        if None not in mine and p.period == person.period and p.reason() is None and _texts(p, within) == mine
    ]


def _texts(person: Person, within: Sequence[Formula]) -> list[Value]:
    return [person.compute(formula) for formula in within]


def _key(person: Person, ranking: Ranking) -> tuple[Value, ...] | None:
    by = person.compute(ranking.by)
    return None if by is None else (by, *(person.compute(f) for f in ranking.ties.by))


def _members(person: Person, ranking: Ranking, within: Sequence[Formula]) -> list[Person]:
    return [p for p in _group(person, within) if (key := _key(p, ranking)) is not None and None not in key]


def _of_place(person: Person, ranking: Shares) -> str | None:
    members, small = _members(person, ranking, ranking.within), ranking.small
    if small is not None and small.wider is not None and len(members) < small.size:
        wider = [ranking.within[i] for i in small.wider]
        members = [p for p in _members(person, ranking, wider) if None not in _texts(p, ranking.within)
                   and len(_members(p, ranking, ranking.within)) < small.size]  # fmt: skip
    if person not in members:
        person.note("no-amount")
        return None
    if small is not None and len(members) < small.size:
        if person.ruleset.grades.bands is not None:
            return person.banded()
        person.note("group-too-small")
        return None
    shares = {grade: constant(share) * 100 for grade, share in ranking.shares.items()}
    labels = list(shares)
    most = [labels.index(p.gated(labels[0], shifts=False)) for p in members]
    grades = by_shares([_key(p, ranking) for p in members], shares, ranking.counts, ranking.ties.then, most)
    at = labels.index(grades[members.index(person)])
    while labels[at] in ranking.require and (holds := person.compute(ranking.require[labels[at]])) is not True:
        if holds is None:
            person.note("no-amount")
            return None
        at += 1
    return labels[at]


def _left(person: Person, ranking: Ceilings) -> str | None:
    members = [p for p in _members(person, ranking, ranking.within) if p.banded() is not None]
    if person not in members:
        person.note("no-amount")
        return None
    at_most = {"+".join(c.grades): constant(c.share) * 100 for c in ranking.ceilings}
    banded = [p.entering() for p in members]
    left = under_ceilings([_key(p, ranking) for p in members], banded, person.ruleset.grades.labels, at_most,
                          ranking.counts, ranking.ties.then)  # fmt: skip
    return left[members.index(person)]
