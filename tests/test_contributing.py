"""What maintainers are told is so: the files, targets and names of CONTRIBUTING.md exist, and the changelog is dated."""

from __future__ import annotations

import re
from datetime import date
from importlib import import_module
from pathlib import Path

import pytest
import yaml

from appraise import __version__

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
NAMES = re.compile(r"`([\w./]+\.(?:py|yaml|toml|md|html)|[\w./]+/)`")
FILES = [
    p.relative_to(ROOT).as_posix()
    for top in ("engine", "tests", "docs")
    for p in (ROOT / top).rglob("*")
    if "__pycache__" not in p.parts
]
FILES += [p.name for p in ROOT.iterdir()]


@pytest.mark.parametrize("name", sorted({n for n in NAMES.findall(PAGE) if not re.search("NAME|CODE|report.html", n)}))
def test_every_file_that_is_named_is_there(name: str) -> None:
    assert any(file == name.rstrip("/") or file.endswith(f"/{name.rstrip('/')}") for file in FILES)


@pytest.mark.parametrize("page", ["CONTRIBUTING.md", "README.md", ".github/workflows/ci.yml"])
def test_every_target_that_is_named_is_there(page: str) -> None:
    targets = set(re.findall(r"^([\w-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    named = set(re.findall(r"(?:^|`|run: )make ([a-z]+)", (ROOT / page).read_text(encoding="utf-8"), re.MULTILINE))
    assert named
    assert named <= targets


@pytest.mark.parametrize(
    ("module", "name"),
    [
        ("policy.lint", "OF_NUMBERS"), ("policy.lint", "OF_WORDS"), ("codes", "ALLOWABLE"), ("policy.shape.renamed", "RENAMED"),
        ("compare.tables", "Compared"), ("compare.table", "ComparisonTable"), ("report.writers", "Writer"), ("data.files.raw_table", "RawTable"), ("policy.model.method", "Method"),
        ("policy.model", "Rule"), ("policy.keys.key", "Keys"),
    ],
)  # fmt: skip
def test_every_name_of_a_recipe_is_there(module: str, name: str) -> None:
    assert hasattr(import_module(f"appraise.{module}"), name)
    assert f"`{name}`" in PAGE


def test_every_command_that_makes_files_is_there() -> None:
    for name in re.findall(r"python -m docs\.(\w+)", PAGE):
        assert (ROOT / "docs" / f"{name}.py").is_file()


def test_every_version_has_its_day_the_newest_first() -> None:
    headings = re.findall(r"^## (.*)$", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    versions = [
        re.fullmatch(r"(\d+\.\d+\.\d+) \((\d{4}-\d\d-\d\d)\)", heading)
        for heading in headings
        if heading != "Unreleased"
    ]
    assert all(versions)
    days = [date.fromisoformat(found[2]) for found in versions if found]
    assert days == sorted(days, reverse=True)
    assert versions[0] is not None
    assert versions[0][1] == __version__


def test_the_hosted_checks_run_what_is_promised() -> None:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    oldest = re.search(r'requires-python = ">=([\d.]+)"', text)
    jobs = yaml.safe_load((ROOT / ".github" / "workflows" / "ci.yml").read_text(encoding="utf-8"))["jobs"]
    matrix = jobs["test"]["strategy"]["matrix"]
    assert oldest is not None
    assert matrix["python"][0] == oldest[1]
    assert [system.split("-")[0] for system in matrix["os"]] == ["ubuntu", "macos", "windows"]
    assert any("lowest-direct" in str(step.get("run")) for step in jobs["oldest-dependencies"]["steps"])
