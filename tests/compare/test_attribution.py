"""What each change moves adds up, in all and for everybody; changes that need each other are one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest

from engine.compare.attribution import attribution
from engine.diagnostics import Report
from engine.execution.together import run_together
from engine.policy.source import parse_source

if TYPE_CHECKING:
    from engine.compare.attribution import Attribution

BASE = """
ruleset: base
title: Base
version: "1"
effective: {from: 2026-01-01, to: 2026-12-31}
period: quarter
currency: EUR
conventions: {boundary: lower, rounding: {mode: half-up, score: 2, money: 2}, missing: error}
data:
  employee: id
  period: period
  fields: {a: {type: number}, b: {type: number}, salary: {type: money}}
indicators:
  a: {title: A, value: a, target: 100, score: {method: ratio, floor: 0, cap: 100}, weight: 50}
  b: {title: B, value: b, target: 100, score: {method: ratio, floor: 0, cap: 100}, weight: 50}
rewards:
  bonus: {title: Bonus, amount: salary * score / 100 * 0.1}
  extra: {title: Extra, amount: "7 if score >= 80 else 0"}
"""
DATA = pd.DataFrame({
    "id": ["1", "2", "3"], "period": ["2026Q1"] * 3, "a": [100, 60, 80], "b": [50, 100, 81.11],
    "salary": [1000, 2000, 1000.1],
})  # fmt: skip
DOUBLE = ("* 0.1}", "* 0.2}")
WEIGHTS = (("weight: 50}\n  b", "weight: 70}\n  b"), ("weight: 50}\nrewards", "weight: 30}\nrewards"))


def attributed(*replaced: tuple[str, str]) -> Attribution:
    text = BASE
    for old, new in replaced:
        assert old in text
        text = text.replace(old, new)
    base, variant = (parse_source(t, n, Report()) for t, n in ((BASE, "base.yaml"), (text, "variant.yaml")))
    assert base is not None
    assert variant is not None
    found = attribution(base, variant, lambda plans, keep: run_together(plans, DATA, keep=keep))
    assert found is not None
    return found


def test_by_hand() -> None:
    """Scores 75, 80, 80.56: bonuses 75, 160, 80.57; extras 0, 7, 7. Twice the rate; extras from 75."""
    found = attributed(DOUBLE, ("score >= 80", "score >= 75"))
    assert (found.base, found.variant, found.change) == (329.57, 652.14, 322.57)
    assert [(p.paths, p.alone, p.last, p.share) for p in found.parts] == [
        (("rewards.bonus.amount",), 315.57, 315.57, 315.57),
        (("rewards.extra.amount",), 7.0, 7.0, 7.0),
    ]
    assert found.interaction == 0.0
    assert found.parts[1].people.tolist() == [7.0, 0.0, 0.0]


def test_changes_that_need_each_other_are_one_and_interactions_are_shared() -> None:
    """The first person's score goes from 75 to 85 by the weights: bonus 75 to 85, with twice the rate 150 to 170."""
    found = attributed(DOUBLE, *WEIGHTS)
    assert found.joined == (("indicators.a.weight", "indicators.b.weight"),)
    assert [d.code for d in found.problem] == ["weights-sum"]
    shares = {part.paths: part.people[0] for part in found.parts}
    assert shares == {
        ("indicators.a.weight", "indicators.b.weight"): pytest.approx((10 + 7 + 20 + 7) / 2),
        ("rewards.bonus.amount",): pytest.approx((75 + 85) / 2),
    }
    assert found.interaction != 0.0


def test_everything_adds_up() -> None:
    found = attributed(
        DOUBLE, *WEIGHTS, ("score >= 80", "score >= 79"), ("method: ratio, floor: 0", "method: ratio, floor: 61.37")
    )
    cents = [round(part.share * 100) for part in found.parts if part.share is not None]
    assert len(cents) == len(found.parts) == 5
    assert sum(cents) == round(found.change * 100)
    assert round(sum(part.alone for part in found.parts) + found.interaction, 2) == found.change
    people = np.array([part.people for part in found.parts]).sum(axis=0)
    assert np.round(people * 100).tolist() == np.round(found.people * 100).tolist()
    assert round(float(found.people.sum()), 2) == found.change


def test_no_change_moves_nothing() -> None:
    found = attributed(("title: Base", "title: Other"))
    assert (found.parts, found.change, found.interaction) == ((), 0.0, 0.0)
