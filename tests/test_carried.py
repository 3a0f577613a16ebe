"""What is carried over periods without a row, and what belongs to a group whoever is in it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from appraise import compile_plan, load_text, run
from appraise.execution.inputs.history import History

RULES = """
ruleset: c
title: C
version: "1"
effective: {from: 2024-01-01, to: 2026-12-31}
period: month
currency: EUR
conventions: {boundary: lower, rounding: {mode: half-up, score: 2, money: 2}, missing: error}
data:
  employee: id
  period: period
  fields: {id: {type: text}, period: {type: text}, area: {type: text}, sales: {type: money}, here: {type: yes-no, missing: yes}}
indicators:
  sales: {title: Sales, value: sales, score: {method: formula, formula: value, floor: none, cap: none}, weight: 100}
eligible: {here: {when: here, reason: away}}
derive:
"""
Row = tuple[str, str, str, float]


def result(derive: str, rows: list[Row], earlier: list[list[Row]] | None = None) -> dict[str, Any]:
    """What `x` is, by employee and period; `earlier` are the rows of runs whose results are the history."""
    loaded = load_text(RULES + derive)
    assert loaded.ruleset is not None, [d.message for d in loaded.diagnostics]
    plan = compile_plan(loaded.ruleset, ["x"])
    known: list[History] = []
    for before in earlier or []:
        sheet = run(plan, frame(before), history=known).worksheet
        assert sheet is not None
        known.append(History(sheet.frame()))
    done = run(plan, frame(rows), history=known, keep=["x", *plan.results])
    assert done.worksheet is not None, [d.message for d in done.diagnostics]
    who = zip(done.worksheet.text("employee").strings(), done.worksheet.text("period").strings(), strict=True)
    values = done.worksheet.numbers("x")
    return {f"{e} {p}": None if np.isnan(v) else float(v) for (e, p), v in zip(who, values, strict=True)}


def frame(rows: list[Row]) -> pd.DataFrame:
    return pd.DataFrame([r[:4] for r in rows], columns=["id", "period", "area", "sales"]).assign(here="yes")


GAP: list[Row] = [("A", "2025-10", "W", 10), ("A", "2025-12", "W", 20), ("A", "2026-03", "W", 40)]


@pytest.mark.parametrize(
    ("derive", "wanted"),
    [
        ("  x: coalesce(previous(x), 0) + sales", [10, 30, 70]),
        ("  x: coalesce(last_known(x), 0) + sales", [10, 30, 70]),
        ("  x: coalesce(last_known(x, 2), 0) + sales", [10, 30, 40]),  # March looks back at January and February only
        ("  x: last_known(sales)", [None, 10, 20]),
        ("  x: last_known(sales, 1)", [None, None, None]),
        ("  x: previous(sales)", [None, None, None]),  # not made of itself: the calendar counts
        ("  x: coalesce(previous(x, 2), 0) + sales", [10, 30, 40]),
        ("  x: y + sales\n  y: coalesce(previous(x), 0) * 1", [10, 30, 70]),
        ("  x: z - sales\n  z: coalesce(previous(kept), 0)\n  kept: z + 1", [-10, -19, -38]),
        ("  x: streak(sales > 0)", [1, 1, 1]),
    ],
)
@pytest.mark.parametrize("split", [0, 1, 2])
def test_over_a_gap(derive: str, wanted: list[float | None], split: int) -> None:
    """All at once, or with the results of each period before as history."""
    found = result(derive, GAP[split:], [[row] for row in GAP[:split]])
    assert list(found.values()) == wanted[split:]


CHANGE: list[Row] = [
    ("P1", "2026-01", "W", 100), ("Q", "2026-01", "E", 7), ("P1", "2026-02", "W", 200), ("Q", "2026-02", "E", 8),
    ("P2", "2026-03", "W", 300), ("Q", "2026-03", "W", 1),
]  # fmt: skip


@pytest.mark.parametrize(
    ("derive", "wanted"),
    [
        ("  x: year_to_date(total(sales, within=area))", {"P2": 601, "Q": 601}),
        ("  x: previous(total(sales, within=area))", {"P2": 200, "Q": 200}),
        ("  x: change(total(sales, within=area))", {"P2": 0.505, "Q": 0.505}),
        ("  x: previous(total(sales))", {"P2": 208, "Q": 208}),
        ("  x: sum_of_last(highest(sales, within=area), 2)", {"P2": 300, "Q": 300}),
        ("  x: streak(total(sales, within=area) >= 100)", {"P2": 3, "Q": 3}),
        ("  x: before + all\n  before: coalesce(previous(x), 0)\n  all: total(sales, within=area)", {"P2": 601, "Q": 601}),
        ("  x: previous(sales + total(sales, within=area))", {"P2": None, "Q": 16}),  # his own sales take part
        ("  x: previous(rank(sales))", {"P2": None, "Q": 2}),  # a place is one's own
        ("  x: previous(total(sales, within=cohort))\ncohorts: {all: otherwise}", {"P2": None, "Q": 208}),
        ("  x: ytd(area)\nfunctions: {ytd(g): \"year_to_date(total(sales, within=g))\"}", {"P2": 601, "Q": 601}),
        ("  x: year_to_date(total(sales, within=district))\n  district: \"'D ' if area == 'W' else area\"", {"P2": 601, "Q": 601}),
    ],
)  # fmt: skip
@pytest.mark.parametrize("split", [False, True])
def test_a_group_outlives_its_people(derive: str, wanted: dict[str, float], split: bool) -> None:
    found = result(derive, CHANGE[4:], [CHANGE[:2], CHANGE[2:4]]) if split else result(derive, CHANGE)
    assert {name: found[f"{name} 2026-03"] for name in wanted} == pytest.approx(wanted, nan_ok=True)


def test_people_of_whom_earlier_results_know_nothing_are_named() -> None:
    loaded = load_text(
        RULES + "  x: coalesce(last_known(x), 0) + sales\noutcomes: {o: {when: x > 5, kind: alert, message: o}}"
    )
    assert loaded.ruleset is not None
    plan = compile_plan(loaded.ruleset)
    first = run(plan, frame([("A", "2026-01", "W", 10), ("B", "2026-01", "W", 10)])).worksheet
    second = run(plan, frame([("B", "2026-02", "W", 10)])).worksheet
    assert first is not None
    assert second is not None
    now = frame([("A", "2026-03", "W", 20), ("B", "2026-03", "W", 20)])
    histories = [History(first.frame()), History(second.frame())]
    (told,) = run(plan, now, history=histories[1:]).diagnostics
    assert told.message.startswith("Of 1 person (A) the earlier results, which begin with 2026-02, have nothing")
    assert "give the results of the periods before 2026-02 too" in told.hint
    assert not run(plan, now, history=histories).diagnostics
