"""Peers and earlier periods, by hand: every function, who counts, gaps, people who come and go, messages."""

from __future__ import annotations

import math
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from appraise import compile_plan, load_text, run
from appraise.cli import main
from appraise.diagnostics import Diagnostic, errors
from appraise.execution.inputs.history import History

HEAD = """
ruleset: shop
title: Shop
version: "1"
language: en
effective: {from: 2025-01-01, to: 2026-12-31}
period: quarter
currency: EUR
conventions: {boundary: lower, rounding: {mode: half-up, score: 2, money: 2}, missing: zero}
data:
  employee: id
  period: period
  fields:
    id: {type: text}
    period: {type: text}
    region: {type: text}
    role: {type: text}
    sales: {type: number}
    hired: {type: date}
    away: {type: yes-no, missing: false}
eligible:
  present: {when: not away, reason: away}
indicators:
  sales: {title: Sales, value: sales, target: 10, score: {method: ratio, floor: 0, cap: none}, weight: 100}
grades:
  bands: {A: 100, B: lowest}
"""
Rows = list[tuple[object, ...]]
FIELDS = ("id", "period", "region", "role", "sales", "hired", "away")


def found_in(more: str) -> list[Diagnostic]:
    return list(load_text(HEAD + more).diagnostics)


def values(formula: str, rows: Rows, more: str = "", history: Rows | None = None) -> list[object]:
    """The values of a formula, row by row; of each row id, period, sales, and whatever else a field needs."""
    loaded = load_text(f"{HEAD}{more}\nderive:\n  x: {formula!r}\n")
    assert loaded.ruleset is not None, [d.message for d in loaded.diagnostics]
    plan = compile_plan(loaded.ruleset, also=["x"])
    earlier = ()
    if history is not None:
        before = run(plan, table(history)).worksheet
        assert before is not None
        earlier = (History(before.frame()),)
    result = run(plan, table(rows), keep=["x"], history=earlier)
    assert result.worksheet is not None, [d.message for d in result.diagnostics]
    column = result.worksheet.column("x")
    if hasattr(column, "strings"):
        return list(column.strings())
    return [None if math.isnan(v) else round(float(v), 10) for v in column.tolist()]


def table(rows: Rows) -> pd.DataFrame:
    frame = pd.DataFrame([dict(zip(FIELDS, row, strict=False)) for row in rows], columns=FIELDS, dtype=object)
    return frame.where(frame.notna(), None)


def one_period(*sales: float | None, region: str | None = "East") -> Rows:
    return [(f"e{i}", "2026Q1", region, "rep", amount) for i, amount in enumerate(sales)]


def of_ann(*sales: float | str | None) -> Rows:
    """Ann's quarters from 2025Q3 on; a dash is a quarter in which she was not there."""
    periods = ["2025Q3", "2025Q4", "2026Q1", "2026Q2", "2026Q3", "2026Q4"]
    return [("ann", p, "East", "rep", amount) for p, amount in zip(periods, sales, strict=False) if amount != "-"]


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("total(sales)", [100, 100, 100, 100]),
        ("mean(sales)", [25, 25, 25, 25]),
        ("median(sales)", [20, 20, 20, 20]),
        ("lowest(sales)", [10, 10, 10, 10]),
        ("highest(sales)", [50, 50, 50, 50]),
        ("quantile(sales, 75%)", [27.5, 27.5, 27.5, 27.5]),  # QUARTILE.INC({10,20,20,50}; 3)
        ("quantile(sales, 90%)", [41, 41, 41, 41]),
        ("share(sales)", [0.1, 0.2, 0.2, 0.5]),
        ("rank(sales)", [4, 2, 2, 1]),
        ("percentile(sales)", [0, 0.3333333333, 0.3333333333, 1]),
        ("mean(sales, where=sales < 50)", [16.6666666667] * 4),
        ("rank(sales, where=sales < 50)", [3, 1, 1, 1]),  # who does not count is told where he would stand
        ("percentile(sales, where=sales < 50)", [0, 0.5, 0.5, 1]),
        ("mean(sales, where=sales > 90)", [None] * 4),
        ("total(sales, where=sales > 90)", [None] * 4),
        ("rank(sales, where=sales > 90)", [None] * 4),  # nobody to be compared with is no first place
        ("percentile(sales, where=sales > 90)", [None] * 4),
        ("sales / mean(sales) - 1", [-0.6, -0.2, -0.2, 1]),
        ("mean(sales / total(sales))", [0.25] * 4),
    ],
)
def test_figures_of_peers(formula: str, expected: list[object]) -> None:
    assert values(formula, one_period(10, 20, 20, 50)) == expected


def test_who_has_no_value_does_not_count_and_who_is_alone_is_at_the_top() -> None:
    assert values("mean(sales)", one_period(10, None, 30)) == [20, 20, 20]
    assert values("rank(sales)", one_period(10, None, 30)) == [2, None, 1]
    assert values("percentile(sales)", one_period(7)) == [1]
    assert values("share(sales)", one_period(5, -5)) == [None, None]


def test_groups_are_made_of_texts_and_a_missing_text_is_no_group() -> None:
    rows = [("a", "2026Q1", "East", "rep", 1), ("b", "2026Q1", "East", "lead", 2), ("c", "2026Q1", "West", "rep", 4),
            ("d", "2026Q1", None, "rep", 8), ("e", "2026Q1", "East", "rep", 16)]  # fmt: skip
    assert values("total(sales, within=region)", rows) == [19, 19, 4, None, 19]
    assert values("total(sales, within=(region, role))", rows) == [17, 2, 4, None, 17]
    assert values("rank(score, within=grade)", rows) == [4, 3, 2, 1, 1]


def test_each_period_has_its_own_peers_and_who_is_away_is_nobodys_peer() -> None:
    rows: Rows = [("a", "2026Q1", "E", "r", 1), ("b", "2026Q1", "E", "r", 3, None, "yes"), ("a", "2026Q2", "E", "r", 5),
                  ("b", "2026Q2", "E", "r", 7)]  # fmt: skip
    assert values("total(sales)", rows) == [1, None, 12, 12]


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("previous(sales)", [None, 10, 20, None, 40]),
        ("previous(sales, 2)", [None, None, 10, 20, None]),
        ("change(sales)", [None, 1, None, None, 0.25]),
        ("sum_of_last(sales, 2)", [None, None, 30, None, None]),
        ("sum_of_last(sales, 2, at_least=1)", [None, 10, 30, 20, 40]),
        ("mean_of_last(sales, 3, at_least=2)", [None, None, 15, 15, 30]),
        ("mean_of_last(sales, 2, including_this=True)", [None, 15, None, None, 45]),
        ("year_to_date(sales)", [10, 30, None, None, None]),  # one of the year's quarters has no sales
        ("year_to_date(coalesce(sales, 0))", [10, 30, 0, 40, 90]),
        ("streak(sales >= 20)", [0, 1, 0, 1, 2]),
        ("previous(region)", [None, "East", "East", "East", "East"]),
    ],
)
def test_earlier_periods(formula: str, expected: list[object]) -> None:
    assert values(formula, of_ann(10, 20, None, 40, 50)) == expected


def test_a_quarter_that_is_not_there_is_a_gap() -> None:
    rows = of_ann(10, 20, "-", 40, 50)
    assert values("previous(sales)", rows) == [None, 10, None, 40]
    assert values("streak(sales > 0)", rows) == [1, 2, 1, 2]
    assert values("year_to_date(sales)", rows) == [10, 30, 40, 90]


def test_a_balance_is_made_of_itself() -> None:
    assert values("max(0, coalesce(previous(x), 0) + 10 - sales)", of_ann(4, 9, 30, 8, 10)) == [6, 7, 0, 2, 2]


def test_results_are_those_of_periods_in_which_somebody_was_appraised() -> None:
    rows: Rows = [
        ("a", "2025Q4", "E", "r", 10),
        ("a", "2026Q1", "E", "r", 20, None, "yes"),
        ("a", "2026Q2", "E", "r", 30),
    ]
    assert values("previous(score)", rows) == [None, 100, None]
    assert values("previous(score, 2)", rows) == [None, None, 100]
    assert values("coalesce(previous(half), -1)", rows, "parameters: {half: score / 2}")[2] == -1
    assert values("year_to_date(score)", rows) == [100, 200, 300]
    assert values("streak(grade == 'A')", rows)[2] == 1
    assert values("previous(sales)", rows) == [None, 10, 20]  # data there is all the same
    assert values("streak(sales > 0)", rows) == [1, 2, 3]


def test_functions_of_the_ruleset_look_beyond_the_row_too() -> None:
    more = 'functions:\n  "above(a)": a / mean(a, within=region) - 1\n  "twice(b)": above(b) * 2'
    assert values("twice(sales + 10)", one_period(10, 30), more) == [-0.6666666667, 0.6666666667]
    grows = 'functions:\n  "grows(a, by)": change(a) >= by'
    assert values("streak(grows(sales, 50%))", of_ann(10, 20, 40, 50), grows) == [0, 1, 2, 0]


def test_change_of_a_value_that_looks_back_itself() -> None:
    assert values("change(sales + coalesce(previous(sales), 0))", of_ann(10, 20, 30)) == [None, 2, 0.6666666667]


@pytest.mark.parametrize("formula", ["previous(rank(sales))", "streak(sales >= mean(sales))", "previous(hired) == hired",
                                     "previous(away)", "year_to_date(sales * 2)", "previous(score)", "mean_of_last(sales, 2)"])  # fmt: skip
def test_history_gives_what_the_periods_themselves_would(formula: str) -> None:
    first: Rows = [(who, period, "East", "rep", sales + i, "2025-03-01", away)
                   for i, period in enumerate(["2025Q3", "2025Q4", "2026Q1"])
                   for who, sales, away in [("a", 10, "no"), ("b", 11, "yes" if i else "no")]]  # fmt: skip
    last: Rows = [("a", "2026Q2", "East", "rep", 15, "2025-03-01", "no"), ("b", "2026Q2", "East", "rep", 9, None, "no")]
    assert values(formula, last, history=first) == values(formula, first + last)[-2:]


@pytest.mark.parametrize(
    ("more", "code", "says"),
    [
        ("derive: {x: 'total(sales, by=region)'}", "wrong-arguments", "total takes no by="),
        ("derive: {x: 'rank(sales, at_least=2)'}", "wrong-arguments", "rank takes no at_least="),
        ("derive: {x: 'mean_of_last(sales)'}", "wrong-arguments", "is given 1 value"),
        ("derive: {x: 'mean_of_last(sales, 0)'}", "wrong-arguments", "from 1 to 120"),
        ("derive: {x: 'sum_of_last(sales, 2.5)'}", "wrong-arguments", "whole number of periods"),
        ("derive: {x: 'previous(sales, month)'}", "wrong-arguments", "whole number of periods"),
        ("derive: {x: 'quantile(sales, 75)'}", "wrong-arguments", "between 0% and 100%"),
        ("derive: {x: 'mean(region)'}", "type-mismatch", "region"),
        ("derive: {x: 'mean(sales, within=sales)'}", "type-mismatch", "group peers"),
        ("derive: {x: 'mean(sales, where=sales)'}", "type-mismatch", "choose peers"),
        ("derive: {x: 'streak(sales)'}", "type-mismatch", "streak"),
        ("derive: {x: 'mean_of_last(x, 2, including_this=True)'}", "cycle", "x → x"),
        ("derive: {x: 'year_to_date(x) + 1'}", "cycle", "x → x"),
    ],
)
def test_mistakes_are_told(more: str, code: str, says: str) -> None:
    assert any(d.code == code and says in d.message for d in found_in(more)), [
        (d.code, d.message) for d in found_in(more)
    ]


def test_who_is_appraised_cannot_hang_on_peers_but_on_earlier_results() -> None:
    rule = "eligible: {{good: {{when: {!r}, reason: no}}}}"
    head = HEAD.replace("eligible:\n  present: {when: not away, reason: away}\n", "")
    found = errors(load_text(head + rule.format("sales > mean(sales)")).diagnostics)
    assert [d.code for d in found] == ["cycle"]
    assert "status" not in found[0].message
    assert "eligible" in found[0].message
    assert not errors(load_text(head + rule.format("coalesce(previous(score), 100) > 20")).diagnostics)


def test_the_command_line_explains_with_periods_before_and_with_history(tmp_path: Path) -> None:
    rules = tmp_path / "shop.yaml"
    rules.write_text(
        HEAD + "outcomes:\n  up: {when: streak(grade == 'A') >= 2, kind: promotion, message: promote}\n"
        "  best: {when: 'rank(sales, within=region) == 1', kind: recognition, message: best of all}\n",
        encoding="utf-8",
    )
    rows: Rows = [
        (who, p, "East", "rep", s) for p, s in (("2025Q4", 11), ("2026Q1", 12)) for who, s in (("a", s), ("b", 5))
    ]
    table(rows).to_csv(tmp_path / "all.csv", index=False)
    table(rows[2:]).to_csv(tmp_path / "last.csv", index=False)
    table(rows[:2]).to_csv(tmp_path / "first.csv", index=False)

    def appraise(*words: str) -> str:
        done = CliRunner().invoke(main, [*words])
        assert done.exit_code == 0, done.output
        return done.output

    appraise("run", str(rules), "--data", str(tmp_path / "first.csv"), "--out", str(tmp_path / "first.xlsx"))
    out = tmp_path / "out.csv"
    told = []
    for options in (["--data", str(tmp_path / "all.csv"), "--period", "2026Q1"],
                  ["--data", str(tmp_path / "last.csv"), "--history", str(tmp_path / "first.xlsx")]):  # fmt: skip
        appraise("run", str(rules), *options, "--out", str(out))
        result = pd.read_csv(out)
        assert result["period"].tolist() == ["2026Q1", "2026Q1"]
        assert result["outcomes"].fillna("").tolist() == ["promote; best of all", ""]
        told.append(appraise("explain", str(rules), *options, "--employee", "a"))
    for text in told:
        assert "streak(grade == 'A') 2" in text.replace(" = ", " ")
        assert "rank(sales, within=region) 1" in text.replace(" = ", " ")


AMOUNTS = st.lists(st.tuples(st.sampled_from("NSW"), st.integers(-50, 50)), min_size=1, max_size=12)
MADE_OF_PEERS = (
    "share(sales, within=region) + rank(sales, within=region) * 10 + coalesce(previous(mean(sales, within=region)), 0)"
)


@settings(max_examples=25, deadline=None)
@given(AMOUNTS, AMOUNTS)
def test_groups_in_files_of_their_own_are_the_same(first: list[tuple[str, int]], second: list[tuple[str, int]]) -> None:
    rows: Rows = [(f"{region}{i}", period, region, "rep", sales)
                  for period, amounts in (("2026Q1", first), ("2026Q2", second))
                  for i, (region, sales) in enumerate(amounts)]  # fmt: skip
    whole = dict(zip([r[:2] for r in rows], values(MADE_OF_PEERS, rows), strict=True))
    for region in {r[2] for r in rows}:
        mine = [r for r in rows if r[2] == region]
        assert values(MADE_OF_PEERS, mine) == [whole[r[:2]] for r in mine]


@settings(max_examples=25, deadline=None)
@given(AMOUNTS)
def test_laws_of_peers(amounts: list[tuple[str, int]]) -> None:
    rows: Rows = [(str(i), "2026Q1", region, "rep", sales) for i, (region, sales) in enumerate(amounts)]
    rank, percentile = values("rank(sales)", rows), values("percentile(sales)", rows)
    assert min(rank) == 1  # type: ignore[type-var]
    worst = [p for p, (_, s) in zip(percentile, amounts, strict=True) if s == min(s for _, s in amounts)]
    assert set(worst) == {0.0} or len(amounts) == 1
    assert values("total(sales)", rows) == [sum(s for _, s in amounts)] * len(rows)
    assert values("quantile(sales, 50%)", rows) == values("median(sales)", rows)
