"""The documentation says what is so: its examples load, their numbers are computed, its links lead somewhere."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from appraise import compile_plan, load_text, run
from appraise.diagnostics import Diagnostics, errors
from appraise.formula.beyond import BEYOND
from appraise.formula.functions import FUNCTIONS
from appraise.policy.shape.schema import ruleset_schema
from appraise.policy.text.document import parse_document
from docs import make_diagnostics, make_keys

ROOT = Path(__file__).parents[1]
LANGUAGE = ROOT / "docs" / "language.md"
PAGES = [*sorted((ROOT / "docs").rglob("*.md")), *sorted(ROOT.glob("*.md"))]
BLOCK = re.compile(
    r"(?P<part><!-- part of: base -->\n+)?```yaml\n(?P<text>.*?)^```$\n*(?P<said>(?:With `[^\n]* this|This) gives `[^\n]*$)?",
    re.DOTALL | re.MULTILINE,
)
SHOWN = re.compile(r"`([\w.]+) = ([^`]+)`")
BASE = LANGUAGE.read_text(encoding="utf-8").split("<!-- file: base.yaml -->\n```yaml\n")[1].split("```")[0]
PERSON = LANGUAGE.read_text(encoding="utf-8").split("<!-- file: base.csv -->\n```csv\n")[1].split("```")[0]


def tree(text: str) -> dict[str, Any]:
    diagnostics = Diagnostics()
    source = parse_document(text, "example.yaml", diagnostics)
    assert source is not None, diagnostics.found
    return dict(source.root.plain())  # type: ignore[call-overload]


def merged(part: str) -> dict[str, Any]:
    """The base with an example pasted over its sections; under `data`, lines are added."""
    whole = tree(BASE)
    for key, value in tree(part).items():
        if key == "data":
            fields = whole["data"]["fields"] | value["fields"]
            whole["data"] |= value | {"fields": fields}
        else:
            whole[key] = value
    return whole


def blocks() -> list[Any]:
    found = []
    for page in (LANGUAGE, ROOT / "README.md"):
        text = page.read_text(encoding="utf-8")
        for block in BLOCK.finditer(text):
            line = text.count("\n", 0, block.start("text"))
            if block["part"] is not None:
                found.append(pytest.param(merged, block["said"] or "", block["text"], id=f"{page.name}:{line}"))
            elif re.search(r"^ruleset:", block["text"], re.MULTILINE):
                found.append(pytest.param(tree, "", block["text"], id=f"{page.name}:{line}"))
            elif page == LANGUAGE:
                pytest.fail(f"{page.name}:{line}: a block of YAML is neither a ruleset nor marked as a part of one")
        if found and page == LANGUAGE and len(found) < len(re.findall("^```yaml", text, re.MULTILINE)):
            pytest.fail(f"{page.name}: a block of YAML is not read, since something stands behind its ```yaml")
    return found


@pytest.mark.parametrize(("whole", "said", "text"), blocks())
def test_examples_load_and_give_what_is_said(whole: Callable[[str], dict[str, Any]], said: str, text: str) -> None:
    loaded = load_text(text if whole is tree else json.dumps(whole(text), ensure_ascii=False, indent=1))
    assert not errors(loaded.diagnostics), [(d.message, d.hint) for d in loaded.diagnostics]
    assert [d.message for d in loaded.diagnostics if d.code != "unused"] == []
    if not said:
        return
    given, _, promised = said.partition("his gives ")
    assert loaded.ruleset is not None
    assert SHOWN.search(promised), said
    (stated,) = csv.DictReader(PERSON.splitlines())
    person: dict[str, Any] = dict.fromkeys(loaded.ruleset.data.fields)
    person |= {key: value for key, value in stated.items() if key in person}
    person |= dict(SHOWN.findall(given))
    person = {key: None if value in ("", "blank") else value for key, value in person.items()}
    frame = pd.DataFrame([person]).astype(object)
    result = run(compile_plan(loaded.ruleset), frame.where(frame.notna(), None), ["2026Q1"])
    assert result.worksheet is not None, [d.message for d in result.diagnostics]
    for key, value in SHOWN.findall(promised):
        found = result.worksheet.column(key)
        shown = found.strings()[0] if hasattr(found, "strings") else f"{round(float(found[0]), 4):.10g}"
        assert shown == value.strip(), key


@pytest.mark.parametrize("language", make_diagnostics.PAGES)
def test_the_pages_of_diagnostics_are_new(language: str) -> None:
    page = make_diagnostics.PAGES[language].read_text(encoding="utf-8")
    assert page == make_diagnostics.made(language), "python -m docs.make_diagnostics"


@pytest.mark.parametrize("language", make_keys.PAGES)
def test_the_pages_of_keys_are_new(language: str) -> None:
    page = make_keys.PAGES[language].read_text(encoding="utf-8")
    assert page == make_keys.made(language), "python -m docs.make_keys"


def test_nothing_that_an_example_needs_is_hidden() -> None:
    hidden = re.findall("<!-- part of: base[^ ].*", LANGUAGE.read_text(encoding="utf-8"))
    assert hidden == [], "write below the example: With `sales = 90000` this gives `score = 90`."


def test_no_page_names_a_machine() -> None:
    for page in PAGES:
        assert not re.search(r"/work/|/home/|/tmp/|[A-Z]:\\", page.read_text(encoding="utf-8")), page.name


@pytest.mark.parametrize("form", [f.form for f in (*FUNCTIONS.values(), *BEYOND.values())])
def test_every_function_is_described(form: str) -> None:
    assert f"`{form}`" in LANGUAGE.read_text(encoding="utf-8")


@pytest.mark.parametrize("key", ruleset_schema()["properties"])
def test_every_key_is_described(key: str) -> None:
    assert re.search(rf"`{key}:?`|^{key}:", LANGUAGE.read_text(encoding="utf-8"), re.MULTILINE)


def definitions() -> list[str]:
    return sorted({k for part in ruleset_schema()["$defs"].values() for k in part.get("properties", {})})


@pytest.mark.parametrize("key", definitions())
def test_every_inner_key_is_described(key: str) -> None:
    assert re.search(rf"\b{key}\b", LANGUAGE.read_text(encoding="utf-8"))


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_links_lead_to_files(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        file, _, anchor = target.partition("#")
        if "://" in target:
            continue
        to = page.parent / file if file else page
        assert to.exists(), target
        if anchor:
            headings = re.findall(r"^#+ (.*)$", to.read_text(encoding="utf-8"), re.MULTILINE)
            assert anchor in [re.sub(r"[^\w\- ]", "", h.lower()).replace(" ", "-") for h in headings], target
