"""Every key of the language is in the glossary, in English and in Chinese."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from appraise.policy.shape.schema import ruleset_schema

DOCS = Path(__file__).parents[1] / "docs"
ROW = re.compile(
    r"^\| \[(?P<term>[^\]]+)\]\((?P<at>[^)]+)\) \| (?P<english>[^|]+) \| (?P<chinese>[^|]+) \| (?P<meaning>[^|]+) \|$",
    re.MULTILINE,
)
CHINESE = re.compile("[\u4e00-\u9fff]")


def rows(name: str) -> dict[str, re.Match[str]]:
    return {row["term"]: row for row in ROW.finditer((DOCS / name).read_text(encoding="utf-8"))}


@pytest.mark.parametrize("key", ruleset_schema()["properties"])
def test_every_key_of_a_policy_is_explained(key: str) -> None:
    assert f"`{key}`" in rows("glossary.md")


def test_both_pages_have_the_same_terms_and_names() -> None:
    english, chinese = rows("glossary.md"), rows("glossary.zh.md")
    assert list(english) == list(chinese)
    for term, row in english.items():
        assert (row["english"], row["chinese"], row["at"]) == (
            chinese[term]["english"],
            chinese[term]["chinese"],
            chinese[term]["at"],
        )


@pytest.mark.parametrize("name", ["glossary.md", "glossary.zh.md"])
def test_each_row_is_one_sentence_in_the_language_of_its_page(name: str) -> None:
    found = rows(name)
    table = [line for line in (DOCS / name).read_text(encoding="utf-8").splitlines() if line.startswith("| [")]
    assert len(found) == len(table)
    for term, row in found.items():
        assert CHINESE.search(row["chinese"]), term
        assert not CHINESE.search(row["english"]), term
        assert bool(CHINESE.search(row["meaning"])) == (name == "glossary.zh.md"), term
        assert row["meaning"].endswith(("。", ".")), term
