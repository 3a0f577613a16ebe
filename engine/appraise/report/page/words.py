"""The words of the page itself, in the two languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from appraise.report.words import Language

# English, Chinese
_WORDS: dict[str, tuple[str, str]] = {
    "summary": ("Summary", "摘要"),
    "contents": ("Contents", "目录"),
    "sort": ("Sort by this column", "按此列排序"),
    "too_long": ("The table has {n} rows, too many for a page; they stand in a workbook: --out report.xlsx", "该表共 {n} 行，不在本页列出；请改为输出 --out report.xlsx。"),
    "legend": ("Key", "图例"),
    "figures": ("The figures", "数据表"),
}  # fmt: skip


def say(key: str, language: Language, **parts: object) -> str:
    """Give a word or a sentence, with its parts filled in."""
    english, chinese = _WORDS[key]
    return (chinese if language == "zh" else english).format(**parts)
