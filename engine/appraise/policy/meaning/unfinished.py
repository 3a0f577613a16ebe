"""As of a day inside a period: what would compare the period that is not over with whole ones.

What adds up over a period (money, counts) has not added up yet, so it is neither compared with what an earlier period
came to nor counted as one more period in a row. Scores, attainment and projections are those of the day, and are.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal

from appraise.formula.beyond import BEYOND, including_this
from appraise.formula.syntax.grammar import dotted, values_of
from appraise.policy.meaning.scope import Scope
from appraise.policy.meaning.uses import formulas_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from appraise.formula.syntax.grammar import Formula
    from appraise.policy.model import Ruleset
    from appraise.policy.values import Setting

# what adds up until the day, what came together in whole earlier periods, and what mixes the two
Extent = Literal["", "so far", "whole", "mixed"]
_SCALED = ("attainment", "score", "points", "weight", "due", "projection", "factor", "place")


def not_judged(ruleset: Ruleset) -> list[str]:
    """The titles of the gates, rewards and outcomes that are judged only when the period is over."""
    conditions = [
        *((gate.title, gate.when) for gate in ruleset.gates.values()),
        *((reward.title, reward.when) for reward in ruleset.rewards.values() if reward.when is not None),
        *((outcome.title, outcome.when) for outcome in ruleset.outcomes.values()),
    ]
    extents = Extents(ruleset)
    return [title for title, when in conditions if extents.of(when.tree) == "mixed"]


def not_comparable(ruleset: Ruleset) -> list[str]:
    """The titles of the indicators whose score compares what there is so far with whole periods."""
    extents, found = Extents(ruleset), list[str]()
    for indicator in ruleset.indicators.values():
        value = extents.of(indicator.value.tree)
        target = "" if indicator.pace is not None else extents.of_setting(indicator.target)
        if "mixed" in (value, target) or {value, target} == {"so far", "whole"}:
            found.append(indicator.title)
    return found


def as_of_a_day(formula: Formula, ruleset: Ruleset) -> Formula:
    """A condition as it is judged on a day inside the period: what cannot be judged yet does not hold."""
    extents = Extents(ruleset)
    if extents.of(formula.tree) != "mixed":
        return formula
    tree: ast.expr = _Undecided(extents).visit(formula.tree)
    tree = ast.Call(ast.Name("coalesce", ast.Load()), [tree, ast.Constant(False)], [])
    over = ast.Compare(ast.Name("as_of", ast.Load()), [ast.GtE()], [ast.Name("period_end", ast.Load())])
    tree = ast.IfExp(over, formula.tree, tree)  # earlier periods are over, and so is this one on its last day
    return replace(formula, tree=tree, key=ast.dump(tree))


@dataclass
class _Undecided(ast.NodeTransformer):
    """Puts something undecided in place of each comparison that cannot be made yet."""

    extents: Extents

    def generic_visit(self, node: ast.AST) -> ast.AST:
        if not isinstance(node, (ast.BoolOp, ast.UnaryOp)):
            if self.extents.of(node) != "mixed":
                return node
            nothing = ast.BinOp(ast.Constant(0.0), ast.Div(), ast.Constant(0.0))
            return ast.Compare(nothing, [ast.Eq()], [ast.Constant(0.0)])
        if isinstance(node, ast.BoolOp):
            return ast.BoolOp(node.op, [self.visit(value) for value in node.values])
        return ast.UnaryOp(node.op, self.visit(node.operand))


@dataclass
class Extents:
    """Finds over how much of a period a formula goes; a name that is being looked into is of earlier periods."""

    ruleset: Ruleset
    seen: dict[str, Extent] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.scope = Scope(self.ruleset, set())

    def of(self, tree: ast.AST, given: Mapping[str, Extent] | None = None) -> Extent:
        """The extent of a formula; `given` are those of a function's arguments."""
        given = given or {}
        match tree:
            case ast.Name():
                return given[tree.id] if tree.id in given else self._name(tree.id)
            case ast.Attribute():
                return self._name(dotted(tree))
            case ast.Call():
                return self._call(tree, given)
            case ast.BinOp():
                return _joined(tree.op, self.of(tree.left, given), self.of(tree.right, given))
            case ast.Compare():
                sides = {self.of(side, given) for side in (tree.left, *tree.comparators)}
                return "mixed" if "mixed" in sides or {"so far", "whole"} <= sides else ""
            case ast.BoolOp() | ast.UnaryOp() | ast.IfExp() | ast.Tuple() | ast.List():
                return _together(self.of(part, given) for part in ast.iter_child_nodes(tree))
        return ""

    def of_setting(self, setting: Setting | None) -> Extent:
        """The extent of a setting in any of its forms."""
        return _together(self.of(formula.tree) for formula in formulas_of(setting))

    def _name(self, name: str) -> Extent:
        if name not in self.seen:
            self.seen[name] = "whole"  # met again, it is a balance, which is looked back at
            self.seen[name] = self._look_up(name)
        return self.seen[name]

    def _look_up(self, name: str) -> Extent:
        r, (head, _, part) = self.ruleset, name.partition(".")
        if name in r.derive:
            return self.of(r.derive[name].tree)
        if name in r.data.fields or name in r.measures:
            kind = self.scope.type_of(name)
            return "so far" if kind.kind == "number" and kind.unit not in ("percent", "rating") else ""
        if head in r.indicators and part == "value":
            return self.of(r.indicators[head].value.tree)
        if head in r.indicators and part == "target":
            return "so far" if r.indicators[head].pace is not None else ""
        return "so far" if name == "total_reward" or (head in r.rewards and part not in _SCALED) else ""

    def _call(self, call: ast.Call, given: Mapping[str, Extent]) -> Extent:
        name = call.func.id if isinstance(call.func, ast.Name) else ""
        extents = [self.of(value, given) for value in values_of(call)]
        function = self.ruleset.functions.get(name)
        if function is not None:
            return self.of(function.body.tree, dict(zip(function.arguments, extents, strict=True)))
        if name == "streak":
            return "mixed"
        if name not in BEYOND:
            return "" if name == "is_missing" else _together(extents)
        first = extents[0]
        if BEYOND[name].family == "peers":
            return "" if name in ("rank", "percentile", "share") and first != "mixed" else first
        if not first or name == "year_to_date" or (name == "sum_of_last" and including_this(call)):
            return first
        return "mixed" if name == "change" or including_this(call) else "whole"


def _joined(sign: ast.operator, left: Extent, right: Extent) -> Extent:
    """Sums go on from what there was; differences, products and ratios compare."""
    both = {left, right}
    if "mixed" in both:
        return "mixed"
    if {"so far", "whole"} <= both:
        return "so far" if isinstance(sign, ast.Add) else "mixed"
    if isinstance(sign, ast.Div) and left == right:
        return ""
    return left or right


def _together(extents: Iterable[Extent]) -> Extent:
    """The extent of what is one or the other of several."""
    found = set(extents)
    return next((extent for extent in ("mixed", "so far", "whole") if extent in found), "")
