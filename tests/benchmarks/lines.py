"""Ten million order lines to measures, against the query that one would write by hand for the same.

python -m tests.benchmarks.lines: prints times, the ratio, and the peak memory of a whole run.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path

import duckdb

ROOT = Path(__file__).parents[2]
LINES, PEOPLE = 10_000_000, 5000
MAKE = f"""
SELECT 'SO' || lpad(i::VARCHAR, 8, '0') AS "单号", 'E' || lpad((hash(i * 7 + 1) % {PEOPLE})::VARCHAR, 5, '0') AS "业务员",
    DATE '2026-01-01' + (hash(i * 3 + 2) % 365)::INT AS "下单日期", ((hash(i * 5 + 3) % 1000000) / 100.0)::DECIMAL(12, 2) AS "金额",
    CASE hash(i * 11) % 10 WHEN 0 THEN '已取消' ELSE '已成交' END AS "状态", 'C' || (hash(i * 13) % 50000)::VARCHAR AS "客户"
FROM range({LINES}) t(i)
"""  # noqa: S608
BY_HAND = """
SELECT "业务员", quarter("下单日期") AS q, sum("金额") FILTER (WHERE "状态" = '已成交') AS sales,
    count(*) FILTER (WHERE "状态" = '已成交') AS orders, count(DISTINCT "客户") FILTER (WHERE "状态" = '已成交') AS customers
FROM {0} GROUP BY ALL ORDER BY ALL
"""
RULESET = """
ruleset: lines
title: Lines
version: "1"
effective: {from: 2026-01-01, to: 2026-12-31}
period: quarter
currency: CNY
conventions: {boundary: lower, rounding: {mode: half-up, score: 2, money: 2}, missing: error}
data: {employee: 工号, fields: {name: {type: text, column: 姓名}}}
sources:
  orders:
    employee: 业务员
    date: 下单日期
    fields:
      amount: {type: money, column: 金额}
      status: {type: text, column: 状态, values: [已成交, 已取消]}
      customer: {type: text, column: 客户}
measures:
  sales: {from: orders, sum: amount, where: status == '已成交'}
  orders: {from: orders, count: lines, where: status == '已成交'}
  customers: {from: orders, count_distinct: customer, where: status == '已成交'}
indicators:
  sales: {title: Sales, value: sales, target: 100000, score: {method: ratio, floor: 0, cap: 100}, weight: 100}
  other: {title: Other, value: orders + customers, score: {method: pass, when: value > 0}, weight: 0}
"""
OURS = """
import resource, sys, time
from appraise import compile_plan, load_text
from appraise.execution.run import as_table
import duckdb, pandas, appraise.execution.inputs.measured  # what starting takes is measured elsewhere
plan = compile_plan(load_text(open(sys.argv[1]).read()).ruleset)
begin = time.perf_counter()
table, found = as_table(plan, sys.argv[2], sources={"orders": sys.argv[3]})
assert not found, found
print(time.perf_counter() - begin, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, table.columns["sales"].sum(),
      table.columns["orders"].sum(), table.columns["customers"].sum())
"""
THEIRS = """
import resource, sys, time
import duckdb
duckdb.sql("SET enable_progress_bar = false")
begin = time.perf_counter()
rows = duckdb.sql(sys.argv[1]).fetchall()
print(time.perf_counter() - begin, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, float(sum(r[2] for r in rows)),
      sum(r[3] for r in rows), sum(r[4] for r in rows))
"""


def once(code: str, *words: str) -> list[float]:
    """Run in a process of its own: seconds, peak memory in MB, and the totals."""
    command = [sys.executable, "-c", code, *words]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)  # noqa: S603
    return [float(word) for word in done.stdout.split()]


def main() -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        rules, people = folder / "rules.yaml", folder / "people.csv"
        rules.write_text(RULESET, encoding="utf-8")
        people.write_text("工号,姓名\n" + "".join(f"E{i:05d},N\n" for i in range(PEOPLE)), encoding="utf-8")
        print(
            f"\n{LINES:,} order lines to sum, count and count of different customers of {PEOPLE:,} people in 4 quarters"
        )
        print(f"{'':34}{'seconds':>12}{'peak MB':>12}{'x by hand':>16}")
        for ending, read in (("csv", "read_csv('{0}')"), ("parquet", "read_parquet('{0}')")):
            file = folder / f"orders.{ending}"
            begin = time.perf_counter()
            duckdb.sql(f"COPY ({MAKE}) TO '{file}'")
            made = time.perf_counter() - begin
            runs = [
                (once(THEIRS, BY_HAND.format(read.format(file))), once(OURS, str(rules), str(people), str(file)))
                for _ in range(5)
            ]  # in turn, so that a busy machine slows both
            hand, most, *expected = min(theirs for theirs, _ in runs)
            ours, peak, *totals = min(own for _, own in runs)
            assert abs(totals[0] - expected[0]) < 1e-3, (totals, expected)
            assert totals[1:] == expected[1:]
            print(f"{'DuckDB by hand, ' + ending:34}{hand:>12.2f}{most:>12,.0f}")
            print(
                f"{'measures, ' + ending:34}{ours:>12.2f}{peak:>12,.0f}{ours / hand:>16.2f}   (the file was made in {made:.0f} s)"
            )


if __name__ == "__main__":
    main()
