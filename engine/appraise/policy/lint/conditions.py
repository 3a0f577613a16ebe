"""A gate holds for some and not for others: a condition that the limits of its figures decide says nothing.

Whoever wants it so states `when: True`.
"""

from __future__ import annotations

import ast
import math
from typing import TYPE_CHECKING

from appraise.formula.kinds import UNKNOWN
from appraise.policy.meaning.combinations import truth
from appraise.policy.meaning.uses import constant
from appraise.texts import msg

if TYPE_CHECKING:
    from appraise.diagnostics import Diagnostics
    from appraise.policy.meaning.scope import Scope
    from appraise.policy.model import Ruleset

Range = tuple[float, float]
_MIRROR: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.Gt, ast.Gt: ast.Lt, ast.LtE: ast.GtE, ast.GtE: ast.LtE, ast.Eq: ast.Eq, ast.NotEq: ast.NotEq,
}  # fmt: skip


def check(ruleset: Ruleset, scope: Scope, diagnostics: Diagnostics) -> None:
    """Look at the conditions of gates, as far as the limits of fields and scores decide them."""
    if scope.broken & {"data", "measures", "score"}:
        return
    for gate in ruleset.gates.values():
        holds = (
            truth(gate.when.tree, lambda part: _compared(part, ruleset)) if scope.quiet(gate.when) != UNKNOWN else None
        )
        if holds is not None and not isinstance(gate.when.tree, ast.Constant):
            says = (
                msg("The condition of {gate}, {when}, always holds within the limits of what it looks at.")
                if holds
                else msg("The condition of {gate}, {when}, never holds within the limits of what it looks at.")
            )
            diagnostics.error(
                "wrong-value",
                says.given(gate=gate.title, when=gate.when.text.strip()),
                gate.when.where,
                msg(
                    "correct the number, or `min` and `max` of the field; if it is meant, write `when: {holds}`",
                    holds=holds,
                ),
            )


def _compared(tree: ast.expr, ruleset: Ruleset) -> bool | None:
    if not isinstance(tree, ast.Compare) or len(tree.ops) != 1:
        return None
    left, right, sign = _range(tree.left, ruleset), _range(tree.comparators[0], ruleset), type(tree.ops[0])
    if sign not in _MIRROR or left is None or right is None:
        return None
    if right[0] != right[1]:
        left, right, sign = right, left, _MIRROR[sign]
    return _decided(left, sign, right[0]) if right[0] == right[1] else None


def _decided(at: Range, sign: type[ast.cmpop], number: float) -> bool | None:
    """Decide a comparison of something in a range with a number."""
    low, high = at
    sure: dict[type[ast.cmpop], tuple[bool, bool]] = {  # it always holds, it never holds
        ast.Gt: (low > number, high <= number), ast.GtE: (low >= number, high < number),
        ast.Lt: (high < number, low >= number), ast.LtE: (high <= number, low > number),
        ast.Eq: (low == high == number, not low <= number <= high),
        ast.NotEq: (not low <= number <= high, low == high == number),
    }  # fmt: skip
    always, never = sure[sign]
    return True if always else False if never else None


def _range(tree: ast.expr, ruleset: Ruleset) -> Range | None:
    """Between what a name or a plain number lies; None for anything else."""
    if isinstance(tree, ast.UnaryOp) and isinstance(tree.op, ast.USub):
        inner = _range(tree.operand, ruleset)
        return (-inner[1], -inner[0]) if inner is not None else None
    if isinstance(tree, ast.Constant) and isinstance(tree.value, float):
        return tree.value, tree.value
    if not isinstance(tree, ast.Name):
        return None
    field, measure = ruleset.data.fields.get(tree.id), ruleset.measures.get(tree.id)
    if field is not None:
        if field.type == "rating" and field.values is None:
            return field.scale
        least = field.minimum if field.minimum is not None else 0.0 if field.type == "count" else -math.inf
        return least, field.maximum if field.maximum is not None else math.inf
    if measure is not None and measure.how in ("count", "count_distinct"):
        return 0.0, math.inf
    if tree.id == "score":
        limits = [constant(ruleset.score_minimum), constant(ruleset.score_maximum)]
        return limits[0] if limits[0] is not None else -math.inf, limits[1] if limits[1] is not None else math.inf
    return None
