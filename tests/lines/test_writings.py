"""Employee numbers in two writings: those that are one are joined, those that may be one are told, nobody is paid 0."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from appraise import compile_plan, load_text, run
from appraise.data.writings import apart, near, same
from appraise.diagnostics import errors
from appraise.execution.inputs.history import History
from appraise.execution.run import rows_of
from appraise.execution.worksheet import Run

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
    boss: {type: text}
sources:
  orders:
    employee: who
    date: day
    fields:
      who: {type: text}
      amount: {type: money}
measures:
  it: {from: orders, sum: amount}
indicators:
  one: {title: One, value: it, score: {method: formula, formula: value, floor: none, cap: none}, weight: 100}
outcomes:
  more: {when: "it > coalesce(previous(it), 0)", kind: other, message: more}
"""
JOINED = [("００１４８", "00148"), ("E\u200b7", "E7"), ("\ufeffE7", "E7"), (" E7\u3000", "E7"), ("Ｅ7", "E7")]
NEAR = [
    ("148", "00148", "leading zeros"), ("00148", "148", "leading zeros"), ("E7", "E007", "leading zeros"),
    ("e7", "E7", "letter case"), ("E 7", "E7", "blanks"), ("E\u30007", "E7", "blanks"), ("'E7", "E7", "an apostrophe"),
    ("’007", "007", "an apostrophe"), ("e 07", "E7", "letter case, blanks, and leading zeros"),
]  # fmt: skip


def plan(old: str = "", new: str = "") -> Any:
    assert old in RULES
    loaded = load_text(RULES.replace(old, new, 1) if old else RULES)
    assert loaded.ruleset is not None, [(d.message, d.hint) for d in loaded.diagnostics]
    return compile_plan(loaded.ruleset, also=["it"])


def given_lines(who: str, form: str, folder: Path) -> Any:
    """Lines of one person as it is written, and of another, in each form that is read in its own way."""
    rows = [
        (who, "2026-01-05", "100"),
        ("X9", "2026-01-05", "7"),
        (who, "2026-02-05", "20" if form != "careful" else "RMB 20"),
    ]
    frame = pd.DataFrame(rows, columns=["who", "day", "amount"])
    if form == "frame":
        return frame
    file = folder / ("o.xlsx" if form == "xlsx" else "o.csv")
    _ = frame.to_excel(file, index=False) if form == "xlsx" else frame.to_csv(file, index=False)
    return file


def appraised(id_: str, who: str, form: str, folder: Path, the_plan: Any = None, boss: str = "X9") -> Run:
    people = pd.DataFrame({"id": [id_, "X9"], "boss": [boss, boss]})
    return run(the_plan or plan(), people, ["2026Q1"], sources={"orders": given_lines(who, form, folder)})


@pytest.mark.parametrize("form", ["plain", "careful", "xlsx", "frame"])
@pytest.mark.parametrize(("who", "id_"), JOINED)
def test_writings_that_look_the_same_are_one(who: str, id_: str, form: str, tmp_path: Path) -> None:
    result = appraised(id_, who, form, tmp_path)
    assert result.worksheet is not None, [d.message for d in result.diagnostics]
    assert result.worksheet.numbers("one.value").tolist() == [120, 7]


@pytest.mark.parametrize("form", ["plain", "careful", "xlsx", "frame"])
@pytest.mark.parametrize(("who", "id_", "kind"), NEAR)
def test_writings_that_may_be_one_are_told(who: str, id_: str, kind: str, form: str, tmp_path: Path) -> None:
    result = appraised(id_, who, form, tmp_path)
    assert result.worksheet is None
    (found,) = errors(result.diagnostics)
    assert found.code == "employee-writing"
    assert f"differ in {kind})" in found.message
    assert f'"{same(who)}" for "{id_}"' in found.message or f'"{who}" for "{id_}"' in found.message
    assert "2 lines of orders" in found.message
    assert "rows 2, 4" in found.message


@pytest.mark.parametrize("form", ["plain", "careful", "xlsx", "frame"])
def test_the_digits_of_the_hint_mend_it(form: str, tmp_path: Path) -> None:
    (found,) = errors(appraised("00148", "148", form, tmp_path).diagnostics)
    assert "`id: {type: text, digits: 5}` under data" in found.hint
    assert "`who: {type: text, digits: 5}` under the source" in found.hint
    mended = plan("who: {type: text}", "who: {type: text, digits: 5}")
    result = appraised("00148", "148", form, tmp_path, mended)
    assert result.worksheet is not None, [d.message for d in result.diagnostics]
    assert result.worksheet.numbers("one.value").tolist() == [120, 7]


@pytest.mark.parametrize("form", ["plain", "xlsx", "frame"])
def test_more_digits_than_stated_are_refused(form: str, tmp_path: Path) -> None:
    result = appraised("148", "148148", form, tmp_path, plan("who: {type: text}", "who: {type: text, digits: 5}"))
    assert any("more than 5 digits" in d.message for d in errors(result.diagnostics)), [
        d.message for d in result.diagnostics
    ]


def test_digits_are_for_texts_only() -> None:
    for form in ("{type: money, digits: 5}", "{type: text, values: [a], digits: 5}"):
        found = load_text(RULES.replace("boss: {type: text}", f"boss: {form}")).diagnostics
        assert [d.code for d in found if d.severity == "error"] == ["wrong-value"]


def test_whom_lines_are_credited_to(tmp_path: Path) -> None:
    credited = plan("sum: amount", "sum: amount, credit_to: boss")
    result = appraised("00148", "00148", "frame", tmp_path, credited, boss="148")
    (found,) = errors(result.diagnostics)
    assert '"148" for "00148"' in found.message
    assert "credited by boss" in found.message


def test_earlier_results(tmp_path: Path) -> None:
    for then, now, joined in (("148", "00148", False), ("a1", "A1", False), ("００1", "001", True)):
        before = pd.DataFrame({"employee": [then], "period": ["2025Q4"], "it": [5.0]})
        people = pd.DataFrame({"id": [now], "boss": [None]})
        lines = pd.DataFrame({"who": [now], "day": ["2026-01-05"], "amount": [4.0]})
        result = run(plan(), people, ["2026Q1"], sources={"orders": lines}, history=[History(before)])
        assert (result.worksheet is not None) == joined, [d.message for d in result.diagnostics]
        if result.worksheet is not None:
            assert result.worksheet.result("it").tolist() == [4.0] if "it" in result.worksheet.plan.results else True
        else:
            assert [d.code for d in errors(result.diagnostics)] == ["employee-writing"]


def test_two_writings_in_the_data_are_two_people_and_told(tmp_path: Path) -> None:
    people = pd.DataFrame({"id": ["148", "00148", "X9"], "boss": ["X9"] * 3})
    result = run(plan(), people, ["2026Q1"], sources={"orders": given_lines("00148", "plain", tmp_path)})
    assert result.worksheet is not None
    assert result.worksheet.numbers("one.value").tolist() == [0, 120, 7]
    assert [(d.code, d.severity) for d in result.diagnostics if d.code == "employee-writing"] == [
        ("employee-writing", "warning")
    ]


def test_most_lines_of_nobody_is_an_error_unless_expected(tmp_path: Path) -> None:
    people = pd.DataFrame({"id": ["X9", "Y1"], "boss": [None, None]})
    lines = given_lines("stranger7", "plain", tmp_path)
    (found,) = errors(run(plan(), people, ["2026Q1"], sources={"orders": lines}).diagnostics)
    assert found.code == "lines-unmatched"
    assert "most of the 3 lines" in found.message
    result = run(plan("date: day", "date: day\n    others: allowed"), people, ["2026Q1"], sources={"orders": lines})
    assert result.worksheet is not None
    (read,) = result.worksheet.table.sources_read
    assert (read.lines, read.counted, read.unknown.lines, read.unknown.sums, read.without) == (
        3,
        1,
        2,
        (("it", 120.0),),
        ("Y1",),
    )


def test_who_is_asked_for(tmp_path: Path) -> None:
    sheet = appraised("00148", "00148", "frame", tmp_path).worksheet
    assert sheet is not None
    assert rows_of(sheet.table, "148")[1].hint == "did you mean 00148?"  # type: ignore[union-attr]
    assert rows_of(sheet.table, "００148")[0].tolist() == [0]


@given(st.text(alphabet="0aA1 '\u3000é"), st.text(alphabet="0aA1 '\u3000é"))
def test_near_is_one_relation(one: str, other: str) -> None:
    assert near(near(one)) == near(one)
    if same(one) == same(other):
        assert near(one) == near(other)
    if near(one) == near(other) and same(one) != same(other):
        assert apart(one, other)
