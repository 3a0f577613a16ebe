"""Policies written over into keywords of another language mean the same, and come back as they were."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from appraise.cases.files import case_files, run_files
from appraise.diagnostics import Diagnostics
from appraise.policy.keywords.words import keyword_languages
from appraise.policy.keywords.written_over import written_over
from appraise.policy.load import load
from appraise.policy.shape.schema import cases_schema, ruleset_schema
from appraise.policy.text.document import read_document
from appraise.shipped import RULESETS

FILES = sorted(path.relative_to(RULESETS) for path in RULESETS.rglob("*.yaml"))
CASES = [path.relative_to(RULESETS) for path in case_files(RULESETS)]
LANGUAGES = keyword_languages()


def over(path: Path, to: str) -> str:
    document = read_document(path, path.name, Diagnostics())
    assert document is not None
    schema: tuple[dict[str, Any], str] = (
        (cases_schema(), "cases") if ".cases." in path.name else (ruleset_schema(), "ruleset")
    )
    return written_over(document, *schema, to)


@pytest.fixture(scope="session", params=LANGUAGES)
def folder(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All shipped policies and cases, in keywords of one language."""
    folder = tmp_path_factory.mktemp(str(request.param))
    shutil.copytree(RULESETS, folder, dirs_exist_ok=True)
    for path in FILES:
        (folder / path).write_text(over(RULESETS / path, request.param), encoding="utf-8")
    return folder


@pytest.mark.parametrize("path", FILES, ids=str)
def test_back_again_it_is_the_same_text(folder: Path, path: Path) -> None:
    assert (folder / path).read_text(encoding="utf-8") != (RULESETS / path).read_text(encoding="utf-8")
    assert over(folder / path, "en") == (RULESETS / path).read_text(encoding="utf-8")


@pytest.mark.parametrize("path", [p for p in FILES if ".cases." not in p.name], ids=str)
def test_it_says_the_same(folder: Path, path: Path) -> None:
    there, here = load(folder / path), load(RULESETS / path)
    assert [d.code for d in there.diagnostics] == [d.code for d in here.diagnostics]
    assert there.ruleset is not None


@pytest.mark.parametrize("path", CASES, ids=str)
def test_its_cases_are_kept(folder: Path, path: Path) -> None:
    (tested,) = run_files([folder / path])
    assert tested.loaded.diagnostics == ()
    assert [result for result in tested.results if not result.passed] == []
