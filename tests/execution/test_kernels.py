"""Each operation on a few rows, with the rows that are easily wrong: missing, zero, exactly on an edge. By hand."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from appraise import load_text
from appraise.execution.kernels.rowwise import compute
from appraise.formula.vectors import EPOCH, NO, UNDECIDED, YES, Text
from appraise.plan import operations as op
from appraise.plan.compile import Compiler
from appraise.plan.steps import Clause
from tests.test_edges import HEAD
from tests.test_edges import one as scored_by

NAN = np.nan
TEAM = Text(np.array([0, 1, -1, 2]), ("red", "blue", "grey"))


def col(*values: float) -> Any:
    return np.array(values, dtype=np.float64)


def truth(*values: int) -> Any:
    return np.array(values, dtype=np.int8)


def check(operation: op.Operation, inputs: list[Any], result: list[Any], *, ordered: bool = False) -> None:
    with np.errstate(all="ignore"):
        found = compute(operation, inputs)
    if isinstance(found, Text):
        assert (found.strings(), found.ordered) == (result, ordered)
        assert found.codes.min(initial=0) >= -1
    else:
        np.testing.assert_array_equal(found, np.array(result))


@pytest.mark.parametrize(
    ("otherwise", "values", "result"),
    [
        (True, [10.0, 20.0, 5.0], [5, 10, NAN, 5]),
        (False, [10.0, 20.0], [NAN, 10, NAN, NAN]),
        (True, [col(1, 2, 3, 4), 20.0, 5.0], [5, 2, NAN, 5]),
        (False, [col(1, 2, 3, 4), 20.0], [NAN, 2, NAN, NAN]),
        (True, [10.0, 20.0, col(6, 7, 8, 9)], [6, 10, NAN, 9]),
    ],
)
def test_a_choice_by_text(otherwise: bool, values: list[Any], result: list[float]) -> None:
    check(op.Choose(("blue", "green"), otherwise), [TEAM, *values], result)  # nobody is green


@pytest.mark.parametrize(("otherwise", "rest"), [(True, 5.0), (False, NAN)])
def test_a_choice_by_number_is_by_twelve_digits(otherwise: bool, rest: float) -> None:
    values = [10.0, 20.0, 5.0] if otherwise else [10.0, 20.0]
    check(op.Choose(("0.3", "2"), otherwise), [col(0.1 + 0.2, 2, NAN, 2.1, 0.29), *values], [10, 20, NAN, rest, rest])


def test_a_choice_among_texts() -> None:
    low, high = (Text(np.array(code), ("low", "high"), ordered=True) for code in (0, 1))
    check(op.Choose(("blue", "grey"), otherwise=False), [TEAM, high, low], [None, "high", None, "low"], ordered=True)
    check(op.Choose(("blue",), otherwise=True), [TEAM, high, low], ["low", "high", None, "low"], ordered=True)


@pytest.mark.parametrize(("inverse", "yes", "no"), [(False, YES, NO), (True, NO, YES)])
def test_labels(inverse: bool, yes: int, no: int) -> None:
    check(op.IsLabel(("red", "grey", "green"), inverse), [TEAM], [yes, no, UNDECIDED, yes])
    check(op.IsLabel(("0.3", "5"), inverse), [col(0.1 + 0.2, 5, NAN, 4)], [yes, yes, UNDECIDED, no])


def test_days_in_force() -> None:
    days = col(9, 10, 19, 20)
    check(op.IsInForce(EPOCH + 10, EPOCH + 20), [days], [NO, YES, YES, NO])
    check(op.IsInForce(EPOCH + 10, None), [days], [NO, YES, YES, YES])
    check(op.InForce((EPOCH, EPOCH + 10)), [col(-1, 0, 9, 10), 5.0, 7.0], [NAN, 5, 5, 7])


def test_the_first_condition_that_holds() -> None:
    first, second = truth(NO, YES, UNDECIDED, NO, NO), truth(YES, YES, YES, UNDECIDED, NO)
    check(op.FirstThat(("a", "b", "rest"), open_end=True), [first, second], ["b", "a", None, None, "rest"])
    check(op.FirstThat(("a", "b"), open_end=False), [first, second], ["b", "a", None, None, None])
    check(op.FirstThat(("a", "rest"), open_end=True), [truth(UNDECIDED, UNDECIDED)], [None, None])
    check(op.FirstThatFails(("a", "b")), [first, second], ["a", None, None, "a", "a"])
    check(op.FirstThatFails(("a", "b")), [second, first], ["b", None, None, "b", "a"])


@pytest.mark.parametrize(
    ("formula", "values", "targets", "result"),
    [
        ("value/target", (150, 150, 150, -10, 1, NAN), (100, 0, -5, 100, 0.5, 1), [1.5, NAN, NAN, -0.1, 2, NAN]),
        ("target/value", (50, 0, -1, 50, 50, 0.5), (100, 100, 100, 0, -1, 0.5), [2, NAN, NAN, NAN, NAN, 1]),
        ("2 - value/target", (60, 60, 60, 250), (100, 0, -1, 100), [1.4, NAN, NAN, -0.5]),
    ],
)
def test_attainment(formula: Any, values: tuple[float, ...], targets: tuple[float, ...], result: list[float]) -> None:
    check(op.Attain(formula), [col(*values), col(*targets)], result)
    for value, target, one in zip(values, targets, result, strict=True):
        check(op.Attain(formula), [np.float64(value), target], one)  # type: ignore[arg-type]


def test_scores_by_a_condition_or_the_target() -> None:
    check(op.PassScore(), [truth(YES, NO, UNDECIDED)], [100, 0, NAN])
    check(op.PassScore(), [col(1, 1 - 1e-13, 0.999, 2, NAN)], [100, 100, 0, 100, NAN])


def test_scores_by_unit() -> None:
    values = col(7, 1, 0, -3, NAN)  # 1 is free, 5 points for each 2
    check(op.UnitScore(1), [values, 5.0, 2.0, 1.0], [15, 0, 0, 0, NAN])
    check(op.UnitScore(-1), [values, 5.0, 2.0, 1.0], [85, 100, 100, 100, NAN])


def test_scores_by_step() -> None:
    distance = col(25, -25, 0, NAN, 100, -100)  # a step is 10; up 3, at most 9; down 4, at most 12
    check(op.StepScore(whole=True), [distance, 10.0, 80.0, 3.0, 9.0, 4.0, 12.0], [86, 72, 80, NAN, 89, 68])
    check(op.StepScore(whole=False), [distance, 10.0, 80.0, 3.0, 9.0, 4.0, 12.0], [87.5, 70, 80, NAN, 89, 68])
    check(op.StepScore(whole=True), [col(0.3, -0.3), 0.1, 0.0, 1.0, 9.0, 2.0, 9.0], [3, -6])


def test_marks() -> None:
    check(op.MarkScore((1.0, 0.3)), [col(1, 0.1 + 0.2, 3, NAN), 50.0, col(8, 9, 8, 8)], [50, 9, NAN, NAN])


def test_what_is_missing() -> None:
    check(op.WhereValued(), [col(1, 2), col(NAN, 5)], [NAN, 2])
    check(op.WhereValued(), [col(1, 2, 3, 4), TEAM], [1, 2, NAN, 4])
    check(op.WhereValued(), [col(1, 2), col(4, 5)], [1, 2])
    check(op.Fill(), [col(NAN, 3), 7.0], [7, 3])
    check(op.Fill(), [col(2, 3), 7.0], [2, 3])
    check(op.Present(), [col(1, 2), col(NAN, 5)], [0, 2])
    check(
        op.Count((0, 0, 1)),
        [col(NAN, 1, NAN, 1, NAN), col(NAN, NAN, 2, 2, NAN), col(3, NAN, NAN, 3, NAN)],
        [1, 1, 1, 2, 0],
    )


def test_weighted_points() -> None:
    check(op.Points(), [col(80, NAN, NAN, 80), col(50, 0, 50, 0)], [40, 0, NAN, 0])
    check(op.Points(), [col(80, NAN), col(50, 50)], [40, NAN])
    check(op.Product(), [col(80, 60), 50.0], [40, 30])
    check(op.Spread(final=True), [col(10, 10, 10, 10), col(2, 0, -1, 0.5)], [5, NAN, NAN, 20])
    check(op.Spread(final=False), [col(10, 10, 10, 10), col(2, 0, -1, 0.5)], [5, 0, 0, 20])


def test_sums() -> None:
    check(op.Sum(), [col(1), col(2), col(3)], [6])
    check(op.Sum(signed=True), [col(1.1 * 200000), col(-219999.99)], [0.01])
    check(op.WithBanked(), [col(1.1 * 200000), col(-219999.99)], [0.01])
    check(op.Minus(), [col(1.1 * 200000), col(219999.99)], [0.01])
    check(op.Times(), [col(3), col(4)], [12])
    check(op.RatioScore(), [col(1.5)], [150])
    check(op.Rounded(1), [col(0.25, -0.25)], [0.3, -0.3])
    check(op.Clamp(), [col(-1, 2, 5, NAN), 0.0, 3.0], [0, 2, 3, NAN])


def test_shares_of_the_period() -> None:
    check(op.Due(), [col(9, 10, 11), 10.0, 0.5], [0.5, 1, 1])
    check(op.Quotient(), [col(10, 10, 10, 10), col(4, 0, -1, 0.5)], [2.5, NAN, NAN, 20])


@pytest.mark.parametrize(
    ("mean", "least", "result"),
    [
        (True, 0, [5, 5, NAN, 6]), (True, 3, [5, NAN, NAN, NAN]),
        (False, 0, [15, 10, NAN, 6]), (False, 2, [15, 10, NAN, NAN]), (False, 3, [15, NAN, NAN, NAN]),
    ],
)  # fmt: skip
def test_figures_of_the_last_periods(mean: bool, least: int, result: list[float]) -> None:
    check(op.OfLast(mean, least), [col(10, 10, 0, 0), col(2, 2, 0, 0), col(5, NAN, NAN, 6)], result)


def test_figures_of_earlier_periods_alone() -> None:
    check(op.OfLast(mean=True, least=2), [col(10, 10, 0), col(2, 1, 0)], [5, NAN, NAN])
    check(op.OfLast(mean=False, least=0), [col(10, 10, 0), col(2, 1, 0)], [10, 10, NAN])


def test_a_streak_begins_at_one_and_breaks() -> None:
    check(op.Streak(), [col(NAN, 2, 2, NAN), truth(YES, YES, NO, UNDECIDED)], [1, 3, 0, 0])


def test_a_formula_of_a_method_is_computed_and_takes_no_name_of_the_policy() -> None:
    loaded = load_text(HEAD.replace("ROUNDING", "") + "parameters: {x: 5}\n" + scored_by())
    assert loaded.ruleset is not None, loaded.diagnostics
    compiler = Compiler(loaded.ruleset, provisional=False)
    compiler.computed("100 * power(x, m)", "own", Clause("i", loaded.ruleset.where), x="n", m=2.0)
    step = compiler.steps[-1]
    assert step.inputs == ("n", 2.0)
    assert isinstance(step.operation, op.Compute)
    assert not step.operation.formula.names & {"x", "m"}
    check(step.operation, [col(0.5, 1.2, NAN), 2.0], [25, 144, NAN])
