"""Scores by units and steps and what a policy says that cannot be scored. By hand."""

from __future__ import annotations

import pytest

from tests.test_edges import appraise, one

STEP = "{{method: per_step, start: 30, of: {of}, step: {step}, steps: {steps}, up: {up}, down: {down}}}"
LIMITED, UNLIMITED = "{points: 2, at_most: 6}", "{points: 5, at_most: none}"
LACKS = "{points: {by: team, values: {blue: 1}}, at_most: none}"  # who is asked is red
LACKS_MOST = "{points: 1, at_most: {by: team, values: {blue: 1}}}"


def per_step(
    of: str = "value", step: str = "10", steps: str = "whole", up: str = LIMITED, down: str = UNLIMITED
) -> str:
    return STEP.format(of=of, step=step, steps=steps, up=up, down=down)


def score(rule: str, more: str = "value: n, target: 100", **row: float) -> float:
    done = appraise(one(rule, more), **row)
    assert done.worksheet is not None, done.diagnostics
    return float(done.worksheet.frame()["i.score"][0])


def errors(rule: str, **row: float) -> list[str]:
    done = appraise(one(rule, "value: n, target: 100"), **row)
    assert done.worksheet is None
    return [d.code for d in done.diagnostics if d.severity == "error"]


@pytest.mark.parametrize(
    ("n", "result"), [(100, 30), (109, 30), (110, 32), (125, 34), (500, 36), (99, 30), (75, 20), (0, -20)]
)
def test_points_for_each_whole_step_from_the_target(n: float, result: float) -> None:
    assert score(per_step(), n=n) == result
    assert score(per_step(of="attainment", step="10%"), n=n) == result
    less = "value: n, target: 100, direction: lower, attainment: 2 - value/target"
    assert score(per_step(), less, n=200 - n) == result


def test_parts_of_steps_and_no_limit() -> None:
    assert score(per_step(steps="proportional"), n=105) == 31
    assert score(per_step(steps="proportional", up=UNLIMITED), n=205) == 82.5
    assert score(per_step(steps="proportional", down=LIMITED), n=85) == 27


@pytest.mark.parametrize("lacks", [LACKS, LACKS_MOST])
def test_only_the_side_on_which_somebody_stands_needs_points(lacks: str) -> None:
    assert [score(per_step(up=lacks), n=n) for n in (100, 90, 99.5)] == [30, 25, 30]
    assert [score(per_step(down=lacks), n=n) for n in (100, 110, 100.5)] == [30, 32, 30]
    for rule, n in ((per_step(up=lacks), 100.5), (per_step(down=lacks), 99.5)):
        assert errors(rule, n=n) == ["no-setting"]


@pytest.mark.parametrize("step", [0.0, -1.0])
def test_a_step_or_unit_must_be_above_zero(step: float) -> None:
    for rule in (
        per_step(step="m"),
        "{method: add, points: 1, unit: m, cap: 100}",
        "{method: deduct, points: 1, unit: m, floor: 0}",
    ):
        assert errors(rule, n=100.0, m=step) == ["no-amount"]


def test_units_begin_at_nothing_and_are_single_unless_said() -> None:
    assert score("{method: add, points: 5, cap: none}", n=7.0) == 35
    assert score("{method: add, points: 5, unit: 2, free: 1, cap: 12}", n=7.0) == 12
    assert score("{method: deduct, points: 5, floor: none}", n=30.0) == -50
    assert score("{method: deduct, points: 5, unit: 2, free: 1, floor: 90}", n=7.0) == 90
    assert score("{method: deduct, points: 5, unit: 2, free: 1, floor: 80}", n=7.0) == 85


def test_a_mark_without_a_score_is_an_error() -> None:
    rule = "{method: rating, values: {1: 10, 3: 60}}"
    assert [score(rule, "value: n", n=n) for n in (1, 3)] == [10, 60]
    assert errors(rule, n=2.0) == ["below-lowest"]
