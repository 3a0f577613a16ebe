"""The command line as people use it: what it prints, what it writes, what it returns."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import jsonschema
import pandas as pd
import pytest
from click.testing import CliRunner, Result

from appraise.cli import main

ROOT = Path(__file__).parents[1]
RULES = str(ROOT / "rulesets" / "key-account-quarterly.yaml")
TEAM = str(ROOT / "examples" / "team.csv")
BAD = ROOT / "tests" / "bad"


def appraise(*words: str) -> Result:
    return CliRunner().invoke(main, list(words))


def test_check_says_that_all_is_well() -> None:
    done = appraise("check", RULES, "key-account-quarterly-en")
    assert done.exit_code == 0
    assert done.output == "2 rulesets checked: no problems\n"


def test_check_takes_files_of_cases_too(tmp_path: Path) -> None:
    cases = ROOT / "rulesets" / "forced-distribution.cases.yaml"
    assert appraise("check", "forced-distribution", str(cases)).output == "2 files checked: no problems\n"
    wrong = tmp_path / "wrong.cases.yaml"
    wrong.write_text("ruleset: none.yaml\ncases: {one: {expect: {score: 1}}}\n", encoding="utf-8")
    done = appraise("check", str(wrong))
    assert done.exit_code == 1
    assert "There is no ruleset none.yaml beside this file." in done.output


def test_check_shows_every_problem_of_every_file() -> None:
    done = appraise("check", str(BAD / "weights-sum.yaml"), str(BAD / "unused.yaml"))
    assert done.exit_code == 1
    assert "add up to 110" in done.output
    assert done.output.endswith("2 rulesets checked: 1 error, 1 warning\n")


def test_warnings_alone_are_no_failure() -> None:
    assert appraise("check", str(BAD / "unused.yaml")).exit_code == 0


def test_check_as_json() -> None:
    done = appraise("check", "--format", "json", str(BAD / "weights-sum.yaml"))
    assert done.exit_code == 1
    (record,) = json.loads(done.output)
    assert (record["code"], record["line"], record["column"]) == ("weights-sum", 38, 13)


def test_check_for_github() -> None:
    done = appraise("check", "--format", "github", str(BAD / "weights-sum.yaml"))
    assert done.output.startswith("::error file=")
    assert ",line=38,col=13,title=weights-sum::" in done.output
    assert "\n" not in done.output.rstrip("\n")


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["check", "no-such.yaml"], "there is no file"),
        (["check", "key-acount-quarterly"], "did you mean key-account-quarterly"),
        (["check", "published/day-late"], "did you mean published/days-late"),
        (["run", RULES], "--data"),
        (["run", RULES, "--data", "no-such.csv"], "no-such.csv"),
        (["run", RULES, "--data", TEAM, "--out", "results.pdf"], ".xlsx, .csv, .parquet, .json"),
        (["run", RULES, "--data", TEAM, "--out", "no/such/folder.csv"], "does not exist"),
        (["explain", RULES, "--data", TEAM], "--employee"),
    ],
)
def test_wrong_use_is_exit_code_2(words: list[str], says: str) -> None:
    done = appraise(*words)
    assert done.exit_code == 2
    assert says in done.output


def test_run_summarises_and_writes(tmp_path: Path) -> None:
    out = tmp_path / "results.csv"
    done = appraise("run", RULES, "--data", TEAM, "--period", "2026Q1", "--period", "2026Q2", "--out", str(out))
    assert done.exit_code == 0, done.output
    for words in ("大客户销售人员季度绩效考核办法", "2026Q1 – 2026Q2", "等级", "老员工", "季度奖金", "results.csv"):
        assert words in done.output
    results = pd.read_csv(out, dtype={"employee": str})
    assert set(results["period"]) == {"2026Q1", "2026Q2"}
    assert results["employee"].str.startswith("0").all()
    assert {
        "sales.value",
        "sales.target",
        "sales.attainment",
        "sales.score",
        "sales.weight",
        "sales.points",
        "score",
        "grade",
    } <= set(results)
    assert {"bonus", "commission", "total_reward", "outcomes", "gates", "cohort"} <= set(results)


@pytest.mark.parametrize("ending", [".xlsx", ".csv", ".parquet", ".json"])
def test_nothing_is_written_when_the_data_has_errors(ending: str, tmp_path: Path) -> None:
    out = tmp_path / f"results{ending}"
    out.write_bytes(b"what was there before")
    done = appraise("run", str(BAD / "team.yaml"), "--data", str(BAD / "data-value.csv"), "--out", str(out))
    assert done.exit_code == 1
    assert "row 3, Salary" in done.output
    assert out.read_bytes() == b"what was there before"
    assert list(tmp_path.iterdir()) == [out]


def test_all_problems_of_the_data_are_told_at_once() -> None:
    done = appraise("run", str(BAD / "team.yaml"), "--data", str(BAD / "more-of-the-same.csv"))
    assert done.exit_code == 1
    assert done.output.count("error  data-value") == 20
    assert "5 more of data-value (25 in all)" in done.output


def test_explain_gives_clauses_with_their_lines_and_the_way_up() -> None:
    done = appraise("explain", RULES, "--data", TEAM, "--employee", "00201", "--period", "2025Q2")
    assert done.exit_code == 0, done.output
    for words in (
        "朱思远",
        "[key-account-quarterly.yaml:55]",
        "62.2289%",
        "salary * 3 * factor",
        "若要达到 B",
        "销售额：从 130,680.68 提高到 240,993.25",
    ):
        assert words in done.output


def test_explain_by_name_over_all_periods() -> None:
    done = appraise("explain", RULES, "--data", TEAM, "--employee", "朱思远")
    assert done.output.count("00201 朱思远 · 202") == 8


def test_explain_somebody_unknown() -> None:
    done = appraise("explain", RULES, "--data", TEAM, "--employee", "0201")
    assert done.exit_code == 1
    assert "did you mean 00201" in done.output


def test_explain_needs_only_that_employees_figures_to_be_complete(tmp_path: Path) -> None:
    head, good, *_ = (BAD / "team.csv").read_text().splitlines()
    data = tmp_path / "data.csv"
    data.write_text(f"{head}\n{good}\n002,2026Q1,East,2020-01-01,5000,,96%\n")
    assert appraise("run", str(BAD / "team.yaml"), "--data", str(data)).exit_code == 1
    assert appraise("explain", str(BAD / "team.yaml"), "--data", str(data), "--employee", "001").exit_code == 0


@pytest.mark.parametrize(("kind", "least"), [("ruleset", 100), ("cases", 12)])
def test_schema_is_a_schema_with_everything_described_in_both_languages(kind: str, least: int) -> None:
    schema = json.loads(appraise("schema", kind).output)
    jsonschema.Draft202012Validator.check_schema(schema)

    def properties(node: object) -> Iterator[tuple[str, dict[str, object]]]:
        if isinstance(node, list):
            for part in node:
                yield from properties(part)
        elif isinstance(node, dict):
            yield from node.get("properties", {}).items()
            for key, part in node.items():
                if key in ("properties", "$defs"):
                    for inner in part.values():
                        yield from properties(inner)
                elif key != "if":
                    yield from properties(part)

    found = list(properties(schema))
    assert len(found) > least
    for name, each in found:
        english, slash, chinese = str(each.get("description") or described_by(schema, each)).partition(" / ")
        assert english, name
        assert slash, name
        assert any("\u4e00" <= c <= "\u9fff" for c in chinese), name


def described_by(schema: dict[str, dict[str, dict[str, str]]], node: dict[str, object]) -> str:
    return schema["$defs"][str(node["$ref"]).rpartition("/")[2]]["description"]


def process(*words: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "appraise", *words]
    return subprocess.run(command, cwd=ROOT, capture_output=True, env={**os.environ, **environment}, check=False)  # noqa: S603


def test_a_console_that_cannot_show_chinese_does_not_fail() -> None:
    done = process("run", RULES, "--data", TEAM, "--period", "2026Q1", PYTHONIOENCODING="ascii")
    assert done.returncode == 0, done.stderr
    done = process("run", RULES, "--data", TEAM, "--period", "2026Q1", PYTHONIOENCODING="gbk")
    assert "季度奖金" in done.stdout.decode("gbk", errors="replace")


def test_no_progress_in_a_pipe() -> None:
    done = process("run", RULES, "--data", TEAM, "--period", "2026Q1", PYTHONIOENCODING="utf-8")
    assert done.stderr.count(b"not-handed-in") == done.stderr.count(b"warning") == 1
    assert b"\x1b" not in done.stdout


def test_checking_never_imports_pandas_or_numpy() -> None:
    code = (
        "import sys; from click.testing import CliRunner; from appraise.cli import main;"
        f"r = CliRunner().invoke(main, ['check', {RULES!r}]); assert r.exit_code == 0, r.output;"
        "print([m for m in ('pandas', 'numpy', 'pyarrow', 'rich') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)  # noqa: S603
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("out", ["results.csv", "results.parquet", "results.xlsx"])
def test_a_run_never_imports_pandas(tmp_path: Path, out: str) -> None:
    """pyarrow imports it as soon as it takes Python values over, or gives numpy arrays."""
    for data in (TEAM, str(Path(TEAM).with_suffix(".xlsx"))):
        run = ["run", RULES, "--data", data, "--period", "2026Q1", "--out", str(tmp_path / data[-4:] / out)]
        (tmp_path / data[-4:]).mkdir()
        code = (
            "import sys; from click.testing import CliRunner; from appraise.cli import main;"
            f"r = CliRunner().invoke(main, {run!r}); assert r.exit_code == 0, r.output;"
            "print('pandas' in sys.modules)"
        )
        done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)  # noqa: S603
        assert done.stdout.strip() == "False"
