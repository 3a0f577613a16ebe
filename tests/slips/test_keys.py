"""Nothing that is misspelt, left out, misplaced or of another kind passes in silence, in no shipped policy or file of cases."""

from __future__ import annotations

import random
import time
from pathlib import Path
from typing import Any

import pytest

from appraise import load_text
from appraise.policy.shape.keys import branches
from tests.slips.keys import (
    MISSPELT,
    OTHER,
    Copies,
    Keys,
    Place,
    changed,
    each,
    each_key,
    inside,
    line_of,
    misspelt,
    one_of_a_kind,
    plain,
    schema_of,
)

SHIPPED = Path(__file__).parents[2] / "rulesets"
POLICIES = sorted(SHIPPED.rglob("*.yaml"), key=lambda p: (p.stat().st_size, p.name))
SMALL = [p for p in POLICIES if p.stat().st_size < 3000]
SAMPLE = random.Random(1).sample


@pytest.fixture(scope="module")
def copies(tmp_path_factory: pytest.TempPathFactory) -> Copies:
    return Copies(SHIPPED, tmp_path_factory.mktemp("shipped") / "rulesets")


def each_value(paths: list[Path]) -> list[Place]:
    return [(path, at) for path, at, _ in each(paths)]


def left_out(copies: Copies, path: Path, at: Keys) -> None:
    """Without a key the file is refused, or says something else and is whole: what stands beside it is read."""
    whole = plain(path)
    mutated = changed(whole, at[:-1], lambda m: {k: v for k, v in m.items() if k != at[-1]})
    lines, _, _ = copies.told(path, mutated)
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


def moved_up(copies: Copies, path: Path, at: Keys) -> None:
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
    lines, _, text = copies.told(path, mutated)
    assert line_of(text, (*at[:-2], key)) in lines, (path.name, at, lines)


def of_another_kind(copies: Copies, path: Path, at: Keys, value: Any) -> None:
    """Another value is refused, or is read as what it says: nothing else of the file is lost."""
    whole = plain(path)
    if type(inside(whole, at)) is type(value):
        return
    mutated = changed(whole, at[:-1], lambda m: {k: value if k == at[-1] else v for k, v in m.items()})
    lines, loaded, _ = copies.told(path, mutated)
    empty = value in ({}, []) or value is None
    if not lines and empty and path.parent.name != "variants" and not path.name.endswith(".cases.yaml"):
        without = changed(whole, at[:-1], lambda m: {k: v for k, v in m.items() if k != at[-1]})
        assert copies.means(copies.told(path, without)[1]) == copies.means(loaded), (path.name, at, value)


@pytest.mark.parametrize("path", POLICIES, ids=lambda p: p.name)
def test_the_copies_are_sound(path: Path, copies: Copies) -> None:
    assert copies.told(path, plain(path))[0] == []


@pytest.mark.parametrize("how", MISSPELT)
def test_a_misspelt_key_of_each_kind_is_an_error_at_its_line(how: str, copies: Copies) -> None:
    """Every kind of key once, in the smallest file that has it, each way of misspelling for its part of them."""
    for path, at in one_of_a_kind(each_key(POLICIES))[list(MISSPELT).index(how) :: len(MISSPELT)]:
        misspelt(copies, path, at, how)


def test_a_key_left_out_or_moved_is_an_error(copies: Copies) -> None:
    for path, at in SAMPLE(each_key(SMALL), 40):
        left_out(copies, path, at)
        moved_up(copies, path, at)


def test_a_value_of_another_kind_is_never_taken_in_silence(copies: Copies) -> None:
    for i, (path, at) in enumerate(SAMPLE(each_value(SMALL), 80)):
        of_another_kind(copies, path, at, OTHER[i % len(OTHER)])


@pytest.mark.fuzz
@pytest.mark.parametrize("path", POLICIES, ids=lambda p: p.name)
def test_every_key_and_value_of_a_file(path: Path, copies: Copies) -> None:
    """Every way of each in small files, one way of each in large ones."""
    few = 200
    keys, values = each_key([path]), each_value([path])
    for i, (_, at) in enumerate(keys):
        for how in MISSPELT if len(keys) < few else [list(MISSPELT)[i % len(MISSPELT)]]:
            misspelt(copies, path, at, how)
        left_out(copies, path, at)
        moved_up(copies, path, at)
    for i, (_, at) in enumerate(values):
        for value in OTHER if len(values) < few else [OTHER[i % len(OTHER)]]:
            of_another_kind(copies, path, at, value)


def test_thousands_of_unknown_keys_are_told_in_seconds() -> None:
    begun = time.process_time()
    found = load_text("\n".join(f"key{i}: 1" for i in range(20_000))).diagnostics
    assert "19,970 more keys" in " ".join(d.message for d in found)
    assert time.process_time() - begun < 10
