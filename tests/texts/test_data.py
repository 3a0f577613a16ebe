"""What is told about data: plurals, cells that are filled in later, and places, in whole sentences."""

from __future__ import annotations

import numpy as np
import pytest

from appraise.data.columns.cells import Cells, of_objects
from appraise.data.files.layout import tell_hidden
from appraise.data.files.xlsx_flags import Marks
from appraise.data.findings import ColumnPlace, Findings, Reason, diagnostics_of
from appraise.data.lines.findings import Left
from appraise.data.periods import kind_named
from appraise.diagnostics import Diagnostics, place_of
from appraise.texts import Message, msg


def cells(*values: object) -> Cells:
    return of_objects(list(values))


@pytest.mark.parametrize(("value", "shown"), [
    ("abc", '"abc"'), (5.0, "5"), (None, "(blank)"), (True, "TRUE"), ("a\nb", '"a b"'),
    ("950 shown as 95", '"950 shown as 95"'), ("x" * 70, '"' + "x" * 57 + '..."'),
])  # fmt: skip
def test_a_cell_is_quoted(value: object, shown: str) -> None:
    quoted = cells(value).shown(0)
    assert (quoted, isinstance(quoted, Message)) == (shown, True)


@pytest.mark.parametrize(("bad", "said"), [
    (1, '"a" is odd.'),
    (2, '"a" is odd. The same holds for one more cell of the column: "a" in row 3.'),
    (3, '"a" is odd. The same holds for 2 more cells of the column: "a" in row 3, "a" in row 4.'),
])  # fmt: skip
def test_the_cell_is_filled_in_where_it_was_not_known_before(bad: int, said: str) -> None:
    held = cells(*["a"] * bad)
    findings = Findings.none(bad)
    findings.mark(np.ones(bad, np.bool_), Reason(msg("{value} is odd."), msg("write another than {value}")))
    (found,) = diagnostics_of(findings, held.shown, ColumnPlace("f.csv", "H", np.arange(2, 2 + bad)))
    assert (found.message, found.hint, found.place) == (said, 'write another than "a"', "f.csv, row 2, H")


@pytest.mark.parametrize(("filtered", "rows", "said"), [
    (True, [3], "1 row is hidden by a filter, and counts like every other: row 4."),
    (True, [3, 4, 8], "3 rows are hidden by a filter, and count like every other: rows 4-5, 9."),
    (False, [3], "1 row is hidden by hand or by a closed group, and counts like every other: row 4."),
])  # fmt: skip
def test_hidden_rows(filtered: bool, rows: list[int], said: str) -> None:
    diagnostics, marks = Diagnostics(), Marks(hidden_rows=rows, filtered=filtered)
    tell_hidden(range(1, 20), marks, {}, "f.xlsx", diagnostics, sheet_hidden=False)
    assert [d.message for d in diagnostics.found] == [said]


def test_lines_that_count_for_nobody() -> None:
    assert Left(1, ("7",), ()).said() == "1 line"
    assert Left(1200, ("7",), (("Sales", 3400.0), ("Cost", -1.5))).said() == "1,200 lines (Sales 3,400.00, Cost -1.50)"
    assert Left(9, tuple("abcdefg"), ()).names() == "a, b, c, d, e and 2 more"


def test_a_sheet_is_a_part_of_the_place() -> None:
    label = place_of("f.xlsx", sheet="一月")
    assert place_of(label, 5, "工号") == "f.xlsx, sheet 一月, row 5, 工号"
    assert isinstance(label, Message)
    assert kind_named("half-year") == "half-year"
