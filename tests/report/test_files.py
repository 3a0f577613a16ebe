from __future__ import annotations

import re
import shutil
import zipfile
from pathlib import Path

import pytest

from appraise import compile_plan, load, run
from appraise.report.results import tables
from appraise.report.writers import RESULTS, write_results
from tests.report.team import appraise

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("ending", RESULTS.endings)
def test_same_inputs_same_bytes(ending: str, tmp_path: Path) -> None:
    written = []
    for folder in ("a", "b"):
        place = tmp_path / folder
        place.mkdir()
        policy, data = place / "policy.yaml", place / "team.csv"
        shutil.copy(ROOT / "rulesets" / "key-account-quarterly.yaml", policy)
        shutil.copy(ROOT / "examples" / "team.csv", data)
        ruleset = load(policy).ruleset
        assert ruleset is not None
        worksheet = run(compile_plan(ruleset), data).worksheet
        assert worksheet is not None
        write_results(worksheet, place / f"r{ending}", "0.1.0")
        written.append((place / f"r{ending}").read_bytes())
    assert written[0] == written[1]


def test_a_workbook_does_not_tell_the_time(tmp_path: Path) -> None:
    write_results(appraise(), tmp_path / "r.xlsx", "1")
    with zipfile.ZipFile(tmp_path / "r.xlsx") as package:
        properties = package.read("docProps/core.xml").decode()
    assert set(re.findall(r"\d{4}-\d\d-\d\d", properties)) == {"2000-01-01"}


@pytest.mark.parametrize("name", ["r.xls", "r.txt", "r", "r.csv.gz"])
def test_another_ending_is_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"\.xlsx, \.csv, \.parquet, \.json"):
        write_results(appraise(), tmp_path / name, "1")
    assert list(tmp_path.iterdir()) == []


def test_endings_in_capitals(tmp_path: Path) -> None:
    write_results(appraise(), tmp_path / "R.CSV", "1")
    assert [p.name for p in tmp_path.iterdir()] == ["R.CSV"]


@pytest.mark.parametrize("ending", RESULTS.endings)
def test_a_failure_leaves_what_was_there(ending: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / f"r{ending}"
    target.write_text("before")

    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("in the middle")

    monkeypatch.setattr(tables, "shown_column", fail)
    monkeypatch.setattr("appraise.report.results.workbook.write_policy", fail)
    with pytest.raises(RuntimeError, match="in the middle"):
        write_results(appraise(), target, "1")
    assert target.read_text() == "before"
    assert [p.name for p in tmp_path.iterdir()] == [target.name]


def test_a_file_that_is_open_in_excel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_self: Path, _target: Path) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(PermissionError):
        write_results(appraise(), tmp_path / "r.csv", "1")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    for ending in RESULTS.endings:
        with pytest.raises(FileNotFoundError):
            write_results(appraise(), tmp_path / "none" / f"r{ending}", "1")
