"""What a part of a policy says, wherever it is written: something to compare by."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any

from appraise.diagnostics import Where
from appraise.formula.syntax.grammar import Formula
from appraise.policy.model import Ruleset


def content(it: Any) -> object:
    """What a part of a policy says; other rulesets that it names count by their digests."""
    if isinstance(it, (Formula, Ruleset)):
        return it.key if isinstance(it, Formula) else it.digest
    if is_dataclass(it):
        return (type(it), *(content(getattr(it, f.name)) for f in fields(it)))
    if isinstance(it, Mapping):
        return tuple((key, content(value)) for key, value in it.items())
    if isinstance(it, (tuple, list)) and not isinstance(it, Where):
        return tuple(content(part) for part in it)
    return None if isinstance(it, Where) else it
