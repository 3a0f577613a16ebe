"""Docstrings say what a thing is, and what they show can be done."""

from __future__ import annotations

import ast
import doctest
import inspect
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import appraise

if TYPE_CHECKING:
    from collections.abc import Iterator

ENGINE = Path(appraise.__file__).parent
FILES = sorted(ENGINE.rglob("*.py"))
SHOWING = [path for path in FILES if ">>> " in path.read_text(encoding="utf-8")]
FUNCTIONS = [name for name in appraise.__all__ if inspect.isfunction(getattr(appraise, name))]


def module_of(path: Path) -> str:
    return ".".join(path.relative_to(ENGINE.parent).with_suffix("").parts).removesuffix(".__init__")


def docstrings(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef):
            yield ast.get_docstring(node) or ""


@pytest.mark.parametrize("path", SHOWING, ids=module_of)
def test_what_is_shown_comes_out(path: Path) -> None:
    done = doctest.testmod(import_module(module_of(path)), optionflags=doctest.NORMALIZE_WHITESPACE)
    assert done.attempted > 0
    assert done.failed == 0


@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_public_function_shows_its_use(name: str) -> None:
    assert ">>> " in (inspect.getdoc(getattr(appraise, name)) or "")


@pytest.mark.parametrize("path", FILES, ids=module_of)
def test_a_docstring_says_what_comes_out_without_a_verb_of_handing_over(path: Path) -> None:
    assert [
        text for text in docstrings(path) if text.split(" ")[0] in ("Give", "Gives", "Return", "Returns", "Get")
    ] == []
