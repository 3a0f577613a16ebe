"""A policy small enough to work out by hand, and three people under it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd

from appraise import compile_plan, load_text, run
from appraise.formula.vectors import Text

if TYPE_CHECKING:
    from appraise import Worksheet
    from appraise.policy.model import Ruleset

POLICY = """
ruleset: small
title: 小制度
version: "1"
effective: {from: 2025-01-01, to: 2025-12-31}
period: quarter
currency: CNY
conventions:
  boundary: lower
  rounding: {mode: half-up, score: 2, money: 2}
  missing: error
data:
  employee: id
  period: period
  fields:
    id: {type: text, column: 工号}
    period: {type: text, column: 考核期}
    name: {type: text, column: 姓名}
    team: {type: text, column: 团队, values: [红, 蓝]}
    sales: {type: money, column: 销售额, min: 0}
    faults: {type: count, column: 差错, missing: 0}
    there: {type: yes-no, column: 在岗}
eligible:
  present: {when: there, reason: 不在岗}
cohorts:
  red: team == '红'
  blue: otherwise
indicators:
  sales:
    title: 销售额
    value: sales
    target: {red: 1000, blue: 2000}
    score: {method: ratio, floor: 0, cap: 120}
    weight: 100
gates:
  careless: {title: 差错过多, when: faults > 3, grade_at_most: C}
grades:
  bands: {A: 95, B: 60, C: lowest}
rewards:
  bonus:
    title: 奖金
    amount: 1000 * factor
    factor: {by: grade, values: {A: 2.0, B: 1.0, C: 0}}
  commission:
    title: 提成
    base: sales
    tiers: {method: marginal, rates: {0: 1%, 1000: 2%, 2000: 3%}}
outcomes:
  talk: {title: 面谈, when: grade == 'C', kind: improvement, message: 安排面谈}
"""
HEADINGS = ["工号", "考核期", "姓名", "团队", "销售额", "差错", "在岗"]
ROWS = [
    ["001", "2025Q1", "甲", "红", 1200, 0, "是"],  # 120 points, A: 2,000 + 10 + 4
    ["002", "2025Q1", "乙", "蓝", 1500, 4, "是"],  # 75 points, B, by the gate C: 0 + 10 + 10
    ["003", "2025Q1", "丙", "蓝", 900, 0, "否"],
]


def ruleset(policy: str = POLICY) -> Ruleset:
    loaded = load_text(policy, "small.yaml")
    assert loaded.ruleset is not None, loaded.diagnostics
    return loaded.ruleset


def appraise(rows: list[list[object]] | None = None, policy: str = POLICY) -> Worksheet:
    frame = pd.DataFrame(ROWS if rows is None else rows, columns=HEADINGS)
    done = run(compile_plan(ruleset(policy)), frame)
    assert done.worksheet is not None, done.diagnostics
    return done.worksheet


def renamed(worksheet: Worksheet, *names: str) -> Worksheet:
    """Put other names in the place of people's, even such as the reading of data would refuse."""
    columns = {**worksheet.table.columns, "name": Text(worksheet.table.columns["name"].codes, names)}
    return replace(worksheet, table=replace(worksheet.table, columns=columns),
                   columns={n: c for n, c in worksheet.columns.items() if n != "name"})  # fmt: skip
