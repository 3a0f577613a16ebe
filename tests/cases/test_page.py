"""The page on cases says what is so: its example runs and passes, every key is described."""

from __future__ import annotations

import contextlib
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from rich.console import Console

from appraise.cases.files import run_files
from appraise.cli import main
from appraise.policy.shape.schema import cases_schema
from appraise.report.cases.terminal import show_cases
from docs.running import followed

DOCS = Path(__file__).parents[2] / "docs"
PAGE = (DOCS / "cases.md").read_text(encoding="utf-8")


def block(page: str, key: str) -> str:
    return next(b for b in re.findall(r"```yaml\n(.*?)^```$", page, re.DOTALL | re.MULTILINE) if f"\n{key}:" in b)


@pytest.mark.parametrize("changed", [False, True])
def test_the_example_passes_and_the_failure_is_shown_as_it_is(changed: bool, tmp_path: Path) -> None:
    (tmp_path / "shop.yaml").write_text(
        block((DOCS / "language.md").read_text(encoding="utf-8"), "currency"), encoding="utf-8"
    )
    path = tmp_path / "shop.cases.yaml"
    text = block(PAGE, "cases")
    path.write_text(text.replace("score: 65", "score: 70") if changed else text, encoding="utf-8")
    tested = run_files([path])
    assert tested[0].sound is not changed, tested[0].loaded.diagnostics
    console = Console(width=160, highlight=False, markup=False, color_system=None)
    with console.capture() as captured:
        show_cases(console, tested)
    shown = [line.rstrip() for line in captured.get().splitlines()]
    failure = re.search(r"```text\n(  FAIL.*?)\n```", PAGE, re.DOTALL)
    assert failure is not None
    assert (failure[1] in "\n".join(shown)) is changed, captured.get()


def test_the_chinese_example_is_one_of_the_tutorial_and_fails_as_it_is_shown(tmp_path: Path) -> None:
    followed(DOCS / "tutorial" / "first-policy.zh.md", tmp_path)  # which leaves its policy
    page = (DOCS / "cases.zh.md").read_text(encoding="utf-8")
    text, failure = block(page, "cases"), re.search(r"```text\n(  不符.*?)\n```", page, re.DOTALL)
    path = tmp_path / "shop" / "门店考核.cases.yaml"
    path.write_text(text, encoding="utf-8")
    tested = run_files([path])
    assert tested[0].sound, tested[0].loaded.diagnostics
    path.write_text(text.replace("score: 65", "score: 70"), encoding="utf-8")
    with contextlib.chdir(path.parent):
        shown = CliRunner().invoke(main, ["test", path.name, "--lang", "zh"]).stdout
    assert failure is not None
    assert failure[1] in "\n".join(line.rstrip() for line in shown.splitlines()), shown


def keys() -> list[str]:
    schema: dict[str, Any] = cases_schema()
    parts = [schema, schema["properties"]["defaults"], *schema["$defs"].values()]
    return sorted({key for part in parts for key in part.get("properties", {})})


@pytest.mark.parametrize("key", keys())
def test_every_key_is_described(key: str) -> None:
    assert re.search(rf"`{key}`|\b{key}:", PAGE)
