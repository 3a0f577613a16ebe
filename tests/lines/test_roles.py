"""Every column that says whose a line is, when it counts, or which it is, used in every place of a measure."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from appraise import compile_plan, load_text, run

HEAD = """
ruleset: t
title: T
version: "1"
effective: {from: 2026-01-01, to: 2026-12-31}
period: quarter
currency: CNY
conventions: {boundary: lower, rounding: {mode: half-up, score: 2, money: 2}, missing: zero}
data: {employee: id, fields: {id: {type: text}}}
sources:
  orders:
    employee: who
"""
TAIL = """
indicators:
  one: {title: One, value: month, score: {method: formula, formula: value, floor: none, cap: none}, weight: 100}
"""
LINES = [  # no, who, day, at, quarter, ends, amount
    ["a", "1", "2026-01-05", "2026-01-05 06:00:00", "2026Q1", "2026-03-31", 100.0],
    ["b", "1", "2026-02-10", "2026-02-10 18:30:00", "2026Q1", "2026-03-31", 200.0],
    ["c", "1", "2026-05-02", "2026-05-02 00:00:00", "2026Q2", "2026-06-30", 400.0],
    ["d", "2", "2026-01-20", "2026-01-20 12:00:00", "2026Q1", "2026-03-31", 50.0],
    ["e", "2", "2026-03-31", "2026-03-31 23:59:59", "2026Q1", "2026-03-31", 70.0],
]
COLUMNS = ["no", "who", "day", "at", "quarter", "ends", "amount"]
PEOPLE = pd.DataFrame({"id": ["1", "2"]})
KEYS = {
    "date": ("date: day", "date"),
    "moment": ("date: at", "date"),
    "period": ("period: quarter", "text"),
    "day of a period": ("period: ends", "text"),
}
# what is asked, whether it needs lines with a date, and what 1 and 2 have in the first quarter
ANY: list[tuple[str, list[float | None]]] = [
    ("sum: amount, where: \"day < '2026-02-01'\"", [100, 50]),
    ("sum: amount, where: \"day == '2026-02-10' or day == '2026-03-31'\"", [200, 70]),
    ("sum: amount, where: \"at >= '2026-02-10'\"", [200, 70]),
    ("sum: \"amount * days_between('2026-01-01', day)\"", [100 * 4 + 200 * 40, 50 * 19 + 70 * 89]),
    ("sum: \"months_between('2026-01-01', day)\"", [1, 2]),
    ("mean: \"days_between('2026-01-01', day)\"", [22, 54]),
    ("max: \"hours_between(day, at)\"", [18.5, 23 + 3599 / 3600]),
    ("count: day", [2, 2]),
    ("count: who", [2, 2]),
    ("count_distinct: day", [2, 2]),
    ("count_distinct: who", [1, 1]),
    ("count_distinct: quarter", [1, 1]),
    ("count_distinct: no", [2, 2]),
    ("count_distinct: ends", [1, 1]),
    ("max: \"days_between(day, ends)\", where: ends <= '2026-03-31'", [85, 70]),
    ("count: lines, where: who == '1'", [2, 0]),
    ("count: lines, where: employee == '2'", [0, 2]),
    ("count: lines, where: quarter == '2026Q1' and no != 'a'", [1, 2]),
    ("count: lines, where: is_missing(day) or is_missing(no)", [0, 0]),
    ("sum: \"amount if coalesce(day < '2026-02-01', False) else 0\"", [100, 50]),
    ("mean: amount, weights: {by: quarter, values: {2026Q1: 50, 2026Q2: 50}, missing: reweight}", [150, 60]),
    ("mean: amount, weights: {by: who, values: {'1': 50, '2': 50}, missing: reweight}", [150, 60]),
    ("median: amount, where: \"day > '2026-01-05'\"", [200, 60]),
]  # fmt: skip
DATED: list[tuple[str, list[float | None]]] = [
    ("first: amount, where: \"day != '2026-01-05'\"", [200, 50]),
    ("last: amount", [200, 70]),
    ("last: \"days_between('2026-01-01', day)\"", [40, 89]),
    ("count: lines, where: is_first(who)", [1, 1]),
    ("count: lines, where: is_first(day)", [2, 2]),
    ("count: lines, where: \"is_first(quarter, within=employee, where=day > '2026-01-05')\"", [2, 1]),
    ('count: lines, where: "seen_before(who, months=2)"', [1, 0]),
]


def plan_of(key: str, measures: list[str], *, unique: str = "", described: bool = True) -> Any:
    fields = {
        "no": "{type: text}", "who": "{type: text}", "day": "{type: date}", "at": "{type: datetime}",
        "quarter": "{type: text}", "ends": "{type: date}", "amount": "{type: money}",
    }  # fmt: skip
    if not described:  # the key is a heading, which becomes a field
        del fields["who"]
    listed = "".join(f"      {name}: {form}\n" for name, form in fields.items())
    asked = "".join(f"  m{i}: {{from: orders, {measure}}}\n" for i, measure in enumerate(measures))
    loaded = load_text(f"{HEAD}    {key}\n    fields:\n{listed}{unique}measures:\n{asked}{TAIL}")
    assert loaded.ruleset is not None, [(d.message, d.hint) for d in loaded.diagnostics]
    return compile_plan(loaded.ruleset, also=[f"m{i}" for i in range(len(measures))])


def check(plan: Any, lines: Any, asked: list[tuple[str, list[float | None]]]) -> None:
    names = [f"m{i}" for i in range(len(asked))]
    result = run(plan, PEOPLE, ["2026Q1"], sources={"orders": lines}, keep=names)
    assert result.worksheet is not None, [d.message for d in result.diagnostics]
    for name, (measure, expected) in zip(names, asked, strict=True):
        assert result.worksheet.numbers(name).tolist() == pytest.approx(expected, rel=1e-12), measure


def files(folder: Path) -> dict[str, Any]:
    """The same lines in every form: plain, with cells that are read one by one, typed, and not a file at all."""
    frame = pd.DataFrame(LINES, columns=COLUMNS).astype(object)
    plain, careful, typed = folder / "plain.csv", folder / "careful.csv", folder / "typed.parquet"
    frame.to_csv(plain, index=False)
    loose = frame.copy()
    loose["day"] = [day.replace("-0", "/").replace("-", "/") for day in loose["day"]]
    loose["amount"] = [f"¥{amount:.2f}" for amount in loose["amount"]]
    loose.to_csv(careful, index=False)
    kinds = {
        "day": "datetime64[us]",
        "at": "datetime64[us]",
        "ends": "datetime64[us]",
        "who": "int64",
        "amount": "float64",
    }
    frame.astype(kinds).to_parquet(typed)
    return {"plain": plain, "careful": careful, "typed": typed, "frame": frame}


@pytest.mark.parametrize("unique", ["", "    unique: [no]\n", "    unique: [who, day]\n"], ids=["none", "no", "keys"])
@pytest.mark.parametrize("key", KEYS)
def test_a_key_of_a_source_is_a_field_like_any_other(key: str, unique: str, tmp_path: Path) -> None:
    stated, kind = KEYS[key]
    for asked in (ANY, [*ANY, *DATED]) if kind == "date" else (ANY,):
        plan = plan_of(stated, [measure for measure, _ in asked], unique=unique, described=asked is not ANY)
        for lines in files(tmp_path).values():
            check(plan, lines, asked)


@pytest.mark.parametrize("measure", [m for m, _ in (*ANY, *DATED)])
def test_each_alone_reads_the_columns_that_it_needs(measure: str, tmp_path: Path) -> None:
    asked = [(m, e) for m, e in (*ANY, *DATED) if m == measure]
    check(plan_of("date: day", [measure]), files(tmp_path)["plain"], asked)
