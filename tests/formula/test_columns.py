"""What formulas mean on columns: missing values, three-valued conditions, exactness, the signs of a Chinese keyboard."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from appraise.diagnostics import Diagnostics, Where
from appraise.formula import arithmetic
from appraise.formula.columns import ColumnAlgebra
from appraise.formula.dates import months_between
from appraise.formula.syntax.grammar import parse
from appraise.formula.vectors import Text
from appraise.formula.walker import Walker

NAN = float("nan")
EPOCH = date(1970, 1, 1)
REGION = Text(np.array([0, 1, -1]), ("East", "West"))
GRADE = Text(np.array([0, 2, -1]), ("C", "B", "A"), ordered=True)
COLUMNS = {
    "x": np.array([1.0, 5.0, NAN]), "y": np.array([2.0, 0.0, 3.0]), "region": REGION, "grade": GRADE, "销售额": np.array([57.0, 80.0, 1.0]),
    "on": np.array([0, 1, 2], dtype=np.int8), "ＫＰＩ": np.array([1.0, 2.0, 3.0]), "day": np.array([0.0, 20000.0, NAN]),
}  # fmt: skip


def compute(text: str) -> object:
    diagnostics = Diagnostics()
    formula = parse(text, lambda b, _e: Where("f", 1, b + 1), diagnostics)
    assert formula is not None, diagnostics.found
    columns = {**COLUMNS, "KPI": COLUMNS["ＫＰＩ"]}
    with np.errstate(all="ignore"):
        result = Walker(ColumnAlgebra(columns), {}).walk(formula)
    if isinstance(result, Text):
        return result.strings()
    if np.asarray(result).dtype == np.int8:
        return [{0: False, 1: None, 2: True}[int(v)] for v in np.atleast_1d(result)]
    return [None if np.isnan(v) else float(v) for v in np.atleast_1d(result)]


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("x + y * 2", [5, 5, None]),
        ("x / y", [0.5, None, None]),
        ("min(x / y, 1.5)", [0.5, None, None]),  # a division by zero is not 150%
        ("-x", [-1, -5, None]),
        ("80% <= x < 500%", [True, False, None]),
        ("x > 0 and y > 0", [True, False, None]),
        ("x > 100 and y > 0", [False, False, None]),
        ("y > 100 or x > 0", [True, True, None]),
        ("y == 3 or x > 0", [True, True, True]),  # what is decided by one side needs no other
        ("floor(x * 1.1 * 10 / 1.1)", [10, 50, None]),  # what is missing in one row takes nothing from the others
        ("0.3 - 0.1 - 0.1 < x / 10", [False, True, None]),
        ("not on", [True, None, False]),
        ("y if x > 2 else 0", [0, 0, None]),
        ("coalesce(x, 9)", [1, 5, 9]),
        ("is_missing(x)", [False, False, True]),
        ("is_missing(region) or region == 'East'", [True, False, True]),
        ("region in ('East', 'North')", [True, False, None]),
        ("region not in ('East', 'North')", [False, True, None]),
        ("coalesce(region, 'none')", ["East", "West", "none"]),
        ("region if x < 3 else 'far'", ["East", "far", None]),
        ("region in ('West')", [False, True, None]),
        ("grade >= 'B'", [False, True, None]),
        ("grade == 'A'", [False, True, None]),
        ("grade in ('A', 'B')", [False, True, None]),
        ("day >= '1970-01-01'", [True, True, None]),
        ("day < '2000-01-01'", [True, False, None]),
        ("（x ＋ y） × 2 ÷ 1", [6, 10, None]),
        ("x ≥ 5", [False, True, None]),
        ("x ＞ 5 or x ≤ 1", [True, False, None]),
        ("x ＝＝ 1", [True, False, None]),
        ("销售额 × 10％", [5.7, 8, 0.1]),
        ("ＫＰＩ + KPI", [2, 4, 6]),
        ("region ＝＝ “West”", [False, True, None]),
        ("round(x / 4, 1)", [0.3, 1.3, None]),
        ("floor(0.57 * 100) + ceil(销售额 * 1.1 / 1.1)", [114, 137, 58]),
        ("clip(x, 2, 3)", [2, 3, None]),
        ("abs(y - 3) + max(x, y)", [3, 8, None]),
        ("power(x, 0)", [1, 1, None]),
        ("power(y, -1)", [0.5, None, 1 / 3]),
        ("0.1 + 0.2 == 0.3", [True]),
        ("1.1 * 200000 - 219999.99 == 0.01", [True]),
        ("0.3 - 0.1 - 0.2 < 0", [False]),
        ("7% * 100 == 7", [True]),
        ("1 < 2 < 3", [True]),
    ],
)
def test_meaning(text: str, result: list[object]) -> None:
    assert compute(text) == result


cents = st.integers(-(10**11), 10**11)


@given(cents, st.integers(0, 3))
def test_rounding_is_half_up_on_the_decimal(value: int, places: int) -> None:
    exact = Decimal(value).scaleb(-4)
    wanted = exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    assert arithmetic.round_half_up(np.array([float(exact)]), places)[0] == float(wanted)


@given(st.integers(1, 10**8), st.sampled_from([150, 350, 1050, 1500, 3500, 5000, 8500]))
def test_products_that_end_on_a_half_are_rounded_up(amount: int, rate: int) -> None:
    product = arithmetic.multiply(np.array([amount / 100]), np.array([rate / 10_000]))
    wanted = (Decimal(amount) * Decimal(rate) / Decimal(1_000_000)).quantize(Decimal("0.01"), ROUND_HALF_UP)
    assert arithmetic.round_half_up(product, 2)[0] == float(wanted)


@given(st.integers(1, 10**7), st.sampled_from([60, 70, 80, 85, 90, 95, 100, 110, 115, 120]))
def test_an_exact_hit_on_an_edge_reaches_it(target: int, percent: int) -> None:
    value, goal = target * percent / 100, float(target)
    assert (np.array([value]) / goal >= arithmetic.below(percent / 100)).all()
    assert not (np.array([value]) / goal > arithmetic.above(percent / 100)).any()


dates = st.dates(date(1950, 1, 1), date(2100, 1, 1))


@given(dates, dates)
def test_months_are_counted_as_datedif_does(a: date, b: date) -> None:
    first, last = sorted((a, b))
    months = months_between(np.array([float((first - EPOCH).days)]), np.array([float((last - EPOCH).days)]))[0]
    wanted = (last.year - first.year) * 12 + last.month - first.month - (last.day < first.day)
    assert months == wanted
    assert months_between(np.array([float((last - EPOCH).days)]), np.array([float((first - EPOCH).days)]))[0] == -wanted


@given(dates, st.integers(0, 5000))
def test_a_later_end_has_no_fewer_months(a: date, days: int) -> None:
    begin = np.array([float((a - EPOCH).days)])
    assert months_between(begin, begin + days + 1)[0] >= months_between(begin, begin + days)[0]
    assert a + timedelta(days) >= a
