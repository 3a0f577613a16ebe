"""A number that is replaced in a policy that was read before gives what reading everything anew gives."""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from appraise.compare.varying.settings import written
from appraise.diagnostics import Diagnostics
from appraise.policy.load import load_changed, shown
from appraise.policy.variants.content import content
from appraise.policy.variants.merging import Change
from appraise.policy.variants.variants import read_resolved
from appraise.shipped import RULESETS
from appraise.sweeping.changing import Changing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from appraise.policy.load import Loaded
    from appraise.policy.text.tree import Document, Node

LARGE = ["key-account-quarterly", "key-account-annual", "basic-rep", "sales-manager", "commission-plan",
         "forced-distribution", "contest-and-team", "state-owned-enterprise"]  # fmt: skip
VALUES = ("7", "0", "150", "33.3", "-5", "1000000000000000000")


def source_of(name: str) -> Document:
    resolved = read_resolved(RULESETS / f"{name}.yaml", shown, Diagnostics())
    assert resolved is not None
    return resolved.document


def numbers(node: Node, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Node]]:
    for key, child in node.mapping.items():
        if written(child) is not None:
            yield (*path, key), child
        yield from numbers(child, (*path, key))


def to(path: tuple[str, ...], node: Node, text: str) -> Change:
    unit = (written(node) or (0, ""))[1]
    value = text + unit if unit else float(text) if "." in text else int(text)
    return Change(path, node, replace(node, value=value, text=text + unit))


def same(one: Loaded, other: Loaded) -> None:
    assert one.diagnostics == other.diagnostics
    assert (one.ruleset is None) == (other.ruleset is None)
    if one.ruleset is not None and other.ruleset is not None:
        assert _says(one) == _says(other)


def _says(loaded: Loaded) -> object:
    assert loaded.ruleset is not None
    unnamed = replace(loaded.ruleset, digest="", id="")
    return [content(getattr(unnamed, name)) for name in unnamed.__slots__ if name != "sources"]


@pytest.mark.parametrize("name", LARGE)
def test_every_number_of_a_policy(name: str) -> None:
    document = source_of(name)
    changing = Changing(document)
    values = itertools.cycle(VALUES)
    found = list(numbers(document.root))
    assert len(found) > 10
    for path, node in found:
        change = to(path, node, next(values))
        same(changing.load([change]), load_changed(document, [change]))


def test_several_numbers_at_once_and_what_is_no_number() -> None:
    document = source_of("key-account-quarterly")
    changing = Changing(document)
    (one, a), (two, b) = [(p, n) for p, n in numbers(document.root) if p[-1] == "weight"][:2]
    for x, y in (("20", "40"), ("25", "35"), ("60", "60")):
        changes = [to(one, a, x), to(two, b, y)]
        same(changing.load(changes), load_changed(document, changes))
    text = Change(one, a, replace(a, value="sales +", text="sales +"))
    same(changing.load([text]), load_changed(document, [text]))
    gone = Change(one, a, None)
    same(changing.load([gone]), load_changed(document, [gone]))
    same(changing.load([]), load_changed(document, []))
