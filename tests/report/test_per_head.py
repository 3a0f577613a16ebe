"""An amount per head is one figure in every output."""

from __future__ import annotations

import re
from fractions import Fraction
from math import floor
from typing import TYPE_CHECKING

import pandas as pd
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from appraise.cli import main
from appraise.formula.arithmetic import each
from appraise.report.comparison.figures import figure
from tests.pay.policies import HEAD

if TYPE_CHECKING:
    from pathlib import Path


def half_up(cents: int, people: int) -> float:
    return floor(Fraction(cents, people) + Fraction(1, 2)) / 100


@given(st.integers(0, 10**9), st.integers(1, 400))
def test_half_a_cent_is_rounded_up(cents: int, people: int) -> None:
    assert each(cents / 100, people, 2) == half_up(cents, people)
    assert figure(each(cents / 100, people, 2), "money") == f"{half_up(cents, people):,.2f}"


@pytest.mark.parametrize("cents", [1, 25, 1001, 1003, 1005, 20125, 200500001])
def test_the_terminal_and_the_workbook_write_the_same(tmp_path: Path, cents: int) -> None:
    policy, data, book = tmp_path / "p.yaml", tmp_path / "d.csv", tmp_path / "r.xlsx"
    policy.write_text(HEAD + "rewards: {bonus: {title: Bonus, amount: sales}}\n", encoding="utf-8")
    rows = [{"id": str(i), "period": "2026-01", "region": "East", "sales": f"{amount / 100:.2f}", "pool": "", "active": "",
             "here": ""} for i, amount in enumerate((cents, 0))]  # fmt: skip
    pd.DataFrame(rows).to_csv(data, index=False)
    shown = CliRunner().invoke(main, ["run", str(policy), "--data", str(data), "--out", str(book)])
    assert shown.exit_code == 0, shown.output
    text = re.search(r"everyone\s+[\d,.]+\s+([\d,.]+)\s*$", shown.output.split("Per head")[1], re.MULTILINE)
    assert text is not None
    wanted = half_up(cents, 2)
    assert float(text[1].replace(",", "")) == wanted
    cells = CalamineWorkbook.from_path(book).get_sheet_by_name("Summary").to_python()
    head = next(row for row in cells if "Per head" in row)
    assert cells[cells.index(head) + 1][head.index("Per head")] == wanted
