"""Lines without an owner or a date, what a source requires of its lines, and who must have one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from appraise import compile_plan, load_text, run
from appraise.diagnostics import errors
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
    role: {type: text, values: [AE, SDR]}
eligible: {here: {when: id != 'gone1', reason: gone}}
sources:
  deals:
    employee: rep
    date: paid_on
    fields:
      deal: {type: text}
      amount: {type: money}
      split: {type: percent}
      state: {type: text, values: [open, paid]}
    MORE
measures:
  it: {from: deals, sum: amount * split WHERE}
indicators:
  one: {title: One, value: it, score: {method: formula, formula: value, floor: none, cap: none}, weight: 100}
"""
PEOPLE = pd.DataFrame({"id": ["A1", "B2", "gone1"], "role": ["AE", "SDR", "AE"]})
ROWS = [
    ["D1", "A1", "2026-01-05", 100, "60%", "paid"],
    ["D1", "B2", "2026-01-05", 100, "40%", "paid"],
    ["D2", "A1", "2026-02-05", 50, "100%", "paid"],
]
FORMS = ["csv", "xlsx", "parquet", "frame"]


def lines(form: str, folder: Path, *more: list[Any], rows: list[list[Any]] = ROWS) -> Any:
    frame = pd.DataFrame([*rows, *more], columns=["deal", "rep", "paid_on", "amount", "split", "state"]).astype(object)
    file = folder / f"deals.{form}"
    match form:
        case "frame":
            return frame
        case "csv":
            frame.to_csv(file, index=False)
        case "xlsx":
            frame.to_excel(file, index=False)
        case _:
            frame.astype({"amount": "float64"}).to_parquet(file)
    return file


def appraised(given: Any, *, where: str = "", more: str = "", people: Any = PEOPLE) -> Run:
    loaded = load_text(RULES.replace(" WHERE", where).replace("MORE", more))
    assert loaded.ruleset is not None, [(d.message, d.hint) for d in loaded.diagnostics]
    return run(compile_plan(loaded.ruleset), people, ["2026Q1"], sources={"deals": given}, keep=["it"])


def figures(result: Run) -> list[float]:
    assert result.worksheet is not None, [(d.message, d.place) for d in result.diagnostics]
    return result.worksheet.numbers("it").tolist()


OPEN = ["D3", "A1", None, 30, "100%", "open"]
ORPHAN = ["D3", None, "2026-03-01", 30, "100%", "open"]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("line", [OPEN, ORPHAN])
def test_lines_that_where_leaves_out_need_no_owner_and_no_date(line: list[Any], form: str, tmp_path: Path) -> None:
    for where in (", where: state == 'paid'", ", where: not is_missing(paid_on) and not is_missing(employee)"):
        result = appraised(lines(form, tmp_path, line), where=where)
        assert figures(result) == [110, 40, 0]
        assert result.diagnostics == ()
        assert result.worksheet is not None
        (read,) = result.worksheet.table.sources_read
        assert (read.lines, read.counted, read.keyless.lines, read.keyless.sums) == (3, 3, 1, (("it", 0.0),))


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("line", [OPEN, ORPHAN])
def test_without_where_they_count_for_nobody_and_are_told(line: list[Any], form: str, tmp_path: Path) -> None:
    result = appraised(lines(form, tmp_path, line))
    assert figures(result) == [110, 40, 0]
    (told,) = result.diagnostics
    assert (told.code, told.severity) == ("lines-keyless", "warning")
    assert told.message.startswith("1 line (it 30.00) of deals have nothing under rep or paid_on")


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(("line", "what", "name"), [(OPEN, "date", "paid_on"), (ORPHAN, "employee", "employee")])
def test_a_line_that_where_counts_needs_both(line: list[Any], what: str, name: str, form: str, tmp_path: Path) -> None:
    result = appraised(lines(form, tmp_path, line), where=", where: amount > 0")
    (found,) = errors(result.diagnostics)
    assert found.code == "data-value"
    assert f"The {what} is blank, and it counts this line." in found.message
    assert "row 5" in found.place
    assert f"not is_missing({name})" in found.hint
    assert figures(appraised(lines(form, tmp_path, line), where=f", where: amount > 0 and not is_missing({name})"))


def test_lines_of_other_periods_need_no_owner(tmp_path: Path) -> None:
    old = ["D0", None, "2025-03-01", 30, "100%", "paid"]
    result = appraised(lines("csv", tmp_path, old), where=", where: amount > 0")
    assert figures(result) == [110, 40, 0]


SPLITS = 'require: {splits: {check: "total(split, within=deal) == 100%", message: Splits must add up to 100%.}}'


@pytest.mark.parametrize("form", FORMS)
def test_what_is_required_of_groups_of_lines(form: str, tmp_path: Path) -> None:
    assert figures(appraised(lines(form, tmp_path), more=SPLITS)) == [110, 40, 0]
    more = ["D1", "gone1", "2026-03-31", 100, "10%", "paid"]
    (found,) = errors(appraised(lines(form, tmp_path, more), more=SPLITS).diagnostics)
    assert (found.code, found.where is not None) == ("lines-require", True)
    assert found.message == (
        "Splits must add up to 100%: total(split, within=deal) is 110% (deal D1, rows 2, 3, 5)."
    )  # fmt: skip


@pytest.mark.parametrize(
    ("check", "line", "says"),
    [
        ("amount > 0", ["D3", "A1", "2026-03-01", -5, "100%", "paid"], "amount is -5 (row 5)"),
        ("not is_missing(employee)", ORPHAN, "does not hold (row 5)"),
        ("amount > 0", ["D3", "A1", "2026-03-01", None, "100%", "open"], "cannot be decided: amount is empty (row 5)"),
        ("highest(amount, within=deal) == lowest(amount, within=deal)", ["D2", "B2", "2026-03-01", 51, "0%", "paid"],
         "is 51 (deal D2, rows 4, 5)"),
        ("mean(amount, within=(deal, state)) < 80 or deal != 'D2'", ["D2", "B2", "2026-03-01", 150, "0%", "paid"], "rows 4, 5"),
        ("share(amount, within=deal) <= 50%", None, "share(amount, within=deal) is 100% (deal D2, row 4)"),
        ("total(1, where=state == 'paid') == 3", ["D3", "A1", "2026-03-01", 5, "100%", "open"], None),
        ("total(1, within=deal) <= 1", None, "total(1, within=deal) is 2 (deal D1, rows 2, 3)"),
    ],
)  # fmt: skip
def test_what_is_required_of_lines(check: str, line: list[Any] | None, says: str | None, tmp_path: Path) -> None:
    for form in ("csv", "frame"):
        given = lines(form, tmp_path, *([line] if line else []))
        result = appraised(given, where=", where: state == 'paid'", more=f'require: {{r: {{check: "{check}"}}}}')
        found = [d for d in errors(result.diagnostics) if d.code == "lines-require"]
        assert [says in d.message for d in found] == [True] if says else not found, [
            d.message for d in result.diagnostics
        ]


@pytest.mark.parametrize(
    ("check", "code"),
    [("amount", "type-mismatch"), ("amuont > 0", "unknown-name"), ("total(state) > 1", "type-mismatch"),
     ("previous(amount) > 1", "unknown-function"), ("total(amount, within=amount) > 1", "type-mismatch")],
)  # fmt: skip
def test_wrong_requirements(check: str, code: str) -> None:
    text = RULES.replace(" WHERE", "").replace("MORE", f'require: {{r: {{check: "{check}"}}}}')
    assert code in [d.code for d in load_text(text).diagnostics]


def test_shares_beyond_the_whole_are_told_where_nothing_is_required(tmp_path: Path) -> None:
    more = ["D1", "gone1", "2026-03-31", 100, "10%", "paid"]
    result = appraised(lines("csv", tmp_path, more), more="unique: [deal, rep]")
    (told,) = result.diagnostics
    assert (told.code, told.severity) == ("lines-require", "warning")
    assert "The split of deal D1 adds up to 110%, more than 100% (rows 2, 3, 5)" in told.message
    assert appraised(lines("csv", tmp_path), more="unique: [deal, rep]").diagnostics == ()


@pytest.mark.parametrize("form", FORMS)
def test_everyone_must_have_a_line(form: str, tmp_path: Path) -> None:
    absent = lines(form, tmp_path, rows=ROWS[:1] + ROWS[2:])
    assert figures(appraised(absent))
    (found,) = errors(appraised(absent, more="everyone: true").diagnostics)
    assert found.code == "no-lines"
    assert found.message == "B2 has no line of deals in 2026Q1, and must have one."  # gone1 is not appraised
    assert figures(appraised(absent, more="everyone: role == 'AE'"))
    assert errors(appraised(absent, more="everyone: role == 'SDR'").diagnostics)
    assert figures(appraised(lines(form, tmp_path), more="everyone: true"))


def test_whether_a_line_is_needed_must_be_known(tmp_path: Path) -> None:
    people = PEOPLE.assign(role=["AE", None, "AE"])
    (found,) = errors(appraised(lines("csv", tmp_path), more="everyone: role == 'SDR'", people=people).diagnostics)
    assert found.code == "undecided"
    assert "role is empty" in found.message


def test_a_key_that_catches_repeated_lines_is_not_to_be_removed() -> None:
    found = load_text(RULES.replace(" WHERE", "").replace("MORE", "")).diagnostics
    (told,) = [d for d in found if "deal of deals" in d.message]
    assert told.hint.startswith("if it tells the lines apart, state `unique: [deal]`")
    for more in ("unique: [deal, rep]", SPLITS):
        assert not any(
            "deal of deals" in d.message
            for d in load_text(RULES.replace(" WHERE", "").replace("MORE", more)).diagnostics
        )
