"""`python -m tests.fuzz.files FIRST LAST FOLDER`: runs a policy on broken files, a seed each, and prints each seed first."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from random import Random

from appraise import compile_plan, load, run
from tests.fuzz.mutations import HEADINGS, KINDS, LINE_HEADINGS, LINES, ROWS, broken

SLOW = 20  # seconds of processor time
RULES = """
ruleset: fuzzed
title: 试
version: "1"
effective: {from: 2026-01-01, to: 2026-12-31}
period: quarter
currency: CNY
conventions: {boundary: lower, rounding: {mode: half-up, score: 2, money: 2}, missing: zero}
data:
  employee: id
  period: period
  fields:
    id: {type: text, column: 工号}
    name: {type: text, column: 姓名}
    period: {type: text, column: 考核期}
    hired: {type: date, column: 入职日期}
    sales: {type: money, column: 销售额}
    satisfaction: {type: percent, column: 满意度}
    mark: {type: rating, column: 评分, scale: [1, 5]}
    certified: {type: yes-no, column: 持证, missing: false}
sources:
  orders:
    employee: 业务员
    date: 日期
    fields:
      number: {type: text, column: 单号}
      amount: {type: money, column: 金额, missing: 0}
      status: {type: text, column: 状态, values: [已成交, 已取消], missing: 已取消}
measures:
  revenue: {title: 成交额, from: orders, sum: amount, where: status == '已成交'}
  orders_made: {title: 单数, from: orders, count_distinct: number}
indicators:
  sales: {title: 销售, value: sales + revenue, target: 20000, score: {method: ratio, floor: 0, cap: 120}, weight: 60}
  satisfaction: {title: 满意度, value: satisfaction, score: {method: steps, steps: {lowest: 0, 80%: 60, 90%: 100}}, weight: 20}
  mark: {title: 评分, value: mark, score: {method: linear, points: [[1, 0], [5, 100]]}, weight: 20}
rewards:
  bonus: {title: 奖金, amount: "orders_made * 10 + (100 if certified else 0) + coalesce(months_between(hired, period_end), 0)"}
"""


def broken_file(seed: int, folder: Path) -> tuple[Path, Path]:
    """Write a data file and a file of lines, one of them broken; give both."""
    random = Random(seed)
    kinds = random.choice(list(KINDS)), random.choice(list(KINDS))
    contents = [KINDS[kinds[0]](random, HEADINGS, ROWS), KINDS[kinds[1]](random, LINE_HEADINGS, LINES)]
    which = random.choice([0, 0, 1])
    contents[which] = broken(random, kinds[which], contents[which])
    paths = [folder / f"data{kinds[0]}", folder / f"orders{kinds[1]}"]
    for path, content in zip(paths, contents, strict=True):
        path.write_bytes(content)
    return paths[0], paths[1]


def main(first: int, last: int, folder: Path) -> None:
    """Run the seeds; whatever is not a diagnostic ends the process."""
    rules = folder / "rules.yaml"
    rules.write_text(RULES, encoding="utf-8")
    loaded = load(rules)
    assert loaded.ruleset is not None, loaded.diagnostics
    plan = compile_plan(loaded.ruleset)
    for seed in range(first, last):
        print(seed, flush=True)
        data, orders = broken_file(seed, folder)
        began = time.process_time()
        done = run(plan, data, [], sources={"orders": orders})
        took = time.process_time() - began
        assert took < SLOW, f"{took:.0f} s"
        wrong = [d for d in done.diagnostics if d.severity == "error"]
        assert (done.worksheet is None) == bool(wrong), done.diagnostics
        for d in done.diagnostics:
            assert len(d.message) < 2500, d.code
        for file in (data, orders):
            file.unlink()


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3]))
