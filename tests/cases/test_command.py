"""`appraise test` as people use it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from click.testing import CliRunner, Result
from rich.console import Console

from appraise.cases.files import run_files
from appraise.cli import main
from appraise.diagnostics import display_width
from appraise.report.cases.terminal import show_cases
from tests.cases.team import HEAD, write

ROOT = Path(__file__).parents[2]
MIXED = """  on target:
    expect: {score: 100}
  half of it:
    note: 70 × 50% + 30
    given: {sales: 1000}
    expect: {score: 60, grade: B, bonus: 1000}
  no figures:
    given: {sales: none}
    expect: {score: 0}
"""


def appraise(*words: str) -> Result:
    return CliRunner().invoke(main, ["test", *words])


def test_names_of_all_cases_and_what_differs(tmp_path: Path) -> None:
    done = appraise(str(write(tmp_path, MIXED)))
    assert done.exit_code == 1
    for words in (
        "pass  on target",
        "FAIL  half of it  [team.cases.yaml:8]",
        "note: 70 × 50% + 30",
        "How it came about",
        "35 + 30 = 65",
        "65.00 gives B",
        "Bonus: 500.00 CNY",
        "the data was refused",
        "error  missing-value",
        "3 cases in 1 file: 1 pass, 2 FAIL",
    ):
        assert words in done.output
    score = next(line for line in done.output.splitlines() if line.split()[:1] == ["score"])
    assert score.split() == ["score", "60", "65", "+5", "team.cases.yaml:11"]
    assert "Salary" not in done.output.split("How it came about")[0]


def test_only_what_matters_is_explained(tmp_path: Path) -> None:
    done = appraise(str(write(tmp_path, "  one:\n    expect: {quality.score: 60}\n")))
    assert "Quality" in done.output
    assert "95%" in done.output
    for words in ("Bonus", "West rule", "Total score", "Sales"):
        assert words not in done.output


def test_all_pass_is_exit_code_0(tmp_path: Path) -> None:
    done = appraise(str(write(tmp_path, "  one:\n    expect: {score: 100}\n")))
    assert done.exit_code == 0
    assert done.output.endswith("1 case in 1 file: all pass\n")


def test_that_balances_begin_at_0_is_not_worth_a_warning_in_a_case() -> None:
    assert "Nothing is known" not in appraise("commission-plan").output


def test_a_folder_a_ruleset_and_a_name_of_a_shipped_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / ".hidden").mkdir()
    for folder in (tmp_path, tmp_path / "deep", tmp_path / ".hidden"):
        write(folder, "  one:\n    expect: {score: 100}\n")
    monkeypatch.chdir(tmp_path)
    assert "2 cases in 2 files: all pass" in appraise().output
    assert "2 cases in 2 files: all pass" in appraise(str(tmp_path)).output
    assert "1 case in 1 file: all pass" in appraise("team.yaml").output
    assert "1 case in 1 file: all pass" in appraise("team.yaml", "team.cases.yaml").output
    done = appraise("key-account-quarterly")
    assert done.exit_code == 0
    assert "个核算示例：全部通过" in done.output
    assert "published/step-rates.cases.yaml" in appraise("published/step-rates").output.replace("\\", "/")
    assert "published/days-late.cases.yaml" in appraise("published").output.replace("\\", "/")


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["no-such"], "no shipped ruleset of that name with cases"),
        (["key-acount-quarterly"], "did you mean key-account-quarterly"),
        ([str(ROOT / "tests" / "bad" / "team.yaml")], "no team.cases.yaml beside it"),
        (["key-account-quarterly", "--yes"], "--update"),
        (["key-account-quarterly", "--coverage-at-least", "101"], "101"),
    ],
)
def test_wrong_use_is_exit_code_2(words: list[str], says: str) -> None:
    done = appraise(*words)
    assert done.exit_code == 2
    assert says in done.output


def test_no_cases_at_all_is_a_failure(tmp_path: Path) -> None:
    done = appraise(str(tmp_path))
    assert done.exit_code == 1
    assert "There are no cases here" in done.output
    done = appraise(str(write(tmp_path, MIXED)), "--name", "nobody")
    assert done.exit_code == 1
    assert "No case has 'nobody' in its name" in done.output


def test_a_broken_file_fails_and_the_others_run(tmp_path: Path) -> None:
    good = write(tmp_path, "  one:\n    expect: {score: 100}\n")
    bad = write(tmp_path, "  one:\n    expect: {scor: 100}\n", "bad.cases.yaml")
    done = appraise(str(bad), str(good))
    assert done.exit_code == 1
    assert "did you mean score" in done.output
    assert "1 case in 1 file: all pass; 1 file not run: see the errors above" in done.output
    assert appraise(str(bad)).output.endswith("\n1 file not run: see the errors above\n")


def test_cases_are_chosen_by_name(tmp_path: Path) -> None:
    done = appraise(str(write(tmp_path, MIXED)), "--name", "ON TARGET")
    assert done.exit_code == 0
    assert "half" not in done.output


def test_junit_is_read_back(tmp_path: Path) -> None:
    bad = write(tmp_path, "  one:\n    expect: {scor: 100}\n", "bad.cases.yaml")
    out = tmp_path / "cases.xml"
    done = appraise(str(write(tmp_path, MIXED)), str(bad), "--junit", str(out))
    assert done.exit_code == 1
    root = ET.parse(out).getroot()  # noqa: S314 - our own
    mixed, broken = root.findall("testsuite")
    assert (mixed.get("tests"), mixed.get("failures"), mixed.get("errors")) == ("3", "2", "0")
    assert [c.get("name") for c in mixed] == ["on target", "half of it", "no figures"]
    failure = mixed[1].find("failure")
    assert failure is not None
    assert "score: expected 60, got 65 (+5)" in str(failure.text)
    assert mixed[1].get("line") == "8"
    assert "missing-value" in str(mixed[2][0].text)
    assert (broken.get("errors"), broken[0][0].tag) == ("1", "error")
    assert appraise(str(tmp_path), "--junit", str(tmp_path / "no" / "x.xml")).exit_code == 2


def test_coverage_is_told_and_demanded(tmp_path: Path) -> None:
    path = str(write(tmp_path, "  one:\n    expect: {score: 100}\n"))
    done = appraise(path, "--coverage")
    assert done.exit_code == 0
    assert "Coverage of Team appraisal: 35.7% (5 of 14 clauses)" in done.output
    assert "nobody belongs to new  [" in done.output
    assert "team.yaml:25]" in done.output
    done = appraise(path, "--coverage-at-least", "90")
    assert done.exit_code == 1
    assert "Coverage is below 90%" in done.output
    assert appraise(path, "--coverage-at-least", "35").exit_code == 0


def test_coverage_is_of_all_files_of_a_ruleset_together(tmp_path: Path) -> None:
    write(tmp_path, "  one:\n    expect: {score: 100}\n")
    write(tmp_path, "  two:\n    given: {hired: 2026-03-01, region: West}\n    expect: {cohort: new}\n", "b.cases.yaml")
    done = appraise(str(tmp_path), "--coverage")
    assert done.output.count("Coverage of") == 1
    assert "57.1% (8 of 14 clauses)" in done.output


def test_nothing_is_rewritten_without_being_asked(tmp_path: Path) -> None:
    path = write(tmp_path, MIXED)
    done = appraise(str(path), "--update")
    assert done.exit_code == 2
    assert "--yes" in done.output
    assert "team.cases.yaml:11  score: 60 -> 65" in done.output
    assert path.read_text(encoding="utf-8") == HEAD + MIXED


def test_rewriting_lists_every_change_and_what_is_left(tmp_path: Path) -> None:
    path = write(tmp_path, MIXED)
    done = appraise(str(path), "--update", "--yes")
    assert done.exit_code == 1, "one case is refused, which no rewriting mends"
    for words in (
        "score: 60 -> 65",
        "bonus: 1000 -> 500",
        "cannot be rewritten: no figures",
        "2 expected values rewritten",
    ):
        assert words in done.output
    assert "{score: 65, grade: B, bonus: 500}" in path.read_text(encoding="utf-8")
    done = appraise(str(path), "--name", "half", "--update", "--yes")
    assert done.exit_code == 0
    assert "rewritten" not in done.output


@pytest.mark.skipif(os.name == "nt", reason="needs a terminal of Unix")
@pytest.mark.parametrize(("answer", "code", "score"), [("y", 0, 65), ("n", 1, 60)])
def test_on_a_terminal_one_is_asked(tmp_path: Path, answer: str, code: int, score: int) -> None:
    import pty  # noqa: PLC0415 - not on Windows

    path = write(tmp_path, "  half:\n    given: {sales: 1000}\n    expect: {score: 60}\n")
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "appraise", "test", str(path), "--update"]
    with subprocess.Popen(command, cwd=ROOT, stdin=theirs, stdout=theirs, stderr=theirs) as running:  # noqa: S603
        os.close(theirs)
        said = b""
        while b"[y/N]" not in said:
            said += os.read(ours, 1000)
        os.write(ours, answer.encode() + b"\n")
        while True:
            try:
                if not os.read(ours, 1000):
                    break
            except OSError:  # the other end is closed
                break
        assert running.wait(timeout=60) == code
    os.close(ours)
    assert f"{{score: {score}}}" in path.read_text(encoding="utf-8")


@pytest.mark.parametrize("width", [40, 60, 80, 160])
def test_every_window_shows_every_figure(tmp_path: Path, width: int) -> None:
    path = write(tmp_path, "  半数完成的员工:\n    given: {sales: 1000}\n    expect: {score: 60, bonus: 123456.78}\n")
    console = Console(width=width, highlight=False, markup=False, force_terminal=True, color_system=None)
    with console.capture() as captured:
        show_cases(console, run_files([path]))
    said = captured.get()
    assert all(display_width(line) <= width for line in said.splitlines())
    for words in ("半数完成的员工", "60", "65", "123,456.78", "-122,957"):
        assert words in said.replace("\n", "")


def test_a_pipe_shows_every_figure(tmp_path: Path) -> None:
    people = "{employee: a very long number of an employee, sales: 1000}, {employee: B}"
    promised = (
        "a very long number of an employee: {quality.attainment: 1, total_reward: 123456.78, scored_indicators: 3}"
    )
    cases = f"  one:\n    given: [{people}]\n    expect: {{{promised}}}\n".replace(
        "quality.attainment", "sales.attainment"
    )
    said = appraise(str(write(tmp_path, cases))).output
    for words in (
        "a very long number of an employee 2026Q1",
        "total_reward",
        "123,456.78",
        "-122,957",
        "50%",
    ):
        assert words in said
    assert "…" not in said


def test_the_schema_of_cases_is_printed() -> None:
    done = CliRunner().invoke(main, ["schema", "cases"])
    assert '"urn:appraise:cases"' in done.output
