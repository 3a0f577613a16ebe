"""Policies that rank people by points, and what becomes of people under them."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import pandas as pd

from appraise import compile_plan, load_text, run

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from appraise import Worksheet
    from appraise.diagnostics import Diagnostic
    from appraise.plan.steps import Plan

HEAD = """
ruleset: ranked
title: Ranked
version: "1"
language: en
effective: {from: 2026-01-01, to: 2026-12-31}
period: quarter
currency: CNY
conventions: {boundary: lower, rounding: {mode: half-up, score: 2, money: 2}, missing: error}
data:
  employee: id
  period: period
  fields:
    id: {type: text}
    period: {type: text}
    region: {type: text}
    role: {type: text, missing: rep}
    points: {type: number}
    tenure: {type: count, missing: 0}
    there: {type: yes-no, missing: true}
    share: {type: percent, missing: 20%}
eligible: {present: {when: there, reason: away}}
"""
POINTS = "indicators: {points: {title: Points, value: points, score: {method: formula, formula: value, floor: none, cap: none}, weight: 100}}\n"
BANDS = "bands: {A: 90, B: 80, C: lowest}\n"

Person = dict[str, object]


@cache
def plan_of(policy: str) -> Plan:
    """Compile the end of a policy that begins with HEAD."""
    loaded = load_text(HEAD + policy)
    assert loaded.ruleset is not None, [(d.message, d.hint) for d in loaded.diagnostics]
    return compile_plan(loaded.ruleset)


def graded(grades: str) -> str:
    """The end of a policy that grades points."""
    lines = "".join(f"  {line}\n" for line in grades.strip("\n").splitlines())
    return f"{POINTS}grades:\n{lines}"


def people(*points: float | None, **fields: object) -> list[Person]:
    """People with these points, numbered from 01; a field is the same for all, or a list."""
    made = []
    for i, value in enumerate(points):
        own = {name: of[i] if isinstance(of, list) else of for name, of in fields.items()}
        made.append({"id": f"{i + 1:02}", "period": "2026Q1", "region": "East", "points": value} | own)
    return made


def sheet_of(policy: str, rows: Sequence[Mapping[str, object]]) -> Worksheet:
    """Run a policy; there must be no error."""
    result = run(plan_of(policy), _frame(rows))
    assert result.worksheet is not None, [d.message for d in result.diagnostics]
    return result.worksheet


def problems_of(policy: str, rows: Sequence[Mapping[str, object]]) -> tuple[Diagnostic, ...]:
    """Run a policy for its messages."""
    return run(plan_of(policy), _frame(rows)).diagnostics


def grades_of(grades: str, rows: Sequence[Mapping[str, object]]) -> dict[str, str | None]:
    """The grade of each employee."""
    sheet = sheet_of(graded(grades), rows)
    return dict(zip([str(e) for e in sheet.table.employee.strings()], sheet.result("grade").strings(), strict=True))  # type: ignore[union-attr]


def joined(found: Mapping[str, str | None]) -> str:
    """Write the grades of everybody in the order of their numbers: AABBC."""
    return "".join(found[employee] or "-" for employee in sorted(found))


def _frame(rows: Sequence[Mapping[str, object]]) -> pd.DataFrame:
    whole = {"role": None, "tenure": None, "there": None, "share": None}
    frame = pd.DataFrame([whole | dict(row) for row in rows]).astype(object)
    return frame.where(frame.notna(), None)
