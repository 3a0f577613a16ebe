"""What holds for any people and any two policies."""

from __future__ import annotations

import math
from dataclasses import astuple
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from appraise import compile_plan, load
from appraise.compare.compared import compare
from appraise.compare.comparison import Comparison, align
from appraise.compare.figures.cost import cost
from appraise.compare.figures.moves import move
from appraise.compare.groups import FEWEST, groupings
from appraise.compare.people import people
from appraise.compare.tables import Compared
from appraise.execution.explaining.explain import explain_row
from appraise.plan.steps import Plan
from tests.compare.policies import BASE, VARIANTS, appraise, attributions, compared, plan, sheet, team

rows = st.lists(st.integers(0, len(team()) - 1), min_size=1, max_size=60, unique=True)
names = st.sampled_from([BASE, *VARIANTS])


def of_some(chosen: list[int], *policies: Plan) -> Comparison:
    table = team().part(np.array(chosen))
    first, *others = [[appraise(policy, table)] for policy in policies]
    return align(first, others, ["region"])


def missing(x: object) -> bool:
    return isinstance(x, float) and math.isnan(x)


def told(table: object) -> list[tuple[object, ...]]:
    """Rows without the title of the policy, NaN as None."""
    return [tuple(None if missing(x) else x for x in astuple(row)[1:]) for row in table.rows]  # type: ignore[attr-defined]


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Plan:
    path = Path(tmp_path_factory.mktemp("empty")) / "empty.yaml"
    path.write_text(f"extends: {BASE}\ntitle: Empty\nreason: nothing changes\n", encoding="utf-8")
    loaded = load(path)
    assert loaded.ruleset is not None, loaded.diagnostics
    return compile_plan(loaded.ruleset)


@settings(max_examples=15, deadline=None)
@given(rows)
def test_an_empty_variant_changes_nothing(empty: Plan, chosen: list[int]) -> None:
    c = compare(of_some(chosen, plan(BASE), empty))
    assert not c.moves.rows
    assert {r.change for r in c.cost.rows} <= {0.0}
    assert all(r.head_change == 0 or missing(r.head_change) for r in c.cost.rows)
    assert all(r.before == r.after or not r.appraisals for r in c.movement.rows)
    assert all((r.better, r.worse) == (0, 0) for r in c.movement.moved)
    assert [(r.winners, r.losers, r.net) for r in c.winners.rows] == [(0, 0, 0)]
    assert all((r.score_change, r.pay_change) == (0, 0) for r in c.deciles.rows)
    assert all((r.only_base, r.only_variant) == (0, 0) for r in c.appraised.rows)
    assert all(r.kendall != r.kendall or r.kendall == pytest.approx(1) for r in c.agreement.rows)
    for table in (c.fairness, c.distribution, c.spread, c.aims, c.cliffs, c.stability):
        own = told(table)
        assert own[: len(own) // 2] == own[len(own) // 2 :] or _alternate(own)
    assert {row.policy for row in (*c.over_time.rows, *c.over_time.changes)} <= {None}


def _alternate(own: list[tuple[object, ...]]) -> bool:
    """Score of both policies, then pay of both."""
    return own[0::2] == own[1::2]


@settings(max_examples=15, deadline=None)
@given(rows, names, names)
def test_one_against_the_other_is_the_mirror(chosen: list[int], one: str, other: str) -> None:
    there, back = compare(of_some(chosen, plan(one), plan(other))), compare(of_some(chosen, plan(other), plan(one)))
    assert [(r.before, r.after, r.change) for r in _costs(there)] == [
        (r.after, r.before, -r.change) for r in _costs(back)
    ]
    matrix = {(r.before, r.after): r.appraisals for r in there.movement.rows}
    assert matrix == {(r.after, r.before): r.appraisals for r in back.movement.rows}
    (a,), (b,) = there.winners.rows, back.winners.rows
    assert (a.winners, a.losers, a.unchanged, a.gained, a.lost) == (b.losers, b.winners, b.unchanged, b.lost, b.gained)
    (a_,), (b_,) = there.appraised.rows, back.appraised.rows
    assert (a_.only_base, a_.only_variant) == (b_.only_variant, b_.only_base)
    assert [(m.employee, m.period, m.change) for m in there.moves.rows] == [
        (m.employee, m.period, -m.change) for m in back.moves.rows
    ]
    for x, y in zip(there.agreement.rows, back.agreement.rows, strict=True):
        assert (x.kendall, x.spearman) == pytest.approx((y.kendall, y.spearman), nan_ok=True)


def _costs(c: Compared) -> list[object]:
    """Those of groups that both name: cohorts are each base's own."""
    return [r for r in c.cost.rows if r.kind in ("all", "reward", "period", "region")]


@settings(max_examples=25, deadline=None)
@given(st.integers(0, len(team()) - 1), st.sampled_from(range(len(VARIANTS))))
def test_a_person_is_the_difference_of_two_explanations(row: int, number: int) -> None:
    c, variant = compared(), VARIANTS[number]
    if not c.both(c.variants[number])[row]:
        return
    found = move(c, c.variants[number], row)
    before, after = (explain_row(plan(name), sheet(name), row).values for name in (BASE, variant))
    assert (found.employee, found.period) == (before["employee"], before["period"])
    assert (found.grade_before, found.grade) == (before["grade"], after["grade"])
    assert found.change == pytest.approx(after["total_reward"] - before["total_reward"], abs=1e-6)
    assert found.score_change == pytest.approx(after["score"] - before["score"], abs=1e-9)
    points = {
        i.title: after[f"{i.id}.points"] - before[f"{i.id}.points"] for i in plan(BASE).ruleset.indicators.values()
    }
    most = max(points.values(), key=abs)
    assert abs(0.0 if missing(found.points_change) else found.points_change) == pytest.approx(abs(most), abs=1e-9)
    if found.indicator:
        assert points[found.indicator] == pytest.approx(found.points_change)
    reasons = move(c, c.variants[number], row, attributions()[number]).reasons
    assert round(math.fsum(reason.amount for reason in reasons), 2) == round(found.change, 2)


@pytest.mark.parametrize("number", range(len(VARIANTS)))
def test_everybody_s_changes_add_up_to_the_cost(number: int) -> None:
    (total,) = [r for r in cost(compared()).rows if r.variant == compared().variants[number].title and r.kind == "all"]
    columns = people(compared(), attributions()).columns
    (change,) = [c.values for c in columns if c.key == "change" and c.policy == total.variant]
    assert round(float(np.nansum(np.asarray(change))), 2) == total.change == attributions()[number].change


@settings(max_examples=15, deadline=None)
@given(st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(random: object) -> None:
    order = list(range(0, len(team()), 3))
    plans = plan(BASE), plan(VARIANTS[0])
    straight = compare(of_some(order, *plans))
    random.shuffle(order)  # type: ignore[attr-defined]
    mixed = compare(of_some(order, *plans))
    for name in ("cost", "movement", "winners", "moves", "deciles", "distribution", "spread"):
        for a, b in zip(getattr(straight, name).rows, getattr(mixed, name).rows, strict=True):
            for x, y in zip(astuple(a), astuple(b), strict=True):
                same = (
                    x == y or (isinstance(x, float) and math.isclose(x, y, rel_tol=1e-9)) or (missing(x) and missing(y))
                )
                assert same, (name, a, b)


@settings(max_examples=25, deadline=None)
@given(rows)
def test_small_groups_are_not_named(chosen: list[int]) -> None:
    c = of_some(chosen, plan(BASE), plan(VARIANTS[0]))
    numbers = c.employee.codes
    for groups in groupings(c):
        for group in groups:
            assert group.people == len(set(numbers[group.rows].tolist())) >= FEWEST
            for side in c.sides:
                appraised = len(set(numbers[group.rows & side.appraised].tolist()))
                assert appraised == 0 or appraised >= FEWEST
        together = np.any([group.rows for group in groups], axis=0)
        assert np.array_equal(together, np.any([side.appraised for side in c.sides], axis=0))  # nothing by subtraction
