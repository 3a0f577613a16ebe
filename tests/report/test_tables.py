from __future__ import annotations

import csv
import json
from decimal import Decimal
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from appraise.data.files.guards import guard
from appraise.report.results import tables
from appraise.report.writers import write_results
from tests.report.team import POLICY, appraise, renamed

if TYPE_CHECKING:
    from pathlib import Path

    from appraise import Worksheet

NAMES = [
    "employee", "period", "name", "team", "cohort", "reason", "sales.value", "sales.target", "sales.attainment",
    "sales.score", "sales.weight", "sales.points", "score", "grade", "bonus", "commission", "total_reward", "gates",
    "outcomes",
]  # fmt: skip
FIRST = ["001", "2025Q1", "甲", "红", "red", None, 1200.0, 1000.0, 1.2, 120.0, 100.0, 120.0, 120.0, "A", 2000.0, 14.0,
         2014.0, None, None]  # fmt: skip
SECOND = ["002", "2025Q1", "乙", "蓝", "blue", None, 1500.0, 2000.0, 0.75, 75.0, 100.0, 75.0, 75.0, "C", 0.0, 20.0,
          20.0, "careless", "安排面谈"]  # fmt: skip
THIRD = ["003", "2025Q1", "丙", "蓝", None, "不在岗", *[None] * 13]


@pytest.fixture(scope="module")
def worksheet() -> Worksheet:
    return appraise()


def test_csv(worksheet: Worksheet, tmp_path: Path) -> None:
    write_results(worksheet, tmp_path / "r.csv", "1")
    written = (tmp_path / "r.csv").read_bytes()
    assert written.startswith(b"\xef\xbb\xbf")
    assert b"\r" not in written
    lines = list(csv.reader(written.decode("utf-8-sig").splitlines()))
    assert lines[0] == NAMES
    assert lines[1] == ["" if x is None else x if isinstance(x, str) else f"{x:g}" for x in FIRST]
    assert lines[2][-3:] == ["20", "careless", "安排面谈"]
    assert lines[3] == ["" if x is None else x for x in THIRD]


def test_csv_of_nobody_has_its_heading(worksheet: Worksheet, tmp_path: Path) -> None:
    write_results(worksheet.part(slice(0, 0)), tmp_path / "r.csv", "1")
    assert (tmp_path / "r.csv").read_text(encoding="utf-8-sig").count("\n") == 1


@pytest.mark.parametrize("value", [0.3, 1 / 3, 40187.08, 1e15, 1e-7, 123456789.12, 1e22])
def test_csv_numbers_are_exact(worksheet: Worksheet, tmp_path: Path, value: float) -> None:
    columns = dict(worksheet.columns) | {worksheet.plan.names["score"]: np.full(3, value)}
    changed = tables_with(worksheet, columns)
    write_results(changed, tmp_path / "r.csv", "1")
    cell = (tmp_path / "r.csv").read_text(encoding="utf-8-sig").splitlines()[1].split(",")[NAMES.index("score")]
    assert float(cell.strip('"')) == value
    assert "e" not in cell  # a spreadsheet would shorten it
    assert len(cell) <= len(f"{Decimal(repr(value)):f}") + 2


def tables_with(worksheet: Worksheet, columns: dict[str, object]) -> Worksheet:
    return type(worksheet)(worksheet.plan, worksheet.table, columns, ())


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@x", "\tx", "\rx", "\nx", "＝1", '=HYPERLINK("http://x","y")'])
def test_csv_guards_formulas(worksheet: Worksheet, tmp_path: Path, name: str) -> None:
    assert guard(name) == "'" + name
    write_results(renamed(worksheet, name, "a=1", "丙"), tmp_path / "r.csv", "1")
    with (tmp_path / "r.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [r["name"] for r in rows] == ["'" + name, "a=1", "丙"]


def test_negative_numbers_are_not_guarded(tmp_path: Path) -> None:
    fine = "  fine: {title: 罚款, amount: -50.5}\noutcomes:"
    write_results(appraise(policy=POLICY.replace("outcomes:", fine)), tmp_path / "r.csv", "1")
    with (tmp_path / "r.csv").open(encoding="utf-8-sig", newline="") as file:
        assert next(csv.DictReader(file))["fine"] == "-50.5"


def test_json(worksheet: Worksheet, tmp_path: Path) -> None:
    write_results(worksheet, tmp_path / "r.json", "1.2")
    text = (tmp_path / "r.json").read_text(encoding="utf-8")
    assert "安排面谈" in text
    read = json.loads(text)
    assert read["results"] == [dict(zip(NAMES, row, strict=True)) for row in (FIRST, SECOND, THIRD)]
    about = read["about"]
    assert (about["ruleset"], about["ruleset_file"], about["engine_version"]) == ("small", "small.yaml", "1.2")
    assert (about["rows"], about["appraised"], about["periods"]) == (3, 2, ["2025Q1"])
    assert about["data_digest"] == worksheet.table.digest


def test_json_of_nobody(worksheet: Worksheet, tmp_path: Path) -> None:
    write_results(worksheet.part(slice(0, 0)), tmp_path / "r.json", "1")
    assert json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))["results"] == []


def test_parquet(worksheet: Worksheet, tmp_path: Path) -> None:
    write_results(worksheet, tmp_path / "r.parquet", "1")
    table = pq.read_table(tmp_path / "r.parquet")
    assert table.schema.names == NAMES
    assert table.to_pylist() == [dict(zip(NAMES, row, strict=True)) for row in (FIRST, SECOND, THIRD)]
    types = {f.name: f.type for f in table.schema}
    assert types["name"] == pa.string()
    assert pa.types.is_dictionary(types["team"])
    assert types["grade"].ordered
    assert table.column("grade").chunk(0).dictionary.to_pylist() == ["C", "B", "A"]
    assert table.column("bonus").null_count == 1
    assert json.loads(table.schema.metadata[b"appraise"])["title"] == "小制度"


def test_stretches_join_without_a_seam(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    worksheet = appraise(
        [[f"{i:03d}", "2025Q1", "甲", "红", 10 * i, i % 5, "否" if i % 7 == 3 else "是"] for i in range(50)]
    )
    for kind in ("csv", "json", "parquet"):
        write_results(worksheet, tmp_path / f"whole.{kind}", "1")
    monkeypatch.setattr(tables, "STRETCH", 8)
    monkeypatch.setattr(tables, "_RECORDS", 3)
    for kind in ("csv", "json", "parquet"):
        write_results(worksheet, tmp_path / f"parts.{kind}", "1")
    for kind in ("csv", "json"):
        assert (tmp_path / f"whole.{kind}").read_bytes() == (tmp_path / f"parts.{kind}").read_bytes()
    whole, parts = (pq.read_table(tmp_path / f"{w}.parquet").to_pylist() for w in ("whole", "parts"))
    assert whole == parts
    assert pq.ParquetFile(tmp_path / "parts.parquet").num_row_groups == 7
