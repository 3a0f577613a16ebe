"""A small policy and its cases, written into a folder."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from appraise.cases.files import run_files

if TYPE_CHECKING:
    from appraise.cases.files import Tested

RULES = Path(__file__).parents[1] / "bad" / "team.yaml"
HEAD = """ruleset: team.yaml
defaults:
  period: 2026Q1
  given: {hired: 2020-01-01, region: East, salary: 1000, sales: 2000, quality: 95%}
cases:
"""


def write(folder: Path, cases: str, name: str = "team.cases.yaml") -> Path:
    """Write cases after the head, beside their ruleset."""
    shutil.copy(RULES, folder / "team.yaml")
    path = folder / name
    path.write_text(HEAD + cases, encoding="utf-8", newline="\n")
    return path


def ran(folder: Path, cases: str) -> Tested:
    """Run cases."""
    (one,) = run_files([write(folder, cases)])
    assert one.plan is not None, [(d.message, str(d.where)) for d in one.loaded.diagnostics]
    return one
