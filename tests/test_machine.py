"""What the machine refuses, and how commands are used: one sentence each, the old file whole, nothing left behind."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from appraise.cli import main
from appraise.console.once import Once
from appraise.extensions import TRACEBACK
from appraise.writing import replacing

ROOT = Path(__file__).parents[1]
TEAM = str(ROOT / "examples" / "team.csv")
RUN = ("run", "key-account-quarterly", "--data", TEAM, "--period", "2026Q3")
posix = pytest.mark.skipif(sys.platform == "win32", reason="limits of POSIX")


def appraise(*words: str) -> Result:
    return CliRunner().invoke(main, list(words))


def process(*words: str, first: str = "", **more: str) -> subprocess.CompletedProcess[bytes]:
    command = f'{first} exec "$@"' if first else 'exec "$@"'
    environment = {k: v for k, v in os.environ.items() if k != TRACEBACK} | more
    return subprocess.run(  # noqa: S603
        ["/bin/bash", "-c", command, "bash", sys.executable, "-c", "from appraise.cli import main; main()", *words],
        check=False, capture_output=True, cwd=ROOT, env=environment, timeout=100,
    )  # fmt: skip


@posix
@pytest.mark.parametrize("ending", ["xlsx", "csv", "json", "parquet"])
def test_a_full_disk_is_one_sentence_and_the_old_file_stays(tmp_path: Path, ending: str) -> None:
    out = tmp_path / f"results.{ending}"
    out.write_bytes(b"old")
    done = process(*RUN, "--out", str(out), first="ulimit -f 8;")
    said = done.stderr.decode()
    assert done.returncode == 1
    assert "nothing was written" in said
    assert f"results.{ending}" in said.splitlines()[-1]
    assert "Traceback" not in said
    assert "Exception" not in said
    assert [p.name for p in tmp_path.iterdir()] == [out.name]
    assert out.read_bytes() == b"old"


@posix
@pytest.mark.parametrize("command", [RUN, ("schema",), ("show", "key-account-quarterly"), ("check", "basic-rep")])
def test_output_to_a_full_device_is_one_sentence(command: tuple[str, ...]) -> None:
    done = process(*command, first="exec >/dev/full;")
    assert done.returncode == 1
    assert done.stderr.decode().splitlines()[-1].startswith("Error: No space left on device.")
    assert b"Traceback" not in done.stderr


@posix
@pytest.mark.parametrize("close", [">&-", "2>&-", ">&- 2>&-", "<&-"])
def test_closed_streams_are_no_fault(tmp_path: Path, close: str) -> None:
    out = tmp_path / "results.csv"
    done = process(*RUN, "--out", str(out), first=f"exec {close};")
    assert done.returncode == 0
    assert b"Traceback" not in done.stderr
    assert out.stat().st_size > 1000


@posix
def test_a_reader_who_stops_reading_is_no_fault() -> None:
    pipe = '"$@" | head -c 10; exit ${PIPESTATUS[0]};'
    done = process(*RUN, first=f"PATH=/usr/bin:/bin; {pipe}")
    assert b"Traceback" not in done.stderr
    assert b"Exception" not in done.stderr


@posix
def test_being_stopped_leaves_nothing_behind(tmp_path: Path) -> None:
    script = (
        "import os, signal, sys, time\n"
        "from pathlib import Path\n"
        "from appraise import cli\n"
        "from appraise.writing import replacing\n"
        "def slow(*_):\n"
        "    with replacing(Path(sys.argv[2]).parent / 'x.csv') as new:\n"
        "        new.write_text('half'); os.kill(os.getpid(), signal.SIGTERM); time.sleep(20)\n"
        "cli.load = slow\n"
        "cli.main()\n"
    )
    policy = tmp_path / "rules.yaml"
    policy.write_text("ruleset: a", encoding="utf-8")
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-c", script, "check", str(policy)], check=False, capture_output=True, cwd=ROOT, timeout=60
    )
    assert done.returncode == 143
    assert list(tmp_path.iterdir()) == [policy]


@pytest.mark.parametrize("name", ["名" * 82, "n" * 240])
def test_long_names_that_the_system_allows_can_be_written(tmp_path: Path, name: str) -> None:
    out = tmp_path / f"{name}.csv"
    assert appraise(*RUN, "--out", str(out)).exit_code == 0
    assert out.stat().st_size > 1000


@pytest.mark.parametrize("option", ["--out", "--data", "--history", "--source"])
def test_names_that_are_too_long_are_wrong_use_or_refused(tmp_path: Path, option: str) -> None:
    value = f"{tmp_path}/{'n' * 400}.csv"
    done = appraise(*RUN[:2], *(() if option == "--data" else RUN[2:]), option, f"orders={value}" if option == "--source" else value)  # fmt: skip
    assert done.exit_code in (1, 2)
    assert "Appraise itself" not in done.output
    assert len(done.output) < 2000


def test_what_killed_runs_left_behind_is_removed_after_an_hour(tmp_path: Path) -> None:
    old, new = tmp_path / ".appraise-0123456789abcdef.csv", tmp_path / ".appraise-fedcba9876543210.csv"
    for file in (old, new):
        file.write_text("half", encoding="utf-8")
    os.utime(old, (time.time() - 4000,) * 2)
    with replacing(tmp_path / "results.csv") as temporary:
        temporary.write_text("whole", encoding="utf-8")
    assert sorted(p.name for p in tmp_path.iterdir()) == [new.name, "results.csv"]


def test_two_writers_of_one_file_do_not_meet(tmp_path: Path) -> None:
    with replacing(tmp_path / "r.csv") as one, replacing(tmp_path / "r.csv") as other:
        one.write_text("one", encoding="utf-8")
        other.write_text("other", encoding="utf-8")
        assert one != other
    assert [p.name for p in tmp_path.iterdir()] == ["r.csv"]


def _options() -> list[tuple[str, click.Option]]:
    commands = main.commands.items()
    return [(name, p) for name, c in commands for p in c.params if isinstance(p, click.Option) and not p.is_flag]


def test_every_option_takes_one_value_or_says_that_it_takes_several() -> None:
    assert len(_options()) > 20
    for command, option in _options():
        assert option.multiple or isinstance(option, Once), f"{command} {option.opts}"


@pytest.mark.parametrize(
    "words",
    [
        (*RUN, "--data", str(ROOT / "examples" / "team.xlsx")),
        (*RUN, "--sheet", "a", "--sheet", "b"),
        (*RUN, "--out", "a.csv", "--out=b.csv"),
        ("check", "basic-rep", "--format", "json", "--format", "text"),
        ("explain", *RUN[1:4], "--employee", "1", "--employee", "2"),
        (
            "compare",
            "key-account-quarterly",
            "key-account-quarterly-en",
            "--data",
            TEAM,
            "--by",
            "region",
            "--by",
            "cohort",
        ),
    ],
)
def test_an_option_that_is_given_twice_is_wrong_use(words: tuple[str, ...]) -> None:
    done = appraise(*words)
    assert done.exit_code == 2
    assert "is given twice: " in done.output
    assert "It takes one value." in done.output


@posix
@pytest.mark.parametrize("encoding", ["gbk", "cp1252", "ascii"])
@pytest.mark.parametrize(
    "words",
    [
        ("schema",),
        ("schema", "cases"),
        ("show", "--resolved", "key-account-quarterly"),
        ("check", "--format", "json", str(ROOT / "tests" / "bad" / "unused.yaml")),
        ("check", "--format", "github", str(ROOT / "tests" / "bad" / "unused.yaml")),
        ("diff", "key-account-quarterly", "key-account-annual", "--format", "json"),
        ("diff", "key-account-quarterly", "key-account-annual", "--format", "markdown"),
    ],
)
def test_what_programs_read_is_utf_8_whatever_the_console_is(words: tuple[str, ...], encoding: str) -> None:
    there, here = process(*words, PYTHONIOENCODING=encoding), process(*words, PYTHONIOENCODING="utf-8")
    assert there.stdout == here.stdout
    assert there.stdout.decode("utf-8")
    if "json" in words:
        json.loads(there.stdout)


@posix
def test_a_pipe_that_lacks_a_character_shows_its_code_and_no_question_mark() -> None:
    done = process("check", str(ROOT / "tests" / "bad" / "full-width-colon.yaml"), PYTHONIOENCODING="cp1252")
    assert b"\\uff1a" in done.stderr
    assert b"?" not in done.stderr.replace(b"?)", b"")


def test_a_fault_of_appraise_is_one_sentence_with_its_own_exit_code(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise IndexError("list index out of range")

    monkeypatch.delenv(TRACEBACK, raising=False)
    monkeypatch.setattr("appraise.cli.load", broken)
    done = appraise("check", "basic-rep")
    assert done.exit_code == 3
    assert done.output.startswith("Error: Appraise itself has failed (IndexError: list index out of range")
    monkeypatch.setenv(TRACEBACK, "1")
    assert isinstance(appraise("check", "basic-rep").exception, IndexError)


def test_too_little_memory_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr("appraise.cli.load", broken)
    done = appraise("check", "basic-rep")
    assert done.exit_code == 1
    assert done.output.startswith("Error: there is not enough memory")
