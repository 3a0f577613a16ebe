"""The schema that ships is the one that is made of the descriptions; what it says of defaults is what is read."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from appraise.diagnostics import Diagnostics, Where, errors
from appraise.formula.syntax.grammar import Formula
from appraise.policy.load import load
from appraise.policy.shape.schema import cases_schema, ruleset_schema
from appraise.policy.text.document import parse_document
from appraise.texts.message import AS_IT_STANDS, told
from docs.make_schema import SCHEMAS, made, text
from tests.keys.described import every_key, holding
from tests.slips.keys import Keys, changed, inside, plain
from tests.slips.policies import ENGLISH

RULESETS = sorted((SCHEMAS.parent / "rulesets").rglob("*.yaml"))
POLICIES = [p for p in RULESETS if not p.name.endswith(".cases.yaml") and "extends" not in plain(p)]


@pytest.mark.parametrize("name", made())
def test_the_schema_that_ships_is_made_of_the_descriptions(name: str) -> None:
    schema = made()[name]
    assert (SCHEMAS / name).read_text(encoding="utf-8") == text(schema), "python -m docs.make_schema"
    Draft202012Validator.check_schema(schema)


def defaults(
    value: Any, schema: dict[str, Any], root: dict[str, Any], at: Keys = ()
) -> Iterator[tuple[Keys, str, Any]]:
    """Yield the place, the key and the default of every key that is not stated and has one."""
    parts = list(holding(schema, value, root))
    if isinstance(value, list):
        for i, item in enumerate(value):
            for part in parts:
                yield from defaults(item, part.get("items", {}), root, (*at, i))
    if not isinstance(value, dict):
        return
    for part in parts:
        for key, below in part.get("properties", {}).items():
            if key in value:
                yield from defaults(value[key], below, root, (*at, key))
            elif "default" in below:
                yield at, key, below["default"]
        others = part.get("additionalProperties")
        if isinstance(others, dict):
            for key in value.keys() - part.get("properties", {}).keys():
                yield from defaults(value[key], others, root, (*at, key))


WITHOUT = {"at_least": {"count", "count_distinct"}, "hit": {"values"}}  # beside which there is no such key
ONLY = {"above_max": {"max"}}  # beside which alone there is such a key


def sparing(folder: Path) -> Path:
    """Write a policy that leaves out what those that ship do not."""
    document = parse_document(ENGLISH, "x", Diagnostics())
    assert document is not None
    whole: Any = document.root.plain()
    whole["indicators"]["kept"]["score"] = {"method": "deduct", "points": 5, "floor": 0}
    whole["indicators"]["sales"]["score"] = {"method": "add", "points": 5, "cap": "none"}
    whole["tables"] = {"factors": {"keys": ["role"], "rows": [{"role": "AE", "value": 1}], "otherwise": 2}}
    whole["grades"]["ranking"] = {"at_most": {"A": "20%"}, "counts": "down", "ties": "better"}
    path = folder / "sparing.yaml"
    path.write_text(json.dumps(whole, ensure_ascii=False), encoding="utf-8")
    return path


def with_defaults(path: Path) -> tuple[Any, set[str]]:
    """A policy with every default written out, and the keys that were added."""
    whole, added = plain(path), set()
    for at, key, default in list(defaults(whole, ruleset_schema(), ruleset_schema())):
        stated = inside(whole, at).keys()
        if key not in stated and not WITHOUT.get(key, set()) & stated and ONLY.get(key, set()) <= stated:
            whole = changed(whole, at, lambda m, k=key, d=default: {**m, k: d})
            added.add(key)
    return whole, added


def said(it: Any) -> Any:
    """What a part of a policy says, wherever it is written."""
    if isinstance(it, Formula):
        return it.key
    if isinstance(it, Where):
        return None
    if is_dataclass(it):
        return (type(it), *(said(getattr(it, f.name)) for f in fields(it)))
    if isinstance(it, Mapping):
        return {key: said(value) for key, value in it.items()}
    return [said(part) for part in it] if isinstance(it, (tuple, list)) else it


def test_a_default_that_is_written_out_changes_nothing(tmp_path: Path) -> None:
    seen: set[str] = set()
    for path in (*POLICIES, sparing(tmp_path)):
        whole, added = with_defaults(path)
        if any("file" in table for table in whole.get("tables", {}).values()) or "results_of" in json.dumps(whole):
            continue  # other files belong to it
        copy = tmp_path / f"written-{path.name}"
        copy.write_text(json.dumps(whole, ensure_ascii=False), encoding="utf-8")
        before, after = load(path).ruleset, load(copy)
        assert not errors(after.diagnostics), (path.name, errors(after.diagnostics))
        assert before is not None
        assert after.ruleset is not None
        for name in ("indicators", "rewards", "measures", "tables", "grades", "line_sources", "gates"):
            assert said(getattr(before, name)) == said(getattr(after.ruleset, name)), (path.name, name)
        seen |= added
    assert seen == {
        "of",
        "extend",
        "direction",
        "unit",
        "by",
        "hit",
        "everyone",
        "above_max",
        "at_least",
        "free",
        "hand_down",
    }, seen


def test_every_key_is_said_in_every_language() -> None:
    for keys, key in every_key():
        about = key.about or key.kind.here or key.kind.about
        assert about is not None, (keys.__name__, key.name)
        for said_of in (about, key.kind.called):
            english, chinese = str(said_of), told(said_of, "zh")
            assert " / " not in english + chinese, key.name  # which stands between them
            assert re.search("[一-鿿]", english) is None, english
            assert said_of.context == AS_IT_STANDS or re.search("[一-鿿]", chinese), chinese


@pytest.mark.parametrize("root", [ruleset_schema(), cases_schema()], ids=["ruleset", "cases"])
def test_every_key_of_a_schema_is_described(root: dict[str, Any]) -> None:
    described = {key.name for _, key in every_key()}
    stated = {k for part in (root, *root["$defs"].values()) for k in part.get("properties", {})}
    assert stated <= described
