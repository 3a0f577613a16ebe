"""Neighbours of what check knows of units without data: sound ones pass, others are refused with a hint that helps."""

from __future__ import annotations

import pytest

from appraise import load_text
from appraise.policy.meaning.units import unit_of
from tests.test_quantities import POLICY, WHEN

CONDITIONS = [
    "score / 100 < quality", "score * quality < 50", "score * (1 - quality) > 5", "min(score, 120) < 50",
    "min(score / 100, 120%) < 50%", "min(sales.attainment, 120%) < 80%", "max(quality, 0%) < 50%",
    "sales / visits > 20", "sales / visits > 20.5", "sales - sales.target > 0",
    "(sales - sales.target) / sales.target < 5%", "(sales - sales.target) / sales.target < -20%",
    "sales.attainment - 1 > 15%", "sales.attainment - 100% > 15%", "1 - quality > 5%", "100% - quality > 5%",
    "quality * 100 < 80", "quality * 100 < score", "score < quality * 100", "quality / 95% < 1",
    "quality - 90% < -5%", "sales / 12 < 10", "sales * 1.15 > 100", "sales * 115% > 100", "visits * 60 < 480",
    "visits / 2 < 5", "sales.score + quality.score < 100", "sales.points + quality.points < 60",
    "sales.score - quality.score > 20", "sales.score * sales.weight / 100 < 20", "mark / 5 < 60%", "mark * 20 < 60",
    "mark < 3", "mark < 2.5", "mark + 1 < 4", "score / mark < 20", "mark * 20 < score", "sales.value < sales.target",
    "sales < 100", "visits < 5 or sales < 20", "quality < bar - 5%", "quality < 95% * bar",
    "quality < bar and bar > 0%", "score < 59.5", "score < 0.5", "abs(quality - 90%) > 10%", "abs(sales - 100) > 10",
    "round(score, 1) < 60", "round(quality, 2) < 80%", "sales > 1000000", "quality == 0", "quality == 1",
    "quality < 1", "sales.attainment < 1.15", "sales.attainment > 5", "sales.attainment >= 1", "visits * 100 > sales",
    "sales / (visits + 1) > 3", "visits / sales < 5%", "(quality + bar) / 2 < 80%", "mean_of_last(quality, 3) < 80%",
    "previous(quality) < 80%", "sales > previous(sales) * 110%", "sales / previous(sales) - 1 > 10%",
    "score - previous(score) > 5", "score + visits < 60", "score + mark < 60", "coalesce(previous(score), 0) < 60",
    "coalesce(previous(quality), 0) < 60%", "coalesce(previous(quality), 1) < 60%", "quality.score < 80",
    "sales.weight < 50", "min(1, sales / sales.target) < 80%", "sales / sales.target < 80%",
]  # fmt: skip
SETTINGS = [
    ("target: 100", "target: sales / 1.1"),
    ("target: 100", "target: 1"),
    ("target: 100", "target: {Rep: 100, Lead: 200, otherwise: 50}"),
    ("target: 100", "target: '100 * 1.15'"),
    ("target: 100", "target: {2026-01-01: 100, 2026-07-01: 115}"),
    ("target: 90%", "target: 0.9"),
    ("target: 90%", "target: 1"),
    ("target: 90%", "target: 1.15"),
    ("target: 90%", "target: bar + 5%"),
    ("target: 90%", "target: bar"),
    ("target: 90%", "target: 120%"),
    ('{title: Share, amount: "sales * lookup(ramp, visits)"}', '{title: Share, amount: "sales * 5%"}'),
    ('{title: Share, amount: "sales * lookup(ramp, visits)"}', '{title: Share, amount: "sales * 0.05"}'),
    ('{title: Share, amount: "sales * lookup(ramp, visits)"}', '{title: Share, amount: "visits * 50"}'),
    ('{title: Share, amount: "sales * lookup(ramp, visits)"}', '{title: Share, amount: "score * 100"}'),
    ('{title: Share, amount: "sales * lookup(ramp, visits)"}', '{title: Share, amount: "score * 20 * quality"}'),
    ('{title: Share, amount: "sales * lookup(ramp, visits)"}', '{title: Share, amount: "sales * score / 100"}'),
    ('{title: Share, amount: "sales * lookup(ramp, visits)"}', '{title: Share, amount: "1000 * sales.attainment"}'),
    (
        '{title: Share, amount: "sales * lookup(ramp, visits)"}',
        '{title: Share, amount: "1000 * min(sales.attainment, 120%)"}',
    ),
    ('{title: Share, amount: "sales * lookup(ramp, visits)"}', '{title: Share, amount: "max(sales - 100, 0) * 5%"}'),
    ('{title: Share, amount: "sales * lookup(ramp, visits)"}', '{title: Share, amount: "visits * 12.5 + sales * 2%"}'),
    ('{title: Share, amount: "sales * lookup(ramp, visits)"}', '{title: Share, amount: "500 * quality"}'),
    ('{title: Share, amount: "sales * lookup(ramp, visits)"}', '{title: Share, amount: "500 * mark"}'),
    ('{title: Share, amount: "sales * lookup(ramp, visits)"}', '{title: Share, amount: "500 + 5 * score"}'),
    ('{title: Share, amount: "sales * lookup(ramp, visits)"}', '{title: Share, amount: "score * 10 + visits * 5"}'),
    (
        '{title: Share, amount: "sales * lookup(ramp, visits)"}',
        '{title: Share, amount: "sales * lookup(ramp, visits) + 100"}',
    ),
    (
        '{title: Share, amount: "sales * lookup(ramp, visits)"}',
        '{title: Share, amount: "sales * (lookup(ramp, visits) - 5%)"}',
    ),
    ('{title: Share, amount: "sales * lookup(ramp, visits)"}', '{title: Share, amount: "sales / 12 * 3"}'),
    ('{title: Share, amount: "sales * lookup(ramp, visits)"}', '{title: Share, amount: "500 if score >= 80 else 0"}'),
    (
        '{title: Share, amount: "sales * lookup(ramp, visits)"}',
        '{title: Share, amount: "500 if quality >= 95% else sales * 1%"}',
    ),
    ('{title: Share, amount: "sales * lookup(ramp, visits)"}', '{title: Share, amount: "min(sales * 5%, 1000)"}'),
    ('{title: Share, amount: "sales * lookup(ramp, visits)"}', '{title: Share, amount: "max(sales * 5%, score * 10)"}'),
    ('{title: Share, amount: "sales * lookup(ramp, visits)"}', '{title: Share, amount: "visits"}'),
    ("cap: 120", "cap: 150"),
    ("cap: 120", "cap: {Rep: 120, otherwise: 100}"),
    ("floor: 0, cap: 120", "floor: -50, cap: 120"),
    ("{A: 90, B: 60", "{A: 0.9, B: 0.6"),
    ("{A: 90, B: 60", "{A: 4.5, B: 3"),
    ("max: 500", "max: 0.5"),
    ("{0: 1%, 100: 2%}", "{0: 0.01, 100: 0.02}"),
    ("{0: 1%, 100: 2%}", "{0: 0, 100: 2%}"),
    ("{0: 1%, 100: 2%}", "{0: 0.5, 100: 0.99}"),
    ("{0: 25%, 10: 50%, 20: 100%}", "{0: 0.25, 10: 50%, 20: 1}"),
    ("{0: 25%, 10: 50%, 20: 100%}", "{0: 0, 10: 50%, 20: 1.5}"),
    ("{Rep: 80%, Lead: 90%, otherwise: 0%}", "{Rep: 0.8, Lead: 90%, otherwise: 0}"),
    ("{0%: 0, 80%: 60}", "{0: 0, 0.8: 60, 1: 100}"),
    ("{0%: 0, 80%: 60}", "{0: 0, 80%: 60, 150%: 120}"),
    ("free: 1", "free: 0"),
    ("floor: 0}, weight: 20", "floor: -20}, weight: 20"),
    ("floor: 0}, weight: 20", "floor: 100}, weight: 20"),
    ("reward_factor: 0.5", "reward_factor: 0"),
    ("reward_factor: 0.5", "reward_factor: 2"),
    ("reward_factor: 0.5", "reward_at_most: 100"),
    ("reward_factor: 0.5", "grade_shift: -1"),
    (
        "base: sales, tiers: {method: marginal, rates: {0: 1%, 100: 2%}}, max: 500",
        "base: visits, tiers: {method: marginal, rates: {0: 5, 10: 8}}, max: 500",
    ),
    (
        "base: sales, tiers: {method: marginal, rates: {0: 1%, 100: 2%}}, max: 500",
        "base: sales, tiers: {method: whole, of: sales.attainment, rates: {0: 1%, 100%: 2%}}",
    ),
]
UNSOUND_CONDITIONS = [  # what is wrong, what the hint says, and the policy with the hint followed
    ("score < 60%", "write 60", "score < 60"),
    ("score <= 59.5%", "write 59.5", "score <= 59.5"),
    ("60% > score", "write 60", "60 > score"),
    ("score == 100%", "write 100", "score == 100"),
    ("score >= 50% and score < 80", "write 50", "score >= 50 and score < 80"),
    ("not score > 60%", "write 60", "not score > 60"),
    ("quality.score < 80%", "write 80", "quality.score < 80"),
    ("sales.points < 30%", "write 30", "sales.points < 30"),
    ("sales.weight < 50%", "write 50", "sales.weight < 50"),
    ("sales < 90%", "sales * 90%", "sales < sales.target * 90%"),
    ("visits < 50%", "write 50", "visits < 50"),
    ("mark < 60%", "write the mark that is meant", "mark < 60 / 20"),
    ("quality < 80", "write 80%", "quality < 80%"),
    ("quality <= 95.5", "write 95.5%", "quality <= 95.5%"),
    ("95 > quality", "write 95%", "95% > quality"),
    ("sales.attainment < 80", "write 80%", "sales.attainment < 80%"),
    ("sales.attainment - 1 > 15", "write 15%", "sales.attainment - 1 > 15%"),
    ("max(quality, 10) < 1", "write 10%", "max(quality, 10%) < 1"),
    ("min(sales.attainment, 120) < 1", "write 120%", "min(sales.attainment, 120%) < 1"),
    ("min(score, 120%) < 50", "write 120", "min(score, 120) < 50"),
    ("score + 5% < 60", "score * 5%", "score + score * 5% < 60"),
    ("sales - 10% < 60", "sales * 10%", "sales - sales * 10% < 60"),
    ("score < bar", "score / 100", "score / 100 < bar"),
    ("score < quality", "score / 100", "score / 100 < quality"),
    ("quality.score < quality", "score / 100", "quality.score / 100 < quality"),
    ("sales.attainment < score", "score / 100", "sales.attainment < score / 100"),
    ("score < sales", "score / 100", "score < sales / 100"),
    ("sales < quality", "sales / 100", "sales / 100 < quality"),
    ("visits < quality", "visits / 100", "visits / 100 < quality"),
    ("previous(score) < 60%", "write 60", "previous(score) < 60"),
    ("previous(quality) < 60", "write 60%", "previous(quality) < 60%"),
    ("mean_of_last(quality, 3) < 60", "write 60%", "mean_of_last(quality, 3) < 60%"),
    ("coalesce(previous(score), 0) < 60%", "write 60", "coalesce(previous(score), 0) < 60"),
    ("(score if quality > 80 else 1) < 5", "write 80%", "(score if quality > 80% else 1) < 5"),
    ("quality + 6 < 1", "write 6%", "quality + 6% < 1"),
]
UNSOUND_SETTINGS = [
    ("cap: 120", "cap: 150%", "write 150", "cap: 150"),
    ("floor: 0, cap: 120", "floor: 50%, cap: 120", "write 50", "floor: 50, cap: 120"),
    ("cap: 120", "cap: {Rep: 120, otherwise: 110%}", "write 110", "cap: {Rep: 120, otherwise: 110}"),
    ("cap: 120", "cap: {2026-01-01: 120, 2026-07-01: 110%}", "write 110", "cap: {2026-01-01: 120, 2026-07-01: 110}"),
    ("target: 100", "target: 110%", "write 110", "target: 110"),
    ("target: 90%", "target: 95", "write 95%", "target: 95%"),
    ("target: 90%", "target: {Rep: 90%, otherwise: 85}", "write 85%", "target: {Rep: 90%, otherwise: 85%}"),
    (
        "target: 90%",
        "target: {2026-01-01: 90%, 2026-07-01: 95}",
        "write 95%",
        "target: {2026-01-01: 90%, 2026-07-01: 95%}",
    ),
    ("{0%: 0, 80%: 60}", "{0%: 0, 80%: 60%}", "write 60", "{0%: 0, 80%: 60}"),
    ("{0%: 0, 80%: 60}", "{0: 0, 80: 60}", "write 80%", "{0: 0, 80%: 60}"),
    ("free: 1", "free: 5%", "write 5", "free: 5"),
    ("points: 2", "points: 2%", "write 2", "points: 2"),
    ("points: 2", "points: -3", "without a sign", "points: 3"),
    ("free: 1", "free: -1", "without a sign", "free: 1"),
    ("max: 500", "max: 50%", "write 50", "max: 50"),
    ("max: 500", "min: 10%, max: 500", "write 10", "min: 10, max: 500"),
    ("{0: 1%, 100: 2%}", "{0: 5, 100: 8}", "write 5%", "{0: 5%, 100: 8%}"),
    ("{0: 1%, 100: 2%}", "{0: 1%, 100: 2}", "write 2%", "{0: 1%, 100: 2%}"),
    ("{0: 1%, 100: 2%}", "{0%: 1%, 100%: 2%}", "write 100", "{0: 1%, 100: 2%}"),
    ("{0: 25%, 10: 50%, 20: 100%}", "{0: 25, 10: 50%, 20: 100%}", "write 25%", "{0: 25%, 10: 50%, 20: 100%}"),
    (
        "{Rep: 80%, Lead: 90%, otherwise: 0%}",
        "{Rep: 80, Lead: 90%, otherwise: 0%}",
        "write 80%",
        "{Rep: 80%, Lead: 90%, otherwise: 0%}",
    ),
    ("reward_factor: 0.5", "reward_factor: 80", "write 80%", "reward_factor: 80%"),
    ("reward_factor: 0.5", "reward_factor: -50%", "0", "reward_factor: 50%"),
    ("reward_factor: 0.5", "reward_at_most: 50%", "write 50", "reward_at_most: 50"),
    ("{1: 100, 2: 50}", "{1: 100%, 2: 50}", "write 100", "{1: 100, 2: 50}"),
    ("{1: 100, 2: 50}", "{1: 100, 2: -5}", "without a sign", "{1: 100, 2: 5}"),
    ("floor: 0, cap: 120", "floor: 120, cap: 100", "exchange", "floor: 100, cap: 120"),
    ("min: 0, max: 100%", "min: 100%, max: 0", "exchange", "min: 0, max: 100%"),
    (
        '{title: Share, amount: "sales * lookup(ramp, visits)"}',
        '{title: Share, amount: "sales + 5%"}',
        "sales * 5%",
        '{title: Share, amount: "sales + sales * 5%"}',
    ),
    (
        '{title: Share, amount: "sales * lookup(ramp, visits)"}',
        '{title: Share, amount: "500 if score >= 80% else 0"}',
        "write 80",
        '{title: Share, amount: "500 if score >= 80 else 0"}',
    ),
    (
        '{title: Share, amount: "sales * lookup(ramp, visits)"}',
        '{title: Share, amount: "500 if quality >= 95 else 0"}',
        "write 95%",
        '{title: Share, amount: "500 if quality >= 95% else 0"}',
    ),
    (
        '{title: Share, amount: "sales * lookup(ramp, visits)"}',
        '{title: Share, amount: "max(sales, 5%)"}',
        "5",
        '{title: Share, amount: "max(sales, 5)"}',
    ),
    (
        '{title: Share, amount: "sales * lookup(ramp, visits)"}',
        '{title: Share, amount: "min(500 * sales.attainment, 500) if sales.attainment > 90 else 0"}',
        "write 90%",
        '{title: Share, amount: "min(500 * sales.attainment, 500) if sales.attainment > 90% else 0"}',
    ),
    (
        '{title: Share, amount: "sales * lookup(ramp, visits)"}',
        "{title: Share, each: 50%, count: visits}",
        "write 50",
        "{title: Share, each: 50, count: visits}",
    ),
    ("reward_factor: 0.5", "grade_shift: 3", "shift by 1 to 2", "grade_shift: 2"),
    ("reward_factor: 0.5", "grade_shift: -4", "shift by 1 to 2", "grade_shift: -2"),
    ("to: 2026-12-31", "to: 2026-02-28", "from 2026", "to: 2026-03-31"),
    ("weight: 50", "weight: 40", "raise one of them by 10", "weight: 50"),
    (
        "weight: 50",
        "weight: {Rep: 50, Lead: 45, Rest: 50}",
        "raise one of them by 5",
        "weight: {Rep: 50, Lead: 50, Rest: 50}",
    ),
    ("{A: 90, B: 60", "{A: 90, B: 60%", "write 60", "{A: 90, B: 60"),
    ("{A: 90, B: 60", "{A: 90, B: {Rep: 60, otherwise: 55%}", "write 55", "{A: 90, B: {Rep: 60, otherwise: 55}"),
]


def told(before: str, after: str) -> list[tuple[str, str]]:
    """Severity and hint of everything that check says, but for fields that nothing uses."""
    assert before in POLICY, before
    found = load_text(POLICY.replace(before, after, 1)).diagnostics
    return [(d.severity, d.hint) for d in found if d.code != "unused"]


@pytest.mark.parametrize("condition", CONDITIONS)
def test_a_sound_condition_is_no_error(condition: str) -> None:
    assert not [one for one in told(WHEN, f"{condition} and quality < bar") if one[0] == "error"]


@pytest.mark.parametrize(("before", "after"), SETTINGS)
def test_a_sound_setting_is_no_error(before: str, after: str) -> None:
    assert not [one for one in told(before, after) if one[0] == "error"]


@pytest.mark.parametrize(
    ("before", "wrong", "hint", "mended"),
    [
        *((WHEN, w + " and quality < bar", h, m + " and quality < bar") for w, h, m in UNSOUND_CONDITIONS),
        *UNSOUND_SETTINGS,
    ],
)
def test_mixed_units_are_one_error_whose_hint_helps(before: str, wrong: str, hint: str, mended: str) -> None:
    errors = [one for one in told(before, wrong) if one[0] == "error"]
    assert len(errors) == 1, errors
    assert hint in errors[0][1], errors
    assert not [one for one in told(before, mended) if one[0] == "error"]


PERCENTS = """ruleset: a
title: A
version: "1"
effective: {from: 2026-01-01, to: 2026-12-31}
period: month
currency: CNY
conventions: {boundary: lower, rounding: {mode: half-up, score: 2, money: 2}, missing: error}
data: {employee: id, fields: {id: {type: text, column: ID}, done: {type: number, column: Done, min: 0.1}}}
cohorts: {new: done < 5, old: otherwise}
parameters: {bar: 90%, bars: {2026-01-01: 90%, 2026-07-01: 95%}, each: {new: 90%, old: 95%}, plain: 3}
indicators:
  share: {title: Share, value: done, target: TARGET, score: {method: ratio, floor: 0, cap: 120}, weight: 100}
"""


@pytest.mark.parametrize(
    ("target", "unit"),
    [
        ("90%", "percent"),
        ("{2026-01-01: 90%, 2026-07-01: 95%}", "percent"),
        ("{new: 90%, old: 95%}", "percent"),
        ("{new: {2026-01-01: 90%, 2026-07-01: 95%}, old: 95%}", "percent"),
        ("{2026-01-01: {new: 90%, old: 95%}}", "percent"),
        ("bar", "percent"),
        ("bars", "percent"),
        ("each", "percent"),
        ("{new: bar, old: bars}", "percent"),
        ("bar + 5%", "percent"),
        ("3", ""),
        ("{2026-01-01: 3, 2026-07-01: 4}", ""),
        ("plain", ""),
        ("plain * 2", ""),
    ],
)
def test_a_value_is_in_the_unit_of_its_target_however_the_target_is_stated(target: str, unit: str) -> None:
    loaded = load_text(PERCENTS.replace("TARGET", target))
    assert loaded.ruleset is not None, loaded.diagnostics
    assert unit_of(loaded.ruleset.indicators["share"], loaded.ruleset) == unit


@pytest.mark.parametrize(
    ("score", "refused"),
    [
        ("{method: ratio, floor: 0, cap: 120}", True),
        ("{method: pass}", True),
        ("{method: steps, of: attainment, steps: {0%: 0, 100%: 100}}", True),
        ("{method: linear, of: attainment, points: [[0%, 0], [100%, 100]]}", True),
        (
            "{method: per_step, start: 80, of: attainment, step: 1%, steps: whole, up: {points: 1, at_most: 20}, down: {points: 1, at_most: 20}}",
            True,
        ),
        (
            "{method: per_step, start: 80, of: value, step: 1, steps: whole, up: {points: 1, at_most: 20}, down: {points: 1, at_most: 20}}",
            False,
        ),
        ("{method: pass, when: value >= target}", False),
        ("{method: deduct, points: 1, floor: 0}", False),
    ],
)
def test_a_target_of_nothing_is_refused_where_attainment_is_scored(score: str, refused: bool) -> None:
    text = PERCENTS.replace("TARGET", "{new: 5, old: 0}").replace("{method: ratio, floor: 0, cap: 120}", score)
    told = [d for d in load_text(text).diagnostics if d.code == "wrong-value"]
    assert any("against which nothing can be attained" in d.message for d in told) == refused, told
