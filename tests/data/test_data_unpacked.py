"""Files that would unpack to far more than they are: one sentence, in bounded time and memory."""

from __future__ import annotations

import zipfile
from contextlib import suppress
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlsxwriter

from appraise.data.files import unpacked
from appraise.data.files.raw_table import DamagedError
from appraise.data.files.read import read_raw
from appraise.diagnostics import Diagnostics


def read(path: Path, *expected: str) -> tuple[object, str]:
    diagnostics = Diagnostics()
    raw = read_raw(path, None, diagnostics, expected)
    assert (raw is None) == bool(diagnostics.found)
    return raw, "\n".join(d.message for d in diagnostics.found)


def workbook(path: Path, cells: dict[tuple[int, int], object], **formats: object) -> Path:
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("数据")
        form = book.add_format({"bold": True})
        for (row, column), value in cells.items():
            if value is None:
                sheet.write_blank(row, column, None, form)
            else:
                sheet.write(row, column, value)
    return path


TABLE = {(0, 0): "id", (0, 1): "sales", (1, 0): "a", (1, 1): 5.0}


@pytest.mark.parametrize("far", [(1_048_575, 16_383), (1_048_575, 40), (90_000, 700), (1_600, 16_383)])
def test_a_cell_far_away_is_named(tmp_path: Path, far: tuple[int, int]) -> None:
    _, said = read(workbook(tmp_path / "a.xlsx", {**TABLE, far: "x"}), "id", "sales")
    assert "holds something, far away from the table" in said
    assert f"row {far[0] + 1:,}" in said


@pytest.mark.parametrize("far", [(1_048_575, 16_383), (1_048_575, 40)])
def test_cells_that_are_only_formatted_take_no_room(tmp_path: Path, far: tuple[int, int]) -> None:
    raw, _ = read(workbook(tmp_path / "a.xlsx", {**TABLE, far: None}), "id", "sales")
    assert raw is not None


@pytest.mark.parametrize("far", [(300_000, 1), (1, 16_383), (1_500, 600)])
def test_tall_and_wide_sheets_are_read(tmp_path: Path, far: tuple[int, int]) -> None:
    raw, _ = read(workbook(tmp_path / "a.xlsx", {**TABLE, far: 1.0}), "id", "sales")
    assert raw is not None


def test_the_cell_that_is_named_is_the_one_that_reaches_furthest(tmp_path: Path) -> None:
    cells = {**TABLE, (1_048_575, 3): "low", (5, 16_000): "right"}
    _, said = read(workbook(tmp_path / "a.xlsx", cells), "id", "sales")
    assert "reaches to row 1,048,576 and column WQK" in said


def test_a_bomb_in_a_workbook(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unpacked, "_LARGE", 1_000_000)
    path = workbook(tmp_path / "a.xlsx", TABLE)
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as package, package.open("xl/media/image1.bin", "w") as part:
        for _ in range(13):
            part.write(bytes(1_000_000))
    _, said = read(path, "id", "sales")
    assert "MB would become 13 MB" in said


def test_a_cell_of_a_parquet_file_that_no_table_has(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unpacked, "_LARGE", 1_000_000)
    table = pa.table({"id": ["a"], "name": ["x" * 12_000_000]})
    pq.write_table(table, tmp_path / "a.parquet", compression="zstd")
    _, said = read(tmp_path / "a.parquet", "id", "name")
    assert "the column name would become 12 MB" in said
    raw, _ = read(tmp_path / "a.parquet", "id")
    assert raw is not None  # what is not used is not read


def test_a_long_text_that_many_rows_share_is_held_once(tmp_path: Path) -> None:
    table = pa.table(
        {"id": pa.DictionaryArray.from_arrays(np.zeros(200_000, np.int32), ["x" * 20_000])}
    )  # 4 GB, written out
    pq.write_table(table, tmp_path / "a.parquet")
    raw, _ = read(tmp_path / "a.parquet", "id")
    cells = raw.columns["id"](True)
    assert len(cells) == 200_000
    assert len(cells.labels) <= 2


def test_more_rows_than_are_read_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unpacked, "MOST_ROWS", 3)
    pq.write_table(pa.table({"id": ["a"] * 4}), tmp_path / "a.parquet")
    _, said = read(tmp_path / "a.parquet", "id")
    assert "it has 4 rows, and at most 3 are read at once" in said


@pytest.mark.parametrize("at", range(0, 1000, 37))
def test_damaged_parquet_is_told(tmp_path: Path, at: int) -> None:
    path = tmp_path / "a.parquet"
    pq.write_table(pa.table({"id": [f"n{i}" for i in range(50)], "sales": [i / 7 for i in range(50)]}), path)
    content = bytearray(path.read_bytes())
    for where in (at, at + 1, at + 5):
        content[where % len(content)] ^= 0x5A
    path.write_bytes(content)
    diagnostics = Diagnostics()
    raw = read_raw(path, None, diagnostics, ["id", "sales"])
    assert (raw is None) == bool(diagnostics.found)
    for column in raw.columns.values() if raw is not None else ():
        with suppress(DamagedError):
            assert len(column(True)) == len(raw.rows)


def test_a_far_cell_is_told_with_its_sheet(tmp_path: Path) -> None:
    path = tmp_path / "far.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        for name in ("人员", "Far & <away>"):
            book.add_worksheet(name).write(0, 0, "id")
        book.worksheets()[1].write(1_048_575, 16_383, 1)
    assert unpacked.check_package(path.read_bytes()).startswith(
        "the sheet Far & <away> reaches to row 1,048,576 and column XFD"
    )
