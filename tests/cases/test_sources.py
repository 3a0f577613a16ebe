"""Cases with lines of sources, as of a day, and with results of another ruleset."""

from __future__ import annotations

from pathlib import Path

from appraise.cases.files import run_files
from appraise.cases.running import Result

RULES = """ruleset: shop
title: S
version: "1"
effective: {from: 2026-01-01, to: 2026-12-31}
period: quarter
currency: CNY
conventions: {boundary: lower, rounding: {mode: half-up, score: 2, money: 2}, missing: error}
data:
  employee: id
  fields:
    id: {type: text, column: 工号}
    quota: {type: money, column: 目标}
sources:
  orders:
    file: orders.csv
    employee: 业务员
    date: 下单日期
    fields:
      amount: {type: money, column: 金额}
      status: {type: text, column: 状态, values: [已成交, 已取消]}
measures:
  sales: {from: orders, sum: amount, where: status == '已成交'}
indicators:
  sales: {title: Sales, value: sales, target: quota, pace: days, score: {method: ratio, floor: 0, cap: 200}, weight: 100}
rewards:
  bonus: {title: Bonus, base: sales, tiers: {method: marginal, rates: {0: 1%, 1000: 2%}}}
"""
CASES = """ruleset: shop.yaml
defaults: {period: 2026Q1, given: {quota: 1000, sales: 700}, lines: {orders: {status: 已成交, amount: 700}}}
cases:
  lines are added up:
    lines: {orders: [{date: 2026-01-05, amount: 100, status: 已成交}, {date: 2026-01-06, amount: 900, status: 已成交}, {date: 2026-01-06, amount: 9, status: 已取消}]}
    expect: {sales: 1000, score: 100, bonus: 10}
  the figure of the defaults:
    expect: {sales: 700, score: 70}
  no lines:
    lines: {orders: []}
    expect: {sales: 0, score: 0}
  lines start from the defaults:
    lines: {orders: [{date: 2026-01-05}, {date: 2026-01-06, amount: 50}, {date: 2026-01-07, status: 已取消}]}
    expect: {sales: 750}
  two:
    given: [{employee: A}, {employee: B}]
    lines: {orders: [{employee: A, 下单日期: 2026-01-05, amount: 2000, status: 已成交}]}
    expect: {A: {sales: 2000, bonus: 30}, B: {sales: 0}}
  as of:
    as_of: 2026-02-10
    lines: {orders: [{date: 2026-01-05, amount: 200, status: 已成交}, {date: 2026-02-11, amount: 900, status: 已成交}]}
    expect: {sales: 200, sales.target: {about: 455.5555, within: 0.001}, sales.due: {about: 0.4555, within: 0.001}}
  a figure in place of lines:
    given: [{employee: A, sales: 2000}, {employee: B}, {employee: C, sales: none}]
    lines: {orders: [{employee: A, date: 2026-01-05, amount: 7, status: 已成交}, {employee: B, date: 2026-01-05, amount: 5, status: 已成交}]}
    error: missing-value
  a figure beside lines of another:
    given: [{employee: A, sales: "2000"}, {employee: B}]
    lines: {orders: [{employee: A, date: 2026-01-05, amount: 7, status: 已成交}, {employee: B, date: 2026-01-05, amount: 5, status: 已成交}]}
    expect: {A: {sales: 2000, bonus: 30}, B: {sales: 5}}
  lines in place of the figure of the defaults:
    lines: {orders: [{date: 2026-01-05, amount: 300, status: 已成交}]}
    expect: {sales: 300}
  a line that cannot be read:
    lines:
      orders:
        - {date: 2026-01-05, amount: 10, status: 已成交}
        - {date: 2026-01-05, amount: 1千, status: 已成交}
    error: data-value
  of nobody:
    lines: {orders: [{employee: Z, date: 2026-01-05, amount: 10, status: 已成交}]}
    expect: {sales: 0}
"""
YEAR = """
ruleset: year
title: The year
version: "1"
effective: {from: 2026-01-01, to: 2026-12-31}
period: year
currency: CNY
conventions: {boundary: lower, rounding: {mode: half-up, score: 2, money: 2}, missing: error}
data: {employee: id, fields: {id: {type: text, column: 工号}}}
sources:
  quarters: {results_of: quarter.yaml}
measures:
  average: {from: quarters, mean: score}
indicators:
  average: {title: Average, value: average, score: {method: formula, formula: value, floor: 0, cap: none}, weight: 100}
"""
QUARTER = """
ruleset: quarter
title: A quarter
version: "1"
effective: {from: 2026-01-01, to: 2026-12-31}
period: quarter
currency: CNY
conventions: {boundary: lower, rounding: {mode: half-up, score: 2, money: 2}, missing: error}
data:
  employee: id
  period: kq
  fields: {id: {type: text, column: 工号}, kq: {type: text, column: 季度}, sales: {type: number, column: 销售额}}
indicators:
  sales: {title: Sales, value: sales, score: {method: formula, formula: value, floor: 0, cap: none}, weight: 100}
"""


def results(folder: Path, cases: str, **rules: str) -> list[Result]:
    for name, text in rules.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    path = folder / "one.cases.yaml"
    path.write_text(cases, encoding="utf-8")
    (one,) = run_files([path])
    assert one.plan is not None, one.loaded.diagnostics
    return list(one.results)


def test_lines_are_added_up_and_a_day_is_looked_from(tmp_path: Path) -> None:
    (tmp_path / "orders.csv").write_text(
        "业务员,下单日期,金额,状态\nE1,2026-01-01,5,已成交\n", encoding="utf-8"
    )  # not read
    found = results(tmp_path, CASES, shop=RULES)
    assert [(r.case.name, [(d.promise.column, d.got) for d in r.differences]) for r in found if not r.passed] == []
    *_, refused, nobody = found
    assert [str(d.where).rpartition("/")[2] for d in refused.refused] == ["one.cases.yaml:38:38"]
    assert "the data have no row for Z" in nobody.warnings[0].message


def test_the_year_is_made_of_quarters(tmp_path: Path) -> None:
    cases = """ruleset: year.yaml
defaults: {period: 2026}
cases:
  the mean of two:
    given: {}
    lines: {quarters: [{period: 2026Q1, sales: 80}, {period: 2026Q2, sales: 90}]}
    expect: {average: 85, score: 85}
  the mean as a figure:
    given: {average: 70}
    expect: {average: 70, score: 70}
"""
    for result in results(tmp_path, cases, year=YEAR, quarter=QUARTER):
        assert result.passed, (result.refused, [(d.promise.column, d.got) for d in result.differences])
