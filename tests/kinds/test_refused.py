"""Every kind is refused where it is wrong, with a code that says what is."""

from __future__ import annotations

import pytest

from appraise import load_text
from tests.kinds.examples import EXAMPLES, loaded, policy


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_kind_is_refused_where_it_is_wrong(name: str) -> None:
    example = EXAMPLES[name]
    assert loaded(example)
    told = load_text(policy(example, example.broken))
    assert told.ruleset is None, f"the example `{name}` that is to be refused is sound: {example.broken}"
    codes = [d.code for d in told.diagnostics if d.severity == "error"]
    assert example.code in codes, f"the example `{name}` is refused with {codes}, not with {example.code}"


@pytest.mark.parametrize("name", [n for n, e in EXAMPLES.items() if "floor: 0" in e.sound or "cap: " in e.sound])
def test_limits_that_are_mixed_up_are_refused_for_every_method(name: str) -> None:
    sound = EXAMPLES[name].sound
    mixed = sound.replace("floor: 0", "floor: 130").replace("cap: 120", "cap: 90")
    if "floor" not in mixed:
        return  # there is no lower limit that it could be below
    told = load_text(policy(EXAMPLES[name], mixed)).diagnostics
    refused = any(d.code == "wrong-value" and "is more than the most" in d.message for d in told)
    assert refused, f"`{name}` takes a floor above its cap: {mixed}"
