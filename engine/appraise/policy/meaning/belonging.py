"""What a value that is looked back at belongs to: the employee, or a group; and whether it is carried over a gap.

Looked back at are values of earlier periods. What is the same for everybody in a group, its total or average, is the
group's: people come and go, and the group's figure stays. A value that is made of its own earlier values is carried.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from appraise.formula.beyond import BEYOND
from appraise.formula.syntax.grammar import named, values_of
from appraise.policy.meaning.scope import BUILT_IN
from appraise.policy.meaning.uses import formulas_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from appraise.policy.model import Ruleset

_OF_GROUPS = ("total", "mean", "median", "lowest", "highest", "quantile")  # which everybody in a group is told alike


class _OfEmployee(Exception):  # noqa: N818 - found on the way, not an error
    """Something of the employee's own takes part."""


def group_of(tree: ast.expr, ruleset: Ruleset) -> tuple[ast.expr, ...] | None:
    """The texts that name the group a value belongs to, none for everybody; None where it is the employee's own.

    It is a group's if it is made of nothing but totals, averages and quantiles of groups, parameters, names of the
    period, and earlier values of such. The texts must be data, or derived from data of the same period.
    """
    walk = _Walk(ruleset)
    try:
        walk.visit(tree)
    except _OfEmployee:
        return None
    if not walk.figures or not all(_is_data(text, ruleset) for text in walk.texts.values()):
        return None
    return tuple(walk.texts[key] for key in sorted(walk.texts))


@dataclass
class _Walk:
    """Goes through a formula and what stands behind its names; the name that is being looked into adds nothing."""

    ruleset: Ruleset
    figures: int = 0
    texts: dict[str, ast.expr] = field(default_factory=dict)
    seen: set[str] = field(default_factory=set)

    def visit(self, tree: ast.AST, given: Mapping[str, ast.expr] | None = None) -> None:
        """Collect the groups of all figures in a formula; `given` are the arguments of a function."""
        given = given or {}
        if isinstance(tree, ast.Attribute):
            raise _OfEmployee
        if isinstance(tree, ast.Name):
            self._name(tree.id, given)
        elif isinstance(tree, ast.Call) and isinstance(tree.func, ast.Name):
            self._call(tree, tree.func.id, given)
        else:
            for child in ast.iter_child_nodes(tree):
                self.visit(child, given)

    def _name(self, name: str, given: Mapping[str, ast.expr]) -> None:
        r = self.ruleset
        if name in given:
            self.visit(given[name])
        elif name in r.derive or name in r.parameters:
            if name not in self.seen:
                self.seen.add(name)
                for formula in [r.derive[name]] if name in r.derive else formulas_of(r.parameters[name]):
                    self.visit(formula.tree)
        elif name not in BUILT_IN or name == "employee":
            raise _OfEmployee

    def _call(self, call: ast.Call, name: str, given: Mapping[str, ast.expr]) -> None:
        function = self.ruleset.functions.get(name)
        if function is not None:
            spelled = [_filled_in(argument, given) for argument in call.args]
            self.visit(function.body.tree, dict(zip(function.arguments, spelled, strict=True)))
        elif name in _OF_GROUPS:
            self.figures += 1
            within = next((k.value for k in call.keywords if k.arg == "within"), None)
            parts = within.elts if isinstance(within, (ast.Tuple, ast.List)) else [within] if within is not None else []
            for part in parts:
                text = _filled_in(part, given)
                self.texts[ast.dump(text)] = text
        elif name in BEYOND and BEYOND[name].family == "peers":
            raise _OfEmployee
        else:
            for value in values_of(call):
                self.visit(value, given)


def _filled_in(tree: ast.expr, given: Mapping[str, ast.expr]) -> ast.expr:
    """An argument, or the text of a group, as it reads outside the function; only plain names are taken over."""
    if isinstance(tree, ast.Name) and tree.id in given:
        return given[tree.id]
    if any(name in given for name, _ in named(tree)):
        raise _OfEmployee
    return tree


def _is_data(tree: ast.expr, ruleset: Ruleset) -> bool:
    """Whether a text is known from the row of the data alone."""
    todo, seen = [tree], set[str]()
    while todo:
        at = todo.pop()
        if any(isinstance(node, ast.Call) for node in ast.walk(at)):
            return False
        for name, _ in named(at):
            if name in ruleset.derive:
                todo += [ruleset.derive[name].tree] if name not in seen else []
                seen.add(name)
            elif name not in ruleset.data.fields and name not in ruleset.measures and name not in BUILT_IN:
                return False
    return True


def carried_values(ruleset: Ruleset) -> frozenset[str]:
    """The derived values that are made of their own earlier values: balances, debts, counts so far."""
    leads = {name: _derived_in(formula.tree, ruleset) for name, formula in ruleset.derive.items()}
    found = set[str]()
    for start, first in leads.items():
        todo, seen = [*first], set[str]()
        while todo:
            at = todo.pop()
            if at not in seen:
                seen.add(at)
                todo += leads[at]
        if start in seen:
            found.add(start)
    return frozenset(found)


def _derived_in(tree: ast.expr, ruleset: Ruleset) -> set[str]:
    """The derived values that a formula reads, of any period, through functions too."""
    todo, seen, names = [tree], set[str](), set[str]()
    while todo:
        at = todo.pop()
        names |= {name for name, _ in named(at)}
        for node in ast.walk(at):
            called = node.func.id if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) else ""
            if called in ruleset.functions and called not in seen:
                seen.add(called)
                todo.append(ruleset.functions[called].body.tree)
    return names & ruleset.derive.keys()
