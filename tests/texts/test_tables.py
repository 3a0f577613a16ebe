"""Tables of texts hold every text that is asked for, and none in vain."""

from __future__ import annotations

import ast
import importlib
import re
from functools import cache
from pathlib import Path
from typing import TypeGuard

import pytest

from appraise.codes import CODES
from appraise.texts import Texts

ENGINE = Path(__file__).parents[2] / "engine"
SOURCES = {path: ast.parse(path.read_text(encoding="utf-8")) for path in sorted((ENGINE / "appraise").rglob("*.py"))}


def tables_of(path: Path) -> dict[str, Texts]:
    """The tables that a file knows by a name of its own."""
    module = importlib.import_module(".".join(path.relative_to(ENGINE).with_suffix("").parts).removesuffix(".__init__"))
    return {name: value for name, value in vars(module).items() if isinstance(value, Texts)}


def patterns(node: ast.AST) -> str:
    """A text as a pattern: what is not known beforehand can be anything."""
    if isinstance(node, ast.Constant):
        return re.escape(str(node.value))
    if isinstance(node, ast.JoinedStr):
        return "".join(patterns(part) for part in node.values)
    if isinstance(node, ast.IfExp):
        return f"(?:{patterns(node.body)}|{patterns(node.orelse)})"
    return ".+"


def _is_table(node: ast.AST) -> TypeGuard[ast.Call]:
    called = node.func if isinstance(node, ast.Call) else None
    return isinstance(called, ast.Name) and called.id == "Texts"


TEMPLATES = sorted((ENGINE / "appraise").rglob("*.html"))
USING = [
    path
    for path in SOURCES
    if path.stem not in ("__init__", "__main__") and "Texts" in path.read_text(encoding="utf-8")
]
TABLES = {f"{table.name} in {path.stem}": table for path in USING for table in tables_of(path).values()}


def test_every_text_that_is_asked_for_is_there() -> None:
    asked = 0
    for path, tree in SOURCES.items():
        calls = [
            node
            for node in ast.walk(tree)
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args
        ]
        if (
            not any(isinstance(node.args[0], (ast.Constant, ast.JoinedStr)) for node in calls)
            or path.stem == "__main__"
        ):
            continue
        known = tables_of(path)
        for node in calls:
            table = known.get(node.func.id)  # type: ignore[attr-defined]
            if table is None:
                continue
            asked += 1
            wanted = re.compile(patterns(node.args[0]))
            assert any(wanted.fullmatch(key) for key in table), f"{path.name}:{node.lineno} {ast.unparse(node)}"
    assert asked > 400


@cache
def asked_for() -> tuple[set[str], set[re.Pattern[str]]]:
    """Every text of the code that may be a key, and those that are put together as patterns."""
    said = set(re.findall(r'say\("(\w+)"', "".join(path.read_text(encoding="utf-8") for path in TEMPLATES)))
    built: set[re.Pattern[str]] = set()
    for tree in SOURCES.values():
        keys = {id(key) for call in ast.walk(tree) if _is_table(call) for key in call.args[1].keys}
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in keys:
                said.add(node.value)
            elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
                said.add(node.target.id)  # columns of a table are called by the fields of its rows
            elif isinstance(node, ast.JoinedStr) and any(isinstance(part, ast.Constant) for part in node.values):
                built.add(re.compile(patterns(node)))
    return said, built


@pytest.mark.parametrize("name", sorted(TABLES))
def test_no_text_is_there_in_vain(name: str) -> None:
    table = TABLES[name]
    if table is CODES:
        return  # each code is known by itself
    said, built = asked_for()
    vain = [key for key in table if key not in said and not any(one.fullmatch(key) for one in built)]
    assert vain == [], vain
