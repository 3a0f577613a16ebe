"""What the descriptions of keys say of units is what the policy's own parts say that their numbers are counted in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any, get_args

from appraise.policy.keys import unit
from appraise.policy.keys.key import Keys
from appraise.policy.load import load
from appraise.policy.model import GateEffect, Pay
from appraise.policy.model.facts import Quantity
from appraise.policy.reading.grading import GateKeys
from appraise.policy.reading.pay import RewardKeys
from tests.keys.described import classes
from tests.keys.test_schema import POLICIES, sparing

MANY = {"key-account-quarterly", "kpi-library", "commission-plan", "contest-and-team"}  # with keys of all kinds
UNITS = {"points": unit.SCORE, "money": unit.MONEY, "a factor": unit.SHARE, "a share": unit.SHARE}


def described() -> dict[type, list[type[Keys[Any]]]]:
    """The classes of keys of each class of the model."""
    found: dict[type, list[type[Keys[Any]]]] = {}
    for keys in classes():
        (model,) = get_args(keys.__orig_bases__[0]) or (None,)
        for one in get_args(model) or (model,):
            found.setdefault(one, []).append(keys)
    return found


def parts(it: Any) -> Iterator[Any]:
    """Yield every part of a policy."""
    if is_dataclass(it):
        yield it
        for field in fields(it):
            yield from parts(getattr(it, field.name))
    elif isinstance(it, Mapping):
        for value in it.values():
            yield from parts(value)
    elif isinstance(it, (tuple, list)):
        for value in it:
            yield from parts(value)


def test_the_units_of_keys_are_those_in_which_numbers_are_counted(tmp_path: Path) -> None:
    seen: set[tuple[str, str]] = set()
    known = described()
    for path in (*(p for p in POLICIES if p.stem in MANY), sparing(tmp_path)):
        for part in parts(load(path).ruleset):
            own = [*known.get(type(part), ()), *(GateKeys for e in get_args(GateEffect) if isinstance(part, e)),
                   *(RewardKeys for way in get_args(Pay) if isinstance(part, way))]  # fmt: skip
            for stated in part.settings() if own and hasattr(part, "settings") else ():
                for keys in own:
                    key = keys.keys().get(stated.key)
                    if key is not None and isinstance(stated.counted, Quantity) and stated.counted.words in UNITS:
                        assert key.unit == UNITS[stated.counted.words], (keys.__name__, key.name)
                        seen.add((keys.__name__, key.name))
    assert len(seen) >= 12, sorted(seen)  # so that something was compared


def test_what_gates_do_and_how_rewards_are_computed_has_keys() -> None:
    assert {effect.key for effect in get_args(GateEffect)} <= GateKeys.keys().keys()
    assert {way.key for way in get_args(Pay)} <= RewardKeys.keys().keys()
