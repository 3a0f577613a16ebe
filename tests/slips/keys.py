"""Every key and value of policies and files of cases, and copies of these files in which one of them is another."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from appraise.cases.load import Rulesets, load_cases
from appraise.diagnostics import Diagnostics, errors
from appraise.policy.load import Loaded, load
from appraise.policy.shape.keys import branches
from appraise.policy.shape.schema import cases_schema, ruleset_schema
from appraise.policy.text.document import parse_document
from appraise.policy.variants.content import content

WIDE = str.maketrans({chr(c): chr(c + 0xFEE0) for c in range(0x21, 0x7F)})
Keys = tuple[str | int, ...]
Place = tuple[Path, Keys]  # in a file

MISSPELT: dict[str, Callable[[str], str]] = {
    "dropped": lambda k: k[: len(k) // 2] + k[len(k) // 2 + 1 :],
    "doubled": lambda k: k[: len(k) // 2] + k[len(k) // 2] + k[len(k) // 2 :],
    "swapped": lambda k: k[: len(k) // 2 - 1] + k[len(k) // 2] + k[len(k) // 2 - 1] + k[len(k) // 2 + 1 :],
    "capital": lambda k: k.capitalize(),
    "wide": lambda k: k.translate(WIDE),
    "trailing": lambda k: k + " ",
}
OTHER: list[Any] = ["sömething else", 12345, True, None, ["x"], {"x": 1}, {}, []]


@cache
def plain(path: Path) -> Any:
    """A file as dicts and lists, which nobody changes."""
    document = parse_document(path.read_text(encoding="utf-8"), path.name, Diagnostics())
    assert document is not None
    return document.root.plain()


def of_cases(path: Path) -> bool:
    return path.name.endswith(".cases.yaml")


def schema_of(path: Path) -> dict[str, Any]:
    return cases_schema() if of_cases(path) else ruleset_schema()


def each(paths: Sequence[Path]) -> Iterator[tuple[Path, Keys, bool]]:
    """Yield every key of files with whether it is one of the language (and not an id, a label or a bound)."""
    for path in paths:
        schema = schema_of(path)
        yield from ((path, at, language) for at, language in _keys_of(plain(path), [schema], schema))


def each_key(paths: Sequence[Path]) -> list[Place]:
    return [(path, at) for path, at, language in each(paths) if language]


def one_of_a_kind(places: Sequence[Place]) -> list[Place]:
    """The first of the keys that stand under the same keys of the language."""
    known, found = set(places), dict[Keys, Place]()
    for path, at in places:
        kind = tuple(step if (path, at[: i + 1]) in known else "*" for i, step in enumerate(at))
        found.setdefault((str(of_cases(path)), *kind[-2:]), (path, at))
    return list(found.values())


def _keys_of(
    value: Any, schemas: list[dict[str, Any]], root: dict[str, Any], at: Keys = ()
) -> Iterator[tuple[Keys, bool]]:
    every = [b for s in schemas for b in branches(s, root)]
    if isinstance(value, list):
        for i, item in enumerate(value):
            yield from _keys_of(item, [b["items"] for b in every if "items" in b], root, (*at, i))
    for key, below in value.items() if isinstance(value, dict) else ():
        own = [b["properties"][key] for b in every if key in b.get("properties", {})]
        others = [b["additionalProperties"] for b in every if isinstance(b.get("additionalProperties"), dict)]
        lookup = not own and not others and key in ("by", "values") and {"by", "values"} <= value.keys()
        yield (*at, key), bool(own) or lookup
        yield from _keys_of(below, own or others, root, (*at, key))


def inside(whole: Any, at: Keys) -> Any:
    for step in at:
        whole = whole[step]
    return whole


def changed(whole: Any, at: Keys, change: Callable[[dict[Any, Any]], dict[Any, Any]]) -> Any:
    """A copy in which the mapping at a place is another one."""
    if not at:
        return change(whole)
    copy: Any = dict(whole) if isinstance(whole, dict) else list(whole)
    copy[at[0]] = changed(whole[at[0]], at[1:], change)
    return copy


def line_of(text: str, at: Keys) -> int:
    document = parse_document(text, "x", Diagnostics())
    assert document is not None
    node = document.root
    for step in at:
        node = node.items[step] if isinstance(step, int) else node.mapping[step]
    return (node.key or node.where).line


class Copies:
    """A copy of a folder, in which one file at a time is another one."""

    def __init__(self, folder: Path, copy: Path):
        self.original, self.folder = folder, copy
        shutil.copytree(folder, copy)
        self.rulesets = Rulesets()  # those of the files of cases, none of which is changed while its cases are

    def load(self, path: Path, text: str) -> Any:
        file = self.folder / path.relative_to(self.original)
        before = file.read_text(encoding="utf-8")
        try:
            file.write_text(text, encoding="utf-8")
            return load_cases(file, self.rulesets) if of_cases(path) else load(file)
        finally:
            file.write_text(before, encoding="utf-8")

    def told(self, path: Path, mutated: Any) -> tuple[list[int], Any, str]:
        """The lines of the errors in the file, what was loaded, and the text."""
        text = json.dumps(mutated, ensure_ascii=False, indent=1)
        text = re.sub(r'"none"(?=,?$)', "none", text, flags=re.MULTILINE)  # in quotes it is a text in files of cases
        loaded = self.load(path, text)
        found = errors(loaded.diagnostics)
        assert not any("Something here cannot be read" in d.message for d in found), found
        lines = [d.where.line for d in found if d.where and d.where.file.endswith(path.name)]
        lines += [w.line for d in found for w, _ in d.also if w.file.endswith(path.name)]
        return lines if lines or not found else [0], loaded, text

    def means(self, loaded: Any) -> object:
        """What a file says, apart from where it says so."""
        return content(loaded.ruleset) if isinstance(loaded, Loaded) else loaded.cases is not None


def misspelt(copies: Copies, path: Path, at: Keys, how: str) -> None:
    """See that a misspelt key is an error at its line."""
    key = str(at[-1])
    wrong = MISSPELT[how](key)
    whole = plain(path)
    if wrong == key or wrong in inside(whole, at[:-1]):
        return
    mutated = changed(whole, at[:-1], lambda m: {wrong if k == key else k: v for k, v in m.items()})
    lines, _, text = copies.told(path, mutated)
    assert line_of(text, (*at[:-1], wrong)) in lines, (path.name, at, wrong, lines)
