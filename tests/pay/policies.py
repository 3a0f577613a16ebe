"""A small monthly policy into which the tests put rewards and budgets, and rows to run it on."""

from __future__ import annotations

from typing import Any

import pandas as pd

from appraise import compile_plan, load_text, run
from appraise.diagnostics import Diagnostic
from appraise.execution.worksheet import Run

HEAD = """
ruleset: pay
title: Pay
version: "1"
effective: {from: 2026-01-01, to: 2027-12-31}
period: month
currency: CNY
conventions: {boundary: lower, rounding: {mode: half-up, score: 2, money: 2}, missing: error}
data:
  employee: id
  period: period
  fields:
    id: {type: text}
    period: {type: text}
    region: {type: text, values: [East, West]}
    sales: {type: money}
    pool: {type: money, missing: 0}
    active: {type: yes-no, missing: true}
    here: {type: yes-no, missing: true}
eligible:
  here: {when: here, reason: on leave}
indicators:
  sales: {title: Sales, value: sales, score: {method: formula, formula: value, floor: 0, cap: none}, weight: 100}
"""
FIELDS = ("id", "period", "region", "sales", "pool", "active", "here")


def found(policy: str) -> list[Diagnostic]:
    """What checking the policy says, unused fields aside."""
    return [d for d in load_text(HEAD + policy).diagnostics if d.code != "unused"]


def attempt(policy: str, rows: list[dict[str, Any]], periods: tuple[str, ...] = ()) -> Run:
    loaded = load_text(HEAD + policy)
    assert loaded.ruleset is not None, [(d.message, d.hint) for d in loaded.diagnostics]
    filled = [
        {"period": "2026-01", "region": "East", **dict.fromkeys(("pool", "active", "here")), **row} for row in rows
    ]
    return run(compile_plan(loaded.ruleset), pd.DataFrame(filled, columns=list(FIELDS)).astype(object), periods)


def appraise(policy: str, rows: list[dict[str, Any]], periods: tuple[str, ...] = ()) -> pd.DataFrame:
    """The result table, one row for each of `rows`; id and sales are needed, the rest has a usual value."""
    result = attempt(policy, rows, periods)
    assert result.worksheet is not None, [(d.message, d.hint) for d in result.diagnostics]
    return result.worksheet.frame()


def months(sales: list[float | None], id_: str = "1", **more: Any) -> list[dict[str, Any]]:
    """One employee's rows from January on; None leaves a month out."""
    year_month = [(2026 + i // 12, i % 12 + 1) for i in range(len(sales))]
    return [
        {"id": id_, "period": f"{year}-{month:02}", "sales": amount, **more}
        for (year, month), amount in zip(year_month, sales, strict=True)
        if amount is not None
    ]


def people(sales: list[float], **more: Any) -> list[dict[str, Any]]:
    """One row for each of some employees, 1, 2, 3 and so on, in January."""
    return [{"id": str(i), "sales": amount, **more} for i, amount in enumerate(sales, 1)]
