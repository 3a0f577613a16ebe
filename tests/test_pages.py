"""The pages of the manual can be followed as they stand, and say the same in both languages."""

from __future__ import annotations

import difflib
import re
from pathlib import Path

import pytest

from docs.running import BLOCK, CHINESE, ROOT, followed, pages

# Pages that are not yet in Chinese. What is new is written in both languages.
ENGLISH_ONLY = {
    "architecture.md", "comparing.md", "extending.md", "language.md", "practices.md", "stability.md",
}  # fmt: skip
EVERY = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
ENGLISH = [page for page in EVERY if not page.name.endswith(CHINESE)]
COMMAND = re.compile(r"^(appraise|python|copy|mkdir|cd) .*", re.MULTILINE)


def named(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def in_chinese(page: Path) -> Path:
    return page.with_name(page.name.removesuffix(".md") + CHINESE)


def shape(page: Path) -> list[str]:
    """The headings of a page by their level, and its blocks by their kind, from the top to the end."""
    text = page.read_text(encoding="utf-8")
    blocks = [(found.start(), found["kind"] or "text") for found in BLOCK.finditer(text)]
    prose = BLOCK.sub(lambda found: " " * len(found[0]), text)
    headings = [(found.start(), found[1]) for found in re.finditer(r"^(#+) ", prose, re.MULTILINE)]
    return [what for _, what in sorted(blocks + headings)]


@pytest.mark.parametrize("page", pages(), ids=named)
def test_a_page_can_be_followed(page: Path, tmp_path: Path) -> None:
    text, problems = followed(page, tmp_path)
    assert problems == []
    printed = difflib.unified_diff(
        page.read_text(encoding="utf-8").splitlines(), text.splitlines(), "shown", "printed", n=0
    )
    assert list(printed) == [], "python -m docs.make_outputs, and read what it wrote"


@pytest.mark.parametrize("page", ENGLISH, ids=named)
def test_a_page_stands_in_both_languages(page: Path) -> None:
    assert in_chinese(page).exists() != (page.name in ENGLISH_ONLY and page.parent == ROOT / "docs")


@pytest.mark.parametrize("page", [p for p in ENGLISH if in_chinese(p).exists()], ids=named)
def test_both_languages_have_the_same_sections_and_blocks(page: Path) -> None:
    english, chinese = shape(page), shape(in_chinese(page))
    if page.name == "README.md":  # engineers read the English page on Python
        at = english.index("python")
        assert english[at - 1 : at + 1] == ["##", "python"]
        del english[at - 1 : at + 1]
    assert english == chinese


@pytest.mark.parametrize("page", [p for p in EVERY if p.name.endswith(CHINESE)], ids=named)
def test_a_chinese_page_leads_to_chinese_pages(page: Path) -> None:
    """A link to a page that exists in Chinese leads there, unless it says that it is the English one."""
    text = BLOCK.sub("", page.read_text(encoding="utf-8"))
    for label, target in re.findall(r"\[([^\]]*)\]\(([^)#\s]+\.md)[^)]*\)", text):
        to = (page.parent / target).resolve()
        if not to.name.endswith(CHINESE) and in_chinese(to).exists():
            assert re.search("[A-Za-z]", label), f"{label} leads to {target}"


@pytest.mark.parametrize("page", ENGLISH, ids=named)
def test_a_page_in_english_leads_to_english_pages(page: Path) -> None:
    text = BLOCK.sub("", page.read_text(encoding="utf-8"))
    for label, target in re.findall(r"\[([^\]]*)\]\(([^)#\s]+\.zh\.md)[^)]*\)", text):
        assert re.search("[\u4e00-\u9fff]|zh", label), f"{label} leads to {target}"


def test_a_page_is_found_wrong_where_it_is(tmp_path: Path) -> None:
    """A command that fails, one that is unknown, and an output of yesterday are told."""
    page = tmp_path / "page.md"
    fence = "```"
    page.write_text(
        f"{fence}sh\nappraise check nothing.yaml\n{fence}\n\n{fence}sh\nformat c\n{fence}\n\n"
        f"{fence}sh\nappraise check quartile-standing\n{fence}\n\n<!-- output -->\n{fence}text\nold\n{fence}\n",
        encoding="utf-8",
    )
    text, problems = followed(page, tmp_path)
    assert [problem.split(":")[0] for problem in problems] == ["appraise check nothing.yaml", "format c"]
    assert "old" not in text
    assert "没有问题" in text  # the language of that policy
