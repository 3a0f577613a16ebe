"""A look-up in a table gives a value for each of its keys, of the kind that the key goes by."""

from __future__ import annotations

from typing import TYPE_CHECKING

from appraise.formula.syntax.grammar import FormulaError, values_of
from appraise.texts import Listed, msg, msgs

if TYPE_CHECKING:
    import ast
    from collections.abc import Sequence

    from appraise.formula.kinds import Type
    from appraise.policy.model import Table


def see_keys(table: Table, node: ast.Call, given: Sequence[Type]) -> None:
    """See that `lookup(…)` gives what the keys of the table need; raises FormulaError."""
    if len(given) != len(table.keys):
        keys = Listed(tuple(table.keys))
        raise FormulaError(
            "wrong-arguments",
            msgs(
                "The table {name} has {n} key: {keys}.",
                "The table {name} has {n} keys: {keys}.",
                len(table.keys),
                name=table.id,
                keys=keys,
            ),
            node,
            msg("write {plain}", plain=written(table)),
        )
    for key, ranged, kind, part in zip(table.keys, table.ranged, given, values_of(node), strict=True):
        if kind.kind in ("number", "unknown") or (kind.kind == "text" and not ranged):
            continue
        template = (
            msg("{key} of the table {name} goes by ranges of numbers, and this is {kind}.")
            if ranged
            else msg("{key} of the table {name} goes by a text or a number, and this is {kind}.")
        )
        raise FormulaError("type-mismatch", template.given(key=key, name=table.id, kind=kind.words), part)


def written(table: Table) -> str:
    """Write a look-up in a table: lookup(rates, region, grade)."""
    return f"lookup({table.id}, {', '.join(table.keys)})"
