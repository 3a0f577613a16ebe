"""Lines that are the same in every column are told; those that differ in one, and those that may be the same, are not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from appraise import compile_plan, load_text, run
from appraise.diagnostics import Diagnostic
from appraise.execution.worksheet import Run
from tests.lines.test_keyless import FORMS, PEOPLE, RULES

HEADINGS = ["deal", "rep", "paid_on", "amount", "split", "state", "note"]
ONE = ["D1", "A1", "2026-01-05", 100, "60%", "paid", "first"]
TWO = ["D1", "A1", "2026-02-05", 50, "100%", "open", "second"]


def ran(form: str, folder: Path, rows: list[list[Any]], more: str = "") -> Run:
    plan = compile_plan(load_text(RULES.replace("MORE", more).replace("WHERE", ""), "p.yaml").ruleset)  # type: ignore[arg-type]
    frame = pd.DataFrame(rows, columns=HEADINGS).astype(object)
    file = folder / f"deals.{form}"
    if form == "csv":
        frame.to_csv(file, index=False)
    elif form == "xlsx":
        frame.to_excel(file, index=False)
    elif form == "parquet":
        frame.astype({"amount": int}).to_parquet(file)
    return run(plan, PEOPLE, ["2026Q1"], sources={"deals": frame if form == "frame" else file})


def repeated(run: Run) -> list[Diagnostic]:
    return [d for d in run.diagnostics if d.code == "lines-repeated"]


@pytest.mark.parametrize("form", FORMS)
def test_a_line_that_repeats_another_in_every_column_is_told(form: str, tmp_path: Path) -> None:
    (told,) = repeated(ran(form, tmp_path, [ONE, TWO, ONE, ["D9", "B2", *ONE[2:]], TWO, ONE]))
    assert (told.severity, told.place.rpartition(", ")[2]) == ("warning", "row 4")
    assert "3 lines repeat others in every column, and count once more (rows 2 = 4 = 7, 3 = 6)" in told.message


NOT_THE_SAME = {
    "a column that nothing reads differs": [ONE, [*ONE[:6], "other"]],
    "another period": [ONE, *[["D1", "A1", "2025-01-05", 100, "60%", "paid", "old"]] * 2],
    "one line": [ONE],
    "none": [],
}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("rows", NOT_THE_SAME.values(), ids=NOT_THE_SAME)
def test_other_lines_are_not(rows: list[list[Any]], form: str, tmp_path: Path) -> None:
    if not rows and form != "frame":
        rows = [TWO]
    assert not repeated(ran(form, tmp_path, rows))


@pytest.mark.parametrize("form", FORMS)
def test_blank_rows_are_no_lines(form: str, tmp_path: Path) -> None:
    assert not repeated(ran(form, tmp_path, [ONE, [None] * 7, [None] * 7, TWO] if form != "parquet" else [ONE, TWO]))


@pytest.mark.parametrize("more", ["repeats: allowed", "unique: [deal, paid_on]"])
def test_a_source_says_that_they_are_right_or_an_error(more: str, tmp_path: Path) -> None:
    assert not repeated(ran("csv", tmp_path, [ONE, ONE], more))


def test_many_are_counted_and_some_are_named(tmp_path: Path) -> None:
    rows = [["D1", "A1", "2026-01-05", at, "60%", "paid", "x"] for at in range(40)]
    (told,) = repeated(ran("csv", tmp_path, [*rows, *rows]))
    assert "40 lines repeat others" in told.message
    assert "rows 2 = 42, 3 = 43, 4 = 44, 5 = 45, 6 = 46 and 35 more" in told.message
