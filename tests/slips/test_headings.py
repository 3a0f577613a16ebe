"""Headings of several words in formulas and as ids: the name of the field that has them, or one to give, and a mend that passes."""

from __future__ import annotations

import re

import pytest

from appraise import load_text
from appraise.diagnostics import errors
from tests.slips.policies import ENGLISH

QUOTA = "    quota:     {type: money, column: Quota, min: 1}\n"
WRITE = re.compile(r"write `([^`]*)`")


def told(sound: str, typed: str, text: str = ENGLISH) -> tuple[str, list[str], str]:
    """The policy with a slip, the hints, and what the first error marks."""
    assert sound in text
    wrong = text.replace(sound, typed, 1)
    found = errors(load_text(wrong).diagnostics)
    assert found
    assert found[0].where is not None
    at = found[0].where
    marked = wrong.split("\n")[at.line - 1][at.column - 1 : at.column - 1 + at.length]
    return wrong, [d.hint for d in found], marked


@pytest.mark.parametrize(
    ("sound", "typed", "marked", "name"),
    [
        ("value: sales", "value: Sales Amount / quota", "Sales Amount", "sales_amount"),
        ("value: sales", "value: Net Sales Amount", "Net Sales Amount", "net_sales_amount"),
        ("value: sales", "value: sales - Returned  Goods", "Returned  Goods", "returned_goods"),
        ("value: sales", "value: 销售 金额", "销售 金额", "销售_金额"),
        ("value: sales", "value: sales + Total Reward", "Total Reward", "total_reward_2"),
        ("target: quota", "target: Sales Quota", "Sales Quota", "sales_quota"),
        ("amount: salary * base_rate", "amount: Base Pay * base_rate", "Base Pay", "base_pay"),
        ("role == 'AE'", "Job Title == 'AE'", "Job Title", "job_title"),
        ("tenure < 6", "tenure < 6 and Start Date > '2026-01-01'", "Start Date", "start_date"),
    ],
)
def test_a_heading_in_a_formula_is_given_a_name(sound: str, typed: str, marked: str, name: str) -> None:
    wrong, hints, shown = told(sound, typed)
    assert (len(hints), shown) == (1, marked), hints
    field = re.search(r"under `fields`: `([^`]*)`", hints[0])
    used = WRITE.search(hints[0])
    assert field is not None
    assert used is not None
    assert used[1] == name
    mended = wrong.replace(marked, name, 1).replace(QUOTA, f"{QUOTA}    {field[1]}\n", 1)
    assert errors(load_text(mended).diagnostics) == []


@pytest.mark.parametrize(
    ("typed", "name"), [("Hire Date", "hired"), ("hire date", "hired"), ("Employee ID", "id"), ("Employee　ID", "id")]
)
def test_a_heading_that_a_field_has_is_told_by_its_name(typed: str, name: str) -> None:
    sound = "tenure < 6"
    compared = f"{typed} > '2026-01-01'" if name == "hired" else f"{typed} != '7'"
    _, hints, marked = told(sound, f"tenure < 6 and {compared}")
    assert (hints, marked) == ([f"write `{name}`"], typed)


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ("Sales Quota: {type: money, min: 1}", "sales_quota: {type: money, min: 1, column: Sales Quota}"),
        ("Sales Quota:\n      type: money\n      min: 1", "sales_quota: {type: money, min: 1, column: Sales Quota}"),
        ("Sales-Quota (USD): {type: money}", "sales_quota_usd: {type: money, column: Sales-Quota (USD)}"),
        ("3rd Quota: {type: money}", "field_3rd_quota: {type: money, column: 3rd Quota}"),
        ("销售 目标: {type: money}", "销售_目标: {type: money, column: 销售 目标}"),
    ],
)
def test_a_field_called_by_its_heading_is_given_a_name(typed: str, field: str) -> None:
    _, hints, _ = told(QUOTA, f"    {typed}\n")
    assert hints[0].endswith(f"write `{field}`")
    name = field.partition(":")[0]
    mended = ENGLISH.replace(QUOTA, f"    {field}\n").replace("target: quota", f"target: {name}")
    assert errors(load_text(mended).diagnostics) == []


def test_a_parameter_of_two_words_is_told_once() -> None:
    _, hints, _ = told("  base_rate: 5%", "  Base Rate: 5%")
    assert hints == ["write `base_rate`"]


def test_names_without_a_sign_between_are_no_heading() -> None:
    _, hints, _ = told("salary * base_rate", "salary base_rate")
    assert len(hints) == 1
    assert "heading" not in hints[0]
