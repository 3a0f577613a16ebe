"""The example data are what their scripts make, and every command line of the examples works and says what is promised."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from appraise.cli import main

ROOT = Path(__file__).resolve().parents[1]
EXAMPLES = ROOT / "examples"
PAGE = (EXAMPLES / "README.md").read_text(encoding="utf-8")
COMMANDS = [line for block in re.findall(r"```text\n(.*?)```", PAGE, re.S) for line in block.splitlines()]


@pytest.mark.parametrize("script", sorted(EXAMPLES.glob("make_*.py")), ids=lambda p: p.stem)
def test_an_example_is_what_its_script_makes(script: Path, tmp_path: Path) -> None:
    for source in EXAMPLES.glob("*.py"):
        shutil.copy(source, tmp_path)
    subprocess.run([sys.executable, str(tmp_path / script.name)], check=True, capture_output=True)  # noqa: S603
    made = [path for path in tmp_path.rglob("*") if path.is_file() and not path.suffix.startswith(".py")]
    assert made
    for path in made:
        assert path.read_bytes() == (EXAMPLES / path.relative_to(tmp_path)).read_bytes(), path.name


@pytest.mark.parametrize("line", COMMANDS)
def test_a_command_line_works(line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program, *arguments = shlex.split(line)
    monkeypatch.chdir(ROOT)
    out = tmp_path / "out"
    out.mkdir()
    result = CliRunner().invoke(main, [a.replace("out/", f"{out}/") for a in arguments])
    assert program == "appraise"
    assert result.exit_code == 0, result.stderr
    assert result.stdout


def output(*arguments: str) -> str:
    result = CliRunner().invoke(main, [*arguments, "--data", str(EXAMPLES / "basic-rep.xlsx")])
    assert result.exit_code == 0, result.output
    return result.stdout


def test_a_month_of_the_sales_reps() -> None:
    shown = output("run", "basic-rep", "--period", "2026-06")
    for words in (
        "参加考核 10",
        "已离职: 1",
        "入职不满10天: 1",
        "订单连续两个月下降: 1",
        "成交率不到平时的一半: 2",
        "绩效不达标不发奖金和提成: 1",
    ):
        assert words in shown


def test_the_same_from_single_files() -> None:
    folder = EXAMPLES / "basic-rep"
    names = ("orders", "visits", "ratings", "referrals")
    sources = [text for name in names for text in ("--source", f"{name}={folder / name}.csv")]
    result = CliRunner().invoke(main, ["run", "basic-rep", "--data", str(folder / "roster.csv"), *sources, "--period", "2026-06"])  # fmt: skip
    whole = output("run", "basic-rep", "--period", "2026-06")
    assert result.stdout.partition("等级分布")[1:] == whole.partition("等级分布")[1:]


def test_what_the_page_says_of_people() -> None:
    told = {
        who: output("explain", "basic-rep", "--period", "2026-06", "--employee", who)
        for who in ("S001", "S002", "S010")
    }
    assert "评为 A" in told["S001"]
    assert "评为 B" in told["S002"]
    assert "只有结果没有过程" in told["S002"].partition("等级\n")[2]
    assert "绩效奖金：0.00 元" in told["S010"]
    assert "主管辅导一个月并制定改进计划" in told["S010"]


def test_the_checkpoints_are_provisional() -> None:
    for day, gone in (("2026-06-10", 10), ("2026-06-20", 20)):
        shown = output("run", "basic-rep", "--as-of", day)
        assert f"期中预评，截至 {day}（2026-06 共 30 天，已过 {gone} 天）" in shown
        assert "销售额落后于进度" in shown
