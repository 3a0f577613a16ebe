"""What people write where `null` removes a value of the base."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from appraise.policy.text.tree import Node
    from appraise.policy.variants.bounds import Path

_REMOVE = ("remove", "removed", "delete", "deleted", "drop", "dropped", "删除", "去掉", "移除", "取消", "删掉")
_TEXTS = ("title", "reason", "message", "column")  # which may be any text
_NOTHING = ("none", "nothing", "nil", "no", "off", "false", "n/a", "na", "-", "0", "无", "没有", "不要", "空", "不设")


def meant_to_remove(path: Path, old: Node, new: Node) -> bool:
    """Whether somebody says in other words than `null` that a value of the base is to go."""
    word = new.text.strip().casefold()
    if isinstance(new.value, (dict, list)):
        return not new.value and bool(old.mapping)
    section_or_element = len(path) <= 2 and bool(old.mapping)  # elsewhere `none` may be a value
    return path[-1] not in _TEXTS and (word in _REMOVE or (section_or_element and word in _NOTHING))
