"""Broken files and odd command lines end in diagnostics; a process of their own, since a reader may abort it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


def survives(module: str, first: int, count: int, folder: Path) -> None:
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-m", f"tests.fuzz.{module}", str(first), str(first + count), str(folder)],
        capture_output=True, check=False, cwd=ROOT, text=True, encoding="utf-8", timeout=1800,
    )  # fmt: skip
    seeds = [line for line in done.stdout.splitlines() if line.isdigit()]
    assert done.returncode == 0, (
        f"{module}, seed {seeds[-1:]}: exit {done.returncode}\n{done.stdout[-300:]}\n{done.stderr[-3000:]}"
    )
    assert len(seeds) == count


@pytest.mark.parametrize("first", [0, 1_000_000])
def test_broken_files(tmp_path: Path, first: int) -> None:
    survives("files", first, 60, tmp_path)


@pytest.mark.parametrize("first", [0, 1_000_000])
def test_odd_command_lines(tmp_path: Path, first: int) -> None:
    survives("commands", first, 40, tmp_path)


@pytest.mark.fuzz
@pytest.mark.parametrize("first", range(10_000, 30_000, 2_000))
def test_many_broken_files(tmp_path: Path, first: int) -> None:
    survives("files", first, 2_000, tmp_path)


@pytest.mark.fuzz
@pytest.mark.parametrize("first", range(10_000, 20_000, 1_000))
def test_many_odd_command_lines(tmp_path: Path, first: int) -> None:
    survives("commands", first, 1_000, tmp_path)
