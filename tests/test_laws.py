"""What holds for any data: order, chunks and files do not matter, explaining is computing, more is never worth less."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from appraise import compile_plan, load, run
from appraise.data.table import Table
from appraise.execution import execute as executing
from appraise.execution.explaining.explain import explain_row, value_of
from appraise.execution.run import as_table
from appraise.execution.worksheet import Worksheet
from appraise.plan.steps import Plan

ROOT = Path(__file__).parents[1]


@cache
def prepared() -> tuple[Plan, Table]:
    loaded = load(ROOT / "rulesets" / "key-account-quarterly.yaml")
    assert loaded.ruleset is not None
    plan = compile_plan(loaded.ruleset)
    table, _ = as_table(plan, ROOT / "examples" / "team.csv")
    assert table is not None
    return plan, table


def results(table: Table) -> Worksheet:
    plan, _ = prepared()
    sheet = run(plan, table).worksheet
    assert sheet is not None
    return sheet


def rows_of(sheet: Worksheet) -> list[tuple[object, ...]]:
    return [tuple(row) for row in sheet.frame().astype(object).where(lambda f: f.notna(), None).to_numpy().tolist()]


@cache
def all_rows() -> list[tuple[object, ...]]:
    return rows_of(results(prepared()[1]))


indexes = st.integers(0, len(prepared()[1]) - 1)


@settings(max_examples=20, deadline=None)
@given(st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(random: object) -> None:
    _, table = prepared()
    order = list(range(len(table)))
    random.shuffle(order)  # type: ignore[attr-defined]
    assert rows_of(results(table.part(np.array(order)))) == [all_rows()[i] for i in order]


@settings(max_examples=20, deadline=None)
@given(st.lists(indexes, min_size=1, max_size=30, unique=True))
def test_part_of_the_people_earn_what_they_earn_among_all(rows: list[int]) -> None:
    plan, table = prepared()
    beyond = {"bonus", "total_reward", "outcomes"}
    own = [i for i, name in enumerate(plan.results) if name not in beyond and not name.startswith("streak(")]
    # the budget, and outcomes, look at others and at earlier quarters
    part = rows_of(results(table.part(np.array(rows))))
    assert [[row[i] for i in own] for row in part] == [[all_rows()[i][j] for j in own] for i in rows]


@pytest.mark.parametrize("size", [1, 7, 64, 416, 417, 1000])
def test_the_size_of_chunks_does_not_matter(size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(executing, "CHUNK", size)
    assert rows_of(results(prepared()[1])) == all_rows()


@settings(max_examples=40, deadline=None)
@given(indexes)
def test_explaining_a_person_is_computing_that_person(row: int) -> None:
    plan, table = prepared()
    sheet = results(table)
    explanation = explain_row(plan, sheet, row)
    for name in plan.results:
        if explanation.reason is None or name in ("employee", "period", "reason", "name", "region"):
            assert explanation.values[name] == value_of(sheet, name, row), name


@settings(max_examples=30, deadline=None)
@given(indexes)
def test_what_would_have_reached_the_next_grade_does_and_the_step_before_does_not(row: int) -> None:
    plan, table = prepared()
    explanation = explain_row(plan, results(table), row)
    one = table.part(np.array([row]))
    for reach in explanation.reaches:
        column = str(plan.names[f"{reach.indicator.id}.value"])
        whole, money = ("visits", "new_customers", "teamwork"), ("sales",)
        step = 1 if reach.indicator.id in whole else 0.01 if reach.indicator.id in money else 0.0001
        just_short = reach.value - step if reach.value > reach.now else reach.value + step
        grades = [
            executing.execute(plan, one, ["grade"], {column: np.array([value])}).text("grade").codes[0]
            for value in (reach.now, just_short, reach.value)
        ]
        assert grades[2] > grades[0]
        assert grades[1] == grades[0]


@settings(max_examples=40, deadline=None)
@given(
    indexes,
    st.sampled_from(["sales", "collected", "visits", "satisfaction", "teamwork", "major_deals"]),
    st.floats(0.0, 3.0),
)
def test_doing_better_never_pays_less(row: int, name: str, more: float) -> None:
    plan, table = prepared()
    one = table.part(np.array([row, row]))
    own = one.columns[name]
    assert isinstance(own, np.ndarray)
    better = own * np.array([1.0, 1.0 + more])
    if name == "teamwork":
        better = np.minimum(np.ceil(better), 5)
    better = np.ceil(better) if name in ("visits", "major_deals") else better
    sheet = executing.execute(plan, one, ["score", "total_reward"], {name: better})
    for result in ("score", "total_reward"):
        worse, best = sheet.numbers(result)
        assert np.isnan(worse) or best >= worse
