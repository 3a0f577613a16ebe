"""Lines with several owners: each has a share, and a line stays one line."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from appraise import compile_plan, load_text, run
from appraise.cli import main
from appraise.diagnostics import errors
from appraise.execution.worksheet import Run

RULES = """
ruleset: split
title: T
version: "1"
effective: {from: 2026-01-01, to: 2026-12-31}
period: month
currency: CNY
conventions: {boundary: lower, rounding: {mode: half-up, score: 2, money: 2}, missing: zero}
data:
  employee: id
  fields:
    id: {type: text}
sources:
  deals:
    employee: [owner, second, third]
    shares: SHARES
    date: date
    fields:
      deal: {type: text}
      owner: {type: text}
      second: {type: text}
      third: {type: text}
      amount: {type: money}
      part: {type: percent, missing: 0%}
      rest: {type: percent, missing: 0%}
    MORE
measures:
  sales: {from: deals, sum: amount}
  parts: {from: deals, sum: 1}
  lines: {from: deals, count: amount}
  deals: {from: deals, count_distinct: deal}
  most: {from: deals, max: amount}
  average: {from: deals, mean: amount}
  of_deal: {from: deals, max: "total(amount, within=deal)"}
  in_deal: {from: deals, max: "total(1, within=deal)"}
  own: {from: deals, max: "total(amount, within=employee)"}
  own_deal: {from: deals, min: "mean(amount, within=(deal, employee))"}
  firsts: {from: deals, count: lines, where: is_first(deal) and not is_missing(employee)}
indicators:
  one: {title: One, value: sales, score: {method: formula, formula: "value + parts * 0 + lines * 0 + deals * 0 + coalesce(most, 0) * 0
    + coalesce(average, 0) * 0 + coalesce(of_deal, 0) * 0 + coalesce(in_deal, 0) * 0 + coalesce(own, 0) * 0 + coalesce(own_deal, 0) * 0
    + firsts * 0", floor: none, cap: none}, weight: 100}
results: [sales, parts, lines, deals, most, average, of_deal, in_deal, own, own_deal, firsts]
"""
PEOPLE = ["A1", "B2", "C3", "D4"]
COLUMNS = ["deal", "owner", "second", "third", "date", "amount", "part", "rest"]
FIXED = {"owner": 0.5, "second": 0.3, "third": 0.2}
WAYS = {
    "equal": "equal",
    "whole": "whole",
    "fixed": "{owner: 50%, second: 30%, third: 20%}",
    "by line": "{owner: 1 - part - rest, second: part, third: rest}",
}


def rules(way: str, more: str = "") -> str:
    return RULES.replace("SHARES", WAYS[way]).replace("MORE", more)


def ran(text: str, rows: list[list[Any]], people: list[str] = PEOPLE) -> Run:
    plan = compile_plan(load_text(text, "p.yaml").ruleset)  # type: ignore[arg-type]
    lines = pd.DataFrame(rows, columns=COLUMNS).astype(object)
    return run(plan, pd.DataFrame({"id": people}), ["2026-03"], sources={"deals": lines})


def shares_of(row: list[Any], way: str) -> dict[str, float]:
    """The share of each owner of a line."""
    named = {key: who for key, who in zip(("owner", "second", "third"), row[1:4], strict=True) if who}
    part, rest = row[6] or 0, row[7] or 0
    if way == "equal":
        each = {key: 1 / len(named) for key in named}
    elif way == "fixed":
        each = {key: FIXED[key] / sum(FIXED[k] for k in named) for key in named}
    else:
        each = {"owner": 1 - part - rest, "second": part, "third": rest}
    found: dict[str, float] = defaultdict(float)
    for key, who in named.items():
        found[who] = 1.0 if way == "whole" else found[who] + each[key]
    return dict(found)


def expected(rows: list[list[Any]], way: str, who: str) -> dict[str, float | None]:
    """Compute all measures of one person, line by line."""
    shares = [(row, shares_of(row, way)) for row in rows]
    mine = [(row, share[who]) for row, share in shares if who in share]
    amounts = [row[5] for row, _ in mine]
    of_deal = {d: [r[5] for r in rows if r[0] == d] for d in {r[0] for r in rows}}
    own_deal = {d: [r[5] for r, _ in mine if r[0] == d] for d in {r[0] for r, _ in mine}}
    first = {d: min(r[4] for r in rows if r[0] == d) for d in of_deal}
    return {
        "sales": sum(row[5] * share for row, share in mine),
        "parts": sum(share for _, share in mine),
        "lines": len(mine),
        "deals": len({row[0] for row, _ in mine}),
        "most": max(amounts, default=None),
        "average": sum(amounts) / len(amounts) if amounts else None,
        "of_deal": max((sum(of_deal[row[0]]) for row, _ in mine), default=None),
        "in_deal": max((len(of_deal[row[0]]) for row, _ in mine), default=None),
        "own": sum(amounts) if amounts else None,
        "own_deal": min((sum(v) / len(v) for v in own_deal.values()), default=None),
        "firsts": sum(row[4] == first[row[0]] for row, _ in mine),
    }


@st.composite
def lines(draw: st.DrawFn, way: str) -> list[list[Any]]:
    rows = []
    for _ in range(draw(st.integers(1, 12))):
        who = [draw(st.sampled_from([*PEOPLE, None])) for _ in range(3)]
        if not any(who):
            who[0] = "A1"
        part = draw(st.sampled_from([0, 0.25, 0.4])) if who[1] else 0
        rest = draw(st.sampled_from([0, 0.25, 0.35])) if who[2] else 0
        if not who[0]:
            part, rest = (1.0 - rest, rest) if who[1] else (0, 1.0)
        day, deal = draw(st.integers(1, 28)), draw(st.sampled_from(["D1", "D2", "D3"]))
        rows.append([deal, *who, f"2026-03-{day:02}", draw(st.integers(-500, 5000)), part, rest])
    return rows


@pytest.mark.parametrize("way", WAYS)
@settings(max_examples=12, deadline=None)
@given(data=st.data())
def test_every_figure_is_that_of_the_lines_read_one_by_one(way: str, data: st.DataObject) -> None:
    rows = data.draw(lines(way))
    result = ran(rules(way), rows)
    assert not errors(result.diagnostics), result.diagnostics
    table = result.worksheet.frame().set_index("employee")  # type: ignore[union-attr]
    for who in PEOPLE:
        for name, value in expected(rows, way, who).items():
            got = table.loc[who, name]
            assert (pd.isna(got) and value is None) or got == pytest.approx(value, abs=1e-5), (who, name, rows)
    if way != "whole":
        assert table["sales"].sum() == pytest.approx(sum(row[5] for row in rows), abs=1e-4)


FORMS = ["csv", "xlsx", "parquet"]
FIVE = [
    ["D1", "A1", "", "", "2026-03-01", 1000, 0, 0],
    ["D2", "A1", "B2", "", "2026-03-02", 1000, 0.4, 0],
    ["D3", "A1", "A1", "", "2026-03-02", 100, 0.4, 0],
    ["D4", "", "B2", "C3", "2026-03-02", 300, 0.5, 0.5],
    ["D5", "", "", "", "2026-03-09", 7, 0, 0],
]
BY_HAND = {
    "equal": {"A1": 1000 + 500 + 100, "B2": 500 + 150, "C3": 150, "D4": 0},
    "whole": {"A1": 1000 + 1000 + 100, "B2": 1000 + 300, "C3": 300, "D4": 0},
    "fixed": {"A1": 1000 + 625 + 100, "B2": 375 + 180, "C3": 120, "D4": 0},
    "by line": {"A1": 1000 + 600 + 100, "B2": 400 + 150, "C3": 150, "D4": 0},
}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("way", WAYS)
def test_files_of_every_kind_give_the_same(way: str, form: str, tmp_path: Path) -> None:
    frame = pd.DataFrame(FIVE, columns=COLUMNS)
    file = tmp_path / f"deals.{form}"
    if form == "csv":
        frame.to_csv(file, index=False)
    elif form == "xlsx":
        frame.to_excel(file, index=False)
    else:
        frame.astype({"owner": "string"}).to_parquet(file)
    plan = compile_plan(load_text(rules(way), "p.yaml").ruleset)  # type: ignore[arg-type]
    result = run(plan, pd.DataFrame({"id": PEOPLE}), ["2026-03"], sources={"deals": file})
    assert not errors(result.diagnostics), result.diagnostics
    sales = result.worksheet.frame().set_index("employee")["sales"].to_dict()  # type: ignore[union-attr]
    assert sales == pytest.approx(BY_HAND[way])
    (read,) = result.worksheet.table.sources_read  # type: ignore[union-attr]
    assert (read.lines, read.counted, read.keyless.lines) == (4, 4, 1)
    assert dict(read.keyless.sums)["sales"] == 7


def test_a_line_counts_for_one_owner_and_for_nobody_by_another() -> None:
    result = ran(rules("equal"), [["D1", "A1", "X9", "Y9", "2026-03-01", 900, 0, 0]])
    (read,) = result.worksheet.table.sources_read  # type: ignore[union-attr]
    assert (read.lines, read.counted, read.unknown.lines, read.unknown.employees) == (1, 1, 1, ("X9", "Y9"))
    assert dict(read.unknown.sums)["sales"] == pytest.approx(600)


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (["D1", "A1", "B2", "", "2026-03-01", 9, 0.4, 0.1], "A1 50%, B2 40%"),
        (["D1", "A1", "", "", "2026-03-01", 9, 0.4, 0], "A1 60%"),
        (["D1", "A1", "B2", "C3", "2026-03-01", 9, 0.9, 0.4], "A1 -30%, B2 90%, C3 40%"),
        (["D1", "", "B2", "", "2026-03-01", 9, 0, 0], "B2 0%"),
    ],
)
def test_shares_of_a_line_that_do_not_make_the_whole_are_refused(row: list[Any], told: str) -> None:
    (said,) = errors(ran(rules("by line"), [["D0", "A1", "", "", "2026-03-01", 9, 0, 0], row]).diagnostics)
    assert (said.code, said.place) == ("lines-require", "deals, row 3")
    assert said.message == f"The owners of this line must have 100% of it together, and have: {told}."


def test_shares_of_other_periods_are_not_asked_for() -> None:
    wrong = ["D1", "A1", "", "", "2026-04-01", 9, 0.4, 0]
    assert not errors(ran(rules("by line"), [["D0", "A1", "", "", "2026-03-01", 9, 0, 0], wrong]).diagnostics)


def test_an_unknown_share_of_a_named_owner_is_refused() -> None:
    text = rules("by line").replace("part: {type: percent, missing: 0%}", "part: {type: percent}")
    (said,) = errors(ran(text, [["D1", "A1", "", "", "2026-03-01", 9, None, 0]]).diagnostics)
    assert "have: A1 an unknown share" in said.message
    assert "missing: 0%" in said.hint


def test_lines_are_unique_and_keep_what_is_required_once_each() -> None:
    more = 'unique: [deal]\n    require: {whole: {check: "total(1, within=deal) == 1"}}'
    rows = [["D1", "A1", "B2", "", "2026-03-01", 9, 0.5, 0], ["D2", "A1", "B2", "C3", "2026-03-01", 9, 0.5, 0]]
    assert not errors(ran(rules("equal", more), rows).diagnostics)
    (twice,) = errors(ran(rules("equal", "unique: [deal]"), [*rows, rows[0]]).diagnostics)
    assert (twice.code, twice.message) == ("data-duplicate", "2 lines have the same deal: rows 2, 4.")
    (kept,) = errors(ran(rules("equal", more.partition("\n    ")[2]), [*rows, rows[0]]).diagnostics)
    assert kept.code == "lines-require"
    assert "row 2, row 4" in kept.message or "rows 2, 4" in kept.message


REFUSED = [
    ("SHARES", "", "missing-key", "shares: equal"),
    ("shares: SHARES", "shares: half", "wrong-value", "shares: equal"),
    ("shares: SHARES", "shares: {owner: 60%, second: 40%}", "missing-key", "third: …"),
    ("shares: SHARES", "shares: {owner: 60%, second: 40%, third: 40%}", "weights-sum", "whole"),
    ("shares: SHARES", "shares: {owner: 60%, second: 40%, fourth: 40%}", "unknown-reference", "third"),
    ("shares: SHARES", "shares: {owner: 1 - part, second: part, third: deal}", "type-mismatch", ""),
    ("shares: SHARES", "shares: {owner: 1 - part, second: prt, third: 0}", "unknown-name", "part"),
    ("[owner, second, third]", "owner", "wrong-value", "employee: [owner, second]"),
    ("[owner, second, third]", "[owner, owner, third]", "wrong-value", ""),
    ("[owner, second, third]", "[owner, amount, third]", "type-mismatch", "type text"),
    ("deal: {type: text}", "employee: {type: text}", "name-taken", "column"),
]


@pytest.mark.parametrize(("old", "new", "code", "hint"), REFUSED)
def test_what_does_not_say_how_a_line_is_divided_is_refused(old: str, new: str, code: str, hint: str) -> None:
    text = RULES.replace("    shares: SHARES\n", "") if old == "SHARES" else RULES.replace(old, new)
    found = errors(load_text(text.replace("SHARES", "equal").replace("MORE", ""), "p.yaml").diagnostics)
    assert (code, True) in [(d.code, hint in d.hint) for d in found], found


CASES = """
ruleset: p.yaml
defaults: {period: 2026-03}
cases:
  both owners are stated:
    given: [{employee: A}, {employee: B}]
    lines: {deals: [{owner: A, second: B, date: 2026-03-01, deal: D1, amount: 300}, {employee: A, date: 2026-03-02, deal: D2, amount: 10}]}
    expect: {A: {sales: 160, lines: 2}, B: {sales: 150, deals: 1}}
  of one person the owner goes without saying:
    lines: {deals: [{date: 2026-03-01, deal: D1, amount: 300}, {second: C, date: 2026-03-01, deal: D1, amount: 7}]}
    expect: {sales: 300, lines: 1}
  a line says whose it is:
    given: [{employee: A}, {employee: B}]
    lines: {deals: [{second: B, date: 2026-03-01, deal: D1, amount: 300}]}
    expect: {A: {sales: 0}, B: {sales: 300}}
"""


def test_cases_state_one_owner_or_several(tmp_path: Path) -> None:
    (tmp_path / "p.yaml").write_text(rules("equal"), encoding="utf-8")
    (tmp_path / "p.cases.yaml").write_text(CASES, encoding="utf-8")
    result = CliRunner().invoke(main, ["test", str(tmp_path / "p.yaml")])
    assert result.exit_code == 0, result.output


def test_the_division_of_the_manual_sums_to_the_amount() -> None:
    """Thirds of 100.00 are added up in millionths: what is lost is below a cent."""
    table = ran(rules("equal"), [["D1", "A1", "B2", "C3", "2026-03-01", 100, 0, 0]]).worksheet.frame()  # type: ignore[union-attr]
    sales = table["sales"].tolist()
    assert sum(sales) == pytest.approx(100, abs=1e-5)
    assert all(abs(a - b) < 1e-9 for a, b in pairwise(sales[:3]))
