"""What is nearly a text that the policy compares a field with is refused: it would be taken for something else."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from appraise import compile_plan, load_text, run
from appraise.diagnostics import Diagnostic, errors

RULES = """
ruleset: t
title: T
version: "1"
effective: {from: 2026-01-01, to: 2026-12-31}
period: quarter
currency: CNY
conventions: {boundary: lower, rounding: {mode: half-up, score: 2, money: 2}, missing: zero}
data:
  employee: id
  fields:
    id: {type: text}
    region: {type: text}
    code: {type: text}
    note: {type: text}
sources:
  orders:
    employee: id
    date: day
    fields:
      amount: {type: money}
      status: {type: text}
      about: {type: text}
MORE
measures:
  sold: {from: orders, sum: amount WHERE}
indicators:
  one: {title: One, value: VALUE, score: {method: formula, formula: value, floor: none, cap: none}, weight: 100}
"""
PLAIN = "sold"
PERSON = {
    "a comparison": "sold if region == 'East' else 0",
    "a list": "sold if region in ['East', 'West'] else 0",
    "the other way round": "sold if 'East' != region else 0",
    "a default": "sold if coalesce(region, 'none') == 'East' else 0",
    "a lookup": "by_region",
    "a function": "sold if easterly(region) else 0",
    "a table": "lookup(rates, region, code)",
}
MORE = {
    "easterly(": "functions:\n  easterly(where): where == 'East'",
    "lookup(": "tables:\n  rates: {keys: [region, code], rows: [{region: East, code: '7', value: 1}], otherwise: 2}",
    "by_region": "parameters:\n  by_region: {by: region, values: {East: 1, otherwise: 2}}",
}


def told(region: str, value: str, status: str = "paid", form: str = "frame", folder: Path | None = None, where: str = "",
         code: str = "x", note: str = "EAST") -> list[Diagnostic]:  # fmt: skip
    more = next((section for sign, section in MORE.items() if sign in value), "")
    text = RULES.replace("MORE", more).replace("VALUE", f'"{value}"').replace("WHERE", where)
    loaded = load_text(text, "p.yaml")
    assert not errors(loaded.diagnostics), loaded.diagnostics
    people = pd.DataFrame({"id": ["A1", "B2"], "region": [region, "North"], "code": [code, "y"], "note": [note, ""]})
    orders = pd.DataFrame({"id": ["A1", "B2"], "day": ["2026-01-05"] * 2, "amount": [1, 2], "status": [status, "open"],
                           "about": [status, "x"]})  # fmt: skip
    given: object = orders
    if folder is not None:
        given = folder / f"orders.{form}"
        if form == "csv":
            orders.to_csv(given, index=False)
        elif form == "parquet":
            orders.to_parquet(given)
        else:
            orders.to_excel(given, index=False)
    plan = compile_plan(loaded.ruleset)  # type: ignore[arg-type]
    return errors(run(plan, people, ["2026Q1"], sources={"orders": given}).diagnostics)  # type: ignore[dict-item]


NEAR = {"east": "letter case", "EAST": "letter case", "E ast": "blanks", "'East": "an apostrophe"}


@pytest.mark.parametrize("value", PERSON.values(), ids=PERSON)
def test_a_label_that_is_nearly_that_of_the_policy_is_refused(value: str) -> None:
    (found,) = told("east", value)
    assert (found.code, found.place) == ("data-value", "data, row 2, region")
    assert found.message == '"east" is not the "East" of the ruleset (they differ in letter case).'
    assert '"East"' in found.hint
    assert not told("East", value)
    assert not told("Easter", value)


@pytest.mark.parametrize(("text", "by"), NEAR.items())
def test_every_way_of_being_near(text: str, by: str) -> None:
    (found,) = told(text, PERSON["a comparison"])
    assert f"(they differ in {by})" in found.message


def test_keys_of_tables_lose_no_zeros() -> None:
    (found,) = told("East", PERSON["a table"], code="007")
    assert found.message == '"007" is not the "7" of the ruleset (they differ in leading zeros).'


def test_fields_that_are_only_shown_may_hold_anything() -> None:
    assert not told("x", PERSON["a comparison"], note="EAST")
    assert not told("east", PLAIN)


def test_two_labels_of_the_policy_are_two() -> None:
    assert not told("east", "sold if region == 'East' else 1 if region == 'east' else 0")


WHERE = ", where: status == 'Paid'"


@pytest.mark.parametrize("form", ["csv", "xlsx", "parquet"])
@pytest.mark.parametrize("status", ["paid", "PAID", "Pai d", "Paid", "Paid back", "已付", "x"])
def test_lines_are_not_left_out_for_a_capital_letter(status: str, form: str, tmp_path: Path) -> None:
    found = told("North", PLAIN, status, form, tmp_path, WHERE)
    assert len(found) == (status.casefold().replace(" ", "") == "paid" and status != "Paid")
    for one in found:
        assert f'"{status}" is not the "Paid" of the ruleset' in one.message
        assert one.place.endswith("row 2, status")


@pytest.mark.parametrize("form", ["csv", "xlsx", "parquet"])
@pytest.mark.parametrize("status", ["A-07", "a-7", "A-7", "A-70", "B-7"])
def test_zeros_inside_a_label_of_lines(status: str, form: str, tmp_path: Path) -> None:
    found = told("North", PLAIN, status, form, tmp_path, ", where: status == 'A-7'")
    assert len(found) == (status in ("A-07", "a-7"))
