"""Imports run downward only, files stay small, and one room alone knows the formula library."""

from __future__ import annotations

import ast
import graphlib
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ORDER = [
    "texts",
    "codes",
    "shipped",
    "visible",
    "writing",
    "diagnostics",
    "extensions",
    "notation",
    "formula",
    "policy",
    "plan",
    "data",
    "execution",
    "sweeping",
    "compare",
    "cases",
    "report",
    "console",
]
PACKAGE = ROOT / "engine" / "appraise"
FILES = sorted(PACKAGE.rglob("*.py"))


def room(module: str) -> int:
    return ORDER.index(module.split(".")[1])


@pytest.mark.parametrize("path", [f for f in FILES if f.parent != PACKAGE or f.stem in ORDER], ids=lambda p: p.stem)
def test_imports_run_downward(path: Path) -> None:
    own = ORDER.index(path.relative_to(PACKAGE).parts[0].removesuffix(".py"))
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        names += [a.name for a in node.names] if isinstance(node, ast.Import) else []
        for name in names:
            if name.startswith("appraise."):
                assert room(name) <= own, f"{path.name} imports {name}"
            if name.startswith("simpleeval"):
                assert path.parent.name == "formula"


def imported(path: Path) -> set[str]:
    """The modules of the engine that a file imports, those for type checking alone included."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {f"{node.module}.{alias.name}" for alias in node.names} & MODULES or {node.module}
    return found & MODULES


def module(path: Path) -> str:
    return ".".join(path.relative_to(ROOT / "engine").with_suffix("").parts).removesuffix(".__init__")


MODULES = {module(path) for path in FILES}


def test_no_imports_run_in_a_circle() -> None:
    parts = {module(path): imported(path) - {module(path)} for path in FILES if path.stem != "__init__"}
    graphlib.TopologicalSorter(parts).prepare()  # raises CycleError, which names them


@pytest.mark.parametrize("path", [*FILES, ROOT / "cli.py"], ids=lambda p: p.stem)
def test_no_file_is_long(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 300


def test_every_dependency_says_why() -> None:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    listed = re.findall(r'^  "[a-z].*$', re.search(r"dependencies = \[\n(.*?)\n\]", text, re.DOTALL)[1], re.MULTILINE)
    assert listed
    assert all("# " in line for line in listed)
