"""What each change moves adds up, in all and for everybody; changes that need each other are one."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from appraise import compile_plan, load_text, run
from appraise.compare.attribution import MOST, _parts, attribution, not_attributed
from appraise.compare.changes import changes
from appraise.compare.comparison import align
from appraise.compare.figures.cost import cost
from appraise.compare.figures.moves import moves
from appraise.compare.people import people
from appraise.diagnostics import Diagnostics
from appraise.policy.text.document import parse_document
from appraise.report.policy.changes import notes_of
from appraise.sweeping.changing import Changing
from appraise.sweeping.together import run_together

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from appraise.compare.attribution import Attribution, Part
    from appraise.compare.comparison import Comparison
    from appraise.execution.worksheet import Run
    from appraise.plan.steps import Plan

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


def texts(*replaced: tuple[str, str], base: str = BASE) -> tuple[str, str]:
    text = base
    for old, new in replaced:
        assert old in text
        text = text.replace(old, new)
    return base, text


def put_together(
    old: str, new: str, data: pd.DataFrame = DATA, between: pd.DataFrame | None = None
) -> tuple[Comparison, Attribution, int]:
    """Compare two policies; the number is that of the policies that were run between them, on data of their own."""
    sheets = []
    for text in (old, new):
        loaded = load_text(text)
        assert loaded.ruleset is not None, loaded.diagnostics
        result = run(compile_plan(loaded.ruleset), data)
        assert result.worksheet is not None, result.diagnostics
        sheets.append([result.worksheet])
    comparison = align(sheets[0], sheets[1:])
    base, variant = (
        parse_document(text, name, Diagnostics()) for text, name in ((old, "base.yaml"), (new, "variant.yaml"))
    )
    assert base is not None
    assert variant is not None
    ran = 0

    def run_between(plans: Sequence[Plan], keep: Iterable[str] | None) -> Sequence[Run]:
        nonlocal ran
        ran += len(plans)
        return run_together(plans, data if between is None else between, keep=keep)

    return comparison, attribution(Changing(base), variant, comparison, comparison.variants[0], run_between), ran


def attributed(*replaced: tuple[str, str]) -> Attribution:
    return put_together(*texts(*replaced))[1]


def paths(part: Part) -> tuple[str, ...]:
    return tuple(clause.path for clause in part.clauses)


def test_by_hand() -> None:
    """Scores 75, 80, 80.56: bonuses 75, 160, 80.57; extras 0, 7, 7. Twice the rate; extras from 75."""
    comparison, found, ran = put_together(*texts(DOUBLE, ("score >= 80", "score >= 75")))
    assert found.change == 322.57
    assert [(paths(p), p.alone, p.last, p.share) for p in found.parts] == [
        (("rewards.bonus.amount",), 315.57, 315.57, 315.57),
        (("rewards.extra.amount",), 7.0, 7.0, 7.0),
    ]
    assert not found.interaction.any()
    assert found.parts[1].people.tolist() == [7.0, 0.0, 0.0]
    assert ran == 2
    rows = changes(comparison, [found], anonymous=False).rows
    assert [(r.kind, r.alone, r.added_last, r.shapley, r.appraisals) for r in rows if r.kind != "interaction"] == [
        ("change", 315.57, 315.57, 315.57, 3), ("change", 7.0, 7.0, 7.0, 1), ("total", 322.57, 322.57, 322.57, 3),
    ]  # fmt: skip
    (clause,) = rows[1].clauses
    assert (clause.title, clause.values[0].old, clause.values[0].new) == (
        "Extra", "7 if score >= 80 else 0", "7 if score >= 75 else 0",
    )  # fmt: skip


def test_three_changes_by_hand() -> None:
    """One person, score 60, salary 1000; the rate 0.1 -> 0.2, the salary once -> twice, the extra 0 -> 7.

    Bonuses: nothing changed 60, rate 120, salary 120, both 240; the extra adds 7 to any. Alone: 60, 60, 7; last: 120,
    120, 7. Rate first: 60, after the salary: 120, half of the orders each: 90; the same for the salary.
    """
    one = pd.DataFrame({"id": ["1"], "period": ["2026Q1"], "a": [60], "b": [60], "salary": [1000]})
    base = BASE.replace("salary * score / 100 * 0.1", "salary * times * score / 100 * rate").replace(
        "indicators:", "parameters: {rate: 0.1, times: 1, least: 80}\nindicators:"
    ).replace("score >= 80", "score >= least")  # fmt: skip
    old, new = texts(("{rate: 0.1, times: 1, least: 80}", "{rate: 0.2, times: 2, least: 50}"), base=base)
    comparison, found, ran = put_together(old, new, one)
    rows = changes(comparison, [found], anonymous=False).rows
    assert [(*(c.path for c in r.clauses), r.kind, r.alone, r.added_last) for r in rows] == [
        ("parameters.rate", "change", 60, 120), ("parameters.times", "change", 60, 120),
        ("parameters.least", "change", 7, 7), ("interaction", 60, -60), ("total", 187, 187),
    ]  # fmt: skip
    assert [r.shapley for r in rows if r.kind == "change"] == [90, 90, 7]
    assert ran == 6  # all but the base and the variant
    (moved,) = moves(comparison, [found]).rows
    assert [(r.change, r.amount) for r in moved.reasons] == [
        ("parameters.rate", 90), ("parameters.times", 90), ("parameters.least", 7),
    ]  # fmt: skip


def test_changes_that_need_each_other_are_one_and_interactions_are_shared() -> None:
    """The first person's score goes from 75 to 85 by the weights: bonus 75 to 85, with twice the rate 150 to 170."""
    found = attributed(DOUBLE, *WEIGHTS)
    weights = ("indicators.a.weight", "indicators.b.weight")
    assert [(paths(p), p.need.problem.code) for p in found.parts if p.need and p.need.problem] == [
        (weights, "weights-sum")
    ]
    assert {paths(part): part.people[0] for part in found.parts} == {
        weights: pytest.approx((10 + 7 + 20 + 7) / 2),
        ("rewards.bonus.amount",): pytest.approx((75 + 85) / 2),
    }
    assert found.interaction.any()


EVERYTHING = (
    DOUBLE, *WEIGHTS, ("score >= 80", "score >= 79"), ("a, target: 100, score: {method: ratio, floor: 0", "a, target: 100, score: {method: ratio, floor: 61.37"),
)  # fmt: skip
people_of_all = st.lists(
    st.tuples(*[st.integers(0, 15000).map(lambda x: x / 100)] * 2, st.integers(1, 999_999).map(lambda x: x / 100)),
    min_size=1, max_size=6,
)  # fmt: skip


@settings(max_examples=25, deadline=None)
@given(people_of_all, st.lists(st.sampled_from([DOUBLE, WEIGHTS, *EVERYTHING[3:]]), unique=True))
def test_everything_adds_up_and_the_way_back_is_the_mirror(
    rows: list[tuple[float, float, float]], chosen: list[tuple[str, str] | tuple[tuple[str, str], ...]]
) -> None:
    replaced = [one for some in chosen for one in (some if isinstance(some[0], tuple) else (some,))]
    a, b, salary = zip(*rows, strict=True)
    data = pd.DataFrame({
        "id": [str(i) for i in range(len(rows))], "period": "2026Q1", "a": a, "b": b, "salary": salary,
    })  # fmt: skip
    old, new = texts(*replaced)  # type: ignore[arg-type]
    comparison, found, _ = put_together(old, new, data)
    table = changes(comparison, [found], anonymous=False).rows
    total = table[-1]
    assert total.kind == "total"
    assert len(found.parts) == len(chosen)
    assert cents(total.alone) == cents(cost(comparison).rows[0].change)
    if not chosen:
        assert len(table) == 1
        return
    for column in ("alone", "added_last", "shapley"):
        parts = [getattr(row, column) for row in table[:-1]]
        assert sum(cents(x) for x in parts if not math.isnan(x)) == cents(getattr(total, column)), column
    of_people = np.array([part.people for part in found.parts])
    assert (np.rint(of_people * 100).sum(axis=0) == np.rint(found.people * 100)).all()
    for i in range(len(rows)):
        assert sum(cents(r.amount) for r in found.reasons(i)) == cents(float(found.people[i]))
    _, back, _ = put_together(new, old, data)
    mirror = {tuple(sorted(paths(p))): p for p in back.parts}
    for part in found.parts:
        other = mirror[tuple(sorted(paths(part)))]
        assert (part.alone, part.last, part.share) == (-other.last, -other.alone, -other.share)
        assert (part.people == -other.people).all()


def cents(amount: float) -> int:
    return round(amount * 100)


def test_no_change_moves_nothing() -> None:
    comparison, found, ran = put_together(*texts(("title: Base", "title: Other"), ("title: Bonus", "title: Prize")))
    assert (found.parts, found.change, ran) == ((), 0.0, 0)
    assert [r.kind for r in changes(comparison, [found], anonymous=False).rows] == ["total"]


def test_a_single_change_is_not_run_again() -> None:
    _, found, ran = put_together(*texts(DOUBLE))
    assert ran == 0
    assert [(p.alone, p.last, p.share) for p in found.parts] == [(315.57, 315.57, 315.57)]


def test_a_policy_may_appraise_other_people() -> None:
    """Who is left out loses all: the third person, 87.57. The total is that of the costs."""
    out = ("indicators:", "eligible:\n  some: {when: salary != 1000.1, reason: Not this one}\nindicators:")
    comparison, found, _ = put_together(*texts(DOUBLE, out))
    assert found.change == cost(comparison).rows[0].change == 75 + 160 - 87.57
    assert {paths(p): (p.alone, p.last) for p in found.parts} == {
        ("rewards.bonus.amount",): (315.57, 235.0), ("eligible",): (-87.57, -168.14),
    }  # fmt: skip
    listed = {c.key: c.values for c in people(comparison, [found]).columns if c.policy}
    assert np.asarray(listed["change"]).tolist() == [75, 160, -87.57]


def test_a_reward_that_takes_the_place_of_another() -> None:
    """Between the two stands a policy without any reward."""
    old = BASE.replace('  extra: {title: Extra, amount: "7 if score >= 80 else 0"}\n', "")
    new = old.replace("  bonus: {title: Bonus", "  prize: {title: Prize").replace("* 0.1}", "* 0.3}")
    _, found, _ = put_together(old, new)
    assert {paths(p): p.share for p in found.parts} == {("rewards.prize",): 946.7, ("rewards.bonus",): -315.57}


def test_a_ranking_moves_people_whom_no_clause_touches() -> None:
    """The best of three has 100. With more weight on b the second overtakes the first, whose own score stays."""
    data = pd.DataFrame({
        "id": ["1", "2", "3"], "period": "2026Q1", "a": [90, 80, 10], "b": [90, 95, 10], "salary": 1,
    })  # fmt: skip
    base = BASE[: BASE.index("rewards:")] + (
        "grades:\n  bands: {A: 80, B: lowest}\n  ranking: {shares: {A: 30%, B: 70%}, counts: nearest, ties: better}\n"
        "rewards:\n  bonus: {title: Bonus, amount: 100 * factor, factor: {by: grade, values: {A: 1, B: 0}}}\n"
    )
    old, new = texts(
        ("weight: 50}\n  b", "weight: 20}\n  b"), ("weight: 50}\ngrades", "weight: 80}\ngrades"), base=base
    )
    new = new.replace("amount: 100", "amount: 110")
    comparison, found, _ = put_together(old, new, data)
    assert [p.people.tolist() for p in found.parts] == [[-105, 105, 0], [5, 5, 0]]
    first = next(r for r in moves(comparison, [found]).rows if r.employee == "1")
    assert (first.change, [r.amount for r in first.reasons]) == (-100, [-105, 5])
    assert first.score_change == 0


def test_more_changes_than_have_shares() -> None:
    """Nine rewards of 1 become 2, and what they come to is doubled: 9 alone, 18 last, 9 beyond."""
    rewards = "".join(f"  r{i}: {{title: R{i}, amount: 1 * times}}\n" for i in range(9))
    base = BASE[: BASE.index("rewards:")].replace("indicators:", "parameters: {times: 1}\nindicators:")
    base += "rewards:\n" + rewards
    old, new = texts((": 1 * times", ": 2 * times"), ("times: 1}", "times: 2}"), base=base)
    comparison, found, ran = put_together(old, new, DATA[:1])
    table = changes(comparison, [found], anonymous=False)
    assert [n.kind for n in table.notes] == ["many"]
    assert (ran, table.rows[-2].alone, table.rows[-2].added_last, table.rows[-1].alone) == (20, 9, -9, 27)
    assert all(math.isnan(r.shapley) for r in table.rows[:-1])
    (moved,) = moves(comparison, [found]).rows
    assert moved.reasons[0].amount == moved.reasons[1].amount == 9
    assert sum(r.amount for r in moved.reasons) == moved.change == 27


def test_points_where_nobody_is_paid() -> None:
    """60:40 instead of 50:50: the scores 75, 80, 80.56 (80.555) become 80, 76, 80.44."""
    without = BASE[: BASE.index("rewards:")]
    old, new = texts(("weight: 50}\n  b", "weight: 60}\n  b"), base=without)
    comparison, found, _ = put_together(old, new.replace("weight: 50}\n", "weight: 40}\n"))
    assert found.change == pytest.approx(5 - 4 - 0.12)
    assert found.people.tolist() == [5, -4, -0.12]
    assert changes(comparison, [found], anonymous=False).of == "score"


def test_what_is_wrong_with_the_data_is_not_told_where_people_are_left_out() -> None:
    """A field that is missing for one is judged, and that one is not: only both together make a policy for these data."""
    base = BASE.replace("b: {type: number}", "b: {type: number}, c: {type: number}")
    data = DATA.assign(c=[50, 100, None])
    out = ("indicators:", "eligible:\n  some: {when: salary != 1000.1, reason: Not this one}\nindicators:")
    comparison, found, _ = put_together(*texts(("value: b,", "value: c,"), out, base=base), data)
    (part,) = found.parts
    assert part.alone == part.last == part.share == found.change == -87.57
    for anonymous in (False, True):
        (note,) = changes(comparison, [found], anonymous=anonymous).notes
        assert (note.kind, note.code) == ("together", "missing-value")
        assert ("3" in note.message) is not anonymous


def test_policies_that_count_other_rows_do_not_stand_between() -> None:
    """Nothing is said of a change alone, where the rows under it are not those of the comparison."""
    old, new = texts(DOUBLE, ("score >= 80", "score >= 75"))
    comparison, found, _ = put_together(old, new, between=DATA[:2])
    (part,) = found.parts
    assert part.share == 322.57
    (note,) = changes(comparison, [found], anonymous=False).notes
    assert (note.kind, note.code) == ("together", "")
    assert (
        "other rows of the data would count" in list(notes_of(changes(comparison, [found], anonymous=False), "en"))[1]
    )


def test_what_cannot_be_attributed_is_told_alone() -> None:
    """As by hand above: 82 (75 and 7 more), 160, 80.57."""
    comparison, _, _ = put_together(*texts(DOUBLE, ("score >= 80", "score >= 75")))
    for why in ("versions", "entangled", "files"):
        found = not_attributed(comparison, comparison.variants[0], why)
        assert (found.change, found.parts, found.why, found.places) == (322.57, (), why, 2)
        assert found.people.tolist() == found.interaction.tolist() == [82.0, 160.0, 80.57]
        assert found.reasons(0) == ()


def test_changes_that_take_too_long_to_tell_apart_are_told_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("appraise.compare.dependent_changes.TRIES", 1)
    found = attributed(DOUBLE, *WEIGHTS)
    assert (found.why, found.parts) == ("entangled", ())
    assert found.people.tolist() == [102, 121, 80.11]  # of scores 85, 72, 80.33: 177, 288, 167.68


def test_two_changes_of_points_by_hand() -> None:
    """Nobody is paid. B capped at 90 costs the second 5 points; A against 80 gives 0, 7.5 and 10."""
    unpaid = BASE[: BASE.index("rewards:")]
    changed = unpaid.replace("value: a, target: 100", "value: a, target: 80")
    head, tail = changed.rsplit("cap: 100", 1)
    _, found, ran = put_together(unpaid, f"{head}cap: 90{tail}")
    assert [(paths(p), p.alone, p.last, p.share) for p in found.parts] == [
        (("indicators.a.target",), 17.5, 17.5, 17.5), (("indicators.b.score",), -5.0, -5.0, -5.0),
    ]  # fmt: skip
    assert [p.people.tolist() for p in found.parts] == [[0, 7.5, 10], [0, -5, 0]]
    assert (found.change, ran) == (12.5, 2)


CENTS = BASE[: BASE.index("rewards:")].replace("indicators:", "parameters: {y: 0, x: 0, k: 0}\nindicators:") + (
    'rewards: {bonus: {title: Bonus, amount: "AMOUNT + 0 * k"}}\n'
)


@pytest.mark.parametrize(
    ("amount", "x", "y"),
    [
        ("0.01 * (1 + x) * (1 + y)", 0.02, 0.01),  # 1.5 cents each: one more for the change whose path stands first
        ("0.01 * x * (1 - y)", 0.01, -0.01),  # half a cent more, half a cent less
        ("0.01 * y * (2 - x)", 0.0, 0.01),  # half a cent less, 1.5 cents more
        ("0.01 * y * max(x, k)", 0.0, 0.01),  # a sixth of a cent each for x and k, two thirds for y: the largest
    ],
)
def test_cents_go_to_the_largest_remainder_or_to_the_change_that_stands_first_and_mirror(
    amount: str, x: float, y: float
) -> None:
    old, new = texts(("{y: 0, x: 0, k: 0}", "{y: 1, x: 1, k: 1}"), base=CENTS.replace("AMOUNT", amount))
    for sign, found in ((1, put_together(old, new, DATA[:1])[1]), (-1, put_together(new, old, DATA[:1])[1])):
        shares = {path: (p.share, *p.people.tolist()) for p in found.parts for path in paths(p)}
        assert shares == {
            "parameters.x": (sign * x, sign * x), "parameters.y": (sign * y, sign * y), "parameters.k": (0, 0),
        }  # fmt: skip


def test_changes_that_are_one_stand_where_the_first_of_their_paths_does() -> None:
    """Scores in whole points: 90; 88 with 60:40, 85 with B capped at 90, 84 with both. Shares: -1.5 and -4.5."""
    base = BASE[: BASE.index("rewards:")].replace("score: 2", "score: 0")
    head, tail = base.rsplit("cap: 100}, weight: 50", 1)
    new = f"{head}cap: 90}}, weight: 40{tail}".replace("weight: 50}\n  b", "weight: 60}\n  b")
    _, found, _ = put_together(base, new, DATA[:1].assign(a=80, b=100))
    weights = ("indicators.a.weight", "indicators.b.weight")  # one before and one behind the other change
    assert {paths(p): (p.share, *p.people) for p in found.parts} == {
        weights: (-2, -2),
        ("indicators.b.score",): (-4, -4),
    }


def test_eight_changes_are_made_in_every_order_exactly() -> None:
    """2,400,000,000,000.03 for all eight together, nothing for seven: an eighth each, three cents are left."""
    numbers = [f"p{i}" for i in range(8)]
    policy = BASE[: BASE.index("rewards:")] + (
        f"parameters: {{{', '.join(f'{p}: 0' for p in numbers)}}}\n"
        f"rewards: {{bonus: {{title: Bonus, amount: salary * {' * '.join(numbers)}}}}}\n"
    )
    old, new = texts(*((f"{p}: 0", f"{p}: 1") for p in numbers), base=policy)
    _, found, ran = put_together(old, new, DATA[:1].assign(salary=2_400_000_000_000.03))
    assert ran == 254
    assert [p.share for p in found.parts] == [300_000_000_000.01] * 3 + [300_000_000_000.0] * 5
    assert found.people.tolist() == [2_400_000_000_000.03]


def test_nine_changes_have_no_shares() -> None:
    base = BASE[: BASE.index("rewards:")] + "rewards:\n" + "".join(
        f"  r{i}: {{title: R{i}, amount: 1}}\n" for i in range(9)
    )  # fmt: skip
    old, new = texts(("amount: 1}", "amount: 2}"), base=base)
    _, found, ran = put_together(old, new, DATA[:1])
    assert (ran, found.change, found.shared, found.interaction.tolist()) == (18, 9, False, [0])


@pytest.mark.parametrize(("old", "new"), [("score: 1", "score: 2"), ("score: 2", "score: 1")])
def test_points_are_told_in_the_finer_places(old: str, new: str) -> None:
    """The third has 80.555: 80.56 or 80.6 points."""
    base = BASE[: BASE.index("rewards:")].replace("score: 2", old)
    _, found, _ = put_together(*texts((old, new), base=base))
    assert (found.places, abs(found.change)) == (2, 0.04)


@pytest.mark.parametrize("n", range(1, MOST + 1))
def test_every_weight_of_a_change_is_a_whole_number_of_parts(n: int) -> None:
    """n changes come in n! orders; in s! (n-1-s)! of them a given s of the others stand before one of them."""
    weights = [Fraction(math.factorial(s) * math.factorial(n - 1 - s), math.factorial(n)) for s in range(n)]
    assert all((weight * _parts(n)).denominator == 1 for weight in weights)
    assert _parts(8) == 840
