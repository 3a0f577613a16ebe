"""What knows keys and words of the language by name knows those that there are."""

from __future__ import annotations

import re
from typing import Any

from appraise.policy.keys.kinds import LIMIT, SETTING
from appraise.policy.shape.habits import _KEYS, _WORDS
from appraise.policy.shape.schema import cases_schema, ruleset_schema
from appraise.policy.variants.bounds import _TABLES
from tests.keys.described import every_key

SPOKEN = {"true", "false", "none", "otherwise", "lowest"}  # words that are values of many kinds


def stated(part: Any, of: str) -> set[str]:
    """The names of properties, or the words of enumerations and constants, anywhere in a schema."""
    found: set[str] = set()
    if isinstance(part, dict):
        found |= {*part.get("properties", {})} if of == "keys" else {*part.get("enum", ()), part.get("const", "")}
        part = list(part.values())
    return found.union(*(stated(item, of) for item in part)) if isinstance(part, list) else found


def test_every_key_with_habits_is_a_key() -> None:
    assert set(_KEYS) <= stated(ruleset_schema(), "keys") | stated(cases_schema(), "keys")


def test_every_word_with_habits_is_a_word() -> None:
    assert set(_WORDS) <= stated(ruleset_schema(), "words") | SPOKEN


def test_the_kinds_under_which_any_key_may_stand_are_there() -> None:
    assert {SETTING.ref, LIMIT.ref} == {"setting", "limit"}  # as `policy/shape/keys.py` asks for them
    assert ruleset_schema()["$defs"].keys() >= {SETTING.ref, LIMIT.ref}


def test_what_goes_by_bounds_is_merged_by_bounds() -> None:
    merged = {path[-1] for path in _TABLES}
    assert merged == {key.name for _, key in every_key() if re.match(r"\{(bound|place):", key.kind.called)}
    assert {step for path in _TABLES for step in path} - {"*"} <= stated(ruleset_schema(), "keys") | {"values"}
