"""Write the pages of all keys, in English and in Chinese, made of their descriptions.

python -m docs.make_keys
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from appraise.cases.keys import CASE_FILE
from appraise.policy.keys.key import Key, Keys, Section
from appraise.policy.keys.kinds import FORMULA, LIMIT, SETTING, Kind
from appraise.policy.keywords.words import key_in
from appraise.policy.reading.ruleset import RULESET
from appraise.texts.message import Message, told

ROOT = Path(__file__).parents[1]
PAGES = {"en": ROOT / "docs" / "keys.md", "zh": ROOT / "docs" / "keys.zh.md"}
Met = type[Keys[Any]]


class _Words(NamedTuple):
    """What the page says itself, in one language."""

    head: str
    policy: str
    cases: str
    columns: str
    needed: str
    whole: str
    comma: str
    brackets: str
    id: str


_WORDS = {
    "en": _Words(
        """# All keys

Every key of a policy and of a file of cases, in the order in which a file states them. This page is made of the same
descriptions as the JSON Schema that editors use; how policies are written is told, with examples, in
[the page of the language](language.md). The same page in Chinese is [keys.zh.md](keys.zh.md).

## What stands under a key

""",
        policy="A policy",
        cases="A file of cases",
        columns="| key | what is written | if it is not stated | meaning |",
        needed="**must be stated**",
        whole="At the top",
        comma=", ",
        brackets=" ({})",
        id="ID",
    ),
    "zh": _Words(
        """# 全部键

制度文件和核算示例文件的全部键，按文件中的顺序排列。本页与编辑器使用的 JSON Schema 出自同一份说明；
写法和例子见[语言说明](language.md)（英文），本页的英文版是 [keys.md](keys.md)。每个键有英文和中文两种写法；
一个文件只用其中一种，由最外层的键决定。`appraise show 制度.yaml --keywords zh` 把英文关键字换成中文，`en` 换回来。

## 键下写什么

""",
        policy="制度文件",
        cases="核算示例文件",
        columns="| 键（英文、中文） | 写什么 | 不写时 | 含义 |",
        needed="**必填**",
        whole="最外层",
        comma="，",
        brackets="（{}）",
        id="编号",
    ),
}


def made(language: str) -> str:
    """The page in a language."""
    say, words = _Saying(language), _WORDS[language]
    kinds = "".join(f"- **{say(kind.called)}**: {say(kind.about)}\n" for kind in (SETTING, LIMIT, FORMULA))
    wholes = ((words.policy, RULESET, "ruleset"), (words.cases, CASE_FILE, "cases"))
    parts = (f"\n## {title}\n" + "".join(say.parts(whole, name)) for title, whole, name in wholes)
    return words.head + kinds + "".join(parts)


class _Saying:
    def __init__(self, language: str):
        self.language, self.words = language, _WORDS[language]
        self.headings: dict[Met, str] = {}
        self.whole = ""
        self.places: dict[Met, str] = {}  # the part of the language, or the key, that a mapping belongs to

    def __call__(self, text: Message | None) -> str:
        return told(text or "", self.language)

    def parts(self, whole: Kind[Any], name: str) -> Iterator[str]:
        """Yield a table for each mapping of keys, in the order in which a file meets them; `name` is that of the file."""
        self.whole = name
        for keys in list(self._met(whole, "")):
            rows = "".join(self._row(key, self.places[keys]) for key in keys.keys().values())
            yield f"\n### {self.headings[keys]}\n\n{self.words.columns}\n|---|---|---|---|\n{rows}"

    def _met(self, kind: Kind[Any], at: str) -> Iterator[Met]:
        """Yield the mappings that may stand at a place, and those that stand in them; what was met before is told there."""
        for part in kind.parts:
            if part.keys in self.headings:
                continue
            named = self(part.of).capitalize() if part.of else f"`{at}`" if at else self.words.whole
            self.headings[part.keys] = named + (f"{self.words.comma}`{part.label}`" if part.label else "")
            self.places[part.keys] = (
                part.keys.ref or at.removesuffix(f".{self.words.id}").rpartition(".")[2] or self.whole
            )
            yield part.keys
            for key in part.keys.keys().values():
                yield from self._met(key.kind, self._below("score" if part.of else at, key))

    def _below(self, at: str, key: Key[Any]) -> str:
        id_ = f".{self.words.id}" if isinstance(key, Section) else ""
        return f"{at}.{key.name}{id_}".removeprefix(".")

    def _row(self, key: Key[Any], place: str) -> str:
        called = key_in(self.language, place, key.name)
        name = f"`{key.name}`" + (f"<br>`{called}`" if called != key.name else "")
        unit = self.words.brackets.format(self(key.unit)) if key.unit else ""
        leads = [self.headings[part.keys] for part in key.kind.parts[:1]]
        more = "".join(f" → [{heading.replace('`', '')}](#{anchor(heading)})" for heading in leads)
        about = self(key.about or key.kind.here or key.kind.about)
        return f"| {name} | {self(key.kind.called)}{unit}{more} | {self._absent(key)} | {about} |\n"

    def _absent(self, key: Key[Any]) -> str:
        if key.required:
            return self.words.needed
        if key.told is not None:
            return self(key.told)
        return "" if key.default is None else f"`{str(key.default).lower()}`"


def anchor(heading: str) -> str:
    """The name by which a heading is linked."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


if __name__ == "__main__":
    for language, page in PAGES.items():
        page.write_text(made(language), encoding="utf-8", newline="\n")
