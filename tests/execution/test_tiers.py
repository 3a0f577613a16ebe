"""Tiers, lines, bands and gates of grades at and beside their bounds. By hand."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from appraise.execution.kernels.tiers import position
from appraise.formula.vectors import NO, UNDECIDED, YES, Text
from appraise.plan import operations as op
from tests.execution.test_kernels import NAN, check, col, truth

HAIR = 1e-13


@pytest.mark.parametrize(("boundary", "result"), [("lower", [0, 1, 1, 1, 2, 0]), ("upper", [0, 0, 0, 1, 1, 0])])
def test_how_many_bounds_are_reached(boundary: Any, result: list[int]) -> None:
    value = col(-1, -HAIR * 0, 0, 0.3, 1 - HAIR, NAN)
    assert position(value, (0.0, 1.0), boundary).tolist() == result


@pytest.mark.parametrize(
    ("boundary", "high", "result"),
    [
        ("lower", 20.0, [NO, YES, YES, NO, NO, NO]),
        ("upper", 20.0, [NO, NO, YES, YES, NO, NO]),
        ("lower", np.inf, [NO, YES, YES, YES, YES, NO]),
        ("upper", np.inf, [NO, NO, YES, YES, YES, NO]),
    ],
)
def test_who_is_in_a_tier(boundary: Any, high: float, result: list[int]) -> None:
    check(op.IsInTier(10.0, high, boundary), [col(9, 10, 19, 20, 21, NAN)], result)


@pytest.mark.parametrize(("boundary", "second"), [("lower", 2.0), ("upper", 1.0)])
def test_the_value_of_a_tier(boundary: Any, second: float) -> None:
    value = col(-1, 5, 10, 11, NAN)
    check(op.TierValue((0.0, 10.0), boundary), [value, 1.0, 2.0], [NAN, 1, second, 2, NAN])
    varying = [col(1, 1, 1, 1, 1), col(2, 2, 2, 3, 2)]
    check(op.TierValue((0.0, 10.0), boundary), [value, *varying], [NAN, 1, second, 3, NAN])
    check(op.TierValue((0.0, 10.0), boundary), [value, 1.0, varying[1]], [NAN, 1, second, 3, NAN])


SCORES = [10.0, 20.0, 50.0, 100.0]


@pytest.mark.parametrize(
    ("boundary", "extend", "result"),
    [
        ("lower", False, [10, 10, 15, 50, 75, 100, 100, NAN]),
        ("upper", False, [10, 10, 15, 20, 75, 100, 100, NAN]),
        ("lower", True, [5, 10, 15, 50, 75, 100, 125, NAN]),
    ],
)
def test_along_lines_with_a_jump(boundary: Any, extend: bool, result: list[float]) -> None:
    rule = op.LinearScore((0.0, 10.0, 10.0, 20.0), extend, boundary)
    check(rule, [col(-5, 0, 5, 10, 15, 20, 25, NAN), *SCORES], result)


@pytest.mark.parametrize(
    ("places", "scores", "result"),
    [
        ((0.0, 0.0, 10.0), (10.0, 20.0, 40.0), [10, 20, 30, 40, 50]),  # a jump at the first point: flat before it
        ((0.0, 10.0, 10.0), (10.0, 20.0, 40.0), [5, 10, 15, 40, 40]),  # and at the last: flat beyond it
        ((0.0, 10.0), (10.0, NAN), [NAN, 10, NAN, NAN, NAN]),  # exactly at a point the other does not matter
    ],
)
def test_lines_that_go_on(places: tuple[float, ...], scores: tuple[float, ...], result: list[float]) -> None:
    check(op.LinearScore(places, extend=True, boundary="lower"), [col(-5, 0, 5, 10, 15), *scores], result)


def test_only_the_last_line_goes_on_beyond_the_last_point() -> None:
    rule = op.LinearScore((0.0, 10.0, 20.0, 30.0), extend=True, boundary="lower")
    check(rule, [col(-10, 5, 15, 25, 40), 0.0, 10.0, 40.0, 50.0], [-10, 5, 25, 45, 60])


@pytest.mark.parametrize("boundary", ["lower", "upper"])
@pytest.mark.parametrize("extend", [True, False])
def test_exactly_at_a_point_only_its_own_score_matters(boundary: Any, extend: bool) -> None:
    rule = op.LinearScore((0.0, 10.0, 20.0), extend, boundary)
    check(rule, [col(0, 10, 20), 5.0, NAN, 40.0], [5, NAN, 40])
    check(rule, [col(0, 10, 20), NAN, 20.0, NAN], [NAN, 20, NAN])


@pytest.mark.parametrize(("boundary", "edge"), [("lower", 20), ("upper", 10)])
def test_a_jump_at_the_first_point(boundary: Any, edge: float) -> None:
    check(
        op.LinearScore((0.0, 0.0, 10.0), extend=False, boundary=boundary),
        [col(-1, 0, 5), 10.0, 20.0, 40.0],
        [10, edge, 30],
    )


@pytest.mark.parametrize(("boundary", "edge"), [("lower", "B"), ("upper", "C")])
def test_bands(boundary: Any, edge: str) -> None:
    check(
        op.Band(("C", "B", "A"), boundary),
        [col(59, 60, 89, 91, NAN), 60.0, 90.0],
        ["C", edge, "B", "A", None],
        ordered=True,
    )
    check(op.Band(("C", "B", "A"), boundary), [col(59, 60, 91), 60.0, 90.0], ["C", edge, "A"], ordered=True)
    check(op.Band(("C", "B"), boundary), [col(59, 59), col(50, 70)], ["B", "C"], ordered=True)


@pytest.mark.parametrize(
    ("gate", "result"),
    [
        (op.GradeGate(at_most=None, at_least=None, shift=1), ["C", "B", "A", "A", None, "A", "B"]),
        (op.GradeGate(at_most=None, at_least=None, shift=-1), ["D", "D", "C", "B", None, "A", "B"]),
        (op.GradeGate(at_most=None, at_least=None, shift=-2), ["D", "D", "D", "C", None, "A", "B"]),
        (op.GradeGate(at_most=1, at_least=None, shift=0), ["D", "C", "C", "C", None, "A", "B"]),
        (op.GradeGate(at_most=0, at_least=None, shift=0), ["D", "D", "D", "D", None, "A", "B"]),
        (op.GradeGate(at_most=None, at_least=2, shift=0), ["B", "B", "B", "A", None, "A", "B"]),
        (op.GradeGate(at_most=2, at_least=None, shift=2), ["B", "B", "B", "B", None, "A", "B"]),
    ],
)
def test_gates_move_grades_within_the_scale_where_the_condition_holds(gate: op.GradeGate, result: list[str]) -> None:
    grade = Text(np.array([0, 1, 2, 3, -1, 3, 2]), ("D", "C", "B", "A"), ordered=True)
    check(gate, [grade, truth(YES, YES, YES, YES, YES, NO, UNDECIDED)], result, ordered=True)
