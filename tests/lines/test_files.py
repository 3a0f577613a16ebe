"""Files of lines: every format and encoding means the same, and every message names the right row."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlsxwriter

from appraise import compile_plan, load_text, run
from appraise.execution.worksheet import Run

RULES = """
ruleset: t
title: T
version: "1"
effective: {from: 2026-01-01, to: 2026-12-31}
period: quarter
currency: CNY
conventions: {boundary: lower, rounding: {mode: half-up, score: 2, money: 2}, missing: error}
data:
  employee: 工号
  fields:
    name: {type: text, column: 姓名}
sources:
  orders:
    employee: 业务员
    date: 日期
    fields:
      amount: {type: money, column: [金额, Amount], min: -1000}
      status: {type: text, column: 状态, values: {已成交: [成交], 已取消: []}}
      share: {type: percent, column: 分成, scale: 100, missing: 100%}
      paid: {type: yes-no, column: 已付}
    unique: [amount, status]
measures:
  it: {from: orders, sum: amount * share, where: "status == '已成交' and coalesce(paid, True)"}
indicators:
  one: {title: One, value: it, score: {method: formula, formula: value, floor: none, cap: none}, weight: 100}
"""
HEADINGS = ["业务员", "日期", "金额", "状态", "分成", "已付", "备注"]
ROWS = [
    ["001", "2026-01-05", "100.10", "已成交", "50%", "是", "a"],
    ["００１", "2026/1/6", "¥1,234.50", "成交", "33%", "", "b, c"],
    ["001", "2026年2月3日", " 200 ", "已成交", "", "yes", 'say "hi"'],
    ["002", "2026-03-31", "-50", "已成交", "100%", "", ""],
    ["002", "2026-03-31", "70", "已取消", "100%", "", ""],
    ["002", "2026-03-31", "80", "已成交", "100%", "否", ""],
]
TRUE = [50.05 + 407.385 + 200, -50.0]
PEOPLE = pd.DataFrame({"工号": ["001", "002"], "姓名": ["甲", "乙"]})


def line(cells: list[str], sign: str = ",") -> str:
    return sign.join('"' + c.replace('"', '""') + '"' if any(x in c for x in '",;\n') else c for c in cells)


def text(rows: list[list[str]], sign: str = ",", end: str = "\n") -> str:
    return end.join(line(r, sign) for r in [HEADINGS, *rows]) + end


def appraised(lines: Any) -> Run:
    loaded = load_text(RULES)
    assert loaded.ruleset is not None, [(d.message, d.hint) for d in loaded.diagnostics]
    return run(compile_plan(loaded.ruleset), PEOPLE, ["2026Q1"], sources={"orders": lines})


def measured(lines: Any) -> list[float]:
    result = appraised(lines)
    assert result.worksheet is not None, [(d.message, d.place) for d in result.diagnostics]
    assert result.diagnostics == ()
    return result.worksheet.numbers("it").tolist()


WRITERS: dict[str, Callable[[Path], None]] = {
    "utf-8": lambda f: f.write_bytes(text(ROWS).encode()) and None,
    "mark": lambda f: f.write_bytes(text(ROWS).encode("utf-8-sig")) and None,
    "gb18030": lambda f: f.write_bytes(text(ROWS).encode("gb18030")) and None,
    "utf-16": lambda f: f.write_bytes(text(ROWS).encode("utf-16")) and None,
    "semicolon": lambda f: f.write_bytes(text(ROWS, ";").encode()) and None,
    "tabs": lambda f: f.write_bytes(text(ROWS, "\t").encode()) and None,
    "windows": lambda f: f.write_bytes(text(ROWS, end="\r\n").encode()) and None,
    "title": lambda f: f.write_bytes(("订单明细,,,,,,\n" + text(ROWS)).encode()) and None,
    "blank rows": lambda f: f.write_bytes((text(ROWS) + ",,,,,,\n , ,,,,,\n").encode()) and None,
    "line end in a cell": lambda f: f.write_bytes(text([[*r[:-1], "x\ny"] for r in ROWS]).encode()) and None,
}


@pytest.mark.parametrize("name", WRITERS)
def test_csv_in_every_writing(name: str, tmp_path: Path) -> None:
    file = tmp_path / "orders.csv"
    WRITERS[name](file)
    assert measured(file) == pytest.approx(TRUE, rel=1e-14)


def test_plain_files_need_no_careful_reading(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: Any) -> Any:
        raise AssertionError

    file = tmp_path / "orders.csv"
    file.write_text(text([["001", "2026-01-05", "100.10", "已成交", "50", "是", "a"]]), encoding="utf-8")
    monkeypatch.setattr("appraise.data.lines.typed._Careful.read", never)
    assert measured(file) == [50.05, 0]


def test_parquet_of_texts_and_of_types(tmp_path: Path) -> None:
    texts = tmp_path / "texts.parquet"
    pq.write_table(pa.table({h: [r[i] for r in ROWS] for i, h in enumerate(HEADINGS)}), texts)
    assert measured(texts) == pytest.approx(TRUE, rel=1e-14)
    typed = pd.DataFrame({
        "业务员": [1, 2], "日期": pd.to_datetime(["2026-01-05 10:00", "2026-03-31 23:59"]), "金额": [0.1, -50.0],
        "状态": ["已成交", "成交"], "分成": [50.0, None], "已付": [True, None],
    })  # fmt: skip
    file = tmp_path / "typed.parquet"
    typed.to_parquet(file)
    loaded = load_text(RULES)
    assert loaded.ruleset is not None
    result = run(
        compile_plan(loaded.ruleset),
        pd.DataFrame({"工号": ["1", "2"], "姓名": "x"}),
        ["2026Q1"],
        sources={"orders": file},
    )
    assert result.worksheet is not None, [d.message for d in result.diagnostics]
    assert result.worksheet.numbers("it").tolist() == [0.05, -50]


def test_workbooks(tmp_path: Path) -> None:
    file = tmp_path / "orders.xlsx"
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet("明细")
        for i, row in enumerate([HEADINGS, *ROWS]):
            sheet.write_row(i, 0, row)
    assert measured(file) == pytest.approx(TRUE, rel=1e-14)


WRONG: list[tuple[int, str, str]] = [
    (0, "合计", "looks like a total"), (0, "", "The employee is blank"), (1, "", "The date is blank"), (1, "01/02/2026", "ambiguous"),
    (2, "3万", "30000"), (2, "1e3", "scientific"), (2, "-2000", "smallest value"), (2, "0x10", "not a number"),
    (2, "inf", "not a number"), (2, "1_000", "not a number"), (2, "5.", "ambiguous"), (3, "作废", "none of the values"),
    (4, "五成", "not a number"), (5, "maybe", "neither yes nor no"),
]  # fmt: skip


@pytest.mark.parametrize(("at", "cell", "says"), WRONG)
@pytest.mark.parametrize("form", ["csv", "blank lines", "parquet", "frame"])
def test_a_bad_cell_is_told_with_its_row(at: int, cell: str, says: str, form: str, tmp_path: Path) -> None:
    bad = ["001", "2026-01-09", "7", "已成交", "50%", "", "z"]
    bad[at] = cell
    rows = [*ROWS, bad]
    frame = pd.DataFrame(rows, columns=HEADINGS)
    file = tmp_path / ("o.parquet" if form == "parquet" else "o.csv")
    row = 8
    if form == "parquet":
        frame.to_parquet(file)
    elif form == "blank lines":
        made = text(rows).split("\n")
        file.write_text("\n".join([*made[:3], ",,,,,,", *made[3:]]), encoding="utf-8")
        row = 9
    else:
        file.write_text(text(rows), encoding="utf-8")
    result = appraised(frame if form == "frame" else file)
    assert result.worksheet is None
    (found,) = result.diagnostics
    assert says in found.message + found.hint
    assert f"row {row}, {HEADINGS[at]}" in found.place


def test_many_bad_cells_are_counted(tmp_path: Path) -> None:
    file = tmp_path / "o.csv"
    rows = [["001", "2026-01-09", f"{i + 1}万", "已成交", "50%", "", "z"] for i in range(1500)]
    file.write_text(text(rows), encoding="utf-8")
    found = appraised(file).diagnostics
    assert len([d for d in found if d.code == "data-value"]) == 20
    assert any("1,480" in d.message or "1,500" in d.message for d in found if d.code == "more-of-the-same")


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (text([["001", "2026-01-09", "7"]]), "has 3 cells"),
        (text(ROWS) + '001,2026-01-09,"7,已成交,50,,z\n', "quotation mark"),
        (text(ROWS).replace("金额", "价钱"), '"金额" or "Amount"'),
        ("", "is empty"),
    ],
)
def test_a_file_that_is_no_table(content: str, says: str, tmp_path: Path) -> None:
    file = tmp_path / "o.csv"
    file.write_text(content, encoding="utf-8")
    result = appraised(file)
    assert result.worksheet is None
    assert any(says in d.message for d in result.diagnostics), [d.message for d in result.diagnostics]


def test_a_month_without_lines(tmp_path: Path) -> None:
    file = tmp_path / "o.csv"
    file.write_text(text([]), encoding="utf-8")
    result = appraised(file)
    assert not any("no rows" in d.message for d in result.diagnostics), [d.message for d in result.diagnostics]
    assert result.worksheet is not None, [d.message for d in result.diagnostics]


def test_repeated_lines_are_told(tmp_path: Path) -> None:
    file = tmp_path / "o.csv"
    file.write_text(text([*ROWS, ROWS[0]]), encoding="utf-8")
    (found,) = appraised(file).diagnostics
    assert (found.code, found.place) == ("data-duplicate", f"{file}, row 2")
    assert "rows 2, 8" in found.message


def test_a_column_of_points_that_holds_shares(tmp_path: Path) -> None:
    file = tmp_path / "o.csv"
    file.write_text(text([[*ROWS[0][:4], "0.5", "", ""]]), encoding="utf-8")
    (found,) = appraised(file).diagnostics
    assert "scale: 100" in found.message


def test_an_empty_date_may_have_a_meaning(tmp_path: Path) -> None:
    rules = RULES.replace("date: 日期", "date: day").replace(
        "      amount:", "      day: {type: date, column: 日期, missing: 2026-02-01}\n      amount:"
    )
    loaded = load_text(rules)
    assert loaded.ruleset is not None, [d.message for d in loaded.diagnostics]
    for name, cells in (("plain", ["100", "7"]), ("careful", ["¥100", "7"])):
        file = tmp_path / f"{name}.csv"
        rows = [
            ["001", "", cells[0], "已成交", "100%", "", ""],
            ["001", "2026-03-01", cells[1], "已成交", "100%", "", ""],
        ]
        file.write_text(text(rows), encoding="utf-8")
        result = run(compile_plan(loaded.ruleset), PEOPLE, ["2026Q1"], sources={"orders": file})
        assert result.worksheet is not None, [d.message for d in result.diagnostics]
        assert result.worksheet.numbers("it").tolist() == [107, 0]
