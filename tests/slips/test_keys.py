"""Nothing that is misspelt, left out, misplaced or of another kind passes in silence, in no shipped policy or file of cases."""

from __future__ import annotations

import json
import random
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from engine import load_text
from engine.cases.load import Rulesets, cases_schema, load_cases
from engine.diagnostics import Report, errors
from engine.policy.content import content
from engine.policy.keys import branches
from engine.policy.load import Loaded, load
from engine.policy.schema import ruleset_schema
from engine.policy.source import parse_source

SHIPPED = Path(__file__).parents[2] / "rulesets"
POLICIES = sorted(p for p in SHIPPED.rglob("*.yaml"))
WIDE = str.maketrans({chr(c): chr(c + 0xFEE0) for c in range(0x21, 0x7F)})
Keys = tuple[str | int, ...]

MISSPELT: dict[str, Callable[[str], str]] = {
    "dropped": lambda k: k[: len(k) // 2] + k[len(k) // 2 + 1 :],
    "doubled": lambda k: k[: len(k) // 2] + k[len(k) // 2] + k[len(k) // 2 :],
    "swapped": lambda k: k[: len(k) // 2 - 1] + k[len(k) // 2] + k[len(k) // 2 - 1] + k[len(k) // 2 + 1 :],
    "capital": lambda k: k.capitalize(),
    "wide": lambda k: k.translate(WIDE),
    "trailing": lambda k: k + " ",
}
OTHER: list[Any] = ["sömething else", 12345, True, None, ["x"], {"x": 1}, {}, []]


def plain(path: Path) -> Any:
    source = parse_source(path.read_text(encoding="utf-8"), path.name, Report())
    assert source is not None
    return source.root.plain()


def schema_of(path: Path) -> dict[str, Any]:
    return cases_schema() if path.name.endswith(".cases.yaml") else ruleset_schema()


def keys_of(
    value: Any, schemas: list[dict[str, Any]], root: dict[str, Any], at: Keys = ()
) -> Iterator[tuple[Keys, bool]]:
    """Yield every key with whether it is one of the language (and not an id, a label or a bound)."""
    every = [b for s in schemas for b in branches(s, root)]
    if isinstance(value, list):
        for i, item in enumerate(value):
            yield from keys_of(item, [b["items"] for b in every if "items" in b], root, (*at, i))
    for key, below in value.items() if isinstance(value, dict) else ():
        own = [b["properties"][key] for b in every if key in b.get("properties", {})]
        others = [b["additionalProperties"] for b in every if isinstance(b.get("additionalProperties"), dict)]
        lookup = not own and not others and key in ("by", "values") and {"by", "values"} <= value.keys()
        yield (*at, key), bool(own) or lookup
        yield from keys_of(below, own or others, root, (*at, key))


def inside(whole: Any, at: Keys) -> Any:
    for step in at:
        whole = whole[step]
    return whole


def changed(whole: Any, at: Keys, change: Callable[[dict[Any, Any]], dict[Any, Any]]) -> Any:
    """Give a copy in which the mapping at a place is another one."""
    if not at:
        return change(whole)
    copy: Any = dict(whole) if isinstance(whole, dict) else list(whole)
    copy[at[0]] = changed(whole[at[0]], at[1:], change)
    return copy


def line_of(text: str, at: Keys) -> int:
    source = parse_source(text, "x", Report())
    assert source is not None
    node = source.root
    for step in at:
        node = node.items[step] if isinstance(step, int) else node.mapping[step]
    return (node.key or node.where).line


class Place:
    """A copy of all that ships, in which one file at a time is another one."""

    def __init__(self, folder: Path):
        self.folder = folder / "rulesets"
        shutil.copytree(SHIPPED, self.folder)
        self.sound: dict[Path, object] = {}

    def load(self, path: Path, text: str) -> Any:
        file = self.folder / path.relative_to(SHIPPED)
        before = file.read_text(encoding="utf-8")
        try:
            file.write_text(text, encoding="utf-8")
            return load_cases(file, Rulesets()) if path.name.endswith(".cases.yaml") else load(file)
        finally:
            file.write_text(before, encoding="utf-8")

    def told(self, path: Path, mutated: Any) -> tuple[list[int], Any, str]:
        """Give the lines of the errors in the file, what was loaded, and the text."""
        text = json.dumps(mutated, ensure_ascii=False, indent=1)
        loaded = self.load(path, text)
        found = errors(loaded.diagnostics)
        assert not any("Something here cannot be read" in d.message for d in found), found
        lines = [d.where.line for d in found if d.where and d.where.file.endswith(path.name)]
        lines += [w.line for d in found for w, _ in d.also if w.file.endswith(path.name)]
        return lines if lines or not found else [0], loaded, text

    def means(self, loaded: Any) -> object:
        """Give what a file says, apart from where it says so."""
        return content(loaded.ruleset) if isinstance(loaded, Loaded) else loaded.cases is not None


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    return Place(tmp_path_factory.mktemp("shipped"))


def each_key(paths: list[Path]) -> list[tuple[Path, Keys]]:
    found = []
    for path in paths:
        schema = schema_of(path)
        found += [(path, at) for at, language in keys_of(plain(path), [schema], schema) if language]
    return found


def each_value(paths: list[Path]) -> list[tuple[Path, Keys]]:
    return [(path, at) for path in paths for at, _ in keys_of(plain(path), [schema_of(path)], schema_of(path))]


def misspelt(place: Place, path: Path, at: Keys, how: str) -> None:
    key = str(at[-1])
    wrong = MISSPELT[how](key)
    if wrong == key:
        return
    whole = plain(path)
    if wrong in inside(whole, at[:-1]):
        return
    mutated = changed(whole, at[:-1], lambda m: {wrong if k == key else k: v for k, v in m.items()})
    lines, _, text = place.told(path, mutated)
    assert line_of(text, (*at[:-1], wrong)) in lines, (path.name, at, wrong, lines)


def left_out(place: Place, path: Path, at: Keys) -> None:
    """Without a key the file is refused, or says something else and is whole: what stands beside it is read."""
    whole = plain(path)
    mutated = changed(whole, at[:-1], lambda m: {k: v for k, v in m.items() if k != at[-1]})
    lines, _, _ = place.told(path, mutated)
    schema = schema_of(path)
    every = [b for s in schemas_at(whole, at[:-1], schema) for b in branches(s, schema)]
    if any(at[-1] in b.get("required", ()) for b in every if len(b.get("properties", {})) > 1) and len(at) > 1:
        assert lines or optional(whole, at), (path.name, at)


def optional(whole: Any, at: Keys) -> bool:
    """Keys that one branch needs and another, in which the file now is, does not: `by` of a look-up, for example."""
    return at[-1] in ("by", "values", "at_most", "shares", "points", "of") or "score" in at or "scales" in at


def schemas_at(whole: Any, at: Keys, root: dict[str, Any]) -> list[dict[str, Any]]:
    schemas = [root]
    for step in at:
        every = [b for s in schemas for b in branches(s, root)]
        if isinstance(step, int):
            schemas = [b["items"] for b in every if "items" in b]
        else:
            own = [b["properties"][step] for b in every if step in b.get("properties", {})]
            schemas = own or [
                b["additionalProperties"] for b in every if isinstance(b.get("additionalProperties"), dict)
            ]
    return schemas


def moved_up(place: Place, path: Path, at: Keys) -> None:
    if len(at) < 2 or isinstance(at[-2], int):
        return
    whole, key = plain(path), at[-1]
    above = inside(whole, at[:-2])
    schema = schema_of(path)
    every = [b for s in schemas_at(whole, at[:-2], schema) for b in branches(s, schema)]
    fits = any(key in b.get("properties", {}) or isinstance(b.get("additionalProperties"), dict) for b in every)
    if key in above or fits or not every:
        return
    mutated = changed(whole, at[:-2], lambda m: {
        **{k: ({a: b for a, b in v.items() if a != key} if k == at[-2] else v) for k, v in m.items()},
        key: inside(whole, at),
    })  # fmt: skip
    lines, _, text = place.told(path, mutated)
    assert line_of(text, (*at[:-2], key)) in lines, (path.name, at, lines)


def of_another_kind(place: Place, path: Path, at: Keys, value: Any) -> None:
    """Another value is refused, or is read as what it says: nothing else of the file is lost."""
    whole = plain(path)
    if type(inside(whole, at)) is type(value):
        return
    mutated = changed(whole, at[:-1], lambda m: {k: value if k == at[-1] else v for k, v in m.items()})
    lines, loaded, _ = place.told(path, mutated)
    empty = value in ({}, []) or value is None
    if not lines and empty and path.parent.name != "variants" and not path.name.endswith(".cases.yaml"):
        without = changed(whole, at[:-1], lambda m: {k: v for k, v in m.items() if k != at[-1]})
        assert place.means(place.told(path, without)[1]) == place.means(loaded), (path.name, at, value)


SAMPLE = random.Random(1).sample
SMALL = [p for p in POLICIES if p.stat().st_size < 3000]
LARGE = [p for p in POLICIES if p.stat().st_size >= 3000]


@pytest.mark.parametrize("how", MISSPELT)
def test_a_misspelt_key_is_an_error_at_its_line(how: str, place: Place) -> None:
    for path, at in [*SAMPLE(each_key(SMALL), 22), *SAMPLE(each_key(LARGE), 3)]:
        misspelt(place, path, at, how)


def test_a_key_left_out_or_moved_is_an_error(place: Place) -> None:
    for path, at in SAMPLE(each_key(SMALL), 40):
        left_out(place, path, at)
        moved_up(place, path, at)


def test_a_value_of_another_kind_is_never_taken_in_silence(place: Place) -> None:
    for i, (path, at) in enumerate(SAMPLE(each_value(SMALL), 80)):
        of_another_kind(place, path, at, OTHER[i % len(OTHER)])


@pytest.mark.fuzz
@pytest.mark.parametrize("path", POLICIES, ids=lambda p: p.name)
def test_every_key_and_value_of_a_file(path: Path, place: Place) -> None:
    most = 400
    keys, values = each_key([path]), each_value([path])
    for i, (_, at) in enumerate(SAMPLE(keys, min(most, len(keys)))):
        for how in MISSPELT if len(keys) < most // 2 else [list(MISSPELT)[i % len(MISSPELT)]]:
            misspelt(place, path, at, how)
        left_out(place, path, at)
        moved_up(place, path, at)
    for i, (_, at) in enumerate(SAMPLE(values, min(most, len(values)))):
        for value in OTHER if len(values) < most // 2 else [OTHER[i % len(OTHER)]]:
            of_another_kind(place, path, at, value)


def test_thousands_of_unknown_keys_are_told_in_seconds() -> None:
    begun = time.process_time()
    found = load_text("\n".join(f"key{i}: 1" for i in range(20_000))).diagnostics
    assert "19,970 more keys" in " ".join(d.message for d in found)
    assert time.process_time() - begun < 10
