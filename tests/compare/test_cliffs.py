"""Boundaries of every kind, by figures computed by hand; what a crossing is worth, against running the changed data."""

from __future__ import annotations

import io
import math
from typing import TYPE_CHECKING

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.console import Console

from appraise.compare.cliffs.cliffs import cliffs
from appraise.compare.compared import compare
from appraise.compare.comparison import align
from appraise.report.comparison.terminal import show_comparison
from tests.compare.written import alone, appraised

if TYPE_CHECKING:
    from appraise.compare.cliffs.cliffs import CliffRow, NearRow

FIELDS = """
data:
  employee: id
  period: period
  fields:
    team: {type: text}
    salary: {type: money, column: [Salary]}
    sales: {type: money, column: [Sales]}
    rate: {type: percent, column: [Collected]}
    days: {type: number, column: [Days late]}
    violations: {type: count, column: [Violations]}
    quota: {type: money}
"""
PLAIN = {"team": "a", "salary": 1000.0, "sales": 50.0, "rate": 0.9, "days": 10.0, "violations": 0, "quota": 1000.0}


def people(*changed: dict[str, object]) -> pd.DataFrame:
    rows = [{"id": f"{i:03}", "period": "2026Q1", **PLAIN, **one} for i, one in enumerate(changed, 1)]
    return pd.DataFrame(rows).rename(
        columns={
            "salary": "Salary",
            "sales": "Sales",
            "rate": "Collected",
            "days": "Days late",
            "violations": "Violations",
        }
    )


def found(text: str, *changed: dict[str, object]) -> tuple[tuple[CliffRow, ...], tuple[NearRow, ...]]:
    all_ = cliffs(alone(FIELDS + text, people(*changed)))
    return all_.rows, all_.near


GRADED = """
indicators:
  sales: {title: Sales, value: sales, target: 100, score: {method: ratio, floor: 0, cap: 200}, weight: 100}
grades: {bands: {A: 90, B: 60, C: lowest}}
rewards:
  bonus: {title: Bonus, amount: salary * factor, factor: {by: grade, values: {A: 3, B: 1, C: 0}}}
"""


def test_grades() -> None:
    """A factor of 3 in place of 1 is worth two salaries; 59.5 to 60 is worth one."""
    rows, near = found(
        GRADED, *({"sales": 89.2, "salary": 1000.0 + i} for i in range(4)), {"sales": 89.0}, {"sales": 88.99}, {"sales": 59.5},
        {"sales": 90},
    )  # fmt: skip
    (b, a) = rows
    assert (a.grade, a.title, a.figure, a.sign, a.boundary, a.appraisals, a.share) == (
        "A",
        "",
        "score",
        ">=",
        90,
        5,
        5 / 8,
    )
    assert a.short == pytest.approx((4 * 0.8 + 1) / 5)
    assert a.worth == pytest.approx((2000 + 2002 + 2004 + 2006 + 2000) / 5)
    assert (b.grade, b.appraisals) == ("B", 1)
    assert math.isnan(b.short)
    assert math.isnan(b.worth)
    assert [(r.employee, r.short, r.worth) for r in near] == [
        ("004", 0.8, 2006), ("003", 0.8, 2004), ("002", 0.8, 2002), ("001", 0.8, 2000), ("005", 1.0, 2000), ("007", 0.5, 1000),
    ]  # fmt: skip


def one(text: str, *changed: dict[str, object]) -> list[tuple[str, str, str, float, float, float, float]]:
    return [
        (r.title or r.grade, r.figure, r.sign, r.boundary, r.now, r.short, r.worth) for r in found(text, *changed)[1]
    ]


REWARD = """
indicators:
  sales: {title: Sales, value: sales, target: 100, score: {method: ratio, floor: 0, cap: none}, weight: 100}
rewards:
  pay: {title: Pay, REST}
"""


@pytest.mark.parametrize(
    ("rest", "person", "expected"),
    [
        # 2% of 1,000 less 1% of 995
        ("base: sales, tiers: {method: whole, rates: {0: 1%, 1000: 2%}}", {"sales": 995}, ("Pay", "sales", ">=", 1000, 995, 5, 10.05)),
        # the bound belongs below: a cent more than 1,000
        ("amount: 300 if sales > 1000 else 0", {"sales": 1000}, ("Pay", "sales", ">", 1000, 1000, 0.01, 300)),
        ("amount: 300 if 1000 <= sales else 0", {"sales": 999}, ("Pay", "sales", ">=", 1000, 999, 1, 300)),
        # lower is better, with the bound and without it
        ("amount: 500 if days <= 25 else 200", {"days": 25.2}, ("Pay", "days", "<=", 25, 25.2, 0.2, 300)),
        ("amount: 500 if days < 25 else 200", {"days": 25}, ("Pay", "days", "<", 25, 25, 0.01, 300)),
        ("amount: 100, when: rate >= 80%", {"rate": 0.796}, ("Pay", "rate", ">=", 0.8, 0.796, 0.004, 100)),
        ("amount: 100, when: violations < 3", {"violations": 3}, ("Pay", "violations", "<", 3, 3, 1, 100)),
        # each person's own bound
        ("amount: 100, when: sales >= quota", {"sales": 995, "quota": 1000}, ("Pay", "sales", ">=", 1000, 995, 5, 100)),
        ("base: sales, tiers: {method: whole, of: sales / quota, amounts: {0%: 0, 80%: 500}}", {"sales": 796, "quota": 1000},
         ("Pay", "sales / quota", ">=", 0.8, 0.796, 0.004, 500)),
    ],
)  # fmt: skip
def test_rewards(rest: str, person: dict[str, object], expected: tuple[object, ...]) -> None:
    assert one(REWARD.replace("REST", rest), person) == [expected]


@pytest.mark.parametrize(
    "rest",
    [
        "base: sales, tiers: {method: marginal, rates: {0: 1%, 1000: 2%}}",
        "base: sales, tiers: {method: interpolate, rates: {0: 1%, 1000: 2%}}",
        "amount: sales * 2%",
        "amount: 300 if sales > 1006 else 0",  # more than 1% of the bound away
        "amount: 300, when: \"months_between('2026-01-01', period_end) >= 3\"",  # time passes by itself
    ],
)
def test_no_cliff(rest: str) -> None:
    assert one(REWARD.replace("REST", rest), {"sales": 995}) == []


def test_gates_and_steps() -> None:
    """The gate halves 1,000; 99.5% of 100 gives 60 points instead of 100, at 10 each."""
    text = """
indicators:
  sales: {title: Sales, value: sales, target: 100, score: {method: steps, of: attainment, steps: {0%: 0, 80%: 60, 100%: 100}}, weight: 100}
gates:
  collected: {title: Collected too little, when: rate < 80%, reward_factor: 0.5}
rewards:
  bonus: {title: Bonus, amount: score * 10}
"""
    assert one(text, {"sales": 100, "rate": 0.795}, {"sales": 99.5}) == [
        ("Collected too little", "rate", ">=", 0.8, 0.795, 0.005, 500),
        ("Sales", "sales.attainment", ">=", 1, 0.995, 0.005, 400),
    ]


def test_whole_steps_from_a_target() -> None:
    """From 109% of the target each 3% is a point of 30 more, up to two; below it, a point less at 97%."""
    text = """
indicators:
  sales:
    title: Sales
    value: sales
    target: 100
    score: {method: per_step, start: 30, of: attainment, step: 3%, steps: whole, up: {points: 1, at_most: 2}, down: {points: 1, at_most: 6}}
    weight: 100
rewards:
  bonus: {title: Bonus, amount: score * 10}
"""
    got = one(text, {"sales": 102.5}, {"sales": 108.5}, {"sales": 97}, {"sales": 93.8})
    assert [(bound, now, sign, worth) for _, _, sign, bound, now, _, worth in got] == [
        (1.03, 1.025, ">=", 10), (0.97, 0.97, ">", 10), (0.94, 0.938, ">", 10),
    ]  # fmt: skip


def test_only_the_ladder_that_is_a_persons_own() -> None:
    """Team b needs 95 for an A, though 89.5 is near the bound of team a; pay rises with the score anyway."""
    text = GRADED.replace(
        "{bands: {A: 90, B: 60, C: lowest}}",
        "{bands: {by: team, values: {a: {A: 90, B: 60, C: lowest}, b: {A: 95, B: 60, C: lowest}}}}",
    ).replace("salary * factor", "salary * factor + score").replace("{type: text}", "{type: text, values: {a: [], b: []}}")  # fmt: skip
    fields = FIELDS.replace("team: {type: text}", "team: {type: text, values: {a: [], b: []}}")
    all_ = cliffs(
        alone(fields + text, people({"sales": 89.5, "team": "b"}, {"sales": 94.5, "team": "b"}, {"sales": 89.5}))
    )
    assert [(r.employee, r.boundary, r.worth) for r in all_.near] == [("002", 95, 2000.5), ("003", 90, 2000.5)]


def test_bounds_that_differ_by_person_stand_together() -> None:
    rows, _ = found(
        REWARD.replace("REST", "amount: 100, when: sales >= quota"), {"sales": 995}, {"sales": 1990, "quota": 2000}
    )
    (row,) = rows
    assert math.isnan(row.boundary)
    assert row.appraisals == 2


def test_fewer_than_five_people_have_no_means() -> None:
    five = [{"sales": 89.5}] * 5
    assert found(GRADED, *five)[0][0].worth == 2000
    assert math.isnan(found(GRADED, *five[:4])[0][0].worth)
    twice = people(*five[:4])
    again = pd.concat([twice, twice.assign(period="2026Q2")])
    (row, *_) = cliffs(alone(FIELDS + GRADED, again)).rows
    assert (row.appraisals, row.people) == (8, 4)
    assert math.isnan(row.worth)


def test_peers_and_budgets_stay_as_they_were() -> None:
    """The bonus is above the mean of all; the budget of 100 does not lessen what is told."""
    text = (
        REWARD.replace("REST", "amount: 100, when: sales >= mean(sales)")
        + """
budgets:
  pot: {title: Pot, covers: [pay], amount: 100, mode: cap}
"""
    )
    _, near = found(text, {"sales": 99.5}, {"sales": 100.5}, {"sales": 100})
    assert [(r.employee, r.boundary, r.worth) for r in near] == [("001", 100, 100)]


def test_a_pool_that_is_handed_out_pays_a_claim_what_it_did() -> None:
    """1,000 for claims of 1, 1 and 3 is 200 for each; an A claims 3 in place of 1."""
    text = (
        GRADED.replace("salary * factor", "factor")
        + """
budgets:
  pool: {title: Pool, covers: [bonus], amount: 1000, mode: hand_out}
"""
    )
    assert one(text, {"sales": 89.5}, {"sales": 80}, {"sales": 100}) == [("A", "score", ">=", 90, 89.5, 0.5, 400)]


def test_a_place_is_counted() -> None:
    """Third of four people has 40 points less than the second, at 10 each."""
    text = """
indicators:
  sales: {title: Sales, value: sales, score: {method: rank, of: place, scores: {1: 100, 3: 60}}, weight: 100}
rewards:
  bonus: {title: Bonus, amount: score * 10}
"""
    assert one(text, *({"sales": 100 - i} for i in range(4))) == [("Sales", "place_won", "<", 3, 3, 1, 400)]


def test_a_policy_without_pay_has_grades() -> None:
    text = GRADED.partition("rewards:")[0]
    rows, near = found(text, *[{"sales": 89.5}] * 5)
    assert [(r.grade, r.appraisals, r.short) for r in rows] == [("A", 5, 0.5)]
    assert math.isnan(rows[0].worth)
    assert near == ()


LAW = (
    FIELDS
    + """
indicators:
  sales: {title: Sales, value: sales, target: 1000, score: {method: ratio, floor: 0, cap: none}, weight: 100}
gates:
  collected: {title: Collected, when: rate < 80%, reward_factor: 0.5}
rewards:
  pay: {title: Pay, base: sales, tiers: {method: whole, rates: {0: 1%, 1000: 2%, 2000: 1.5%}}, max: 35}
  extra: {title: Extra, amount: 20 if violations <= 2 and sales > 990 else 5}
"""
)
person = st.fixed_dictionaries({
    "sales": st.one_of(st.integers(98500, 101500), st.integers(197000, 203000)).map(lambda x: x / 100),
    "rate": st.integers(7800, 8200).map(lambda x: x / 10000),
    "violations": st.integers(0, 4),
})  # fmt: skip
HEADINGS = {"sales": "Sales", "rate": "Collected", "violations": "Violations"}


@settings(max_examples=60, deadline=None)
@given(st.lists(person, min_size=1, max_size=6))
def test_the_worth_is_what_the_changed_data_pay(some: list[dict[str, object]]) -> None:
    data = people(*some)
    for row in cliffs(alone(LAW, data)).near:
        changed = data.copy()
        way = 1 if row.sign.startswith(">") else -1
        changed.loc[changed["id"] == row.employee, HEADINGS[row.figure]] = round(row.now + way * row.short, 9)
        before, after = (appraised(LAW, d).numbers("total_reward")[int(row.employee) - 1] for d in (data, changed))
        assert row.worth == pytest.approx(after - before, abs=1e-9)
        assert row.worth > 0


def shown(language: str, width: int, *, anonymous: bool = False) -> str:
    fields = FIELDS.replace("team: {type: text}", "team: {type: text}\n    name: {type: text}")
    data = people({"sales": 89.2, "name": "Ann"}, {"sales": 95, "violations": 1, "name": "Bob"})
    text = GRADED + "gates: {veto: {title: Veto, when: violations > 0, grade_at_most: C}}\n"
    sheet = appraised(fields + text, data, language=language)
    out = io.StringIO()
    comparison = align([sheet], [[sheet]])
    show_comparison(
        Console(file=out, width=width, color_system=None), compare(comparison, anonymous=anonymous), sheet.plan.ruleset
    )
    return out.getvalue()


def test_the_words() -> None:
    english, chinese = shown("en", 200), shown("zh", 200)
    assert "0.80 points short of A (90): worth 2,000.00" in english
    assert "Violations 1 too high for at most 0: worth 3,000.00" in english
    assert "score at least 90" in english
    assert "再得 0.80 分即为 A（90）：可多得 2,000.00" in chinese
    assert "Violations再低 1 即不高于 0：可多得 3,000.00" in chinese
    assert "Ann" not in shown("en", 200, anonymous=True)
    assert "worth 2,000.00" in " ".join(shown("en", 60).split())


def test_versions_are_one_policy() -> None:
    """The same policy as two versions, each in force in one of the quarters, tells what it tells as one."""
    first = people({"sales": 89.2}, {"sales": 89.4}, {"sales": 50})
    data = pd.concat([first, people({"sales": 59.5}, {"sales": 89.1}, {"sales": 89.9}).assign(period="2026Q2")])
    whole = appraised(FIELDS + GRADED, data)
    parts = [appraised(FIELDS + GRADED, data, periods=(period,)) for period in ("2026Q2", "2026Q1")]
    one, two = (cliffs(align(sheets, [])) for sheets in ([whole], parts))
    assert one.near == two.near
    assert (
        {(r.grade, r.appraisals) for r in one.rows}
        == {(r.grade, r.appraisals) for r in two.rows}
        == {("A", 4), ("B", 1)}
    )
