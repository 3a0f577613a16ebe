"""The documentation says what is so: its examples load, their numbers are computed, its links lead somewhere."""

from __future__ import annotations

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
BLOCK = re.compile(r"(?:<!-- part of: base(?P<marks>.*?)-->\n+)?```yaml\n(?P<text>.*?)^```$", re.DOTALL | re.MULTILINE)
GIVEN = re.compile(r"(\S+) = ([^,;]+)")

# What the small examples are parts of. Their keys replace those of the base, except that fields, parameters,
# derived values, functions and scales are added to its own.
BASE = """
ruleset: base
title: Base of the examples
version: "1"
effective: {from: 2026-01-01, to: 2026-12-31}
period: quarter
currency: CNY
conventions:
  boundary: lower
  rounding: {mode: half-up, score: 2, money: 2}
  missing: error
data:
  employee: id
  fields:
    id: {type: text}
    name: {type: text}
    region: {type: text, values: [East, South, North]}
    hire_date: {type: date}
    leave_date: {type: date}
    salary: {type: money, min: 0}
    sales: {type: money, min: 0}
    quota: {type: money}
    receivable: {type: money, min: 0}
    collected: {type: money, min: 0}
    cost: {type: money, min: 1}
    visits: {type: count}
    referrals: {type: count, missing: 0}
    complaints: {type: count, missing: 0}
    violations: {type: count, missing: 0}
    major_deals: {type: count, missing: 0}
    satisfaction: {type: percent}
    teamwork: {type: rating, scale: [1, 5]}
    review: {type: rating, values: [优, 良, 中, 差]}
    certified: {type: yes-no}
derive:
  tenure: calendar_months_between(hire_date, period_end)
  collection_rate: collected / receivable
cohorts:
  new: tenure < 6
  senior: otherwise
indicators:
  sales: {title: Sales, value: sales, target: quota, score: {method: ratio, floor: 0, cap: 120}, weight: 100}
grades:
  bands: {A: 90, B: 60, C: lowest}
"""
PERSON: dict[str, Any] = {
    "id": "1", "name": "Ann", "region": "East", "hire_date": "2020-01-15", "salary": 5000, "sales": 90000, "quota": 100000,
    "receivable": 100, "collected": 88, "cost": 100, "visits": 10, "satisfaction": "96%", "teamwork": 4, "review": "良",
    "certified": "是",
}  # fmt: skip
ADDED = ("parameters", "derive", "functions", "scales")


def tree(text: str) -> dict[str, Any]:
    diagnostics = Diagnostics()
    source = parse_document(text, "example.yaml", diagnostics)
    assert source is not None, diagnostics.found
    return dict(source.root.plain())  # type: ignore[call-overload]


def merged(part: str) -> dict[str, Any]:
    whole = tree(BASE)
    for key, value in tree(part).items():
        if key == "data":
            fields = whole["data"]["fields"] | value["fields"]
            whole["data"] |= value | {"fields": fields}
        elif key in ADDED:
            whole.setdefault(key, {}).update(value)
        else:
            whole[key] = value
    return whole


def blocks() -> list[Any]:
    found = []
    for page in (LANGUAGE, ROOT / "README.md"):
        text = page.read_text(encoding="utf-8")
        for block in BLOCK.finditer(text):
            line = text.count("\n", 0, block.start("text"))
            if block["marks"] is not None:
                found.append(pytest.param(merged, block["marks"], block["text"], id=f"{page.name}:{line}"))
            elif re.search(r"^ruleset:", block["text"], re.MULTILINE):
                found.append(pytest.param(tree, "", block["text"], id=f"{page.name}:{line}"))
            elif page == LANGUAGE:
                pytest.fail(f"{page.name}:{line}: a block of YAML is neither a ruleset nor marked as a part of one")
        if found and page == LANGUAGE and len(found) < len(re.findall("^```yaml", text, re.MULTILINE)):
            pytest.fail(f"{page.name}: a block of YAML is not read, since something stands behind its ```yaml")
    return found


@pytest.mark.parametrize(("whole", "marks", "text"), blocks())
def test_examples_load_and_give_what_is_said(whole: Callable[[str], dict[str, Any]], marks: str, text: str) -> None:
    loaded = load_text(text if whole is tree else json.dumps(whole(text), ensure_ascii=False, indent=1))
    assert not errors(loaded.diagnostics), [(d.message, d.hint) for d in loaded.diagnostics]
    assert [d.message for d in loaded.diagnostics if d.code != "unused"] == []
    given, gives, promised = marks.partition("gives:")
    if not gives:
        return
    assert loaded.ruleset is not None
    person: dict[str, Any] = dict.fromkeys(loaded.ruleset.data.fields) | PERSON
    person |= {key: None if value.strip() == "blank" else value.strip() for key, value in GIVEN.findall(given)}
    frame = pd.DataFrame([person]).astype(object)
    result = run(compile_plan(loaded.ruleset), frame.where(frame.notna(), None), ["2026Q1"])
    assert result.worksheet is not None, [d.message for d in result.diagnostics]
    for key, value in GIVEN.findall(promised):
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
