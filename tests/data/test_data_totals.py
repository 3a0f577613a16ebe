"""Rows of totals are no employees, however they are called; people with such letters in their names are."""

from __future__ import annotations

import pandas as pd
import pytest

from appraise import compile_plan, load_text, run
from appraise.data.totals import is_total

TOTALS = """
Grand Total|Total:|TOTAL|Totals|Sub-total|Subtotal|sub total|North Total|Total North|Total (12)|Sum|Sum of Sales|Average|Average of Pay|Count of Employees|
Grand Count|All|All employees|Everyone|Overall|Summe|Summe Ost|Gesamt|Gesamtergebnis|Gesamtsumme|Zwischensumme|Durchschnitt|Total général|Sous-total|Moyenne|
Total general|Suma total|Promedio|Totale|Totale complessivo|Totaal|Итого|Итого по отделу|Всего|Razem|Celkem|Összesen|Toplam|総計|合計|小計|합계|총계|
合计|合计：|总计|总 计|总　计|小计|共计|汇总|总和|累计|全部|全体|所有人|部门合计|华东区合计|本页小计|张三 汇总|张三汇总|East 汇总|合计(3人)|合计（3人）|总计数|
平均|平均分|平均值|人均|部门平均|ＴＯＴＡＬ|【合计】|合计 2026Q3|*Total*|— Total —|  total
""".replace("\n", "").split("|")
PEOPLE = """
00148|E0017|ALL001|TOT12|A-17|张三|全勇|全部勇|和平|平凡|计春华|汇川|总小明|Sum Li|Summer Smith|Allan Ray|Alla|Alle|Tota Singh|Totalla|Amy Allen|Max Mean|
Counts Ferdinand|Grand, Amy|Generale Maria|Everyman|Averill|Median Lee|Summers|Mr. Grand|Zusammenbauer|Alltag|Ann O'Neil|Zoë|李全|王总|陈均|North|East
""".replace("\n", "").split("|")
RULES = load_text("""
ruleset: t
title: T
version: "1"
effective: {from: 2026-01-01, to: 2026-12-31}
period: month
currency: CNY
conventions: {boundary: lower, rounding: {mode: half-up, score: 2, money: 2}, missing: error}
data: {employee: id, fields: {id: {type: text}, sales: {type: money}}}
sources: {orders: {employee: who, period: month, fields: {who: {type: text}, month: {type: text}, amount: {type: money}}}}
measures: {revenue: {title: R, from: orders, sum: amount}}
indicators: {s: {title: S, value: sales + revenue, score: {method: formula, formula: value, floor: none, cap: none}, weight: 100}}
""")
assert RULES.ruleset is not None, RULES.diagnostics
PLAN = compile_plan(RULES.ruleset)


@pytest.mark.parametrize("label", TOTALS)
def test_totals(label: str) -> None:
    assert is_total(label)


@pytest.mark.parametrize("label", PEOPLE)
def test_people(label: str) -> None:
    assert not is_total(label)


@pytest.mark.parametrize("label", ["Grand Total", "张三 汇总", "部门合计", "合计(3人)", "All"])
def test_neither_in_the_table_nor_among_lines(label: str) -> None:
    people = pd.DataFrame({"id": ["a", "b"], "sales": [1.0, 2.0]})
    lines = pd.DataFrame({"who": ["a", "b"], "month": ["2026-01"] * 2, "amount": [5.0, 6.0]})
    more = (
        pd.DataFrame({"id": [label], "sales": [3.0]}),
        pd.DataFrame({"who": [label], "month": ["2026-01"], "amount": [11.0]}),
    )
    assert run(PLAN, people, ["2026-01"], sources={"orders": lines}).worksheet is not None
    for data, orders in ((pd.concat([people, more[0]]), lines), (people, pd.concat([lines, more[1]]))):
        done = run(PLAN, data, ["2026-01"], sources={"orders": orders})
        assert done.worksheet is None
        (problem,) = (d for d in done.diagnostics if d.severity == "error")
        assert "looks like a total" in problem.message
        assert "row 4" in problem.place
