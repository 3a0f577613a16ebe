"""Numbers of a file of results that Appraise wrote itself are read as they were, however few of them there are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest

from appraise import compile_plan, load_text, run
from appraise.execution.inputs.history import History
from appraise.report.results.columns import headings_of
from appraise.report.writers import write_results

if TYPE_CHECKING:
    from pathlib import Path

    from appraise.plan.steps import Plan

HEAD = """
ruleset: t
title: T
version: "1"
effective: {from: 2026-01-01, to: 2026-12-31}
period: month
currency: CNY
conventions: {boundary: lower, rounding: {mode: half-up, score: 3, money: 3}, missing: zero}
"""
INDICATOR = "{title: S, value: %s, score: {method: formula, formula: value, floor: none, cap: none}, weight: 100}"
FIRST = (
    HEAD
    + f"""
data: {{employee: id, period: when, fields: {{id: {{type: text}}, when: {{type: text}}, sales: {{type: money}}}}}}
derive: {{before: "coalesce(previous(bonus), 0)"}}
indicators:
  s: {INDICATOR % "sales"}
  b: {(INDICATOR % "before").replace("100}", "0}")}
rewards: {{bonus: {{title: B, amount: sales}}}}
"""
)
AGAIN = (
    HEAD
    + f"""
data:
  employee: employee
  period: period
  fields: {{employee: {{type: text, column: [employee, id]}}, period: {{type: text, column: [period, when]}}, paid: {{type: money, column: [bonus, B]DECIMAL}}}}
indicators:
  s: {INDICATOR % "paid"}
"""
)
LINES = (
    HEAD
    + f"""
data: {{employee: id, period: when, fields: {{id: {{type: text}}, when: {{type: text}}}}}}
sources:
  earlier:
    employee: employee
    period: period
    fields: {{employee: {{type: text}}, period: {{type: text}}, paid: {{type: money, column: [bonus, B]}}}}
measures: {{paid: {{title: Paid, from: earlier, sum: paid}}}}
indicators:
  s: {INDICATOR % "paid"}
"""
)
AMOUNTS = [
    [259.719],
    [1.234],
    [259.719, 1.234],
    [12.5, 259.719],
    [1000.0, 259.719],
    [1234.567, 120000000000.5],
    [-3.125, 1.5],
]


def plan(text: str) -> Plan:
    loaded = load_text(text)
    assert loaded.ruleset is not None, [(d.message, d.hint) for d in loaded.diagnostics]
    return compile_plan(loaded.ruleset)


def people(amounts: list[float], when: str) -> pd.DataFrame:
    return pd.DataFrame([(f"E{i}", when, x) for i, x in enumerate(amounts)], columns=["id", "when", "sales"])


def values(made: Plan, data: Any, name: str, **given: Any) -> list[float]:
    found = run(made, data, **given)
    assert found.worksheet is not None, [(d.message, d.hint) for d in found.diagnostics]
    return found.worksheet.numbers(name).tolist()


def results(amounts: list[float], folder: Path, ending: str = "csv") -> Path:
    first, file = run(plan(FIRST), people(amounts, "2026-01")).worksheet, folder / f"before.{ending}"
    assert first is not None
    write_results(first, file, "0")
    return file


@pytest.mark.parametrize("amounts", AMOUNTS, ids=str)
@pytest.mark.parametrize("ending", ["csv", "xlsx", "parquet", "json"])
def test_results_are_read_as_they_were(ending: str, amounts: list[float], tmp_path: Path) -> None:
    file, first = results(amounts, tmp_path, ending), plan(FIRST)
    again = plan(AGAIN.replace("DECIMAL", ""))
    earlier = History(file, *headings_of(first))
    assert values(first, people(amounts, "2026-02"), "b.value", history=(earlier,)) == amounts
    assert values(again, file, "s.value", sheet=headings_of(first)[1][0] if ending == "xlsx" else None) == amounts


@pytest.mark.parametrize("amounts", AMOUNTS, ids=str)
def test_a_sign_that_the_policy_states_for_other_files_does_not_matter(amounts: list[float], tmp_path: Path) -> None:
    stated = plan(AGAIN.replace("DECIMAL", ", decimal: comma"))
    assert values(stated, results(amounts, tmp_path), "s.value") == amounts


@pytest.mark.parametrize("amounts", AMOUNTS, ids=str)
def test_results_are_lines_as_well(amounts: list[float], tmp_path: Path) -> None:
    data = people(amounts, "2026-01").drop(columns="sales")
    assert values(plan(LINES), data, "s.value", sources={"earlier": results(amounts, tmp_path)}) == amounts


@pytest.mark.parametrize(
    ("old", "new"),
    [("\ufeff", ""), ('"', ""), ('"score"', '"points"'), ('"period"', "period")],
    ids=["without its mark", "without quotation marks", "without the score", "without some quotation marks"],
)
def test_a_file_that_was_saved_by_another_program_must_tell(old: str, new: str, tmp_path: Path) -> None:
    """259.719 alone can be thousands there."""
    file = results([259.719], tmp_path)
    text = file.read_bytes().decode()
    assert old in text
    file.write_bytes(text.replace(old, new).encode())
    found = run(plan(AGAIN.replace("DECIMAL", "")), file)
    assert found.worksheet is None
    assert '"259.719" can mean 259719 or 259.719' in found.diagnostics[0].message


def test_commas_are_read_as_ever(tmp_path: Path) -> None:
    file = results([259.719], tmp_path)
    file.write_bytes(file.read_bytes().replace(b"259.719", b'"1.234,50"'))
    assert values(plan(AGAIN.replace("DECIMAL", "")), file, "s.value") == [1234.5]
