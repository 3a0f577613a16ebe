"""Formulas as SQL mean what they mean on columns."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from appraise.diagnostics import Diagnostics, Where
from appraise.formula.columns import ColumnAlgebra
from appraise.formula.sql.algebra import SqlAlgebra
from appraise.formula.sql.levels import Levels, Sql
from appraise.formula.syntax.grammar import parse
from appraise.formula.vectors import Text
from appraise.formula.walker import Walker
from tests.generate_formulas import DATA, Name, Names, Writer

NAN = float("nan")
ROWS = 60
NUMBERS = [0.0, 1.0, -1.0, 0.5, 2.5, 57.0, 100.0, 0.57, 99.995, 1e6, 219999.99, -3.335, 12.0, 60.0, NAN]
DAYS = ["2026-01-01", "2026-03-31", "2026-07-01"]
GRADES = ("C", "B", "A")


def names() -> Names:
    near = (0, 1, 60, 100, "80%", 0.57)
    return Names(
        {"x": Name(DATA, near), "y": Name(DATA, near), "small": Name(DATA, (0, 1, 2), small=True)},
        {"region": (DATA, ("East", "West", "North"), True), "grade": (DATA, GRADES, True)},
        ["period_start", "period_end", "hired"], ["flag"],
    )  # fmt: skip


def columns() -> dict[str, Any]:
    rng = random.Random(7)
    held: dict[str, Any] = {n: np.array([rng.choice(NUMBERS) for _ in range(ROWS)]) for n in ("x", "y")}
    held["small"] = np.array([rng.choice([0.0, 1.0, 2.0, 3.0, NAN]) for _ in range(ROWS)])
    for n in ("period_start", "period_end", "hired"):
        held[n] = np.array([rng.choice([20454.0, 20514.0, 20543.0, 20543.75, 18293.0, NAN]) for _ in range(ROWS)])
    held["flag"] = np.array([rng.choice([0, 1, 2]) for _ in range(ROWS)], np.int8)
    held["region"] = Text(np.array([rng.randrange(-1, 3) for _ in range(ROWS)]), ("East", "West", "O'Hara"))
    held["grade"] = Text(np.array([rng.randrange(-1, 3) for _ in range(ROWS)]), GRADES, ordered=True)
    return held


COLUMNS = columns()


def arrow(column: Any) -> Any:
    if isinstance(column, Text):
        return pa.array(column.strings())
    if column.dtype == np.int8:
        return pa.array([{0: False, 1: None, 2: True}[v] for v in column.tolist()])
    return pa.array(column, mask=np.isnan(column))


@pytest.fixture(scope="module")
def connection() -> Iterator[Any]:
    with duckdb.connect() as connection:
        connection.register("given", pa.table({n: arrow(c) for n, c in COLUMNS.items()}))
        connection.execute("CREATE TABLE lines AS SELECT * FROM given")
        yield connection


def value(name: str) -> Sql:
    column = COLUMNS[name]
    if isinstance(column, Text):
        return Sql(name, "text", plain=True, labels=column.labels if column.ordered else ())
    kind = (
        "yes-no" if column.dtype == np.int8 else "date" if name in ("period_start", "period_end", "hired") else "number"
    )
    return Sql(name, kind, plain=True, most=1e15)


def both(text: str, connection: Any) -> tuple[list[Any], list[Any]]:
    diagnostics = Diagnostics()
    formula = parse(text, lambda b, _e: Where("f", 1, b + 1), diagnostics)
    assert formula is not None, (text, diagnostics.found)
    with np.errstate(all="ignore"):
        result: Any = Walker(ColumnAlgebra(COLUMNS), {}).walk(formula)
    levels = Levels()
    written = levels.named(Walker(SqlAlgebra(value, levels), {}).walk(formula))
    found = [v for (v,) in connection.execute(f"SELECT {written.text} FROM {levels.query('lines')}").fetchall()]  # noqa: S608
    if isinstance(result, Text):
        return result.strings() if result.codes.ndim else result.strings() * ROWS, found
    whole = np.broadcast_to(result, (ROWS,))
    if whole.dtype == np.int8:
        return [{0: False, 1: None, 2: True}[int(v)] for v in whole], found
    return [None if np.isnan(v) else pytest.approx(float(v), rel=1e-12, abs=1e-300) for v in whole], found


@given(st.integers(0, 10**9), st.booleans())
@example(0, True)
@settings(max_examples=400, deadline=None)
def test_generated_formulas_give_the_same(connection: Any, seed: int, number: bool) -> None:
    writer = Writer(random.Random(seed), names(), DAYS)
    text = writer.number(DATA, 3) if number else writer.condition(DATA, 2)
    expected, found = both(text, connection)
    assert found == expected, text


@pytest.mark.parametrize(
    "text",
    [
        "1.1 * 200000 - 219999.99", "0.3 - 0.1 - 0.2", "round(x * 1.005, 2)", "round(-2.5)", "floor(0.57 * 100)", "x / y",
        "power(x, 0.5)", "power(x, y)", "power(10, 400) * 0", "x * 1e14 * 1e14 * 1e14", "coalesce(x / y, small)",
        "region if x > 1 else 'far'", "coalesce(region, 'none') == 'none'", "region in ('East', \"O'Hara\")", "grade >= 'B'",
        "'B' < grade", "not (grade == 'A')", "flag == True", "is_missing(flag) or flag", "hired >= '2026-03-31'",
        "days_between(hired, period_end)", "months_between(hired, '2026-03-31')",
        "calendar_months_between(hired, '2026-03-31')", "calendar_months_between(hired, period_end, 15)", "min(x, y, small)", "clip(x, small, 60)",
        "80% <= x < 500%", "x == 0.1 + 0.2", "1 < 2 < 3", "abs(x - y) - abs(y - x)", "max(x, 2) if flag else -x",
    ],
)  # fmt: skip
def test_meaning(text: str, connection: Any) -> None:
    expected, found = both(text, connection)
    assert found == expected


def test_a_long_formula_stays_a_short_query() -> None:
    diagnostics = Diagnostics()
    formula = parse(" + ".join(["round(x * y, 2)"] * 30), lambda b, _e: Where("f", 1, b + 1), diagnostics)
    assert formula is not None
    levels = Levels()
    levels.named(Walker(SqlAlgebra(value, levels), {}).walk(formula))
    assert len(levels.query("lines")) < 20_000
