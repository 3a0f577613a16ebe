"""What is wrong with a table is told, with its line, also in a CSV; and a law: whole columns find what one by one do."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from appraise import load, load_text
from appraise.diagnostics import Diagnostic, Where, as_text
from appraise.execution.kernels.lookups import find_row
from appraise.formula.vectors import Text
from appraise.plan.operations import FindRow
from appraise.policy.meaning.decision_table import TooManyCasesError, decide
from appraise.policy.model import Table
from appraise.policy.model.tables import Cell, Label, Part, Row, Span

POLICY = """ruleset: tables
title: Tables
version: "1"
effective: {from: 2026-01-01, to: 2026-12-31}
period: month
currency: CNY
conventions: {boundary: lower, rounding: {mode: half-up, score: 2, money: 2}, missing: error}
data:
  employee: id
  fields:
    id: {type: text}
    region: {type: text, values: [East, South]}
    tenure: {type: count, min: 0, max: 600}
    hired: {type: date}
indicators: {a: {title: A, value: tenure + days_between(hired, period_end), score: {method: formula, formula: '0', floor: 0, cap: 0}, weight: 100}}
rewards: {pay: {title: Pay, amount: "AMOUNT"}}
tables:
  f: TABLE
""".replace("value: tenure + days_between(hired, period_end)", "value: 'tenure + days_between(hired, period_end)'")
EXACT = "{keys: [r], values: {East: 1, South: 2}}"


def found(table: str, amount: str = "lookup(f, region)") -> list[Diagnostic]:
    return list(load_text(POLICY.replace("TABLE", table).replace("AMOUNT", amount)).diagnostics)


def test_one_row_may_be_asked_for_by_name() -> None:
    assert found(EXACT, "lookup(f, 'East') + lookup(f, 'South')") == []
    (gap,) = found(EXACT, "lookup(f, 'West')")
    assert (gap.code, "takes r West" in gap.message) == ("rows-gap", True)


@pytest.mark.parametrize(
    ("table", "amount", "code", "says"),
    [
        # how it is written
        ("{keys: [r, r], values: {East: {East: 1}}}", "lookup(f, region, region)", "wrong-value", "different names"),
        ("{keys: [value], values: {East: 1}}", "lookup(f, region)", "wrong-value", "none of them is `value`"),
        ("{keys: [r]}", "lookup(f, region)", "missing-key", "exactly one of `values`, `rows` or `file`"),
        ("{keys: [r], values: {East: 1}, rows: [{value: 1}]}", "lookup(f, region)", "wrong-value", "exactly one of"),
        ("{keys: [r], values: {East: 1}, otherwise: 2}", "lookup(f, region)", "unknown-key", "does not go with `values`"),
        ("{keys: [r], values: {East: 1}, hit: first}", "lookup(f, region)", "unknown-key", "does not go with `values`"),
        ("{keys: [r], rows: [{r: East, value: 1}], match: range}", "lookup(f, region)", "unknown-key", "does not go with `rows`"),
        ("{keys: [r], match: {x: range}, values: {East: 1}}", "lookup(f, region)", "unknown-key", "no key 'x'"),
        ("{keys: [r], rows: [{s: East, value: 1}]}", "lookup(f, region)", "unknown-key", "no key 's'"),
        ("{keys: [r], rows: [{r: East}]}", "lookup(f, region)", "missing-key", "`value` must be stated"),
        ("{keys: [r, t], values: {East: 1}}", "lookup(f, region, tenure)", "wrong-value", "t is still to be told apart"),
        ("{keys: [r], values: {East: {1: 2}}}", "lookup(f, region)", "wrong-value", "One value is needed here"),
        ("{keys: [r], values: {East: 1, South: rep}}", "lookup(f, region)", "wrong-value", "'rep' is a text"),
        ("{keys: [r], values: {East: 1e300, South: 2}}", "lookup(f, region)", "wrong-value", "out of range"),
        ("{keys: [t], match: range, values: {6: 1, 0: 2}}", "lookup(f, tenure)", "tiers-order", "rising order"),
        ("{keys: [t], match: range, values: {0: 2, x: 1}}", "lookup(f, tenure)", "wrong-value", "'x' is not the bound"),
        ("{keys: [t], rows: [{t: 6..0, value: 1}]}", "lookup(f, tenure)", "wrong-value", "ends before it begins"),
        ("{keys: [t], rows: [{t: 0..x, value: 1}]}", "lookup(f, tenure)", "wrong-value", "'0..x' is not a range"),
        ("{keys: [t], rows: [{t: .., value: 1}]}", "lookup(f, tenure)", "wrong-value", "'..' is not a range"),
        ("{keys: [r], rows: [{r: otherwise, value: 1}]}", "lookup(f, region)", "wrong-value", "leave the key out"),
        ("{keys: [r], file: x.csv}", "lookup(f, region)", "wrong-value", "not read from a file"),
        # how it is used
        (EXACT, "lookup(g, region)", "unknown-reference", "There is no table 'g'"),
        (EXACT, "lookup(ff, region)", "unknown-reference", "did you mean f?"),
        (EXACT, "lookup(region, f)", "unknown-name", "f is a table: for which r?"),
        (EXACT, "lookup('f', region)", "wrong-arguments", "begins with the name of a table"),
        (EXACT, "lookup()", "wrong-arguments", "begins with the name of a table"),
        (EXACT, "lookup(f)", "wrong-arguments", "write lookup(f, r)"),
        (EXACT, "lookup(f, region, tenure)", "wrong-arguments", "write lookup(f, r)"),
        (EXACT, "lookup(f, r=region)", "wrong-arguments", "no named values"),
        (EXACT, "lookup(f, hired)", "type-mismatch", "a text or a number, and this is a date"),
        (EXACT, "f * 2", "unknown-name", "f is a table: for which r?"),
        (EXACT, "lookup(f, regoin)", "unknown-name", "did you mean region"),
        ("{keys: [t], rows: [{t: 0.., value: 1}]}", "lookup(f, region)", "type-mismatch", "goes by ranges of numbers"),
        ("{keys: [r], values: {East: a, South: b}}", "lookup(f, region)", "type-mismatch", "This gives text"),
        # what it says
        ("{keys: [r], values: {East: 1, Sooth: 2}}", "lookup(f, region)", "unknown-label", "did you mean South"),
        ("{keys: [t], values: {East: 1}}", "lookup(f, tenure)", "unknown-label", "tenure is a number and never 'East'"),
        ("{keys: [t], values: {0-6: 1}}", "lookup(f, tenure)", "unknown-label", "a range is written 0..6"),
        ("{keys: [p], values: {2026/3: 1}}", "lookup(f, period)", "unknown-label", "write it as 2026-03"),
        ("{keys: [t], values: {1: 1, 1.0: 2, 2: 3}}", "lookup(f, tenure)", "duplicate-key", "two rows for t 1"),
        ("{keys: [t], rows: [{t: 0..6, value: 1}, {t: 5.., value: 2}]}", "lookup(f, tenure)", "rows-overlap", "t 5"),
        ("{keys: [r, t], rows: [{r: East, value: 1}, {t: 3, value: 2}], otherwise: 0}", "lookup(f, region, tenure)",
         "rows-overlap", "r East, t 3"),
        ("{keys: [r], values: {East: 1}}", "lookup(f, region)", "rows-gap", "takes r South"),
        ("{keys: [t], match: range, values: {1: 1}}", "lookup(f, tenure)", "rows-gap", "takes t below 1"),
        ("{keys: [t], rows: [{t: 0..5, value: 1}, {t: 6..50, value: 1}]}", "lookup(f, tenure)", "rows-gap",
         "t from 5 below 6; t from 50"),
        ("{keys: [t], boundary: upper, match: range, values: {0: 1, 6: 2}}", "lookup(f, tenure)", "rows-gap", "takes t 0"),
        ("{keys: [r, t], match: {t: range}, values: {East: {0: 1}, South: {3: 1}}}", "lookup(f, region, tenure)", "rows-gap",
         "takes r South, t from 0 below 3"),
        (EXACT, "5", "unused", "The table f is used nowhere"),
    ],
)  # fmt: skip
def test_told(table: str, amount: str, code: str, says: str) -> None:
    problems = [d for d in found(table, amount) if not (d.code == "unused" and code != "unused")]
    assert [d.code for d in problems] == [code]
    assert says in f"{problems[0].message} {problems[0].hint}"


@pytest.mark.parametrize(
    ("table", "amount"),
    [
        (EXACT, "lookup(f, region)"),
        ("{keys: [t], rows: [{t: 0..5, value: 1}, {t: 5..600, value: 1}, {t: 600, value: 2}]}", "lookup(f, tenure)"),
        ("{keys: [t], match: range, values: {3: 1, otherwise: 2}}", "lookup(f, tenure)"),
        ("{keys: [t], rows: [{t: 3..5, value: 1}], otherwise: 2}", "lookup(f, tenure)"),
        ("{keys: [t], hit: first, rows: [{t: 3.., value: 1}, {value: 2}]}", "lookup(f, tenure)"),
        ("{keys: [m], values: {1: 2, 7: 3}}", "lookup(f, month)"),
        ("{keys: [a, b, c], rows: [{value: 3}]}", "lookup(f, tenure, region, 5)"),
    ],
)
def test_sound(table: str, amount: str) -> None:
    assert [d for d in found(table, amount) if d.code != "unused"] == []


CSV = "region,起,止,系数\nEast,0,6,1\nEast,6,,2\nSouth,0,,3\n"
FROM_FILE = "{keys: [region, t], file: f.csv, columns: {t: {from: 起, to: 止}, value: 系数}}"


def from_file(folder: Path, csv: str | bytes, table: str = FROM_FILE, amount: str = "lookup(f, region, tenure)") -> str:
    path = folder / "policy.yaml"
    path.write_text(POLICY.replace("TABLE", table).replace("AMOUNT", amount), "utf-8")
    (folder / "f.csv").write_bytes(csv if isinstance(csv, bytes) else csv.encode())
    loaded = load(path)
    problems = [d for d in loaded.diagnostics if d.code != "unused"]
    return as_text(problems[0], loaded.texts) if problems else ""


def test_a_sound_file(tmp_path: Path) -> None:
    assert from_file(tmp_path, CSV) == ""


@pytest.mark.parametrize(
    ("csv", "says"),
    [
        (CSV + "West,0,,4\n", ("f.csv:5:1  error  unknown-label", "region is never 'West'", "5 | West,0,,4")),
        (CSV.replace("6,,2", "5,,2"), ("f.csv:3:1  error  rows-overlap", "region East, t 5", "3 | East,5,,2", "f.csv:2 (fits too)")),
        (CSV.replace("6,,2", "7,,2"), ("warning  rows-gap", "region East, t from 6 below 7")),
        (CSV.replace("South,0,", "South,x,"), ("f.csv:4:7  error  wrong-value", "'x' is not the bound of a range", "      |       ^")),
        (CSV.replace("0,6,1", "0,6,3万"), ("f.csv:2:1  error  wrong-value", "'3万' is a text, but other values")),
        (CSV.replace("0,6,1", "0,6,"), ("f.csv:2:1  error  data-value", "no value")),
        (CSV.replace("East,6", ",6"), ("f.csv:3:1  error  data-value", "needs its region in every line")),
        (CSV.replace("系数", "比例"), ("data-column", "exactly one column '系数'", "region, 起, 止, 比例")),
        (CSV.replace("起", "系数"), ("data-column", "exactly one column '起'")),
        (CSV.replace("0,6,1", "0,6,1,000"), ("f.csv:2:1  error  data-file", "This line has 5 cells, but there are 4 headings",
                                             "quotation marks")),
        (CSV.replace("0,6,1", "0,6"), ("This line has 3 cells",)),
        (CSV.replace("East,0", '"East,0'), ("f.csv:2:1  error  data-file", "quotation mark")),
        (CSV.replace("East,0", '"East"x,0'), ("f.csv:2:1  error  data-file", "quotation mark")),
        ("region,起,止,系数\n", ("data-file", "has no rows")),
        ("\n,,\n", ("data-file", "is empty")),
        (b"\xff\xfe\x00", ("data-file", "The text is UTF-16, but line 1 has broken characters")),
    ],
)  # fmt: skip
def test_a_broken_file_shows_its_line(csv: str | bytes, says: tuple[str, ...], tmp_path: Path) -> None:
    text = from_file(tmp_path, csv)
    for words in says:
        assert words in text, text


@pytest.mark.parametrize("name", ["../secret.csv", "sub/../../secret.csv", "/etc/hosts", "link.csv"])
def test_only_files_below_the_ruleset_are_read(name: str, tmp_path: Path) -> None:
    folder = tmp_path / "rules"
    (folder / "sub").mkdir(parents=True)
    (tmp_path / "secret.csv").write_text(CSV, "utf-8")
    (folder / "link.csv").symlink_to(tmp_path / "secret.csv")
    text = from_file(folder, CSV, FROM_FILE.replace("f.csv", name))
    assert "lies outside the folder of the ruleset" in text
    assert "East" not in text


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    assert "cannot be read" in from_file(tmp_path, CSV, FROM_FILE.replace("f.csv", "g.csv"))


def test_a_table_that_explodes_is_refused() -> None:
    """Rows that each name another key, and the last one, cross in 2 to the power of their number of ways."""
    where = Where("x", 1)
    rows = tuple(
        Row(tuple((Label(f"{i}", i),) if key in (i, 23) else None for key in range(24)), float(i), where)
        for i in range(23)
    )
    table = Table("t", tuple("abcdefghijklmnopqrstuvwx"), rows, (False,) * 24, where, first=True)
    with pytest.raises(TooManyCasesError):
        decide(table, ("text",) * 24)


# The law: for any decision rows, searching whole columns finds the first row that fits, one person at a time.

BOUNDS = [0.0, 1.0, 2.5, 10.0]
PARTS = st.one_of(
    st.sampled_from([Label(f"{b:g}", b) for b in BOUNDS]),
    st.tuples(st.sampled_from([-np.inf, *BOUNDS[:2]]), st.sampled_from([*BOUNDS[2:], np.inf])).map(
        lambda p: Span("", *p)
    ),
)
NUMBERS: st.SearchStrategy[Cell] = st.none() | st.lists(PARTS, min_size=1, max_size=2).map(tuple)
TEXTS: st.SearchStrategy[Cell] = st.none() | st.lists(
    st.sampled_from([Label(x, None) for x in "abc"]), min_size=1, max_size=2
).map(tuple)
PEOPLE = [(text, number) for text in (*"abcd", None) for number in (-1.0, 0.0, 0.5, 1.0, 2.5, 3.0, 10.0, 11.0, np.nan)]


def fits(part: Part, value: str | float, upper: bool) -> bool:
    if isinstance(part, Label):
        return value in (part.text, part.number)
    assert isinstance(part, Span)
    assert isinstance(value, float)
    return part.low < value <= part.high if upper else part.low <= value < part.high


def by_hand(table: Table, person: tuple[str | None, float]) -> float:
    """Try all values that a missing key could have; a row counts only if it is the same for all of them."""
    texts = [person[0]] if person[0] is not None else ["a", "b", "c", "d"]
    numbers = [person[1]] if not np.isnan(person[1]) else [-1.0, 0.0, 0.5, 1.0, 2.0, 2.5, 3.0, 10.0, 11.0]
    rows = {
        next(
            (i for i, row in enumerate(table.rows)
             if all(cell is None or any(fits(p, value, table.boundary == "upper") for p in cell)
                    for cell, value in zip(row.cells, (text, number), strict=True))),
            -1,
        )
        for text in texts for number in numbers
    }  # fmt: skip
    return float(rows.pop()) if len(rows) == 1 else np.nan


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(TEXTS, NUMBERS), min_size=1, max_size=6), st.booleans())
def test_whole_columns_find_the_row_that_one_by_one_is_found(cells: list[tuple[Cell, Cell]], upper: bool) -> None:
    where = Where("x", 1)
    rows = tuple(Row(c, float(i), where) for i, c in enumerate(cells))
    table = Table("t", ("a", "b"), rows, (False, True), where, "upper" if upper else "lower", first=True)
    labels = ("d", "c", "b", "a")
    codes = np.array([labels.index(text) if text is not None else -1 for text, _ in PEOPLE])
    found_rows = np.asarray(find_row(FindRow("t", table), [Text(codes, labels), np.array([n for _, n in PEOPLE])]))
    for person, row in zip(PEOPLE, found_rows.tolist(), strict=True):
        expected = by_hand(table, person)
        assert row == expected or (np.isnan(row) and (np.isnan(expected) or None in person or np.isnan(person[1])))
