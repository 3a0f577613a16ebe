"""What can be known without data is an error of check: units, limits, cases that do not add up, what never holds."""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING, Any

import pytest

from appraise import load, load_text
from appraise.policy.meaning.quantities import held
from appraise.policy.meaning.scope import Scope
from appraise.policy.model import Ruleset
from appraise.policy.values import Constant
from appraise.shipped import shipped_rulesets

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

POLICY = """
ruleset: q
title: Quantities
version: "1"
effective: {from: 2026-01-01, to: 2026-12-31}
period: quarter
currency: EUR
conventions: {boundary: lower, rounding: {mode: half-up, score: 2, money: 2}, missing: error}
data:
  employee: id
  period: period
  fields:
    id: {type: text}
    period: {type: text}
    role: {type: text, values: [Rep, Lead, Staff]}
    region: {type: text, values: [East, West]}
    sales: {type: money, min: 0}
    visits: {type: count}
    quality: {type: percent, min: 0, max: 100%}
    mark: {type: rating, scale: [1, 5]}
parameters:
  bar: {Rep: 80%, Lead: 90%, otherwise: 0%}
cohorts: {Rep: role == 'Rep', Lead: role == 'Lead', Rest: otherwise}
eligible:
  sells: {when: role != 'Staff', reason: no sales}
tables:
  ramp: {keys: [visits], match: range, values: {0: 25%, 10: 50%, 20: 100%}}
indicators:
  sales: {title: Sales, value: sales, target: 100, score: {method: ratio, floor: 0, cap: 120}, weight: 50}
  quality: {title: Quality, value: quality, target: 90%, score: {method: steps, steps: {0%: 0, 80%: 60}}, weight: 30}
  visits: {title: Visits, value: visits, score: {method: deduct, points: 2, free: 1, floor: 0}, weight: 20}
gates:
  low: {title: Low, when: "score < 50 and quality < bar", reward_factor: 0.5}
grades:
  bands: {A: 90, B: 60, C: lowest}
rewards:
  bonus: {title: Bonus, base: sales, tiers: {method: marginal, rates: {0: 1%, 100: 2%}}, max: 500}
  prize: {title: Prize, contest: {by: sales, best: highest, prizes: {1: 100, 2: 50}, ties: share}}
  share: {title: Share, amount: "sales * lookup(ramp, visits)"}
"""
WHEN = "score < 50 and quality < bar"


def found(before: str, after: str) -> list[tuple[str, str, str, str]]:
    assert before in POLICY, before
    return [(d.severity, d.code, d.message, d.hint) for d in load_text(POLICY.replace(before, after, 1)).diagnostics
            if d.code != "unused"]  # fmt: skip


def test_the_policy_is_sound() -> None:
    assert not [d for d in load_text(POLICY).diagnostics if d.code != "unused"]


@pytest.mark.parametrize(
    ("before", "after", "says", "hint"),
    [
        # points, money, counts and marks against percents
        (WHEN, "score < 50%", "score is points, and 50% is 0.5", "write 50"),
        (WHEN, "score < 50％", "score is points, and 50% is 0.5", "write 50"),
        (WHEN, "sales.score < 50%", "sales.score is points", "write 50"),
        (WHEN, "50% > sales.points", "sales.points is points", "write 50"),
        (WHEN, "sales < 80%", "sales is money, and 80% is 0.8", "sales * 80%"),
        (WHEN, "visits < 80%", "visits is a count", "write 80"),
        (WHEN, "mark < 60%", "mark is a mark", "write the mark that is meant"),
        (WHEN, "quality < 80", "quality is a percent, and 80 is 8000%", "write 80%"),
        (WHEN, "sales.attainment >= 90", "sales.attainment is a percent", "write 90%"),
        (WHEN, "score < bar", "score is points and bar is a percent", "score / 100"),
        (WHEN, "score < quality", "score is points and quality is a percent", "compare or add"),
        (WHEN, "score < sales", "score is points and sales is money", "compare or add"),
        (WHEN, "score + 5% < 50", "score is points, and 5% is 0.05", "score * 5%"),
        (WHEN, "max(score, 50%) < 60", "score is points, and 50% is 0.5", "write 50"),
        (WHEN, "previous(score) < 50%", "is points, and 50% is 0.5", "write 50"),
        # settings
        ("cap: 120", "cap: 120%", "120% in `cap` of Sales is 1.2: points is a plain number", "write 120"),
        ("cap: 120", "cap: {Rep: 120, otherwise: 110%}", "110% in `cap`", "write 110"),
        ("{0%: 0, 80%: 60}", "{0%: 0, 80%: 60%}", "60% in the scores of Quality", "write 60"),
        ("{0%: 0, 80%: 60}", "{0%: 0, 80: 60}", "As a share, 80 in the scale of Quality is 8000%", "write 80%"),
        ("target: 100", "target: 100%", "100% in `target` of Sales is 1: money", "write 100"),
        ("target: 90%", "target: 90", "As a share, 90 in `target` of Quality is 9000%", "write 90%, or 9000% if that is meant"),
        ("free: 1", "free: 1%", "1% in `free` of Visits is 0.01", "write 1"),
        ("max: 500", "max: 5%", "5% in `max` of Bonus is 0.05: money", "write 5"),
        ("{0: 1%, 100: 2%}", "{0: 25, 100: 30}", "As a share, 25 in `rates` of Bonus is 2500%", "write 25%, or 2500% if that is meant"),
        ("{0: 1%, 100: 2%}", "{0: 1, 100: 2}", "As a share, 1 in `rates` of Bonus is 100%", "write 1%"),
        ("{0: 1%, 100: 2%}", "{0%: 1%, 100%: 2%}", "100% in the tiers of Bonus is 1: money", "write 100"),
        ("{0: 25%, 10: 50%, 20: 100%}", "{0: 25, 10: 50%, 20: 100%}", "25 in ramp stands beside 50%", "write 25%"),
        ("{A: 90, B: 60", "{A: 90%, B: 60%", "90% in `bounds` of the grades", "write 90"),
        # what lies outside of what a key can hold
        ("reward_factor: 0.5", "reward_factor: -1", "-1 in `reward_factor` of Low is too low: it must be 0 or more", ""),
        ("reward_factor: 0.5", "reward_factor: 50", "5000%", "write 50%"),
        ("points: 2", "points: -2", "-2 in `points` of Visits is too low: it must be 0 or more", "without a sign"),
        ("{1: 100, 2: 50}", "{1: 100, 2: -50}", "-50 in `prizes` of Prize is too low", "without a sign"),
        ("floor: 0, cap: 120", "floor: 120, cap: 0", "120, is more than the most, 0", "exchange them"),
        ("floor: 0, cap: 120", "floor: {by: role, values: {Rep: 0, Lead: 130, Staff: 0}}, cap: 120",
         "is more than the most, 120 for role Lead", "exchange them"),
        ("floor: 0}, weight: 20", "floor: 150}, weight: 20", "150, is more than the most, 100", ""),
        ("target: 100", "target: 0", "The target of Sales is 0, against which nothing can be attained", "above 0"),
        ("target: 100", "target: {by: role, values: {Rep: 100, Lead: -5, Staff: 10}}", "Sales is -5 for role Lead", "above 0"),
        ("{A: 90, B: 60", "{A: {Rep: 90, otherwise: 50}, B: 60", "grade B begins at 60, not below A (50)", "fall"),
        ("{A: 90, B: 60", "{A: {2026-01-01: 90, 2026-07-01: 55}, B: 60", "For the time from 2026-07-01 on, grade B", "fall"),
        ("reward_factor: 0.5", "grade_shift: 5", "Low shifts by 5 of 3 grades", "shift by 1 to 2"),
        (WHEN, "mean_of_last(sales, 3, at_least=5) < 1", "at_least=5 is more than the 3 periods", "at_least=3"),
        # what always or never holds
        (WHEN, "visits > -1", "always holds", "`when: True`"),
        (WHEN, "quality > 110%", "never holds", "`when: False`"),
        (WHEN, "mark >= 1 and visits >= 0", "always holds", "`when: True`"),
        (WHEN, "0 > sales", "never holds", "`min` and `max`"),
        # dates
        ("{from: 2026-01-01, to: 2026-12-31}", "{from: 2026-01-02, to: 2026-04-30}", "no whole quarter", "from 2026-04-01 to 2026-06-30"),
    ],
)  # fmt: skip
def test_an_error_of_check(before: str, after: str, says: str, hint: str) -> None:
    own = found(before, after)
    assert len(own) == 1, own
    assert own[0][0] == "error"
    assert says in own[0][2], own
    assert hint in own[0][3], own


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (WHEN, "score / 100 < 80% and quality < bar"),
        (WHEN, "score * 1% < 80% and quality < bar"),
        (WHEN, "sales < sales.target * 80% and quality < bar"),
        (WHEN, "visits / 20 < 80% and quality < bar"),
        (WHEN, "quality < 0.8 and quality < bar"),
        (WHEN, "sales.attainment > 120% and quality < bar"),
        (WHEN, "sales.attainment > 600% and quality < bar"),
        (WHEN, "score < 0 and quality < bar"),
        (WHEN, "True and quality < bar"),
        ("target: 90%", "target: 900%"),
        ("{0: 1%, 100: 2%}", "{0: 100%, 100: 250%}"),
        ("reward_factor: 0.5", "reward_factor: 50%"),
        ("reward_factor: 0.5", "reward_factor: 1.5"),
        ("target: 100", "target: {by: role, values: {Rep: 100, Lead: 50, Staff: 10}}"),
        ("{from: 2026-01-01, to: 2026-12-31}", "{from: 2026-03-15, to: 2026-03-31}"),
        ("reward_factor: 0.5", "grade_shift: 2"),
    ],
)
def test_what_is_meant_is_no_error(before: str, after: str) -> None:
    assert not found(before, after)


FIELDS = {
    "max: 100": "write 100%, or 10000% if that is meant",
    "max: 20": "write 20%, or 2000% if that is meant",
    "min: 60": "write 60%, or 6000% if that is meant",
    "missing: 100": "write 100%, or 10000% if that is meant",
    "missing: -50": "write -50%, or -5000% if that is meant",
    "scale: 100, missing: 0.95": "write 95%, or 0.95% if that is meant",
    "scale: 100, max: 1": "write 100%, or 1% if that is meant",
}


@pytest.mark.parametrize(("stated", "hint"), FIELDS.items())
def test_what_a_percent_field_states_is_counted_as_its_cells_are(stated: str, hint: str) -> None:
    field = "{type: percent, min: 0, max: 100%}"
    assert ("error", "percent-or-ratio", hint) in [
        (s, c, h) for s, c, _, h in found(field, f"{{type: percent, {stated}}}")
    ]
    for meant in re.findall("-?[0-9.]+%", hint):
        mended = stated.rpartition(" ")[0]
        assert "percent-or-ratio" not in [c for _, c, *_ in found(field, f"{{type: percent, {mended} {meant}}}")]


@pytest.mark.parametrize(
    "stated", ["max: 3", "missing: 1", "missing: 0", "scale: 100, max: 120", "scale: 100, missing: 95", "max: 1000%"]
)
def test_what_a_percent_field_may_state(stated: str) -> None:
    assert "percent-or-ratio" not in [
        c for _, c, *_ in found("{type: percent, min: 0, max: 100%}", f"{{type: percent, {stated}}}")
    ]


SOUND = [
    "score - previous(score) < -5",
    "change(sales) < -20%",
    "share(sales) > 10%",
    "rank(sales) <= 3",
    "percentile(sales) > 90%",
    "percentile(sales) > 0.9",
    "quality - previous(quality) < 5%",
    "sales * quality < 50",
    "score * quality < 40",
    "visits * 10 > sales",
    "min(score, 100) < 50",
    "sales / visits < 3",
    "sales.attainment * 100 < 80",
    "quality * 100 < 80",
    "score < 0.5 * 100",
    "mean(score) > 60",
    "score < mean(score) * 80%",
    "score < mean(score) - 10",
    "sales < mean(sales) * 0.8",
    "sales < 1000 * 80%",
    "sales / sales.target < 80%",
    "sales - sales.target < 0",
    "sales.attainment - quality > 10%",
    "sales.attainment / quality > 1.2",
    "visits < 20 * 80%",
    "visits > 3 and mark < 3",
    "mark < 3.5",
    "mark / 5 < 60%",
    "(mark - 1) / 4 < 50%",
    "score + visits > 60",
    "score + mark * 10 > 60",
    "max(sales.score, quality.score) < 50",
    "sales.score < quality.score",
    "sales.points < 20",
    "sales.weight > 30",
    "coalesce(sales, 0) < 100",
    "sales < previous(sales)",
    "streak(quality < 80%) >= 2",
    "mean_of_last(quality, 3) < 80%",
    "sum_of_last(sales, 4) < 1000",
    "sales + visits * 5 < 200",
    "abs(sales.attainment - 1) > 20%",
    "1 - quality > 20%",
    "sales.attainment < 1",
    "quality < 0.75",
    "quality == 1",
    "quality >= 1",
    "round(score, 0) < 50",
    "floor(sales / 100) < 3",
    "sales * 1.13 < 500",
    "sales > 0",
    "score < 100 * quality",
    "days_between(period_start, period_end) > 80",
    "score <= 59.99",
    "sales * 80% + visits * 20% < 100",
    "score / 100 * quality < 0.5",
    "total(sales) > 1000",
    "sales / total(sales) < 5%",
    "sales.attainment < mean(sales.attainment)",
    "quality < mean(quality) - 5%",
    "sales.attainment >= quality.attainment",
    "sales.target * 0.5 > sales",
    "visits / sales < 2%",
    "2 * score > 100",
    "quality + 20% < 1",
    "score > 80 or quality > 95%",
]


@pytest.mark.parametrize("condition", SOUND)
def test_conditions_that_mean_something_are_no_error(condition: str) -> None:
    assert not found(WHEN, f"{condition} and quality < bar")


@pytest.mark.parametrize(
    ("derived", "condition"),
    [
        ("{w: visits * sales, d: sales / w}", "d < 80%"),
        ("{w: visits * sales, d: sales / w}", "d - quality < 5%"),
        ("{w: visits * mark, d: visits / w}", "d < 80%"),
        ("{w: 'clip(sales, 0, 100)', d: sales / w}", "d * 2 < 20% or d < 20%"),
        ("{d: mark / 5}", "d < 60%"),
        ("{d: visits / 20}", "d < quality"),
        ("{w: sales / 100000, d: w * 1}", "d < 60%"),
        ("{w: sales / 100000, d: 'max(w, 0)'}", "d < 60%"),
    ],
)
def test_what_a_division_gives_may_be_a_share(derived: str, condition: str) -> None:
    derive = f"derive: {derived}\nparameters:\n"
    assert "derive:" not in POLICY
    policy = POLICY.replace("parameters:\n", derive, 1).replace(WHEN, f"{condition} or quality < bar", 1)
    assert not [d.message for d in load_text(policy).diagnostics if d.severity == "error"]


@pytest.mark.parametrize(
    ("sales", "visits", "told"),
    [
        ("{by: role, values: {Rep: 50, Lead: 40, Staff: 50}}", "20", [("error", "for role Lead add up to 90")]),
        ("{by: role, values: {Rep: 50, Lead: 50, Staff: 0}}", "20", []),  # who is not appraised needs no weights
        ("{by: role, values: {Rep: 50, otherwise: 45}}", "20", [("error", "for role Lead add up to 95")]),
        ("{by: region, values: {East: 50, West: 40}}", "{by: role, values: {Rep: 20, otherwise: 30}}",
         [("warning", "for region East and role Lead add up to 110"), ("warning", "for region West and role Rep add up to 90")]),
        ("{by: region, values: {East: 50, West: 45}}", "{by: role, values: {Rep: 20, otherwise: 20}}",
         [("error", "for region West and role Rep add up to 95")]),
        ("{Rep: 50, Lead: 40, Rest: 1}", "{by: role, values: {Rep: 20, Lead: 30, Staff: 0}}", []),  # a cohort is a role here
        ("{2026-01-01: 50, 2026-07-01: 55}", "20", [("error", "for the time from 2026-07-01 on add up to 105")]),
        ("{2026-01-01: 50, 2026-07-01: 55}", "{2026-01-01: 20, 2026-07-01: 15}", []),
    ],
)  # fmt: skip
def test_weights_add_up_in_every_case_that_can_occur(sales: str, visits: str, told: list[tuple[str, str]]) -> None:
    text = POLICY.replace("weight: 50", f"weight: {sales}").replace("weight: 20", f"weight: {visits}")
    sums = [(d.severity, d.message) for d in load_text(text).diagnostics if d.code == "weights-sum"]
    assert len(sums) == len(told), sums
    for (severity, says), (wanted, part) in zip(sums, told, strict=True):
        assert (severity, part in says) == (wanted, True), sums


def test_a_percent_and_its_share_are_one_number_to_what_can_be_reached() -> None:
    text = POLICY.replace(
        "Rep: role == 'Rep', Lead: role == 'Lead'", "Rep: quality * 80% < 60%, Lead: quality * 0.8 < 30%"
    )
    told = load_text(text.replace("bar: {Rep: 80%, Lead: 90%, otherwise: 0%}", "bar: 80%")).diagnostics
    assert "Nobody can belong to Lead: Rep takes them all before." in [d.message for d in told]


def test_a_formula_cut_by_a_comma_keeps_its_own_quotes() -> None:
    formula = 'max(score, 1) < 50 and region == "East"'
    (told,) = load_text(POLICY.replace(f'"{WHEN}"', formula, 1)).diagnostics
    assert told.code == "unknown-key"
    assert f"write `when: '{formula}'`" in told.hint


def constants(it: Any) -> Iterator[Constant]:
    """Yield every number of a part of a policy."""
    if isinstance(it, Constant):
        yield it
    elif is_dataclass(it) and not isinstance(it, Ruleset):
        yield from (c for f in fields(it) for c in constants(getattr(it, f.name)))
    elif hasattr(it, "values") and callable(it.values):
        yield from (c for part in it.values() for c in constants(part))
    elif isinstance(it, (list, tuple)):
        yield from (c for part in it for c in constants(part))


@pytest.mark.parametrize("name", shipped_rulesets())
def test_every_number_of_a_policy_is_of_a_known_quantity(name: str) -> None:
    """Weights, shares of grades, factors and places have checks of their own; all others stand in one table."""
    ruleset = load(shipped_rulesets()[name]).ruleset
    assert ruleset is not None
    known = {id(c) for one in held(ruleset, Scope(ruleset, set())) for c in constants(one.setting)}
    parts: Mapping[str, Any] = {f.name: getattr(ruleset, f.name) for f in fields(ruleset)}
    own = ("parameters", "categories", "line_sources")
    apart = {id(c) for i in (*ruleset.indicators.values(), *ruleset.categories.values()) for c in constants(i.weight)}
    apart |= {id(c) for r in ruleset.rewards.values() for c in constants(r.factor)}
    ranking = ruleset.grades.ranking if ruleset.grades is not None else None
    apart |= {id(c) for c in constants(ranking)}
    for indicator in ruleset.indicators.values():
        apart |= {id(c) for rule in constants_of_places(indicator.scoring) for c in constants(rule)}
    left = [c for section, part in parts.items() if section not in own for c in constants(part)]
    unknown = [c for c in left if id(c) not in known | apart and c.value != float("-inf") and c.where.line]
    assert not [f"{c.where.line}: {c.text}" for c in unknown]


def constants_of_places(scoring: Any) -> Iterator[Any]:
    """The places of scores by rank, which are whole numbers."""
    yield getattr(scoring, "places", ())
