"""The shipped policy on the example team gives what was read and agreed; `make golden` writes it anew."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.golden.make import HERE, ROOT, made


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return made(tmp_path_factory.mktemp("golden"))


@pytest.mark.parametrize("name", ["results.csv", "key-account-quarterly.txt", "key-account-quarterly-en.txt"])
def test_golden(name: str, fresh: dict[str, Path]) -> None:
    assert fresh[name].read_text(encoding="utf-8") == (HERE / name).read_text(encoding="utf-8")


def test_the_example_team_is_what_its_script_makes(tmp_path: Path) -> None:
    for script in (ROOT / "examples").glob("*.py"):
        shutil.copy(script, tmp_path)
    subprocess.run([sys.executable, str(tmp_path / "make_team.py")], check=True, capture_output=True)  # noqa: S603
    for name in ("team.csv", "team.xlsx"):
        assert (tmp_path / name).read_bytes() == (ROOT / "examples" / name).read_bytes()
