"""An installed wheel works outside the checkout: it brings the schema and the policies that ship."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    pip = [
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "-q",
        "--no-deps",
        "--no-build-isolation",
        "-w",
        str(folder),
        str(ROOT),
    ]
    subprocess.run(pip, check=True, capture_output=True)  # noqa: S603
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "site")
    return folder / "site"


def appraise(installed: Path, elsewhere: Path, *words: str) -> subprocess.CompletedProcess[str]:
    code = f"import sys; sys.path[:] = [{str(installed)!r}] + [p for p in sys.path if p != {str(ROOT)!r}]; from appraise.cli import main; main()"
    command = [sys.executable, "-X", "utf8", "-c", code, *words]
    return subprocess.run(command, cwd=elsewhere, capture_output=True, text=True, encoding="utf-8", check=False)  # noqa: S603


def test_a_shipped_policy_runs_by_its_name(installed: Path, tmp_path: Path) -> None:
    team = str(ROOT / "examples" / "team.csv")
    done = appraise(
        installed,
        tmp_path,
        "run",
        "key-account-quarterly",
        "--data",
        team,
        "--period",
        "2026Q3",
        "--out",
        "results.xlsx",
    )
    assert done.returncode == 0, done.stderr
    assert "季度奖金" in done.stdout
    assert (tmp_path / "results.xlsx").stat().st_size > 10_000


def test_a_comparison_is_written_as_a_page(installed: Path, tmp_path: Path) -> None:
    team = str(ROOT / "examples" / "team.csv")
    policies = ("key-account-quarterly", "variants/tougher-ramp")
    done = appraise(installed, tmp_path, "compare", *policies, "--data", team, "--period", "2026Q3", "--out", "r.html")
    assert done.returncode == 0, done.stderr
    assert "</html>" in (tmp_path / "r.html").read_text(encoding="utf-8")


def test_the_shipped_policies_bring_their_cases(installed: Path, tmp_path: Path) -> None:
    done = appraise(installed, tmp_path, "test", "published", "commission-plan")
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("cases.yaml") == 13


def test_the_schema_is_there(installed: Path, tmp_path: Path) -> None:
    assert '"ruleset"' in appraise(installed, tmp_path, "schema").stdout


def test_nothing_else_is_brought(installed: Path) -> None:
    ours = {p.name for p in installed.iterdir() if not p.name.endswith(".dist-info")}
    names = ours - {"__pycache__"}  # of the tests above
    assert names == {"appraise"}
    assert (installed / "appraise" / "py.typed").is_file()
