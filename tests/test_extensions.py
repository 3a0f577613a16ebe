"""Checks, inputs and outputs of other packages: the example of docs/extending.md, built, installed and used as users do."""

from __future__ import annotations

import contextlib
import json
import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from appraise.cli import main
from appraise.codes import DECLARED

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "extending.md").read_text(encoding="utf-8")
FILES = re.findall(r"<!-- file: (\S+) -->\n```\w+\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)
TEAM = ROOT / "tests" / "bad" / "team.yaml"
ROWS = """ID   Period   Region  Hired       Salary   Sales   Quality
01   2026Q1   East    2020-01-15  5000     2000    96%
02   2026Q1   West    2020-01-15  5000     1000    80%
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the package of the page, and install it into a folder of its own."""
    folder = tmp_path_factory.mktemp("acme")
    for name, text in FILES:
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    build = "import hatchling.build as b, sys; print(b.build_wheel(sys.argv[1]))"  # as pip does, without its second of thought
    subprocess.run([sys.executable, "-c", build, str(folder)], cwd=folder, check=True, capture_output=True)  # noqa: S603
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "site")
    return folder / "site"


def appraise(site: Path, here: Path, *words: object) -> Result:
    """Run a command with the packages of a folder installed."""
    with pytest.MonkeyPatch.context() as patch, contextlib.chdir(here):
        patch.syspath_prepend(site)
        try:
            return CliRunner().invoke(main, list(map(str, words)))
        finally:
            DECLARED.clear()
            sys.modules.pop("globex", None)


def python(site: Path, here: Path, *words: object, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run Python with the packages of a folder installed, in a process of its own."""
    env = {**os.environ, "PYTHONPATH": str(site), **environment}
    command = [sys.executable, "-X", "utf8", *map(str, words)]
    return subprocess.run(command, cwd=here, env=env, capture_output=True, text=True, encoding="utf-8", check=False)  # noqa: S603


def stated(folder: Path, group: str, entry: str, module: str = "") -> Path:
    """Make an installed package by hand: its entry point, and its module where there is one."""
    info = folder / "globex_rules-2.0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: globex-rules\nVersion: 2.0\n")
    (info / "entry_points.txt").write_text(f"[{group}]\n{entry}\n")
    if module:
        (folder / "globex.py").write_text(module, encoding="utf-8")
    return folder


def test_a_check_has_its_own_code_and_place(site: Path, tmp_path: Path) -> None:
    done = appraise(site, tmp_path, "check", TEAM)
    assert done.exit_code == 0, done.stderr
    line = TEAM.read_text(encoding="utf-8").splitlines().index("  bonus:") + 1
    assert f"team.yaml:{line}:3  warning  acme/no-limit reward without a limit" in done.stderr
    assert "Bonus has no limit." in done.stderr
    assert "state `max`, as the board approved it" in done.stderr
    assert "1 warning" in done.stdout
    assert appraise(site, tmp_path, "check", "--strict", TEAM).exit_code == 1
    told = appraise(site, tmp_path, "codes", "acme/no-limit")
    assert "At Acme the board approves the highest amount of every reward" in told.stdout


def test_its_errors_forbid_computing(site: Path, tmp_path: Path) -> None:
    policy = tmp_path / "team.yaml"
    policy.write_text(TEAM.read_text(encoding="utf-8").replace("CNY", "EUR"), encoding="utf-8")
    done = appraise(site, tmp_path, "run", policy, "--data", TEAM.with_suffix(".csv"), "--out", "r.csv")
    assert done.exit_code == 1
    assert "error  acme/currency" in done.stderr
    assert not (tmp_path / "r.csv").exists()


def test_its_warnings_can_be_allowed_and_its_codes_are_known(site: Path, tmp_path: Path) -> None:
    policy = tmp_path / "team.yaml"
    text = TEAM.read_text(encoding="utf-8").replace(
        "  bonus:\n", "  bonus:  # appraise: allow acme/no-limit, approved\n"
    )
    policy.write_text(text, encoding="utf-8")
    done = appraise(site, tmp_path, "check", policy, "--strict")
    assert done.exit_code == 0, done.stderr
    assert "1 warning allowed:\n  team.yaml:" in done.stdout
    policy.write_text(text.replace("acme/no-limit", "acme/no-limt"), encoding="utf-8")
    done = appraise(site, tmp_path, "check", policy)
    assert done.exit_code == 1
    assert "There is no code acme/no-limt" in done.stderr
    assert "acme/no-limit" in done.stderr.split("try:")[-1]
    policy.write_text(text, encoding="utf-8")
    without = appraise(tmp_path, tmp_path, "check", policy)  # on a machine without the package
    assert without.exit_code == 0
    assert "the checks of acme are not installed here" in without.stderr


def test_files_are_read_and_written(site: Path, tmp_path: Path) -> None:
    (tmp_path / "team.fwf").write_text(ROWS, encoding="utf-8")
    done = appraise(site, tmp_path, "run", TEAM, "--data", "team.fwf", "--out", "r.tsv")
    assert done.exit_code == 0, done.stderr
    header, *rows = [line.split("\t") for line in (tmp_path / "r.tsv").read_text(encoding="utf-8").splitlines()]
    found = {row[header.index("employee")]: float(row[header.index("score")]) for row in rows}
    assert found == {"01": 100, "02": 53}  # 70 + 30; 1000 of 2000 of 70, and 60 of 30
    assert appraise(site, tmp_path, "run", TEAM, "--data", "team.fwf", "--out", "r.xlsx").exit_code == 0
    refused = appraise(site, tmp_path, "run", TEAM, "--data", "team.fwf", "--out", "r.ods")
    assert refused.exit_code == 2
    assert "must end in one of .xlsx, .csv, .parquet, .json, .tsv" in refused.stderr
    compared = appraise(site, tmp_path, "compare", TEAM, TEAM, "--data", "team.fwf", "--out", "r.tsv")
    assert compared.exit_code == 2  # it writes results, and no comparison


def test_what_is_wrong_with_a_file_is_told_with_its_row(site: Path, tmp_path: Path) -> None:
    (tmp_path / "team.fwf").write_text(ROWS.replace("1000 ", "many "), encoding="utf-8")
    done = appraise(site, tmp_path, "run", TEAM, "--data", "team.fwf")
    assert done.exit_code == 1
    assert "team.fwf, row 3, Sales" in done.stderr
    (tmp_path / "team.fwf").write_text("END\n", encoding="utf-8")
    done = appraise(site, tmp_path, "run", TEAM, "--data", "team.fwf")
    assert done.exit_code == 1
    assert "team.fwf cannot be read: the export was cut off before its headings." in done.stderr
    assert "acme-appraise 1.2" in done.stderr


@pytest.mark.parametrize(
    ("module", "says"),
    [
        ("", "cannot be loaded: ModuleNotFoundError: No module named 'globex'"),
        ("raise SystemExit(3)", "cannot be loaded: SystemExit: 3"),
        ("def check(ruleset, findings): pass", "declares no CODES"),
        ("CODES = {'x': 'text'}", "declares no CODES"),
        ("CODES = {}", "has no function check(ruleset, findings)"),
        ("CODES = {}\ndef check(ruleset, findings): ruleset.nothing", "has failed: AttributeError:"),
        ("CODES = {}\ndef check(ruleset, findings): findings.warn('x', 'y')", "the code x is not declared in CODES"),
        (
            "from appraise import Explained\nCODES = {'x': Explained('x', 'x')}\ndef check(r, f): f.warn('x', 'y', 12)",
            "where is that of an object",
        ),
    ],
)
def test_a_broken_check_names_its_package(module: str, says: str, tmp_path: Path) -> None:
    folder = stated(tmp_path / "site", "appraise.lints", "globex = globex", module)
    done = appraise(folder, tmp_path, "run", TEAM, "--data", TEAM.with_suffix(".csv"), "--out", "r.csv")
    assert done.exit_code == 1
    assert "The extension globex of the package globex-rules 2.0" in done.stderr
    assert says in done.stderr
    assert "pip uninstall globex-rules" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "r.csv").exists()


def test_the_traceback_is_there_for_those_who_mend_it(tmp_path: Path) -> None:
    folder = stated(tmp_path / "site", "appraise.lints", "globex = globex", "raise ValueError('no')")
    assert "Traceback" in python(folder, tmp_path, "-m", "appraise", "check", TEAM, APPRAISE_TRACEBACK="1").stderr


@pytest.mark.parametrize(
    ("module", "says"),
    [
        ("", "cannot be loaded"),
        ("write = 3", "is no function but 3"),
        ("def write(results, path): raise KeyError('column')", "has failed: KeyError: 'column'"),
        ("def write(results, path): pass", "has written no file"),
    ],
)
def test_a_broken_writer_leaves_what_was_there(module: str, says: str, tmp_path: Path) -> None:
    folder = stated(tmp_path / "site", "appraise.writers", "results.ods = globex:write", module)
    (tmp_path / "r.ods").write_text("before")
    done = appraise(folder, tmp_path, "run", TEAM, "--data", TEAM.with_suffix(".csv"), "--out", "r.ods")
    assert done.exit_code == 1
    assert "The extension results.ods of the package globex-rules 2.0" in done.stderr
    assert says in done.stderr
    assert (tmp_path / "r.ods").read_text() == "before"
    assert not list(tmp_path.glob(".appraise-*"))


@pytest.mark.parametrize(
    ("module", "says"),
    [
        ("", "cannot be loaded"),
        ("def read(path, sheet): return [1]", "gives no pandas DataFrame but list"),
        ("def read(path): return None", "has failed: TypeError"),
    ],
)
def test_a_broken_reader_names_its_package(module: str, says: str, tmp_path: Path) -> None:
    folder = stated(tmp_path / "site", "appraise.readers", "ods = globex:read", module)
    (tmp_path / "team.ods").write_text("anything")
    done = appraise(folder, tmp_path, "run", TEAM, "--data", "team.ods")
    assert done.exit_code == 1
    assert "The extension ods of the package globex-rules 2.0" in done.stderr
    assert says in done.stderr


def test_two_packages_of_one_name_are_told(site: Path, tmp_path: Path) -> None:
    stated(tmp_path / "site", "appraise.lints", "acme = globex", "CODES = {}\ndef check(ruleset, findings): pass")
    both = os.pathsep.join((str(site), str(tmp_path / "site")))
    done = python(Path(both), tmp_path, "-m", "appraise", "check", TEAM)
    assert done.returncode == 1
    assert "acme-appraise 1.2" in done.stderr
    assert "globex-rules 2.0" in done.stderr


def test_nothing_is_imported_that_is_not_asked_for(site: Path, tmp_path: Path) -> None:
    """Finding that there are no checks takes no import of importlib.metadata; readers wait for a file of theirs."""
    code = """if True:
        import sys
        from appraise import load
        load(sys.argv[1])
        print('importlib.metadata' in sys.modules, [m for m in sys.modules if m.startswith('acme')])
    """
    assert python(tmp_path, tmp_path, "-c", code, TEAM).stdout.strip() == "False []"
    assert python(site, tmp_path, "-c", code, TEAM).stdout.strip() == "True ['acme_appraise', 'acme_appraise.lints']"


def test_json_has_the_codes(site: Path, tmp_path: Path) -> None:
    (record,) = json.loads(appraise(site, tmp_path, "check", "--format", "json", TEAM).stdout)
    assert (record["code"], record["severity"]) == ("acme/no-limit", "warning")
