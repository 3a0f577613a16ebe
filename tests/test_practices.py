"""The page of practices names what is there: every policy, clause, worked example and test, and all 32 practices."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from appraise.cases.load import Rulesets, load_cases
from appraise.diagnostics import Diagnostics
from appraise.policy.text.document import read_document
from appraise.policy.text.tree import Node

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
PAGE = (DOCS / "practices.md").read_text(encoding="utf-8")
ROWS = dict(re.findall(r"^\| (\d+) \| [^|]+ \| (.*) \|$", PAGE, re.M))
ENTRY = re.compile(r"\[(?P<name>[^]]+)\]\((?P<link>[^)]+)\)(?P<clauses>(?:,? `[^`]+`)*) ?(?P<cases>(?:「[^」]+」)*)")
NAMED = [(f"{number}.{i}", entry) for number, cell in ROWS.items() for i, entry in enumerate(cell.split("<br>"))]


@cache
def tree(path: Path) -> Node:
    document = read_document(path, path.name, Diagnostics())
    assert document is not None
    return document.root


@cache
def case_names(path: Path) -> set[str]:
    cases = load_cases(path, Rulesets()).cases
    assert cases is not None
    return {case.name for case in cases.cases}


def under(node: Node, clause: str) -> Node | None:
    """What stands under a path such as indicators.sales.target."""
    for key in clause.split("."):
        below = node.get(key)
        if below is None:
            return None
        node = below
    return node


def test_all_practices_are_there() -> None:
    assert list(ROWS) == [str(n) for n in range(1, 33)]
    assert PAGE.count("\n| ") == 33  # with the heading: no row is written in another way


@pytest.mark.parametrize("entry", [pytest.param(entry, id=name) for name, entry in NAMED])
def test_what_is_named_is_there(entry: str) -> None:
    found = ENTRY.fullmatch(entry)
    assert found, entry
    path = (DOCS / found["link"]).resolve()
    assert path.is_file()
    clauses, cases = re.findall("`([^`]+)`", found["clauses"]), re.findall("「([^」]+)」", found["cases"])
    if path.suffix == ".py":
        assert f"\ndef {found['name']}(" in path.read_text(encoding="utf-8")
        assert not clauses
        assert not cases
        return
    assert found["name"] == path.relative_to(ROOT / "rulesets").with_suffix("").as_posix()
    assert clauses
    assert cases
    assert [c for c in clauses if under(tree(path), c) is None] == []
    assert set(cases) <= case_names(path.with_name(f"{path.stem}.cases.yaml"))
