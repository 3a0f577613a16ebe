"""Inputs that once ended in a traceback, made small."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner

from appraise import compile_plan, load, run
from appraise.cli import main
from tests.fuzz.files import RULES
from tests.fuzz.mutations import HEADINGS, LINE_HEADINGS, LINES, ROWS


def told(folder: Path, data: pa.Table | bytes, orders: pa.Table | bytes) -> str:
    rules = folder / "rules.yaml"
    rules.write_text(RULES, encoding="utf-8")
    plan = compile_plan(load(rules).ruleset)
    paths = []
    for name, content in (("data", data), ("orders", orders)):
        path = folder / f"{name}{'.csv' if isinstance(content, bytes) else '.parquet'}"
        if isinstance(content, bytes):
            path.write_bytes(content)
        else:
            pq.write_table(content, path)
        paths.append(path)
    done = run(plan, paths[0], sources={"orders": paths[1]})
    assert done.worksheet is None
    return "\n".join(d.message for d in done.diagnostics if d.severity == "error")


def table(headings: tuple[str, ...], rows: list[tuple[object, ...]]) -> pa.Table:
    return pa.table({h: list(column) for h, column in zip(headings, zip(*rows, strict=True), strict=True)})


def days(one: pa.Table, at: int, day: int) -> pa.Table:
    return one.set_column(at, one.column_names[at], pa.array([day] * len(one), pa.int32()).cast(pa.date32()))


SOUND = table(HEADINGS, ROWS), table(LINE_HEADINGS, LINES)


@pytest.mark.parametrize("day", [10**9, -(10**8), 2**31 - 1])
def test_days_that_no_calendar_has(tmp_path: Path, day: int) -> None:
    assert "is outside the years" in told(tmp_path, days(SOUND[0], 3, day), SOUND[1])
    assert "is outside the years" in told(tmp_path, SOUND[0], days(SOUND[1], 1, day))


@pytest.mark.parametrize("mark", [b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff"])
@pytest.mark.parametrize("which", [0, 1])
def test_a_file_that_is_not_what_its_first_bytes_say(tmp_path: Path, mark: bytes, which: int) -> None:
    files: list[pa.Table | bytes] = list(SOUND)
    files[which] = mark + ",".join((HEADINGS, LINE_HEADINGS)[which]).encode() + b"\n\xd5\xff\xd8\x00,1\n"
    assert told(tmp_path, *files)


@pytest.mark.parametrize("file", ["", ".", "nowhere/x.xml"])
def test_a_file_without_a_name_is_wrong_use(file: str) -> None:
    assert CliRunner().invoke(main, ["test", "basic-rep", "--junit", file]).exit_code == 2
