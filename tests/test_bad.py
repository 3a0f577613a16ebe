"""One broken file for each diagnostic code: the code, the place, and the words that a user needs."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
import xlsxwriter
import yaml

from appraise import compile_plan, load, run
from appraise.codes import CODES
from appraise.diagnostics import Diagnostic, as_text
from appraise.execution.inputs.history import History
from appraise.execution.run import rows_of
from appraise.policy.text.document import MAX_BYTES
from appraise.policy.versions import load_versions

BAD = Path(__file__).parent / "bad"
EXPECTED: dict[str, dict[str, object]] = yaml.safe_load((BAD / "expected.yaml").read_text(encoding="utf-8"))


def found_by_check(code: str, tmp_path: Path) -> tuple[list[Diagnostic], dict[str, str]]:
    path = BAD / f"{code}.yaml"
    if code == "file-too-large":
        path = tmp_path / "file-too-large.yaml"
        path.write_text("# " + "x" * MAX_BYTES, encoding="utf-8")
    loaded = load(path)
    return list(loaded.diagnostics), dict(loaded.texts)


def found_by_run(code: str, tmp_path: Path) -> tuple[list[Diagnostic], dict[str, str]]:
    rules = BAD / f"{code}.rules.yaml"
    loaded = load(rules if rules.exists() else BAD / "team.yaml")
    assert loaded.ruleset is not None, [d.message for d in loaded.diagnostics]
    data = BAD / f"{code}.csv"
    if code in ("data-sheet", "data-hidden"):
        data = workbook(tmp_path / f"{code}.xlsx", ("一月", "二月") if code == "data-sheet" else ("一月",))
    if code == "no-such-employee":
        sheet = run(compile_plan(loaded.ruleset), BAD / "team.csv").worksheet
        assert sheet is not None
        problem = rows_of(sheet.table, "01")[1]
        return [problem] if problem else [], {}
    earlier = [History(path) for path in BAD.glob(f"{code}.earlier.csv")]
    return list(run(compile_plan(loaded.ruleset), data, history=earlier).diagnostics), dict(loaded.texts)


def workbook(path: Path, names: tuple[str, ...]) -> Path:
    """Write the team into each sheet, with the last row hidden."""
    rows = list(csv.reader((BAD / "team.csv").read_text(encoding="utf-8").splitlines()))
    with xlsxwriter.Workbook(path) as book:
        for name in names:
            sheet = book.add_worksheet(name)
            for i, row in enumerate(rows):
                sheet.write_row(i, 0, row)
            sheet.set_row(len(rows) - 1, options={"hidden": True})
    return path


def found_by_folder(code: str, _: Path) -> tuple[list[Diagnostic], dict[str, str]]:
    found = load_versions(BAD / code)
    return list(found.diagnostics), {k: v for one in found.loaded for k, v in one.texts.items()}


def found_by_package(code: str, _: Path) -> tuple[list[Diagnostic], dict[str, str]]:
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(BAD / code)
        loaded = load(BAD / "team.yaml")
    return list(loaded.diagnostics), dict(loaded.texts)


def is_about_data(code: str) -> bool:
    return "place" in EXPECTED[code] or "employee" in EXPECTED[code] or "file" in EXPECTED[code]


def found_in(code: str, tmp_path: Path) -> tuple[list[Diagnostic], dict[str, str]]:
    """What the broken file of a code has wrong, and the texts it stands in."""
    told = EXPECTED[code]
    if "folder" in told or "package" in told:
        return (found_by_folder if "folder" in told else found_by_package)(code, tmp_path)
    return (found_by_run if is_about_data(code) else found_by_check)(code, tmp_path)


@pytest.mark.parametrize("code", EXPECTED)
def test_a_broken_file_is_told(code: str, tmp_path: Path) -> None:
    wanted = EXPECTED[code]
    found, sources = found_in(code, tmp_path)
    mine = [d for d in found if d.code == code]
    assert mine, [d.code for d in found]
    first = mine[0]
    if wanted.get("at"):
        assert first.where is not None
        assert f"{first.where.line}:{first.where.column}" == wanted["at"]
    if wanted.get("place"):
        assert first.place.endswith(str(wanted["place"]))
    text = as_text(first, sources)
    for words in wanted["says"]:
        assert words in text


@pytest.mark.parametrize("code", [c for c in EXPECTED if not is_about_data(c) and "folder" not in EXPECTED[c]])
def test_one_cause_gives_one_message(code: str, tmp_path: Path) -> None:
    found, _ = found_in(code, tmp_path)
    assert {d.code for d in found} == {code}


def test_every_code_has_a_broken_file() -> None:
    assert set(EXPECTED) == set(CODES)


def test_the_sound_ruleset_is_sound() -> None:
    assert load(BAD / "team.yaml").diagnostics == ()
