"""Text files end to end: decimal signs, currencies, dates and encodings, and the settings that the messages ask for."""

from __future__ import annotations

from pathlib import Path

import pytest

from appraise import compile_plan, load_text, run
from appraise.execution.worksheet import Run

RULES = """
ruleset: t
title: T
version: "1"
effective: {from: 2026-01-01, to: 2026-12-31}
period: month
currency: CNY
conventions: {boundary: lower, rounding: {mode: half-up, score: 2, money: 2}, missing: zero}
data:
  employee: id
  fields:
    sales: {type: money}
    other: {type: number}
    day: {type: date}
    name: {type: text}
sources:
  orders:
    employee: id
    date: when
    fields:
      amount: {type: money}
measures:
  sum_: {from: orders, sum: amount}
indicators:
  one: {title: One, value: sum_, score: {method: formula, formula: value, floor: none, cap: none}, weight: 100}
"""
LINES = "id,when,amount\n1,2026-03-01,5\n"


def people(tmp_path: Path, text: str, old: str = "", new: str = "", encoding: str = "utf-8-sig") -> Run:
    """Appraise people written as text; columns that it lacks are empty."""
    head, _, rows = text.partition("\n")
    sign = next((s for s in ";\t" if s in head), ",")
    lacking = [c for c in ("sales", "other", "day", "name") if c not in head.split(sign)]
    lines = [line + sign * len(lacking) for line in rows.splitlines()]
    data, orders = tmp_path / "data.csv", tmp_path / "orders.csv"
    data.write_bytes("\n".join([sign.join([head, *lacking]), *lines, ""]).encode(encoding))
    orders.write_text(LINES, encoding="utf-8")
    return appraised(old, new, data, orders)


def appraised(old: str, new: str, data: Path, orders: Path) -> Run:
    assert old in RULES
    loaded = load_text(RULES.replace(old, new, 1) if old else RULES)
    assert loaded.ruleset is not None, [(d.message, d.hint) for d in loaded.diagnostics]
    plan = compile_plan(loaded.ruleset, also=["sales", "other", "day", "name", "sum_"])
    return run(plan, data, ["2026-03"], sources={"orders": orders})


def column(found: Run, name: str) -> list[object]:
    assert found.worksheet is not None, [(d.message, d.hint) for d in found.diagnostics]
    return list(found.worksheet.frame()[name]) if name == "name" else found.worksheet.numbers(name).tolist()


def told(found: Run) -> tuple[str, str]:
    assert found.worksheet is None
    errors = [d for d in found.diagnostics if d.severity == "error"]
    assert len(errors) == 1, [d.message for d in errors]
    return errors[0].message, errors[0].hint


COMMA = ("sales: {type: money}", "sales: {type: money, decimal: comma}")
POINT = ("sales: {type: money}", "sales: {type: money, decimal: point}")
ALL_COMMA = ("  employee: id\n  fields", "  decimal: comma\n  employee: id\n  fields")


@pytest.mark.parametrize(
    "text", ["id;sales\n1;1.234\n2;950\n", "id\tsales\n1\t1,234\n2\t950\n", "id,sales\n1,12.000\n2,150.500\n"]
)
def test_numbers_that_can_be_two_are_refused_and_the_hint_mends_it(text: str, tmp_path: Path) -> None:
    message, hint = told(people(tmp_path, text))
    assert "no other cell tells which" in message
    assert "`decimal: comma`" in hint
    comma, point = (column(people(tmp_path, text, *way), "sales")[0] for way in (COMMA, POINT))
    assert {comma, point} in ({1234, 1.234}, {12000, 12})
    assert column(people(tmp_path, text, *ALL_COMMA), "sales")[0] == comma


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("id;sales\n1;1.234\n2;2.000,50\n", [1234, 2000.5]),
        ("id;sales\n1;1.234\n2;12.5\n", [1.234, 12.5]),
        ("id;sales;other\n1;1.234;0,5\n", [1234]),
        ("id;sales\n1;1234,50\n2;-1,5\n", [1234.5, -1.5]),
        ('id,sales\n1,"1,234"\n2,950\n', [1234, 950]),
        ("id,sales\n1,1'234.50\n2,1 234\n", [1234.5, 1234]),
        ("id,sales\n1,1234.50-\n2,12.5\n", [-1234.5, 12.5]),
        ("id,sales\n1,CNY 1234\n2,¥ 12.5\n3,3元\n4,人民币5\n", [1234, 12.5, 3, 5]),
        ("id;sales\n1;¥1,234\n", [1234]),
    ],
)
def test_the_column_tells(text: str, values: list[float], tmp_path: Path) -> None:
    assert column(people(tmp_path, text), "sales") == values


@pytest.mark.parametrize(
    ("cells", "says"),
    [
        (["$1234"], "The cells show $, but the ruleset's currency is CNY."),
        (["$1234", "2000"], "The cells show $, but"),
        (["1234.50 €", "12"], "The cells show €, but"),
        (["EUR 1234"], "The cells show EUR, but"),
        (["$1234", "¥20"], "The column mixes currencies: $ and ¥."),
        (["US$5"], "The cells show US$, but"),
        (["1234円", "5"], "The cells show 円, but"),
    ],
)
def test_amounts_in_another_currency_are_refused(cells: list[str], says: str, tmp_path: Path) -> None:
    message, hint = told(people(tmp_path, "id,sales\n" + "".join(f"{i},{c}\n" for i, c in enumerate(cells))))
    assert message.startswith(says)
    assert "convert" in hint


def test_amounts_in_the_currency_of_the_policy_are_read(tmp_path: Path) -> None:
    text = "id,sales\n1,$12.5\n2,US$3\n3,4 USD\n"
    assert column(people(tmp_path, text, "currency: CNY", "currency: USD"), "sales") == [12.5, 3, 4]
    told(people(tmp_path, text, "currency: CNY", "currency: EUR"))
    assert column(people(tmp_path, "id,sales\n1,$12.5\n", "currency: CNY", "currency: HKD"), "sales") == [12.5]


DAY = "day: {type: date}"
MARCH_5 = 20517.0  # days from 1970-01-01 to 2026-03-05


@pytest.mark.parametrize(
    ("cells", "form"),
    [
        (["3/5/2026", "9/19/2026"], "m/d/y"),
        (["5/3/2026", "19/9/2026"], "d/m/y"),
        (["05.03.2026", "19.09.2026"], "d.m.y"),
        (["3-5-2026", "9-19-2026"], "m-d-y"),
    ],
)
def test_dates_with_the_year_last_are_read_as_stated(cells: list[str], form: str, tmp_path: Path) -> None:
    text = "id,day\n" + "".join(f"{i},{c}\n" for i, c in enumerate(cells))
    message, hint = told(people(tmp_path, text))
    assert f"all dates of the column fit {form}, and only that" in message
    mend = f"day: {{type: date, format: {form}}}"
    assert f"`{mend}`" in hint
    assert column(people(tmp_path, text, DAY, mend), "day")[0] == MARCH_5


def test_dates_that_can_be_two_are_asked_for(tmp_path: Path) -> None:
    message, hint = told(people(tmp_path, "id,day\n1,3/5/2026\n"))
    assert "ambiguous" in message
    for form in ("d/m/y", "m/d/y"):
        mend = f"day: {{type: date, format: {form}}}"
        assert f"`{mend}`" in hint
    message, hint = told(people(tmp_path, "id,day\n1,19/9/2026\n", DAY, mend))
    assert (message, hint) == ('There is no such day as "19/9/2026".', "correct the date, or `format`")


@pytest.mark.parametrize(
    "cell", ["5-Mar-2026", "05 March 2026", '"March 5, 2026"', "5/mar/2026", "5th Mar. 2026", "2026-03-05"]
)
def test_dates_with_one_meaning_are_read(cell: str, tmp_path: Path) -> None:
    assert column(people(tmp_path, f"id,day\n1,{cell}\n"), "day") == [MARCH_5]


@pytest.mark.parametrize("cell", ["5-Mai-2026", "05-Mar-26", "Mar-2026", "31-Feb-2026", "5-Marchy-2026"])
def test_other_names_of_months_are_refused(cell: str, tmp_path: Path) -> None:
    assert "data-value" in {d.code for d in people(tmp_path, f"id,day\n1,{cell}\n").diagnostics}


def test_the_hint_for_the_date_of_a_source_mends_it(tmp_path: Path) -> None:
    data, orders = tmp_path / "data.csv", tmp_path / "orders.csv"
    data.write_text("id,sales,other,day,name\n1,,,,\n", encoding="utf-8")
    orders.write_text("id,Close Date,amount\n1,3/19/2026,5\n1,3/7/2026,2\n", encoding="utf-8")
    message, hint = told(appraised("date: when", "date: Close Date", data, orders))
    assert "fit m/d/y" in message
    mend = "day: {type: datetime, column: Close Date, format: m/d/y}"
    assert f"`{mend}`" in hint
    good = appraised("date: when\n    fields:", f"date: day\n    fields:\n      {mend}", data, orders)
    assert column(good, "sum_") == [7]


@pytest.mark.parametrize("encoding", ["windows-1252", "gb18030", "shift_jis"])
def test_a_stated_encoding_is_read(encoding: str, tmp_path: Path) -> None:
    word = {"windows-1252": "Süd", "gb18030": "楼", "shift_jis": "売"}[encoding]
    text = f"id,name\n1,{word}\n"
    stated = ("  employee: id\n  fields", f"  encoding: {encoding}\n  employee: id\n  fields")
    assert column(people(tmp_path, text, *stated, encoding=encoding), "name") == [word]


def test_an_uncertain_encoding_is_asked_for(tmp_path: Path) -> None:
    message, hint = told(people(tmp_path, "id,name\n1,楼\n", encoding="gb18030"))
    assert '"楼" (gb18030)' in message
    assert "`encoding: gb18030`" in hint
