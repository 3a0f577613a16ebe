"""A balance or a year so far that earlier results do not know would begin at 0, so it is an error; anything else is missing."""

from __future__ import annotations

import pandas as pd
import pytest

from appraise import compile_plan, load_text, run
from appraise.execution.inputs.history import History

RULES = """
ruleset: h
title: H
version: "1"
effective: {{from: 2026-01-01, to: 2026-12-31}}
period: quarter
currency: EUR
conventions: {{boundary: lower, rounding: {{mode: half-up, score: 2, money: 2}}, missing: error}}
data:
  employee: id
  period: period
  fields:
    id: {{type: text}}
    period: {{type: text}}
    sales: {{type: money}}
derive:
  looked: {formula}
indicators:
  sales: {{title: Sales, value: "coalesce(looked, 0)", score: {{method: formula, formula: value, floor: none, cap: none}}, weight: 100}}
"""
NOW = pd.DataFrame({"id": ["a"], "period": ["2026Q3"], "sales": [100.0]})


@pytest.mark.parametrize(
    ("formula", "severity"),
    [
        ("year_to_date(sales)", "error"),
        ("previous(sales)", "warning"),
        ('"mean_of_last(sales, 2, at_least=1)"', "warning"),
    ],
)
def test_what_is_added_up_must_be_known(formula: str, severity: str) -> None:
    loaded = load_text(RULES.format(formula=formula))
    assert loaded.ruleset is not None, [d.message for d in loaded.diagnostics]
    earlier = pd.DataFrame({"employee": ["a"], "period": ["2026Q2"], "score": [90.0]})
    found = run(compile_plan(loaded.ruleset), NOW, history=[History(earlier)]).diagnostics
    assert [(d.code, d.severity) for d in found] == [("history", severity)]
    assert "has no sales" in found[0].message
    known = run(compile_plan(loaded.ruleset), NOW, history=[History(earlier.assign(sales=50.0))])
    assert not known.diagnostics
    assert known.worksheet is not None
    expected = {"year_to_date(sales)": 150.0}.get(formula, 50.0)
    assert known.worksheet.numbers("score").tolist() == [expected]
