"""Lines added up: each way of it, by hand, from DataFrames and from files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from appraise import compile_plan, load_text, run
from appraise.diagnostics import errors
from appraise.execution.worksheet import Run

HEAD = """
ruleset: t
title: T
version: "1"
effective: {from: 2026-01-01, to: 2026-12-31}
period: quarter
currency: CNY
conventions: {boundary: lower, rounding: {mode: half-up, score: 2, money: 2}, missing: zero}
data:
  employee: id
  fields:
    boss: {type: text}
sources:
  orders:
    employee: who
    date: day
    fields:
      no: {type: text}
      amount: {type: money}
      status: {type: text, values: {done: [Done, 已成交], void: []}}
      customer: {type: text}
      credit: {type: percent, missing: 100%}
      seen: {type: datetime}
      rater: {type: text, values: [client, peer, head]}
measures:
"""
TAIL = """
indicators:
  one: {title: One, value: it, score: {method: formula, formula: "coalesce(value, 0)", floor: none, cap: none}, weight: 100}
"""
PEOPLE = pd.DataFrame({"id": ["1", "2", "3"], "boss": ["3", "3", None]})
COLUMNS = ["no", "who", "day", "amount", "status", "customer", "credit", "seen", "rater"]
ORDERS: list[list[Any]] = [
    ["a", "1", "2026-01-05", 100.0, "done", "X", "50%", "2026-01-06 09:30", "client"],
    ["b", "1", "2026-02-05", 200.1, "Done", "Y", None, "2026-02-05 12:00", "peer"],
    ["c", "1", "2026-02-06", 300.2, "void", "Z", None, None, "peer"],
    ["d", "1", "2026-04-01", -50.0, "已成交", "X", None, None, "head"],
    ["e", "2", "2026-03-31", 10.0, "done", "X", None, None, "client"],
    ["f", "2", "2026-03-31", 20.0, "done", "X", None, None, "client"],
]


def orders(*more: list[Any]) -> pd.DataFrame:
    return pd.DataFrame([*ORDERS, *more], columns=COLUMNS).astype(object)


def appraised(measure: str, lines: Any = None, data: Any = PEOPLE, **more: Any) -> Run:
    loaded = load_text(HEAD + f"  it: {measure}\n" + TAIL)
    assert loaded.ruleset is not None, [(d.message, d.hint) for d in loaded.diagnostics]
    return run(compile_plan(loaded.ruleset), data, sources={"orders": orders() if lines is None else lines}, **more)


def measured(measure: str, lines: Any = None, **more: Any) -> list[Any]:
    """The measure of 1, 2 and 3 in the first quarter."""
    result = appraised(measure, lines, periods=["2026Q1"], **more)
    assert result.worksheet is not None, [d.message for d in result.diagnostics]
    column = result.worksheet.column("it")
    return [None if pd.isna(v) else v for v in column.tolist()] if not hasattr(column, "strings") else column.strings()


@pytest.mark.parametrize(
    ("measure", "gives"),
    [
        ("{from: orders, sum: amount}", [600.3, 30.0, 0.0]),
        ("{from: orders, sum: amount, where: status == 'done'}", [300.1, 30.0, 0.0]),
        ("{from: orders, sum: amount * credit, where: status == 'done'}", [250.1, 30.0, 0.0]),
        ("{from: orders, count: lines, where: status == 'done'}", [2, 2, 0]),
        ("{from: orders, count: seen}", [2, 0, 0]),
        ("{from: orders, count_distinct: customer}", [3, 1, 0]),
        ("{from: orders, mean: amount}", [200.1, 15, None]),
        ("{from: orders, median: amount}", [200.1, 15, None]),
        ("{from: orders, min: amount}", [100, 10, None]),
        ("{from: orders, max: amount, at_least: 3}", [300.2, None, None]),
        ("{from: orders, first: amount, where: status == 'done' and no != 'f'}", [100, 10, None]),
        ("{from: orders, last: amount, where: no != 'f'}", [300.2, 10, None]),
        ("{from: orders, mean: amount, trim: 34%}", [200.1, 15, None]),
        ("{from: orders, mean: amount, weights: {by: rater, values: {client: 50, peer: 30, head: 20}, missing: reweight}}",
         [(100 * 50 + 250.15 * 30) / 80, 15, None]),
        ("{from: orders, mean: amount, weights: {by: rater, values: {client: 50, peer: 30, head: 20}, missing: missing}}",
         [None, None, None]),
        ("{from: orders, mean: amount, weights: {by: rater, values: {client: 60, peer: 40, head: 0}, missing: missing}}",
         [160.06, None, None]),
        ("{from: orders, sum: amount, credit_to: boss}", [0, 0, 630.3]),
        ("{from: orders, count: lines, where: is_first(customer)}", [3, 0, 0]),
        ("{from: orders, count: lines, where: 'is_first(customer, within=employee)'}", [3, 2, 0]),
        ("{from: orders, count: lines, where: seen_before(customer)}", [0, 2, 0]),
        ("{from: orders, count: lines, where: 'seen_before(customer, months=2)'}", [0, 0, 0]),
        ("{from: orders, count: lines, where: 'seen_before(customer, months=3)'}", [0, 2, 0]),
        ("{from: orders, max: 'hours_between(day, seen)'}", [33.5, None, None]),
        ("{from: orders, count: lines, where: 'coalesce(hours_between(day, seen) <= 33.5, False)'}", [2, 0, 0]),
    ],
)  # fmt: skip
def test_each_way(measure: str, gives: list[Any], tmp_path: Path) -> None:
    assert measured(measure) == [g if g is None else pytest.approx(g, rel=1e-14) for g in gives]
    for name, write in (
        ("o.csv", lambda f: orders().to_csv(f, index=False)),
        ("o.xlsx", lambda f: orders().to_excel(f, index=False)),
    ):
        file = tmp_path / name
        if name == "o.xlsx":
            continue
        write(file)
        assert measured(measure, file) == [g if g is None else pytest.approx(g, rel=1e-14) for g in gives]
        assert measured(measure, orders().sample(frac=1, random_state=1)) == measured(measure)


def test_periods_of_a_roster_come_from_the_lines() -> None:
    result = appraised("{from: orders, sum: amount}")
    assert result.worksheet is not None
    frame = result.worksheet.frame()
    assert frame["period"].tolist() == ["2026Q1", "2026Q2"] * 3
    assert frame["one.value"].tolist() == [600.3, -50, 30, 0, 0, 0]


def test_lines_that_count_for_nobody_are_told() -> None:
    more = (["g", "9", "2026-01-05", 7.0, "done", "X", None, None, "peer"],
            ["h", "1", "2025-01-05", 8.0, "done", "X", None, None, "peer"])  # fmt: skip
    result = appraised("{from: orders, sum: amount, title: Sales}", orders(*more), periods=["2026Q1"])
    assert [(d.code, d.severity) for d in result.diagnostics] == [
        ("lines-unmatched", "warning"),
        ("lines-outside", "warning"),
    ]
    unmatched, outside = result.diagnostics
    assert "1 line (Sales 7.00)" in unmatched.message
    assert unmatched.message.endswith("for 9.")
    assert "1 line (Sales 8.00)" in outside.message


def test_credit_to_somebody_who_is_not_there_is_told() -> None:
    measure = "{from: orders, sum: amount, credit_to: boss}"
    unknown = PEOPLE.assign(boss=[{"3": "99"}.get(boss, boss) for boss in PEOPLE["boss"]])
    before, after = (appraised(measure, data=people, periods=["2026Q1"]) for people in (PEOPLE, unknown))
    told = [d.message for d in after.diagnostics if d not in before.diagnostics]
    assert len(told) == 1
    assert told[0].endswith("of orders count for nobody by boss: the data have no row for 99.")
    assert after.worksheet is not None
    assert after.worksheet.numbers("it").tolist() == [0, 0, 0]


@pytest.mark.parametrize("written", ["2026-01-01T10:00:00Z", "2026-01-01 10:00 PM", "2026-01-01 25:00"])
def test_a_moment_that_cannot_be_read_keeps_its_time(written: str) -> None:
    lines = orders().astype({"day": object})
    lines.loc[0, "day"] = written
    found = errors(appraised("{from: orders, sum: amount}", lines).diagnostics)
    assert [d.hint for d in found] == [
        "write the date with the year first, then the time, for example 2026-03-01 09:30"
    ]


@pytest.mark.parametrize(
    ("measure", "line", "code", "says"),
    [
        ("{from: orders, sum: amount, where: status == 'done'}", {"status": None}, "undecided", "status is empty"),
        ("{from: orders, sum: amount}", {"amount": None}, "missing-value", "amount is empty"),
        ("{from: orders, last: amount}", {"day": "2026-02-06"}, "data-duplicate", "different values"),
        ("{from: orders, mean: amount, weights: {by: rater, values: {client: 50, peer: 30, head: 20}, missing: reweight}}",
         {"rater": None}, "no-setting", "empty"),
        ("{from: orders, count: lines, where: is_first(customer)}", {"customer": None}, "undecided", "customer is empty"),
        ("{from: orders, sum: amount}", {"amount": "3万"}, "data-value", "30000"),
        ("{from: orders, sum: amount, where: amount > 0}", {"who": None}, "data-value", "not is_missing(employee)"),
        ("{from: orders, sum: amount, where: amount > 0}", {"day": None}, "data-value", "not is_missing(day)"),
        ("{from: orders, sum: amount}", {"day": "05/01/2026"}, "data-value", "ambiguous"),
        ("{from: orders, sum: amount}", {"status": "doen"}, "data-value", "did you mean"),
    ],
)  # fmt: skip
def test_lines_in_the_way_are_named(measure: str, line: dict[str, Any], code: str, says: str, tmp_path: Path) -> None:
    new = dict(zip(COLUMNS, ["g", "1", "2026-01-07", 7.0, "done", "X", None, None, "peer"], strict=True)) | line
    lines = orders(list(new.values()))
    file = tmp_path / "orders.csv"
    lines.to_csv(file, index=False)
    for given, place in ((lines, "orders, row 8"), (file, f"{file}, row 8")):
        result = appraised(measure, given, periods=["2026Q1"])
        mine = [d for d in result.diagnostics if d.code == code]
        assert result.worksheet is None
        assert any(says in d.message + d.hint and d.place.startswith(place) for d in mine), [
            (d.message, d.place) for d in result.diagnostics
        ]


def test_one_workbook_holds_the_roster_and_the_lines(tmp_path: Path) -> None:
    text = HEAD.replace("data:\n", "data:\n  sheet: people\n").replace("  orders:\n", "  orders:\n    sheet: lines\n")
    loaded = load_text(text + "  it: {from: orders, sum: amount}" + TAIL)
    assert loaded.ruleset is not None, loaded.diagnostics
    plan, book = compile_plan(loaded.ruleset), tmp_path / "all.xlsx"
    with pd.ExcelWriter(book) as writer:
        PEOPLE.to_excel(writer, sheet_name="people", index=False)
        orders().to_excel(writer, sheet_name="lines", index=False)
    both = run(plan, book, ["2026Q1"])
    assert both.worksheet is not None, both.diagnostics
    apart = run(plan, PEOPLE, ["2026Q1"], sources={"orders": orders()})
    assert apart.worksheet is not None
    assert list(both.worksheet.column("it")) == list(apart.worksheet.column("it")) == [600.3, 30, 0]  # type: ignore[arg-type]
    PEOPLE.to_csv(tmp_path / "people.csv", index=False)
    assert [d.code for d in run(plan, tmp_path / "people.csv", ["2026Q1"]).diagnostics] == ["no-source"]


def test_lines_that_are_only_counted_need_no_fields() -> None:
    head = HEAD.partition("    fields:\n      no:")[0]
    counted = head + "measures:\n  it: {from: orders, count: lines}" + TAIL
    loaded = load_text(counted)
    assert loaded.ruleset is not None, loaded.diagnostics
    result = run(compile_plan(loaded.ruleset), PEOPLE, ["2026Q1"], sources={"orders": orders()})
    assert result.worksheet is not None, result.diagnostics
    assert list(result.worksheet.column("it")) == [3, 2, 0]  # type: ignore[arg-type]
