"""Writes docs/diagnostics.md and docs/diagnostics.zh.md: every code, what it means, and the message that a broken file gives.

python -m docs.make_diagnostics
"""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path
from typing import NamedTuple

from appraise.codes import CODES, explanation, title
from appraise.diagnostics import as_text
from tests.test_bad import BAD, found_in

ROOT = Path(__file__).parents[1]
PAGES = {"en": ROOT / "docs" / "diagnostics.md", "zh": ROOT / "docs" / "diagnostics.zh.md"}


class _Words(NamedTuple):
    """What the page says itself, in one language."""

    head: str
    source: str
    link: str
    comma: str


_WORDS = {
    "en": _Words(
        """# Diagnostics

Everything that `appraise check` and `appraise run` can say about a ruleset or about data. An error means that
nothing was computed. A warning means that the result stands, but somebody should look. Each entry shows the
message that a small broken file gives; after `try:` stands what to do. On the console, `appraise codes CODE` says
what a code means.

How rulesets are written is told in [language.md](language.md). This page in Chinese: [diagnostics.zh.md](diagnostics.zh.md).
""",
        source="From {}:",
        link="[{0}](../tests/bad/{0})",
        comma=", ",
    ),
    "zh": _Words(
        """# 提示代码手册

`appraise check` 和 `appraise run` 对考核办法和数据可能给出的全部提示。错误：什么都没有计算。提醒：结果有效，但应当有人看一看。
每个代码先说明为什么这样要求，再给出一个写错的小文件和由此得到的提示；“处理：”后面是该怎么改。
在命令行里，`appraise codes 代码` 也会说明代码的含义。

办法怎么写，见[规则语言](language.md)（英文）和[全部键](keys.zh.md)。英文版：[diagnostics.md](diagnostics.md)。
""",
        source="写错的文件：{}",
        link="[{0}](../tests/bad/{0})",
        comma="、",
    ),
}


def made(language: str) -> str:
    """The whole page in a language."""
    with contextlib.chdir(ROOT), tempfile.TemporaryDirectory() as folder:
        return _WORDS[language].head + "".join(_entry(code, Path(folder), language) for code in CODES)


def _entry(code: str, folder: Path, language: str) -> str:
    words = _WORDS[language]
    found, sources = found_in(code, folder)
    first = next(d for d in found if d.code == code)
    message = as_text(first, sources, language)
    for path in (folder.resolve(), folder, ROOT):
        message = message.replace(f"{path}{os.sep}", "")
    message = message.replace("\\", "/") if os.sep == "\\" else message
    files = [code, f"{code}.yaml", f"{code}.rules.yaml", f"{code}.csv"]
    links = words.comma.join(words.link.format(name) for name in files if (BAD / name).exists())
    shown = f"\n{words.source.format(links)}\n" if links else ""
    lines = "\n".join(line.rstrip() for line in message.splitlines())
    named = title(code, language)
    said = "" if named == title(code, "en") else f"{named}。"
    return f"\n## {code}\n\n{said}{explanation(code, language)}\n{shown}\n```text\n{lines}\n```\n"


if __name__ == "__main__":
    for language, page in PAGES.items():
        page.write_text(made(language), encoding="utf-8", newline="\n")
