"""Values that are made by a division, of which nobody can tell in what they are counted."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from appraise.policy.model import Ruleset


def divided(name: str, ruleset: Ruleset) -> bool:
    """Whether there is a division in what a name stands for, itself or by way of others.

    5 of 20 visits, or sales / (price * pieces), is a share as likely as a count or an amount.
    """
    todo, seen = [name], set[str]()
    while todo:
        name = todo.pop()
        head, _, part = name.rpartition(".")
        value = part == "value" and head in ruleset.indicators
        formula = ruleset.indicators[head].value if value else ruleset.derive.get(name)
        if formula is None or name in seen:
            continue
        seen.add(name)
        bodies = [formula, *(ruleset.functions[f].body for f in formula.called if f in ruleset.functions)]
        if any(isinstance(node, ast.Div) for body in bodies for node in ast.walk(body.tree)):
            return True
        todo += [other for body in bodies for other in body.names]
    return False
