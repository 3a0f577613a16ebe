"""The fingerprint of a policy, by which results tell under what they were made."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from appraise.policy.model import LineSource
    from appraise.policy.text.tree import Node


def digest(root: Node, files: Mapping[str, str]) -> str:
    """The SHA-256 of the policy's content with the files beside it: layout and comments do not count."""
    content = [_as_written(root), *files.values()] if files else _as_written(root)
    return hashlib.sha256(json.dumps(content, ensure_ascii=False).encode()).hexdigest()


def with_others(own: str, sources: Iterable[LineSource]) -> str:
    """Let the digest change with the rulesets whose results are used."""
    others = [s.results_of.digest for s in sources if s.results_of is not None]
    return hashlib.sha256(" ".join([own, *others]).encode()).hexdigest() if others else own


def _as_written(node: Node) -> object:
    """Mappings as lists of pairs, since their order can matter, and scalars as their text."""
    if isinstance(node.value, dict):
        return [[k, _as_written(v)] for k, v in node.value.items()]
    if isinstance(node.value, list):
        return ["list", *(_as_written(v) for v in node.value)]
    return node.text
