"""Tables and lookup(…): results computed by hand, from inline tables and from CSV."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from appraise import compile_plan, load, load_text, run
from appraise.execution.explaining.explain import explain
from appraise.execution.inputs.history import History
from appraise.execution.worksheet import Run
from appraise.report.explanation.person import explanation_lines
from appraise.report.policy.sections import policy_in_words

HEAD = """
ruleset: tables
title: Tables
version: "1"
effective: {from: 2026-01-01, to: 2026-12-31}
period: month
currency: CNY
conventions: {boundary: BOUNDARY, rounding: {mode: half-up, score: 2, money: 2}, missing: error}
data:
  employee: id
  period: when
  fields:
    id: {type: text}
    when: {type: text}
    region: {type: text, values: [East, South, North]}
    tenure: {type: count}
    sales: {type: money}
cohorts: {new: tenure < 2, senior: otherwise}
indicators: {a: {title: A, value: 'coalesce(sales, 0)', score: {method: formula, formula: '0', floor: 0, cap: 0}, weight: 100}}
"""
PEOPLE = {
    "id": ["001", "002", "003", "004", "005"], "when": "2026-03", "region": ["East", "South", "East", "South", "North"],
    "tenure": [0, 1, 2, 3, 4], "sales": [50.0, 60.0, 100.0, 0.57 * 100, 1e6],
}  # fmt: skip


def result(policy: str, people: dict[str, Any] = PEOPLE, boundary: str = "lower", folder: Path | None = None) -> Run:
    text = HEAD.replace("BOUNDARY", boundary) + policy
    if folder is not None:
        (folder / "policy.yaml").write_text(text, encoding="utf-8")
    loaded = load(folder / "policy.yaml") if folder is not None else load_text(text)
    assert loaded.ruleset is not None, [(d.message, d.where) for d in loaded.diagnostics]
    return run(compile_plan(loaded.ruleset), pd.DataFrame(people))


def pay(tables: str, amount: str, people: dict[str, Any] = PEOPLE, boundary: str = "lower", folder: Path | None = None,
        more: str = "") -> list[float]:  # fmt: skip
    policy = f'{more}\ntables:\n{tables}\nrewards: {{pay: {{title: Pay, amount: "{amount}"}}}}\n'
    got = result(policy, people, boundary, folder)
    assert got.worksheet is not None, [d.message for d in got.diagnostics]
    return got.worksheet.numbers("pay").tolist()


def codes(tables: str, amount: str, people: dict[str, Any] = PEOPLE) -> list[tuple[str, str]]:
    got = result(f'tables:\n{tables}\nrewards: {{pay: {{title: Pay, amount: "{amount}"}}}}\n', people)
    return [(d.code, d.message) for d in got.diagnostics if d.severity == "error"]


RAMP = "  ramp: {keys: [tenure], match: range, values: {0: 10000, 1: 20000, 2: 30000, 3: 45000}}"


def test_quota_ramp() -> None:
    """Sales Cookie, ramped quotas: 10k, 20k, 30k in the first three months, 45k after."""
    assert pay(RAMP, "lookup(ramp, tenure)") == [10_000, 20_000, 30_000, 45_000, 45_000]


def test_quota_ramp_under_upper() -> None:
    """A tenure of exactly 1 is still in the tier below; `lowest` takes 0."""
    ramp = RAMP.replace("0: 10000", "lowest: 10000")
    assert pay(ramp, "lookup(ramp, tenure)", boundary="upper") == [10_000, 10_000, 20_000, 30_000, 45_000]
    own = ramp.replace("match", "boundary: upper, match")
    assert pay(own, "lookup(ramp, tenure)") == [10_000, 10_000, 20_000, 30_000, 45_000]


def test_season_by_month() -> None:
    people = PEOPLE | {"when": ["2026-01", "2026-02", "2026-03", "2026-07", "2026-12"]}
    season = "  季节系数: {keys: [month], values: {1: 0.8, 2: 70%, 12: 1.3, otherwise: 1}}"
    assert pay(season, "1000 * lookup(季节系数, month)", people) == [800, 700, 1000, 1000, 1300]


def test_grid() -> None:
    """East stands for itself, `otherwise` for the other two, each with its own bounds."""
    grid = "  grid: {keys: [r, t], match: {t: range}, values: {East: {0: 1, 2: 1.5}, otherwise: {1: 2, 4: 3}}}"
    assert pay(grid, "100 * lookup(grid, region, tenure)") == [100, 200, 150, 200, 300]


@pytest.mark.parametrize(
    ("boundary", "paid"), [("lower", [0, 10, 10, 0, 7]), ("upper", [0, 0, 10, 0, 7])], ids=["lower", "upper"]
)
def test_decision_rows(boundary: str, paid: list[float]) -> None:
    """60 lies in 60.. under lower and in 0..60 under upper; 0.57 * 100 is 57, in both below 60; North is alone."""
    rows = """
  f:
    keys: [sales, region]
    rows:
      - {sales: 0..60, region: [East, South], value: 0}
      - {sales: "60..", region: [East, South], value: 10}
      - {region: North, value: 7}"""
    assert pay(rows, "lookup(f, sales, region)", boundary=boundary) == paid


def test_a_single_number_beside_ranges_and_twelve_digits() -> None:
    rows = "  f: {keys: [s], rows: [{s: ..57, value: 1}, {s: 57..57.5, value: 2}, {s: 57.5.., value: 3}]}"
    assert pay(rows, "lookup(f, sales)") == [1, 3, 3, 2, 3]
    listed = "  f: {keys: [s], rows: [{s: [50, 57], value: 1}], otherwise: 9}"
    assert pay(listed, "lookup(f, sales)") == [1, 9, 9, 1, 9]


def test_first_row_holds() -> None:
    rows = "  f: {keys: [t, r], hit: first, rows: [{t: ..3, r: East, value: 1}, {t: ..3, value: 2}, {value: 3}]}"
    assert pay(rows, "lookup(f, tenure, region)") == [1, 2, 1, 3, 3]


def test_texts() -> None:
    table = "  kind: {keys: [t], match: range, values: {0: trainee, 2: rep}}\n"
    assert pay(table, "1 if lookup(kind, tenure) == 'rep' else 0") == [0, 0, 1, 1, 1]
    nested = table + "  pays: {keys: [kind], values: {trainee: 3, rep: 4}}"
    assert pay(nested, "lookup(pays, lookup(kind, tenure))") == [3, 3, 4, 4, 4]


def test_inside_functions_derived_values_settings_and_other_calls() -> None:
    more = "functions: {'scaled(x, t)': 'x * lookup(ramp, t)'}\nderive: {base: 'lookup(ramp, tenure + 1)'}"
    assert pay(RAMP, "max(scaled(2, tenure), base)", more=more) == [20_000, 40_000, 60_000, 90_000, 90_000]
    by = (
        "tables:\n"
        + RAMP
        + "\nparameters: {goal: {new: 'lookup(ramp, tenure)', senior: 1}}\nrewards: {pay: {title: P, amount: goal}}"
    )
    sheet = result(by).worksheet
    assert sheet is not None
    assert sheet.numbers("pay").tolist() == [10_000, 20_000, 1, 1, 1]


def test_next_to_peers_and_earlier_periods() -> None:
    assert pay(RAMP, "mean(lookup(ramp, tenure), within=region)") == [20_000, 32_500, 20_000, 32_500, 45_000]


def test_a_look_up_of_earlier_periods() -> None:
    """In the first period 10,000; then 20,000 less the 10,000 before. Results of earlier runs may hold the quota."""
    people = {"id": "1", "when": ["2026-03", "2026-04"], "region": "East", "tenure": [0, 1], "sales": 1.0}
    amount = "lookup(ramp, tenure) - coalesce(previous(goal), 0)"
    policy = (
        f"tables:\n{RAMP}\nderive: {{goal: 'lookup(ramp, tenure)'}}\nrewards: {{pay: {{title: P, amount: '{amount}'}}}}"
    )
    assert pay(RAMP, amount, people, more="derive: {goal: 'lookup(ramp, tenure)'}") == [10_000, 10_000]
    loaded = load_text(HEAD.replace("BOUNDARY", "lower") + policy)
    assert loaded.ruleset is not None
    plan, earlier = (
        compile_plan(loaded.ruleset),
        pd.DataFrame({"employee": ["1"], "period": ["2026-02"], "goal": [4000.0]}),
    )
    told = run(plan, pd.DataFrame(people), history=[History(earlier)])
    assert told.worksheet is not None
    assert told.worksheet.numbers("pay").tolist() == [6_000, 10_000]
    unknown = run(plan, pd.DataFrame(people), history=[History(earlier.drop(columns="goal"))])
    assert [(d.code, d.severity) for d in unknown.diagnostics] == [("history", "warning")]


def quotas(folder: Path, text: str, encoding: str = "utf-8", **more: Any) -> list[float]:
    (folder / "data").mkdir(exist_ok=True)
    (folder / "data" / "quotas.csv").write_bytes(text.encode(encoding))
    table = "  q: {keys: [employee, period], file: data/quotas.csv, columns: {employee: 工号, period: 期间, value: 销售任务}}"
    return pay(table, "lookup(q, employee, period)", folder=folder, **more)


QUOTAS = '工号,备注,期间,销售任务\n001,x,2026-03,"1,000.5"\n002,,2026-03,2000\n,,,\n003,"a, ""b""",2026-03,3000\n004,,2026-03,4000\n005,,2026-03,5000\n001,,2026-04,9\n'


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_quotas_by_employee_and_period(encoding: str, tmp_path: Path) -> None:
    assert quotas(tmp_path, QUOTAS, encoding) == [1000.5, 2000, 3000, 4000, 5000]


def test_other_delimiters_and_line_ends(tmp_path: Path) -> None:
    assert quotas(tmp_path, QUOTAS.replace(",", ";").replace('"1;000.5"', "1000.5"))[0] == 1000.5
    assert quotas(tmp_path, QUOTAS.replace("\n", "\r\n")) == [1000.5, 2000, 3000, 4000, 5000]


def test_ranges_in_two_columns_in_one_cell_and_as_lower_bounds(tmp_path: Path) -> None:
    (tmp_path / "two.csv").write_text(
        "region,起,止,系数\nEast,,2,80%\nEast,2,,100%\nSouth,0,3,120%\nSouth,3,,150%\n", "utf-8"
    )
    two = "  f: {keys: [region, t], file: two.csv, columns: {t: {from: 起, to: 止}, value: 系数}, otherwise: 0}"
    assert pay(two, "10 * lookup(f, region, tenure)", folder=tmp_path) == [8, 12, 10, 15, 0]
    (tmp_path / "one.csv").write_text("region,t,value\nEast,..2,1\nEast,2..,2\nSouth,0..9,3\nNorth,4,5\n", "utf-8")
    assert pay("  f: {keys: [region, t], file: one.csv}", "lookup(f, region, tenure)", folder=tmp_path) == [
        1,
        3,
        2,
        3,
        5,
    ]
    (tmp_path / "low.csv").write_text("t,region,value\n2,East,2\n0,East,1\n0,South,3\n4,North,5\n3,South,4\n", "utf-8")
    low = "  f: {keys: [region, t], match: {t: range}, file: low.csv}"
    assert pay(low, "lookup(f, region, tenure)", folder=tmp_path) == [1, 3, 2, 4, 5]


def test_a_text_of_digits_is_not_the_number() -> None:
    """An employee number keeps its zeros: 1 is not 001."""
    assert pay("  f: {keys: [e], values: {1: 5, 001: 6, otherwise: 7}}", "lookup(f, employee)") == [6, 7, 7, 7, 7]


def test_no_row_names_the_employees() -> None:
    assert codes("  f: {keys: [t, r], rows: [{t: ..3, value: 1}, {t: 4.., r: North, value: 2}]}", "lookup(f, tenure, region)") == [
        ("no-table-row", "004 (2026-03): the table f has no row for t 3, r South.")
    ]  # fmt: skip


@pytest.mark.parametrize(
    "amount",
    [
        "lookup(f, tenure) if tenure < 3 else 0", "0 if tenure >= 3 else lookup(f, tenure)",
        "1 if tenure < 3 and lookup(f, tenure) > 0 else 0", "1 if tenure >= 3 or lookup(f, tenure) > 0 else 0",
    ],
)  # fmt: skip
def test_no_row_concerns_only_those_whom_its_place_concerns(amount: str) -> None:
    table = "  f: {keys: [t], rows: [{t: 0..3, value: 1}]}"
    assert codes(table, amount) == []
    assert [code for code, _ in codes(table, "lookup(f, tenure)")] == ["no-table-row", "no-table-row"]


def test_a_missing_key_matters_only_where_it_decides() -> None:
    people = PEOPLE | {"sales": [None, None, 5.0, 70.0, 1.0], "region": ["East", "South", "East", "South", "South"]}
    rows = "  f: {keys: [r, s], rows: [{r: East, value: 1}, {r: South, s: ..60, value: 2}], otherwise: 3}"
    found = codes(rows, "lookup(f, region, sales)", people)
    assert [(code, message[:3]) for code, message in found] == [("no-amount", "002")]
    assert "sales is empty" in found[0][1]
    assert pay(rows, "coalesce(lookup(f, region, sales), -1)", people) == [1, -1, 1, 3, 2]


def test_otherwise_does_not_apply_to_a_missing_key() -> None:
    people = PEOPLE | {"region": ["East", None, "South", "North", "East"]}
    table = "  f: {keys: [r], values: {East: 1, otherwise: 2}}"
    assert pay(table, "coalesce(lookup(f, region), 9)", people) == [1, 9, 2, 2, 1]


def test_the_file_is_part_of_the_fingerprint(tmp_path: Path) -> None:
    quotas(tmp_path, QUOTAS)
    before = load(tmp_path / "policy.yaml").ruleset
    quotas(tmp_path, QUOTAS.replace("3000", "3001"))
    after = load(tmp_path / "policy.yaml").ruleset
    assert before is not None
    assert after is not None
    assert before.digest != after.digest


def test_in_words_and_explained() -> None:
    policy = "tables:\n" + RAMP + """
  f: {keys: [region], values: {East: 80%, otherwise: 120%}}
  unused_for_some: {keys: [t], values: {0: 1, otherwise: 2}}
rewards: {pay: {title: Pay, amount: {new: 'lookup(ramp, tenure) * lookup(f, region)', senior: 'lookup(unused_for_some, tenure)'}}}
"""  # fmt: skip
    loaded = load_text(HEAD.replace("BOUNDARY", "lower") + policy)
    assert loaded.ruleset is not None
    words = [(line.title, line.words) for line in policy_in_words(loaded.ruleset) if line.section == "Tables"]
    assert words[:7] == [
        ("ramp", "by tenure, rows: 4"), ("ramp", "tenure from 0 to below 1: 10,000"), ("ramp", "tenure from 1 to below 2: 20,000"),
        ("ramp", "tenure from 2 to below 3: 30,000"), ("ramp", "tenure 3 or more: 45,000"),
        ("f", "by region, rows: 2"), ("f", "region East: 80%"),
    ]  # fmt: skip
    plan = compile_plan(loaded.ruleset)
    sheet = run(plan, pd.DataFrame(PEOPLE)).worksheet
    assert sheet is not None
    lines = explanation_lines(explain(plan, sheet, "002")[0])
    at = [line.text for line in lines].index("Looked up")
    assert [line.text for line in lines[at + 1 : at + 3]] == [
        "ramp: tenure = 1 (tenure from 1 to below 2) gives 20,000", "f: region = South (region otherwise) gives 120%",
    ]  # fmt: skip
    assert lines[at + 1].where is not None
    assert "unused_for_some" not in "".join(line.text for line in lines)


def test_look_ups_and_peers_in_an_amount_are_explained() -> None:
    rows = "  f: {keys: [s], rows: [{s: ..50%, value: 0}, {s: 50%.., value: 2%}]}"
    amount = "1000 * lookup(f, share(sales, within=region)) + share(sales, within=region)"
    policy = f"tables:\n{rows}\nrewards: {{pay: {{title: Pay, amount: '{amount}'}}}}"
    loaded = load_text(HEAD.replace("BOUNDARY", "lower") + policy)
    assert loaded.ruleset is not None
    plan = compile_plan(loaded.ruleset)
    sheet = run(plan, pd.DataFrame(PEOPLE | {"sales": [10.0, 1.0, 30.0, 3.0, 1.0]})).worksheet
    assert sheet is not None
    assert sheet.numbers("pay").tolist() == [0.25, 0.25, 20.75, 20.75, 21]
    lines = [line.text for line in explanation_lines(explain(plan, sheet, "003")[0])]
    assert "f: s = 75% (s 50% or more) gives 2%" in lines
    assert f"{amount} (lookup(f, share(sales, within=region)) = 2%, share(sales, within=region) = 75%) = 20.75" in lines


def test_everybody_finds_the_own_quota(tmp_path: Path) -> None:
    lines = [f"{e:05d},2026-{m:02d},{e * 100 + m}" for e in range(2000) for m in (3, 4)]
    (tmp_path / "q.csv").write_text("employee,period,value\n" + "\n".join(lines) + "\n", "utf-8")
    chosen = np.random.default_rng(7).permutation(2000)
    people = {"id": [f"{e:05d}" for e in chosen], "when": "2026-04", "region": "East", "tenure": 0, "sales": 0.0}
    table = "  q: {keys: [employee, period], file: q.csv}"
    assert pay(table, "lookup(q, employee, period)", people, folder=tmp_path) == [e * 100 + 4.0 for e in chosen]
