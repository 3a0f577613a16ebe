"""An anonymous comparison, read by a curious colleague: no figure in it is one person's pay or change, nor is a difference of two."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import fields, is_dataclass
from functools import cache
from itertools import combinations
from random import Random
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from appraise import compile_plan, load_text, run
from appraise.cli import main
from appraise.compare.compared import compare
from appraise.compare.comparison import Comparison, align
from appraise.compare.hiding import risky
from appraise.compare.tables import Compared
from tests.pay.policies import HEAD

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from appraise.plan.steps import Plan

REWARDS = """
grades: {bands: {A: 5000, B: 2500, C: lowest}}
rewards:
  bonus: {title: Bonus, amount: sales * 1.17}
  prize: {title: Prize, amount: sales * 0.31, when: sales > 9000}
"""
FEWEST = 5


@cache
def plan(bound: int) -> Plan:
    text = (HEAD + REWARDS).replace("sales * 1.17", f"sales * 1.17 + (sales * 0.013 if sales >= {bound} else 0)")
    loaded = load_text(text.replace("title: Pay", f"title: Pay {bound}"))
    assert loaded.ruleset is not None, loaded.diagnostics
    return compile_plan(loaded.ruleset)


def compared(sales: list[list[int]], bound: int) -> tuple[Comparison, Compared]:
    rows = [
        {"id": f"E{i:03}", "period": f"2026-{month:02}", "region": ("East", "West")[i % 2], "sales": cents / 100}
        for month, amounts in enumerate(sales, 1)
        for i, cents in enumerate(amounts)
    ]
    frame = pd.DataFrame([{**row, **dict.fromkeys(("pool", "active", "here"))} for row in rows]).astype(object)
    sheets = [run(plan(b), frame).worksheet for b in (99_999_999, bound)]
    comparison = align([sheets[0]], [[sheets[1]]], ["region"])  # type: ignore[list-item]
    return comparison, compare(comparison, anonymous=True)


NO_MONEY = ("gini", "ratio", "percent", "cut_share", "appraisals")


def floats(value: Any) -> Iterator[float]:
    """Give all amounts of a table; the mean of a tenth of five or more may be somebody's own amount by chance."""
    if isinstance(value, float):
        yield float(value)
    elif isinstance(value, tuple):
        for part in value:
            yield from floats(part)
    elif is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            if field.name not in NO_MONEY and not (field.name == "pay_change" and value.appraisals >= FEWEST):
                yield from floats(getattr(value, field.name))


def secrets(comparison: Comparison) -> set[float]:
    """What only fewer than five people are paid, or gain."""
    known: Counter[tuple[str, float]] = Counter()
    base, variant = comparison.sides
    amounts = [
        *(s.pay for s in comparison.sides),
        variant.pay - base.pay,
        *(x for s in comparison.sides for x in s.rewards.values()),
    ]
    seen = {
        (round(abs(float(x)), 2), int(who))
        for column in amounts for x, who in zip(column, comparison.employee.codes, strict=True) if np.isfinite(x)
    }  # fmt: skip
    known.update(amount for amount, _ in seen)  # type: ignore[arg-type] # counted by amount
    return {amount for amount, n in known.items() if 0 < n < FEWEST and amount > 0.5}  # type: ignore[operator, misc]


def drawn(seed: int, months: int, people: int) -> list[list[int]]:
    """Give amounts in cents that lie so far apart that a mean is nobody's own by chance."""
    random = Random(seed)
    return [[int(random.lognormvariate(14, 1.5)) for _ in range(people)] for _ in range(months)]


SALES = st.builds(drawn, st.integers(0, 10**6), st.integers(1, 3), st.integers(3, 30))


@settings(max_examples=15, deadline=None)
@given(SALES, st.integers(500, 60_000))
def test_no_figure_is_a_single_person_s(sales: list[list[int]], bound: int) -> None:
    comparison, told = compared(sales, bound)
    hidden = secrets(comparison)
    for table in (
        told.cost,
        told.winners,
        told.deciles,
        told.fairness,
        told.distribution,
        told.spread,
        told.changes,
        told.budgets,
    ):
        for figure in floats(table):
            assert round(abs(figure), 6) not in hidden, (
                table,
                figure,
            )  # a mean that is near to one by chance is not his
    pay = [row for row in told.over_time.rows if row.of == "pay"]
    assert not hidden & {round(abs(x), 2) for row in pay for x in (row.sum, row.mean)}


@settings(max_examples=15, deadline=None)
@given(SALES, st.integers(500, 60_000))
def test_nor_is_a_difference_of_two(sales: list[list[int]], bound: int) -> None:
    comparison, told = compared(sales, bound)
    hidden = secrets(comparison)
    sums = {x for row in told.cost.rows for x in (row.before, row.after, row.change) if np.isfinite(x)}
    sums |= {row.sum for row in told.over_time.rows if row.of == "pay" and np.isfinite(row.sum)}
    sums |= {x for row in told.winners.rows for x in (row.gained, row.lost, row.net) if np.isfinite(x)}
    for a, b in combinations(sorted(sums), 2):
        assert round(abs(a - b), 2) not in hidden, (a, b)


@settings(max_examples=10, deadline=None)
@given(SALES)
def test_tenths_and_bins_hold_five_people(sales: list[list[int]]) -> None:
    _, told = compared(sales, 5000)
    people = len(sales[0])
    assert all(row.appraisals >= FEWEST or np.isnan(row.pay_change) for row in told.deciles.rows)
    assert sum(row.appraisals for row in told.deciles.rows) == people * len(sales)
    assert all(row.appraisals == 0 or row.appraisals >= FEWEST for row in told.distribution.bins)


@pytest.mark.parametrize(
    ("counts", "out"),
    [
        ([[9], [8]], []), ([[0], [8]], []), ([[4], [8], [9]], [0, 1]), ([[2], [2], [3], [9]], [0, 1, 2]),
        ([[2], [1], [9], [0]], [0, 1, 2]), ([[9, 9], [9, 1], [7, 7]], [1, 2]),
    ],
)  # fmt: skip
def test_what_could_be_subtracted_is_left_out_too(counts: list[list[int]], out: list[int]) -> None:
    def together(parts: set[int]) -> list[int]:
        return [sum(column) for column in zip(*(counts[i] for i in parts), strict=True)]

    assert risky(counts, together) == out


def test_no_text_names_an_employee(tmp_path: Path) -> None:
    head = (HEAD + REWARDS).replace("title: Sales", "title: Sales of 李小明")
    base, variant, data = tmp_path / "b.yaml", tmp_path / "v.yaml", tmp_path / "d.csv"
    head = head.replace("    id: {type: text}\n", "    id: {type: text}\n    name: {type: text}\n")
    base.write_text(head + "tables: {q: {keys: [employee], values: {E003: 2, '10017': 3, otherwise: 1}}}\n"
                    "gates: {g: {title: E003 has a note, when: \"employee == 'E003' and lookup(q, employee) > 1\", reward_factor: 0.5}}\n",
                    encoding="utf-8")  # fmt: skip
    variant.write_text(
        "extends: b.yaml\ntitle: For e003\nreason: Ask 李小明\ntables: {q: {values: {E003: 4}}}\n", encoding="utf-8"
    )
    rows = [f"{'10017' if i == 9 else f'E{i:03}'},{'李小明' if i == 3 else f'N{i}x'},2026-01,East,{1000 + i * 700},,,"
            for i in range(12)]  # fmt: skip
    data.write_text("id,name,period,region,sales,pool,active,here\n" + "\n".join(rows), encoding="utf-8")
    for ending in ("json", "html"):
        out = tmp_path / f"o.{ending}"
        shown = CliRunner().invoke(
            main, ["compare", str(base), str(variant), "--data", str(data), "--anonymous", "--out", str(out)]
        )
        assert shown.exit_code == 0, shown.output
        for text in (shown.stdout, json.dumps(out.read_text(encoding="utf-8"), ensure_ascii=False)):
            tables = text.replace(str(tmp_path), "")
            assert not [name for name in ("E003", "e003", "李小明") if name in tables], tables[:3000]
        assert "***" in shown.output
